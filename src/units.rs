//! Conversions between decibels, gains, powers, seconds and frames.

/// Amplitude ratio of a level in decibels.
#[must_use]
pub fn db_to_gain(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}

/// Level in decibels of an amplitude ratio; `-inf` for zero.
#[must_use]
pub fn gain_to_db(gain: f64) -> f64 {
    20.0 * gain.abs().log10()
}

/// The larger of two values; a `b` that is no number counts as nothing.
///
/// `f32::max` must handle either operand being no number, for which WebAssembly has no instruction: in a hot loop it costs a call per
/// sample. This is one instruction there, and one in every SIMD lane.
#[inline(always)]
#[must_use]
pub fn larger(a: f32, b: f32) -> f32 {
    if b > a { b } else { a }
}

/// Level in decibels of a power ratio; `-inf` for zero.
#[must_use]
pub fn power_to_db(power: f64) -> f64 {
    10.0 * power.log10()
}

/// Power ratio of a level in decibels.
#[must_use]
pub fn db_to_power(db: f64) -> f64 {
    10f64.powf(db / 10.0)
}

/// Whole frames nearest to a time.
#[must_use]
pub fn seconds_to_frames(seconds: f64, sample_rate: u32) -> usize {
    (seconds * f64::from(sample_rate)).round().max(0.0) as usize
}

/// Duration of a number of frames.
#[must_use]
pub fn frames_to_seconds(frames: usize, sample_rate: u32) -> f64 {
    frames as f64 / f64::from(sample_rate)
}

/// Pole of a one-pole smoother that falls to 1/e in `tau_s`, stepped `rate` times a second: a = exp(-1/(tau*rate)).
#[must_use]
pub fn smoothing_pole(tau_s: f64, rate: f64) -> f64 {
    (-1.0 / (tau_s * rate)).exp()
}

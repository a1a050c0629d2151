//! Cleaning, match EQ and stereo image, in one pass: an impulse response for mid and one for side.

use super::plan::Plan;
use crate::audio::AudioBuffer;
use crate::dsp::convolver::MidSideConvolver;
use crate::dsp::fir::{GainCurve, equaliser_taps, impulse, minimum_phase};
use crate::measure::CENTRES_HZ;
use crate::pace::{Pace, Stage, Superseded};
use crate::units::db_to_gain;

/// The filtered recording; the recording itself, to the bit, where there is nothing to do.
///
/// The equaliser has minimum phase: no pre-echo. Width is relative between mid and side, so it must not turn their phases against
/// each other: it is a gain of zero phase on the side. For that both are delayed, and the delay is taken out again.
pub async fn apply(source: &AudioBuffer, plan: &Plan, pace: &mut impl Pace) -> Result<AudioBuffer, Superseded> {
    let (cleaning, tone) = (plan.cleaning, plan.tone.as_ref());
    let width = plan.width.as_ref().filter(|_| !source.is_mono());
    if cleaning.is_none() && tone.is_none() && width.is_none() {
        return Ok(source.clone());
    }
    pace.breathe(Stage::Tone, 0.0).await?;
    let rate = source.sample_rate();
    let taps = equaliser_taps(rate);
    let curve = tone.map(|tone| GainCurve::new(&CENTRES_HZ, &tone.gains_db));
    let wider = width.map(|width| GainCurve::new(&CENTRES_HZ, &width.side_db));
    let mono_below_hz = width.and_then(|width| width.mono_below_hz);
    let mid = minimum_phase(
        |hz| curve.as_ref().map_or(0.0, |c| c.at(hz)) + cleaning.map_or(0.0, |c| high_pass_db(c.high_pass_hz, hz)),
        rate,
        taps,
    );
    pace.breathe(Stage::Tone, 0.02).await?;
    let bin_hz = f64::from(rate) / (2 * (mid.len() - 1)) as f64;
    let side: Vec<_> = mid
        .iter()
        .enumerate()
        .map(|(bin, gain)| {
            let hz = bin as f64 * bin_hz;
            gain * side_high_pass(mono_below_hz, hz) * db_to_gain(wider.as_ref().map_or(0.0, |c| c.at(hz)))
        })
        .collect();
    // The zero-phase part decays within a few periods of its corner: a quarter of the response is 43 ms, 2.6 periods of 60 Hz.
    let latency = if width.is_some() { taps / 4 } else { 0 };
    let mut convolver = MidSideConvolver::new(&impulse(&mid, taps, latency), &impulse(&side, taps, latency), latency);

    let frames = source.frames();
    let mut planes = vec![vec![0.0f32; frames]; source.channels().len()];
    for start in (0..frames).step_by(convolver.block()) {
        pace.breathe(Stage::Tone, start as f32 / frames as f32).await?;
        let end = (start + convolver.block()).min(frames);
        let mut out: Vec<&mut [f32]> = planes.iter_mut().map(|plane| &mut plane[start..end]).collect();
        convolver.render(source.channels(), start, &mut out);
    }
    Ok(AudioBuffer::new(planes, rate))
}

/// Of the filter against rumble no more is asked than this: nothing of it is left to hear.
const HIGH_PASS_FLOOR_DB: f64 = -60.0;

/// Magnitude of a fourth-order Butterworth high-pass in dB: -10 log10(1 + (fc/f)^8).
fn high_pass_db(corner_hz: f64, hz: f64) -> f64 {
    (-10.0 * (1.0 + (corner_hz / hz.max(1e-3)).powi(8)).log10()).max(HIGH_PASS_FLOOR_DB)
}

/// Below the corner the side falls with the magnitude of a second-order Butterworth high-pass, 1/sqrt(1 + (fc/f)^4).
fn side_high_pass(corner_hz: Option<f64>, hz: f64) -> f64 {
    corner_hz.map_or(1.0, |corner| 1.0 / (1.0 + (corner / hz.max(1e-6)).powi(4)).sqrt())
}

//! Samples laid on the grid of a format: dither of triangular probability density (TPDF), and where its noise goes.
//!
//! Rounding to a whole step makes an error that follows the signal: distortion, and for quiet tails silence in steps. Noise of
//! triangular density, +-1 step wide, makes the error's mean and power independent of the signal, with the least noise that does:
//! Lipshitz, Wannamaker and Vanderkooy, "Quantization and Dither: A Theoretical Survey", JAES 40(5), 1992. Total error power is a
//! quarter of a step squared: 1/12 of rounding and 1/6 of dither; at 24 bits, -141 dBFS, at 16 bits -93.

use super::settings::Noise;
use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage, Superseded};

/// Error feedback c_1 to c_5 of y = Q(x - sum c_k e_(n-k)): the error leaves filtered by 1 - sum c_k z^-k, the five-coefficient
/// approximation of the inverse of how well faint noise is heard. Lipshitz, Vanderkooy and Wannamaker, "Minimally Audible Noise Shaping",
/// JAES 39(11), 1991, made for 44.1 kHz.
///
/// At 44.1 kHz 16 dB less up to 3 kHz and 27 dB less at 4 kHz, as much as before at 10 kHz, 19 dB more at half the rate; 12 dB more in all.
/// At 48 kHz the deepest point lies at 4.4 kHz.
pub const SHAPING: [f64; 5] = [2.033, -2.165, 1.959, -1.590, 0.6149];

/// At other rates the filter's curve would lie elsewhere than hearing's; at 24 bits there is nothing to hide.
#[must_use]
pub fn shaping_fits(bits: u32, sample_rate: u32) -> bool {
    bits == 16 && matches!(sample_rate, 44_100 | 48_000)
}

/// The recording times `gain`, on the grid of `bits` (at most 24), dithered; samples beyond full scale saturate.
///
/// Exact zeros stay zeros: a sample that needs no rounding has no error to hide, and whoever checks a master for digital silence
/// before and after the music shall find it.
///
/// # Errors
/// [`Superseded`] only.
pub async fn quantise(
    audio: &AudioBuffer,
    bits: u32,
    noise: Noise,
    gain: f64,
    pace: &mut impl Pace,
) -> Result<AudioBuffer, Superseded> {
    let shaped = noise == Noise::Shaped && shaping_fits(bits, audio.sample_rate());
    let (channels, frames) = (audio.channels().len(), audio.frames());
    let mut planes = Vec::with_capacity(channels);
    for (channel, plane) in audio.channels().iter().enumerate() {
        let mut grid = Grid::new(bits, channel, gain);
        let mut out = Vec::with_capacity(frames);
        for block in plane.chunks(BLOCK) {
            if shaped {
                out.extend(block.iter().map(|&x| grid.shaped(x)));
            } else {
                out.extend(block.iter().map(|&x| grid.plain(x)));
            }
            let done = (channel * frames + out.len()) as f32 / (channels * frames) as f32;
            pace.breathe(Stage::Encode, done.min(1.0)).await?;
        }
        planes.push(out);
    }
    Ok(AudioBuffer::new(planes, audio.sample_rate()))
}

/// One channel's way to the grid.
struct Grid {
    /// Steps of full scale, and the gain with it.
    full_scale: f64,
    scale: f64,
    step: f64,
    dither: Dither,
    /// The newest first.
    errors: [f64; SHAPING.len()],
}

impl Grid {
    fn new(bits: u32, channel: usize, gain: f64) -> Self {
        let full_scale = f64::from(1u32 << (bits - 1));
        let (scale, step) = (full_scale * gain, 1.0 / full_scale);
        Self { full_scale, scale, step, dither: Dither::new(channel), errors: [0.0; SHAPING.len()] }
    }

    fn plain(&mut self, sample: f32) -> f32 {
        // Drawn also where it is not used: the noise of a moment then does not depend on what came before.
        let noise = self.dither.steps();
        if sample == 0.0 {
            return 0.0;
        }
        self.sample(self.round(f64::from(sample) * self.scale + noise))
    }

    fn shaped(&mut self, sample: f32) -> f32 {
        let noise = self.dither.steps();
        if sample == 0.0 {
            self.errors = [0.0; SHAPING.len()];
            return 0.0;
        }
        let fed_back: f64 = SHAPING.iter().zip(&self.errors).map(|(c, e)| c * e).sum();
        let wanted = f64::from(sample) * self.scale - fed_back;
        let got = self.round(wanted + noise);
        // What saturates can't be made good later. NaN fails the comparison, and so counts as nothing.
        let error = got - wanted;
        let error = if error.abs() <= 1.5 { error } else { 0.0 };
        let [a, b, c, d, _] = self.errors;
        self.errors = [error, a, b, c, d];
        self.sample(got)
    }

    /// To the nearest step within full scale.
    fn round(&self, steps: f64) -> f64 {
        let steps = steps.clamp(-self.full_scale, self.full_scale - 1.0);
        // Where an f64 has no room for fractions its adder rounds to nearest: without SSE 4.1, `round` is a call.
        const NO_FRACTIONS: f64 = 1.5 * (1u64 << 52) as f64;
        (steps + NO_FRACTIONS) - NO_FRACTIONS
    }

    /// Exact: 24 bits and a sign are what an f32 holds. NaN becomes 0.
    fn sample(&self, steps: f64) -> f32 {
        if steps.is_nan() { 0.0 } else { (steps * self.step) as f32 }
    }
}

/// One channel's noise: the same for the same channel every time, so that the same master is the same file.
struct Dither {
    state: u64,
}
impl Dither {
    /// Different channels get noise that has nothing in common: equal noise would sit in the middle of the stereo image.
    fn new(channel: usize) -> Self {
        let mut this = Self { state: 0x5445_5354_5052_4553 ^ (channel as u64).wrapping_mul(0xD1B5_4A32_D192_ED03) };
        // Similar seeds need a few steps to part.
        for _ in 0..4 {
            this.steps();
        }
        this
    }
    /// The next value, in steps: a sum of two independent ones, uniform within +-1/2.
    fn steps(&mut self) -> f64 {
        const UNIFORM: f64 = 1.0 / (1u64 << 32) as f64;
        let word = self.next();
        let (high, low) = ((word >> 32) as i64, (word & 0xFFFF_FFFF) as i64);
        // Each half runs from 0 to 2^32 - 1, so its mean is half a unit short of 2^31.
        (high + low + 1) as f64 * UNIFORM - 1.0
    }
    /// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): both halves of its words pass the usual tests, and it has no bad seeds.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

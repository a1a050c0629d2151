//! One channel of a recording at about 2.75 kHz: enough to find it again, and a sixteenth of the work.

use std::f64::consts::PI;

use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage, Superseded};

/// What is listened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// (L + R)/2; of a mono recording, itself.
    Mid,
    /// (L - R)/2; of a mono recording, itself.
    Side,
}

/// Low enough to be quick; the fundamentals and first overtones of nearly every instrument lie below half of it.
const LOW_RATE_HZ: f64 = 2750.0;

/// Frames to one sample of the low rate.
pub(super) fn factor(sample_rate: u32) -> usize {
    ((f64::from(sample_rate) / LOW_RATE_HZ).round() as usize).max(1)
}

/// Whether the recording is all but out of phase, so that its mid says nothing.
pub(super) fn side_rules(audio: &AudioBuffer) -> bool {
    let (left, Some(right)) = audio.left_right() else { return false };
    let (mut mid, mut side) = (0.0, 0.0);
    // Every 64th frame tells.
    for (l, r) in left.iter().zip(right).step_by(64) {
        mid += f64::from((l + r).powi(2));
        side += f64::from((l - r).powi(2));
    }
    side > 100.0 * mid
}

/// Sample m lies at frame m * [`factor`]. `done` of the alignment is done.
pub(super) async fn low_rate(
    audio: &AudioBuffer,
    channel: Channel,
    done: f32,
    pace: &mut impl Pace,
) -> Result<Vec<f32>, Superseded> {
    let factor = factor(audio.sample_rate());
    let taps = taps(factor);
    let reach = taps.len() / 2;
    let (left, right) = audio.left_right();
    let mut low = Vec::with_capacity(left.len() / factor + 1);
    let hop = BLOCK / factor;
    // The block's frames, and those its first and last samples reach to beyond.
    let mut block = vec![0.0; hop * factor + taps.len()];
    for first in (0..left.len().div_ceil(factor)).step_by(hop) {
        pace.breathe(Stage::Align, done).await?;
        let start = (first * factor) as isize - reach as isize;
        let before = usize::try_from(-start).unwrap_or(0);
        let from = usize::try_from(start).unwrap_or(0);
        block.fill(0.0);
        let end = (from + block.len() - before).min(left.len());
        for (n, mono) in block[before..].iter_mut().take(end - from).enumerate() {
            let l = left[from + n];
            *mono = match (channel, right.map(|r| r[from + n])) {
                (_, None) => l,
                (Channel::Mid, Some(r)) => 0.5 * (l + r),
                (Channel::Side, Some(r)) => 0.5 * (l - r),
            };
        }
        let count = hop.min(left.len().div_ceil(factor) - first);
        low.extend((0..count).map(|m| dot(&taps, &block[m * factor..m * factor + taps.len()])));
    }
    Ok(low)
}

/// Hann-windowed sinc with its corner at half the low rate, four low-rate samples to either side. What folds down (-44 dB) is noise to
/// the search, and a longer filter would cost more than it finds.
fn taps(factor: usize) -> Vec<f32> {
    // Whole groups of lanes; the centre is tap len/2.
    let len = (8 * factor).next_multiple_of(LANES);
    (0..len)
        .map(|n| {
            let t = (n as f64 - (len / 2) as f64) / factor as f64;
            let window = 0.5 + 0.5 * (PI * (t / 4.0).clamp(-1.0, 1.0)).cos();
            let sinc = if t == 0.0 { 1.0 } else { (PI * t).sin() / (PI * t) };
            (sinc * window / factor as f64) as f32
        })
        .collect()
}

const LANES: usize = 8;

/// In lanes, so that it becomes SIMD.
fn dot(taps: &[f32], x: &[f32]) -> f32 {
    let mut sums = [0.0; LANES];
    for (h, x) in taps.as_chunks::<LANES>().0.iter().zip(x.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sums[lane] += h[lane] * x[lane];
        }
    }
    sums.iter().sum()
}

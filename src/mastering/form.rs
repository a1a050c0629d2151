//! Keeps the song's form: where the limiter takes loud parts down, quiet parts are held back as far.

use crate::measure::{HopPowers, hop_of};
use crate::units::power_to_db;

/// Knots of the curve per second; straight lines in dB between them.
const KNOTS_PER_SECOND: usize = 10;
/// A section is what short-term loudness looks at.
const WINDOW_KNOTS: usize = 3 * KNOTS_PER_SECOND;
/// The curve moves no faster than a fader on a mixing desk: it is the mean over this much more.
const SMOOTH_KNOTS: usize = 2 * KNOTS_PER_SECOND;
/// No part is held back by more.
const MOST_DB: f32 = 4.0;
/// Power that counts as nothing.
const FLOOR: f64 = 1e-12;

/// A slow gain over the song, never above 0 dB.
#[derive(Clone, Debug, PartialEq)]
pub struct Ride {
    sample_rate: u32,
    /// dB at every tenth of a second.
    knots: Vec<f32>,
}

impl Ride {
    /// The curve that gives every section the loss which the loudest sections suffer.
    ///
    /// With S the power of a section before the limiter and S' after it, its loss is l = 10 log10(S/S'); the reference is the mean loss
    /// of the loudest tenth of the sections; ride = l - reference, at most 0.
    #[must_use]
    pub fn towards_even_loss(sample_rate: u32, before: &HopPowers, after: &HopPowers) -> Self {
        let (before, after) = (sections(before), sections(after));
        let loss = |index: usize| power_to_db(before[index].max(FLOOR) / after[index].max(FLOOR)) as f32;
        let mut loudest: Vec<usize> = (0..before.len()).collect();
        loudest.sort_unstable_by(|&a, &b| before[b].total_cmp(&before[a]));
        loudest.truncate((before.len() / 10).max(1));
        let reference = loudest.iter().map(|&index| loss(index)).sum::<f32>() / loudest.len().max(1) as f32;
        let raw: Vec<f32> = (0..before.len()).map(|index| (loss(index) - reference).clamp(-MOST_DB, 0.0)).collect();
        Self { sample_rate, knots: running_mean(&raw, SMOOTH_KNOTS) }
    }

    /// The same, flatter or steeper.
    #[must_use]
    pub fn scaled(&self, share: f32) -> Self {
        Self { sample_rate: self.sample_rate, knots: self.knots.iter().map(|db| (share * db).max(-MOST_DB)).collect() }
    }

    /// dB at a frame.
    #[must_use]
    pub fn at(&self, frame: usize) -> f32 {
        // A knot is the middle of its tenth of a second.
        let at = (frame as f64 * KNOTS_PER_SECOND as f64 / f64::from(self.sample_rate) - 0.5).max(0.0);
        let knot = at as usize;
        let share = (at - knot as f64) as f32;
        let last = self.knots.len().saturating_sub(1);
        let value = |index: usize| self.knots.get(index.min(last)).copied().unwrap_or(0.0);
        let (from, to) = (value(knot), value(knot + 1));
        from + share * (to - from)
    }

    /// The furthest that any part is held back, in dB, 0 or more.
    #[must_use]
    pub fn most_db(&self) -> f64 {
        f64::from(-self.knots.iter().copied().fold(0.0, f32::min))
    }
}

/// Mean power of the 3 s around every knot.
fn sections(powers: &HopPowers) -> Vec<f64> {
    let hops_per_knot = hop_of(powers.sample_rate() as usize, powers.sample_rate()) / KNOTS_PER_SECOND;
    let knots: Vec<f64> = powers.energies().chunks(hops_per_knot).map(|hops| hops.iter().sum()).collect();
    centred_means(&knots, WINDOW_KNOTS)
}

fn running_mean(values: &[f32], window: usize) -> Vec<f32> {
    let wide: Vec<f64> = values.iter().map(|&v| f64::from(v)).collect();
    centred_means(&wide, window).into_iter().map(|v| v as f32).collect()
}

/// Mean of `window` values around each; at the ends of those that are there.
fn centred_means(values: &[f64], window: usize) -> Vec<f64> {
    let mut sums = vec![0.0];
    for value in values {
        sums.push(sums[sums.len() - 1] + value);
    }
    (0..values.len())
        .map(|index| {
            let (from, to) = (index.saturating_sub(window / 2), (index + window / 2 + 1).min(values.len()));
            (sums[to] - sums[from]) / (to - from) as f64
        })
        .collect()
}

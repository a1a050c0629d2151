//! A recording's loudness along its length, fine enough to match any stretch of it, small enough to keep for every version.

use serde::{Deserialize, Serialize};

use super::loudness::{ABSOLUTE_GATE_LUFS, HOPS_PER_SECOND, HopPowers, MOMENTARY_HOPS, SHORT_TERM_HOPS, hop_start, lufs};
use crate::units::{db_to_power, power_to_db};

/// Stands for a hop without any power.
const NOTHING: i16 = i16::MIN;

/// Mean K-weighted power of every 10 ms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Levels", into = "Levels")]
pub struct Track {
    sample_rate: u32,
    /// Rounded as [`Levels`] are, so that a track is the same on either side of a message.
    powers: Vec<f32>,
}

/// How a track travels: in hundredths of a decibel, a rounding of at most 0.005 dB.
#[derive(Serialize, Deserialize)]
struct Levels {
    sample_rate: u32,
    levels: Vec<i16>,
}

impl From<Track> for Levels {
    fn from(track: Track) -> Self {
        let level = |power: &f32| if *power > 0.0 { (100.0 * power_to_db(f64::from(*power))).round() as i16 } else { NOTHING };
        Self { sample_rate: track.sample_rate, levels: track.powers.iter().map(level).collect() }
    }
}

impl From<Levels> for Track {
    fn from(Levels { sample_rate, levels }: Levels) -> Self {
        let power = |level: i16| if level == NOTHING { 0.0 } else { db_to_power(f64::from(level) / 100.0) as f32 };
        Self { sample_rate, powers: levels.into_iter().map(power).collect() }
    }
}

impl Track {
    #[must_use]
    pub fn of(hops: &HopPowers) -> Self {
        let sample_rate = hops.sample_rate();
        let level = |(hop, energy): (usize, &f64)| {
            let hundredths = 100.0 * power_to_db(energy / frames_of(hop, sample_rate));
            if hundredths.is_finite() {
                hundredths.round().clamp(f64::from(NOTHING + 1), f64::from(i16::MAX)) as i16
            } else {
                NOTHING
            }
        };
        Levels { sample_rate, levels: hops.energies().iter().enumerate().map(level).collect() }.into()
    }

    /// The loudness of a stretch, in seconds: integrated as of BS.1770-5, on gating blocks that begin with the stretch; of one shorter than
    /// such a block, the loudness of its ungated K-weighted power. `None` in silence, and outside the recording.
    #[must_use]
    pub fn lufs_over(&self, from_s: f64, to_s: f64) -> Option<f64> {
        let hops = HOPS_PER_SECOND as f64;
        let first = from_s.max(0.0) * hops;
        let count = (to_s * hops).min(self.powers.len() as f64) - first;
        if from_s.is_nan() || count.is_nan() || count <= 0.0 {
            return None;
        }
        let whole = (count + 1e-6).floor() as usize;
        if whole >= MOMENTARY_HOPS {
            let energies =
                (0..whole).map(|hop| self.power_at(first + hop as f64, 1.0) * frames_of(hop, self.sample_rate)).collect();
            return HopPowers::new(self.sample_rate, energies).integrated_lufs().ok();
        }
        Some(lufs(self.power_at(first, count))).filter(|lufs| *lufs > ABSOLUTE_GATE_LUFS)
    }

    /// Loudness of the 400 ms that end at `at_s`, as a meter shows it.
    #[must_use]
    pub fn momentary_lufs(&self, at_s: f64) -> f64 {
        self.trailing(at_s, MOMENTARY_HOPS)
    }

    /// Loudness of the 3 s that end at `at_s`.
    #[must_use]
    pub fn short_term_lufs(&self, at_s: f64) -> f64 {
        self.trailing(at_s, SHORT_TERM_HOPS)
    }

    /// [`Self::short_term_lufs`] at every `step_s` from 0 on, in one pass: for a drawing.
    #[must_use]
    pub fn short_term_curve(&self, step_s: f64) -> Vec<f32> {
        let step = ((step_s * HOPS_PER_SECOND as f64).round() as usize).max(1);
        let powers: Vec<f64> = (0..self.powers.len()).map(|hop| self.power(hop)).collect();
        let mut sum = 0.0;
        let mut curve = Vec::with_capacity(powers.len() / step + 1);
        for end in 0..=powers.len() {
            if end > 0 {
                let left = if end > SHORT_TERM_HOPS { powers[end - 1 - SHORT_TERM_HOPS] } else { 0.0 };
                sum = f64::max(sum + powers[end - 1] - left, 0.0);
            }
            if end % step == 0 {
                curve.push(lufs(sum / SHORT_TERM_HOPS as f64) as f32);
            }
        }
        curve
    }

    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.powers.len() as f64 / HOPS_PER_SECOND as f64
    }

    /// The same from `from_s` on in a recording of `seconds`, and nothing before and after.
    #[must_use]
    pub fn placed(self, from_s: f64, seconds: f64) -> Self {
        let hops = |seconds: f64| (seconds * HOPS_PER_SECOND as f64).round().max(0.0) as usize;
        let mut powers = vec![0.0; hops(from_s)];
        powers.extend(self.powers);
        powers.resize(hops(seconds), 0.0);
        Self { powers, ..self }
    }

    /// Where the loudest stretch of `seconds` begins; of a shorter recording, 0.
    #[must_use]
    pub fn fullest(&self, seconds: f64) -> f64 {
        let hops = (seconds * HOPS_PER_SECOND as f64).round() as usize;
        let powers: Vec<f64> = (0..self.powers.len()).map(|hop| self.power(hop)).collect();
        let mut sum: f64 = powers.iter().take(hops).sum();
        let (mut most, mut begins) = (sum, 0);
        for first in 1..(powers.len() + 1).saturating_sub(hops) {
            sum += powers[first + hops - 1] - powers[first - 1];
            if sum > most {
                (most, begins) = (sum, first);
            }
        }
        begins as f64 / HOPS_PER_SECOND as f64
    }

    fn trailing(&self, at_s: f64, hops: usize) -> f64 {
        let end = ((at_s * HOPS_PER_SECOND as f64) as usize).min(self.powers.len());
        let power = (end.saturating_sub(hops)..end).map(|hop| self.power(hop)).sum::<f64>() / hops as f64;
        lufs(power)
    }

    /// Mean power of `count` hops from hop `first` on, neither of which need be whole.
    fn power_at(&self, first: f64, count: f64) -> f64 {
        let (mut at, end, mut sum) = (first, first + count, 0.0);
        while at < end - 1e-9 {
            let hop = (at + 1e-9).floor();
            let next = (hop + 1.0).min(end);
            sum += self.power(hop as usize) * (next - at);
            at = next;
        }
        sum / count
    }

    fn power(&self, hop: usize) -> f64 {
        self.powers.get(hop).copied().map_or(0.0, f64::from)
    }
}

fn frames_of(hop: usize, sample_rate: u32) -> f64 {
    (hop_start(hop + 1, sample_rate) - hop_start(hop, sample_rate)) as f64
}

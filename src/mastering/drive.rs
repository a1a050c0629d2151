//! What any drive into the limiter would give, asked of a few numbers per millisecond instead of the audio.

use crate::dsp::decibel;
use crate::dsp::limiter::{GainReduction, LimiterParams};
use crate::measure::{HopPowers, hop_of};
use crate::pace::{Pace, Stage, Superseded};
use crate::units::gain_to_db;

/// Frames of one step: its energy and its peak stand for all of them.
pub const STEP: usize = 32;

/// "Clean" means: another decibel of drive still gives this many LU ...
pub const CLEAN_SLOPE: f64 = 0.3;
/// ... the song keeps its form: the loudness range shrinks by at most 15 %, or half a LU where that is more ...
const CLEAN_LRA_SHARE: f64 = 0.15;
const CLEAN_LRA_LU: f64 = 0.5;
/// ... and for 95 % of the time the limiter takes at most this.
const CLEAN_P95_DB: f64 = 6.0;

/// Drive beyond the plain difference of loudness that is worth considering: more is never clean.
const MOST_EXTRA_DRIVE_DB: f64 = 12.0;

/// How much of the stage is done while drives are tried.
const SEARCHING: f32 = 0.58;

/// A drive, and whether it had to stop below what was asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    pub drive_db: f64,
    pub stopped: bool,
}

/// What any drive would give, from the K-weighted energy and the peak of every step, without rendering.
///
/// The gain moves slowly against the K-weighting filters, so the energy after it is sum of E_k g_k^2: within a few hundredths of
/// a LU of a measurement of the rendered audio.
pub struct Model {
    pub sample_rate: u32,
    pub energies: Vec<f32>,
    /// Largest peak of each step; empty before it is known, for plain loudness.
    pub peaks: Vec<f32>,
    pub params: LimiterParams,
}

struct Modelled {
    lufs: f64,
    lra_lu: f64,
    p95_db: f64,
}

impl Model {
    /// Reduction in dB of each step at a drive.
    fn reductions(&self, drive_db: f64) -> Vec<f32> {
        let offset = (drive_db - self.params.ceiling_db) as f32;
        let mut limiter = GainReduction::new(&self.params, f64::from(self.sample_rate) / STEP as f64);
        let latency = limiter.latency();
        let asked = self.peaks.iter().map(|&peak| (decibel::from_gain(peak) + offset).max(0.0));
        let mut reductions: Vec<f32> = asked.chain(std::iter::repeat_n(0.0, latency)).map(|db| limiter.push(db)).collect();
        reductions.drain(..latency);
        reductions
    }

    /// The song's energies after a power gain for each step.
    pub fn powers(&self, gains: impl Iterator<Item = f32>) -> HopPowers {
        let hop_count = hop_of(self.energies.len() * STEP, self.sample_rate);
        let mut hops = vec![0.0f64; hop_count];
        for (step, (energy, gain)) in self.energies.iter().zip(gains).enumerate() {
            let hop = hop_of(step * STEP + STEP / 2, self.sample_rate);
            if let Some(sum) = hops.get_mut(hop) {
                *sum += f64::from(energy * gain);
            }
        }
        HopPowers::new(self.sample_rate, hops)
    }

    fn at(&self, drive_db: f64) -> Modelled {
        let reductions = self.reductions(drive_db);
        let powers = self.driven(&reductions, drive_db);
        Modelled {
            lufs: powers.integrated_lufs().unwrap_or(f64::NEG_INFINITY),
            lra_lu: powers.lra_lu(),
            p95_db: percentile_95(reductions),
        }
    }

    fn driven(&self, reductions: &[f32], drive_db: f64) -> HopPowers {
        self.powers(reductions.iter().map(|&db| decibel::to_gain(2.0 * (drive_db as f32 - db))))
    }

    /// Integrated loudness without any gain; `None` for silence.
    pub fn untouched_lufs(&self) -> Option<f64> {
        self.powers(std::iter::repeat_n(1.0, self.energies.len())).integrated_lufs().ok()
    }

    pub fn lufs_at(&self, drive_db: f64) -> f64 {
        self.driven(&self.reductions(drive_db), drive_db).integrated_lufs().unwrap_or(f64::NEG_INFINITY)
    }

    /// LU gained by another decibel of drive; `lufs` is the loudness at `drive_db`.
    pub fn slope_at(&self, drive_db: f64, lufs: f64) -> f64 {
        (self.lufs_at(drive_db + 0.25) - lufs) / 0.25
    }

    /// Whether the song survives this drive, by the three figures at the top of this file; `lra_lu` is its range before the limiter.
    fn is_clean(&self, drive_db: f64, lra_lu: f64) -> bool {
        let here = self.at(drive_db);
        here.p95_db <= CLEAN_P95_DB
            && lra_lu - here.lra_lu <= (CLEAN_LRA_SHARE * lra_lu).max(CLEAN_LRA_LU)
            && self.slope_at(drive_db, here.lufs) >= CLEAN_SLOPE
    }

    /// The drive that gives `target_lufs`, by the secant rule; where the loudness saturates, the drive it got to.
    ///
    /// # Errors
    /// [`Superseded`].
    pub async fn solve(&self, target_lufs: f64, from_db: f64, pace: &mut impl Pace) -> Result<f64, Superseded> {
        let most_db = from_db + MOST_EXTRA_DRIVE_DB;
        let (mut drive, mut lufs) = (from_db, self.lufs_at(from_db));
        let mut slope = 1.0;
        for _ in 0..12 {
            pace.breathe(Stage::Loudness, SEARCHING).await?;
            let miss = target_lufs - lufs;
            if miss.abs() < 0.005 || !miss.is_finite() {
                break;
            }
            let next = (drive + miss / slope).min(most_db);
            if next == drive {
                break;
            }
            let next_lufs = self.lufs_at(next);
            slope = ((next_lufs - lufs) / (next - drive)).clamp(0.15, 1.0);
            (drive, lufs) = (next, next_lufs);
        }
        Ok(drive)
    }

    /// The drive for a loudness, or the highest clean one below it.
    ///
    /// # Errors
    /// [`Superseded`].
    pub async fn choose(&self, target_lufs: f64, from_db: f64, pace: &mut impl Pace) -> Result<Choice, Superseded> {
        let wanted = self.solve(target_lufs, from_db, pace).await?;
        // A drive at which the limiter does not act is clean for certain.
        let peak = self.peaks.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        let mut clean = self.params.ceiling_db - gain_to_db(f64::from(peak));
        let lra_lu = self.powers(std::iter::repeat_n(1.0, self.energies.len())).lra_lu();
        let reached = (self.lufs_at(wanted) - target_lufs).abs() < 0.05;
        if wanted <= clean || reached && self.is_clean(wanted, lra_lu) {
            return Ok(Choice { drive_db: wanted, stopped: false });
        }
        let mut unclean = wanted;
        while unclean - clean > 0.05 {
            pace.breathe(Stage::Loudness, SEARCHING).await?;
            let middle = 0.5 * (clean + unclean);
            if self.is_clean(middle, lra_lu) {
                clean = middle;
            } else {
                unclean = middle;
            }
        }
        Ok(Choice { drive_db: clean, stopped: true })
    }
}

/// The value that 95 % do not exceed; 0 for none.
pub fn percentile_95(mut values: Vec<f32>) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f64 * 0.95).round() as usize;
    f64::from(*values.select_nth_unstable_by(at, f32::total_cmp).1)
}

//! What any drive into the limiter would give, asked of a few numbers per millisecond instead of the audio.

use super::clean::{self, Stop};
use super::dimension::Dimension;
use super::form::Ride;
use super::plan::LoudnessGoal;
use crate::dsp::decibel;
use crate::dsp::limiter::{GainReduction, LimiterParams};
use crate::measure::{HopPowers, hop_of};
use crate::pace::{Pace, Stage, Superseded};
use crate::units::{gain_to_db, larger};

/// Frames of one step: its energy and its peak stand for all of them.
pub const STEP: usize = 32;

/// Drive beyond the plain difference of loudness that is worth considering: more is never clean.
const MOST_EXTRA_DRIVE_DB: f64 = 12.0;

/// Looks at what the limiter leaves of the sections: the ride changes that, so it is found by repetition. Two settle it to 0.1 dB.
const RIDE_LOOKS: usize = 2;

/// The ride aims this far above the least range.
const RANGE_ROOM_LU: f64 = 0.03;

/// Where sections are short, their means blur and the ride is too flat: it may be made this much steeper.
const MOST_SHARE: f64 = 2.0;

/// A clean drive is found to within this.
const CLOSE_DB: f64 = 0.08;

/// How much of the stage is done while drives are tried.
const SEARCHING: f32 = 0.58;

/// A drive, the ride it needs, and why it stops below what was asked, if it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub drive_db: f64,
    pub ride: Option<Ride>,
    pub stop: Option<Stop>,
}

/// What any drive would give, from the K-weighted energy and the peak of every step, without rendering.
///
/// The gain moves slowly against the K-weighting filters, so the energy after it is sum of E_k g_k^2: within a few hundredths of
/// a LU of a measurement of the rendered audio.
pub struct Model {
    pub sample_rate: u32,
    pub energies: Vec<f32>,
    /// The hop in which each step lies.
    hops: Vec<u32>,
    /// Largest peak of each step; empty before it is known, for plain loudness.
    pub peaks: Vec<f32>,
    pub params: LimiterParams,
}

/// How one drive would come out.
struct Modelled {
    lufs: f64,
    lra_lu: f64,
    p95_db: f64,
    ride: Option<Ride>,
}

impl Model {
    #[must_use]
    pub fn new(sample_rate: u32, energies: Vec<f32>, params: LimiterParams) -> Self {
        let hops = (0..energies.len()).map(|step| hop_of(step * STEP + STEP / 2, sample_rate) as u32).collect();
        Self { sample_rate, energies, hops, peaks: Vec::new(), params }
    }

    /// Gain in dB of each step before the limiter.
    fn gains_db(&self, drive_db: f64, ride: Option<&Ride>) -> Vec<f32> {
        let drive_db = drive_db as f32;
        match ride {
            None => vec![drive_db; self.energies.len()],
            Some(ride) => (0..self.energies.len()).map(|step| drive_db + ride.at(step * STEP + STEP / 2)).collect(),
        }
    }

    /// Reduction in dB of each step.
    fn reductions(&self, gains_db: &[f32]) -> Vec<f32> {
        let ceiling = self.params.ceiling_db as f32;
        let mut limiter = GainReduction::new(&self.params, f64::from(self.sample_rate) / STEP as f64);
        let latency = limiter.latency();
        let asked = self.peaks.iter().zip(gains_db).map(|(&peak, gain)| larger(0.0, decibel::from_gain(peak) + gain - ceiling));
        let mut reductions: Vec<f32> = asked.chain(std::iter::repeat_n(0.0, latency)).map(|db| limiter.push(db)).collect();
        reductions.drain(..latency);
        reductions
    }

    /// The song's energies after a power gain for each step.
    pub fn powers(&self, gains: impl Iterator<Item = f32>) -> HopPowers {
        let hop_count = hop_of(self.energies.len() * STEP, self.sample_rate);
        let mut sums = vec![0.0f64; hop_count];
        for ((energy, hop), gain) in self.energies.iter().zip(&self.hops).zip(gains) {
            if let Some(sum) = sums.get_mut(*hop as usize) {
                *sum += f64::from(energy * gain);
            }
        }
        HopPowers::new(self.sample_rate, sums)
    }

    pub fn untouched(&self) -> HopPowers {
        self.powers(std::iter::repeat_n(1.0, self.energies.len()))
    }

    fn driven(&self, gains_db: &[f32], reductions: &[f32]) -> HopPowers {
        self.powers(gains_db.iter().zip(reductions).map(|(gain, db)| decibel::to_gain(2.0 * (gain - db))))
    }

    /// How a drive comes out: with no more of a ride than the song needs to keep its form.
    fn at(&self, drive_db: f64, untouched: &HopPowers, least_lra_lu: f64) -> Modelled {
        let plain = self.ridden(drive_db, None);
        if plain.1.lra_lu >= least_lra_lu {
            return plain.1;
        }
        let mut ride = Ride::towards_even_loss(self.sample_rate, untouched, &plain.0);
        let mut full = self.ridden(drive_db, Some(ride));
        for _ in 1..RIDE_LOOKS {
            // What the ride itself took is no loss: only the limiter's work is.
            let gains_db = self.gains_db(drive_db, full.1.ride.as_ref());
            let given = self.powers(gains_db.iter().map(|db| decibel::to_gain(2.0 * db)));
            ride = Ride::towards_even_loss(self.sample_rate, &given, &full.0);
            full = self.ridden(drive_db, Some(ride));
        }
        // The range grows about evenly with the ride.
        let (from, to) = (plain.1.lra_lu, full.1.lra_lu);
        if to <= from {
            return plain.1;
        }
        let share = (least_lra_lu + RANGE_ROOM_LU - from) / (to - from);
        if !(0.0..MOST_SHARE).contains(&share) {
            return full.1;
        }
        let partly = full.1.ride.as_ref().map(|ride| ride.scaled(share as f32));
        let partly = partly.map_or(plain, |ride| self.ridden(drive_db, Some(ride)));
        if partly.1.lra_lu >= least_lra_lu.min(full.1.lra_lu) { partly.1 } else { full.1 }
    }

    /// The song's energies at a drive and a ride, and how it comes out.
    fn ridden(&self, drive_db: f64, ride: Option<Ride>) -> (HopPowers, Modelled) {
        let gains_db = self.gains_db(drive_db, ride.as_ref());
        let reductions = self.reductions(&gains_db);
        let powers = self.driven(&gains_db, &reductions);
        let modelled = Modelled {
            lufs: powers.integrated_lufs().unwrap_or(f64::NEG_INFINITY),
            lra_lu: powers.lra_lu(),
            p95_db: percentile_95(reductions),
            ride,
        };
        (powers, modelled)
    }

    pub fn lufs_at(&self, drive_db: f64, ride: Option<&Ride>) -> f64 {
        let gains_db = self.gains_db(drive_db, ride);
        self.driven(&gains_db, &self.reductions(&gains_db)).integrated_lufs().unwrap_or(f64::NEG_INFINITY)
    }

    /// LU gained by another decibel of drive; `lufs` is the loudness at `drive_db`.
    pub fn slope_at(&self, drive_db: f64, ride: Option<&Ride>, lufs: f64) -> f64 {
        (self.lufs_at(drive_db + 0.25, ride) - lufs) / 0.25
    }

    /// The drive that gives `target_lufs`, by the secant rule on `lufs_at`; where the loudness saturates, the drive it got to.
    ///
    /// # Errors
    /// [`Superseded`].
    pub async fn solve(
        &self,
        target_lufs: f64,
        from_db: f64,
        lufs_at: impl Fn(f64) -> f64,
        pace: &mut impl Pace,
    ) -> Result<f64, Superseded> {
        let most_db = from_db + MOST_EXTRA_DRIVE_DB;
        let (mut drive, mut lufs) = (from_db, lufs_at(from_db));
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
            let next_lufs = lufs_at(next);
            slope = ((next_lufs - lufs) / (next - drive)).clamp(0.15, 1.0);
            (drive, lufs) = (next, next_lufs);
        }
        Ok(drive)
    }

    /// The drive for a loudness, or the highest clean one below it.
    ///
    /// # Errors
    /// [`Superseded`].
    pub async fn choose(&self, goal: &LoudnessGoal, from_db: f64, pace: &mut impl Pace) -> Result<Choice, Superseded> {
        let target_lufs = goal.target_lufs;
        let untouched = self.untouched();
        let least_lra_lu = clean::least_lra_lu(goal.mix_lra_lu, untouched.lra_lu(), goal.limiting.spares(Dimension::Arc));
        let at = |drive_db: f64| self.at(drive_db, &untouched, least_lra_lu);
        let broken = |drive_db: f64, here: &Modelled| {
            let slope = || self.slope_at(drive_db, here.ride.as_ref(), here.lufs);
            clean::broken(slope, here.lra_lu, least_lra_lu, here.p95_db)
        };
        // Most songs need no ride: the cheap look first, the whole one only from there on.
        let mut wanted = self.solve(target_lufs, from_db, |drive_db| self.lufs_at(drive_db, None), pace).await?;
        // A drive at which the limiter does not act is clean for certain.
        let peak = self.peaks.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        let mut clean_db = self.params.ceiling_db - gain_to_db(f64::from(peak));
        if wanted <= clean_db {
            return Ok(Choice { drive_db: wanted, ride: None, stop: None });
        }
        let most_db = if goal.limiting.spares(Dimension::Dynamics) { clean_db + clean::MEANT_PEAK_DB } else { f64::INFINITY };
        let spared = |drive_db: f64| (drive_db >= most_db).then_some(Stop::Meant);
        wanted = wanted.min(most_db);
        let mut here = at(wanted);
        // A ride costs loudness, which more drive brings back, as long as it is clean.
        if here.ride.is_some() && broken(wanted, &here).is_none() {
            wanted = self.solve(target_lufs, wanted, |drive_db| at(drive_db).lufs, pace).await?.min(most_db);
            here = at(wanted);
        }
        let mut stop = broken(wanted, &here);
        if stop.is_none() && ((here.lufs - target_lufs).abs() < 0.05 || spared(wanted).is_some()) {
            let stop = spared(wanted).filter(|_| here.lufs < target_lufs - 0.05);
            return Ok(Choice { drive_db: wanted, ride: here.ride, stop });
        }
        let mut ride = None;
        let mut unclean_db = wanted;
        while unclean_db - clean_db > CLOSE_DB {
            pace.breathe(Stage::Loudness, SEARCHING).await?;
            let middle = 0.5 * (clean_db + unclean_db);
            let here = at(middle);
            match broken(middle, &here) {
                None => (clean_db, ride) = (middle, here.ride),
                Some(rule) => (unclean_db, stop) = (middle, Some(rule)),
            }
        }
        Ok(Choice { drive_db: clean_db, ride, stop: Some(stop.unwrap_or(Stop::Slope)) })
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

//! The chain: carries a plan out, then measures what came of it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::clean::Stop;
use super::loudness::Limited;
use super::plan::{Limiting, LoudnessGoal, Plan};
use super::reduction::Reduction;
use super::saturation::{self, SaturationReport};
use super::{loudness, multiband, tone};
use crate::audio::AudioBuffer;
use crate::measure::{self, HopPowers, Measurements, Stopped};
use crate::pace::{Pace, Stage, Superseded};
use crate::units::db_to_gain;

/// A master and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mastered {
    pub audio: AudioBuffer,
    /// Its loudness along its length.
    pub hops: HopPowers,
    /// What the limiter took off along its length.
    pub reduction: Reduction,
    pub outcome: Outcome,
}

/// What the chain achieved, measured from the master itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub after: Measurements,
    pub reach: Reach,
    /// 95th percentile of the limiter's gain reduction over time, in dB.
    pub limiter_p95_db: f64,
    /// Its largest reduction.
    pub limiter_most_db: f64,
    /// How far quiet parts are held back, at most, so that the limiter does not bring them closer to the loud ones.
    pub ride_most_db: f64,
    /// Largest reduction of each compressor band; empty where it was left out.
    pub compression_most_db: Vec<f64>,
    /// `None` where it was left out.
    pub saturation: Option<SaturationReport>,
}

/// Whether the loudness asked for was reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reach {
    Reached {
        lufs: f64,
    },
    /// Further drive would break a rule of clean limiting: it stops where it stays clean.
    StoppedClean {
        asked_lufs: f64,
        reached_lufs: f64,
        because: Stop,
    },
    /// One gain, as high as the loudness asked for and the ceiling allow, was all that was wanted.
    OneGain {
        asked_lufs: f64,
        lufs: f64,
    },
}

/// Further from the goal than this, a loudness is not called reached.
const REACHED_WITHIN_LU: f64 = 0.05;

/// A recording after every stage that does not depend on the loudness: what another loudness of the same master starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct Shaped {
    audio: AudioBuffer,
    compression_most_db: Vec<f64>,
}

impl Shaped {
    /// The recording before what depends on the loudness.
    #[must_use]
    pub fn audio(&self) -> &AudioBuffer {
        &self.audio
    }
}

/// Masters a recording.
///
/// The result has the source's length, rate and channels, is aligned with it to the sample, and never exceeds the plan's ceiling.
///
/// # Errors
/// [`Stopped`] when superseded.
pub async fn master(source: &AudioBuffer, plan: &Plan, pace: &mut impl Pace) -> Result<Mastered, Stopped> {
    let shaped = shape(source, plan, pace).await?;
    finish(&shaped, plan, pace).await
}

/// All stages that do not depend on the loudness: cleaning, tone and width, dynamics.
///
/// # Errors
/// [`Superseded`].
pub async fn shape(source: &AudioBuffer, plan: &Plan, pace: &mut impl Pace) -> Result<Shaped, Superseded> {
    let mut audio = tone::apply(source, plan, pace).await?;
    let compression_most_db = match &plan.dynamics {
        Some(dynamics) => multiband::apply(&mut audio, dynamics, pace).await?,
        None => Vec::new(),
    };
    Ok(Shaped { audio, compression_most_db })
}

/// Saturation, drive and limiter, and the measurement of what came of it all.
///
/// # Errors
/// [`Stopped`] when superseded.
pub async fn finish(shaped: &Shaped, plan: &Plan, pace: &mut impl Pace) -> Result<Mastered, Stopped> {
    let goal = &plan.loudness;
    let (mut audio, limited, saturation) = driven(shaped, plan, pace).await?;
    let (measured, hops) = measure::survey(&audio, Stage::Verify, pace).await?;
    let untrimmed_lufs = measured.loudness.integrated_lufs;
    let (after, hops) = trim(&mut audio, measured, hops, goal);
    let (lufs, asked_lufs) = (after.loudness.integrated_lufs, goal.target_lufs);
    let trimmed = untrimmed_lufs - lufs > REACHED_WITHIN_LU;
    let reach = if goal.limiting == Limiting::Off {
        Reach::OneGain { asked_lufs, lufs }
    } else if (lufs - asked_lufs).abs() <= REACHED_WITHIN_LU {
        Reach::Reached { lufs }
    } else {
        // Without a rule that stopped it, either the final trim took the loudness, or more drive brought no more.
        let because = limited.stop.unwrap_or(if trimmed { Stop::Peaks } else { Stop::Slope });
        Reach::StoppedClean { asked_lufs, reached_lufs: lufs, because }
    };
    Ok(Mastered {
        audio,
        hops,
        reduction: limited.reduction,
        outcome: Outcome {
            after,
            reach,
            limiter_p95_db: limited.p95_db,
            limiter_most_db: limited.most_db,
            ride_most_db: limited.ride_most_db,
            compression_most_db: shaped.compression_most_db.clone(),
            saturation,
        },
    })
}

/// Saturation, drive and limiter.
pub(super) async fn driven(
    shaped: &Shaped,
    plan: &Plan,
    pace: &mut impl Pace,
) -> Result<(AudioBuffer, Limited, Option<SaturationReport>), Superseded> {
    let Some(settings) = &plan.saturation else {
        let (audio, limited) = loudness::apply(Cow::Borrowed(&shaped.audio), &plan.loudness, pace).await?;
        return Ok((audio, limited, None));
    };
    let mut rounded = shaped.audio.clone();
    let report = saturation::apply(&mut rounded, settings, pace).await?;
    let (audio, limited) = loudness::apply(Cow::Owned(rounded), &plan.loudness, pace).await?;
    Ok((audio, limited, Some(report)))
}

/// Takes off the whole what the final meter still finds above the ceiling, or above the loudness asked for: one static gain.
///
/// As a rule a few hundredths of a decibel. Only programme that is full up to half the sample rate needs more, as nothing there can
/// be measured well between samples.
pub(super) fn trim(
    audio: &mut AudioBuffer,
    measured: Measurements,
    hops: HopPowers,
    goal: &LoudnessGoal,
) -> (Measurements, HopPowers) {
    let over_db =
        (measured.peaks.true_peak_dbtp - goal.ceiling_dbtp).max(measured.loudness.integrated_lufs - goal.target_lufs - 0.02);
    if over_db <= 0.0 {
        return (measured, hops);
    }
    // A hair more than needed, so that rounding can't leave it above.
    let gain_db = -over_db - 1e-4;
    let gain = db_to_gain(gain_db) as f32;
    audio.channels_mut().iter_mut().flatten().for_each(|x| *x *= gain);
    (measured.after_gain(gain_db), hops.after_gain(gain_db))
}

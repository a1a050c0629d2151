//! The chain: carries a plan out, then measures what came of it.

use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::{loudness, multiband, tone};
use crate::audio::AudioBuffer;
use crate::measure::{self, Measurements, Stopped};
use crate::pace::{Pace, Stage};
use crate::units::db_to_gain;

/// A master and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Mastered {
    pub audio: AudioBuffer,
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
    /// Largest reduction of each compressor band; empty where it was left out.
    pub compression_most_db: Vec<f64>,
}

/// Whether the loudness asked for was reached.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reach {
    Reached {
        lufs: f64,
    },
    /// Further drive would only have flattened the song: it stops where it stays clean.
    StoppedClean {
        asked_lufs: f64,
        reached_lufs: f64,
    },
}

/// Masters a recording of which `before` was measured.
///
/// The result has the source's length, rate and channels, is aligned with it to the sample, and never exceeds the plan's ceiling.
///
/// # Errors
/// [`Stopped`] when superseded.
pub async fn master(source: &AudioBuffer, before: &Measurements, plan: &Plan, pace: &mut impl Pace) -> Result<Mastered, Stopped> {
    let mut audio = tone::apply(source, plan.tone.as_ref(), plan.width.as_ref(), pace).await?;
    let compression_most_db = match &plan.dynamics {
        Some(dynamics) => multiband::apply(&mut audio, dynamics, pace).await?,
        None => Vec::new(),
    };
    let limited = loudness::apply(&mut audio, &plan.loudness, before.loudness.lra_lu, pace).await?;
    let measured = measure::measure(&audio, Stage::Verify, pace).await?;
    let after = trim(&mut audio, measured, plan.loudness.ceiling_dbtp);
    let lufs = after.loudness.integrated_lufs;
    Ok(Mastered {
        audio,
        outcome: Outcome {
            after,
            reach: match limited.reach {
                Reach::Reached { .. } => Reach::Reached { lufs },
                Reach::StoppedClean { asked_lufs, .. } => Reach::StoppedClean { asked_lufs, reached_lufs: lufs },
            },
            limiter_p95_db: limited.p95_db,
            limiter_most_db: limited.most_db,
            compression_most_db,
        },
    })
}

/// Takes what the final meter still finds above the ceiling off the whole: a static gain of a few hundredths of a decibel.
fn trim(audio: &mut AudioBuffer, measured: Measurements, ceiling_dbtp: f64) -> Measurements {
    let over_db = measured.peaks.true_peak_dbtp - ceiling_dbtp;
    if over_db <= 0.0 {
        return measured;
    }
    // A hair more than needed, so that rounding can't leave it above.
    let gain_db = -over_db - 1e-4;
    let gain = db_to_gain(gain_db) as f32;
    audio.channels_mut().iter_mut().flatten().for_each(|x| *x *= gain);
    measured.after_gain(gain_db)
}

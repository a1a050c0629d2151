//! What "clean" means for the limiter, and which rule stops it.

use serde::{Deserialize, Serialize};

/// Another decibel of drive still gives this many LU ...
pub const CLEAN_SLOPE: f64 = 0.3;
/// ... the song keeps its form: the loudness range shrinks by at most 15 %, or half a LU where that is more ...
const CLEAN_LRA_SHARE: f64 = 0.15;
const CLEAN_LRA_LU: f64 = 0.5;
/// A change of the range that nobody hears.
const UNHEARD_LU: f64 = 0.1;
/// ... and for 95 % of the time the limiter takes at most this.
const CLEAN_P95_DB: f64 = 6.0;

/// Where the dynamics are meant, the limiter may take this much off the very highest peak: fewer are touched than anybody counts, and
/// one stray sample does not hold the whole song down [J].
pub const MEANT_PEAK_DB: f64 = 1.0;

/// Why a master is quieter than was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stop {
    /// More drive would hardly be any louder.
    Slope,
    /// Loud and quiet parts would come too close.
    LoudnessRange,
    /// The limiter would be at work too hard for too much of the time.
    Reduction,
    /// Peaks between the samples, which only the final meter saw, had to be taken down with the whole.
    Peaks,
    /// The artist means the dynamics: more would press peaks down.
    Meant,
}

/// Loudness range that must be left of a mix's. What the stages before the limiter took of it already, the limiter is not blamed for,
/// but then it may take no more than [`UNHEARD_LU`]. Of an arc that is meant it may take no more than that in any case.
#[must_use]
pub fn least_lra_lu(mix_lra_lu: f64, before_limiter_lu: f64, meant: bool) -> f64 {
    let may_lose = if meant { UNHEARD_LU } else { (CLEAN_LRA_SHARE * mix_lra_lu).max(CLEAN_LRA_LU) };
    let least = mix_lra_lu - may_lose;
    least.min(before_limiter_lu - UNHEARD_LU)
}

/// The first rule that a drive breaks.
#[must_use]
pub fn broken(slope: impl FnOnce() -> f64, lra_lu: f64, least_lra_lu: f64, p95_db: f64) -> Option<Stop> {
    if p95_db > CLEAN_P95_DB {
        Some(Stop::Reduction)
    } else if lra_lu < least_lra_lu {
        Some(Stop::LoudnessRange)
    } else if slope() < CLEAN_SLOPE {
        Some(Stop::Slope)
    } else {
        None
    }
}

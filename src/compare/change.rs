//! What differs between two versions, measured from both.

use serde::{Deserialize, Serialize};

use crate::measure::{BAND_COUNT, Measurements, band_edges_hz};

/// `after` against `before`. Tone is compared after matching integrated loudness, so that louder is not called brighter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub loudness_lu: f64,
    pub true_peak_db: f64,
    pub plr_db: f64,
    pub lra_lu: f64,
    /// Per third-octave band, mid and side together.
    pub tone_db: [f64; BAND_COUNT],
    /// The stretch with the largest fall and the one with the largest rise, where they reach [`AUDIBLE_DB`].
    pub largest_fall: Option<ToneChange>,
    pub largest_rise: Option<ToneChange>,
    /// Side against mid; `None` for mono.
    pub width_db: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToneChange {
    pub from_hz: f64,
    pub to_hz: f64,
    /// The largest change in the stretch.
    pub db: f64,
}

/// A broad change of tone smaller than this is not worth a sentence.
pub const AUDIBLE_DB: f64 = 0.5;

/// Bands more than this under the loudest are too faint for a change in them to be heard.
const FAINT_DB: f64 = 60.0;

impl Comparison {
    #[must_use]
    pub fn of(before: &Measurements, after: &Measurements) -> Self {
        let loudness_lu = after.loudness.integrated_lufs - before.loudness.integrated_lufs;
        let (old, new) = (before.spectrum.total_db(), after.spectrum.total_db());
        let loudest = old.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut tone_db = [0.0; BAND_COUNT];
        for (band, change) in tone_db.iter_mut().enumerate() {
            if old[band] > loudest - FAINT_DB {
                *change = new[band] - old[band] - loudness_lu;
            }
        }
        Self {
            loudness_lu,
            true_peak_db: after.peaks.true_peak_dbtp - before.peaks.true_peak_dbtp,
            plr_db: after.plr_db() - before.plr_db(),
            lra_lu: after.loudness.lra_lu - before.loudness.lra_lu,
            largest_fall: stretch(&tone_db, -1.0),
            largest_rise: stretch(&tone_db, 1.0),
            tone_db,
            width_db: before.stereo.zip(after.stereo).map(|(b, a)| a.side_db - b.side_db),
        }
    }
}

/// The stretch around the largest change of one sign: all neighbouring bands with at least half of it.
fn stretch(tone_db: &[f64; BAND_COUNT], sign: f64) -> Option<ToneChange> {
    let (peak, &db) = tone_db.iter().enumerate().max_by(|a, b| (sign * a.1).total_cmp(&(sign * b.1)))?;
    if sign * db < AUDIBLE_DB {
        return None;
    }
    let belongs = |band: &usize| sign * tone_db[*band] >= 0.5 * sign * db;
    let first = (0..=peak).rev().take_while(belongs).last()?;
    let last = (peak..BAND_COUNT).take_while(belongs).last()?;
    Some(ToneChange { from_hz: band_edges_hz(first).0, to_hz: band_edges_hz(last).1, db })
}

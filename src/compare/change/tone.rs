//! How tone differs: third octave by third octave, and in the six parts that musicians have words for.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::measure::{BAND_COUNT, Spectrum, band_edges_hz};
use crate::units::{db_to_power, power_to_db};

/// A broad change of tone smaller than this is not worth a sentence.
pub const AUDIBLE_DB: f64 = 0.5;

/// Bands more than this under the loudest are too faint for a change in them to be heard.
const FAINT_DB: f64 = 60.0;
/// Down there the ear is so deaf that this is enough.
const FAINT_SUB_DB: f64 = 30.0;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToneChange {
    pub from_hz: f64,
    pub to_hz: f64,
    /// The largest change in the stretch.
    pub db: f64,
}

/// A part of the spectrum by its usual name. No standard sets the edges; these are the third-octave edges nearest to common use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TonePart {
    /// 22 to 56 Hz.
    Sub,
    /// 56 to 178 Hz.
    Bass,
    /// 178 to 562 Hz.
    LowMids,
    /// 562 Hz to 2.2 kHz.
    Mids,
    /// 2.2 to 7.1 kHz.
    Presence,
    /// 7.1 to 22.4 kHz.
    Air,
}

impl TonePart {
    pub const ALL: [Self; 6] = [Self::Sub, Self::Bass, Self::LowMids, Self::Mids, Self::Presence, Self::Air];

    /// Its third octaves.
    #[must_use]
    pub fn bands(self) -> Range<usize> {
        match self {
            Self::Sub => 0..4,
            Self::Bass => 4..9,
            Self::LowMids => 9..14,
            Self::Mids => 14..20,
            Self::Presence => 20..25,
            Self::Air => 25..BAND_COUNT,
        }
    }

    #[must_use]
    pub fn edges_hz(self) -> (f64, f64) {
        let bands = self.bands();
        (band_edges_hz(bands.start).0, band_edges_hz(bands.end - 1).1)
    }
}

/// The difference in each third octave beside `loudness_lu`; `None` where the first recording has too little for it to be heard.
pub(super) fn by_band(before: &Spectrum, after: &Spectrum, loudness_lu: f64) -> [Option<f64>; BAND_COUNT] {
    let (old, new) = (before.total_db(), after.total_db());
    let loudest = old.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    std::array::from_fn(|band| (old[band] > loudest - FAINT_DB).then(|| new[band] - old[band] - loudness_lu))
}

/// The difference in each part's level (the power of its third octaves) beside `loudness_lu`; `None` where none of them can be heard.
pub(super) fn by_part(before: &Spectrum, after: &Spectrum, loudness_lu: f64) -> [Option<f64>; TonePart::ALL.len()] {
    let (old, new) = (before.total_db(), after.total_db());
    let loudest = old.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    TonePart::ALL.map(|part| {
        let faint_db = if part == TonePart::Sub { FAINT_SUB_DB } else { FAINT_DB };
        let level_db = |levels: &[f64]| power_to_db(levels[part.bands()].iter().map(|&db| db_to_power(db)).sum());
        let heard = old[part.bands()].iter().any(|&db| db > loudest - faint_db);
        heard.then(|| level_db(&new) - level_db(&old) - loudness_lu)
    })
}

/// The stretch around the largest change of one sign: all neighbouring bands with at least half of it.
pub(super) fn stretch(tone_db: &[f64; BAND_COUNT], sign: f64) -> Option<ToneChange> {
    let (peak, &db) = tone_db.iter().enumerate().max_by(|a, b| (sign * a.1).total_cmp(&(sign * b.1)))?;
    if sign * db < AUDIBLE_DB {
        return None;
    }
    let belongs = |band: &usize| sign * tone_db[*band] >= 0.5 * sign * db;
    let first = (0..=peak).rev().take_while(belongs).last()?;
    let last = (peak..BAND_COUNT).take_while(belongs).last()?;
    Some(ToneChange { from_hz: band_edges_hz(first).0, to_hz: band_edges_hz(last).1, db })
}

//! How far peaks stand over what is around them, and how sharply sounds set in.

use serde::{Deserialize, Serialize};

use crate::measure::{BAND_COUNT, CENTRES_HZ, Measurements, ONSET_BANDS, PerOctave};

/// Octaves more than this under the loudest have no punch to lose.
const FAINT_DB: f64 = 40.0;
/// Third octaves of an octave.
const THIRDS: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Punch {
    /// `None` where one of them is shorter than 3 s.
    pub psr: Option<PsrChange>,
    /// Change of the 95th percentile of the rises of each onset band, in dB.
    pub onset_db: [f64; ONSET_BANDS],
    /// Change of crest in each octave; `None` where there is too little to hear.
    pub octave_crest_db: PerOctave,
}

/// PSR: how far the peaks of 3 s stand over the loudness of the same 3 s.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PsrChange {
    pub median_db: f64,
    /// Of the densest tenth of the time.
    pub p10_db: f64,
    /// Share of the time below 8 dB, before and after, 0 to 1.
    pub below_8_db: (f64, f64),
}

impl Punch {
    pub(super) fn of(before: &Measurements, after: &Measurements) -> Self {
        let psr = before.dynamics.psr.zip(after.dynamics.psr).map(|(old, new)| PsrChange {
            median_db: new.median_db - old.median_db,
            p10_db: new.p10_db - old.p10_db,
            below_8_db: (old.below_8_db, new.below_8_db),
        });
        let levels_db = before.spectrum.total_db();
        let loudest_db = levels_db.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (old, new) = (&before.dynamics.octave_crest_db, &after.dynamics.octave_crest_db);
        let octave_crest_db = std::array::from_fn(|octave| {
            let thirds = THIRDS * octave..(THIRDS * (octave + 1)).min(BAND_COUNT);
            let heard = levels_db[thirds].iter().any(|&db| db > loudest_db - FAINT_DB);
            old[octave].zip(new[octave]).filter(|_| heard).map(|(old, new)| new - old)
        });
        let onset_db = std::array::from_fn(|band| after.onsets.rise_db[band] - before.onsets.rise_db[band]);
        Self { psr, onset_db, octave_crest_db }
    }

    /// The octave whose crest has changed most: its nominal centre, and the change in dB.
    #[must_use]
    pub fn largest_crest(&self) -> Option<(f64, f64)> {
        let octaves = self.octave_crest_db.iter().enumerate();
        let found = octaves.filter_map(|(octave, db)| Some((CENTRES_HZ[THIRDS * octave + 1], (*db)?)));
        found.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
    }

    /// The onset band that has changed most, counted from the lowest, and the change in dB.
    #[must_use]
    pub fn largest_onset(&self) -> (usize, f64) {
        self.onset_db.iter().copied().enumerate().fold(
            (0, 0.0),
            |most, (band, db)| {
                if db.abs() > f64::abs(most.1) { (band, db) } else { most }
            },
        )
    }
}

//! What differs between two versions, measured from both recordings.

mod contrast;
mod limiting;
mod lines;
mod places;
mod punch;
mod tone;

pub use contrast::Contrast;
pub use limiting::LimiterWork;
pub use lines::{Change, ChangeLine, Hear, Listen, lines};
pub use places::Places;
pub use punch::{PsrChange, Punch};
pub use tone::{AUDIBLE_DB, ToneChange, TonePart};

use serde::{Deserialize, Serialize};

use super::Along;
use crate::mastering::Reduction;
use crate::measure::{BAND_COUNT, Measurements, Track};

/// `after` against `before`. Tone is compared after matching integrated loudness, so that louder is not called brighter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub loudness_lu: f64,
    pub true_peak_db: f64,
    pub plr_db: f64,
    pub lra_lu: f64,
    /// Per third-octave band, mid and side together; 0 where there is too little to hear.
    pub tone_db: [f64; BAND_COUNT],
    /// The level of each of [`TonePart::ALL`], likewise; `None` where nothing of a part can be heard.
    pub parts_db: [Option<f64>; TonePart::ALL.len()],
    /// The stretch with the largest fall and the one with the largest rise, where they reach [`AUDIBLE_DB`].
    pub largest_fall: Option<ToneChange>,
    pub largest_rise: Option<ToneChange>,
    pub punch: Punch,
    /// Side against mid; `None` for mono.
    pub width_db: Option<f64>,
    pub image: Option<Image>,
    /// From here on what [`Self::along`] adds.
    pub contrast: Option<Contrast>,
    pub places: Option<Places>,
    /// `None` where no limiter of ours was at work.
    pub limiter: Option<LimiterWork>,
}

/// The stereo image, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// Level of side against mid above 250 Hz.
    pub side_db: (f64, f64),
    /// The same below 120 Hz.
    pub bass_side_db: (f64, f64),
    /// Loudness lost when both channels are folded to mono.
    pub mono_fold_lu: (f64, f64),
}

impl Comparison {
    /// From the figures of two whole recordings.
    #[must_use]
    pub fn of(before: &Measurements, after: &Measurements) -> Self {
        let loudness_lu = after.loudness.integrated_lufs - before.loudness.integrated_lufs;
        let by_band = tone::by_band(&before.spectrum, &after.spectrum, loudness_lu);
        let tone_db = by_band.map(|db| db.unwrap_or(0.0));
        let stereo = before.stereo.zip(after.stereo);
        Self {
            loudness_lu,
            true_peak_db: after.peaks.true_peak_dbtp - before.peaks.true_peak_dbtp,
            plr_db: after.plr_db() - before.plr_db(),
            lra_lu: after.loudness.lra_lu - before.loudness.lra_lu,
            largest_fall: tone::stretch(&tone_db, -1.0),
            largest_rise: tone::stretch(&tone_db, 1.0),
            tone_db,
            parts_db: tone::by_part(&before.spectrum, &after.spectrum, loudness_lu),
            punch: Punch::of(before, after),
            width_db: stereo.map(|(b, a)| a.side_db - b.side_db),
            image: stereo.map(|(b, a)| Image {
                side_db: (b.side_db, a.side_db),
                bass_side_db: (b.bass_side_db, a.bass_side_db),
                mono_fold_lu: (b.mono_fold_lu, a.mono_fold_lu),
            }),
            contrast: None,
            places: None,
            limiter: None,
        }
    }

    /// With what is known of both along their length; `reduction`: of the limiter that made the second.
    #[must_use]
    pub fn along(self, along: &Along, before: &Track, after: &Track, reduction: Option<&Reduction>) -> Self {
        Self {
            contrast: Contrast::of(before, after),
            places: Some(Places::of(along, before)),
            limiter: reduction.map(LimiterWork::of),
            ..self
        }
    }
}

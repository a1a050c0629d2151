//! What the artist may choose: few things, each with a meaning by ear.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::dimension::Meant;
use super::style::StyleId;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Controls {
    /// `None`: the style nearest to the mix.
    pub style: Option<StyleId>,
    /// What is taken from the reference track; `None` where there is none, or it is not to be used.
    pub reference: Option<ReferenceUse>,
    pub loudness: LoudnessChoice,
    /// How much of everything below the loudness is done, 0 to 1. At 0 the master is the mix with one gain, nothing else.
    pub amount: f64,
    /// Warm (below 0) or bright (above): this much more at 10 kHz and this much less at 100 Hz; -3 to 3.
    pub tilt_db: f64,
    /// Level of what lies below about 120 Hz; -3 to 3.
    pub low_end_db: f64,
    /// Level of the side signal above the bass; -6 to 3.
    pub width_db: f64,
    /// What is unusual in the mix and meant so: left as it is mixed, whatever style and reference have. The wishes above still count.
    #[serde(default)]
    pub meant: Meant,
}

/// What of a reference track becomes the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceUse {
    /// Its spectrum and its stereo width.
    pub tone: bool,
    /// Its loudness, and how far its peaks stand over that.
    pub dynamics: bool,
    /// Match it outright: no tolerance, no half measures, no caps, no compressor; loudness as the ceiling allows.
    pub exact: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum LoudnessChoice {
    /// The target's own: the style's open value (louder than most mixes, with its dynamics kept), or the reference's loudness.
    Open,
    /// What the streaming services turn records to.
    Streaming,
    /// The style's loud value.
    Loud,
    Exactly {
        lufs: f64,
    },
}

impl Controls {
    /// Nothing chosen yet: the nearest style at its open loudness.
    pub const UNTOUCHED: Self = Self {
        style: None,
        reference: None,
        loudness: LoudnessChoice::Open,
        amount: 1.0,
        tilt_db: 0.0,
        low_end_db: 0.0,
        width_db: 0.0,
        meant: Meant::NOTHING,
    };

    pub const AMOUNT: RangeInclusive<f64> = 0.0..=1.0;
    pub const TILT_DB: RangeInclusive<f64> = -3.0..=3.0;
    pub const LOW_END_DB: RangeInclusive<f64> = -3.0..=3.0;
    pub const WIDTH_DB: RangeInclusive<f64> = -6.0..=3.0;
    /// No master is quieter or louder than this, whatever is asked for.
    pub const LUFS: RangeInclusive<f64> = -40.0..=-4.0;

    /// Each figure brought to the nearest one that may be chosen; what is no figure is as untouched.
    #[must_use]
    pub fn within_limits(self) -> Self {
        let fit = |value: f64, limits: RangeInclusive<f64>, untouched: f64| {
            if value.is_nan() { untouched } else { value.clamp(*limits.start(), *limits.end()) }
        };
        Self {
            amount: fit(self.amount, Self::AMOUNT, Self::UNTOUCHED.amount),
            tilt_db: fit(self.tilt_db, Self::TILT_DB, 0.0),
            low_end_db: fit(self.low_end_db, Self::LOW_END_DB, 0.0),
            width_db: fit(self.width_db, Self::WIDTH_DB, 0.0),
            loudness: match self.loudness {
                LoudnessChoice::Exactly { lufs } if lufs.is_nan() => LoudnessChoice::Open,
                LoudnessChoice::Exactly { lufs } => LoudnessChoice::Exactly { lufs: fit(lufs, Self::LUFS, lufs) },
                named => named,
            },
            ..self
        }
    }
}

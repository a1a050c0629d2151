//! Styles: what records of a kind usually measure.

use serde::{Deserialize, Serialize};

use crate::measure::BAND_COUNT;

pub use super::style_table::styles;

/// The column names of the reference tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StyleId {
    Pop,
    Rock,
    Metal,
    HiphopTrap,
    ElectronicEdm,
    HouseTechno,
    RnbSoul,
    FolkAcoustic,
    SingerSongwriter,
    Jazz,
    Classical,
    Indie,
    Ambient,
    PodcastSpeech,
    /// No particular style: what records of all kinds have in common.
    AllGenres,
}

impl StyleId {
    pub const ALL: [Self; 15] = [
        Self::Pop,
        Self::Rock,
        Self::Metal,
        Self::HiphopTrap,
        Self::ElectronicEdm,
        Self::HouseTechno,
        Self::RnbSoul,
        Self::FolkAcoustic,
        Self::SingerSongwriter,
        Self::Jazz,
        Self::Classical,
        Self::Indie,
        Self::Ambient,
        Self::PodcastSpeech,
        Self::AllGenres,
    ];

    /// The style's row of the table.
    #[must_use]
    pub fn style(self) -> &'static Style {
        &styles()[self as usize]
    }
}

/// A range of usual values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Usual {
    pub low: f64,
    pub high: f64,
}

impl Usual {
    /// How far a value lies outside, 0 inside; negative below.
    #[must_use]
    pub fn excess(self, value: f64) -> f64 {
        (value - self.high).max(0.0) + (value - self.low).min(0.0)
    }
}

/// Where values of a kind lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    pub mean: f64,
    pub deviation: f64,
}

/// How records of a style set in and keep time, as [`crate::measure::Onsets`] has it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hits {
    /// Rise of the lowest of the four bands.
    pub low_rise_db: Spread,
    /// Rise of the highest.
    pub high_rise_db: Spread,
    /// Of the most regular band.
    pub regularity: Spread,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    pub id: StyleId,
    /// Third-octave power relative to the mean of the 11 bands 200 Hz to 2 kHz.
    pub curve_db: [f64; BAND_COUNT],
    pub loud_lufs: f64,
    pub open_lufs: f64,
    pub plr_db: Usual,
    pub lra_lu: Usual,
    /// Level of side against mid above 250 Hz.
    pub side_db: Usual,
    /// `None`: bass is left as wide as it is.
    pub mono_below_hz: Option<f64>,
    /// The most that one slow gain over all bands may hold loud moments by, in dB; 0 for none.
    pub glue_db: f64,
    /// The most that the highest peaks may be rounded off by, in dB; 0 for none.
    pub saturation_db: f64,
    /// `None`: no song is ever found to be nearest to it.
    pub hits: Option<Hits>,
}

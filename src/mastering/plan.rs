//! The plan: every setting of every stage, as plain data that can be shown, saved, compared and replayed.

use serde::{Deserialize, Serialize};

use super::controls::ReferenceUse;
use super::decision::Decision;
use super::dimension::{Dimension, Meant};
use super::style::StyleId;
use crate::measure::BAND_COUNT;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub style: StyleChoice,
    /// What was taken from a reference track instead of the style.
    pub reference: Option<ReferenceUse>,
    /// `None` where there is nothing to clean.
    pub cleaning: Option<Cleaning>,
    /// `None` where the mix lies within the target's band everywhere.
    pub tone: Option<Tone>,
    /// `None` for mono, and where bass and width are already as the target has them.
    pub width: Option<Width>,
    /// `None` where the mix is no more dynamic than the target.
    pub dynamics: Option<Dynamics>,
    /// `None` where the style does not ask for it, or nothing needs to be rounded off.
    pub saturation: Option<Saturation>,
    pub loudness: LoudnessGoal,
    /// Why, stage by stage; also what was left alone on purpose.
    pub decisions: Vec<Decision>,
}

impl Plan {
    /// Whether everything that does not depend on the loudness is the same: then what was rendered for one serves the other.
    #[must_use]
    pub fn shapes_as(&self, other: &Self) -> bool {
        self.cleaning == other.cleaning && self.tone == other.tone && self.width == other.width && self.dynamics == other.dynamics
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct StyleChoice {
    pub id: StyleId,
    pub chosen_by: ChosenBy,
    pub runner_up: StyleId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChosenBy {
    Artist,
    /// Nearest in spectrum, dynamics and stereo; [`StyleId::AllGenres`] if none stands out.
    Nearness,
}

/// What is no part of the music goes: a constant offset, and rumble.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cleaning {
    /// Corner of a fourth-order filter.
    pub high_pass_hz: f64,
}

/// The match EQ: one gain for each third-octave band of [`crate::measure::CENTRES_HZ`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tone {
    pub gains_db: [f64; BAND_COUNT],
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Width {
    /// Below this the side signal fades out; `None` leaves the bass as wide as it is.
    pub mono_below_hz: Option<f64>,
    /// Gain of the side signal against the mid, for each third-octave band.
    pub side_db: [f64; BAND_COUNT],
}

/// The multiband compressor, and the glue over all of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dynamics {
    pub bands: Vec<BandCompression>,
    /// One gain for all bands, from the level of all of them together.
    pub glue: Option<BandCompression>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BandCompression {
    pub from_hz: f64,
    pub to_hz: f64,
    /// Over the band's own mean level of the 3 s around: beats are compared with their section, not sections with each other,
    /// so that the song keeps its form.
    pub threshold_over_mean_db: f64,
    pub ratio: f64,
    pub attack_ms: f64,
    pub release_ms: f64,
    /// The compressor never takes more than this.
    pub most_db: f64,
}

/// Rounds the highest peaks off, by a curve that is straight up to its knee, so that the limiter has less to do.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saturation {
    /// Nothing below this distance from the highest peak is touched.
    pub knee_below_peak_db: f64,
    /// What the highest peak loses.
    pub most_db: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoudnessGoal {
    pub target_lufs: f64,
    pub ceiling_dbtp: f64,
    /// Loudness range of the mix: the form that the limiter has to keep.
    pub mix_lra_lu: f64,
    pub limiting: Limiting,
}

/// How far the limiter may go for the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Limiting {
    /// Not at all: one gain, as high as the target and the ceiling allow.
    Off,
    /// As far as the song survives it.
    WhileClean,
    /// The same, and no further than what is meant of dynamics and arc stays as it is ([`super::clean`]).
    WhileMeant(Meant),
    /// To the target, whatever it costs.
    AsAsked,
}

impl Limiting {
    /// Whether the limiter has to leave it as it is.
    #[must_use]
    pub fn spares(self, dimension: Dimension) -> bool {
        matches!(self, Self::WhileMeant(meant) if meant.contains(dimension))
    }
}

/// A stretch of the spectrum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    pub from_hz: f64,
    pub to_hz: f64,
}

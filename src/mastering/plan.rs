//! The plan: every decision a number with its reason, as plain data that can be shown, saved, compared and replayed.

use serde::{Deserialize, Serialize};

use super::style::StyleId;
use crate::measure::BAND_COUNT;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub style: StyleChoice,
    /// Gain per third-octave band; `None` where the mix lies within the style's band everywhere.
    pub tone: Option<Tone>,
    /// `None` where the mix is no more dynamic than the style.
    pub dynamics: Option<Dynamics>,
    /// `None` for mono, and where bass and width are already as the style has them.
    pub width: Option<Width>,
    pub loudness: LoudnessGoal,
    /// Why, in the order of the chain; also what was left alone on purpose.
    pub decisions: Vec<Decision>,
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

/// The match EQ: one gain for each third-octave band of [`crate::measure::CENTRES_HZ`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tone {
    pub gains_db: [f64; BAND_COUNT],
}

/// The multiband compressor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dynamics {
    pub bands: Vec<BandCompression>,
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

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Width {
    /// Below this the side signal fades out; `None` leaves the bass as wide as it is.
    pub mono_below_hz: Option<f64>,
    /// Gain of the side signal above the bass.
    pub side_gain_db: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoudnessGoal {
    pub target_lufs: f64,
    pub ceiling_dbtp: f64,
}

/// A stretch of the spectrum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Region {
    pub from_hz: f64,
    pub to_hz: f64,
}

/// One decision with the figures it rests on. `words` makes sentences of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Decision {
    StyleChosen {
        id: StyleId,
    },
    StyleNearest {
        id: StyleId,
        runner_up: StyleId,
    },
    /// No style stands out: the nearest two, and how much of the belief the first has.
    StyleUnclear {
        nearest: StyleId,
        runner_up: StyleId,
        confidence: f64,
    },
    /// In `region` the mix has `excess_db` more (or, negative, less) than the style usually has, so its largest change is `gain_db`.
    Tone {
        region: Region,
        excess_db: f64,
        gain_db: f64,
    },
    /// No band is further from the style than is usual; the furthest by `largest_db`.
    ToneLeftAlone {
        largest_db: f64,
    },
    /// The mix's peaks stand `plr_db` over its loudness, the style's at most `style_db`: loud moments are held by at most `most_db`.
    Compress {
        plr_db: f64,
        style_db: f64,
        most_db: f64,
    },
    DynamicsLeftAlone {
        plr_db: f64,
        style_db: f64,
    },
    /// Bass below `below_hz` goes to the centre; the side signal there was `side_db` relative to the mid.
    MonoBass {
        below_hz: f64,
        side_db: f64,
    },
    /// The side signal is `side_db` against the mid, the style's is `style_db`: its level changes by `gain_db`.
    Width {
        side_db: f64,
        style_db: f64,
        gain_db: f64,
    },
    WidthLeftAlone {
        side_db: f64,
    },
    MonoKept,
    /// From the mix's loudness to the style's.
    Loudness {
        from_lufs: f64,
        to_lufs: f64,
    },
}

//! Why the plan is as it is: one value per decision, with the figures it rests on. `words` makes sentences of them.

use serde::{Deserialize, Serialize};

use super::dimension::Dimension;
use super::plan::Region;
use super::style::StyleId;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Decision {
    StyleChosen {
        id: StyleId,
    },
    /// `confidence`: its share of the belief.
    StyleNearest {
        id: StyleId,
        runner_up: StyleId,
        confidence: f64,
    },
    /// No style stands out: the nearest two, and how much of the belief the first has.
    StyleUnclear {
        nearest: StyleId,
        runner_up: StyleId,
        confidence: f64,
    },
    /// A reference track stands in for the style, in tone and width, in loudness and dynamics, or both.
    Reference {
        tone: bool,
        dynamics: bool,
        exact: bool,
    },
    /// The amount is 0: one gain, nothing else.
    OneGain,
    /// The mix is as loud, as even and nearly as balanced as a finished record of its style: nothing but the artist's wishes changes it.
    AlreadyFinished {
        lufs: f64,
        plr_db: f64,
    },
    /// What is no part of the music is filtered out: a constant offset, where there is one, and rumble, where there is.
    Clean {
        dc_dbfs: Option<f64>,
        rumble: bool,
        high_pass_hz: f64,
    },
    /// In `region` the mix has `excess_db` more (or, negative, less) than the target, so its largest change is `gain_db`.
    Tone {
        region: Region,
        excess_db: f64,
        gain_db: f64,
    },
    /// No band is further from the target than is usual; the furthest by `largest_db`.
    ToneLeftAlone {
        largest_db: f64,
    },
    /// In `region` the mix has too little, but what is there is hardly more than its own noise: it is not lifted.
    NoiseNotLifted {
        region: Region,
    },
    /// The artist means it: nothing brings it towards the target.
    LeftAsMeant {
        dimension: Dimension,
    },
    /// The artist's own wishes.
    Tilt {
        db: f64,
    },
    LowEnd {
        db: f64,
    },
    /// The mix's peaks stand `plr_db` over its loudness, the target's at most `target_db`: loud moments are held by at most `most_db`.
    Compress {
        plr_db: f64,
        target_db: f64,
        most_db: f64,
    },
    DynamicsLeftAlone {
        plr_db: f64,
        target_db: f64,
    },
    /// All bands together are held by at most `most_db`.
    Glue {
        most_db: f64,
    },
    /// The highest peaks are rounded off by at most `most_db`.
    Saturate {
        most_db: f64,
    },
    /// Bass below `below_hz` goes to the centre; the side signal there was `side_db` relative to the mid.
    MonoBass {
        below_hz: f64,
        side_db: f64,
    },
    /// The side signal is `side_db` against the mid, the target's is `target_db`: its level changes by at most `gain_db`.
    Width {
        side_db: f64,
        target_db: f64,
        gain_db: f64,
    },
    /// The artist's own wish; `possible_db` is what the channels allow without falling apart.
    WidthChosen {
        db: f64,
        possible_db: f64,
    },
    WidthLeftAlone {
        side_db: f64,
    },
    /// It is narrower than the style's records, but its channels have too little in common to be driven further apart.
    WidthGuarded {
        side_db: f64,
        target_db: f64,
    },
    MonoKept,
    /// From the mix's loudness to the target's.
    Loudness {
        from_lufs: f64,
        to_lufs: f64,
    },
}

//! What the artist may choose.

use serde::{Deserialize, Serialize};

use super::style::StyleId;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Controls {
    /// `None`: the style nearest to the mix.
    pub style: Option<StyleId>,
    pub loudness: LoudnessChoice,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum LoudnessChoice {
    /// The style's open value: louder than most mixes, with its dynamics kept.
    Open,
    /// The style's loud value.
    Loud,
    Exactly {
        lufs: f64,
    },
}

impl Controls {
    /// Nothing chosen yet: the nearest style at its open loudness.
    pub const UNTOUCHED: Self = Self { style: None, loudness: LoudnessChoice::Open };
}

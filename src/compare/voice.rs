//! A version of the song that can be heard.

use serde::{Deserialize, Serialize};

use crate::measure::Measurements;

/// Names one decoded or rendered recording, the same in the page and in the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceId(pub u32);

impl SourceId {
    pub const ORIGINAL: Self = Self(0);
    pub const AUTOMATIC: Self = Self(1);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The artist's mix.
    Original,
    /// What the chain made of it.
    Automatic,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    pub id: SourceId,
    pub role: Role,
    pub measurements: Measurements,
}

//! A version of the song that can be heard.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::align::{Alignment, Fit};
use super::level::Side;
use crate::measure::{Measurements, Track};
use crate::units::frames_to_seconds;

/// Names one decoded or rendered recording, the same in the page and in the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceId(pub u32);

impl SourceId {
    pub const ORIGINAL: Self = Self(0);
    pub const AUTOMATIC: Self = Self(1);
    /// Everything else is numbered from here on.
    pub const FIRST_ADDED: Self = Self(2);
    /// Stands for the newest master as long as only a part of it is there.
    pub const EXCERPT: Self = Self(u32::MAX);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The artist's mix.
    Original,
    /// What the chain made of it.
    Automatic,
    /// An earlier automatic master that the artist kept.
    Kept,
    /// A file of the artist's: a human master, last week's mix, another service's master.
    Version,
    /// Another record, to hold the song against.
    Reference,
}

/// How a version lies on the song's time line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Placement {
    /// Made from the mix, so it is where the mix is.
    AsRendered,
    /// By what it has in common with the mix.
    Aligned(Alignment),
    /// Another recording: its fullest seconds meet the mix's, and it repeats.
    ByFullest,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    pub id: SourceId,
    pub role: Role,
    /// What the artist calls it; empty where it goes by its role.
    pub name: String,
    /// Of the whole file or master.
    pub measurements: Measurements,
    /// Of what is played, on the song's time line.
    pub track: Arc<Track>,
    pub placement: Placement,
    /// Where on the song's time line it sounds, in seconds.
    pub covers_s: (f64, f64),
}

impl Voice {
    /// The mix, or what was made of it: where the mix lies.
    #[must_use]
    pub fn rendered(id: SourceId, role: Role, measurements: Measurements, track: Track) -> Self {
        let covers_s = (0.0, frames_to_seconds(measurements.frames, measurements.sample_rate));
        let placement = Placement::AsRendered;
        Self { id, role, name: String::new(), measurements, track: Arc::new(track), placement, covers_s }
    }

    #[must_use]
    pub fn is_same_recording(&self) -> bool {
        self.placement != Placement::ByFullest
    }

    /// Whether every moment of it is the same moment of the mix: else a switch alone tells it apart.
    #[must_use]
    pub fn runs_alike(&self) -> bool {
        match &self.placement {
            Placement::AsRendered => true,
            Placement::Aligned(alignment) => alignment.fit == Fit::Same,
            Placement::ByFullest => false,
        }
    }

    #[must_use]
    pub fn side(&self) -> Side<'_> {
        Side {
            track: &self.track,
            covers_s: self.covers_s,
            same_recording: self.is_same_recording(),
            mono: self.measurements.channels == 1,
        }
    }
}

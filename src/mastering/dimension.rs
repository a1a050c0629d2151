//! What a mix can stand apart from its style in, and which of it the artist means.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// In the order of the page: from low to high, then what is not of the spectrum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    LowEnd,
    LowMids,
    Mids,
    Presence,
    /// Treble and air.
    Top,
    /// How far peaks stand over the loudness.
    Dynamics,
    /// How far quiet and loud sections lie apart.
    Arc,
    Width,
}

impl Dimension {
    pub const ALL: [Self; 8] =
        [Self::LowEnd, Self::LowMids, Self::Mids, Self::Presence, Self::Top, Self::Dynamics, Self::Arc, Self::Width];

    /// Third octaves of [`crate::measure::CENTRES_HZ`]: to 140 Hz, 450 Hz, 2.2 kHz, 5.6 kHz, and above. `None` for what is not of the
    /// spectrum.
    #[must_use]
    pub const fn bands(self) -> Option<Range<usize>> {
        match self {
            Self::LowEnd => Some(0..8),
            Self::LowMids => Some(8..13),
            Self::Mids => Some(13..20),
            Self::Presence => Some(20..24),
            Self::Top => Some(24..30),
            Self::Dynamics | Self::Arc | Self::Width => None,
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The dimensions in which the artist means what is unusual: the chain leaves them alone. A set; written down as a list, in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Dimension>", into = "Vec<Dimension>")]
pub struct Meant(u8);

impl Meant {
    pub const NOTHING: Self = Self(0);

    #[must_use]
    pub const fn with(self, dimension: Dimension) -> Self {
        Self(self.0 | dimension.bit())
    }

    #[must_use]
    pub const fn without(self, dimension: Dimension) -> Self {
        Self(self.0 & !dimension.bit())
    }

    #[must_use]
    pub const fn contains(self, dimension: Dimension) -> bool {
        self.0 & dimension.bit() != 0
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Dimension> {
        Dimension::ALL.into_iter().filter(move |dimension| self.contains(*dimension))
    }
}

impl FromIterator<Dimension> for Meant {
    fn from_iter<T: IntoIterator<Item = Dimension>>(dimensions: T) -> Self {
        dimensions.into_iter().fold(Self::NOTHING, Self::with)
    }
}

impl From<Vec<Dimension>> for Meant {
    fn from(dimensions: Vec<Dimension>) -> Self {
        dimensions.into_iter().collect()
    }
}

impl From<Meant> for Vec<Dimension> {
    fn from(meant: Meant) -> Self {
        meant.iter().collect()
    }
}

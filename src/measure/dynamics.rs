//! How far peaks stand over the average: over the whole, moment by moment, and octave by octave.

use serde::{Deserialize, Serialize};

use super::octaves::PerOctave;
use super::psr::Psr;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dynamics {
    /// Sample peak over RMS of the whole recording, in dB.
    pub crest_db: f64,
    /// The same in each octave.
    pub octave_crest_db: PerOctave,
    /// `None` below 3 s.
    pub psr: Option<Psr>,
}

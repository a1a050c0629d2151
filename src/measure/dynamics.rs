//! How far peaks stand over the average.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dynamics {
    /// Sample peak over RMS of the whole recording, in dB.
    pub crest_db: f64,
}

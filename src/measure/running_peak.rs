//! True peak of a recording that goes by and is not kept.

use crate::dsp::interpolate::{PeakScan, REACH};
use crate::units::gain_to_db;

/// Frames that are looked at together: many against the reach that each look needs besides.
const STRETCH: usize = 4096;

/// Collects the true peak of one channel from pieces of any length, as [`super::PeakMeter`] reads it from the whole.
///
/// Holds a tenth of a second and the newest piece.
#[derive(Clone, Debug)]
pub struct RunningPeak {
    scan: PeakScan,
    /// The newest frames; those before `read` are there only for the interpolation to look back at.
    plane: Vec<f32>,
    read: usize,
    /// Linear.
    peak: f32,
}

impl Default for RunningPeak {
    fn default() -> Self {
        Self::new()
    }
}

impl RunningPeak {
    #[must_use]
    pub fn new() -> Self {
        Self { scan: PeakScan::new(), plane: Vec::new(), read: 0, peak: 0.0 }
    }

    pub fn push(&mut self, piece: &[f32]) {
        self.plane.extend_from_slice(piece);
        if self.plane.len() < self.read + STRETCH + REACH {
            return;
        }
        let to = self.plane.len() - REACH;
        self.peak = self.scan.peak(&self.plane, self.read..to, self.peak);
        self.plane.drain(..to - REACH);
        self.read = REACH;
    }

    /// Reads what is left, as if silence followed, and returns the highest point of all in dBTP; `-inf` where there was nothing.
    #[must_use]
    pub fn finish(mut self) -> f64 {
        self.peak = self.scan.peak(&self.plane, self.read..self.plane.len(), self.peak);
        gain_to_db(f64::from(self.peak))
    }
}

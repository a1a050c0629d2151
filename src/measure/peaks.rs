//! Sample peak and true peak.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::dsp::half_band::largest;
use crate::dsp::interpolate::PeakScan;
use crate::units::gain_to_db;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Peaks {
    /// The highest point of the waveform between and at the samples, on a 16x grid (BS.1770-5, annex 2, asks for at least 4x).
    pub true_peak_dbtp: f64,
    pub sample_peak_dbfs: f64,
}

/// Collects peaks block by block.
pub struct PeakMeter {
    scan: PeakScan,
    sample_peak: f32,
    true_peak: f32,
}

impl PeakMeter {
    /// `sample_peak`: the largest |sample| of the whole recording. Knowing it beforehand lets the meter skip what cannot exceed it.
    #[must_use]
    pub fn new(sample_peak: f32) -> Self {
        Self { scan: PeakScan::new(), sample_peak, true_peak: sample_peak }
    }

    /// Takes the frames of one block of a plane; the interpolation looks beyond its ends by itself.
    pub fn push(&mut self, plane: &[f32], frames: Range<usize>) {
        self.true_peak = self.scan.peak(plane, frames, self.true_peak);
    }

    #[must_use]
    pub fn finish(&self) -> Peaks {
        Peaks { true_peak_dbtp: gain_to_db(f64::from(self.true_peak)), sample_peak_dbfs: gain_to_db(f64::from(self.sample_peak)) }
    }
}

/// The largest |sample| of any plane; a NaN counts as nothing.
#[must_use]
pub fn sample_peak(planes: &[Vec<f32>]) -> f32 {
    planes.iter().map(|plane| largest(plane)).fold(0.0, f32::max)
}

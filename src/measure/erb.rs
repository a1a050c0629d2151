//! Long-term average spectrum in 41 bands of hearing.

use serde::{Deserialize, Serialize};

/// Bands one ERB wide whose centres lie at ERB numbers 1 to 41, 26 Hz to 18.6 kHz.
pub const ERB_COUNT: usize = 41;

/// Power per equivalent rectangular bandwidth in dBFS, mid and side together, over the frames that pass the loudness gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErbSpectrum {
    pub level_db: Vec<f64>,
}

/// ERB number E = 21.4 log10(1 + 0.00437 f) (Glasberg & Moore 1990, "Derivation of auditory filter shapes from notched-noise data",
/// Hearing Research 47), solved for f.
fn frequency_hz(erb_number: f64) -> f64 {
    (10f64.powf(erb_number / 21.4) - 1.0) / 0.00437
}

/// Centre of band `band`.
#[must_use]
pub fn erb_centre_hz(band: usize) -> f64 {
    frequency_hz(band as f64 + 1.0)
}

/// Half an ERB to either side of the centre.
#[must_use]
pub fn erb_edges_hz(band: usize) -> (f64, f64) {
    (frequency_hz(band as f64 + 0.5), frequency_hz(band as f64 + 1.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_one_erb_wide_and_join() {
        for band in 0..ERB_COUNT {
            let (low, high) = erb_edges_hz(band);
            // ERB = 24.7 (1 + 0.00437 f) Hz (the same paper, eq. 3).
            let erb_hz = 24.7 * (1.0 + 0.00437 * erb_centre_hz(band));
            assert!(((high - low) / erb_hz - 1.0).abs() < 0.01, "{low} to {high} Hz, {erb_hz} Hz wide");
            assert!((high - erb_edges_hz(band + 1).0).abs() < 1e-9);
        }
        assert!((erb_centre_hz(0) - 26.0).abs() < 0.05 && (erb_centre_hz(40) - 18_625.3).abs() < 1.0);
    }
}

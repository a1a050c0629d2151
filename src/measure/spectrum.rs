//! Long-term average spectrum in third octaves.

use std::f64::consts::PI;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};
use serde::{Deserialize, Serialize};

use super::filter_bank::{BAND_COUNT, band_edges_hz, usable_bands};
use super::loudness::{HopPowers, hop_of};
use crate::units::{db_to_power, power_to_db};

/// What a band without any power reads.
pub const SILENT_BAND_DB: f64 = -150.0;

/// Power per band in dBFS (0 dB: a mean square of 1), averaged over the frames that pass the loudness gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spectrum {
    /// Of mid = (L + R)/2.
    pub mid_db: [f64; BAND_COUNT],
    /// Of side = (L - R)/2; [`SILENT_BAND_DB`] throughout for mono.
    pub side_db: [f64; BAND_COUNT],
    /// Bands from this index on are beyond what the sample rate can hold.
    pub usable_bands: usize,
}

impl Spectrum {
    /// Mid and side together, per band: the mean power of left and right.
    #[must_use]
    pub fn total_db(&self) -> [f64; BAND_COUNT] {
        std::array::from_fn(|band| power_to_db(db_to_power(self.mid_db[band]) + db_to_power(self.side_db[band])))
    }

    /// [`Self::total_db`] relative to the mean level of the 11 bands from 200 Hz to 2 kHz: the scale of the style curves.
    #[must_use]
    pub fn shape_db(&self) -> [f64; BAND_COUNT] {
        relative_to_middle(self.total_db())
    }

    /// The mid alone on the same scale, relative to its own middle.
    #[must_use]
    pub fn mid_shape_db(&self) -> [f64; BAND_COUNT] {
        relative_to_middle(self.mid_db)
    }

    /// Level of side against mid over the bands from `from` up to and without `to`.
    #[must_use]
    pub fn side_over_mid_db(&self, bands: std::ops::Range<usize>) -> f64 {
        let power = |levels: &[f64]| levels.iter().map(|&db| db_to_power(db)).sum::<f64>();
        power_to_db(power(&self.side_db[bands.clone()]) / power(&self.mid_db[bands]))
    }
}

fn relative_to_middle(levels_db: [f64; BAND_COUNT]) -> [f64; BAND_COUNT] {
    let middle = &levels_db[REFERENCE_BANDS];
    let mean = middle.iter().sum::<f64>() / middle.len() as f64;
    levels_db.map(|db| db - mean)
}

/// 200 Hz to 2 kHz.
pub const REFERENCE_BANDS: std::ops::Range<usize> = 9..20;

/// Collects a recording in Hann-windowed frames of about a third of a second, overlapping by half.
pub struct SpectrumMeter {
    sample_rate: u32,
    size: usize,
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    /// For each band the bins that lie in it, as (first bin, share of each bin).
    bands: Vec<(usize, Vec<f32>)>,
    time: Vec<f32>,
    bins: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    /// Power per frame, band by band: mid, then side.
    frames: Vec<[[f32; BAND_COUNT]; 2]>,
}

impl SpectrumMeter {
    #[must_use]
    pub fn new(sample_rate: u32) -> Self {
        // 16384 at 48 kHz: a third octave at 25 Hz then spans two bins.
        let size = (16_384.0 * f64::from(sample_rate) / 48_000.0).log2().round().exp2() as usize;
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(size);
        let window: Vec<f32> = (0..size).map(|n| (0.5 - 0.5 * (2.0 * PI * n as f64 / size as f64).cos()) as f32).collect();
        // A one-sided bin of a windowed frame holds 2|X|^2 / (N sum w^2) of the mean square.
        let energy: f64 = window.iter().map(|w| f64::from(w * w)).sum();
        let scale = 2.0 / (size as f64 * energy);
        let bin_hz = f64::from(sample_rate) / size as f64;
        let bands = (0..BAND_COUNT)
            .map(|band| {
                let (low, high) = band_edges_hz(band);
                let (first, last) = ((low / bin_hz).round() as usize, (high / bin_hz).round() as usize);
                let last = last.min(size / 2);
                let shares = (first..=last).map(|bin| {
                    // A bin stands for the width of half a bin on either side; bands may share it.
                    let (from, to) = ((bin as f64 - 0.5) * bin_hz, (bin as f64 + 0.5) * bin_hz);
                    (scale * (to.min(high) - from.max(low)).max(0.0) / bin_hz) as f32
                });
                (first, shares.collect())
            })
            .collect();
        Self {
            sample_rate,
            size,
            window,
            bands,
            time: fft.make_input_vec(),
            bins: fft.make_output_vec(),
            scratch: fft.make_scratch_vec(),
            fft,
            frames: Vec::new(),
        }
    }

    /// Takes every frame that ends within the first `available` frames of the planes and was not taken before.
    pub fn push(&mut self, left: &[f32], right: Option<&[f32]>, available: usize) {
        loop {
            let start = self.frames.len() * self.size / 2;
            if start + self.size > available {
                return;
            }
            let range = start..start + self.size;
            let powers = match right {
                Some(right) => {
                    let (left, right) = (&left[range.clone()], &right[range]);
                    [
                        self.frame(left.iter().zip(right).map(|(l, r)| 0.5 * (l + r))),
                        self.frame(left.iter().zip(right).map(|(l, r)| 0.5 * (l - r))),
                    ]
                }
                None => [self.frame(left[range].iter().copied()), [0.0; BAND_COUNT]],
            };
            self.frames.push(powers);
        }
    }

    fn frame(&mut self, samples: impl Iterator<Item = f32>) -> [f32; BAND_COUNT] {
        for ((windowed, w), x) in self.time.iter_mut().zip(&self.window).zip(samples) {
            *windowed = w * x;
        }
        // Lengths are the planner's own, so the transform cannot fail.
        let _ = self.fft.process_with_scratch(&mut self.time, &mut self.bins, &mut self.scratch);
        std::array::from_fn(|band| {
            let (first, shares) = &self.bands[band];
            self.bins.iter().skip(*first).zip(shares).map(|(bin, share)| share * bin.norm_sqr()).sum()
        })
    }

    /// The average over frames whose middle lies within the loudness gate; over all, should none do.
    #[must_use]
    pub fn finish(self, hops: &HopPowers) -> Spectrum {
        let within = hops.within_gate();
        let passes = |index: usize| {
            let middle = (index + 1) * self.size / 2;
            within.get(hop_of(middle, self.sample_rate)).copied().unwrap_or(false)
        };
        let gated: Vec<usize> = (0..self.frames.len()).filter(|&index| passes(index)).collect();
        let chosen = if gated.is_empty() { (0..self.frames.len()).collect() } else { gated };
        let level = |channel: usize, band: usize| {
            let sum: f64 = chosen.iter().map(|&index| f64::from(self.frames[index][channel][band])).sum();
            power_to_db(sum / chosen.len().max(1) as f64).max(SILENT_BAND_DB)
        };
        Spectrum {
            mid_db: std::array::from_fn(|band| level(0, band)),
            side_db: std::array::from_fn(|band| level(1, band)),
            usable_bands: usable_bands(self.sample_rate),
        }
    }
}

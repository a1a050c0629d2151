//! Spectra of which only the phases are left, and their correlation.

use std::ops::Range;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

/// Of the bins from [`LOWEST`] to [`HIGHEST`] of half the low rate: no rumble, nothing of what the low rate folded down.
const LOWEST: f64 = 0.04;
const HIGHEST: f64 = 0.85;

/// Bins this far (in amplitude) below the spectrum's own root mean square count less: they are mostly noise.
const FLOOR: f32 = 0.05;

/// Transforms of one size.
pub(super) struct Whitener {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    band: Range<usize>,
    time: Vec<f32>,
    bins: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
}

impl Whitener {
    pub fn new(size: usize) -> Self {
        let mut planner = RealFftPlanner::<f32>::new();
        let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
        let bin = |share: f64| (share * size as f64 / 2.0) as usize;
        Self {
            band: bin(LOWEST)..bin(HIGHEST),
            time: forward.make_input_vec(),
            bins: forward.make_output_vec(),
            scratch: vec![Complex::default(); forward.get_scratch_len().max(inverse.get_scratch_len())],
            forward,
            inverse,
        }
    }

    /// The band's bins of `samples` (of at most the size; the rest is silence), each of length 1 or a little less. Nothing but zeros for
    /// silence.
    pub fn spectrum(&mut self, samples: impl Iterator<Item = f32>) -> Vec<Complex<f32>> {
        self.time.fill(0.0);
        for (time, x) in self.time.iter_mut().zip(samples) {
            *time = x;
        }
        // Lengths are the planner's own, so the transform cannot fail; the same holds below.
        let _ = self.forward.process_with_scratch(&mut self.time, &mut self.bins, &mut self.scratch);
        let band = &self.bins[self.band.clone()];
        let power = band.iter().map(|bin| f64::from(bin.norm_sqr())).sum::<f64>() / band.len() as f64;
        let floor = FLOOR * power.sqrt() as f32;
        if floor < f32::MIN_POSITIVE {
            return vec![Complex::default(); band.len()];
        }
        band.iter().map(|bin| bin / (bin.norm_sqr().sqrt() + floor)).collect()
    }

    /// Mean logarithm of the power of the band's bins of the last [`Self::spectrum`]: how far noise in all of them would lie below.
    pub fn density(&self) -> f32 {
        let band = &self.bins[self.band.clone()];
        band.iter().map(|bin| (bin.norm_sqr() + f32::MIN_POSITIVE).ln()).sum::<f32>() / band.len() as f32
    }

    /// What one unit of [`Self::correlate`] is worth for these two, whose bins may be far from all alike: the share of what equal
    /// phases would reach, and the true standard deviations.
    pub fn worth(&self, a: &[Complex<f32>], b: &[Complex<f32>]) -> (f32, f32) {
        let (mut sum, mut squares) = (0.0, 0.0);
        for (a, b) in a.iter().zip(b) {
            let power = a.norm_sqr() * b.norm_sqr();
            sum += power.sqrt();
            squares += power;
        }
        let bins = self.band.len() as f32;
        if squares > 0.0 { ((0.5 * bins).sqrt() / sum, (bins / squares).sqrt()) } else { (0.0, 0.0) }
    }

    /// Correlation at lag n (modulo the size) of `b` behind `a`, in standard deviations of what unrelated signals give; two equal signals
    /// of the whole size reach sqrt(2 * bins).
    pub fn correlate(&mut self, a: &[Complex<f32>], b: &[Complex<f32>]) -> &[f32] {
        // Random phases: the sum of n cosines has a variance of n/2, and the inverse transform counts every bin twice.
        let scale = 1.0 / (2.0 * self.band.len() as f32).sqrt();
        self.bins.fill(Complex::default());
        for ((bin, a), b) in self.bins[self.band.clone()].iter_mut().zip(a).zip(b) {
            *bin = a.conj() * b * scale;
        }
        let _ = self.inverse.process_with_scratch(&mut self.bins, &mut self.time, &mut self.scratch);
        &self.time
    }
}

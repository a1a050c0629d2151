//! Long impulse responses, applied by FFT to mid and side.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

/// One impulse response for mid = (L + R)/2 and one for side = (L - R)/2, by overlap-save with blocks of three times the response's length.
///
/// The output is aligned: a delay of `latency` frames inside the responses is taken out. A mono plane is all mid.
pub struct MidSideConvolver {
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    mid: Vec<Complex<f32>>,
    side: Vec<Complex<f32>>,
    taps: usize,
    latency: usize,
    time: [Vec<f32>; 2],
    bins: [Vec<Complex<f32>>; 2],
}

impl MidSideConvolver {
    /// # Panics
    /// If the responses differ in length, or are not longer than the latency.
    #[must_use]
    pub fn new(mid: &[f32], side: &[f32], latency: usize) -> Self {
        let taps = mid.len();
        assert!(taps == side.len() && latency < taps, "responses of {taps} and {} taps, latency {latency}", side.len());
        let size = 4 * taps;
        let mut planner = RealFftPlanner::<f32>::new();
        let forward = planner.plan_fft_forward(size);
        let spectrum = |response: &[f32]| {
            let mut time = vec![0.0; size];
            // The inverse transform is not normalised: do it here, once.
            for (padded, h) in time.iter_mut().zip(response) {
                *padded = h / size as f32;
            }
            let mut bins = forward.make_output_vec();
            // Lengths are the planner's own, so the transform cannot fail; the same holds below.
            let _ = forward.process(&mut time, &mut bins);
            bins
        };
        Self {
            mid: spectrum(mid),
            side: spectrum(side),
            inverse: planner.plan_fft_inverse(size),
            time: [vec![0.0; size], vec![0.0; size]],
            bins: [forward.make_output_vec(), forward.make_output_vec()],
            forward,
            taps,
            latency,
        }
    }

    /// Frames that one call of [`Self::render`] does best.
    #[must_use]
    pub fn block(&self) -> usize {
        self.time[0].len() - self.taps + 1
    }

    /// Writes frames `start..start + out[0].len()` of the filtered `input` (one or two planes) to `out`; at most [`Self::block`] of them.
    #[inline(never)]
    pub fn render(&mut self, input: &[Vec<f32>], start: usize, out: &mut [&mut [f32]]) {
        let first = start as isize + self.latency as isize - (self.taps as isize - 1);
        for (plane, time) in input.iter().zip(&mut self.time) {
            load(plane, first, time);
        }
        let stereo = input.len() == 2;
        if stereo {
            let [left, right] = &mut self.time;
            for (l, r) in left.iter_mut().zip(right) {
                (*l, *r) = (0.5 * (*l + *r), 0.5 * (*l - *r));
            }
        }
        let responses = [&self.mid, &self.side];
        for (channel, response) in responses.into_iter().enumerate().take(input.len()) {
            let (time, bins) = (&mut self.time[channel], &mut self.bins[channel]);
            let _ = self.forward.process(time, bins);
            for (bin, gain) in bins.iter_mut().zip(response) {
                *bin *= gain;
            }
            // Rounding may leave a trace of an imaginary part where a real signal has none.
            if let [head, .., tail] = bins.as_mut_slice() {
                head.im = 0.0;
                tail.im = 0.0;
            }
            let _ = self.inverse.process(bins, time);
        }
        let valid = self.taps - 1;
        match out {
            [left, right] if stereo => {
                let (mid, side) = (&self.time[0][valid..], &self.time[1][valid..]);
                for (((l, r), m), s) in left.iter_mut().zip(right.iter_mut()).zip(mid).zip(side) {
                    (*l, *r) = (m + s, m - s);
                }
            }
            [only, ..] => only.copy_from_slice(&self.time[0][valid..valid + only.len()]),
            [] => {}
        }
    }
}

/// Fills `time` from frame `first` of `plane`, with silence before its start and after its end.
fn load(plane: &[f32], first: isize, time: &mut [f32]) {
    let before = usize::try_from(-first).unwrap_or(0).min(time.len());
    let from = usize::try_from(first).unwrap_or(0).min(plane.len());
    let count = (plane.len() - from).min(time.len() - before);
    time[..before].fill(0.0);
    time[before..before + count].copy_from_slice(&plane[from..from + count]);
    time[before + count..].fill(0.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(frames: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        (0..frames)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .collect()
    }

    /// The convolution sum itself, with the latency taken out.
    fn direct(x: &[f32], h: &[f32], latency: usize) -> Vec<f32> {
        (0..x.len())
            .map(|n| {
                let sum = h.iter().enumerate().filter_map(|(k, &h)| {
                    let at = (n + latency).checked_sub(k)?;
                    Some(f64::from(h) * f64::from(*x.get(at)?))
                });
                sum.sum::<f64>() as f32
            })
            .collect()
    }

    #[test]
    fn equals_the_convolution_sum_on_mid_and_side() {
        let (left, right) = (noise(2000, 1), noise(2000, 2));
        let (mid_h, side_h) = (noise(64, 3), noise(64, 4));
        let latency = 20;
        let mut convolver = MidSideConvolver::new(&mid_h, &side_h, latency);
        let mid: Vec<f32> = left.iter().zip(&right).map(|(l, r)| 0.5 * (l + r)).collect();
        let side: Vec<f32> = left.iter().zip(&right).map(|(l, r)| 0.5 * (l - r)).collect();
        let (want_mid, want_side) = (direct(&mid, &mid_h, latency), direct(&side, &side_h, latency));
        let input = [left, right];
        let (mut l, mut r) = (vec![0.0; 2000], vec![0.0; 2000]);
        let block = convolver.block();
        for start in (0..2000).step_by(block) {
            let end = (start + block).min(2000);
            convolver.render(&input, start, &mut [&mut l[start..end], &mut r[start..end]]);
        }
        for n in 0..2000 {
            assert!((l[n] - (want_mid[n] + want_side[n])).abs() < 1e-4, "left {n}");
            assert!((r[n] - (want_mid[n] - want_side[n])).abs() < 1e-4, "right {n}");
        }
    }
}

//! Half-band filters: the points half way between samples, from which every change of rate by two is made.

use std::f64::consts::PI;

use crate::units::larger;

/// Points computed together.
const LANES: usize = 16;

/// Half of a symmetric half-band interpolator: the taps at 1/2, 3/2 ... K-1/2 samples, a Kaiser-windowed sinc with unit gain at 0 Hz.
pub(super) fn taps<const K: usize>(beta: f64) -> [f32; K] {
    let taps: [f64; K] = std::array::from_fn(|k| {
        let t = k as f64 + 0.5;
        let window = bessel_i0(beta * (1.0 - (t / K as f64).powi(2)).sqrt()) / bessel_i0(beta);
        (PI * t).sin() / (PI * t) * window
    });
    let sum = 2.0 * taps.iter().sum::<f64>();
    taps.map(|h| (h / sum) as f32)
}

/// Modified Bessel function of the first kind, order 0: sum of ((x/2)^k / k!)^2 (Abramowitz & Stegun 9.6.12).
fn bessel_i0(x: f64) -> f64 {
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1.0);
    while term > 1e-17 * sum {
        term *= (0.5 * x / k) * (0.5 * x / k);
        sum += term;
        k += 1.0;
    }
    sum
}

/// Points that [`double`] makes of `n` with a filter of `k` taps a side.
pub(super) const fn doubled(n: usize, k: usize) -> usize {
    2 * (n - 2 * k + 1)
}

/// The largest |value|; a NaN counts as nothing.
#[must_use]
pub fn largest(x: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    let (head, tail) = x.as_chunks::<8>();
    for chunk in head {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, x.abs());
        }
    }
    tail.iter().chain(&lanes).fold(0.0, |m, x| larger(m, x.abs()))
}

/// out\[2j\] = x\[K-1+j\]; out\[2j+1\] = the point half way to the next, as in [`midpoints`]. Takes at least 16 points.
#[inline(always)]
pub(super) fn double<const K: usize>(h: &[f32; K], x: &[f32], out: &mut [f32]) {
    let points = out.len() / 2;
    let mut j = 0;
    while j < points {
        // The last group overlaps the one before it.
        j = j.min(points - LANES);
        let sum = group(h, x, j);
        for lane in 0..LANES {
            out[2 * (j + lane)] = x[j + lane + K - 1];
            out[2 * (j + lane) + 1] = sum[lane];
        }
        j += LANES;
    }
}

/// out\[j\] = the point half way between x\[K-1+j\] and x\[K+j\]: sum over k of h\[k\] (x\[K-1+j-k\] + x\[K+j+k\]). At least 16 points.
///
/// It halves the rate, too: the half-band low-pass at every second sample is the mean of that sample and of the midpoint that its
/// odd neighbours give for its place.
#[inline(always)]
pub(super) fn midpoints<const K: usize>(h: &[f32; K], x: &[f32], out: &mut [f32]) {
    let mut j = 0;
    while j < out.len() {
        j = j.min(out.len() - LANES);
        out[j..j + LANES].copy_from_slice(&group(h, x, j));
        j += LANES;
    }
}

/// The midpoints `first` and the 15 after it.
#[inline(always)]
fn group<const K: usize>(h: &[f32; K], x: &[f32], first: usize) -> [f32; LANES] {
    let mut sum = [0.0f32; LANES];
    for (k, &tap) in h.iter().enumerate() {
        let before: &[f32; LANES] = x[first + K - 1 - k..].first_chunk().unwrap_or(&[0.0; LANES]);
        let after: &[f32; LANES] = x[first + K + k..].first_chunk().unwrap_or(&[0.0; LANES]);
        for lane in 0..LANES {
            sum[lane] += tap * (before[lane] + after[lane]);
        }
    }
    sum
}

/// The most that doublings in a row can raise the largest |value| by: the sum of magnitudes of their common impulse response, for
/// its worst phase. Only for preparing: it allocates.
pub(super) fn most_gain(stages: &[&[f32]]) -> f32 {
    let mut response = vec![0.0f32; 129];
    response[64] = 1.0;
    for taps in stages {
        let k_count = taps.len();
        let mut out = vec![0.0; doubled(response.len(), k_count)];
        for j in 0..out.len() / 2 {
            out[2 * j] = response[k_count - 1 + j];
            out[2 * j + 1] = (0..k_count).map(|k| taps[k] * (response[k_count - 1 + j - k] + response[k_count + j + k])).sum();
        }
        response = out;
    }
    let factor = 1 << stages.len();
    let worst = (0..factor)
        .map(|phase| response.iter().skip(phase).step_by(factor).map(|h| f64::from(h.abs())).sum::<f64>())
        .fold(0.0, f64::max);
    // Rounding in f32 must not make the bound too small.
    (worst * (1.0 + 1e-5)) as f32
}

//! Predictors: what is left of a block once the samples before have said what they can.

use std::f64::consts::{LN_2, PI};

/// Highest order of a linear predictor; `flac -5` uses the same.
pub(super) const MOST_ORDER: usize = 8;
/// One lag more than the order, and up to whole SIMD registers.
const LAGS: usize = 10;

/// Bits of a coefficient with its sign: as libFLAC gives blocks of 4096 frames.
pub(super) fn precision(bits: u32) -> u32 {
    if bits <= 17 { 12 } else { 15 }
}

/// A linear predictor: x_n is about (sum q_j x_(n-1-j)) >> shift (RFC 9639, 9.2.6).
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Linear {
    pub coefficients: Vec<i32>,
    pub shift: u32,
}

/// A Tukey window, half of it flat.
pub(super) fn window(frames: usize) -> Vec<f64> {
    let edge = frames / 4;
    let rise = |n: usize| 0.5 - 0.5 * (PI * (n as f64 + 0.5) / edge as f64).cos();
    (0..frames)
        .map(|n| match n.min(frames - 1 - n) {
            near if near < edge => rise(near),
            _ => 1.0,
        })
        .collect()
}

/// The best predictors of a block of each order, by Levinson and Durbin.
pub(super) struct Analysis {
    /// By order - 1.
    predictors: Vec<[f64; MOST_ORDER]>,
    /// Order that should take the fewest bits, 0 where nothing can be predicted.
    order: usize,
    /// What the residual should take in all.
    pub bits: f64,
}

impl Analysis {
    /// `bits`: of a sample.
    pub fn of(samples: &[f64], window: &[f64], bits: u32) -> Self {
        let frames = samples.len();
        let mut windowed: Vec<f64> = samples.iter().zip(window).map(|(x, w)| x * w).collect();
        windowed.resize(frames + LAGS, 0.0);
        let mut lags = [0.0; LAGS];
        for near in windowed.windows(LAGS).take(frames) {
            // Lag beside lag, not lag after lag: a sum of floats can't be reordered, but ten sums fill SIMD registers.
            for (sum, x) in lags.iter_mut().zip(near) {
                *sum += near[0] * x;
            }
        }
        let mut this = Self { predictors: Vec::with_capacity(MOST_ORDER), order: 0, bits: 0.0 };
        if lags[0] <= 0.0 || frames <= 2 * MOST_ORDER {
            this.bits = if lags[0] > 0.0 { frames as f64 * f64::from(bits) } else { 0.0 };
            return this;
        }
        let (mut error, mut a) = (lags[0], [0.0; MOST_ORDER]);
        this.bits = f64::INFINITY;
        for order in 1..=MOST_ORDER {
            // Reflection coefficient, then the step up of the order.
            let known: f64 = (0..order - 1).map(|j| a[j] * lags[order - 1 - j]).sum();
            let reflection = (lags[order] - known) / error;
            let before = a;
            a[order - 1] = reflection;
            for j in 0..order - 1 {
                a[j] = before[j] - reflection * before[order - 2 - j];
            }
            error *= 1.0 - reflection * reflection;
            this.predictors.push(a);
            // Half the logarithm of the variance, and half a bit less: libFLAC's estimate.
            let each = (0.5 * (0.5 * error.max(f64::MIN_POSITIVE) / frames as f64).ln() / LN_2).max(0.0);
            let all = (frames - order) as f64 * each + order as f64 * f64::from(bits + precision(bits));
            if all < this.bits {
                (this.bits, this.order) = (all, order);
            }
            if error <= 0.0 {
                break;
            }
        }
        this
    }

    /// The predictor of the best order in whole numbers, each rounding made good in the next; `None` where there is none of use.
    pub fn linear(&self, precision: u32) -> Option<Linear> {
        let order = self.order;
        let predictor = &self.predictors.get(order.checked_sub(1)?)?[..order];
        let largest = predictor.iter().fold(0.0, |most: f64, a| most.max(a.abs()));
        if !largest.is_finite() || largest <= 0.0 {
            return None;
        }
        let most = f64::from((1 << (precision - 1)) - 1);
        // Room for the largest; a shift has 5 bits with a sign, of which no negative one is allowed.
        let shift = u32::try_from((precision as i32 - 2 - largest.log2().floor() as i32).min(15)).ok()?;
        let mut carried = 0.0;
        let coefficients = predictor
            .iter()
            .map(|a| {
                let exact = carried + a * f64::from(1 << shift);
                let rounded = exact.round().clamp(-most - 1.0, most);
                carried = exact - rounded;
                rounded as i32
            })
            .collect();
        Some(Linear { coefficients, shift })
    }
}

impl Linear {
    /// Of the samples behind the first few; `None` where it does not fit 32 bits (RFC 9639, 9.2.7.3).
    ///
    /// In f64, which has SIMD everywhere for what would be products of 64 bits: samples of 25 bits, coefficients of 15, sums of 8 need 43, and
    /// 53 are exact.
    pub fn residual(&self, samples: &[f64]) -> Option<Vec<i32>> {
        let order = self.coefficients.len();
        let mut sums = vec![0.0; samples.len().checked_sub(order)?];
        for (j, &q) in self.coefficients.iter().enumerate() {
            let q = f64::from(q);
            for (sum, x) in sums.iter_mut().zip(&samples[order - 1 - j..]) {
                *sum += q * x;
            }
        }
        // Rounding down, as a shift does: half a step less rounded to nearest, a hair short of half so that it can't be a tie. An f64 near
        // 1.5 * 2^52 has no room for fractions, so its adder rounds.
        const NO_FRACTIONS: f64 = 1.5 * (1u64 << 52) as f64;
        let scale = 1.0 / f64::from(1 << self.shift);
        let down = 0.5 * scale - 0.5;
        let mut most = 0.0f64;
        for (sum, x) in sums.iter_mut().zip(&samples[order..]) {
            let predicted = ((*sum * scale + down) + NO_FRACTIONS) - NO_FRACTIONS;
            *sum = x - predicted;
            most = if sum.abs() > most { sum.abs() } else { most };
        }
        // Folded, the residual needs one bit more.
        (most < f64::from(1 << 30)).then(|| sums.iter().map(|&r| r as i32).collect())
    }
}

/// The fixed predictor of least sum of magnitudes: differences of order 0 to 4 (RFC 9639, 9.2.5).
pub(super) fn fixed(samples: &[i32]) -> (usize, Vec<i32>) {
    const MOST: usize = 4;
    let magnitude = |residual: &[i32]| residual.iter().map(|&r| u64::from(r.unsigned_abs())).sum::<u64>();
    let (mut best, mut least) = ((0, samples.to_vec()), magnitude(samples));
    let mut differences = samples.to_vec();
    for order in 1..=MOST.min(samples.len().saturating_sub(1)) {
        differences = differences.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let sum = magnitude(&differences);
        if sum < least {
            least = sum;
            best = (order, differences.clone());
        }
    }
    best
}

//! What averaged transforms show of a file's past: where its spectrum ends, and whether one channel lags behind the other.

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::spectrum::Transform;
use crate::audio::AudioBuffer;
use crate::units::power_to_db;

/// Moments looked at, evenly over the recording.
const MOMENTS: usize = 60;

/// Per bin, over some moments of a recording.
pub(super) struct Averages {
    bin_hz: f64,
    size: usize,
    left: Vec<f64>,
    right: Vec<f64>,
    /// Left times right conjugate.
    cross: Vec<Complex<f64>>,
}

impl Averages {
    pub fn of(audio: &AudioBuffer) -> Self {
        let mut transform = Transform::new(audio.sample_rate());
        let size = transform.size;
        let bins = size / 2 + 1;
        let (left, right) = audio.left_right();
        let mut averages = Self {
            bin_hz: f64::from(audio.sample_rate()) / size as f64,
            size,
            left: vec![0.0; bins],
            right: vec![0.0; bins],
            cross: vec![Complex::new(0.0, 0.0); bins],
        };
        let spare = audio.frames().saturating_sub(size);
        let moments = MOMENTS.min(2 * spare / size + 1);
        for moment in 0..moments {
            let range = spare * moment / moments..;
            let (Some(left), right) = (left[range.clone()].get(..size), right.and_then(|r| r[range].get(..size))) else {
                break;
            };
            transform.run(left, right);
            averages.add(&transform);
        }
        averages
    }

    fn add(&mut self, transform: &Transform) {
        let bins = transform.mid.iter().zip(&transform.side);
        for (((left, right), cross), (m, s)) in self.left.iter_mut().zip(&mut self.right).zip(&mut self.cross).zip(bins) {
            let (l, r) = (m + s, m - s);
            *left += f64::from(l.norm_sqr());
            *right += f64::from(r.norm_sqr());
            let product = l * r.conj();
            *cross += Complex::new(f64::from(product.re), f64::from(product.im));
        }
    }

    /// The lag at which the coherent part of both channels agrees best, if it is not 0 and agrees better there than at 0.
    ///
    /// Cross-correlation with the smoothed coherence transform, C = L R* / sqrt(|L|^2 |R|^2) per bin (Carter, Nuttall & Cable 1973, "The
    /// smoothed coherence transform", Proc. IEEE 61): every frequency counts alike, so that bass does not blur the lag.
    pub fn delay_frames(&self) -> i32 {
        let bins = self.left.len();
        let (low, high) = (((LOWEST_HZ / self.bin_hz) as usize).max(1), (0.9 * bins as f64) as usize);
        let mut spectrum = vec![Complex::new(0.0, 0.0); bins];
        for (bin, value) in spectrum.iter_mut().enumerate().take(high).skip(low) {
            let both = (self.left[bin] * self.right[bin]).sqrt();
            if both > 0.0 {
                *value = self.cross[bin] / (both * (high - low) as f64);
            }
        }
        let inverse = RealFftPlanner::<f64>::new().plan_fft_inverse(self.size);
        let mut lags = inverse.make_output_vec();
        // Lengths are the planner's own, and the bins at 0 Hz and half the rate are zero: the transform cannot fail.
        let _ = inverse.process(&mut spectrum, &mut lags);
        // Bins of negative frequency double the sum.
        let at = |lag: i32| 0.5 * lags[lag.rem_euclid(self.size as i32) as usize].abs();
        let furthest = (FURTHEST_S * self.bin_hz * self.size as f64) as i32;
        let best = (-furthest..=furthest).max_by(|&a, &b| at(a).total_cmp(&at(b))).unwrap_or(0);
        // L R* turns by +w n where the right lags by n.
        if at(best) >= LEAST_AGREEMENT && at(best) > CLEARLY * at(0) { -best } else { 0 }
    }
}

const LOWEST_HZ: f64 = 100.0;
const FURTHEST_S: f64 = 0.03;
/// 1 where all of both channels is the same but for the delay.
const LEAST_AGREEMENT: f64 = 0.3;
const CLEARLY: f64 = 1.2;

/// Width of the cells in which the cliff is looked for.
const CELL_HZ: f64 = 200.0;
/// A fall by this much from one kilohertz to the next but 200 Hz is no music's: with a filter of any instrument or microphone, the top
/// falls by a few decibels per kilohertz.
const CLIFF_DB: f64 = 25.0;
/// What reaches this share of half the sample rate is not limited, but converted as usual.
const FULL_BAND: f64 = 0.95;
const KILOHERTZ: usize = (1000.0 / CELL_HZ) as usize;

/// The frequency of the steepest fall, if it is a cliff with nothing behind it.
pub(super) fn band_limit_hz(averages: &Averages) -> Option<f64> {
    let powers: Vec<f64> = averages.left.iter().zip(&averages.right).map(|(l, r)| l + r).collect();
    let per_cell = (CELL_HZ / averages.bin_hz).round() as usize;
    let cells: Vec<f64> =
        powers.chunks_exact(per_cell).map(|cell| power_to_db(cell.iter().sum::<f64>() / per_cell as f64 + 1e-12)).collect();
    let mean = |cells: &[f64]| cells.iter().sum::<f64>() / cells.len() as f64;
    let half = cells.len();
    let falls = (KILOHERTZ..half.saturating_sub(2)).map(|cell| {
        let below = mean(&cells[cell - KILOHERTZ..cell]);
        let above = &cells[cell + 1..(cell + 1 + KILOHERTZ).min(half)];
        (below - mean(above), cell)
    });
    let (fall, cell) = falls.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let below = mean(&cells[cell - KILOHERTZ..cell]);
    let empty = cells[cell + 1..].iter().all(|&level| level < below - 0.8 * CLIFF_DB);
    let share = (cell as f64 + 0.5) / half as f64;
    (fall >= CLIFF_DB && empty && share < FULL_BAND).then_some((cell as f64 + 0.5) * per_cell as f64 * averages.bin_hz)
}

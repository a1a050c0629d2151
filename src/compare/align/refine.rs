//! The offset to the frame, and the polarity of each channel, at the full rate.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use super::consensus::Line;
use crate::audio::AudioBuffer;
use crate::pace::{Pace, Stage, Superseded};

pub(super) struct Refined {
    /// Frame n of the mix is frame n + line.at(n) of the version.
    pub line: Line,
    /// For a line without slope, the one offset that all of it agrees on.
    pub offset_frames: i64,
    /// The slope explains the windows' offsets far better than one offset does.
    pub drifts: bool,
    pub inverted: [bool; 2],
}

/// Transforms of one window, overlapping by half: about 0.9 s.
const FRAMES_A_WINDOW: usize = 4;
/// Frames that the offset of a window may lie beside the coarse one, in samples of the low rate.
const REACH: usize = 4;

/// `at`: the middles of windows that lie on the `coarse` line, in frames of the mix. `None` where nothing sounds in any of them.
pub(super) async fn refine(
    mix: &AudioBuffer,
    version: &AudioBuffer,
    at: &[usize],
    coarse: Line,
    pace: &mut impl Pace,
) -> Result<Option<Refined>, Superseded> {
    let mut cross = CrossSpectra::new(mix, version);
    let reach = REACH * super::low_rate::factor(mix.sample_rate());
    let mut points = Vec::with_capacity(at.len());
    for &at in at {
        pace.breathe(Stage::Align, super::SEARCHED).await?;
        cross.clear();
        let offset = coarse.at(at as f64).round() as i64;
        cross.add(at, offset);
        if let Some(beside) = cross.lag(reach) {
            points.push((at as f64, offset as f64 + beside));
        }
    }
    if points.is_empty() {
        return Ok(None);
    }
    let (line, drifts) = fit(&points);

    // Once more, all windows together and each at its place on the line: what none of them tells alone, all of them do.
    cross.clear();
    for &at in at {
        pace.breathe(Stage::Align, super::SEARCHED).await?;
        cross.add(at, line.at(at as f64).round() as i64);
    }
    let beside = cross.lag(reach).unwrap_or(0.0).round();
    let line = Line { origin: line.origin + beside, ..line };
    Ok(Some(Refined { line, offset_frames: line.origin.round() as i64, drifts, inverted: cross.inverted(beside as i64) }))
}

/// Frames; windows of a recording that does not drift miss their common offset by less.
const LEAST_MISSED: f64 = 0.2;

/// A constant, or a line if that is far nearer to the points: by the median of the slopes between all two (P. K. Sen, "Estimates of
/// the regression coefficient based on Kendall's tau", J. Amer. Statist. Assoc. 63, 1968), which a third of false points does not move.
fn fit(points: &[(f64, f64)]) -> (Line, bool) {
    let constant = median(points.iter().map(|p| p.1).collect());
    let slopes = points
        .iter()
        .enumerate()
        .flat_map(|(i, a)| points[i + 1..].iter().filter(|b| b.0 != a.0).map(move |b| (b.1 - a.1) / (b.0 - a.0)));
    let slopes: Vec<f64> = slopes.collect();
    let flat = Line { origin: constant.round(), slope: 0.0 };
    if points.len() < 3 || slopes.is_empty() {
        return (flat, false);
    }
    let slope = median(slopes);
    let line = Line { origin: median(points.iter().map(|p| p.1 - slope * p.0).collect()), slope };
    let missed = |line: &Line| median(points.iter().map(|p| (p.1 - line.at(p.0)).abs()).collect());
    let drifts = missed(&flat) > 4.0 * missed(&line).max(LEAST_MISSED);
    if drifts { (line, true) } else { (flat, false) }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Averaged spectra of both recordings and their product, per pair of channels.
struct CrossSpectra<'a> {
    mix: &'a AudioBuffer,
    version: &'a AudioBuffer,
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    window: Vec<f32>,
    time: Vec<f32>,
    bins: [Vec<Complex<f32>>; 2],
    scratch: Vec<Complex<f32>>,
    pairs: Vec<Pair>,
    added: usize,
}

struct Pair {
    cross: Vec<Complex<f32>>,
    powers: [Vec<f32>; 2],
}

/// 60 Hz (of 44.1 kHz) to 0.45 of the rate.
const LOWEST: f64 = 60.0 / 22_050.0;
const HIGHEST: f64 = 0.9;

impl<'a> CrossSpectra<'a> {
    fn new(mix: &'a AudioBuffer, version: &'a AudioBuffer) -> Self {
        // 16384 at 44.1 kHz: far longer than any offset left to find.
        let size = (16_384.0 * f64::from(mix.sample_rate()) / 44_100.0).log2().round().exp2().max(1024.0) as usize;
        let mut planner = RealFftPlanner::<f32>::new();
        let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
        let bins = forward.make_output_vec();
        let pair = || Pair { cross: bins.clone(), powers: [vec![0.0; bins.len()], vec![0.0; bins.len()]] };
        let pairs = mix.channels().len().max(version.channels().len());
        let pairs = if mix.channels().len() != version.channels().len() && version.is_mono() { 1 } else { pairs };
        Self {
            mix,
            version,
            window: (0..size).map(|n| (std::f64::consts::PI * (n as f64 + 0.5) / size as f64).sin().powi(2) as f32).collect(),
            time: forward.make_input_vec(),
            scratch: vec![Complex::default(); forward.get_scratch_len().max(inverse.get_scratch_len())],
            pairs: (0..pairs).map(|_| pair()).collect(),
            bins: [bins.clone(), bins.clone()],
            added: 0,
            forward,
            inverse,
        }
    }

    fn clear(&mut self) {
        self.added = 0;
        for pair in &mut self.pairs {
            pair.cross.fill(Complex::default());
            pair.powers.iter_mut().for_each(|power| power.fill(0.0));
        }
    }

    /// The frames around `middle` of the mix, against the version's so much later.
    fn add(&mut self, middle: usize, offset: i64) {
        let size = self.time.len();
        let first = middle as i64 - (size * (FRAMES_A_WINDOW + 1) / 4) as i64;
        for frame in 0..FRAMES_A_WINDOW {
            let start = first + (frame * size / 2) as i64;
            for index in 0..self.pairs.len() {
                self.transform(0, index, start);
                self.transform(1, index, start + offset);
                let pair = &mut self.pairs[index];
                let [a, b] = &self.bins;
                let [power_a, power_b] = &mut pair.powers;
                for ((((cross, pa), pb), a), b) in pair.cross.iter_mut().zip(power_a).zip(power_b).zip(a).zip(b) {
                    *cross += a.conj() * b;
                    *pa += a.norm_sqr();
                    *pb += b.norm_sqr();
                }
            }
        }
        self.added += FRAMES_A_WINDOW;
    }

    /// A channel of the mix (0) or the version (1); mono stands for both, and against mono both stand as their mid.
    fn transform(&mut self, which: usize, index: usize, start: i64) {
        let audio = if which == 0 { self.mix } else { self.version };
        let (left, right) = audio.left_right();
        let at = |n: usize| usize::try_from(start + n as i64).ok().filter(|&n| n < left.len());
        for (n, (time, window)) in self.time.iter_mut().zip(&self.window).enumerate() {
            *time = match (at(n), right) {
                (None, _) => 0.0,
                (Some(n), Some(right)) if self.pairs.len() == 1 => window * 0.5 * (left[n] + right[n]),
                (Some(n), Some(right)) if index == 1 => window * right[n],
                (Some(n), _) => window * left[n],
            };
        }
        let _ = self.forward.process_with_scratch(&mut self.time, &mut self.bins[which], &mut self.scratch);
    }

    /// How a pair's channels agree, per lag modulo the size.
    fn correlation(&mut self, index: usize) -> Vec<f32> {
        let pair = &self.pairs[index];
        let bins = pair.cross.len() as f64;
        let band = (LOWEST * bins) as usize..(HIGHEST * bins) as usize;
        let bias = 1.0 / self.added.max(1) as f32;
        let out = &mut self.bins[0];
        out.fill(Complex::default());
        for bin in band {
            let magnitude = pair.cross[bin].norm_sqr().sqrt();
            let both = pair.powers[0][bin] * pair.powers[1][bin];
            if magnitude > 0.0 && both > 0.0 {
                out[bin] = pair.cross[bin] * (weight(magnitude * magnitude / both, bias) / magnitude);
            }
        }
        let _ = self.inverse.process_with_scratch(&mut self.bins[0], &mut self.time, &mut self.scratch);
        self.time.clone()
    }

    /// The lag within `reach` at which all channels together agree best, each in its own polarity.
    fn lag(&mut self, reach: usize) -> Option<f64> {
        let size = self.time.len() as i64;
        let reach = (reach as i64).min(size / 4);
        let mut sums = vec![0.0; 2 * reach as usize + 1];
        for index in 0..self.pairs.len() {
            let correlation = self.correlation(index);
            for (sum, lag) in sums.iter_mut().zip(-reach..=reach) {
                *sum += correlation[lag.rem_euclid(size) as usize].abs();
            }
        }
        let (best, &value) = sums.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
        // Between the frames by a parabola through the three highest.
        let beside = match (best.checked_sub(1).and_then(|before| sums.get(before)), sums.get(best + 1)) {
            (Some(before), Some(after)) if before + after < 2.0 * value => {
                0.5 * (after - before) / (2.0 * value - before - after)
            }
            _ => 0.0,
        };
        (value > 0.0).then_some((best as i64 - reach) as f64 + f64::from(beside))
    }

    /// Whose correlation at `lag` is negative.
    fn inverted(&mut self, lag: i64) -> [bool; 2] {
        let size = self.time.len() as i64;
        let mut inverted = [false; 2];
        for (index, inverted) in inverted.iter_mut().enumerate().take(self.pairs.len()) {
            *inverted = self.correlation(index)[lag.rem_euclid(size) as usize] < 0.0;
        }
        if self.pairs.len() == 1 {
            inverted[1] = inverted[0];
        }
        inverted
    }
}

/// The maximum-likelihood weight of a bin by its coherence, g/(1 - g) (E. J. Hannan and P. J. Thomson, "Estimating group delay",
/// Biometrika 60, 1973): what noise, a codec or a limiter has spoilt counts little. An average of n spectra shows a coherence of 1/n
/// where there is none; and from 0.9 on, nothing better is known.
fn weight(coherence: f32, bias: f32) -> f32 {
    let g = ((coherence - bias) / (1.0 - bias)).clamp(0.0, 0.9);
    g / (1.0 - g)
}

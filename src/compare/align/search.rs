//! Short windows of the one recording, looked for everywhere in the other.

use realfft::num_complex::Complex;

use super::whiten::Whitener;
use crate::pace::{Pace, Stage, Superseded};

/// A place at which a window agrees. All in samples of the low rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Peak {
    /// The middle of the window, on the mix.
    pub at: usize,
    /// Of the version's sample behind the mix's.
    pub offset: i64,
    /// Agreement, in standard deviations of chance.
    pub sigmas: f32,
}

/// 6 s: a phrase, so that a repeated beat is told from its neighbours, and short enough for a drift of 500 ppm to smear by 3 ms only.
const LONGEST: usize = 1 << 14;
/// Less than this (0.37 s) agrees anywhere.
const SHORTEST: usize = 1 << 10;
const MOST_WINDOWS: usize = 24;
/// Music made of loops has as many equal peaks as loops.
const PEAKS: usize = 32;
/// About one peak of chance in a block of 2^14 passes.
const NOTABLE: f32 = 4.2;
/// The largest in each cell of so many lags is a candidate.
const CELL: usize = 32;
/// Windows this much quieter (in power) than the loudest tell little.
const QUIET: f64 = 1e-5;

/// The peaks of each window, the highest first. It is the `part.0`-th search of `part.1`. Windows are taken from the shorter recording: an excerpt is all of it in the other.
pub(super) async fn search(
    mix: &[f32],
    version: &[f32],
    part: (f32, f32),
    pace: &mut impl Pace,
) -> Result<Vec<Vec<Peak>>, Superseded> {
    let swapped = version.len() < mix.len();
    let (short, long) = if swapped { (version, mix) } else { (mix, version) };
    if short.len() < 2 * SHORTEST {
        return Ok(Vec::new());
    }
    let window = LONGEST.min(1 << (short.len() / 2).ilog2());
    let mut whitener = Whitener::new(2 * window);
    let mut blocks = Vec::with_capacity(long.len() / window + 1);
    for start in (0..long.len()).step_by(window) {
        if blocks.len().is_multiple_of(16) {
            pace.breathe(Stage::Align, super::SEARCHED * part.0 / part.1).await?;
        }
        blocks.push(whitener.spectrum(long[start..].iter().copied()));
    }
    let starts = starts(short, window);
    let mut windows = Vec::with_capacity(starts.len());
    for (index, &start) in starts.iter().enumerate() {
        let spectrum = whitener.spectrum(short[start..start + window].iter().copied());
        let mut peaks = Vec::new();
        for (block, other) in blocks.iter().enumerate() {
            if block.is_multiple_of(32) {
                pace.breathe(Stage::Align, super::SEARCHED * (part.0 + index as f32 / starts.len() as f32) / part.1).await?;
            }
            candidates(&mut whitener, &spectrum, other, window, |lag, sigmas| peaks.push((block * window + lag, sigmas)));
        }
        windows.push(highest(peaks).into_iter().map(|(found, sigmas)| peak(start, found, window, swapped, sigmas)).collect());
    }
    Ok(windows)
}

fn peak(start: usize, found: usize, window: usize, swapped: bool, sigmas: f32) -> Peak {
    let offset = found as i64 - start as i64;
    if swapped {
        Peak { at: found + window / 2, offset: -offset, sigmas }
    } else {
        Peak { at: start + window / 2, offset, sigmas }
    }
}

/// The loudest place in each of equal parts, none quiet.
fn starts(samples: &[f32], window: usize) -> Vec<usize> {
    let step = window / 8;
    let powers: Vec<f64> =
        samples.chunks_exact(step).map(|chunk| chunk.iter().map(|&x| f64::from(x) * f64::from(x)).sum()).collect();
    let sums: Vec<f64> = powers.windows(8).map(|eight| eight.iter().sum()).collect();
    let loudest = sums.iter().copied().fold(0.0, f64::max);
    let parts = MOST_WINDOWS.min(2 * samples.len() / window).min(sums.len()).max(1);
    let mut starts = Vec::with_capacity(parts);
    for part in 0..parts {
        let range = part * sums.len() / parts..(part + 1) * sums.len() / parts;
        if let Some(best) = range.max_by(|&a, &b| sums[a].total_cmp(&sums[b]))
            && sums[best] > QUIET * loudest
        {
            starts.push(best * step);
        }
    }
    starts
}

fn candidates(
    whitener: &mut Whitener,
    window: &[Complex<f32>],
    block: &[Complex<f32>],
    lags: usize,
    mut found: impl FnMut(usize, f32),
) {
    let correlation = &whitener.correlate(window, block)[..lags];
    for (cell, values) in correlation.chunks(CELL).enumerate() {
        let (mut best, mut at) = (NOTABLE, None);
        for (n, value) in values.iter().enumerate() {
            if value.abs() > best {
                (best, at) = (value.abs(), Some(n));
            }
        }
        if let Some(n) = at {
            found(cell * CELL + n, best);
        }
    }
}

/// The highest, each alone in its surroundings.
fn highest(mut peaks: Vec<(usize, f32)>) -> Vec<(usize, f32)> {
    peaks.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut kept: Vec<(usize, f32)> = Vec::with_capacity(PEAKS);
    for (lag, sigmas) in peaks {
        if kept.len() == PEAKS {
            break;
        }
        if kept.iter().all(|(other, _)| other.abs_diff(lag) > 4) {
            kept.push((lag, sigmas));
        }
    }
    kept
}

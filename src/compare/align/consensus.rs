//! The one offset, or slow drift, that the windows of a whole song agree on.

use super::search::Peak;

/// Offset of the version behind the mix as a function of the mix's time, in samples of one rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub origin: f64,
    pub slope: f64,
}

impl Line {
    pub fn at(&self, sample: f64) -> f64 {
        self.origin + self.slope * sample
    }

    /// The same at a rate so many times as high.
    pub fn scaled(self, times: f64) -> Self {
        Self { origin: self.origin * times, ..self }
    }
}

pub(super) struct Consensus {
    pub line: Line,
    /// (window, its peak) on the line.
    pub agreeing: Vec<(usize, usize)>,
    /// Of all that agree, together.
    pub sigmas: f32,
}

impl Consensus {
    /// Nearly all windows agree, and as only the same signal does: there is no better way to listen.
    pub fn beyond_doubt(&self, windows: &[Vec<Peak>]) -> bool {
        self.agreeing.len() * 5 >= windows.len() * 4 && self.sigmas >= BEYOND_DOUBT * self.agreeing.len() as f32
    }
}

/// Tape machines and free-running converters stay within it.
const MOST_DRIFT: f64 = 600e-6;
/// Samples of the low rate; about 1 ms.
const TOLERANCE: f64 = 2.5;
/// A window that has this on a line has not got it by chance: of 90 pairs of different songs, none has two on one.
const CERTAIN: f32 = 8.0;
/// Mean of windows; 160 is all there can be.
const BEYOND_DOUBT: f32 = 40.0;
/// Where one window is all there is.
const CERTAIN_ALONE: f32 = 14.0;

/// The line on which most agreement lies; `None` where it could be chance.
pub(super) fn agreed(windows: &[Vec<Peak>]) -> Option<Consensus> {
    let best = best(windows, |_| true)?;
    let strengths = best.agreeing.iter().map(|&(window, peak)| windows[window][peak].sigmas);
    let certain = strengths.clone().filter(|&s| s >= CERTAIN).count();
    let alone = strengths.clone().any(|s| s >= CERTAIN_ALONE);
    (certain >= 2 || alone).then_some(best)
}

/// Other lines, which only windows that are not on the first agree on: at most four, the strongest first.
pub(super) fn others(windows: &[Vec<Peak>], first: &Consensus) -> Vec<Line> {
    let mut free: Vec<bool> = windows
        .iter()
        .enumerate()
        .map(|(window, peaks)| {
            let highest = peaks.first().map_or(0.0, |peak| peak.sigmas);
            let on_line = first.agreeing.iter().find(|(w, _)| *w == window).map_or(0.0, |&(w, p)| windows[w][p].sigmas);
            highest >= CERTAIN && on_line < 0.5 * highest
        })
        .collect();
    let mut lines = Vec::new();
    while lines.len() < 4
        && let Some(next) = best(windows, |window| free[window])
        && next.agreeing.iter().any(|&(w, p)| windows[w][p].sigmas >= CERTAIN)
    {
        next.agreeing.iter().for_each(|&(window, _)| free[window] = false);
        lines.push(next.line);
    }
    lines
}

/// Every peak is tried as a constant offset, and every two as a drift.
fn best(windows: &[Vec<Peak>], counts: impl Fn(usize) -> bool) -> Option<Consensus> {
    let peaks =
        || windows.iter().enumerate().filter(|(window, _)| counts(*window)).flat_map(|(w, p)| p.iter().map(move |p| (w, p)));
    let judge = |line: Line| {
        let mut consensus = Consensus { line, agreeing: Vec::new(), sigmas: 0.0 };
        for (window, peaks) in windows.iter().enumerate().filter(|(window, _)| counts(*window)) {
            // The highest comes first.
            let on_line = |peak: &Peak| (peak.offset as f64 - line.at(peak.at as f64)).abs() <= TOLERANCE;
            if let Some(peak) = peaks.iter().position(on_line) {
                consensus.agreeing.push((window, peak));
                consensus.sigmas += peaks[peak].sigmas;
            }
        }
        consensus
    };
    let mut best: Option<Consensus> = None;
    let mut consider = |consensus: Consensus| {
        if best.as_ref().is_none_or(|best| consensus.sigmas > best.sigmas) {
            best = Some(consensus);
        }
    };
    for (window, one) in peaks() {
        consider(judge(Line { origin: one.offset as f64, slope: 0.0 }));
        for (_, two) in peaks().filter(|(other, _)| *other > window) {
            let (run, rise) = (two.at as f64 - one.at as f64, (two.offset - one.offset) as f64);
            if rise != 0.0 && rise.abs() <= MOST_DRIFT * run.abs() {
                let slope = rise / run;
                consider(judge(Line { origin: one.offset as f64 - slope * one.at as f64, slope }));
            }
        }
    }
    best
}

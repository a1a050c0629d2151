//! Where in the song a change is heard best.

use serde::{Deserialize, Serialize};

use super::TonePart;
use crate::compare::Along;
use crate::measure::Track;

/// As long as a phrase.
const STRETCH_S: f64 = 8.0;
const STEP_S: f64 = 1.0;

/// Stretches of the first recording, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// The loudest.
    pub fullest_s: (f64, f64),
    /// Where there is most of each part of the spectrum.
    pub parts_s: [(f64, f64); TonePart::ALL.len()],
    /// Where there is most side signal, of what lies above the bass and of the bass.
    pub widest_s: (f64, f64),
    pub widest_bass_s: (f64, f64),
    /// The whole that both have in common.
    pub seconds: f64,
}

impl Places {
    pub(super) fn of(along: &Along, track: &Track) -> Self {
        let seconds = along.seconds();
        let begins = |at_s: f64| around(at_s + 0.5 * STRETCH_S, STRETCH_S, seconds);
        let count = ((seconds - STRETCH_S) / STEP_S).max(0.0) as usize + 1;
        let powers: Vec<_> = (0..count).map(|at| along.over(at as f64 * STEP_S, at as f64 * STEP_S + STRETCH_S)[0]).collect();
        let most = |of: &dyn Fn(usize) -> f64| {
            let found = (0..count).max_by(|&a, &b| of(a).total_cmp(&of(b)));
            begins(found.unwrap_or(0) as f64 * STEP_S)
        };
        let side = |parts: std::ops::Range<usize>| most(&|at| powers[at].side[parts.clone()].iter().sum());
        Self {
            fullest_s: begins(track.fullest(STRETCH_S)),
            parts_s: std::array::from_fn(|part| most(&|at| powers[at].of(part..part + 1))),
            widest_s: side(2..TonePart::ALL.len()),
            widest_bass_s: side(0..2),
            seconds,
        }
    }

    /// A stretch of the usual length with `at_s` in its middle, as far as the song goes.
    #[must_use]
    pub fn around(&self, at_s: f64) -> (f64, f64) {
        around(at_s, STRETCH_S, self.seconds)
    }
}

fn around(at_s: f64, length_s: f64, seconds: f64) -> (f64, f64) {
    let from_s = (at_s - 0.5 * length_s).min(seconds - length_s).max(0.0);
    (from_s, (from_s + length_s).min(seconds))
}

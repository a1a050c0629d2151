//! What was measured of the mix and of its automatic master, as far as a verdict rests on it.

use serde::{Deserialize, Serialize};

use super::readiness::{Check, ReadinessItem, ReadinessResult};
use crate::compare::{Character, Comparison};
use crate::mastering::{Decision, Outcome, Plan, Reach, StyleId};
use crate::measure::Measurements;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The style the master was made for.
    pub style: StyleId,
    /// No style stood out, so it was made to the average of all of them.
    pub style_unclear: bool,
    /// The checks of the mix that ended in "fix".
    pub faults: Vec<Check>,
    /// The plan found a finished master.
    pub finished: Option<Finished>,
    /// How much closer the master's peaks stand to its loudness (PLR), in dB; below 0 where they stand further off.
    pub plr_lost_db: f64,
    /// Share of the time in which peaks stand less than 8 dB over the loudness around them (PSR), 0 to 1: of the mix, and of the master.
    pub dense_before: f64,
    pub dense_after: f64,
    /// Loudness range (LRA) of the mix in LU, and the share of it that the master lost, 0 to 1; 0 where it grew.
    pub lra_lu: f64,
    pub lra_lost: f64,
    /// By how much the master is quieter than was aimed for, because its limiter would not have stayed clean.
    pub quieter_db: f64,
    /// `None` where it was not measured.
    pub character: Option<CharacterEvidence>,
}

/// The plan's `AlreadyFinished`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    pub lufs: f64,
    pub plr_db: f64,
}

/// How far the mix stands from its style's average, and what the master left of that.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CharacterEvidence {
    /// Of the mix from the centroid, in tolerances.
    pub distance: f64,
    /// The share of it that is left in the master: 1 is all of it, 0 is none.
    pub kept: f64,
    /// How many dimensions were flattened, and how many were moved another way.
    pub flattened: usize,
    pub redirected: usize,
}

impl CharacterEvidence {
    /// A dimension counts as flattened by the same share as the whole, and as redirected where the master is past the average.
    #[must_use]
    pub fn of(character: &Character) -> Self {
        let kept = || character.traits.iter().filter_map(|t| t.kept);
        Self {
            distance: character.before,
            kept: character.kept().unwrap_or(1.0),
            flattened: kept().filter(|kept| (0.0..KEPT).contains(kept)).count(),
            redirected: kept().filter(|kept| *kept < 0.0).count(),
        }
    }
}

/// Less than this is flattened [J].
const KEPT: f64 = 0.6;
/// Within its tolerances of the average a mix has nothing that could be flattened.
const CLOSE: f64 = 1.0;
/// More than this off the peaks is worth a word, and so is a fifth more of the time spent dense [J].
const PUNCH_DB: f64 = 4.0;
const DENSE: f64 = 0.2;
/// Worth a word: more than this of the loudness range [J], of one that is no mere remainder.
const FORM: f64 = 0.25;
const LEAST_LRA_LU: f64 = 2.0;
/// A difference in loudness that an attentive listener may notice.
const QUIETER_DB: f64 = 0.5;

impl Evidence {
    /// `readiness` is that of the mix.
    #[must_use]
    pub fn of(
        before: &Measurements,
        outcome: &Outcome,
        plan: &Plan,
        comparison: &Comparison,
        readiness: &[ReadinessItem],
        character: Option<CharacterEvidence>,
    ) -> Self {
        let lra_lu = before.loudness.lra_lu;
        let dense = |m: &Measurements| m.dynamics.psr.map_or(0.0, |psr| psr.below_8_db);
        Self {
            style: plan.style.id,
            style_unclear: plan.decisions.iter().any(|decision| matches!(decision, Decision::StyleUnclear { .. })),
            faults: readiness.iter().filter(|item| item.result == ReadinessResult::Fix).map(|item| item.check).collect(),
            finished: plan.decisions.iter().find_map(|decision| match *decision {
                Decision::AlreadyFinished { lufs, plr_db } => Some(Finished { lufs, plr_db }),
                _ => None,
            }),
            plr_lost_db: -comparison.plr_db,
            dense_before: dense(before),
            dense_after: dense(&outcome.after),
            lra_lu,
            lra_lost: if lra_lu > 0.0 { (-comparison.lra_lu / lra_lu).clamp(0.0, 1.0) } else { 0.0 },
            quieter_db: match outcome.reach {
                Reach::StoppedClean { asked_lufs, reached_lufs, .. } => (asked_lufs - reached_lufs).max(0.0),
                // One gain was the wish, or all that a finished master needs.
                Reach::Reached { .. } | Reach::OneGain { .. } => 0.0,
            },
            character,
        }
    }

    fn far(&self) -> Option<CharacterEvidence> {
        self.character.filter(|character| character.distance >= CLOSE)
    }

    #[must_use]
    pub fn is_close_to_style(&self) -> bool {
        self.character.is_some_and(|character| character.distance < CLOSE)
    }

    /// As a whole and in every dimension.
    #[must_use]
    pub fn keeps_character(&self) -> bool {
        self.far().is_some_and(|c| c.kept >= KEPT && c.flattened == 0 && c.redirected == 0)
    }

    /// As a whole or in some dimension.
    #[must_use]
    pub fn flattens_character(&self) -> bool {
        self.far().is_some_and(|c| c.kept < KEPT || c.flattened > 0)
    }

    #[must_use]
    pub fn redirects_character(&self) -> bool {
        self.far().is_some_and(|c| c.redirected > 0)
    }

    #[must_use]
    pub fn loses_punch(&self) -> bool {
        self.plr_lost_db > PUNCH_DB || self.dense_after - self.dense_before > DENSE
    }

    #[must_use]
    pub fn loses_form(&self) -> bool {
        self.lra_lu >= LEAST_LRA_LU && self.lra_lost > FORM
    }

    #[must_use]
    pub fn is_quieter_than_aimed(&self) -> bool {
        self.quieter_db >= QUIETER_DB
    }

    /// Of a song that was mastered: a finished one had nothing to lose.
    #[must_use]
    pub fn loses_nothing(&self) -> bool {
        self.finished.is_none() && !self.loses_punch() && !self.loses_form() && !self.is_quieter_than_aimed()
    }
}

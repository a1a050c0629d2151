//! What a finished blind test shows; kept with the song, and shown to the engineer if the artist wishes.
//!
//! Every finished test is to be kept, not the best one: of twenty tests by guessing, one is below p = 0.05.

use serde::{Deserialize, Serialize};

use super::statistics::{EVIDENCE_BELOW, binomial_tail, most_picked_tail};
use super::test::BlindKind;
use crate::compare::SourceId;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlindResult {
    pub kind: BlindKind,
    /// The loop it was limited to, start and end in seconds.
    pub region: Option<(f64, f64)>,
    pub score: Score,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Score {
    Preference {
        /// Each voice and its picks, most picked first.
        picks: Vec<(SourceId, u32)>,
        no_preference: u32,
        /// Of the most picks that one voice had: [`most_picked_tail`].
        p: f64,
    },
    Abx {
        a: SourceId,
        b: SourceId,
        correct: u32,
        trials: u32,
        /// One-sided: [`binomial_tail`] at 1/2.
        p: f64,
    },
}

impl Score {
    /// `picked`: per round, the voice, or none.
    pub(super) fn preference(voices: &[SourceId], picked: impl Iterator<Item = Option<SourceId>>) -> Self {
        let mut picks: Vec<(SourceId, u32)> = voices.iter().map(|&voice| (voice, 0)).collect();
        let mut no_preference = 0;
        for voice in picked {
            match picks.iter_mut().find(|(id, _)| Some(*id) == voice) {
                Some((_, count)) => *count += 1,
                None => no_preference += 1,
            }
        }
        picks.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
        let all = picks.iter().map(|(_, count)| count).sum();
        let most = picks.first().map_or(0, |(_, count)| *count);
        let p = most_picked_tail(most, all, picks.len() as u32);
        Self::Preference { picks, no_preference, p }
    }

    /// `answered`: per trial, A, B, and whether the answer was right. `None` without any.
    pub(super) fn abx(answered: impl Iterator<Item = (SourceId, SourceId, bool)>) -> Option<Self> {
        let answered: Vec<_> = answered.collect();
        let &(a, b, _) = answered.first()?;
        let correct = answered.iter().filter(|(_, _, right)| *right).count() as u32;
        let trials = answered.len() as u32;
        Some(Self::Abx { a, b, correct, trials, p: binomial_tail(correct, trials, 0.5) })
    }

    #[must_use]
    pub fn p(&self) -> f64 {
        match *self {
            Self::Preference { p, .. } | Self::Abx { p, .. } => p,
        }
    }

    /// Whether chance alone does as well in fewer than one test of twenty. If not, nothing is shown, and nothing is refuted.
    #[must_use]
    pub fn is_evidence(&self) -> bool {
        self.p() < EVIDENCE_BELOW
    }

    /// The voices with the most picks; several if they have as many, none if nothing was picked.
    #[must_use]
    pub fn favourites(&self) -> Vec<SourceId> {
        match self {
            Self::Preference { picks, .. } => {
                let most = picks.iter().map(|(_, count)| *count).max().unwrap_or(0);
                picks.iter().filter(|(_, count)| *count == most && most > 0).map(|(id, _)| *id).collect()
            }
            Self::Abx { .. } => Vec::new(),
        }
    }
}

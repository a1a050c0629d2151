//! One blind test, from the draw to the last answer.

use serde::{Deserialize, Serialize};

use super::random::{Entropy, below, shuffle};
use super::result::{BlindResult, Score};
use crate::compare::SourceId;

/// 12 right is p = 0.038; a listener who is right three times of four gets there in 63 of 100 such tests, in some minutes of listening.
pub const ABX_TRIALS: u32 = 16;

/// More than anybody listens to with attention.
pub const MOST_TRIALS: u32 = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlindKind {
    /// The one pick after mastering: the artist's mix or the automatic master.
    FirstMinute,
    /// Which do you like? Any number of voices, shuffled in each round.
    Preference,
    /// Can you tell two voices apart? X is one of them.
    Abx,
}

/// What the listener may ask to hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Label {
    /// Counted from 1.
    Number(u32),
    A,
    B,
    X,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Answer {
    /// The label's number, counted from 1.
    Prefer(u32),
    NoPreference,
    XIsA,
    XIsB,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlindError {
    #[error("{given} different voices, where {needed} are needed")]
    Voices { given: usize, needed: &'static str },
    #[error("{given} trials, where 1 to {MOST_TRIALS} are possible")]
    Trials { given: u32 },
    #[error("{answer:?} is no answer to the present question")]
    NotAsked { answer: Answer },
}

/// Plain data. A reload ends it without a result. What is behind the labels and what was right stays inside until the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BlindTest {
    kind: BlindKind,
    /// The loop it is limited to, start and end in seconds.
    region: Option<(f64, f64)>,
    /// Per trial: the voices behind labels 1, 2 ..., or those behind A, B and X.
    behind: Vec<Vec<SourceId>>,
    /// Of the trials that are done.
    answers: Vec<Answer>,
}

impl BlindTest {
    #[must_use]
    pub fn first_minute(region: Option<(f64, f64)>, entropy: &mut impl Entropy) -> Self {
        Self::shuffled(BlindKind::FirstMinute, &[SourceId::ORIGINAL, SourceId::AUTOMATIC], 1, region, entropy)
    }

    /// # Errors
    /// With fewer than two voices, one voice twice, or a number of rounds that nobody would finish.
    pub fn preference(
        voices: &[SourceId],
        rounds: u32,
        region: Option<(f64, f64)>,
        entropy: &mut impl Entropy,
    ) -> Result<Self, BlindError> {
        let given = different(voices);
        if given < 2 || given < voices.len() {
            return Err(BlindError::Voices { given, needed: "two or more, each once," });
        }
        let rounds = checked(rounds)?;
        Ok(Self::shuffled(BlindKind::Preference, voices, rounds, region, entropy))
    }

    /// `trials`: [`ABX_TRIALS`] where nothing speaks for another number.
    ///
    /// # Errors
    /// If `a` is `b`, or with a number of trials that nobody would finish.
    pub fn abx(
        a: SourceId,
        b: SourceId,
        trials: u32,
        region: Option<(f64, f64)>,
        entropy: &mut impl Entropy,
    ) -> Result<Self, BlindError> {
        if a == b {
            return Err(BlindError::Voices { given: 1, needed: "two" });
        }
        let behind = (0..checked(trials)?).map(|_| vec![a, b, if below(2, entropy) == 0 { a } else { b }]).collect();
        Ok(Self { kind: BlindKind::Abx, region, behind, answers: Vec::new() })
    }

    fn shuffled(
        kind: BlindKind,
        voices: &[SourceId],
        rounds: u32,
        region: Option<(f64, f64)>,
        entropy: &mut impl Entropy,
    ) -> Self {
        let order = |_| {
            let mut order = voices.to_vec();
            shuffle(&mut order, entropy);
            order
        };
        Self { kind, region, behind: (0..rounds).map(order).collect(), answers: Vec::new() }
    }

    #[must_use]
    pub fn kind(&self) -> BlindKind {
        self.kind
    }

    /// The loop it is limited to, start and end in seconds.
    #[must_use]
    pub fn region(&self) -> Option<(f64, f64)> {
        self.region
    }

    /// What can be heard in the present trial; nothing once it is over.
    #[must_use]
    pub fn labels(&self) -> Vec<Label> {
        match (self.kind, self.present()) {
            (_, None) => Vec::new(),
            (BlindKind::Abx, _) => vec![Label::A, Label::B, Label::X],
            (_, Some(voices)) => (1..=voices.len() as u32).map(Label::Number).collect(),
        }
    }

    /// What to play for a label of the present trial.
    #[must_use]
    pub fn heard(&self, label: Label) -> Option<SourceId> {
        let place = match (self.kind, label) {
            (BlindKind::Abx, Label::A) => 0,
            (BlindKind::Abx, Label::B) => 1,
            (BlindKind::Abx, Label::X) => 2,
            (BlindKind::FirstMinute | BlindKind::Preference, Label::Number(number)) => (number as usize).checked_sub(1)?,
            _ => return None,
        };
        self.present()?.get(place).copied()
    }

    /// Answers the present trial and goes on to the next. There is no way back: a second thought would know the first.
    ///
    /// # Errors
    /// If the test is over, or asks something else; it then stays as it was.
    pub fn answer(&mut self, answer: Answer) -> Result<(), BlindError> {
        let asked = !self.is_over()
            && match answer {
                Answer::XIsA | Answer::XIsB => self.kind == BlindKind::Abx,
                Answer::NoPreference => self.kind != BlindKind::Abx,
                Answer::Prefer(number) => self.heard(Label::Number(number)).is_some(),
            };
        if !asked {
            return Err(BlindError::NotAsked { answer });
        }
        self.answers.push(answer);
        Ok(())
    }

    /// Trials done, and all of them.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.answers.len(), self.behind.len())
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.present().is_none()
    }

    /// `None` until the last answer is given.
    #[must_use]
    pub fn result(&self) -> Option<BlindResult> {
        if !self.is_over() {
            return None;
        }
        let trials = || self.behind.iter().zip(&self.answers);
        let score = if self.kind == BlindKind::Abx {
            Score::abx(trials().filter_map(|(behind, answer)| match (behind.as_slice(), answer) {
                (&[a, b, x], Answer::XIsA) => Some((a, b, x == a)),
                (&[a, b, x], Answer::XIsB) => Some((a, b, x == b)),
                _ => None,
            }))?
        } else {
            let picked = trials().map(|(behind, answer)| match answer {
                Answer::Prefer(number) => (*number as usize).checked_sub(1).and_then(|place| behind.get(place).copied()),
                _ => None,
            });
            Score::preference(self.behind.first()?, picked)
        };
        Some(BlindResult { kind: self.kind, region: self.region, score })
    }

    fn present(&self) -> Option<&[SourceId]> {
        self.behind.get(self.answers.len()).map(Vec::as_slice)
    }
}

fn different(voices: &[SourceId]) -> usize {
    let mut voices = voices.to_vec();
    voices.sort_unstable();
    voices.dedup();
    voices.len()
}

fn checked(trials: u32) -> Result<u32, BlindError> {
    if (1..=MOST_TRIALS).contains(&trials) { Ok(trials) } else { Err(BlindError::Trials { given: trials }) }
}

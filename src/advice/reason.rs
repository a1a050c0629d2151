//! The reasons of a verdict: what was said and what was measured, each speaking one way. Their figures are in the evidence.

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Purpose, Question};
use super::evidence::Evidence;
use super::readiness::CheckId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NoPurpose,
    For(Purpose),
    /// For [`Question::Distinctive`] only where the master was not measured to keep what sets the mix apart.
    Yes(Question),
    No(Question),
    NotSaid(Question),
    /// The artist says that the mix has distinctive character, and the automatic master was measured to keep it.
    DistinctiveAndKept,
    /// The mix measures close to its style's average: there is little to flatten.
    CloseToStyle,
    CharacterKept,
    CharacterFlattened,
    CharacterRedirected,
    PunchLost,
    FormLost,
    /// Neither of these two, and as loud as was aimed for.
    NothingLost,
    QuieterThanAimed,
    StyleUnclear,
    Finished,
    /// A check of the mix that ended in "fix".
    Fault(CheckId),
}

/// Which way a reason speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Toward {
    Automatic,
    Person,
    FixingTheMix,
    LeavingItAlone,
    AskingMore,
}

impl Reason {
    #[must_use]
    pub fn toward(self) -> Toward {
        match self {
            Self::For(Purpose::Demo | Purpose::SingleLowBudget | Purpose::Library)
            | Self::No(_)
            | Self::DistinctiveAndKept
            | Self::CloseToStyle
            | Self::CharacterKept
            | Self::NothingLost => Toward::Automatic,
            Self::For(Purpose::ImportantRelease | Purpose::Album)
            | Self::Yes(_)
            | Self::CharacterFlattened
            | Self::CharacterRedirected
            | Self::PunchLost
            | Self::FormLost
            | Self::QuieterThanAimed
            | Self::StyleUnclear => Toward::Person,
            Self::Fault(_) => Toward::FixingTheMix,
            Self::Finished => Toward::LeavingItAlone,
            Self::NoPurpose | Self::NotSaid(_) => Toward::AskingMore,
        }
    }

    /// What holds in its place where this does not: an answer taken back is a question not answered.
    pub(super) fn otherwise(self) -> Option<Self> {
        match self {
            Self::For(_) => Some(Self::NoPurpose),
            Self::NoPurpose => Some(Self::For(Purpose::Demo)),
            Self::Yes(question) | Self::No(question) => Some(Self::NotSaid(question)),
            Self::NotSaid(question) => Some(Self::No(question)),
            Self::DistinctiveAndKept => Some(Self::Yes(Question::Distinctive)),
            _ => None,
        }
    }
}

/// Everything that was said and found, in this order.
#[must_use]
pub fn reasons(answers: &Answers, evidence: &Evidence) -> Vec<Reason> {
    let kept = evidence.keeps_character();
    let mut found = vec![answers.purpose.map_or(Reason::NoPurpose, Reason::For)];
    found.extend(Question::ALL.map(|question| match answers.to(question) {
        Some(true) if question == Question::Distinctive && kept => Reason::DistinctiveAndKept,
        Some(true) => Reason::Yes(question),
        Some(false) => Reason::No(question),
        None => Reason::NotSaid(question),
    }));
    found.extend(evidence.faults.iter().map(|check| Reason::Fault(check.id())));
    for (holds, reason) in [
        (evidence.finished.is_some(), Reason::Finished),
        (evidence.is_close_to_style(), Reason::CloseToStyle),
        (kept && answers.distinctive != Some(true), Reason::CharacterKept),
        (evidence.flattens_character(), Reason::CharacterFlattened),
        (evidence.redirects_character(), Reason::CharacterRedirected),
        (evidence.loses_punch(), Reason::PunchLost),
        (evidence.loses_form(), Reason::FormLost),
        (evidence.is_quieter_than_aimed(), Reason::QuieterThanAimed),
        (evidence.loses_nothing(), Reason::NothingLost),
        (evidence.style_unclear, Reason::StyleUnclear),
    ] {
        if holds {
            found.push(reason);
        }
    }
    found
}

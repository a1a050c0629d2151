//! The verdict: what the rules advise, every reason for and against it, and which of them decide.

use serde::{Deserialize, Serialize};

use super::answers::{Answers, Purpose};
use super::evidence::Evidence;
use super::reason::{Reason, Toward, reasons};
use super::rules::{Advice, RULES, advise};

/// Kept with the song: the figures that its words need are in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub advice: Advice,
    pub purpose: Option<Purpose>,
    /// All of them, none hidden.
    pub stated: Vec<Stated>,
    /// The song is one of several, and the others were not heard.
    pub one_track_heard: bool,
    pub evidence: Evidence,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    pub reason: Reason,
    pub weighs: Weighs,
    pub decides: Decides,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighs {
    For,
    Against,
    /// Neither: it belongs to another question.
    Aside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decides {
    No,
    /// Without it, the advice would be another.
    Alone,
    /// It would be enough, and so would each of the others marked like it: without all of them, the advice would be another.
    Together,
}

#[must_use]
pub fn verdict(answers: &Answers, evidence: &Evidence) -> Verdict {
    let reasons = reasons(answers, evidence);
    let advice = advise(&reasons);
    let matters = |without: &[Reason]| advise(&but_for(&reasons, without)) != advice;
    let in_a_rule = |reason: &Reason| {
        let mut rules = RULES.iter().filter(|rule| rule.advice == advice && rule.is_for(answers.purpose));
        rules.any(|rule| rule.any.contains(reason))
    };
    let able: Vec<Reason> = reasons.iter().copied().filter(in_a_rule).collect();
    // A rule further down may be cut off by one between them.
    let is_enough = |reason: &Reason| {
        let others: Vec<Reason> = able.iter().copied().filter(|other| other != reason).collect();
        !matters(&others)
    };
    let together: Vec<Reason> = able.iter().copied().filter(is_enough).collect();
    let decides = |reason: Reason| {
        if matters(&[reason]) {
            Decides::Alone
        } else if together.contains(&reason) && matters(&together) {
            Decides::Together
        } else {
            Decides::No
        }
    };
    let stated = reasons.iter().map(|&reason| {
        let weighs = weighs(advice, reason);
        let decides = if weighs == Weighs::For { decides(reason) } else { Decides::No };
        Stated { reason, weighs, decides }
    });
    // What was not said is a reason only where it would help to know.
    let is_stated = |stated: &Stated| stated.reason.toward() != Toward::AskingMore || stated.decides != Decides::No;
    Verdict {
        advice,
        purpose: answers.purpose,
        stated: stated.filter(is_stated).collect(),
        one_track_heard: answers.purpose == Some(Purpose::Album) || answers.together == Some(true),
        evidence: evidence.clone(),
    }
}

fn but_for(reasons: &[Reason], without: &[Reason]) -> Vec<Reason> {
    let still = |&reason: &Reason| if without.contains(&reason) { reason.otherwise() } else { Some(reason) };
    reasons.iter().filter_map(still).collect()
}

fn weighs(advice: Advice, reason: Reason) -> Weighs {
    match (advice, reason.toward()) {
        (Advice::AutomaticIsEnough, Toward::Automatic)
        | (Advice::ReasonsToAskAPerson | Advice::AutomaticForDemoPersonForRelease, Toward::Person)
        | (Advice::FixTheMixFirst, Toward::FixingTheMix)
        | (Advice::LeaveTheMixAlone, Toward::LeavingItAlone)
        | (Advice::TooLittleToAdvise, Toward::AskingMore) => Weighs::For,
        // It is why the automatic master does, for now.
        (Advice::AutomaticForDemoPersonForRelease, Toward::Automatic) if reason == Reason::For(Purpose::Demo) => Weighs::For,
        (Advice::TooLittleToAdvise | Advice::FixTheMixFirst, _) | (Advice::LeaveTheMixAlone, Toward::Automatic) => Weighs::Aside,
        _ => Weighs::Against,
    }
}

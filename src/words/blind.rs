//! Blind tests: what is asked, and what the answers show. Never more than that: a test that shows no difference does not show that
//! there is none, and a preference is one listener's.

use super::numbers::{clock_time, grouped};
use crate::compare::SourceId;
use crate::compare::blind::{Answer, BlindKind, BlindResult, Label, Score};

#[must_use]
pub fn blind_question(kind: BlindKind) -> &'static str {
    match kind {
        BlindKind::FirstMinute => "Which would you release?",
        BlindKind::Preference => "Which do you like most?",
        BlindKind::Abx => "X is one of the two: is it A or B?",
    }
}

/// The name of a button that plays.
#[must_use]
pub fn blind_label(label: Label) -> String {
    match label {
        Label::Number(number) => number.to_string(),
        Label::A => "A".into(),
        Label::B => "B".into(),
        Label::X => "X".into(),
    }
}

/// The name of a button that answers.
#[must_use]
pub fn blind_answer(answer: Answer) -> String {
    match answer {
        Answer::Prefer(number) => format!("Number {number}"),
        Answer::NoPreference => "No difference".into(),
        Answer::XIsA => "X is A".into(),
        Answer::XIsB => "X is B".into(),
    }
}

/// `progress`: trials done, and all of them.
#[must_use]
pub fn blind_round((done, of): (usize, usize)) -> String {
    format!("Round {} of {of}", (done + 1).min(of))
}

/// Before an ABX test. `needed`: how many right answers are evidence, if so many are possible.
#[must_use]
pub fn abx_rule(trials: u32, needed: Option<u32>) -> String {
    match needed {
        Some(needed) => format!(
            "{}, no more and no fewer; the score comes at the end. {needed} right or more would be hard to put down to guessing.",
            rounds(trials)
        ),
        None => format!("{}: too short a test to tell hearing from guessing.", rounds(trials)),
    }
}

/// What a finished test means. `name`: what the artist calls a voice.
#[must_use]
pub fn blind_said<'a>(result: &BlindResult, name: impl Fn(SourceId) -> &'a str) -> String {
    let favourites: Vec<String> = result.score.favourites().into_iter().map(|id| quoted(name(id))).collect();
    let evidence = result.score.is_evidence();
    match &result.score {
        Score::Abx { a, b, correct, trials, p } => {
            let scored = format!("You were right in {correct} of {}. {}", rounds(*trials), by_guessing(*p));
            let (a, b) = (quoted(name(*a)), quoted(name(*b)));
            if evidence {
                format!(
                    "{scored}: good evidence that you hear a difference between {a} and {b}. Which to prefer is another question."
                )
            } else {
                format!("{scored}: no difference shown between {a} and {b}. {RESPECTABLE}")
            }
        }
        Score::Preference { picks, .. } if result.kind == BlindKind::FirstMinute => {
            first_pick(picks.iter().find(|(_, count)| *count > 0).map(|(id, _)| *id)).into()
        }
        Score::Preference { picks, no_preference, p } => {
            let (most, all) = (picks.first().map_or(0, |pick| pick.1), picks.iter().map(|pick| pick.1).sum::<u32>());
            let said = match (&favourites[..], all) {
                ([], _) => return format!("You had no preference in {}. {RESPECTABLE}", rounds(*no_preference)),
                ([one], 1) => format!("You picked {one}. One pick is taste, not proof."),
                ([one], _) => {
                    let picked = format!("You picked {one} {most} of {all} times. {}", picking_blindly(*p));
                    if evidence {
                        format!("{picked}: good evidence that you prefer it. That is your taste; other ears may differ.")
                    } else {
                        format!("{picked}: not rare enough to show a steady preference, and no proof that you have none.")
                    }
                }
                (several, _) => {
                    let picked = format!("You picked {} {most} of {all} times each. {}", listed(several), picking_blindly(*p));
                    if evidence {
                        format!("{picked}: your picks are hardly chance, but there is no single favourite.")
                    } else {
                        format!("{picked}: no favourite shown. {RESPECTABLE}")
                    }
                }
            };
            if *no_preference > 0 { format!("{said} You had no preference in {}.", more_rounds(*no_preference)) } else { said }
        }
    }
}

/// For the engineer: the figures in one line.
#[must_use]
pub fn blind_in_brief<'a>(result: &BlindResult, name: impl Fn(SourceId) -> &'a str) -> String {
    let figures = match &result.score {
        Score::Abx { a, b, correct, trials, p } => {
            let (a, b) = (quoted(name(*a)), quoted(name(*b)));
            format!("Blind ABX test, {a} against {b}: {correct} of {trials} right ({})", p_value(*p))
        }
        Score::Preference { picks, no_preference, p } => {
            let mut counts: Vec<String> = picks.iter().map(|(id, count)| format!("{} {count}", quoted(name(*id)))).collect();
            counts.push(format!("no preference {no_preference}"));
            let rounds = rounds(picks.iter().map(|pick| pick.1).sum::<u32>() + no_preference);
            format!("Blind preference test, {rounds}: {} ({})", counts.join(", "), p_value(*p))
        }
    };
    match result.region {
        Some((from, to)) => format!("{figures}, heard from {} to {}.", clock_time(from), clock_time(to)),
        None => format!("{figures}."),
    }
}

const RESPECTABLE: &str = "That is a respectable result, and no proof that they sound the same.";

fn first_pick(picked: Option<SourceId>) -> &'static str {
    match picked {
        Some(SourceId::ORIGINAL) => "You picked your own mix. One pick is taste, not proof.",
        Some(_) => "You picked the automatic master. One pick is taste, not proof.",
        None => {
            "No difference for you: neither stood out this time. That is a respectable result, and no proof that they sound the same."
        }
    }
}

fn by_guessing(p: f64) -> String {
    format!("Guessing alone does as well in {} ({})", how_often(p), p_value(p))
}

fn picking_blindly(p: f64) -> String {
    format!("Picking with closed ears, one of them gets that many in {} ({})", how_often(p), p_value(p))
}

/// A probability as a count of tests: "about 1 of 26 such tests".
fn how_often(p: f64) -> String {
    match p {
        p if p >= 1.0 => "every such test".into(),
        p if p >= 0.95 => "nearly every such test".into(),
        p if p >= 0.2 => format!("about {:.0} of 10 such tests", (10.0 * p).min(9.0)),
        p if p > 1e-6 => format!("about 1 of {} such tests", grouped((1.0 / p).round() as u64)),
        _ => "fewer than 1 of a million such tests".into(),
    }
}

/// Three significant figures: "p = 0.0384".
fn p_value(p: f64) -> String {
    if p < 1e-6 {
        return "p < 0.000001".into();
    }
    if p >= 1.0 {
        return "p = 1".into();
    }
    if p > 0.999 {
        return "p > 0.999".into();
    }
    let places = (2.0 - p.log10().floor()) as usize;
    format!("p = {p:.places$}")
}

fn quoted(name: &str) -> String {
    format!("“{name}”")
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

fn rounds(count: u32) -> String {
    if count == 1 { "1 round".into() } else { format!("{count} rounds") }
}

fn more_rounds(count: u32) -> String {
    if count == 1 { "1 more round".into() } else { format!("{count} more rounds") }
}

//! The automatic master, a person, or neither: the questions, the verdict, and every reason with its figures. Never more than was said
//! or measured: there are reasons to ask a person, no promise of what that brings.

use super::names::style_records;
use super::numbers::one_decimal;
use super::readiness::check_name;
use crate::advice::{Advice, Check, CheckId, Decides, Evidence, Purpose, Question, Reason, Verdict, Weighs};
use crate::mastering::StyleId;

pub const PURPOSE_QUESTION: &str = "What is it for?";
pub const SKIP_NOTE: &str = "Skip what you can't or won't say.";

#[must_use]
pub fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Demo => "A demo",
        Purpose::SingleLowBudget => "A single, little budget",
        Purpose::ImportantRelease => "An important release",
        Purpose::Album => "An album or EP",
        Purpose::Library => "Podcast, library, social media",
    }
}

#[must_use]
pub fn question(question: Question) -> &'static str {
    match question {
        Question::Lasting => "Will you still care about this release in five years?",
        Question::Distinctive => "Does the mix have a distinctive character?",
        Question::Together => "Is it one of several tracks that must sit together?",
        Question::Discuss => "Do you want to discuss the master and have it revised?",
        Question::Weight => "Does it carry much artistic weight?",
    }
}

#[must_use]
pub fn answer(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "Skip",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictWords {
    pub headline: &'static str,
    pub meaning: &'static str,
    pub reasons: Vec<ReasonWords>,
    /// What holds whatever the verdict.
    pub note: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonWords {
    pub weighs: Weighs,
    pub text: String,
    /// Where the reason decides.
    pub mark: Option<&'static str>,
}

#[must_use]
pub fn verdict_said(verdict: &Verdict) -> VerdictWords {
    let reasons = verdict.stated.iter().map(|stated| ReasonWords {
        weighs: stated.weighs,
        text: reason(stated.reason, &verdict.evidence),
        mark: mark(stated.decides),
    });
    VerdictWords {
        headline: headline(verdict.advice),
        meaning: meaning(verdict.advice, verdict.purpose),
        reasons: reasons.collect(),
        note: verdict.one_track_heard.then_some(ONE_TRACK),
    }
}

/// For the engineer: the verdict in one line.
#[must_use]
pub fn verdict_in_brief(verdict: &Verdict) -> String {
    match verdict.purpose {
        Some(purpose) => format!("The page’s verdict ({}): {}", purpose_name(purpose).to_lowercase(), headline(verdict.advice)),
        None => format!("The page’s verdict: {}", headline(verdict.advice)),
    }
}

const ONE_TRACK: &str = "We heard one track. This page can't judge how yours sit together.";

#[must_use]
pub fn headline(advice: Advice) -> &'static str {
    match advice {
        Advice::AutomaticIsEnough => "The automatic master is enough for this.",
        Advice::AutomaticForDemoPersonForRelease => "The automatic master for the demo, a person for the release.",
        Advice::ReasonsToAskAPerson => "There are reasons to ask a person.",
        Advice::FixTheMixFirst => "Fix the mix first.",
        Advice::LeaveTheMixAlone => "Your mix was better left alone.",
        Advice::TooLittleToAdvise => "Too little to advise.",
    }
}

fn meaning(advice: Advice, purpose: Option<Purpose>) -> &'static str {
    match advice {
        Advice::AutomaticIsEnough => "If you like what you hear, take it: it is yours, and it is free.",
        Advice::AutomaticForDemoPersonForRelease => {
            "Send the automatic master round now. When the song comes out, what you said about it is a reason to talk to somebody."
        }
        Advice::ReasonsToAskAPerson => {
            "A person listens to what you meant, answers, and revises; that is another service, not the same one done over. No page can tell what it would bring to this song."
        }
        Advice::FixTheMixFirst => {
            "This belongs mended in the mix, not covered in mastering. Mend it there, then drop the song here again."
        }
        Advice::LeaveTheMixAlone => {
            "It measures like a finished record already, and the automatic master found next to nothing to do."
        }
        Advice::TooLittleToAdvise if purpose.is_none() => {
            "Say what the song is for, or let your ears decide: nothing here is a reason to pay anybody."
        }
        Advice::TooLittleToAdvise => {
            "Answer one of the five questions below, or let your ears decide: nothing here is a reason to pay anybody."
        }
    }
}

#[must_use]
pub fn weighs_heading(weighs: Weighs) -> &'static str {
    match weighs {
        Weighs::For => "What speaks for this",
        Weighs::Against => "What speaks against it",
        Weighs::Aside => "Also noted",
    }
}

fn mark(decides: Decides) -> Option<&'static str> {
    match decides {
        Decides::No => None,
        Decides::Alone => Some("Decides: without it the answer would be another."),
        Decides::Together => Some("Decides: it would be enough, and so would the others marked like this."),
    }
}

fn reason(reason: Reason, evidence: &Evidence) -> String {
    match reason {
        Reason::NoPurpose => "You did not say what the song is for.".into(),
        Reason::For(purpose) => for_purpose(purpose).into(),
        Reason::Yes(question) => yes(question).into(),
        Reason::No(question) => no(question).into(),
        Reason::NotSaid(question) => not_said(question).into(),
        Reason::Finished => finished(evidence),
        Reason::Fault(id) => fault(id, evidence),
        Reason::StyleUnclear => {
            "Your mix is of no clear style, so the automatic master went by the average of all kinds of records.".into()
        }
        Reason::QuieterThanAimed => format!(
            "The automatic master stays {} dB quieter than it aimed for, because going further would have broken its rules for a clean sound.",
            one_decimal(evidence.quieter_db)
        ),
        Reason::PunchLost => punch_lost(evidence),
        Reason::FormLost => format!(
            "{} % of the distance between loud and quiet parts is gone in the automatic master.",
            whole(100.0 * evidence.lra_lost)
        ),
        Reason::NothingLost => nothing_lost(evidence),
        Reason::DistinctiveAndKept => format!("You say that the mix has character, and {}.", kept(evidence)),
        Reason::CharacterKept => sentence(&kept(evidence)),
        Reason::CloseToStyle | Reason::CharacterFlattened | Reason::CharacterRedirected => character(reason, evidence),
    }
}

fn for_purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Demo => "It is a demo: it has to be presentable, and can be done again.",
        Purpose::SingleLowBudget => "It is a single with little budget: not every project has money for mastering, or needs it.",
        Purpose::Library => "It is for a podcast, a library or social media: many pieces, quickly, all alike in level.",
        Purpose::ImportantRelease => "It is an important release to you.",
        Purpose::Album => {
            "It is for an album or EP: its tracks are mastered in relation to each other, and a program takes each alone."
        }
    }
}

fn yes(question: Question) -> &'static str {
    match question {
        Question::Lasting => "You expect to care about it in five years.",
        Question::Distinctive => {
            "You say that the mix has character of its own; fixed rules pull a mix towards its style’s average."
        }
        Question::Together => "Your tracks must sit together; a program does not know the others.",
        Question::Discuss => "You want to discuss the master and have it revised; no automatic master answers.",
        Question::Weight => "It carries artistic weight for you.",
    }
}

fn no(question: Question) -> &'static str {
    match question {
        Question::Lasting => "You do not expect to care about it in five years.",
        Question::Distinctive => "You say that the mix is much like others of its kind, which is what fixed rules are made for.",
        Question::Together => "It need not sit with other tracks.",
        Question::Discuss => "You do not need to discuss or revise the master.",
        Question::Weight => "It carries little artistic weight for you.",
    }
}

fn not_said(question: Question) -> &'static str {
    match question {
        Question::Lasting => "You did not say whether you will still care about it in five years.",
        Question::Distinctive => "You did not say whether the mix has character of its own.",
        Question::Together => "You did not say whether your tracks must sit together.",
        Question::Discuss => "You did not say whether you want to discuss the master.",
        Question::Weight => "You did not say whether it carries artistic weight.",
    }
}

fn finished(evidence: &Evidence) -> String {
    let records = style_records(evidence.style);
    match evidence.finished {
        Some(finished) => format!(
            "Your mix is as loud, as even and nearly as balanced as {records} are when they come out: its highest peak stands {} dB over its loudness.",
            one_decimal(finished.plr_db)
        ),
        None => format!("Your mix is as loud, as even and nearly as balanced as {records} are when they come out."),
    }
}

fn fault(id: CheckId, evidence: &Evidence) -> String {
    match evidence.faults.iter().find(|check| check.id() == id) {
        Some(Check::Channels { .. }) => "One channel of the mix is silent, or both cancel each other.".into(),
        Some(Check::Clipping { flat_runs, .. }) => {
            format!("The mix is clipped: its waveform is cut flat {flat_runs} times.")
        }
        Some(Check::Density { plr_db, .. }) => {
            format!("The mix is pressed flat: its highest peak stands only {} dB over its loudness.", one_decimal(*plr_db))
        }
        Some(Check::Offset { of_peak }) => format!(
            "The mix lies {} % of its height off its middle; that can be filtered out later as well.",
            one_decimal(100.0 * of_peak)
        ),
        _ => format!("The check of the mix found something to mend: {}.", check_name(id).to_lowercase()),
    }
}

fn punch_lost(evidence: &Evidence) -> String {
    let (before, after) = (whole(100.0 * evidence.dense_before), whole(100.0 * evidence.dense_after));
    let dense = format!("peaks stand out little for {after} % of the time, against {before} % in your mix");
    match (evidence.plr_lost_db > 0.0, before == after) {
        (true, true) => {
            format!("The automatic master holds peaks {} dB closer to the average.", one_decimal(evidence.plr_lost_db))
        }
        (true, false) => {
            format!("The automatic master holds peaks {} dB closer to the average; {dense}.", one_decimal(evidence.plr_lost_db))
        }
        (false, _) => format!("In the automatic master, {dense}."),
    }
}

fn nothing_lost(evidence: &Evidence) -> String {
    let form_db = evidence.lra_lu * evidence.lra_lost;
    format!(
        "What the automatic master took is less than this page warns of: {} dB of the distance from the average to the peaks, and {} dB of that between loud and quiet parts.",
        one_decimal(evidence.plr_lost_db.max(0.0)),
        one_decimal(form_db)
    )
}

/// Without a capital and a full stop.
fn kept(evidence: &Evidence) -> String {
    let (share, away) = evidence.character.map_or((0.0, 0.0), |character| (character.kept, character.distance));
    format!(
        "the automatic master kept {} % of what sets it apart from {} ({} times the usual spread away)",
        whole(100.0 * share),
        average(evidence.style),
        one_decimal(away)
    )
}

fn character(reason: Reason, evidence: &Evidence) -> String {
    let Some(character) = evidence.character else {
        return "How far the mix stands from its style’s average was not measured.".into();
    };
    let average = average(evidence.style);
    let sides = |count: usize| match count {
        0 => "as a whole, in no single respect".to_owned(),
        1 => "in 1 respect".to_owned(),
        count => format!("in {count} respects"),
    };
    match reason {
        Reason::CloseToStyle => format!(
            "Your mix measures close to {average} ({} times the usual spread away): there is little that fixed rules could flatten.",
            one_decimal(character.distance)
        ),
        Reason::CharacterRedirected => {
            format!(
                "The automatic master moved your mix another way from {average} than it stood, {}.",
                sides(character.redirected)
            )
        }
        _ => format!(
            "The automatic master kept {} % of what sets your mix apart from {average} and pulled it closer {}; whether that matters, only you know.",
            whole(100.0 * character.kept),
            sides(character.flattened)
        ),
    }
}

fn average(style: StyleId) -> String {
    format!("the average of {}", style_records(style))
}

fn whole(value: f64) -> String {
    format!("{:.0}", value.max(0.0))
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

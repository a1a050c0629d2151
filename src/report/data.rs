//! The same as data: JSON, with a name and a version for whoever reads it by program.

use serde::Serialize;

use super::{Blind, Marker, ReportFacts};
use crate::advice::{ReadinessItem, Verdict};
use crate::compare::{ChangeLine, ChangeMoment, Character, Comparison, Trait};
use crate::decode::FileFacts;
use crate::mastering::{Controls, Decision, Outcome, Plan};
use crate::measure::{BAND_COUNT, CENTRES_HZ, Measurements};
use crate::plots::Loudness;
use crate::words::{self, report as said};

/// What the data is.
pub const SCHEMA: &str = "testpress.mastering-report";
/// Raised with every change that a reader would notice.
pub const VERSION: u32 = 1;

/// Units are in the names; a figure that does not exist is `null`.
#[derive(Serialize)]
struct Data<'a> {
    schema: &'static str,
    version: u32,
    about: &'static str,
    date: &'a str,
    studio: Option<&'a str>,
    song: &'a str,
    file: &'a FileFacts,
    /// Centres of the third octaves that every list of [`BAND_COUNT`] figures is in.
    bands_hz: [f64; BAND_COUNT],
    mix: &'a Measurements,
    reference: Option<&'a Measurements>,
    controls: &'a Controls,
    plan: &'a Plan,
    decisions: Vec<Said<&'a Decision>>,
    settings: Vec<(String, String)>,
    /// The master's measurements are its `after`.
    outcome: &'a Outcome,
    comparison: &'a Comparison,
    short_term: ShortTerm,
    readiness: Vec<Said<&'a ReadinessItem>>,
    changes: Vec<Said<&'a ChangeLine>>,
    moments: Vec<Said<&'a ChangeMoment>>,
    character: Option<&'a Character>,
    meant: Vec<Answered<'a>>,
    verdict: Option<&'a Verdict>,
    markers: &'a [Marker<'a>],
    blind: &'a [Blind<'a>],
}

/// A finding, and the sentences that the page says of it.
#[derive(Serialize)]
struct Said<T> {
    found: T,
    said: Vec<String>,
}

#[derive(Serialize)]
struct Answered<'a> {
    found: &'a Trait,
    meant: bool,
    said: String,
}

/// Loudness of the 3 s before every step from 0 on.
#[derive(Serialize)]
struct ShortTerm {
    step_s: f64,
    mix_lufs: Vec<Option<f32>>,
    master_lufs: Vec<Option<f32>>,
}

/// What [`super::html`] says, as data.
#[must_use]
pub fn json(facts: &ReportFacts) -> String {
    let plan = facts.plan;
    let Loudness { step_s, mix_lufs, master_lufs } = Loudness::of(&facts.plots());
    let decision = |found| Said { found, said: vec![words::decision(found, plan.style.id, plan.reference)] };
    let change = |found| {
        let words::ChangeSaid { said, means, why, hear, detail } = words::change_line(found, plan);
        Said { found, said: [said, means.into(), why].into_iter().chain(hear).chain([detail]).collect() }
    };
    let check = |found| {
        let words::ReadinessWords { name, result, found: what, why, fix } = words::readiness_said(found);
        Said { found, said: [format!("{name}: {result}."), what, why.into()].into_iter().chain(fix).collect() }
    };
    let answered = |(found, meant): &'_ (Trait, bool)| words::meant_in_brief(found, plan.style.id, *meant);
    let data = Data {
        schema: SCHEMA,
        version: VERSION,
        about: said::STARTING_REFERENCE,
        date: facts.date,
        studio: facts.studio,
        song: facts.song,
        file: facts.file,
        bands_hz: CENTRES_HZ,
        mix: facts.mix,
        reference: facts.reference,
        controls: facts.controls,
        plan,
        decisions: plan.decisions.iter().map(decision).collect(),
        settings: said::every_setting(facts.controls, plan),
        outcome: facts.outcome,
        comparison: facts.comparison,
        short_term: ShortTerm { step_s, mix_lufs, master_lufs },
        readiness: facts.readiness.iter().map(check).collect(),
        changes: facts.changes.iter().map(change).collect(),
        moments: facts.moments.iter().map(|found| Said { found, said: vec![words::change_moment(found)] }).collect(),
        character: facts.character,
        meant: facts.meant.iter().map(|a| Answered { found: &a.0, meant: a.1, said: answered(a) }).collect(),
        verdict: facts.verdict,
        markers: facts.markers,
        blind: facts.blind,
    };
    // Names are strings and figures plain: there is nothing that could not be written.
    serde_json::to_string_pretty(&data).unwrap_or_default()
}

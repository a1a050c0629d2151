//! The engineer's report: all that is known of a song and its automatic master, as one page to read or print and as data.
//!
//! ```text
//! ReportFacts -+-> html: page <- sections, tables <- plots
//!              +-> json: data
//! ```
//! Reads all the data and computes nothing; the sentences are those of `words`.

mod data;
mod page;
mod sections;
mod tables;

pub use data::{SCHEMA, VERSION, json};
pub use page::html;

use serde::Serialize;

use crate::advice::{ReadinessItem, Verdict};
use crate::compare::blind::BlindResult;
use crate::compare::{ChangeLine, ChangeMoment, Character, Comparison, Trait};
use crate::decode::FileFacts;
use crate::mastering::{Controls, Outcome, Plan};
use crate::measure::{Measurements, Track};
use crate::plots::PlotFacts;
use crate::units::frames_to_seconds;

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct ReportFacts<'a> {
    /// The file's name as the artist knows it.
    pub song: &'a str,
    /// As it is to be read; empty where nobody knows.
    pub date: &'a str,
    /// Whom it is for; `None` where the studio's details could not be read.
    pub studio: Option<&'a str>,
    pub file: &'a FileFacts,
    pub mix: &'a Measurements,
    pub mix_track: &'a Track,
    /// The master's measurements are in here.
    pub outcome: &'a Outcome,
    pub master_track: &'a Track,
    pub controls: &'a Controls,
    pub plan: &'a Plan,
    /// Of the reference track, where the plan uses one.
    pub reference: Option<&'a Measurements>,
    pub comparison: &'a Comparison,
    pub changes: &'a [ChangeLine],
    pub moments: &'a [ChangeMoment],
    /// `None` where there is too little of a spectrum.
    pub character: Option<&'a Character>,
    pub readiness: &'a [ReadinessItem],
    /// `None` where the artist was not asked for anything.
    pub verdict: Option<&'a Verdict>,
    /// What looked unusual, and whether it is meant.
    pub meant: &'a [(Trait, bool)],
    pub markers: &'a [Marker<'a>],
    pub blind: &'a [Blind<'a>],
}

impl<'a> ReportFacts<'a> {
    /// What its plots are made of.
    #[must_use]
    pub fn plots(&self) -> PlotFacts<'a> {
        PlotFacts {
            seconds: frames_to_seconds(self.file.frames, self.file.sample_rate),
            mix: self.mix,
            mix_track: self.mix_track,
            master: &self.outcome.after,
            master_track: self.master_track,
            style: self.plan.style.id,
            reference: self.reference.filter(|_| self.plan.reference.is_some_and(|used| used.tone)),
            comparison: self.comparison,
        }
    }
}

/// A moment that the artist noted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Marker<'a> {
    pub at_s: f64,
    pub note: &'a str,
}

/// A finished test, and what it came to, with the names that the artist's versions had.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Blind<'a> {
    pub said: String,
    pub result: &'a BlindResult,
}

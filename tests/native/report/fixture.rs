//! Songs with everything a report can say.

use std::collections::BTreeMap;

use testpress::advice::{Answers, CharacterEvidence, Evidence, Purpose, ReadinessItem, Verdict, readiness, verdict};
use testpress::audio::AudioBuffer;
use testpress::compare::blind::{BlindKind, BlindResult, Score};
use testpress::compare::{ChangeLine, ChangeMoment, Character, Comparison, SourceId, Trait, lines};
use testpress::decode::FileFacts;
use testpress::mastering::{Controls, LoudnessChoice, StyleId};
use testpress::mastering::{Outcome, Plan};
use testpress::measure::{Measurements, Track};
use testpress::pace::{Unpaced, run};
use testpress::report::{Blind, Marker, ReportFacts};
use testpress::worker::job::{Attachment, Engine};
use testpress::worker::protocol::{JobId, Reply, Request};

use crate::support::float_wav;

/// A name as no artist would give it, and some would.
pub const HOSTILE: &str = "<img src=x onerror=alert(1)>\"'&amp;</title><script>\u{202E}\u{0}\u{1F3B5}.wav";

pub struct Known {
    pub name: String,
    pub file: FileFacts,
    pub mix: Measurements,
    pub mix_track: Track,
    pub master_track: Track,
    pub controls: Controls,
    pub plan: Plan,
    pub outcome: Outcome,
    pub comparison: Comparison,
    pub changes: Vec<ChangeLine>,
    pub moments: Vec<ChangeMoment>,
    pub character: Option<Character>,
    pub readiness: Vec<ReadinessItem>,
    pub verdict: Verdict,
    pub meant: Vec<(Trait, bool)>,
    pub notes: BTreeMap<u32, String>,
    pub result: BlindResult,
}

/// Made by the engine as the page would have it.
pub fn made(name: &str, audio: &AudioBuffer, controls: Controls) -> Known {
    let mut engine = Engine::default();
    let (source, result) = (SourceId::ORIGINAL, SourceId::AUTOMATIC);
    let mut ask =
        |request, file| -> (Reply, Attachment) { run(engine.run(request, file, || 0.0, &mut Unpaced)).expect("a song") };
    let file = float_wav(audio.channels(), audio.sample_rate());
    let (opened, _) = ask(Request::Open { job: JobId(1), source, memory_bytes: 1 << 32 }, file);
    let (mastered, _) = ask(Request::Master { job: JobId(2), source, result, controls, reference: None }, Vec::new());
    let Reply::Opened { facts: file, measurements: mix, track: mix_track, .. } = opened else { panic!("{opened:?}") };
    let Reply::Mastered { plan, outcome, track: master_track, comparison, moments, .. } = mastered else {
        panic!("{mastered:?}")
    };
    let character = Character::of(&mix, &outcome.after, plan.style.id);
    let readiness = readiness(&file, &mix, Some(6.0));
    let evidence = character.as_ref().map(CharacterEvidence::of);
    let evidence = Evidence::of(&mix, &outcome, &plan, &comparison, &readiness, evidence);
    let answers = Answers { purpose: Some(Purpose::ImportantRelease), weight: Some(true), ..Answers::default() };
    Known {
        name: name.into(),
        mix_track,
        master_track,
        controls,
        changes: lines(&comparison, &plan),
        moments,
        meant: character.iter().flat_map(|c| c.traits.iter().take(2).copied()).zip([true, false]).collect(),
        character,
        readiness,
        verdict: verdict(&answers, &evidence),
        notes: [(3, "The <b>turn</b> & \"that\" snare\u{202E}".to_owned()), (9, String::new())].into(),
        result: BlindResult {
            kind: BlindKind::Abx,
            region: None,
            score: Score::Abx { a: source, b: result, correct: 12, trials: 16, p: 0.0384 },
        },
        plan: *plan,
        outcome: *outcome,
        comparison: *comparison,
        mix: *mix,
        file,
    }
}

/// Twelve seconds that rise, in stereo.
pub fn song() -> Known {
    let loud = Controls { style: Some(StyleId::Indie), loudness: LoudnessChoice::Loud, tilt_db: 1.0, ..Controls::UNTOUCHED };
    made("Song.wav", &crate::change::song(16.0), loud)
}

impl Known {
    /// The facts of a report, as what is told of them by `then`.
    pub fn with<T>(&self, then: impl FnOnce(&ReportFacts) -> T) -> T {
        let markers: Vec<Marker> = self.notes.iter().map(|(at, note)| Marker { at_s: f64::from(*at) + 0.25, note }).collect();
        let blind = [Blind {
            said: format!("Blind ABX test, “{}” against “AI”: 12 of 16 right.", self.name),
            result: &self.result,
        }];
        then(&ReportFacts {
            song: &self.name,
            date: "23 November 2026",
            studio: Some("Studio <1> & sons"),
            file: &self.file,
            mix: &self.mix,
            mix_track: &self.mix_track,
            outcome: &self.outcome,
            master_track: &self.master_track,
            controls: &self.controls,
            plan: &self.plan,
            reference: None,
            comparison: &self.comparison,
            changes: &self.changes,
            moments: &self.moments,
            character: self.character.as_ref(),
            readiness: &self.readiness,
            verdict: Some(&self.verdict),
            meant: &self.meant,
            markers: &markers,
            blind: &blind,
        })
    }
}

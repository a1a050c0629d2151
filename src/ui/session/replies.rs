//! What the engine answers. Answers to anything but the job that is being waited for are late, and change nothing.

use super::message::{Effect, Signal};
use super::state::{Engine, Filling, Master, Origin, Phase, Reference, Refusal, Session, Song, Work};
use crate::compare::{Role, SourceId, Voice};
use crate::decode::FileFacts;
use crate::mastering::Controls;
use crate::words;
use crate::worker::protocol::{Fault, JobId, Reply};

impl Session {
    pub(super) fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Ready { .. } => {
                self.engine = Engine::Ready;
                Vec::new()
            }
            Reply::Progress { job, stage, done } => {
                if let Phase::Working { job: current, stage: now, done: so_far, .. } = &mut self.phase
                    && *current == job
                {
                    *so_far = if *now == Some(stage) { so_far.max(done) } else { done };
                    *now = Some(stage);
                }
                Vec::new()
            }
            Reply::Opened { job, source, facts, measurements, spans } => match self.finished(job) {
                Some(Work::Opening { song, name, again }) => {
                    let mut effects = vec![Effect::Measure(spans)];
                    if !again {
                        effects.extend(self.new_song(
                            job,
                            song,
                            name,
                            facts,
                            Voice { id: source, role: Role::Original, measurements: *measurements },
                        ));
                    }
                    effects.extend(self.render());
                    effects
                }
                _ => Vec::new(),
            },
            Reply::ReferenceMeasured { job, facts, measurements, spans } => match self.finished(job) {
                Some(Work::Measuring { name, .. }) => {
                    let mut effects = vec![Effect::Measure(spans)];
                    effects.extend(self.reference_measured(Reference { name, facts, measurements: *measurements }));
                    effects
                }
                _ => Vec::new(),
            },
            Reply::Mastered { job, result, plan, outcome, comparison, spans } => match self.finished(job) {
                Some(Work::Mastering { controls, reference }) => {
                    let measurements = outcome.after.clone();
                    self.voices.retain(|voice| voice.id != result);
                    self.voices.push(Voice { id: result, role: Role::Automatic, measurements });
                    self.master = Some(Master { controls, reference, plan: *plan, outcome: *outcome, comparison: *comparison });
                    self.rest();
                    let mut effects = vec![Effect::Measure(spans), self.fill(result, job)];
                    if std::mem::take(&mut self.export_after) {
                        effects.extend(self.export());
                    }
                    effects
                }
                _ => Vec::new(),
            },
            Reply::Exported { job, .. } => match (self.finished(job), &self.song) {
                (Some(Work::Exporting), Some(song)) => {
                    let name = words::master_file_name(&song.name);
                    self.rest();
                    vec![Effect::Save { name }]
                }
                _ => Vec::new(),
            },
            Reply::Failed { job, fault } => match self.finished(job) {
                Some(work) => self.failed(work, fault),
                None => Vec::new(),
            },
        }
    }

    /// A song was opened: now, and not before, the earlier one goes.
    fn new_song(&mut self, job: JobId, origin: Origin, name: String, facts: FileFacts, original: Voice) -> Vec<Effect> {
        let room = Effect::NewSong { frames: facts.frames, sample_rate: facts.sample_rate };
        self.chosen = original.id;
        self.voices = vec![original];
        self.song = Some(Song { origin, name, facts });
        self.master = None;
        self.controls = Controls { reference: self.controls.reference, ..Controls::UNTOUCHED };
        self.playing = false;
        self.fillings.clear();
        vec![room, self.fill(self.chosen, job)]
    }

    fn fill(&mut self, source: SourceId, job: JobId) -> Effect {
        // While a newer master fills, the earlier one can still be heard.
        let installed_lufs = self.fillings.iter().find(|f| f.source == source).and_then(|f| f.installed_lufs);
        self.fillings.retain(|f| f.source != source);
        self.fillings.push(Filling { source, job, installed_lufs });
        Effect::Fill { source, job }
    }

    fn failed(&mut self, work: Work, fault: Fault) -> Vec<Effect> {
        // A fresh engine has no songs: open this one again, once, without asking.
        if fault == Fault::SourceGone
            && !matches!(work, Work::Opening { .. })
            && let Some(Song { origin, name, .. }) = &self.song
        {
            let (origin, name) = (*origin, name.clone());
            self.export_after = work == Work::Exporting;
            return self.open(origin, name, true);
        }
        let kind = fault_kind(&fault).to_owned();
        let name = match (&work, &self.song) {
            (Work::Opening { name, .. } | Work::Measuring { name, .. }, _) => name.clone(),
            (_, Some(song)) => song.name.clone(),
            (_, None) => String::new(),
        };
        self.give_up();
        self.phase = Phase::Refused { refusal: Refusal::Fault { fault, work, name } };
        vec![Effect::GivenUp, Effect::Signal(Signal::Error { kind })]
    }
}

/// A stable name of a fault for the page around this one.
fn fault_kind(fault: &Fault) -> &'static str {
    match fault {
        Fault::File(_) => "file",
        Fault::Unreadable { .. } => "unreadable",
        Fault::SourceGone => "source_gone",
        Fault::Engine { .. } => "engine",
    }
}

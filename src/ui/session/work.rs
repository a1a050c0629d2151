//! The engine's work: one job at a time, and an agenda of what comes after it.

use super::message::{Effect, Signal};
use super::state::{BesideOffer, Engine, MadeFrom, Origin, Phase, Refusal, Session, Todo, Work};
use crate::compare::{SourceId, Voice};
use crate::worker::protocol::{JobId, Request};

impl Session {
    pub(super) fn engine_missing(&mut self, outdated: bool) -> Vec<Effect> {
        self.engine = Engine::Missing { outdated };
        let mut effects = vec![Effect::GivenUp, Effect::Signal(Signal::Error { kind: "engine_missing".into() })];
        if matches!(self.phase, Phase::Working { .. }) {
            self.put_back();
            self.await_files();
            effects.extend(self.give_up());
            self.rest();
        }
        effects
    }

    pub(super) fn open(&mut self, song: Origin, name: String, again: bool) -> Vec<Effect> {
        if let Engine::Missing { .. } = self.engine {
            return vec![Effect::GivenUp];
        }
        let job = self.start(Work::Opening { song, name, again });
        let source = SourceId::ORIGINAL;
        vec![match song {
            Origin::File { id, .. } => {
                Effect::Send { request: Request::Open { job, source, memory_bytes: self.memory_bytes }, file: Some(id) }
            }
            Origin::Demo => Effect::Send { request: Request::OpenDemo { job, source }, file: None },
        }]
    }

    pub(super) fn open_beside(&mut self, offer: BesideOffer) -> Vec<Effect> {
        let BesideOffer { source, beside, file, .. } = offer;
        self.memory.awaited.retain(|awaited| awaited.id != source);
        let job = self.start(Work::OpeningBeside(offer));
        // The engine knows what it keeps itself; what else the page plays is counted here.
        let held: u64 = self.voices.iter().skip(2).filter(|v| self.is_playable(v.id)).map(|v| self.buffer_bytes(v)).sum();
        let (mix, memory_bytes) = (SourceId::ORIGINAL, self.memory_bytes.saturating_sub(held));
        vec![Effect::Send { request: Request::OpenBeside { job, mix, source, beside, memory_bytes }, file: Some(file) }]
    }

    fn buffer_bytes(&self, voice: &Voice) -> u64 {
        let frames = self.song.as_ref().map_or(0, |song| song.facts.frames);
        (frames * voice.measurements.channels * size_of::<f32>()) as u64
    }

    /// Asks for a master of the song as the controls say.
    pub(super) fn render(&mut self) -> Vec<Effect> {
        // It will be the newest: what was to come of earlier wishes need not.
        self.agenda.retain(|todo| *todo != Todo::Master);
        let (controls, reference) = (self.controls, self.reference.clone().map(Box::new));
        self.render_as(Work::Mastering { controls, reference, result: SourceId::AUTOMATIC })
    }

    pub(super) fn render_as(&mut self, work: Work) -> Vec<Effect> {
        let Work::Mastering { controls, reference, result } = &work else { return Vec::new() };
        let (controls, result, source) = (*controls, *result, SourceId::ORIGINAL);
        let used = controls.reference.and(reference.as_ref()).map(|reference| Box::new(reference.measurements.clone()));
        let job = self.start(work);
        vec![Effect::Send { request: Request::Master { job, source, result, controls, reference: used }, file: None }]
    }

    pub(super) fn export(&mut self) -> Vec<Effect> {
        if self.master.is_none() || matches!(self.phase, Phase::Working { .. }) {
            return Vec::new();
        }
        let job = self.start(Work::Exporting);
        let request = Request::Take { job, source: SourceId::AUTOMATIC, settings: self.take, tags: self.tags.clone() };
        vec![Effect::Send { request, file: None }]
    }

    /// The next of the agenda, if nothing is being worked on or waits for an answer.
    pub(super) fn go_on(&mut self) -> Vec<Effect> {
        if self.phase != Phase::Ready || matches!(self.engine, Engine::Missing { .. }) {
            return Vec::new();
        }
        match self.agenda.pop_front() {
            Some(Todo::Master) => self.render(),
            Some(Todo::Beside(offer)) => self.open_beside(offer),
            Some(Todo::Export) => self.export(),
            Some(Todo::Keep(id)) => match self.made_from.get(&id).cloned() {
                Some(MadeFrom::Controls { controls, reference, .. }) => {
                    self.render_as(Work::Mastering { controls, reference, result: id })
                }
                _ => self.go_on(),
            },
            None => Vec::new(),
        }
    }

    /// The same, also where something waits for an answer: it has been answered by asking for something else.
    pub(super) fn turn_to_agenda(&mut self) -> Vec<Effect> {
        if !matches!(self.phase, Phase::Working { .. }) {
            self.rest();
        }
        self.go_on()
    }

    pub(super) fn retry(&mut self) -> Vec<Effect> {
        let Phase::Refused { refusal: Refusal::Fault { work, .. } } = &self.phase else { return Vec::new() };
        match work.clone() {
            Work::Fetching { .. } | Work::Excerpt => Vec::new(),
            Work::Opening { song, name, again } => self.open(song, name, again),
            Work::OpeningBeside(offer) => self.open_beside(offer),
            Work::Mastering { controls, reference, result: SourceId::AUTOMATIC } => {
                self.controls = controls;
                self.reference = reference.map(|reference| *reference);
                self.render()
            }
            work @ Work::Mastering { .. } => self.render_as(work),
            Work::Exporting => {
                self.rest();
                self.export()
            }
        }
    }

    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        let mut effects = self.abandon();
        if !effects.is_empty() {
            self.await_files();
            effects.extend(self.give_up());
        }
        effects
    }

    /// Stops the work, if there is any; everything else stays as it is.
    pub(super) fn abandon(&mut self) -> Vec<Effect> {
        if !matches!(self.phase, Phase::Working { .. }) {
            return Vec::new();
        }
        self.put_back();
        let job = self.next_job();
        self.rest();
        vec![Effect::Send { request: Request::Cancel { job }, file: None }, Effect::GivenUp]
    }

    /// What was asked for will not come: the controls show the master that is there.
    pub(super) fn give_up(&mut self) -> Vec<Effect> {
        self.agenda.retain(|todo| !matches!(todo, Todo::Master | Todo::Export));
        if let Some(master) = &self.master {
            self.controls = master.controls;
            if self.controls.reference.is_some() {
                self.reference = master.reference.as_deref().cloned();
            }
            self.recall_meant();
        }
        self.forget_unused_references()
    }

    /// Files that are not to be opened now; they are not forgotten.
    fn await_files(&mut self) {
        for todo in std::mem::take(&mut self.agenda) {
            if let Todo::Beside(offer) = todo {
                self.memory.await_again(&offer);
            }
        }
    }

    /// What is being made beside the newest master comes after what is more urgent.
    fn put_back(&mut self) {
        match &self.phase {
            Phase::Working { work: Work::OpeningBeside(offer), .. } => self.agenda.push_front(Todo::Beside(offer.clone())),
            Phase::Working { work: Work::Mastering { result, .. }, .. } if *result != SourceId::AUTOMATIC => {
                self.agenda.push_front(Todo::Keep(*result));
            }
            _ => {}
        }
    }

    /// The work of `job`, if that is what is being waited for; everything else is late.
    pub(super) fn finished(&self, job: JobId) -> Option<Work> {
        match &self.phase {
            Phase::Working { job: current, work, .. } if *current == job => Some(work.clone()),
            _ => None,
        }
    }

    pub(super) fn start(&mut self, work: Work) -> JobId {
        self.put_back();
        self.strokes = Vec::new();
        let job = self.next_job();
        self.phase = Phase::Working { job, work, stage: None, done: 0.0 };
        job
    }

    fn next_job(&mut self) -> JobId {
        self.last_job += 1;
        JobId(self.last_job)
    }

    pub(super) fn rest(&mut self) {
        self.phase = if self.song.is_some() { Phase::Ready } else { Phase::Waiting };
    }
}

//! What the page knows, as one serialisable value, and how it changes: events in, effects out. No browser in here.
//!
//! The position in the song is not part of it: that belongs to the audio clock and would change sixty times a second.

mod message;
mod replies;
mod state;
mod wishes;

pub use message::{Effect, Event, Signal};
pub use state::{Engine, Master, Origin, Phase, Reference, Refusal, Session, Song, Sound, Work};

use super::offer::{FileId, Offer, in_order};
use crate::compare::{Role, SourceId};
use crate::words;
use crate::worker::protocol::{JobId, Request};

impl Session {
    /// The only way the session changes.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::EngineMissing { outdated } => self.engine_missing(outdated),
            Event::FilesOffered(files) => self.offered(in_order(files)),
            Event::FilePicked(id) => self.picked(id),
            Event::DemoAsked => self.open(Origin::Demo, words::page::DEMO_NAME.into(), false),
            Event::StyleChosen(style) => self.style_chosen(style),
            Event::ControlsChanged(controls) => self.controls_changed(controls),
            Event::MasterAsked => self.master_asked(),
            Event::ReferenceOffered(files) => self.reference_offered(files),
            Event::ReferenceRemoved => self.reference_removed(),
            Event::Cancelled => self.cancel(),
            Event::Retried => self.retry(),
            Event::Dismissed => {
                self.sound = Sound::Fine;
                if !matches!(self.phase, Phase::Refused { .. } | Phase::Choosing { .. }) {
                    return Vec::new();
                }
                self.rest();
                vec![Effect::GivenUp]
            }
            Event::ExportAsked => self.export(),
            Event::Reply(reply) => self.reply(reply),
            Event::Playable { source, job } => self.playable(source, job),
            Event::Unplayable { source, job } => self.unplayable(source, job),
            Event::VoiceChosen(role) => self.choose_voice(role),
            Event::PlayToggled => self.toggle_play(),
            Event::Stopped => {
                self.playing = false;
                Vec::new()
            }
            Event::SoundBlocked => self.sound_blocked(),
            Event::MatchSet(on) => {
                self.matched = on;
                vec![Effect::Levels(self.levels_db())]
            }
            Event::KeysSet(on) => {
                self.keys = on;
                Vec::new()
            }
            Event::BookingOpened => vec![Effect::Signal(Signal::BookingOpened {})],
        }
    }

    fn engine_missing(&mut self, outdated: bool) -> Vec<Effect> {
        self.engine = Engine::Missing { outdated };
        if matches!(self.phase, Phase::Working { .. }) {
            self.give_up();
            self.rest();
        }
        vec![Effect::GivenUp, Effect::Signal(Signal::Error { kind: "engine_missing".into() })]
    }

    pub(super) fn offered(&mut self, files: Vec<Offer>) -> Vec<Effect> {
        if let [only] = files.as_slice() {
            let origin = Origin::File { id: only.id, bytes: only.bytes };
            let name = only.name.clone();
            return self.open(origin, name, false);
        }
        let mut effects = self.cancel();
        if files.is_empty() {
            self.phase = Phase::Refused { refusal: Refusal::NoFile };
            effects.push(Effect::GivenUp);
        } else {
            self.phase = Phase::Choosing { files };
        }
        effects
    }

    fn picked(&mut self, id: FileId) -> Vec<Effect> {
        let Phase::Choosing { files } = &self.phase else { return Vec::new() };
        match files.iter().find(|file| file.id == id) {
            Some(file) => {
                let origin = Origin::File { id, bytes: file.bytes };
                let name = file.name.clone();
                self.open(origin, name, false)
            }
            None => Vec::new(),
        }
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

    pub(super) fn export(&mut self) -> Vec<Effect> {
        if self.master.is_none() || matches!(self.phase, Phase::Working { .. }) {
            return Vec::new();
        }
        let job = self.start(Work::Exporting);
        let request = Request::ExportWav { job, source: SourceId::AUTOMATIC };
        vec![Effect::Send { request, file: None }]
    }

    fn retry(&mut self) -> Vec<Effect> {
        let Phase::Refused { refusal: Refusal::Fault { work, .. } } = &self.phase else { return Vec::new() };
        match work.clone() {
            Work::Opening { song, name, again } => self.open(song, name, again),
            Work::Measuring { file, name } => self.measure_reference(file, name),
            Work::Mastering { controls, reference } => {
                self.controls = controls;
                self.reference = reference.map(|reference| *reference);
                self.render()
            }
            Work::Exporting => {
                self.rest();
                self.export()
            }
        }
    }

    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        if !matches!(self.phase, Phase::Working { .. }) {
            return Vec::new();
        }
        let job = self.next_job();
        self.give_up();
        self.rest();
        vec![Effect::Send { request: Request::Cancel { job }, file: None }, Effect::GivenUp]
    }

    fn toggle_play(&mut self) -> Vec<Effect> {
        if self.playing {
            self.playing = false;
            return vec![Effect::Pause];
        }
        if !self.is_playable(self.chosen) {
            return Vec::new();
        }
        self.playing = true;
        self.sound = Sound::Fine;
        vec![Effect::Play]
    }

    fn choose_voice(&mut self, role: Role) -> Vec<Effect> {
        match self.voice(role).map(|voice| voice.id) {
            Some(id) if self.is_playable(id) => {
                self.chosen = id;
                vec![Effect::Hear(id)]
            }
            _ => Vec::new(),
        }
    }

    fn playable(&mut self, source: SourceId, job: JobId) -> Vec<Effect> {
        let Some(filling) = self.fillings.iter_mut().find(|f| f.source == source && f.job == job) else { return Vec::new() };
        let Some(voice) = self.voices.iter().find(|v| v.id == source) else { return Vec::new() };
        let first = filling.installed_lufs.replace(voice.measurements.loudness.integrated_lufs).is_none();
        let mut effects = vec![Effect::Install { source }, Effect::Levels(self.levels_db())];
        // A first master is what the artist came for; what is being listened to is never taken away.
        if source == SourceId::AUTOMATIC && first && !self.playing {
            self.chosen = source;
        }
        effects.push(Effect::Hear(self.chosen));
        if self.is_playable(SourceId::ORIGINAL) && self.is_playable(SourceId::AUTOMATIC) {
            effects.push(Effect::BothPlayable);
            effects.extend(self.mastered_signal());
        }
        effects
    }

    /// An earlier buffer must not sound under the name and figures of the version that could not take its place.
    fn unplayable(&mut self, source: SourceId, job: JobId) -> Vec<Effect> {
        let before = self.fillings.len();
        self.fillings.retain(|f| (f.source, f.job) != (source, job));
        if self.fillings.len() == before {
            return Vec::new();
        }
        let mut effects = self.sound_blocked();
        // A newer press may be under way.
        if !matches!(self.phase, Phase::Working { .. }) {
            effects.push(Effect::GivenUp);
        }
        if self.chosen == source {
            self.chosen = SourceId::ORIGINAL;
        }
        effects.extend([Effect::Levels(self.levels_db()), Effect::Hear(self.chosen)]);
        effects
    }

    fn sound_blocked(&mut self) -> Vec<Effect> {
        self.sound = Sound::Blocked;
        let pause = std::mem::take(&mut self.playing).then_some(Effect::Pause);
        pause.into_iter().chain([Effect::Signal(Signal::Error { kind: "sound".into() })]).collect()
    }

    fn mastered_signal(&self) -> Option<Effect> {
        let (before, after) = (self.voice(Role::Original)?, self.voice(Role::Automatic)?);
        let facts = &self.song.as_ref()?.facts;
        Some(Effect::Signal(Signal::Mastered {
            style: self.master.as_ref()?.plan.style.id,
            seconds: crate::units::frames_to_seconds(facts.frames, facts.sample_rate),
            lufs_before: before.measurements.loudness.integrated_lufs,
            lufs_after: after.measurements.loudness.integrated_lufs,
            dbtp_before: before.measurements.peaks.true_peak_dbtp,
            dbtp_after: after.measurements.peaks.true_peak_dbtp,
        }))
    }

    /// What was asked for will not come: the controls show the master that is there.
    pub(super) fn give_up(&mut self) {
        self.export_after = false;
        if let Some(master) = &self.master {
            self.controls = master.controls;
            if self.controls.reference.is_some() {
                self.reference = master.reference.as_deref().cloned();
            }
        }
    }

    /// The work of `job`, if that is what is being waited for; everything else is late.
    fn finished(&self, job: JobId) -> Option<Work> {
        match &self.phase {
            Phase::Working { job: current, work, .. } if *current == job => Some(work.clone()),
            _ => None,
        }
    }

    pub(super) fn start(&mut self, work: Work) -> JobId {
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

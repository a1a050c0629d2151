//! What the engine answers. Answers to anything but the job that is being waited for are late, and change nothing.

use std::sync::Arc;

use super::blind::FirstMinute;
use super::listening::Listening;
use super::message::{Effect, Signal};
use super::record::Keeping;
use super::state::{BesideOffer, Engine, MadeFrom, Master, Origin, Phase, Refusal, Session, Song, Todo, Work};
use super::voices::own_name;
use crate::advice::Answers;
use crate::booking::Brief;
use crate::compare::{Role, SourceId, Voice};
use crate::decode::FileFacts;
use crate::encode::Tags;
use crate::mastering::Controls;
use crate::words;
use crate::worker::protocol::{Beside, Fault, JobId, Reply};

impl Session {
    pub(super) fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Ready { .. } => {
                self.engine = Engine::Ready;
                Vec::new()
            }
            Reply::Progress { job, stage, done, strokes } => {
                if let Phase::Working { job: current, stage: now, done: so_far, .. } = &mut self.phase
                    && *current == job
                {
                    *so_far = if *now == Some(stage) { so_far.max(done) } else { done };
                    *now = Some(stage);
                    self.strokes.extend(strokes);
                }
                Vec::new()
            }
            Reply::Opened { job, source, facts, measurements, track, spans } => match self.finished(job) {
                Some(Work::Opening { song, name, again }) => {
                    let opening = spans.clone();
                    let mut effects = vec![Effect::Measure(spans)];
                    // Whatever ended the engine before: nothing but the master is asked of it again.
                    if again {
                        effects.extend(self.render());
                        return effects;
                    }
                    let original = Voice::rendered(source, Role::Original, *measurements, track);
                    effects.extend(self.new_song(job, song, name, facts, original));
                    effects.extend(self.first_master(&opening));
                    effects
                }
                _ => Vec::new(),
            },
            Reply::BesideOpened { job, source, facts, measurements, placement, covers_s, track, spans } => {
                match self.finished(job) {
                    Some(Work::OpeningBeside(offer)) => {
                        let role = match offer.beside {
                            Beside::Version => Role::Version,
                            Beside::Reference => Role::Reference,
                        };
                        let (name, track) = (String::new(), Arc::new(track));
                        let voice = Voice { id: source, role, name, measurements: *measurements, track, placement, covers_s };
                        let mut effects = vec![Effect::Measure(spans)];
                        effects.extend(self.beside_opened(job, offer, facts, voice));
                        effects
                    }
                    _ => Vec::new(),
                }
            }
            Reply::Mastered { job, result, plan, outcome, track, comparison, moments, spans } => match self.finished(job) {
                Some(Work::Mastering { controls, reference, .. }) => {
                    let measurements = outcome.after.clone();
                    let role = if result == SourceId::AUTOMATIC { Role::Automatic } else { Role::Kept };
                    if role == Role::Automatic {
                        // What was taken home was another one.
                        self.taken = None;
                        let (plan, outcome, comparison) = (*plan, *outcome, *comparison);
                        self.master = Some(Master { controls, reference, plan, outcome, comparison, moments });
                    }
                    let mut effects = vec![Effect::Measure(spans)];
                    let name = self.made_from.get(&result).map(own_name).unwrap_or_default();
                    let voice = Voice { name, ..Voice::rendered(result, role, measurements, track) };
                    effects.push(self.add(voice, job));
                    self.rest();
                    effects.extend(self.forget_unused_references());
                    effects.extend(self.go_on());
                    effects
                }
                _ => Vec::new(),
            },
            Reply::Excerpted { job, excerpt, spans } => match self.finished(job) {
                Some(Work::Excerpt) => {
                    let mut effects = vec![Effect::Measure(spans)];
                    effects.extend(self.excerpted(job, excerpt));
                    effects
                }
                _ => Vec::new(),
            },
            Reply::Exported { job, settings, taken, .. } => match (self.finished(job), &self.song) {
                (Some(Work::Exporting), Some(song)) => {
                    let name = words::master_file_name(&song.name, &settings);
                    self.taken = Some(taken);
                    self.rest();
                    let mut effects = vec![Effect::Save { name }, Effect::Signal(Signal::Downloaded {})];
                    effects.extend(self.go_on());
                    effects
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
        let shelf = self.shelf();
        self.memory.leave(shelf);
        let kept = std::mem::replace(&mut self.keeping, Keeping::Work);
        // What was to be forgotten does not go along.
        self.brief = if kept == Keeping::Nothing { Brief::default() } else { Self::brief_of_the_artist(&self.brief) };
        let artist = if kept == Keeping::Nothing { String::new() } else { std::mem::take(&mut self.tags.artist) };
        self.levels_again();
        let room = Effect::NewSong { frames: facts.frames, sample_rate: facts.sample_rate };
        // A reference outlives the song: it is laid beside the next.
        let carried = self.made_from.values().find_map(reference_file);
        self.agenda.clear();
        self.made_from.clear();
        self.voices.clear();
        self.fillings.clear();
        self.listening =
            Listening { levels: self.listening.levels, small_speaker: self.listening.small_speaker, ..Listening::default() };
        self.tags = Tags { title: words::song_stem(&name), artist };
        let opened = Effect::Signal(Signal::SongOpened { demo: origin == Origin::Demo });
        self.song = Some(Song { origin, name, facts });
        (self.master, self.excerpt) = (None, None);
        self.controls = Controls { reference: self.controls.reference, ..Controls::UNTOUCHED };
        self.playing = false;
        self.blind = None;
        self.results.clear();
        self.last_result = None;
        self.first_minute = FirstMinute::Open;
        self.answers = Answers::default();
        self.meant.clear();
        self.taken = None;
        let fill = self.add(original, job);
        self.restore(carried.is_some());
        if let Some(offer) = carried {
            // Under a number of its own: the song may have come back with its versions.
            let source = self.next_source();
            if let Some(reference) = &mut self.reference {
                reference.source = source;
            }
            self.agenda.push_back(Todo::Beside(BesideOffer { source, ..offer }));
        }
        vec![room, Effect::Repeat(self.listening.looped_s()), fill, opened]
    }

    fn failed(&mut self, work: Work, fault: Fault) -> Vec<Effect> {
        // A fresh engine has no songs: open this one again, once, without asking.
        if fault == Fault::SourceGone
            && !matches!(work, Work::Opening { .. })
            && let Some(Song { origin, name, .. }) = &self.song
        {
            let (origin, name) = (*origin, name.clone());
            self.rest();
            match work {
                Work::Exporting => self.agenda.push_front(Todo::Export),
                Work::OpeningBeside(offer) => self.agenda.push_front(Todo::Beside(offer)),
                Work::Mastering { result, .. } if result != SourceId::AUTOMATIC => self.agenda.push_front(Todo::Keep(result)),
                _ => {}
            }
            return self.open(origin, name, true);
        }
        // It was only to be heard meanwhile: what stops the master too will be said then.
        if work == Work::Excerpt {
            return self.render();
        }
        let kind = fault_kind(&fault).to_owned();
        let name = match (&work, &self.song) {
            (Work::Opening { name, .. } | Work::OpeningBeside(BesideOffer { name, .. }), _) => name.clone(),
            (_, Some(song)) => song.name.clone(),
            (_, None) => String::new(),
        };
        let mut effects = vec![Effect::GivenUp, Effect::Signal(Signal::Error { kind })];
        // A file beside the mix that can't be used takes nothing with it.
        match &work {
            Work::OpeningBeside(offer) if self.memory.knows(offer.source) => self.memory.await_again(offer),
            Work::OpeningBeside(_) => {}
            _ => effects.extend(self.give_up()),
        }
        self.phase = Phase::Refused { refusal: Refusal::Fault { fault, work, name } };
        effects
    }
}

fn reference_file(made: &MadeFrom) -> Option<BesideOffer> {
    match made {
        MadeFrom::File(offer, _) if offer.beside == Beside::Reference => Some(offer.clone()),
        _ => None,
    }
}

/// A stable name of a fault for the page around this one.
fn fault_kind(fault: &Fault) -> &'static str {
    match fault {
        Fault::File(_) => "file",
        Fault::Unreadable { .. } => "unreadable",
        Fault::Take(_) => "take",
        Fault::SourceGone => "source_gone",
        Fault::Engine { .. } => "engine",
    }
}

//! What the page knows, as one serialisable value, and how it changes: events in, effects out. No browser in here.
//!
//! The position in the song is not part of it: that belongs to the audio clock and would change sixty times a second.

mod blind;
mod decide;
mod excerpt;
mod listening;
mod message;
mod plots;
mod record;
mod replies;
mod report;
mod shelf;
mod showcase;
mod state;
mod voices;
mod wishes;
mod work;

pub use blind::{Blind, BlindAsk, ENTROPY_WORDS, FirstMinute, Heard};
pub use decide::MeantAnswers;
pub use excerpt::Excerpt;
pub use listening::{Levels, Listening, Marker};
pub use message::{Effect, Event, Signal};
pub use record::{Awaited, FileRecord, Fingerprint, Keeping, KeptFile, Shelf, SongRecord};
pub use report::{ReportAsk, ReportForm};
pub use shelf::{Present, Stored};
pub use showcase::Showcase;
pub use state::{BesideOffer, Engine, MadeFrom, Master, Origin, Phase, Reference, Refusal, Session, Song, Sound, Sounding, Work};
pub use voices::MOST_VOICES;

use super::offer::{FileId, Offer, in_order};
use crate::words;

impl Session {
    /// The only way the session changes.
    pub fn handle(&mut self, event: Event) -> Vec<Effect> {
        if self.blind.is_some() && event.tells_voices_apart() {
            return Vec::new();
        }
        let mut effects = self.carry_out(event);
        effects.extend(self.settle_excerpt());
        effects
    }

    fn carry_out(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::EngineMissing { outdated } => self.engine_missing(outdated),
            Event::FilesOffered(files) => {
                self.showcase.over |= !files.is_empty();
                self.offered(in_order(files))
            }
            Event::FilePicked(id) => self.picked(id),
            Event::DemoAsked => self.open(Origin::Demo, words::page::DEMO_NAME.into(), false),
            Event::ExampleAsked { title } => self.ask_for_example(title),
            Event::ExampleFetched { job, mix, human } => self.example_fetched(job, mix, human),
            Event::ExampleMissing { job } => self.example_missing(job),
            Event::StyleChosen(style) => self.style_chosen(style),
            Event::ControlsChanged(controls) => self.controls_changed(controls),
            Event::MasterAsked => self.master_asked(),
            Event::ReferenceOffered(files) => self.reference_offered(files),
            Event::ReferenceRemoved => self.reference_removed(),
            Event::VersionsOffered(files) => self.versions_offered(files),
            Event::Cancelled => self.cancel(),
            Event::Retried => self.retry(),
            Event::Dismissed => {
                self.sound = Sound::Fine;
                if !matches!(self.phase, Phase::Refused { .. } | Phase::Choosing { .. }) {
                    return Vec::new();
                }
                self.rest();
                let mut effects = vec![Effect::GivenUp];
                effects.extend(self.go_on());
                effects
            }
            Event::MeantSaid { dimension, answer } => self.say_meant(dimension, answer),
            Event::PurposeSaid(purpose) => self.say_purpose(purpose),
            Event::QuestionAnswered { question, answer } => self.answer_question(question, answer),
            Event::ChangeHeard(hear) => self.hear_change(hear),
            Event::BriefEdited(brief) => self.edit_brief(*brief),
            Event::TakeChosen(settings) => {
                self.take = settings;
                Vec::new()
            }
            Event::TagsSet(tags) => {
                self.tags = tags;
                Vec::new()
            }
            Event::ExportAsked => self.export(),
            Event::ReportAsked(ask) => self.report(&ask),
            Event::Reply(reply) => {
                let effects = self.reply(reply);
                self.follow_example();
                effects
            }
            Event::Playable { source, job } => self.playable(source, job),
            Event::Unplayable { source, job } => self.unplayable(source, job),
            Event::VoiceChosen(id) => self.choose_voice(id),
            Event::NthVoiceChosen(index) => match self.in_order().get(index).copied() {
                Some(id) => self.choose_voice(id),
                None => Vec::new(),
            },
            Event::NextVoiceChosen { later } => self.choose_next(later),
            Event::VoiceRenamed { id, name } => self.rename(id, &name),
            Event::VoiceRemoved(id) => self.remove_voice(id),
            Event::VoiceMoved { id, later } => self.move_voice(id, later),
            Event::MasterKept => self.keep_master(),
            Event::KeptTaken(id) => self.take_kept(id),
            Event::ChangeChosen(change) => self.choose_change(change),
            Event::LevelsChosen(levels) => self.choose_levels(levels),
            Event::SmallSpeakerSet(on) => self.set_small_speaker(on),
            Event::RegionChosen(region) => self.choose_region(region),
            Event::LoopSet(on) => self.set_loop(on),
            Event::Sought(to_s) => self.seek(to_s),
            Event::MarkerSet { at_s } => self.set_marker(at_s),
            Event::MarkerNoted { index, note } => self.note_marker(index, &note),
            Event::MarkerRemoved(index) => self.remove_marker(index),
            Event::PlayToggled => self.toggle_play(),
            Event::Stopped => {
                self.playing = false;
                Vec::new()
            }
            Event::BlindStarted { ask, entropy } => self.start_blind(ask, entropy),
            Event::NotesInLetterSet(on) => {
                self.listening.notes_in_letter = on;
                Vec::new()
            }
            Event::BlindHeard(label) => self.hear_label(label),
            Event::BlindAnswered(answer) => self.answer_blind(answer),
            Event::BlindLeft => self.end_blind(),
            Event::FirstMinuteSkipped => {
                self.first_minute = FirstMinute::Skipped;
                Vec::new()
            }
            Event::ResultClosed => {
                self.last_result = None;
                Vec::new()
            }
            Event::Remembered { songs, files, go_on } => self.remember(songs, files, go_on),
            Event::LastSongAsked => self.continue_last(),
            Event::KeepingSet(keeping) => self.set_keeping(keeping),
            Event::SoundBlocked => self.sound_blocked(),
            Event::KeysSet(on) => {
                self.keys = on;
                Vec::new()
            }
            Event::BookingOpened => vec![Effect::Signal(Signal::BookingOpened {})],
        }
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
}

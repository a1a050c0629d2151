//! The versions of the song: added, named, moved, kept, removed, and filled into playback buffers.

use super::message::{Effect, Signal};
use super::state::{BesideOffer, Filling, MadeFrom, Phase, Reference, Refusal, Session, Sound, Sounding, Todo};
use crate::compare::{Role, SourceId, Voice};
use crate::decode::FileFacts;
use crate::ui::offer::{Offer, in_order};
use crate::words;
use crate::worker::protocol::{Beside, JobId};

/// More versions than this, and nobody hears them apart; each takes memory.
pub const MOST_VOICES: usize = 8;
/// A name has to fit on a button.
const LONGEST_NAME: usize = 60;

impl Session {
    pub(super) fn versions_offered(&mut self, files: Vec<Offer>) -> Vec<Effect> {
        if !self.takes_wishes() {
            return Vec::new();
        }
        let files = in_order(files);
        if files.is_empty() {
            return self.offered(files);
        }
        let coming = self.agenda.iter().filter(|todo| matches!(todo, Todo::Beside(_) | Todo::Keep(_))).count();
        let room = MOST_VOICES.saturating_sub(self.voices.len() + coming);
        if room == 0 {
            let mut effects = self.abandon();
            self.phase = Phase::Refused { refusal: Refusal::Full };
            effects.push(Effect::GivenUp);
            return effects;
        }
        // Of several, what does not look like audio is not meant.
        let looks = files.iter().filter(|file| file.looks_like_audio()).count();
        for file in files.into_iter().take(looks.max(1)).take(room) {
            self.put_beside(file, Beside::Version);
        }
        self.turn_to_agenda()
    }

    pub(super) fn put_beside(&mut self, file: Offer, beside: Beside) -> SourceId {
        let known = self.memory.recognise(&file.name, file.bytes, beside);
        let source = known.unwrap_or_else(|| self.next_source());
        self.agenda.push_back(Todo::Beside(BesideOffer { source, beside, file: file.id, bytes: file.bytes, name: file.name }));
        source
    }

    pub(super) fn next_source(&mut self) -> SourceId {
        self.last_source += 1;
        SourceId(self.last_source - 1)
    }

    /// A file beside the mix has been opened: a voice more, in the place of an earlier one of that id.
    pub(super) fn beside_opened(&mut self, job: JobId, offer: BesideOffer, facts: FileFacts, voice: Voice) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut render = false;
        if offer.beside == Beside::Reference {
            let (source, name) = (voice.id, offer.name.clone());
            let measurements = voice.measurements.clone();
            render = self.reference_measured(Reference { source, name, facts: facts.clone(), measurements });
        }
        let made = MadeFrom::File(offer, facts);
        let name = own_name(&made);
        self.made_from.insert(voice.id, made);
        effects.push(self.add(Voice { name, ..voice }, job));
        self.rest();
        if render {
            self.agenda.push_front(Todo::Master);
        } else {
            effects.extend(self.forget_unused_references());
        }
        effects.extend(self.go_on());
        effects
    }

    /// The record that is followed can be heard; an earlier one goes once a master stands without it.
    pub(super) fn forget_unused_references(&mut self) -> Vec<Effect> {
        let followed = self.reference.as_ref().map(|reference| reference.source);
        self.forget_voices(|voice| voice.role == Role::Reference && Some(voice.id) != followed)
    }

    pub(super) fn add(&mut self, voice: Voice, job: JobId) -> Effect {
        let id = voice.id;
        match self.voices.iter_mut().find(|earlier| earlier.id == id) {
            Some(earlier) => *earlier = Voice { name: std::mem::take(&mut earlier.name), ..voice },
            None => {
                let name = self.memory.name(id).unwrap_or(voice.name);
                self.voices.push(Voice { name, ..voice });
                self.voices.sort_by_key(|voice| self.memory.place(voice.id));
            }
        }
        // While a newer master fills, the earlier one can still be heard.
        let installed = self.sounding(id).cloned();
        self.fillings.retain(|f| f.source != id);
        self.fillings.push(Filling { source: id, job, installed });
        Effect::Fill { source: id, job }
    }

    pub(super) fn rename(&mut self, id: SourceId, name: &str) -> Vec<Effect> {
        if let Some(voice) = self.voices.iter_mut().find(|voice| voice.id == id) {
            let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
            // Without one it has its own again.
            voice.name = if name.is_empty() { self.made_from.get(&id).map(own_name).unwrap_or_default() } else { name };
        }
        Vec::new()
    }

    pub(super) fn move_voice(&mut self, id: SourceId, later: bool) -> Vec<Effect> {
        let Some(at) = self.voices.iter().position(|voice| voice.id == id) else { return Vec::new() };
        let to = if later { at + 1 } else { at.wrapping_sub(1) };
        if to < self.voices.len() {
            self.voices.swap(at, to);
            self.memory.reorder(self.voices.iter().map(|voice| voice.id).collect());
        }
        Vec::new()
    }

    /// The mix and the newest master stay; a reference that goes is no longer followed either.
    pub(super) fn remove_voice(&mut self, id: SourceId) -> Vec<Effect> {
        match self.voice_by_id(id).map(|voice| voice.role) {
            Some(Role::Reference) => self.reference_removed(),
            Some(Role::Kept | Role::Version) => self.forget_voices(|voice| voice.id == id),
            _ => Vec::new(),
        }
    }

    pub(super) fn forget_voices(&mut self, gone: impl Fn(&Voice) -> bool) -> Vec<Effect> {
        let ids: Vec<SourceId> = self.voices.iter().filter(|voice| gone(voice)).map(|voice| voice.id).collect();
        if ids.is_empty() {
            return Vec::new();
        }
        self.voices.retain(|voice| !ids.contains(&voice.id));
        self.fillings.retain(|filling| !ids.contains(&filling.source));
        self.made_from.retain(|id, _| !ids.contains(id));
        self.listen_elsewhere(&ids);
        let forget = ids.into_iter().map(Effect::Forget);
        std::iter::once(self.blend()).chain(forget).collect()
    }

    /// What is heard must be there.
    fn listen_elsewhere(&mut self, gone: &[SourceId]) {
        let listening = &mut self.listening;
        if gone.contains(&listening.chosen) {
            listening.chosen = SourceId::ORIGINAL;
        }
        listening.change = listening.change.filter(|(of, against)| !gone.contains(of) && !gone.contains(against));
    }

    /// The present master stays as a voice of its own, so that the next one can be heard against it.
    pub(super) fn keep_master(&mut self) -> Vec<Effect> {
        let (Some(master), Some(voice)) = (&self.master, self.voice(Role::Automatic)) else { return Vec::new() };
        let there = self.fillings.iter().find(|f| f.source == SourceId::AUTOMATIC && f.installed == Some(Sounding::of(voice)));
        let Some(filling) = there.cloned() else { return Vec::new() };
        if self.voices.len() >= MOST_VOICES {
            return Vec::new();
        }
        let nth = self.made_from.values().filter_map(|made| match made {
            MadeFrom::Controls { nth, .. } => Some(*nth),
            MadeFrom::File(..) => None,
        });
        let nth = nth.max().unwrap_or(0) + 1;
        let made = MadeFrom::Controls { nth, controls: master.controls, reference: master.reference.clone() };
        let voice = Voice { role: Role::Kept, ..voice.clone() };
        let id = self.next_source();
        self.voices.push(Voice { id, name: own_name(&made), ..voice });
        self.made_from.insert(id, made);
        self.fillings.push(Filling { source: id, ..filling });
        vec![Effect::Keep { source: SourceId::AUTOMATIC, as_source: id }, self.blend()]
    }

    /// The present master is made again as a kept one was.
    pub(super) fn take_kept(&mut self, id: SourceId) -> Vec<Effect> {
        let Some(MadeFrom::Controls { controls, reference, .. }) = self.made_from.get(&id).cloned() else { return Vec::new() };
        if !self.takes_wishes() {
            return Vec::new();
        }
        if controls.reference.is_some()
            && let Some(followed) = reference
            && !self.reference.as_ref().is_some_and(|present| present.is_same_record(&followed))
        {
            self.reference = Some(*followed);
        }
        let effects = self.controls_changed(controls);
        self.recall_meant();
        effects
    }

    pub(super) fn playable(&mut self, source: SourceId, job: JobId) -> Vec<Effect> {
        if source == SourceId::EXCERPT {
            return self.excerpt_playable(job);
        }
        let Some(voice) = self.voices.iter().find(|v| v.id == source) else { return Vec::new() };
        let Some(filling) = self.fillings.iter_mut().find(|f| f.source == source && f.job == job) else { return Vec::new() };
        let first = filling.installed.replace(Sounding::of(voice)).is_none();
        // A first master is what the artist came for; what is being listened to is never taken away.
        if source == SourceId::AUTOMATIC && first && !self.playing {
            self.listening.chosen = source;
        }
        let mut effects = vec![Effect::Install { source }, self.blend()];
        let of_the_two = matches!(source, SourceId::ORIGINAL | SourceId::AUTOMATIC);
        if of_the_two && self.is_playable(SourceId::ORIGINAL) && self.is_playable(SourceId::AUTOMATIC) {
            effects.push(Effect::BothPlayable);
            effects.extend(self.mastered_signal());
        }
        effects
    }

    /// An earlier buffer must not sound under the name and figures of the version that could not take its place.
    pub(super) fn unplayable(&mut self, source: SourceId, job: JobId) -> Vec<Effect> {
        let before = self.fillings.len();
        self.fillings.retain(|f| (f.source, f.job) != (source, job));
        if self.fillings.len() == before {
            return Vec::new();
        }
        // The whole will follow.
        if source == SourceId::EXCERPT {
            return Vec::new();
        }
        let beside = self.voice_by_id(source).is_some_and(|v| !matches!(v.role, Role::Original | Role::Automatic));
        if beside {
            // Without room for it, it is better not there than there and silent.
            self.phase = Phase::Refused { refusal: Refusal::NoRoom };
            return self.forget_voices(|voice| voice.id == source);
        }
        let mut effects = self.sound_blocked();
        // A newer press may be under way.
        if !matches!(self.phase, Phase::Working { .. }) {
            effects.push(Effect::GivenUp);
        }
        self.listen_elsewhere(&[source]);
        effects.push(self.blend());
        effects
    }

    pub(super) fn sound_blocked(&mut self) -> Vec<Effect> {
        self.sound = Sound::Blocked;
        let pause = std::mem::take(&mut self.playing).then_some(Effect::Pause);
        pause.into_iter().chain([Effect::Signal(Signal::Error { kind: "sound".into() })]).collect()
    }

    fn mastered_signal(&self) -> Option<Effect> {
        let (before, after) = (self.voice(Role::Original)?, self.voice(Role::Automatic)?);
        Some(Effect::Signal(Signal::Mastered {
            style: self.master.as_ref()?.plan.style.id,
            seconds: self.duration_s(),
            lufs_before: before.measurements.loudness.integrated_lufs,
            lufs_after: after.measurements.loudness.integrated_lufs,
            dbtp_before: before.measurements.peaks.true_peak_dbtp,
            dbtp_after: after.measurements.peaks.true_peak_dbtp,
        }))
    }
}

/// What a voice is called before the artist gives it a name.
pub(super) fn own_name(made: &MadeFrom) -> String {
    match made {
        MadeFrom::File(offer, _) => words::song_stem(&offer.name).chars().take(LONGEST_NAME).collect(),
        MadeFrom::Controls { nth, .. } => words::kept_name(*nth),
    }
}

//! The first hearing where the engine takes its time: the loudest half minute of the first master, while the rest is being made.
//!
//! It is no version of its own: it stands where the master will, goes with the controls it was made with, and gives way to the whole.

use serde::{Deserialize, Serialize};

use super::listening::Listening;
use super::message::Effect;
use super::state::{Filling, Phase, Reference, Session, Sounding, Work};
use crate::compare::{Role, SourceId, Voice};
use crate::decode::FileFacts;
use crate::mastering::{Controls, has_excerpt};
use crate::units::seconds_to_frames;
use crate::worker::protocol::{ExcerptFacts, JobId, Part, Request, Span};

/// A song that took so long to be measured takes about three times as long to be mastered: then there is something to hear before.
const SLOW_MS: f64 = 700.0;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    pub voice: Voice,
    controls: Controls,
    reference: Option<SourceId>,
    /// The artist's own loop, where its own has taken that place: the stretch, and whether it repeats.
    aside: (Option<(f64, f64)>, bool),
}

impl Session {
    /// After a song was opened: its master, and before that, where it will take a while, an excerpt.
    pub(super) fn first_master(&mut self, opening: &[Span]) -> Vec<Effect> {
        let slow = opening.iter().any(|span| span.part == Part::Measure && span.end_ms - span.start_ms > SLOW_MS);
        if !slow || !has_excerpt(self.duration_s()) || self.master.is_some() {
            return self.render();
        }
        let (controls, source) = (self.controls, SourceId::ORIGINAL);
        let reference = self.followed().map(|reference| Box::new(reference.measurements.clone()));
        let job = self.start(Work::Excerpt);
        vec![Effect::Send { request: Request::Excerpt { job, source, controls, reference }, file: None }]
    }

    pub(super) fn excerpted(&mut self, job: JobId, facts: Option<ExcerptFacts>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(ExcerptFacts { covers_s, measurements, track }) = facts {
            let voice = Voice::rendered(SourceId::EXCERPT, Role::Automatic, *measurements, track);
            let voice = Voice { covers_s, ..voice };
            self.excerpt = Some(Excerpt {
                voice,
                controls: self.controls,
                reference: self.followed().map(|r| r.source),
                aside: (None, false),
            });
            self.fillings.push(Filling { source: SourceId::EXCERPT, job, installed: None });
            effects.push(Effect::Fill { source: SourceId::EXCERPT, job });
        }
        effects.extend(self.render());
        effects
    }

    fn followed(&self) -> Option<&Reference> {
        self.controls.reference.and(self.reference.as_ref())
    }

    /// Where the samples of `source` begin in its playback buffer, how many frames that has, and its rate.
    #[must_use]
    pub fn place(&self, source: SourceId) -> Option<(usize, usize, u32)> {
        let FileFacts { frames, sample_rate, .. } = self.song.as_ref()?.facts;
        let part = self.excerpt.as_ref().filter(|excerpt| excerpt.voice.id == source);
        let from_s = part.map_or(0.0, |excerpt| excerpt.voice.covers_s.0);
        Some((seconds_to_frames(from_s, sample_rate), frames, sample_rate))
    }

    /// It can be heard: what comes first repeats, unless the artist is listening already.
    pub(super) fn excerpt_playable(&mut self, job: JobId) -> Vec<Effect> {
        let (Some(Excerpt { voice, .. }), Some(mix)) = (&self.excerpt, self.voice(Role::Original)) else { return Vec::new() };
        // A streaming service turns it as far as the whole, which is quieter than its loudest part by as much as the mix is.
        let (from_s, to_s) = voice.covers_s;
        let louder_lu = mix.track.lufs_over(from_s, to_s).map_or(0.0, |lufs| lufs - mix.measurements.loudness.integrated_lufs);
        let sounding =
            Sounding { integrated_lufs: voice.measurements.loudness.integrated_lufs - louder_lu, ..Sounding::of(voice) };
        let source = voice.id;
        let Some(filling) = self.fillings.iter_mut().find(|f| (f.source, f.job) == (source, job)) else { return Vec::new() };
        filling.installed = Some(sounding);
        let mut effects = vec![Effect::Install { source }];
        if self.playing || self.listening.region.is_some() {
            effects.push(self.blend());
        } else {
            effects.extend(self.take_excerpt());
        }
        effects.push(Effect::ExcerptPlayable);
        effects
    }

    pub(super) fn hear_excerpt(&mut self) -> Vec<Effect> {
        let mut effects = self.take_excerpt();
        effects.extend(self.enter_excerpt());
        effects
    }

    /// Nothing of it is outside: what is heard stays within.
    fn take_excerpt(&mut self) -> Vec<Effect> {
        let Some(Excerpt { voice, aside, .. }) = &mut self.excerpt else { return Vec::new() };
        let covers_s = voice.covers_s;
        (self.listening.chosen, self.listening.change) = (voice.id, None);
        if self.listening.looped_s().is_some_and(|looped_s| is_within(looped_s, covers_s)) {
            return vec![self.blend()];
        }
        if self.listening.region != Some(covers_s) {
            *aside = (self.listening.region, self.listening.looping);
        }
        self.set_region(Some(covers_s))
    }

    /// Where it is to be heard now: until then, the place in the song stays where the artist left it.
    pub(super) fn enter_excerpt(&self) -> Option<Effect> {
        let excerpt = self.excerpt.as_ref().filter(|excerpt| excerpt.voice.id == self.listening.chosen)?;
        Some(Effect::Enter(excerpt.voice.covers_s))
    }

    /// Where something else is to be heard than the excerpt has, only the mix can be.
    pub(super) fn leave_excerpt(&mut self) {
        let Some(Excerpt { voice, .. }) = &self.excerpt else { return };
        let within = self.listening.looped_s().is_some_and(|looped_s| is_within(looped_s, voice.covers_s));
        if self.listening.chosen == voice.id && !within {
            self.listening.chosen = SourceId::ORIGINAL;
        }
    }

    /// It stays while the master is on its way that it is a part of.
    pub(super) fn settle_excerpt(&mut self) -> Vec<Effect> {
        let Some(Excerpt { voice, controls, reference, .. }) = &self.excerpt else { return Vec::new() };
        let as_asked = *controls == self.controls && *reference == self.followed().map(|r| r.source);
        let coming = match &self.phase {
            Phase::Working { work: Work::Mastering { result, .. }, .. } => *result == SourceId::AUTOMATIC,
            _ => self.fillings.iter().any(|f| f.source == SourceId::AUTOMATIC && f.installed.is_none()),
        };
        if as_asked && coming && !self.is_playable(SourceId::AUTOMATIC) {
            return Vec::new();
        }
        let (id, ours) = (voice.id, self.listening.region == Some(voice.covers_s));
        let own = self.own_loop();
        self.excerpt = None;
        self.fillings.retain(|filling| filling.source != id);
        if self.listening.chosen == id {
            let whole = self.is_playable(SourceId::AUTOMATIC);
            self.listening.chosen = if whole { SourceId::AUTOMATIC } else { SourceId::ORIGINAL };
        }
        (self.listening.region, self.listening.looping) = own;
        let mut effects = if ours { self.repeat() } else { vec![self.blend()] };
        effects.push(Effect::Forget(id));
        effects
    }

    /// What is kept of the listening: what is just heard is no work, and would be written down with every switch.
    pub(super) fn listening_to_keep(&self) -> Listening {
        let levels = self.levels_before.unwrap_or(self.listening.levels);
        let kept = Listening { chosen: SourceId::ORIGINAL, change: None, levels, ..self.listening.clone() };
        let (region, looping) = self.own_loop();
        Listening { region, looping, ..kept }
    }

    /// The stretch that the artist chose, and whether it repeats: not the one that an excerpt repeats by itself.
    #[must_use]
    pub fn own_loop(&self) -> (Option<(f64, f64)>, bool) {
        let now = (self.listening.region, self.listening.looping);
        self.excerpt.as_ref().filter(|excerpt| now.0 == Some(excerpt.voice.covers_s)).map_or(now, |excerpt| excerpt.aside)
    }

    /// All that can be heard one day, in the order of the page.
    #[must_use]
    pub fn in_order(&self) -> Vec<SourceId> {
        let mut ids: Vec<SourceId> = self.voices.iter().map(|voice| voice.id).collect();
        if let Some(Excerpt { voice, .. }) = &self.excerpt {
            match ids.iter_mut().find(|id| **id == SourceId::AUTOMATIC) {
                Some(place) => *place = voice.id,
                None => ids.insert(1.min(ids.len()), voice.id),
            }
        }
        ids
    }
}

fn is_within((from_s, to_s): (f64, f64), (begin_s, end_s): (f64, f64)) -> bool {
    from_s >= begin_s && to_s <= end_s
}

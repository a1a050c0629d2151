//! Blind listening: while a test runs, nothing but its labels is offered, and only its end says anything.

use serde::{Deserialize, Serialize};

use super::message::Effect;
use super::state::{Phase, Session, Sound, Sounding, Work};
use crate::compare::blind::{Answer, BlindResult, BlindTest, Entropy, Label};
use crate::compare::{FULLEST_S, Role, SourceId, Voice};
use crate::player::transport::SHORTEST_LOOP_S;
use crate::words;

/// What the artist wants to find out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BlindAsk {
    /// The one pick after mastering.
    FirstMinute,
    /// The same, of an example's three.
    Example,
    Preference {
        voices: Vec<SourceId>,
        rounds: u32,
    },
    Abx {
        a: SourceId,
        b: SourceId,
        trials: u32,
    },
}

/// A test under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Blind {
    pub test: BlindTest,
    /// What is heard now.
    pub label: Label,
}

/// A finished test, and what its voices were called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    pub result: BlindResult,
    pub names: Vec<(SourceId, String)>,
}

impl Heard {
    #[must_use]
    pub fn name(&self, id: SourceId) -> &str {
        self.names.iter().find(|(named, _)| *named == id).map_or("", |(_, name)| name)
    }
}

/// The pick of the first minute comes once a song.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FirstMinute {
    Open,
    Done,
    Skipped,
}

/// Words from the browser's cryptographic generator, drawn beforehand.
struct Drawn {
    words: Vec<u32>,
    next: usize,
}

/// As many as the longest test with the most voices may take, twice over: a draw that has to be repeated is rarer than one in 2^28.
pub const ENTROPY_WORDS: usize = 4_096;

impl Entropy for Drawn {
    fn next_u32(&mut self) -> u32 {
        self.next += 1;
        self.words[(self.next - 1) % self.words.len()]
    }
}

impl Session {
    /// Whether the pick of the first minute is to be offered now.
    #[must_use]
    pub fn offers_first_minute(&self) -> bool {
        !self.expects_three() && self.offers_pick_of(&[SourceId::ORIGINAL, SourceId::AUTOMATIC])
    }

    /// It is offered, or will be as soon as the master can be heard.
    #[must_use]
    pub fn keeps_place_for_first_minute(&self) -> bool {
        let coming = match &self.phase {
            Phase::Working { work: Work::Excerpt, .. } => true,
            Phase::Working { work: Work::Mastering { result, .. }, .. } => *result == SourceId::AUTOMATIC,
            Phase::Ready => self.fillings.iter().any(|f| f.source == SourceId::AUTOMATIC && f.installed.is_none()),
            _ => false,
        };
        let open = self.first_minute == FirstMinute::Open && self.blind.is_none() && !self.expects_three();
        self.offers_first_minute() || (open && coming)
    }

    /// Whether the one pick of this song can be between `ids` now.
    pub(super) fn offers_pick_of(&self, ids: &[SourceId]) -> bool {
        self.first_minute == FirstMinute::Open
            && self.blind.is_none()
            && self.phase == Phase::Ready
            && ids.iter().all(|id| self.judgeable().any(|voice| voice.id == *id))
    }

    pub(super) fn start_blind(&mut self, ask: BlindAsk, entropy: Vec<u32>) -> Vec<Effect> {
        if entropy.len() < ENTROPY_WORDS || self.blind.is_some() || self.phase != Phase::Ready {
            return Vec::new();
        }
        let mut entropy = Drawn { words: entropy, next: 0 };
        let test = match &ask {
            BlindAsk::FirstMinute if !self.offers_first_minute() => return Vec::new(),
            BlindAsk::FirstMinute => Ok(BlindTest::first_minute(self.fullest_s(), &mut entropy)),
            BlindAsk::Example => {
                let Some(three) = self.offered_three() else { return Vec::new() };
                let fullest = self.judged_over(&three, self.fullest_s());
                let Some(region) = fullest.or_else(|| self.judged_over(&three, None)) else { return Vec::new() };
                BlindTest::preference(&three, 1, region, &mut entropy)
            }
            BlindAsk::Preference { voices, rounds } => {
                let Some(region) = self.judged_over(voices, self.listening.looped_s()) else { return Vec::new() };
                BlindTest::preference(voices, *rounds, region, &mut entropy)
            }
            BlindAsk::Abx { a, b, trials } => {
                let Some(region) = self.judged_over(&[*a, *b], self.listening.looped_s()) else { return Vec::new() };
                BlindTest::abx(*a, *b, *trials, region, &mut entropy)
            }
        };
        let Ok(test) = test else { return Vec::new() };
        let Some(label) = test.labels().first().copied() else { return Vec::new() };
        if matches!(ask, BlindAsk::FirstMinute | BlindAsk::Example) {
            self.first_minute = FirstMinute::Done;
        }
        let region = test.region();
        self.blind = Some(Blind { test, label });
        self.last_result = None;
        self.playing = true;
        self.sound = Sound::Fine;
        let mut effects = vec![Effect::Repeat(region), self.blend()];
        effects.extend(region.map(|(from_s, _)| Effect::Seek(from_s)));
        effects.push(Effect::Play);
        effects
    }

    /// Versions that nothing but their sound tells apart: they play, are what they are measured as, and run alike.
    pub fn judgeable(&self) -> impl Iterator<Item = &Voice> {
        let settled = |voice: &&Voice| self.sounding(voice.id).is_some_and(|sounding| *sounding == Sounding::of(voice));
        self.voices.iter().filter(settled).filter(|voice| voice.runs_alike())
    }

    /// The stretch that a test of `ids` is limited to: the one asked for, as far as all of them sound there. `None` if they can't be
    /// judged.
    fn judged_over(&self, ids: &[SourceId], asked: Option<(f64, f64)>) -> Option<Option<(f64, f64)>> {
        let voices: Vec<&Voice> = self.judgeable().filter(|voice| ids.contains(&voice.id)).collect();
        if voices.len() < ids.len() {
            return None;
        }
        let whole = (0.0, self.duration_s());
        let asked = asked.unwrap_or(whole);
        let common = voices.iter().fold(asked, |(from, to), voice| (from.max(voice.covers_s.0), to.min(voice.covers_s.1)));
        if common == whole {
            return Some(None);
        }
        (common.1 - common.0 >= SHORTEST_LOOP_S).then_some(Some(common))
    }

    pub(super) fn hear_label(&mut self, label: Label) -> Vec<Effect> {
        match &mut self.blind {
            Some(blind) if blind.test.heard(label).is_some() => {
                blind.label = label;
                vec![self.blend()]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn answer_blind(&mut self, answer: Answer) -> Vec<Effect> {
        let Some(blind) = &mut self.blind else { return Vec::new() };
        if blind.test.answer(answer).is_err() {
            return Vec::new();
        }
        if let Some(label) = blind.test.labels().first() {
            blind.label = *label;
            return vec![self.blend()];
        }
        if let Some(result) = blind.test.result() {
            let names = self.voices.iter().map(|voice| (voice.id, words::voice_name(voice))).collect();
            self.results.push(Heard { result, names });
            self.last_result = Some(self.results.len() - 1);
        }
        self.end_blind()
    }

    /// Back to listening with open eyes, at the place where one is.
    pub(super) fn end_blind(&mut self) -> Vec<Effect> {
        if self.blind.take().is_none() {
            return Vec::new();
        }
        vec![Effect::Repeat(self.listening.looped_s()), self.blend()]
    }

    /// The fullest seconds of the mix.
    #[must_use]
    pub fn fullest_s(&self) -> Option<(f64, f64)> {
        let begins_s = self.voice(Role::Original)?.track.fullest(FULLEST_S);
        Some((begins_s, (begins_s + FULLEST_S).min(self.duration_s())))
    }
}

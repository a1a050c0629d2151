//! Listening: which version is heard, how loud, which stretch repeats, and what the artist noted.

use serde::{Deserialize, Serialize};

use super::message::Effect;
use super::state::{Session, Sound, Sounding};
use crate::compare::platforms::{Platform, playback_gain_db};
use crate::compare::{SourceId, Voice, loudness_to_match, match_levels_db};
use crate::player::transport::SHORTEST_LOOP_S;
use crate::units::{db_to_gain, frames_to_seconds};
use crate::words;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listening {
    /// The voice that is heard.
    pub chosen: SourceId,
    /// Instead, only what differs between these two.
    pub change: Option<(SourceId, SourceId)>,
    pub levels: Levels,
    pub small_speaker: bool,
    /// A stretch of the song, in seconds.
    pub region: Option<(f64, f64)>,
    /// It repeats.
    pub looping: bool,
    /// In the order of time.
    pub markers: Vec<Marker>,
    /// What was heard and noted goes into the letter to the studio.
    pub notes_in_letter: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Levels {
    /// All versions equally loud.
    Matched,
    /// As they are.
    Real,
    /// As a streaming service plays them.
    On(Platform),
}

/// A moment of the song that is worth coming back to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    pub at_s: f64,
    pub note: String,
}

/// Markers closer together than this are one.
const MARKERS_APART_S: f64 = 0.05;
/// More would be no help.
const MOST_MARKERS: usize = 100;
/// A note is a sentence or two.
const LONGEST_NOTE: usize = 500;

impl Default for Listening {
    fn default() -> Self {
        Self {
            chosen: SourceId::ORIGINAL,
            change: None,
            levels: Levels::Matched,
            small_speaker: false,
            region: None,
            looping: false,
            markers: Vec::new(),
            notes_in_letter: false,
        }
    }
}

impl Listening {
    /// What repeats now.
    #[must_use]
    pub fn looped_s(&self) -> Option<(f64, f64)> {
        self.region.filter(|_| self.looping)
    }
}

impl Session {
    /// What was heard blind, and the moments noted, one line each.
    #[must_use]
    pub fn listening_notes(&self) -> Vec<String> {
        let results = self.results.iter().map(|heard| words::blind_in_brief(&heard.result, |id| heard.name(id)));
        let moments = self.listening.markers.iter().map(|marker| words::moment(marker.at_s, &marker.note));
        results.chain(moments).collect()
    }

    /// Playback gains in dB of the voices that can be heard: none is turned up.
    #[must_use]
    pub fn levels_db(&self) -> Vec<(SourceId, f64)> {
        // Whole voices may play at other levels; what differs between two is only told by equal ones.
        let must_match = self.listening.change.is_some() || self.blind.is_some();
        let levels = if must_match { Levels::Matched } else { self.listening.levels };
        // A blind test matches the voices that it asks about.
        let tested = self.blind.as_ref().map(|blind| blind.test.labels().into_iter().filter_map(|label| blind.test.heard(label)));
        let tested: Option<Vec<SourceId>> = tested.map(Iterator::collect);
        let there = self.all_voices().filter(|voice| tested.as_ref().is_none_or(|tested| tested.contains(&voice.id)));
        let sounding = there.filter_map(|voice| Some((voice, self.sounding(voice.id)?)));
        let (voices, sounding): (Vec<_>, Vec<_>) = sounding.unzip();
        let gains = match levels {
            Levels::Matched => {
                let mut sides: Vec<_> = voices.iter().map(|voice| voice.side()).collect();
                for (side, sounding) in sides.iter_mut().zip(&sounding) {
                    side.track = &sounding.track;
                }
                match_levels_db(&loudness_to_match(&sides, self.looped_s()))
            }
            Levels::Real => vec![0.0; voices.len()],
            Levels::On(platform) => {
                let gain = |s: &&Sounding| playback_gain_db(platform, s.integrated_lufs, s.true_peak_dbtp);
                let gains: Vec<f64> = sounding.iter().map(gain).collect();
                // What a platform turns up is heard as the others turned down.
                let most = gains.iter().copied().fold(0.0, f64::max);
                gains.into_iter().map(|gain| gain - most).collect()
            }
        };
        voices.iter().map(|voice| voice.id).zip(gains).collect()
    }

    /// What the player is to do with every voice.
    pub(super) fn blend(&self) -> Effect {
        let blind = self.blind.as_ref().map(|blind| blind.test.heard(blind.label));
        let share = |id| match (blind, self.listening.change) {
            (Some(heard), _) => f64::from(u8::from(heard == Some(id))),
            (None, Some((of, against))) => f64::from(u8::from(id == of)) - f64::from(u8::from(id == against)),
            (None, None) => f64::from(u8::from(id == self.listening.chosen)),
        };
        Effect::Blend(self.levels_db().into_iter().map(|(id, db)| (id, share(id) * db_to_gain(db))).collect())
    }

    /// What repeats now; a blind test has its own.
    #[must_use]
    pub fn looped_s(&self) -> Option<(f64, f64)> {
        self.blind.as_ref().map_or_else(|| self.listening.looped_s(), |blind| blind.test.region())
    }

    #[must_use]
    pub fn duration_s(&self) -> f64 {
        self.song.as_ref().map_or(0.0, |song| frames_to_seconds(song.facts.frames, song.facts.sample_rate))
    }

    pub(super) fn choose_voice(&mut self, id: SourceId) -> Vec<Effect> {
        if !self.is_playable(id) {
            return Vec::new();
        }
        if id == SourceId::EXCERPT {
            return self.hear_excerpt();
        }
        self.listening.chosen = id;
        self.listening.change = None;
        vec![self.blend()]
    }

    pub(super) fn choose_next(&mut self, later: bool) -> Vec<Effect> {
        let playable: Vec<SourceId> = self.in_order().into_iter().filter(|id| self.is_playable(*id)).collect();
        let Some(at) = playable.iter().position(|id| *id == self.listening.chosen) else { return Vec::new() };
        let step = if later { 1 } else { playable.len() - 1 };
        self.choose_voice(playable[(at + step) % playable.len()])
    }

    pub(super) fn choose_change(&mut self, change: Option<(SourceId, SourceId)>) -> Vec<Effect> {
        let whole = |id| self.is_playable(id) && self.voice_by_id(id).is_some_and(Voice::is_same_recording);
        let can = |(of, against)| of != against && whole(of) && whole(against);
        self.listening.change = change.filter(|&pair| can(pair));
        vec![self.blend()]
    }

    pub(super) fn choose_levels(&mut self, levels: Levels) -> Vec<Effect> {
        self.levels_before = None;
        self.listening.levels = levels;
        vec![self.blend()]
    }

    pub(super) fn set_small_speaker(&mut self, on: bool) -> Vec<Effect> {
        self.listening.small_speaker = on;
        vec![Effect::SmallSpeaker(on)]
    }

    pub(super) fn choose_region(&mut self, region: Option<(f64, f64)>) -> Vec<Effect> {
        self.levels_again();
        self.set_region(region)
    }

    pub(super) fn set_region(&mut self, region: Option<(f64, f64)>) -> Vec<Effect> {
        let end_s = self.duration_s();
        let within = |(from_s, to_s): (f64, f64)| (from_s.clamp(0.0, end_s), to_s.clamp(0.0, end_s));
        let region = region.filter(|(from_s, to_s)| from_s.is_finite() && to_s.is_finite()).map(within);
        self.listening.region = region.filter(|(from_s, to_s)| to_s - from_s >= SHORTEST_LOOP_S);
        self.listening.looping = self.listening.region.is_some();
        self.repeat()
    }

    pub(super) fn set_loop(&mut self, on: bool) -> Vec<Effect> {
        self.levels_again();
        self.listening.looping = on && self.listening.region.is_some();
        self.repeat()
    }

    pub(super) fn repeat(&mut self) -> Vec<Effect> {
        self.leave_excerpt();
        vec![Effect::Repeat(self.looped_s()), self.blend()]
    }

    /// Going elsewhere leaves the loop; the stretch stays for another time.
    pub(super) fn seek(&mut self, to_s: f64) -> Vec<Effect> {
        if let Some((from, to)) = self.blind.as_ref().and_then(|blind| blind.test.region()) {
            // A test stays in its loop.
            return vec![Effect::Seek(if (from..to).contains(&to_s) { to_s } else { from })];
        }
        let outside = self.listening.looped_s().is_some_and(|(from, to)| !(from..to).contains(&to_s));
        let mut effects = if outside { self.set_loop(false) } else { Vec::new() };
        effects.push(Effect::Seek(to_s));
        effects
    }

    pub(super) fn set_marker(&mut self, at_s: f64) -> Vec<Effect> {
        let markers = &mut self.listening.markers;
        let taken = markers.iter().any(|marker| (marker.at_s - at_s).abs() < MARKERS_APART_S);
        if at_s.is_finite() && self.song.is_some() && !taken && markers.len() < MOST_MARKERS {
            let index = markers.partition_point(|marker| marker.at_s < at_s);
            markers.insert(index, Marker { at_s, note: String::new() });
        }
        Vec::new()
    }

    pub(super) fn note_marker(&mut self, index: usize, note: &str) -> Vec<Effect> {
        if let Some(marker) = self.listening.markers.get_mut(index) {
            marker.note = note.chars().take(LONGEST_NOTE).collect();
        }
        Vec::new()
    }

    pub(super) fn remove_marker(&mut self, index: usize) -> Vec<Effect> {
        if index < self.listening.markers.len() {
            self.listening.markers.remove(index);
        }
        Vec::new()
    }

    pub(super) fn toggle_play(&mut self) -> Vec<Effect> {
        if self.playing {
            self.playing = false;
            return vec![Effect::Pause];
        }
        if !self.is_playable(self.listening.chosen) {
            return Vec::new();
        }
        self.playing = true;
        self.sound = Sound::Fine;
        self.enter_excerpt().into_iter().chain([Effect::Play]).collect()
    }
}

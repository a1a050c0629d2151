//! Understanding and deciding: what looks unusual and is meant so, what the song is for, what is heard of a change, and what the studio
//! is told.

use std::collections::BTreeMap;

use super::listening::Levels;
use super::message::Effect;
use super::state::{Session, Sound};
use crate::advice::{
    Answers, CharacterEvidence, Evidence, Purpose, Question, ReadinessItem, ReadinessResult, Verdict, readiness, verdict,
};
use crate::booking::{Brief, BriefFacts, BriefFigures};
use crate::compare::{Character, Hear, Listen, Role, SourceId, Trait};
use crate::mastering::{Controls, Dimension};
use crate::words;

/// Whether what is unusual is meant, by the artist's word; what was not said is not in it.
pub type MeantAnswers = BTreeMap<Dimension, bool>;

impl Session {
    /// How far the mix stands from the average of the style it was mastered for, and what of that the master keeps.
    #[must_use]
    pub fn character(&self) -> Option<Character> {
        let before = &self.voice(Role::Original)?.measurements;
        let master = self.master.as_ref()?;
        Character::of(before, &master.outcome.after, master.plan.style.id)
    }

    /// What is to be asked, or was: unusual, and moved by the master, or answered before.
    #[must_use]
    pub fn asked_about(&self) -> Vec<(Trait, Option<bool>)> {
        let Some(character) = self.character() else { return Vec::new() };
        let questions = character.questions();
        let answered = character.traits.iter().filter(|t| self.meant.contains_key(&t.dimension)).copied();
        let open = questions.into_iter().filter(|t| !self.meant.contains_key(&t.dimension));
        answered.map(|t| (t, self.meant.get(&t.dimension).copied())).chain(open.map(|t| (t, None))).collect()
    }

    /// What is said of it to others: only what is still unusual for the style it is held against now.
    #[must_use]
    pub fn answered(&self) -> Vec<(Trait, bool)> {
        self.asked_about().into_iter().filter(|(t, _)| t.is_unusual()).filter_map(|(t, meant)| Some((t, meant?))).collect()
    }

    /// Controls that came back from an earlier master say what was meant then.
    pub(super) fn recall_meant(&mut self) {
        for dimension in Dimension::ALL {
            match (self.controls.meant.contains(dimension), self.meant.get(&dimension)) {
                (true, _) => _ = self.meant.insert(dimension, true),
                (false, Some(true)) => _ = self.meant.remove(&dimension),
                (false, _) => {}
            }
        }
    }

    /// `None` takes an answer back.
    pub(super) fn say_meant(&mut self, dimension: Dimension, answer: Option<bool>) -> Vec<Effect> {
        match answer {
            Some(meant) => self.meant.insert(dimension, meant),
            None => self.meant.remove(&dimension),
        };
        let meant = self.controls.meant;
        let meant = if answer == Some(true) { meant.with(dimension) } else { meant.without(dimension) };
        self.controls_changed(Controls { meant, ..self.controls })
    }

    /// `wished_headroom_db`: the studio's, if it has a wish.
    #[must_use]
    pub fn readiness(&self, wished_headroom_db: Option<f64>) -> Vec<ReadinessItem> {
        match (&self.song, self.voice(Role::Original)) {
            (Some(song), Some(original)) => readiness(&song.facts, &original.measurements, wished_headroom_db),
            _ => Vec::new(),
        }
    }

    /// What the answers and the figures advise, as soon as there is a master.
    #[must_use]
    pub fn verdict(&self, wished_headroom_db: Option<f64>) -> Option<Verdict> {
        let before = &self.voice(Role::Original)?.measurements;
        let master = self.master.as_ref()?;
        let checks = self.readiness(wished_headroom_db);
        let character = self.character().map(|character| CharacterEvidence::of(&character));
        let evidence = Evidence::of(before, &master.outcome, &master.plan, &master.comparison, &checks, character);
        Some(verdict(&self.answers, &evidence))
    }

    pub(super) fn say_purpose(&mut self, purpose: Option<Purpose>) -> Vec<Effect> {
        self.answers.purpose = purpose;
        Vec::new()
    }

    pub(super) fn answer_question(&mut self, question: Question, answer: Option<bool>) -> Vec<Effect> {
        self.answers.set(question, answer);
        Vec::new()
    }

    #[must_use]
    pub fn can_hear_change(&self) -> bool {
        self.is_playable(SourceId::ORIGINAL) && self.is_playable(SourceId::AUTOMATIC)
    }

    /// Plays a stretch over and over, so that a change can be heard there.
    pub(super) fn hear_change(&mut self, hear: Hear) -> Vec<Effect> {
        if !self.can_hear_change() {
            return Vec::new();
        }
        self.listening.chosen = SourceId::AUTOMATIC;
        self.listening.change = (hear.listen == Listen::OnlyTheChange).then_some((SourceId::AUTOMATIC, SourceId::ORIGINAL));
        self.levels_again();
        match hear.listen {
            // For as long as this place repeats: louder seems better, so it must not stay unnoticed.
            Listen::SwitchAtRealLevels => self.levels_before = Some(std::mem::replace(&mut self.listening.levels, Levels::Real)),
            Listen::Switch | Listen::OnlyTheChange => self.listening.levels = Levels::Matched,
        }
        let mut effects = self.set_region(Some((hear.from_s, hear.to_s)));
        effects.push(Effect::Seek(hear.from_s));
        if !self.playing {
            self.playing = true;
            self.sound = Sound::Fine;
            effects.push(Effect::Play);
        }
        effects
    }

    /// What the page can tell the studio without asking.
    #[must_use]
    pub fn brief_facts(&self, wished_headroom_db: Option<f64>) -> BriefFacts {
        let figures = self.song.as_ref().zip(self.voice(Role::Original)).map(|(song, original)| {
            let m = &original.measurements;
            BriefFigures {
                length_s: self.duration_s(),
                sample_rate_hz: song.facts.sample_rate,
                bits: song.facts.bits,
                integrated_lufs: m.loudness.integrated_lufs,
                true_peak_dbtp: m.peaks.true_peak_dbtp,
                plr_db: m.plr_db(),
                lra_lu: m.loudness.lra_lu,
            }
        });
        let checks = self.readiness(wished_headroom_db);
        let found = checks.iter().filter(|item| item.result != ReadinessResult::Pass);
        let style = self.master.as_ref().map(|master| master.plan.style.id);
        let answered = self.answered();
        let answered = answered.iter().filter_map(|(t, meant)| Some(words::meant_in_brief(t, style?, *meant)));
        let listened = self.listening.notes_in_letter;
        let moments = self.listening.markers.iter().filter(|_| listened).map(|m| words::moment(m.at_s, &m.note));
        let blind = self.results.iter().filter(|_| listened);
        let said = self.answers != Answers::default();
        BriefFacts {
            titles: self.song.iter().map(|song| words::song_stem(&song.name)).collect(),
            figures,
            readiness: found.map(|item| words::readiness_said(item).found).collect(),
            style: style.map(|id| words::style_label(id).to_owned()),
            verdict: self.verdict(wished_headroom_db).filter(|_| said).map(|verdict| words::verdict_in_brief(&verdict)),
            blind: blind.map(|heard| words::blind_in_brief(&heard.result, |id| heard.name(id))).collect(),
            moments: moments.collect(),
            meant: answered.collect(),
        }
    }

    /// Levels that one place asked for go with it.
    pub(super) fn levels_again(&mut self) {
        self.listening.levels = self.levels_before.take().unwrap_or(self.listening.levels);
    }

    /// Of the last song's brief, what is the artist's and not the song's.
    pub(super) fn brief_of_the_artist(brief: &Brief) -> Brief {
        let Brief { name, email, artist, order, .. } = brief.clone();
        Brief { name, email, artist, order, ..Brief::default() }
    }

    /// A song comes back with what was told of it; who the artist is may have been said since.
    pub(super) fn restore_brief(&mut self, kept: Brief) {
        let or = |kept: String, present: &str| if kept.is_empty() { present.to_owned() } else { kept };
        let present = &self.brief;
        let (name, email) = (or(kept.name, &present.name), or(kept.email, &present.email));
        self.brief = Brief { name, email, artist: or(kept.artist, &present.artist), ..kept };
    }

    pub(super) fn edit_brief(&mut self, brief: Brief) -> Vec<Effect> {
        self.brief = brief;
        Vec::new()
    }
}

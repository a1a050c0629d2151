//! What the artist wishes of the master: the controls, and a reference track. A wish starts one job, and a newer one supersedes it.

use super::message::Effect;
use super::state::{Engine, Phase, Reference, Session, Todo, Work};
use crate::compare::SourceId;
use crate::mastering::{Controls, ReferenceUse, StyleId};
use crate::ui::offer::{Offer, in_order};
use crate::worker::protocol::Beside;

/// What a new reference track is used for, until the artist says otherwise.
const ALL_OF_IT: ReferenceUse = ReferenceUse { tone: true, dynamics: true, exact: false };

impl Session {
    /// There is a song that is to stay, and an engine. While another song is being opened, wishes for the present one are of no interest.
    #[must_use]
    pub fn takes_wishes(&self) -> bool {
        self.song.is_some()
            && !matches!(self.engine, Engine::Missing { .. })
            && !matches!(&self.phase, Phase::Working { work: Work::Opening { .. }, .. })
    }

    pub(super) fn style_chosen(&mut self, style: Option<StyleId>) -> Vec<Effect> {
        self.controls_changed(Controls { style, ..self.controls })
    }

    pub(super) fn controls_changed(&mut self, asked: Controls) -> Vec<Effect> {
        if !self.takes_wishes() {
            return Vec::new();
        }
        let reference = asked.reference.filter(|used| self.reference.is_some() && (used.tone || used.dynamics));
        let controls = Controls { reference, ..asked.within_limits() };
        if controls == self.controls {
            return Vec::new();
        }
        self.controls = controls;
        match &self.phase {
            // What is being opened is not thrown away: the master comes after it.
            Phase::Working { work: Work::OpeningBeside(_), .. } => {
                if !self.agenda.contains(&Todo::Master) {
                    self.agenda.push_front(Todo::Master);
                }
                Vec::new()
            }
            // There and back again.
            Phase::Working { work: Work::Mastering { result: SourceId::AUTOMATIC, .. }, .. } if self.master_is_as_asked() => {
                let mut effects = self.abandon();
                effects.extend(self.go_on());
                effects
            }
            _ => self.render(),
        }
    }

    fn master_is_as_asked(&self) -> bool {
        self.master.as_ref().is_some_and(|master| {
            master.controls == self.controls
                && (self.controls.reference.is_none() || master.reference.as_deref() == self.reference.as_ref())
        })
    }

    pub(super) fn master_asked(&mut self) -> Vec<Effect> {
        if !self.takes_wishes() || matches!(self.phase, Phase::Working { .. }) {
            return Vec::new();
        }
        self.render()
    }

    pub(super) fn reference_offered(&mut self, files: Vec<Offer>) -> Vec<Effect> {
        if !self.takes_wishes() {
            return Vec::new();
        }
        match in_order(files).into_iter().next() {
            Some(file) => {
                self.put_beside(file, Beside::Reference);
                self.turn_to_agenda()
            }
            None => self.offered(Vec::new()),
        }
    }

    /// What is followed from now on; true if a new master has to follow it.
    pub(super) fn reference_measured(&mut self, reference: Reference) -> bool {
        let new = !self.reference.as_ref().is_some_and(|earlier| earlier.is_same_record(&reference));
        self.reference = Some(reference);
        if new {
            self.controls.reference.get_or_insert(ALL_OF_IT);
        }
        new && self.controls.reference.is_some()
    }

    pub(super) fn reference_removed(&mut self) -> Vec<Effect> {
        if !self.takes_wishes() {
            return Vec::new();
        }
        // A master that used it still has it, should there be no other.
        self.reference = None;
        let mut effects = self.controls_changed(Controls { reference: None, ..self.controls });
        if effects.is_empty() && !self.agenda.contains(&Todo::Master) {
            effects = self.forget_unused_references();
        }
        effects
    }
}

//! What the artist wishes of the master: the controls, and a reference track. A wish starts one job, and a newer one supersedes it.

use super::message::Effect;
use super::state::{Engine, Phase, Reference, Session, Work};
use crate::compare::SourceId;
use crate::mastering::{Controls, ReferenceUse, StyleId};
use crate::ui::offer::{FileId, Offer, in_order};
use crate::worker::protocol::Request;

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
            // What is being measured is not thrown away: its master will be made with these.
            Phase::Working { work: Work::Measuring { .. }, .. } => Vec::new(),
            // There and back again.
            Phase::Working { work: Work::Mastering { .. }, .. } if self.master_is_as_asked() => self.cancel(),
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
            Some(file) => self.measure_reference(file.id, file.name),
            None => self.offered(Vec::new()),
        }
    }

    pub(super) fn measure_reference(&mut self, file: FileId, name: String) -> Vec<Effect> {
        let job = self.start(Work::Measuring { file, name });
        let request = Request::MeasureReference { job, memory_bytes: self.memory_bytes };
        vec![Effect::Send { request, file: Some(file) }]
    }

    pub(super) fn reference_measured(&mut self, reference: Reference) -> Vec<Effect> {
        self.reference = Some(reference);
        self.controls.reference.get_or_insert(ALL_OF_IT);
        self.render()
    }

    pub(super) fn reference_removed(&mut self) -> Vec<Effect> {
        if !self.takes_wishes() {
            return Vec::new();
        }
        // A master that used it still has it, should there be no other.
        self.reference = None;
        self.controls_changed(Controls { reference: None, ..self.controls })
    }

    /// Asks for a master of the song as the controls say.
    pub(super) fn render(&mut self) -> Vec<Effect> {
        let controls = self.controls;
        let reference = self.reference.clone().map(Box::new);
        let used = controls.reference.and(reference.as_ref()).map(|reference| Box::new(reference.measurements.clone()));
        let job = self.start(Work::Mastering { controls, reference });
        let (source, result) = (SourceId::ORIGINAL, SourceId::AUTOMATIC);
        let request = Request::Master { job, source, result, controls, reference: used };
        vec![Effect::Send { request, file: None }]
    }
}

//! The studio's own examples: fetched while the visitor has chosen no file, and from then on a song like any other, its human master
//! laid beside it as any version is.

use serde::{Deserialize, Serialize};

use super::message::{Effect, Signal};
use super::state::{BesideOffer, Engine, Origin, Phase, Refusal, Session, Todo, Work};
use crate::compare::SourceId;
use crate::ui::offer::{FileId, Offer};
use crate::worker::protocol::{Beside, JobId};

/// What of the examples is on the page, or on its way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Showcase {
    /// The visitor has chosen a file: nothing is fetched any more.
    pub over: bool,
    /// The mix that is being opened, and the human master that comes after it.
    coming: Option<(FileId, Offer)>,
    /// The mix that was opened, and what its human master is heard as.
    shown: Option<(FileId, SourceId)>,
}

impl Showcase {
    /// The human master's file is needed for as long as that of its mix.
    pub(super) fn human_of(&self, in_use: &[FileId]) -> Option<FileId> {
        self.coming.as_ref().filter(|(mix, _)| in_use.contains(mix)).map(|(_, human)| human.id)
    }
}

impl Session {
    /// An example can be asked for: nothing else is going on, and no file was chosen yet.
    #[must_use]
    pub fn takes_examples(&self) -> bool {
        !self.showcase.over
            && self.song.is_none()
            && !matches!(self.engine, Engine::Missing { .. })
            && matches!(self.phase, Phase::Waiting | Phase::Refused { .. })
    }

    /// The job of the example whose files are awaited.
    #[must_use]
    pub fn fetching(&self) -> Option<JobId> {
        match &self.phase {
            Phase::Working { job, work: Work::Fetching { .. }, .. } => Some(*job),
            _ => None,
        }
    }

    pub(super) fn ask_for_example(&mut self, title: String) -> Vec<Effect> {
        if self.takes_examples() {
            self.start(Work::Fetching { title });
        }
        Vec::new()
    }

    pub(super) fn example_fetched(&mut self, job: JobId, mix: Offer, human: Offer) -> Vec<Effect> {
        if self.fetching() != Some(job) {
            return Vec::new();
        }
        self.showcase.coming = Some((mix.id, human));
        self.open(Origin::File { id: mix.id, bytes: mix.bytes }, mix.name, false)
    }

    pub(super) fn example_missing(&mut self, job: JobId) -> Vec<Effect> {
        match self.finished(job) {
            Some(Work::Fetching { title }) => {
                self.phase = Phase::Refused { refusal: Refusal::NoExample { title } };
                vec![Effect::GivenUp, Effect::Signal(Signal::Error { kind: "example".into() })]
            }
            _ => Vec::new(),
        }
    }

    /// Once the mix of an example is the song, its human master comes after the automatic one.
    pub(super) fn follow_example(&mut self) {
        let Some((mix, human)) = self.showcase.coming.take_if(|(mix, _)| self.song.as_ref().is_some_and(|s| s.is_file(*mix)))
        else {
            return;
        };
        // Where the visitor kept the audio it is on its way already; the studio's own file is the one to be heard.
        let kept = self.agenda.iter_mut().find_map(|todo| match todo {
            Todo::Beside(offer) if offer.is_version(&human) => {
                offer.file = human.id;
                Some(offer.source)
            }
            _ => None,
        });
        let source = kept.unwrap_or_else(|| self.put_beside(human, Beside::Version));
        self.showcase.shown = Some((mix, source));
    }

    /// Mix, automatic master and human master of the example, when they can be heard blind.
    #[must_use]
    pub fn offered_three(&self) -> Option<[SourceId; 3]> {
        let three = [SourceId::ORIGINAL, SourceId::AUTOMATIC, self.human_master()?];
        self.offers_pick_of(&three).then_some(three)
    }

    /// The example's human master is here or comes, so that the one pick is between three.
    pub(super) fn expects_three(&self) -> bool {
        self.human_master().is_some_and(|human| match self.voice_by_id(human) {
            Some(voice) => voice.runs_alike(),
            None => {
                let is_it = |offer: &BesideOffer| offer.source == human;
                matches!(&self.phase, Phase::Working { work: Work::OpeningBeside(offer), .. } if is_it(offer))
                    || self.agenda.iter().any(|todo| matches!(todo, Todo::Beside(offer) if is_it(offer)))
            }
        })
    }

    /// Only a file of the studio's list is ever one.
    fn human_master(&self) -> Option<SourceId> {
        let (mix, human) = self.showcase.shown?;
        self.song.as_ref().is_some_and(|song| song.is_file(mix)).then_some(human)
    }
}

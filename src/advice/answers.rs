//! What only the artist can say: what the song is for, and five things about it. Everything may be skipped.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Demo,
    /// A single, with little money for it.
    SingleLowBudget,
    ImportantRelease,
    /// An album or an EP.
    Album,
    /// Podcast, library music, social media.
    Library,
}

impl Purpose {
    pub const ALL: [Self; 5] = [Self::Demo, Self::SingleLowBudget, Self::ImportantRelease, Self::Album, Self::Library];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Will you still care about this release in five years?
    Lasting,
    /// Does the mix have distinctive character?
    Distinctive,
    /// Is it an album, or tracks that must sit together?
    Together,
    /// Do you want to discuss and revise?
    Discuss,
    /// Does it weigh much, as art?
    Weight,
}

impl Question {
    pub const ALL: [Self; 5] = [Self::Lasting, Self::Distinctive, Self::Together, Self::Discuss, Self::Weight];
}

/// `None`: not said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    pub purpose: Option<Purpose>,
    pub lasting: Option<bool>,
    pub distinctive: Option<bool>,
    pub together: Option<bool>,
    pub discuss: Option<bool>,
    pub weight: Option<bool>,
}

impl Answers {
    #[must_use]
    pub fn to(&self, question: Question) -> Option<bool> {
        match question {
            Question::Lasting => self.lasting,
            Question::Distinctive => self.distinctive,
            Question::Together => self.together,
            Question::Discuss => self.discuss,
            Question::Weight => self.weight,
        }
    }

    pub fn set(&mut self, question: Question, answer: Option<bool>) {
        *match question {
            Question::Lasting => &mut self.lasting,
            Question::Distinctive => &mut self.distinctive,
            Question::Together => &mut self.together,
            Question::Discuss => &mut self.discuss,
            Question::Weight => &mut self.weight,
        } = answer;
    }
}

//! What the page knows.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::blind::{Blind, FirstMinute, Heard};
use super::decide::MeantAnswers;
use super::excerpt::Excerpt;
use super::listening::{Levels, Listening};
use super::record::{Keeping, Memory};
use super::showcase::Showcase;
use crate::advice::Answers;
use crate::booking::Brief;
use crate::compare::{ChangeMoment, Comparison, Role, SourceId, Voice};
use crate::decode::FileFacts;
use crate::encode::{Tags, TakeSettings, Taken};
use crate::mastering::{Controls, Outcome, Plan};
use crate::measure::{Measurements, Track};
use crate::pace::Stage;
use crate::ui::offer::{FileId, Offer};
use crate::worker::protocol::{Beside, Fault, JobId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub engine: Engine,
    pub phase: Phase,
    /// The song on the page. It stays until another one has been opened successfully.
    pub song: Option<Song>,
    /// Its versions, in the order of the page.
    pub voices: Vec<Voice>,
    /// What those that are neither mix nor newest master were made from.
    pub made_from: BTreeMap<SourceId, MadeFrom>,
    pub master: Option<Master>,
    /// Of the file that is being opened, as far as it has been read (see `worker/sketch.rs`).
    pub strokes: Vec<u8>,
    /// Of the first master, while it is being made.
    pub excerpt: Option<Excerpt>,
    /// What the artist asks for; `master.controls` is what the present master was made with.
    pub controls: Controls,
    /// The track that may stand in for a style; `controls.reference` says what of it is used. It outlives the song, as several songs
    /// may be held against one.
    pub reference: Option<Reference>,
    pub listening: Listening,
    /// The levels to go back to, while one place is heard at others.
    pub(super) levels_before: Option<Levels>,
    /// What the song is for, and the five questions.
    pub answers: Answers,
    /// Whether what is unusual is meant. What is, is also among the controls.
    pub meant: MeantAnswers,
    /// What the artist tells the studio. It stays for the next song.
    pub brief: Brief,
    /// How a master is taken home; stays for the next song.
    pub take: TakeSettings,
    /// What is written into the file; the artist's name stays for the next song.
    pub tags: Tags,
    /// The last one that was taken home.
    pub taken: Option<Taken>,
    /// A blind test under way; until its end, nothing tells its voices apart.
    pub blind: Option<Blind>,
    /// Every finished test of this song: to keep only the best would be to count only the hits.
    pub results: Vec<Heard>,
    /// The result that the page shows.
    pub last_result: Option<usize>,
    pub first_minute: FirstMinute,
    pub showcase: Showcase,
    pub keeping: Keeping,
    pub memory: Memory,
    pub playing: bool,
    pub sound: Sound,
    /// Keyboard shortcuts are on.
    pub keys: bool,
    /// Memory that the engine may take.
    pub(super) memory_bytes: u64,
    /// The newest filling of each voice's playback buffer.
    pub(super) fillings: Vec<Filling>,
    /// What is to be done after the present work.
    pub(super) agenda: VecDeque<Todo>,
    pub(super) last_job: u32,
    pub(super) last_source: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Engine {
    Loading,
    Ready,
    /// It could not be loaded, or belongs to another version of the page.
    Missing {
        outdated: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Phase {
    Waiting,
    Choosing {
        files: Vec<Offer>,
    },
    Working {
        job: JobId,
        work: Work,
        /// `None` until the engine says.
        stage: Option<Stage>,
        done: f32,
    },
    Ready,
    Refused {
        refusal: Refusal,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Work {
    /// The page fetches an example's files; the engine has nothing to do.
    Fetching {
        title: String,
    },
    /// `again`: the engine lost the song that is on the page already.
    Opening {
        song: Origin,
        name: String,
        again: bool,
    },
    OpeningBeside(BesideOffer),
    /// The loudest stretch of the first master, which follows.
    Excerpt,
    Mastering {
        controls: Controls,
        reference: Option<Box<Reference>>,
        /// The newest master, or an earlier one that was kept.
        result: SourceId,
    },
    Exporting,
}

/// A file that is to lie beside the mix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BesideOffer {
    pub source: SourceId,
    pub beside: Beside,
    pub file: FileId,
    pub bytes: u64,
    /// The file's name.
    pub name: String,
}

impl BesideOffer {
    /// The same file, by name and size, as another version.
    pub(super) fn is_version(&self, file: &Offer) -> bool {
        (self.beside, &self.name, self.bytes) == (Beside::Version, &file.name, file.bytes)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Todo {
    /// A master as the controls say.
    Master,
    /// An earlier master that was kept, made again.
    Keep(SourceId),
    Beside(BesideOffer),
    Export,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MadeFrom {
    File(BesideOffer, FileFacts),
    /// An earlier master, by what it was made with.
    Controls {
        /// Counted from 1.
        nth: usize,
        controls: Controls,
        reference: Option<Box<Reference>>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Refusal {
    /// A drop or paste without a file.
    NoFile,
    /// There are as many versions as can be told apart.
    Full,
    /// The browser had no memory for another playback buffer.
    NoRoom,
    /// An example of the studio's could not be fetched.
    NoExample { title: String },
    /// The engine refused `work` on the file called `name`.
    Fault { fault: Fault, work: Work, name: String },
}

impl Reference {
    /// Under whatever number.
    #[must_use]
    pub fn is_same_record(&self, other: &Self) -> bool {
        (&self.name, &self.measurements) == (&other.name, &other.measurements)
    }
}

impl Refusal {
    /// The same file would be refused again; the engine may do better the second time.
    #[must_use]
    pub fn can_be_retried(fault: &Fault) -> bool {
        matches!(fault, Fault::Engine { .. } | Fault::Unreadable { .. })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    File { id: FileId, bytes: u64 },
    Demo,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Song {
    pub origin: Origin,
    /// The file's name as the artist knows it.
    pub name: String,
    pub facts: FileFacts,
}

impl Song {
    pub(super) fn is_file(&self, file: FileId) -> bool {
        matches!(self.origin, Origin::File { id, .. } if id == file)
    }
}

/// A record that the song is held against, as far as the master can follow it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The voice it can be heard as.
    pub source: SourceId,
    /// The file's name as the artist knows it.
    pub name: String,
    pub facts: FileFacts,
    pub measurements: Measurements,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Master {
    pub controls: Controls,
    /// The one that was there when it was made, used or not.
    pub reference: Option<Box<Reference>>,
    pub plan: Plan,
    pub outcome: Outcome,
    pub comparison: Comparison,
    /// Places worth hearing, in the order of time.
    pub moments: Vec<ChangeMoment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sound {
    Fine,
    /// The browser's sound did not start, or stopped for good.
    Blocked,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Filling {
    pub source: SourceId,
    pub job: JobId,
    /// Levels of the buffer that can be heard: while a newer one fills, those of the earlier one.
    pub installed: Option<Sounding>,
}

/// What the levels of a buffer are set by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sounding {
    pub track: Arc<Track>,
    pub integrated_lufs: f64,
    pub true_peak_dbtp: f64,
}

impl Sounding {
    pub fn of(voice: &Voice) -> Self {
        Self {
            track: Arc::clone(&voice.track),
            integrated_lufs: voice.measurements.loudness.integrated_lufs,
            true_peak_dbtp: voice.measurements.peaks.true_peak_dbtp,
        }
    }
}

impl Session {
    #[must_use]
    pub fn new(memory_bytes: u64) -> Self {
        Self {
            engine: Engine::Loading,
            phase: Phase::Waiting,
            song: None,
            voices: Vec::new(),
            made_from: BTreeMap::new(),
            master: None,
            strokes: Vec::new(),
            excerpt: None,
            controls: Controls::UNTOUCHED,
            reference: None,
            listening: Listening::default(),
            levels_before: None,
            answers: Answers::default(),
            meant: MeantAnswers::new(),
            brief: Brief::default(),
            take: TakeSettings::USUAL,
            tags: Tags::default(),
            taken: None,
            blind: None,
            results: Vec::new(),
            last_result: None,
            first_minute: FirstMinute::Open,
            showcase: Showcase::default(),
            keeping: Keeping::Work,
            memory: Memory::default(),
            playing: false,
            sound: Sound::Fine,
            keys: true,
            memory_bytes,
            fillings: Vec::new(),
            agenda: VecDeque::new(),
            last_job: 0,
            last_source: SourceId::FIRST_ADDED.0,
        }
    }

    #[must_use]
    pub fn voice(&self, role: Role) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.role == role)
    }

    #[must_use]
    pub fn voice_by_id(&self, id: SourceId) -> Option<&Voice> {
        self.all_voices().find(|voice| voice.id == id)
    }

    /// Also the one that stands in for another for a while.
    pub(super) fn all_voices(&self) -> impl Iterator<Item = &Voice> {
        self.voices.iter().chain(self.excerpt.as_ref().map(|excerpt| &excerpt.voice))
    }

    #[must_use]
    pub fn is_playable(&self, source: SourceId) -> bool {
        self.sounding(source).is_some()
    }

    /// What the buffer of `source` that can be heard now measures.
    #[must_use]
    pub fn sounding(&self, source: SourceId) -> Option<&Sounding> {
        self.fillings.iter().find(|f| f.source == source)?.installed.as_ref()
    }

    /// The files whose handles the page must keep.
    #[must_use]
    pub fn files_in_use(&self) -> Vec<FileId> {
        let mut ids = Vec::new();
        let mut keep = |origin: &Origin| {
            if let Origin::File { id, .. } = origin {
                ids.push(*id);
            }
        };
        self.song.iter().for_each(|song| keep(&song.origin));
        match &self.phase {
            Phase::Working { work: Work::Opening { song, .. }, .. }
            | Phase::Refused { refusal: Refusal::Fault { work: Work::Opening { song, .. }, .. } } => keep(song),
            Phase::Working { work: Work::OpeningBeside(offer), .. }
            | Phase::Refused { refusal: Refusal::Fault { work: Work::OpeningBeside(offer), .. } } => ids.push(offer.file),
            Phase::Choosing { files } => ids.extend(files.iter().map(|file| file.id)),
            _ => {}
        }
        ids.extend(self.made_from.values().filter_map(|made| match made {
            MadeFrom::File(offer, _) => Some(offer.file),
            MadeFrom::Controls { .. } => None,
        }));
        ids.extend(self.memory.files.iter().map(|file| file.id));
        ids.extend(self.agenda.iter().filter_map(|todo| match todo {
            Todo::Beside(offer) => Some(offer.file),
            _ => None,
        }));
        ids.extend(self.showcase.human_of(&ids));
        ids
    }
}

//! What the page knows.

use serde::{Deserialize, Serialize};

use crate::compare::{Comparison, Role, SourceId, Voice, match_levels_db};
use crate::decode::FileFacts;
use crate::mastering::{Controls, Outcome, Plan};
use crate::measure::Measurements;
use crate::pace::Stage;
use crate::ui::offer::{FileId, Offer};
use crate::worker::protocol::{Fault, JobId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub engine: Engine,
    pub phase: Phase,
    /// The song on the page. It stays until another one has been opened successfully.
    pub song: Option<Song>,
    /// Its versions, the original first.
    pub voices: Vec<Voice>,
    pub master: Option<Master>,
    /// What the artist asks for; `master.controls` is what the present master was made with.
    pub controls: Controls,
    /// The track that may stand in for a style; `controls.reference` says what of it is used. It outlives the song, as several songs
    /// may be held against one.
    pub reference: Option<Reference>,
    /// The voice that is heard.
    pub chosen: SourceId,
    pub playing: bool,
    pub sound: Sound,
    /// Versions play at equal loudness, rather than at their real levels.
    pub matched: bool,
    /// Keyboard shortcuts are on.
    pub keys: bool,
    /// Memory that the engine may take.
    pub(super) memory_bytes: u64,
    /// The newest filling of each voice's playback buffer.
    pub(super) fillings: Vec<Filling>,
    /// A download was asked for, but the engine had to open the song again first.
    pub(super) export_after: bool,
    pub(super) last_job: u32,
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
    /// `again`: the engine lost the song that is on the page already.
    Opening {
        song: Origin,
        name: String,
        again: bool,
    },
    /// A reference track.
    Measuring {
        file: FileId,
        name: String,
    },
    Mastering {
        controls: Controls,
        reference: Option<Box<Reference>>,
    },
    Exporting,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Refusal {
    /// A drop or paste without a file.
    NoFile,
    /// The engine refused `work` on the file called `name`.
    Fault { fault: Fault, work: Work, name: String },
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

/// Its samples are nowhere: it is only measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sound {
    Fine,
    /// The browser's sound did not start, or stopped for good.
    Blocked,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Filling {
    pub source: SourceId,
    pub job: JobId,
    /// Loudness of the buffer that can be heard: while a newer one fills, that of the earlier one.
    pub installed_lufs: Option<f64>,
}

impl Session {
    #[must_use]
    pub fn new(memory_bytes: u64) -> Self {
        Self {
            engine: Engine::Loading,
            phase: Phase::Waiting,
            song: None,
            voices: Vec::new(),
            master: None,
            controls: Controls::UNTOUCHED,
            reference: None,
            chosen: SourceId::ORIGINAL,
            playing: false,
            sound: Sound::Fine,
            matched: true,
            keys: true,
            memory_bytes,
            fillings: Vec::new(),
            export_after: false,
            last_job: 0,
        }
    }

    #[must_use]
    pub fn voice(&self, role: Role) -> Option<&Voice> {
        self.voices.iter().find(|voice| voice.role == role)
    }

    #[must_use]
    pub fn is_playable(&self, source: SourceId) -> bool {
        self.installed_lufs(source).is_some()
    }

    /// Playback gains in dB of the voices that can be heard, by the loudness of what is heard while matched.
    #[must_use]
    pub fn levels_db(&self) -> Vec<(SourceId, f64)> {
        let (ids, lufs): (Vec<_>, Vec<_>) = self.voices.iter().filter_map(|v| Some((v.id, self.installed_lufs(v.id)?))).unzip();
        let gains = if self.matched { match_levels_db(&lufs) } else { vec![0.0; lufs.len()] };
        ids.into_iter().zip(gains).collect()
    }

    fn installed_lufs(&self, source: SourceId) -> Option<f64> {
        self.fillings.iter().find(|f| f.source == source)?.installed_lufs
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
            Phase::Working { work: Work::Measuring { file, .. }, .. }
            | Phase::Refused { refusal: Refusal::Fault { work: Work::Measuring { file, .. }, .. } } => ids.push(*file),
            Phase::Choosing { files } => ids.extend(files.iter().map(|file| file.id)),
            _ => {}
        }
        ids
    }
}

//! What is kept of a song over a reload: everything that the artist did, nothing that can be made again from the audio.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::blind::{FirstMinute, Heard};
use super::decide::MeantAnswers;
use super::listening::Listening;
use super::message::Effect;
use super::state::{BesideOffer, MadeFrom, Origin, Phase, Reference, Session, Todo, Work};
use crate::advice::Answers;
use crate::booking::Brief;
use crate::compare::{Role, SourceId, Voice};
use crate::encode::{Tags, TakeSettings};
use crate::mastering::Controls;
use crate::measure::Measurements;
use crate::ui::offer::FileId;
use crate::worker::protocol::Beside;

/// How much of the present song is kept on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Keeping {
    /// The artist asked to forget it.
    Nothing,
    /// What was done, without the audio.
    Work,
    /// The audio files too, as the artist wished.
    Audio,
}

/// What a song was worked on with, newest first.
pub type Shelf = Vec<SongRecord>;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SongRecord {
    pub(super) print: Fingerprint,
    pub file: FileRecord,
    pub audio_kept: bool,
    controls: Controls,
    reference: Option<Box<Reference>>,
    listening: Listening,
    results: Vec<Heard>,
    first_minute: FirstMinute,
    // Records of earlier pages have none of these.
    #[serde(default)]
    answers: Answers,
    #[serde(default)]
    meant: MeantAnswers,
    #[serde(default)]
    brief: Option<Brief>,
    #[serde(default)]
    tags: Option<Tags>,
    #[serde(default)]
    take: Option<TakeSettings>,
    voices: Vec<VoiceRecord>,
}

/// Which file it was; a demo has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    pub name: String,
    pub bytes: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct VoiceRecord {
    id: SourceId,
    name: String,
    made: MadeRecord,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum MadeRecord {
    /// The mix, or the newest master.
    Itself,
    File {
        file: FileRecord,
        beside: Beside,
    },
    Controls {
        nth: usize,
        controls: Controls,
        reference: Option<Box<Reference>>,
    },
}

/// A song is recognised by what it measures, whatever its file is called today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fingerprint {
    frames: usize,
    sample_rate: u32,
    channels: usize,
    integrated_lufs: f64,
    true_peak_dbtp: f64,
}

/// A file of the last visit that the browser still has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    pub id: FileId,
    pub name: String,
    pub bytes: u64,
}

/// What the last visits left.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub songs: Shelf,
    pub files: Vec<KeptFile>,
    /// What the voices of the present song were called, in their order.
    names: BTreeMap<SourceId, String>,
    order: Vec<SourceId>,
    /// Versions whose files must be chosen again.
    pub awaited: Vec<Awaited>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    pub(super) id: SourceId,
    pub beside: Beside,
    pub file: FileRecord,
}

impl SongRecord {
    /// Every audio file that belongs to it, by name and bytes.
    pub fn files(&self) -> impl Iterator<Item = (String, u64)> {
        let beside = self.voices.iter().filter_map(|voice| match &voice.made {
            MadeRecord::File { file, .. } => Some(file),
            MadeRecord::Itself | MadeRecord::Controls { .. } => None,
        });
        std::iter::once(&self.file).chain(beside).filter_map(|file| Some((file.name.clone(), file.bytes?)))
    }
}

impl Fingerprint {
    pub(super) fn of(measurements: &Measurements) -> Self {
        Self {
            frames: measurements.frames,
            sample_rate: measurements.sample_rate,
            channels: measurements.channels,
            integrated_lufs: measurements.loudness.integrated_lufs,
            true_peak_dbtp: measurements.peaks.true_peak_dbtp,
        }
    }

    /// The same samples; the figures may have been rounded on their way through text, or by another build.
    pub(super) fn is(&self, other: &Self) -> bool {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-4;
        (self.frames, self.sample_rate, self.channels) == (other.frames, other.sample_rate, other.channels)
            && close(self.integrated_lufs, other.integrated_lufs)
            && close(self.true_peak_dbtp, other.true_peak_dbtp)
    }
}

impl Session {
    /// What is to be kept of the present song.
    #[must_use]
    pub fn record(&self) -> Option<SongRecord> {
        let song = self.song.as_ref().filter(|_| self.keeping != Keeping::Nothing)?;
        let original = self.voice(Role::Original)?;
        let bytes = match song.origin {
            Origin::File { bytes, .. } => Some(bytes),
            Origin::Demo => None,
        };
        let voice = |voice: &Voice| VoiceRecord {
            id: voice.id,
            name: voice.name.clone(),
            made: match self.made_from.get(&voice.id) {
                None => MadeRecord::Itself,
                Some(MadeFrom::File(offer, _)) => MadeRecord::File { file: offer.record(), beside: offer.beside },
                Some(MadeFrom::Controls { nth, controls, reference }) => {
                    MadeRecord::Controls { nth: *nth, controls: *controls, reference: reference.clone() }
                }
            },
        };
        let mut voices: Vec<VoiceRecord> = self.voices.iter().map(voice).collect();
        voices.extend(self.not_back_yet());
        Some(SongRecord {
            print: Fingerprint::of(&original.measurements),
            file: FileRecord { name: song.name.clone(), bytes },
            audio_kept: self.keeping == Keeping::Audio,
            controls: self.controls,
            reference: self.reference.clone().map(Box::new),
            listening: self.listening_to_keep(),
            results: self.results.clone(),
            first_minute: self.first_minute,
            answers: self.answers,
            meant: self.meant.clone(),
            brief: Some(self.brief.clone()),
            tags: Some(self.tags.clone()),
            take: Some(self.take),
            voices,
        })
    }

    /// What is waited for, or on the agenda: a reload in the middle of a return forgets none of it.
    fn not_back_yet(&self) -> impl Iterator<Item = VoiceRecord> {
        let record = |id, made| VoiceRecord { id, name: self.memory.names.get(&id).cloned().unwrap_or_default(), made };
        let awaited = self.memory.awaited.iter();
        let awaited = awaited.map(move |a| record(a.id, MadeRecord::File { file: a.file.clone(), beside: a.beside }));
        let opening = match &self.phase {
            Phase::Working { work: Work::OpeningBeside(offer), .. } => Some(offer),
            _ => None,
        };
        let on_agenda = self.agenda.iter().filter_map(|todo| match todo {
            Todo::Beside(offer) => Some(offer),
            _ => None,
        });
        let files = opening.into_iter().chain(on_agenda);
        let files = files.map(move |o| record(o.source, MadeRecord::File { file: o.record(), beside: o.beside }));
        let kept = self.made_from.iter().filter(|(id, _)| self.voice_by_id(**id).is_none());
        let kept = kept.filter_map(move |(id, made)| match made {
            MadeFrom::Controls { nth, controls, reference } => {
                Some(record(*id, MadeRecord::Controls { nth: *nth, controls: *controls, reference: reference.clone() }))
            }
            MadeFrom::File(..) => None,
        });
        awaited.chain(files).chain(kept)
    }

    /// Audio files that are to be there after a reload.
    #[must_use]
    pub fn files_to_keep(&self) -> Vec<KeptFile> {
        if self.keeping != Keeping::Audio {
            return Vec::new();
        }
        let song = self.song.as_ref().and_then(|song| match song.origin {
            Origin::File { id, bytes } => Some(KeptFile { id, name: song.name.clone(), bytes }),
            Origin::Demo => None,
        });
        let beside = self.made_from.values().filter_map(|made| match made {
            MadeFrom::File(offer, _) => Some(KeptFile { id: offer.file, name: offer.name.clone(), bytes: offer.bytes }),
            MadeFrom::Controls { .. } => None,
        });
        song.into_iter().chain(beside).collect()
    }

    pub(super) fn remember(&mut self, songs: Shelf, files: Vec<KeptFile>, go_on: bool) -> Vec<Effect> {
        // Who the artist is and how they take things home holds for the next song too.
        if let Some(last) = songs.first().filter(|_| self.song.is_none()) {
            self.take = last.take.unwrap_or(self.take);
            self.tags = Tags { title: String::new(), ..last.tags.clone().unwrap_or_default() };
            self.brief = last.brief.as_ref().map(Self::brief_of_the_artist).unwrap_or_default();
        }
        self.memory.songs = songs;
        self.memory.files = files;
        if go_on { self.continue_last() } else { Vec::new() }
    }

    /// What was last worked on, if it can be had without asking for a file.
    #[must_use]
    pub fn last_song(&self) -> Option<(&FileRecord, Option<Origin>)> {
        let FileRecord { name, bytes } = &self.memory.songs.first()?.file;
        let origin = match bytes {
            None => Some(Origin::Demo),
            Some(bytes) => self.memory.file(name, *bytes).map(|id| Origin::File { id, bytes: *bytes }),
        };
        Some((&self.memory.songs[0].file, origin))
    }

    pub(super) fn continue_last(&mut self) -> Vec<Effect> {
        match self.last_song() {
            Some((file, Some(origin))) if self.song.is_none() && self.phase == Phase::Waiting => {
                let name = file.name.clone();
                self.showcase.over |= matches!(origin, Origin::File { .. });
                self.open(origin, name, false)
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn set_keeping(&mut self, keeping: Keeping) -> Vec<Effect> {
        self.keeping = keeping;
        if keeping == Keeping::Nothing {
            self.memory.songs = self.shelf();
        }
        Vec::new()
    }

    /// A song that was worked on before is as it was left; what else it needs goes on the agenda.
    pub(super) fn restore(&mut self, has_reference: bool) {
        let Some(print) = self.voice(Role::Original).map(|voice| Fingerprint::of(&voice.measurements)) else { return };
        let Some(record) = self.memory.songs.iter().find(|song| song.print.is(&print)).cloned() else { return };
        self.keeping = if record.audio_kept { Keeping::Audio } else { Keeping::Work };
        if self.reference.is_none() {
            self.reference = record.reference.map(|reference| *reference);
        }
        self.controls = Controls { reference: record.controls.reference.filter(|_| self.reference.is_some()), ..record.controls };
        self.results = record.results;
        self.first_minute = record.first_minute;
        self.answers = record.answers;
        self.meant = record.meant;
        if let Some(brief) = record.brief {
            self.restore_brief(brief);
        }
        if let Some(Tags { title, artist }) = record.tags {
            self.tags.title = title;
            if !artist.is_empty() {
                self.tags.artist = artist;
            }
        }
        let present = &self.listening;
        self.listening =
            Listening { chosen: present.chosen, change: None, small_speaker: present.small_speaker, ..record.listening };
        for VoiceRecord { id, name, made } in record.voices {
            if has_reference && matches!(made, MadeRecord::File { beside: Beside::Reference, .. }) {
                continue;
            }
            self.last_source = self.last_source.max(id.0 + 1);
            self.memory.order.push(id);
            self.memory.names.insert(id, name);
            match made {
                MadeRecord::Itself => {}
                MadeRecord::Controls { nth, controls, reference } => {
                    self.made_from.insert(id, MadeFrom::Controls { nth, controls, reference });
                    self.agenda.push_back(Todo::Keep(id));
                }
                MadeRecord::File { file, beside } => {
                    let bytes = file.bytes.unwrap_or_default();
                    match self.memory.file(&file.name, bytes) {
                        Some(id_of_file) => {
                            let offer = BesideOffer { source: id, beside, file: id_of_file, bytes, name: file.name };
                            self.agenda.push_back(Todo::Beside(offer));
                        }
                        None => self.memory.awaited.push(Awaited { id, beside, file }),
                    }
                }
            }
        }
    }
}

impl Memory {
    fn file(&self, name: &str, bytes: u64) -> Option<FileId> {
        self.files.iter().find(|file| file.name == name && file.bytes == bytes).map(|file| file.id)
    }

    /// Another song: what was remembered of the voices of the last one goes.
    pub(super) fn leave(&mut self, shelf: Shelf) {
        self.songs = shelf;
        self.names.clear();
        self.order.clear();
        self.awaited.clear();
    }

    /// The voice that a file was, if it is one that is waited for.
    pub(super) fn recognise(&mut self, name: &str, bytes: u64, beside: Beside) -> Option<SourceId> {
        let is =
            |awaited: &Awaited| (awaited.file.name.as_str(), awaited.file.bytes, awaited.beside) == (name, Some(bytes), beside);
        let at = self.awaited.iter().position(is)?;
        Some(self.awaited.remove(at).id)
    }

    /// A file could not be had, or was not opened: it is waited for.
    pub(super) fn await_again(&mut self, offer: &BesideOffer) {
        if !self.awaited.iter().any(|awaited| awaited.id == offer.source) {
            self.awaited.push(Awaited { id: offer.source, beside: offer.beside, file: offer.record() });
        }
    }

    pub(super) fn knows(&self, id: SourceId) -> bool {
        self.names.contains_key(&id)
    }

    /// The artist's order, as it is now; what has not come back keeps its place behind.
    pub(super) fn reorder(&mut self, now: Vec<SourceId>) {
        let absent: Vec<SourceId> = self.order.iter().copied().filter(|id| !now.contains(id)).collect();
        self.order = now.into_iter().chain(absent).collect();
    }

    /// What the artist called a voice that comes back.
    pub(super) fn name(&mut self, id: SourceId) -> Option<String> {
        self.names.remove(&id).filter(|name| !name.is_empty())
    }

    /// Where a voice belongs among the others; new ones at the end.
    pub(super) fn place(&self, id: SourceId) -> usize {
        self.order.iter().position(|known| *known == id).unwrap_or(usize::MAX)
    }
}

impl BesideOffer {
    fn record(&self) -> FileRecord {
        FileRecord { name: self.name.clone(), bytes: Some(self.bytes) }
    }
}

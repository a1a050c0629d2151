//! The shelf as it lies in the browser's storage: shared with other tabs, and with pages that wrote what this one can't read.

use serde::Deserialize;
use serde_json::Value;

use super::record::{Fingerprint, Shelf, SongRecord};
use super::state::Session;
use crate::compare::Role;

/// Songs that are remembered. The oldest goes first.
const MOST_SONGS: usize = 8;

/// What the storage holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    pub songs: Shelf,
    /// Records that this page can't read: they stay as they are, behind the others.
    unread: Vec<Value>,
}

/// The song on the page, as the shelf sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Present {
    pub print: Fingerprint,
    /// `None`: the artist asked to forget it.
    pub record: Option<SongRecord>,
}

impl Stored {
    /// # Errors
    /// If `text` is no list of records at all: nothing is known of what it holds then, and it is to be left alone.
    pub fn read(text: Option<&str>) -> Result<Self, serde_json::Error> {
        let records: Vec<Value> = text.map_or_else(|| Ok(Vec::new()), serde_json::from_str)?;
        let mut stored = Self::default();
        for record in records {
            match SongRecord::deserialize(&record) {
                Ok(song) => stored.songs.push(song),
                Err(_) => stored.unread.push(record),
            }
        }
        Ok(stored)
    }

    /// # Errors
    /// If a song would not be read again, as with a figure that text can't hold.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        let mut records = Vec::new();
        for song in &self.songs {
            let record = serde_json::to_value(song)?;
            SongRecord::deserialize(&record)?;
            records.push(record);
        }
        records.extend(self.unread.iter().cloned());
        serde_json::to_string(&records)
    }

    /// Whether everything that some record names is known: only then is what none names superfluous.
    #[must_use]
    pub fn is_all_read(&self) -> bool {
        self.unread.is_empty()
    }

    /// The present song as this tab has it, everything else as the storage has it.
    #[must_use]
    pub fn with(mut self, present: &Present) -> Self {
        if present.record.is_none() {
            let is_forgotten = |record: &Value| {
                let print = record.get("print").map(Fingerprint::deserialize);
                print.is_some_and(|print| print.is_ok_and(|print| print.is(&present.print)))
            };
            self.unread.retain(|record| !is_forgotten(record));
        }
        Self { songs: merged(self.songs, present), unread: self.unread }
    }

    /// Audio files that are kept, by name and bytes.
    pub fn files(&self) -> impl Iterator<Item = (String, u64)> {
        self.songs.iter().filter(|song| song.audio_kept).flat_map(SongRecord::files)
    }

    /// The songs with the one in front that this tab had open, and whether it is there.
    #[must_use]
    pub fn continuing(self, open: Option<&Fingerprint>) -> (Shelf, bool) {
        let mut songs = self.songs;
        let at = songs.iter().position(|song| open.is_some_and(|print| print.is(&song.print)));
        if let Some(at) = at {
            songs[..=at].rotate_right(1);
        }
        (songs, at.is_some())
    }
}

impl Present {
    #[must_use]
    pub fn is_same_song(&self, other: &Self) -> bool {
        self.print.is(&other.print)
    }

    /// Only the work on it changed since `before`: that may settle before it is written.
    #[must_use]
    pub fn goes_on_from(&self, before: &Self) -> bool {
        let keeping = |present: &Self| present.record.as_ref().map(|record| record.audio_kept);
        self.is_same_song(before) && keeping(self) == keeping(before)
    }
}

fn merged(stored: Shelf, present: &Present) -> Shelf {
    let others = stored.into_iter().filter(|song| !present.print.is(&song.print));
    present.record.clone().into_iter().chain(others).take(MOST_SONGS).collect()
}

impl Session {
    #[must_use]
    pub fn print(&self) -> Option<Fingerprint> {
        self.voice(Role::Original).map(|voice| Fingerprint::of(&voice.measurements))
    }

    #[must_use]
    pub fn present(&self) -> Option<Present> {
        Some(Present { print: self.print()?, record: self.record() })
    }

    /// What this page remembers, with the present song in front.
    #[must_use]
    pub fn shelf(&self) -> Shelf {
        match self.present() {
            Some(present) => merged(self.memory.songs.clone(), &present),
            None => self.memory.songs.clone(),
        }
    }
}

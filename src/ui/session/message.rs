//! What happens to the session, and what it wants done.

use serde::Serialize;

use crate::compare::{Role, SourceId};
use crate::mastering::{Controls, StyleId};
use crate::ui::offer::{FileId, Offer};
use crate::worker::protocol::{JobId, Reply, Request, Span};

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    EngineMissing {
        outdated: bool,
    },
    FilesOffered(Vec<Offer>),
    FilePicked(FileId),
    DemoAsked,
    StyleChosen(Option<StyleId>),
    ControlsChanged(Controls),
    /// After a first master was cancelled or failed.
    MasterAsked,
    /// Files meant as a reference track: the first that looks like audio is taken.
    ReferenceOffered(Vec<Offer>),
    ReferenceRemoved,
    Cancelled,
    Retried,
    Dismissed,
    ExportAsked,
    Reply(Reply),
    /// The playback buffer of `source` is full.
    Playable {
        source: SourceId,
        job: JobId,
    },
    /// No playback buffer could be made for `source`.
    Unplayable {
        source: SourceId,
        job: JobId,
    },
    VoiceChosen(Role),
    PlayToggled,
    /// The player stopped by itself: the end, or an interruption.
    Stopped,
    SoundBlocked,
    MatchSet(bool),
    KeysSet(bool),
    BookingOpened,
}

/// What is to be done outside. Buffers that came with a reply travel beside the effect that wants them.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Send {
        request: Request,
        file: Option<FileId>,
    },
    /// Stop, and make the player ready for another song.
    NewSong {
        frames: usize,
        sample_rate: u32,
    },
    /// Fill a playback buffer with the attached planes.
    Fill {
        source: SourceId,
        job: JobId,
    },
    /// Let the filled buffer be heard, in the place of an earlier one.
    Install {
        source: SourceId,
    },
    /// Playback gains, all at most 0 dB.
    Levels(Vec<(SourceId, f64)>),
    Hear(SourceId),
    Play,
    Pause,
    /// Hand the attached bytes to the artist.
    Save {
        name: String,
    },
    Measure(Vec<Span>),
    /// Both voices can be heard: the end of what was begun by a drop or press.
    BothPlayable,
    /// What was begun by a drop or press does not come: its time is not to be taken.
    GivenUp,
    Signal(Signal),
}

/// For the page around this one, without personal data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Signal {
    Mastered {
        style: StyleId,
        /// Length of the song.
        seconds: f64,
        lufs_before: f64,
        lufs_after: f64,
        dbtp_before: f64,
        dbtp_after: f64,
    },
    Error {
        kind: String,
    },
    BookingOpened {},
}

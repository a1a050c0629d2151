//! What happens to the session, and what it wants done.

use serde::Serialize;

use super::blind::BlindAsk;
use super::listening::Levels;
use super::record::{Keeping, KeptFile, Shelf};
use super::report::ReportAsk;
use crate::advice::{Purpose, Question};
use crate::booking::Brief;
use crate::compare::blind::{Answer, Label};
use crate::compare::{Hear, SourceId};
use crate::encode::{Tags, TakeSettings};
use crate::mastering::{Controls, Dimension, StyleId};
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
    /// One of the studio's own examples.
    ExampleAsked {
        title: String,
    },
    /// Its mix and its human master are here.
    ExampleFetched {
        job: JobId,
        mix: Offer,
        human: Offer,
    },
    /// One of the two could not be had.
    ExampleMissing {
        job: JobId,
    },
    StyleChosen(Option<StyleId>),
    ControlsChanged(Controls),
    /// After a first master was cancelled or failed.
    MasterAsked,
    /// Files meant as a reference track: the first that looks like audio is taken.
    ReferenceOffered(Vec<Offer>),
    /// Files meant as other versions of the song.
    VersionsOffered(Vec<Offer>),
    ReferenceRemoved,
    /// Whether what is unusual in the mix is meant; `None` takes an answer back.
    MeantSaid {
        dimension: Dimension,
        answer: Option<bool>,
    },
    PurposeSaid(Option<Purpose>),
    QuestionAnswered {
        question: Question,
        answer: Option<bool>,
    },
    /// A place where a change is heard: it repeats, and plays.
    ChangeHeard(Hear),
    BriefEdited(Box<Brief>),
    TakeChosen(TakeSettings),
    TagsSet(Tags),
    Cancelled,
    Retried,
    Dismissed,
    ExportAsked,
    ReportAsked(Box<ReportAsk>),
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
    VoiceChosen(SourceId),
    /// The n-th of the page, from 0 on.
    NthVoiceChosen(usize),
    /// The next playable one, or the one before; round and round.
    NextVoiceChosen {
        later: bool,
    },
    /// An empty name gives the voice its own one back.
    VoiceRenamed {
        id: SourceId,
        name: String,
    },
    VoiceRemoved(SourceId),
    /// One place to the left or right.
    VoiceMoved {
        id: SourceId,
        later: bool,
    },
    /// The present master becomes a voice of its own.
    MasterKept,
    /// The controls of a kept master count again.
    KeptTaken(SourceId),
    /// Only what differs between the two is heard; `None`: whole voices again.
    ChangeChosen(Option<(SourceId, SourceId)>),
    LevelsChosen(Levels),
    SmallSpeakerSet(bool),
    /// A stretch in seconds, from now on repeated; `None` forgets it.
    RegionChosen(Option<(f64, f64)>),
    LoopSet(bool),
    Sought(f64),
    MarkerSet {
        at_s: f64,
    },
    MarkerNoted {
        index: usize,
        note: String,
    },
    MarkerRemoved(usize),
    /// With words from a cryptographic generator, at least [`super::ENTROPY_WORDS`].
    BlindStarted {
        ask: BlindAsk,
        entropy: Vec<u32>,
    },
    NotesInLetterSet(bool),
    BlindHeard(Label),
    BlindAnswered(Answer),
    BlindLeft,
    FirstMinuteSkipped,
    ResultClosed,
    /// What the last visits left; `go_on`: this one continues the last.
    Remembered {
        songs: Shelf,
        files: Vec<KeptFile>,
        go_on: bool,
    },
    LastSongAsked,
    KeepingSet(Keeping),
    PlayToggled,
    /// The player stopped by itself: the end, or an interruption.
    Stopped,
    SoundBlocked,
    KeysSet(bool),
    BookingOpened,
}

impl Event {
    /// What must wait for the end of a blind test: it would show which voice is which, or change what is being judged.
    pub(super) fn tells_voices_apart(&self) -> bool {
        matches!(
            self,
            Self::StyleChosen(_)
                | Self::ControlsChanged(_)
                | Self::MasterAsked
                | Self::MeantSaid { .. }
                | Self::ChangeHeard(_)
                | Self::ReferenceOffered(_)
                | Self::ReferenceRemoved
                | Self::VersionsOffered(_)
                | Self::ExportAsked
                | Self::ReportAsked(_)
                | Self::VoiceChosen(_)
                | Self::NthVoiceChosen(_)
                | Self::NextVoiceChosen { .. }
                | Self::VoiceRenamed { .. }
                | Self::VoiceRemoved(_)
                | Self::VoiceMoved { .. }
                | Self::MasterKept
                | Self::KeptTaken(_)
                | Self::ChangeChosen(_)
                | Self::LevelsChosen(_)
                | Self::RegionChosen(_)
                | Self::LoopSet(_)
                | Self::MarkerSet { .. }
                | Self::Retried
        )
    }
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
    /// The gain of every voice that can be heard, none beyond 1 either way: 0 is not heard, and of two of opposite sign only the
    /// difference is.
    Blend(Vec<(SourceId, f64)>),
    /// What `source` sounds like now stays, under another id.
    Keep {
        source: SourceId,
        as_source: SourceId,
    },
    /// Nothing of it is needed any more.
    Forget(SourceId),
    /// What repeats, in seconds.
    Repeat(Option<(f64, f64)>),
    Seek(f64),
    /// To the beginning of a stretch, unless it is within already.
    Enter((f64, f64)),
    SmallSpeaker(bool),
    Play,
    Pause,
    /// Hand the attached bytes to the artist.
    Save {
        name: String,
    },
    /// Hand the text to the artist, as a file of this media type.
    SaveText {
        name: String,
        mime: &'static str,
        text: String,
    },
    Measure(Vec<Span>),
    /// Both voices can be heard: the end of what was begun by a drop or press.
    BothPlayable,
    /// The first stretch of the master can be heard.
    ExcerptPlayable,
    /// What was begun by a drop or press does not come: its time is not to be taken.
    GivenUp,
    Signal(Signal),
}

/// For the page around this one, without personal data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Signal {
    /// One can be heard; a demo is the page's own mix.
    SongOpened {
        demo: bool,
    },
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
    /// A master was handed to the artist.
    Downloaded {},
    BookingOpened {},
}

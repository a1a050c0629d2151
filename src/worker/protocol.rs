//! What page and worker say to each other: plain data. Buffers travel beside it, by transfer.

use serde::{Deserialize, Serialize};

use crate::compare::{ChangeMoment, Comparison, Placement, SourceId};
use crate::decode::{DecodeError, FileFacts};
use crate::encode::{EncodeError, Tags, TakeSettings, Taken};
use crate::mastering::{Controls, Outcome, Plan};
use crate::measure::{Measurements, Track};
use crate::pace::Stage;

/// Raised with every change of this file: a page and a worker of different builds notice before they misunderstand.
pub const PROTOCOL: u32 = 5;

/// Jobs are numbered upwards; a newer one supersedes an older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobId(pub u32);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read, decode and measure the attached file; it becomes `source`, for which the worker keeps the samples.
    Open {
        job: JobId,
        source: SourceId,
        /// Memory that decoding and mastering may take in all.
        memory_bytes: u64,
    },
    /// The same with the built-in demo mix.
    OpenDemo { job: JobId, source: SourceId },
    /// Read, decode and measure the attached file, and lay it on the time line of `mix`. Its samples are not kept.
    OpenBeside {
        job: JobId,
        mix: SourceId,
        source: SourceId,
        beside: Beside,
        /// As for [`Self::Open`].
        memory_bytes: u64,
    },
    /// Plan and render a master of `source`; it becomes `result`.
    Master {
        job: JobId,
        source: SourceId,
        result: SourceId,
        controls: Controls,
        /// Of the reference track, where the controls use it.
        reference: Option<Box<Measurements>>,
    },
    /// What [`Self::Master`] with the same controls will make of the loudest stretch of `source`: to be heard meanwhile.
    Excerpt { job: JobId, source: SourceId, controls: Controls, reference: Option<Box<Measurements>> },
    /// The master `source` as a file to take home.
    Take { job: JobId, source: SourceId, settings: TakeSettings, tags: Tags },
    /// Nothing more is wanted for now.
    Cancel { job: JobId },
}

/// What a file beside the mix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Beside {
    /// The same song, made otherwise: it is aligned with the mix.
    Version,
    /// Another record.
    Reference,
}

impl Request {
    #[must_use]
    pub fn job(&self) -> JobId {
        match self {
            Self::Open { job, .. }
            | Self::OpenDemo { job, .. }
            | Self::OpenBeside { job, .. }
            | Self::Master { job, .. }
            | Self::Excerpt { job, .. }
            | Self::Take { job, .. }
            | Self::Cancel { job } => *job,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The first word of every worker.
    Ready {
        protocol: u32,
    },
    Progress {
        job: JobId,
        stage: Stage,
        /// 0 to 1 within the stage.
        done: f32,
        /// What has been read of the recording since the last word: see [`super::sketch`].
        strokes: Vec<u8>,
    },
    /// Attached: the planes of the source, one buffer a channel.
    Opened {
        job: JobId,
        source: SourceId,
        facts: FileFacts,
        measurements: Box<Measurements>,
        track: Track,
        spans: Vec<Span>,
    },
    /// Attached: its planes at the mix's rate, as long as the mix.
    BesideOpened {
        job: JobId,
        source: SourceId,
        facts: FileFacts,
        measurements: Box<Measurements>,
        placement: Placement,
        /// Where on the mix's time line it sounds, in seconds.
        covers_s: (f64, f64),
        track: Track,
        spans: Vec<Span>,
    },
    /// Attached: the planes of the master.
    Mastered {
        job: JobId,
        result: SourceId,
        plan: Box<Plan>,
        outcome: Box<Outcome>,
        track: Track,
        comparison: Box<Comparison>,
        /// Places worth hearing, in the order of time.
        moments: Vec<ChangeMoment>,
        spans: Vec<Span>,
    },
    /// Attached: the planes of the stretch, and nothing around it. `None`, and nothing attached, where the song is not much longer.
    Excerpted {
        job: JobId,
        excerpt: Option<ExcerptFacts>,
        spans: Vec<Span>,
    },
    /// Attached: the bytes of the file.
    Exported {
        job: JobId,
        source: SourceId,
        /// As they came out: see [`TakeSettings::settled`].
        settings: TakeSettings,
        taken: Taken,
    },
    Failed {
        job: JobId,
        fault: Fault,
    },
}

/// What the page has to know of the first stretch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExcerptFacts {
    /// Where it lies in the song, in seconds.
    pub covers_s: (f64, f64),
    /// Of the stretch alone.
    pub measurements: Box<Measurements>,
    /// On the song's time line.
    pub track: Track,
}

/// When a part of the job ran, in milliseconds since the Unix epoch: for the page's User Timing measures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    pub part: Part,
    pub start_ms: f64,
    pub end_ms: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    Decode,
    Measure,
    Align,
    Plan,
    /// The first stretch alone.
    Excerpt,
    Render,
    Compare,
}

/// Why a job ended without its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fault {
    /// The file's owner can do something about it.
    File(DecodeError),
    /// The browser could not hand over the file (moved, deleted, permission).
    Unreadable { detail: String },
    /// The master can't become the file that was asked for.
    Take(EncodeError),
    /// The worker no longer has this source: open the file again.
    SourceGone,
    /// The engine stopped: a bug, or memory ran out. A fresh worker takes over.
    Engine { detail: String },
}

//! Why a file can't be mastered, split by what its owner can do about it.

use serde::{Deserialize, Serialize};

/// What was found where audio was expected. `words` says it to the artist.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum DecodeError {
    #[error("the file is empty (0 bytes)")]
    Empty,
    #[error("the file has {bytes} bytes, at most {limit} can be read here")]
    TooManyBytes { bytes: u64, limit: u64 },
    /// Decoding and mastering would need more memory than there is.
    #[error("{seconds:.0} s of audio need about {needed} bytes of memory, {available} are available")]
    TooLong { seconds: f64, needed: u64, available: u64 },
    /// No known audio format; `looks_like` names what it is instead, where that shows ("text", "a PDF", "a ZIP archive").
    #[error("not an audio file{}", looks_like.as_ref().map(|l| format!(": looks like {l}")).unwrap_or_default())]
    NotAudio { looks_like: Option<String> },
    /// A known format or codec that is not decoded here (Opus, WMA, 36-bit PCM ...).
    #[error("{what} can't be decoded here")]
    Unsupported { what: String },
    #[error("the audio is encrypted (copy protected)")]
    Encrypted,
    /// A video without sound, or a header without samples.
    #[error("there is no audio in this {container}")]
    NoAudio { container: String },
    #[error("{channels} channels, at most 2 can be mastered")]
    TooManyChannels { channels: usize },
    #[error("{hz} Hz is outside 8 to 384 kHz")]
    SampleRate { hz: u32 },
    /// Rate or channels change in mid-stream.
    #[error("the audio changes its format after {seconds:.1} s")]
    FormatChanges { seconds: f64 },
    /// Ends before its own header says.
    #[error("the audio stops after {seconds:.1} s of {expected_seconds:.1} s")]
    Truncated { seconds: f64, expected_seconds: f64 },
    /// Recognised, but its data make no sense; or cut, and of a format that does not tell how long it was.
    #[error("damaged after {seconds:.1} s: {detail}")]
    Damaged { seconds: f64, detail: String },
    #[error("{seconds:.2} s of audio, at least {needed_seconds} s are needed")]
    TooShort { seconds: f64, needed_seconds: f64 },
    #[error("the audio is silent")]
    Silent,
}

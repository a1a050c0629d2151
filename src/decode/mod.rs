//! Bytes of a file to an [`AudioBuffer`], at the file's own sample rate, or a reason why not.
//!
//! ```text
//! bytes -> guard::size -> sniff -+-> riff, aiff -> pcm ----------+-> guard::content -> Decoded
//!                                +-> mp3, mp4, ogg -> open -> packets
//! ```
//! Containers of uncompressed samples are read here; compressed formats are Symphonia's. Headers lie: every number in one is a
//! claim, checked against the bytes that are there.

mod aiff;
mod error;
mod facts;
mod fields;
mod guard;
mod mp3;
mod mp4;
mod ogg;
mod open;
mod packets;
mod pcm;
mod riff;
mod sniff;

pub use error::DecodeError;
pub use facts::FileFacts;
pub use guard::{MIN_SECONDS, memory_needed};

use crate::audio::AudioBuffer;
use crate::pace::{Pace, Stage, Superseded};

use sniff::Container;

/// A shortfall below this is a sloppy counter, not a cut: encoders round to whole blocks, and some count their own header.
const SLACK_S: f64 = 0.1;

/// What this machine can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of the file.
    pub max_bytes: u64,
    /// Of everything, by [`memory_needed`].
    pub memory_bytes: u64,
}

/// A file that can be mastered: one or two channels, at least [`MIN_SECONDS`], not silent, every sample a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// Samples beyond full scale are kept as they are.
    pub audio: AudioBuffer,
    pub facts: FileFacts,
}

/// What stops a decoder: the file, or somebody with a newer one.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Stopped {
    #[error(transparent)]
    Error(#[from] DecodeError),
    #[error(transparent)]
    Superseded(#[from] Superseded),
}

/// Decodes a whole file, without the encoder's delay and padding where the file tells them.
///
/// # Errors
/// The first that applies of: the size, the format, a cut, damage, too short, silent; or [`Superseded`].
pub async fn decode(mut bytes: Vec<u8>, limits: &Limits, pace: &mut impl Pace) -> Result<Decoded, Stopped> {
    guard::size(&bytes, limits)?;
    pace.breathe(Stage::Decode, 0.0).await?;
    let file_bytes = bytes.len() as u64;
    let (container, start) = sniff::container(&bytes)?;
    // Tags before and behind the stream; their bytes can look like audio.
    if container == Container::Mp3 {
        bytes.truncate(mp3::before_trailing_tags(&bytes).max(start));
    }
    bytes.drain(..start);

    let (audio, facts) = match container {
        Container::Wav => pcm::decode(&bytes, &riff::layout(&bytes)?, limits, pace).await?,
        Container::Aiff => pcm::decode(&bytes, &aiff::layout(&bytes)?, limits, pace).await?,
        Container::Flac => packets::decode(open::flac(bytes)?, file_bytes, limits, pace).await?,
        Container::Mp3 => packets::decode(open::mp3(bytes)?, file_bytes, limits, pace).await?,
        Container::Mp4 => packets::decode(open::mp4(bytes)?, file_bytes, limits, pace).await?,
        Container::Ogg => packets::decode(open::ogg(bytes)?, file_bytes, limits, pace).await?,
    };
    guard::content(&audio)?;
    pace.breathe(Stage::Decode, 1.0).await?;
    Ok(Decoded { audio, facts })
}

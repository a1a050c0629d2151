//! An [`AudioBuffer`](crate::audio::AudioBuffer) to the bytes of a file.
//!
//! In two steps, so that what is written can be measured before it is: [`quantise`] lays the samples on the grid of the format, which
//! `f32` holds exactly to 24 bits; [`write`] puts a recording on its grid into a file, and changes nothing.
//!
//! WAV and FLAC. No MP3: two encoders in pure Rust were found, a port of Shine under the LGPL with a simplified model of hearing by its own
//! account, and a new one that nobody here has tested.

mod dither;
mod flac;
mod interleave;
mod settings;
mod tags;
mod wav;

pub use dither::{SHAPING, quantise, shaping_fits};
pub use settings::{Format, Noise, Size, Stretch, TakeRate, TakeSettings, Taken};
pub use tags::Tags;

use serde::{Deserialize, Serialize};

use crate::audio::AudioBuffer;
use crate::pace::{Pace, Superseded};

/// Why there can be no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum EncodeError {
    /// The sizes in a RIFF file have 32 bits.
    #[error("a WAV file of {bytes} bytes can't be: it can hold {limit}")]
    TooLong { bytes: u64, limit: u64 },
    #[error("no memory for a file of {bytes} bytes")]
    NoMemory { bytes: u64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    #[error(transparent)]
    Error(#[from] EncodeError),
    #[error(transparent)]
    Superseded(#[from] Superseded),
}

/// The whole file. `audio` lies on the format's grid already (see [`quantise`]): what doesn't is cut off towards 0, and what is beyond
/// full scale saturates.
///
/// # Errors
/// [`EncodeError`] before any work is done.
pub async fn write(audio: &AudioBuffer, format: Format, tags: &Tags, pace: &mut impl Pace) -> Result<Vec<u8>, Stopped> {
    if format.is_flac() { flac::write(audio, format, tags, pace).await } else { wav::write(audio, format, tags, pace).await }
}

/// Both steps for a 24-bit WAV file without tags: what distributors ask for, and every player reads.
///
/// # Errors
/// As [`write`].
pub async fn wav24(audio: &AudioBuffer, pace: &mut impl Pace) -> Result<Vec<u8>, Stopped> {
    let quantised = quantise(audio, 24, Noise::Plain, 1.0, pace).await?;
    write(&quantised, Format::Wav24, &Tags::default(), pace).await
}

/// An empty file with room for `bytes`.
fn reserved(bytes: u64) -> Result<Vec<u8>, EncodeError> {
    let mut file = Vec::new();
    let no_memory = EncodeError::NoMemory { bytes };
    file.try_reserve_exact(usize::try_from(bytes).map_err(|_| no_memory)?).map_err(|_| no_memory)?;
    Ok(file)
}

/// A sample of the grid of `scale` steps, as the number it is there. NaN is 0.
#[inline(always)]
fn step_of(sample: f32, scale: f32) -> i32 {
    // Written so that NaN, and what would not fit, cost no branch.
    (sample * scale).clamp(-scale, scale - 1.0) as i32
}

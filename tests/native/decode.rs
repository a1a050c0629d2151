//! The decoder against files of real encoders (ffmpeg), of the real world, and of ill will.

use testpress::decode::{DecodeError, Decoded, Limits, Stopped, decode};
use testpress::pace;

mod formats;
mod fuzz;
mod hostile;
mod refusals;
mod songs;
mod truncated;
mod whole;

pub const PLENTY: Limits = Limits { max_bytes: 1 << 30, memory_bytes: 4 << 30 };

pub fn decoded(bytes: Vec<u8>) -> Result<Decoded, DecodeError> {
    decoded_within(bytes, &PLENTY)
}

pub fn decoded_within(bytes: Vec<u8>, limits: &Limits) -> Result<Decoded, DecodeError> {
    pace::run(decode(bytes, limits, &mut pace::Unpaced)).map_err(|stopped| match stopped {
        Stopped::Error(error) => error,
        Stopped::Superseded(_) => unreachable!("nothing supersedes here"),
    })
}

/// The variant's name.
pub fn variant(error: &DecodeError) -> String {
    let debug = format!("{error:?}");
    debug.split([' ', '(', '{']).next().unwrap_or_default().to_string()
}

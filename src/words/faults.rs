//! What went wrong, in two parts: what was found, and what to do about it.

use super::numbers::{clock_time, length, megabytes, one_decimal};
use crate::decode::DecodeError;
use crate::encode::EncodeError;
use crate::worker::protocol::Fault;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub found: String,
    pub to_do: String,
}

fn notice(found: impl Into<String>, to_do: impl Into<String>) -> Notice {
    Notice { found: found.into(), to_do: to_do.into() }
}

const EXPORT_AGAIN: &str = "Export the song again as WAV, and drop that.";

/// `name` is the file's.
#[must_use]
pub fn fault_notice(fault: &Fault, name: &str) -> Notice {
    match fault {
        Fault::File(error) => file_notice(error, name),
        Fault::Unreadable { detail } => notice(
            format!("The browser could not read “{name}” ({detail})."),
            "If it was moved, or lies in a cloud folder, put it on this device and choose it again.",
        ),
        Fault::Take(EncodeError::TooLong { bytes, limit }) => notice(
            format!(
                "The master of “{name}” would need {} as a WAV file, which can hold {}.",
                megabytes(*bytes),
                megabytes(*limit)
            ),
            "Take it as FLAC, at 16 bits, or at 44.1 kHz.",
        ),
        Fault::Take(EncodeError::NoMemory { bytes }) => notice(
            format!("This device has no memory left to write the master of “{name}”: it needs {}.", megabytes(*bytes)),
            "Close other tabs, or take the master at 16 bits.",
        ),
        Fault::SourceGone => notice(format!("The engine no longer holds “{name}”."), "Choose the file again."),
        Fault::Engine { .. } => notice(
            "The mastering engine stopped. A fresh one has started, and your file is untouched.",
            "Try again. If it stops a second time, close other tabs, or use a computer with more memory.",
        ),
    }
}

fn file_notice(error: &DecodeError, name: &str) -> Notice {
    match error {
        DecodeError::Empty => {
            notice(format!("“{name}” is empty (0 bytes)."), "Export the song again, and wait until the file is written.")
        }
        DecodeError::TooManyBytes { bytes, limit } => notice(
            format!("“{name}” has {}; this device can take {} here.", megabytes(*bytes), megabytes(*limit)),
            "Export the song alone, or as FLAC, which is half the size.",
        ),
        DecodeError::TooLong { seconds, needed, available } => notice(
            format!(
                "“{name}” is {} long: mastering it needs about {}, and this device can spare {}.",
                clock_time(*seconds),
                megabytes(*needed),
                megabytes(*available)
            ),
            format!(
                "About {} would fit. Drop one song at a time, or use a computer with more memory.",
                fitting(*seconds, *needed, *available)
            ),
        ),
        DecodeError::NotAudio { looks_like: Some(what) } => notice(
            format!("“{name}” is not audio: it looks like {what}."),
            "Choose the song itself: WAV, AIFF, FLAC, MP3, M4A or OGG.",
        ),
        DecodeError::NotAudio { looks_like: None } => {
            notice(format!("“{name}” is not audio this page knows."), "Choose a WAV, AIFF, FLAC, MP3, M4A or OGG file.")
        }
        DecodeError::Unsupported { what } => notice(format!("“{name}” is {what}, which this page can't unpack."), EXPORT_AGAIN),
        DecodeError::Encrypted => notice(
            format!("“{name}” is copy protected, so its audio can't be read."),
            "Use the mix you exported yourself, not one bought or rented from a store.",
        ),
        DecodeError::NoAudio { container } => notice(
            format!("There is no audio in “{name}”, only an empty {container}."),
            "Check the export, and drop the song itself.",
        ),
        DecodeError::TooManyChannels { channels } => notice(
            format!("“{name}” has {channels} channels; masters here are mono or stereo."),
            "Export a stereo mix, and drop that.",
        ),
        DecodeError::SampleRate { hz } => notice(
            format!("“{name}” runs at {hz} Hz; 8,000 to 384,000 Hz can be mastered here."),
            "Export it at 44,100 or 48,000 Hz.",
        ),
        DecodeError::FormatChanges { seconds } => {
            notice(format!("“{name}” changes its format after {}.", length(*seconds)), EXPORT_AGAIN)
        }
        DecodeError::Truncated { seconds, expected_seconds } => notice(
            format!("“{name}” stops after {}, but says it lasts {}.", length(*seconds), length(*expected_seconds)),
            "The copy or download is incomplete: copy it again, or export it again.",
        ),
        DecodeError::Damaged { seconds, .. } => notice(
            format!("“{name}” is damaged {}.", from_where(*seconds)),
            "Copy it again from where it came, or export it again.",
        ),
        DecodeError::TooShort { seconds, needed_seconds } => notice(
            format!("“{name}” lasts {}; at least {} s are needed to measure it.", length(*seconds), one_decimal(*needed_seconds)),
            "Drop the whole song.",
        ),
        DecodeError::Silent => notice(
            format!("“{name}” is silent, or too quiet to measure."),
            "Check that the right tracks were unmuted when it was exported, and export it again.",
        ),
    }
}

fn from_where(seconds: f64) -> String {
    if seconds < 0.05 { "from its beginning".into() } else { format!("after {}", length(seconds)) }
}

/// Memory grows in proportion to the length, so the available part of it tells the length that fits.
fn fitting(seconds: f64, needed: u64, available: u64) -> String {
    clock_time(seconds * available as f64 / (needed.max(1)) as f64)
}

/// The engine never came up. `outdated`: page and engine are of different versions.
#[must_use]
pub fn engine_notice(outdated: bool) -> Notice {
    if outdated {
        notice("This page and its mastering engine are of different versions.", "Reload the page.")
    } else {
        notice(
            "The mastering engine could not be loaded.",
            "Check the connection and reload the page. It needs Chrome, Edge, Firefox or Safari from the last four years.",
        )
    }
}

#[must_use]
pub fn no_file_notice() -> Notice {
    notice("There was no file in that.", "Drop the song's file itself, or choose it with the button.")
}

/// As many versions as can be kept apart.
#[must_use]
pub fn full_notice() -> Notice {
    notice("There is no room for another version: there are eight.", "Remove one under “All versions”, then add it again.")
}

/// The browser had no memory for another version.
#[must_use]
pub fn no_room_notice() -> Notice {
    notice("The browser has no memory left for another version.", "Remove a version or close other pages, then add it again.")
}

/// The browser does not let the page sound, or has nothing to sound on.
#[must_use]
pub fn no_sound_notice() -> Notice {
    notice("The browser's sound did not start.", "Check that a speaker or headphones are connected, then press play again.")
}

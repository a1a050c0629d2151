//! Taking the master home: formats, rates, and what the file then holds.

use super::numbers::{megabytes, one_decimal};
use crate::encode::{Format, Noise, Stretch, TakeRate, TakeSettings, Taken};

pub const MORE: &str = "Other formats, rates, names";
pub const FORMAT: &str = "Format";
pub const RATE: &str = "Sample rate";
pub const NOISE: &str = "Rounding noise at 16 bits";
pub const WITHOUT_LIMITER: &str = "Without the limiter, for an engineer who has their own";
pub const TITLE: &str = "Title";
pub const ARTIST: &str = "Artist";
pub const NAMES_NOTE: &str =
    "Title and artist are written into the file. MP3 is not offered: make it last, from the file you take home.";

#[must_use]
pub fn format_name(format: Format) -> &'static str {
    match format {
        Format::Wav16 => "WAV, 16-bit: for a CD",
        Format::Wav24 => "WAV, 24-bit: for release",
        Format::WavFloat => "WAV, 32-bit float: for further work",
        Format::Flac16 => "FLAC, 16-bit: small, to send around",
        Format::Flac24 => "FLAC, 24-bit: lossless and smaller",
    }
}

#[must_use]
pub fn rate_name(rate: TakeRate) -> &'static str {
    match rate {
        TakeRate::Source => "As your mix",
        TakeRate::Hz44100 => "44.1 kHz: music, CD",
        TakeRate::Hz48000 => "48 kHz: film and video",
    }
}

#[must_use]
pub fn noise_name(noise: Noise) -> &'static str {
    match noise {
        Noise::Plain => "Even",
        Noise::Shaped => "Shaped: quieter to the ear",
    }
}

/// Under the title, before anything is taken.
#[must_use]
pub fn take_note(settings: &TakeSettings) -> String {
    let format = match settings.format {
        Format::Wav16 => "16-bit WAV",
        Format::Wav24 => "24-bit WAV",
        Format::WavFloat => "32-bit float WAV",
        Format::Flac16 => "16-bit FLAC",
        Format::Flac24 => "24-bit FLAC",
    };
    let stretch = match settings.stretch {
        Stretch::Whole => "",
        Stretch::BeforeLimiter => " Before the limiter: not for release.",
    };
    format!("Full length, {format}, no watermark, free.{stretch}")
}

/// What was measured in the file itself.
#[must_use]
pub fn taken_said(taken: &Taken) -> String {
    let trimmed = if taken.trimmed_db >= 0.05 {
        format!(" {} dB were taken off the whole, for its highest peaks.", one_decimal(taken.trimmed_db))
    } else {
        String::new()
    };
    format!(
        "The file, measured after writing: {} LUFS, peaks at {} dBTP, {}.{trimmed}",
        one_decimal(taken.lufs),
        one_decimal(taken.dbtp),
        megabytes(taken.bytes)
    )
}

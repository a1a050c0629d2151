//! What is refused whatever the format: too large, too long, too many channels, too short, silent.

use crate::audio::AudioBuffer;
use crate::units::{db_to_gain, frames_to_seconds};

use super::{DecodeError, Limits};

/// Loudness range and genre figures mean nothing below this.
pub const MIN_SECONDS: f64 = 3.0;

/// Rates of music files; outside them a header lies or the file holds something else (a measurement, a sensor).
const RATES_HZ: std::ops::RangeInclusive<u32> = 8_000..=384_000;

/// A peak below this is silence: one bit of 16 is -90.3 dBFS.
const SILENT_PEAK_DBFS: f64 = -90.0;

/// No mix has peaks beyond this: such "samples" are another number format (+60 dBFS).
const ABSURD_PEAK: f32 = 1000.0;

/// Copies of the samples that live at once at the worst moment: source, the stages before the loudness and their scratch, the last
/// master and the next one, and the playback copies of two voices.
const COPIES: u64 = 7;

/// Bytes that opening and mastering will take: the file itself and [`COPIES`] times its samples as `f32`. O(1).
#[must_use]
pub fn memory_needed(file_bytes: u64, frames: u64, channels: usize) -> u64 {
    let plane_bytes = frames.saturating_mul(size_of::<f32>() as u64);
    file_bytes.saturating_add(plane_bytes.saturating_mul(channels as u64).saturating_mul(COPIES))
}

/// Before anything is read.
pub fn size(bytes: &[u8], limits: &Limits) -> Result<(), DecodeError> {
    let len = bytes.len() as u64;
    match len {
        0 => Err(DecodeError::Empty),
        _ if len > limits.max_bytes => Err(DecodeError::TooManyBytes { bytes: len, limit: limits.max_bytes }),
        _ => Ok(()),
    }
}

/// Before the first sample is decoded, and again wherever a stream says something new.
pub fn format(channels: usize, sample_rate: u32) -> Result<(), DecodeError> {
    if channels > 2 {
        return Err(DecodeError::TooManyChannels { channels });
    }
    if !RATES_HZ.contains(&sample_rate) {
        return Err(DecodeError::SampleRate { hz: sample_rate });
    }
    Ok(())
}

/// `frames` are what the header promises or what has been decoded so far.
pub fn memory(file_bytes: u64, frames: u64, channels: usize, sample_rate: u32, limits: &Limits) -> Result<(), DecodeError> {
    let needed = memory_needed(file_bytes, frames, channels);
    if needed > limits.memory_bytes {
        return Err(DecodeError::TooLong {
            seconds: frames as f64 / f64::from(sample_rate),
            needed,
            available: limits.memory_bytes,
        });
    }
    Ok(())
}

/// After the last sample: numbers that are none, then too short, then silent.
pub fn content(audio: &AudioBuffer) -> Result<(), DecodeError> {
    let mut peak = 0.0f32;
    for plane in audio.channels() {
        // `max` would pass over a NaN, so that is looked for on its own: it is in no range.
        if let Some(frame) = plane.iter().position(|x| !(-ABSURD_PEAK..=ABSURD_PEAK).contains(x)) {
            return Err(DecodeError::Damaged {
                seconds: frames_to_seconds(frame, audio.sample_rate()),
                detail: format!("a sample of {}", plane[frame]),
            });
        }
        peak = plane.iter().fold(peak, |peak, x| peak.max(x.abs()));
    }
    if audio.seconds() < MIN_SECONDS {
        return Err(DecodeError::TooShort { seconds: audio.seconds(), needed_seconds: MIN_SECONDS });
    }
    if f64::from(peak) < db_to_gain(SILENT_PEAK_DBFS) {
        return Err(DecodeError::Silent);
    }
    Ok(())
}

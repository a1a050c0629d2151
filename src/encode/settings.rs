//! What the artist chooses when taking a master home, and what they then hold.

use serde::{Deserialize, Serialize};

use super::EncodeError;
use super::dither::shaping_fits;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    Wav16,
    Wav24,
    /// 32-bit floating point: nothing is rounded, and nothing clips.
    WavFloat,
    Flac16,
    Flac24,
}

impl Format {
    pub const ALL: [Self; 5] = [Self::Wav16, Self::Wav24, Self::WavFloat, Self::Flac16, Self::Flac24];

    #[must_use]
    pub fn bits(self) -> u32 {
        match self {
            Self::Wav16 | Self::Flac16 => 16,
            Self::Wav24 | Self::Flac24 => 24,
            Self::WavFloat => 32,
        }
    }

    #[must_use]
    pub fn is_float(self) -> bool {
        self == Self::WavFloat
    }

    #[must_use]
    pub fn is_flac(self) -> bool {
        matches!(self, Self::Flac16 | Self::Flac24)
    }

    /// The file name's, without a dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        if self.is_flac() { "flac" } else { "wav" }
    }

    /// Whether a recording of this length fits the format at all: the sizes in a WAV file have 32 bits.
    ///
    /// # Errors
    /// [`EncodeError::TooLong`].
    pub fn check(self, channels: usize, frames: usize) -> Result<(), EncodeError> {
        let bytes = self.data_bytes(channels, frames) + super::wav::MOST_BESIDE_DATA;
        let limit = u64::from(u32::MAX);
        if self.is_flac() || bytes <= limit { Ok(()) } else { Err(EncodeError::TooLong { bytes, limit }) }
    }

    pub(super) fn sample_bytes(self) -> u64 {
        u64::from(self.bits() / 8)
    }

    /// Full scale in steps.
    pub(super) fn scale(self) -> f32 {
        (1u32 << (self.bits() - 1)) as f32
    }

    /// What the samples alone take, uncompressed.
    pub(super) fn data_bytes(self, channels: usize, frames: usize) -> u64 {
        self.sample_bytes() * channels as u64 * frames as u64
    }
}

/// The noise that rounding needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Noise {
    /// White.
    Plain,
    /// Moved to where hearing is weak; at 16 bits and 44.1 or 48 kHz only.
    Shaped,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TakeRate {
    Source,
    Hz44100,
    Hz48000,
}

impl TakeRate {
    #[must_use]
    pub fn hz(self, source_hz: u32) -> u32 {
        match self {
            Self::Source => source_hz,
            Self::Hz44100 => 44_100,
            Self::Hz48000 => 48_000,
        }
    }
}

/// How far along the chain the recording is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stretch {
    Whole,
    /// Before saturation and limiter, for an engineer who brings their own.
    BeforeLimiter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeSettings {
    pub format: Format,
    pub noise: Noise,
    pub rate: TakeRate,
    pub stretch: Stretch,
}

impl TakeSettings {
    /// Where nobody chose: 24-bit WAV at the source's rate.
    pub const USUAL: Self = Self { format: Format::Wav24, noise: Noise::Plain, rate: TakeRate::Source, stretch: Stretch::Whole };

    /// What these settings come to for a source of this rate: an engineer gets at least 24 bits, noise is shaped only where the filter was
    /// made for it, and a rate that is the source's own is no conversion.
    #[must_use]
    pub fn settled(self, source_hz: u32) -> Self {
        let format = match (self.stretch, self.format) {
            (Stretch::BeforeLimiter, Format::Wav16) => Format::Wav24,
            (Stretch::BeforeLimiter, Format::Flac16) => Format::Flac24,
            (_, format) => format,
        };
        let rate = if self.rate.hz(source_hz) == source_hz { TakeRate::Source } else { self.rate };
        let noise = if shaping_fits(format.bits(), rate.hz(source_hz)) { self.noise } else { Noise::Plain };
        Self { format, noise, rate, stretch: self.stretch }
    }

    /// How large the file and the work on it become, at most.
    #[must_use]
    pub fn size(self, channels: usize, frames: usize, source_hz: u32) -> Size {
        let settled = self.settled(source_hz);
        let converted = settled.rate != TakeRate::Source;
        let ratio = f64::from(settled.rate.hz(source_hz)) / f64::from(source_hz);
        let new_frames = (frames as f64 * ratio).ceil() as usize;
        let planes = |frames: usize| (size_of::<f32>() * channels * frames) as u64;
        let file_bytes = settled.format.data_bytes(channels, new_frames) + super::wav::MOST_BESIDE_DATA;
        // Before the limiter the recording may have to be made again. Conversion takes a copy, and gives another; the grid is one more.
        let shaped = if settled.stretch == Stretch::BeforeLimiter { planes(frames) } else { 0 };
        let conversion = if converted { planes(frames) + planes(new_frames) } else { 0 };
        // The page gets a copy of the file.
        Size { file_bytes, memory_bytes: shaped + conversion + planes(new_frames) + 2 * file_bytes }
    }
}

/// An upper bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// FLAC takes less: half to three quarters, by the music.
    pub file_bytes: u64,
    /// Beside what the engine holds already.
    pub memory_bytes: u64,
}

/// What is in the file, measured from the samples that were written.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    pub lufs: f64,
    pub dbtp: f64,
    /// What was taken off the whole, so that no true peak is above the ceiling; 0 as a rule.
    pub trimmed_db: f64,
    pub bytes: u64,
}

//! Uncompressed samples to planes of `f32`.

use std::ops::Range;

use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage};
use crate::units::frames_to_seconds;

use super::{DecodeError, FileFacts, Limits, Stopped, guard};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    Little,
    Big,
}

impl Endian {
    pub fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }

    pub fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// One byte about 128.
    Offset,
    /// Two's complement, justified to the left of its bytes: 20 bits in three bytes are 24 with four zeros.
    Int,
    Float,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    pub number: Number,
    /// Of one sample of one channel: 1 to 4, floats 4 or 8.
    pub bytes: usize,
    /// That mean something.
    pub bits: u32,
    pub endian: Endian,
}

/// Interleaved samples somewhere in a file.
#[derive(Debug)]
pub struct Layout {
    pub container: &'static str,
    pub encoding: Encoding,
    /// At least 1.
    pub channels: usize,
    pub sample_rate: u32,
    /// The part of the file that is there; not empty.
    pub data: Range<usize>,
    /// What the header says, where it knows.
    pub claimed_frames: Option<u64>,
}

/// Reads all of `layout`, exactly where `f32` has the bits (up to 24, and floats), rounded to nearest beyond.
pub async fn decode(
    bytes: &[u8],
    layout: &Layout,
    limits: &Limits,
    pace: &mut impl Pace,
) -> Result<(AudioBuffer, FileFacts), Stopped> {
    let Layout { encoding, channels, sample_rate, .. } = *layout;
    guard::format(channels, sample_rate)?;
    let data = bytes.get(layout.data.clone()).unwrap_or_default();
    let frame_bytes = channels * encoding.bytes;
    let frames = data.len() / frame_bytes;
    guard::memory(bytes.len() as u64, frames as u64, channels, sample_rate, limits)?;
    if let Some(claimed) = layout.claimed_frames {
        // One frame less is a writer that counts its padding byte.
        if (frames as u64) + 1 < claimed {
            return Err(Stopped::from(DecodeError::Truncated {
                seconds: frames_to_seconds(frames, sample_rate),
                expected_seconds: claimed as f64 / f64::from(sample_rate),
            }));
        }
    }

    let mut planes = vec![Vec::with_capacity(frames); channels];
    let whole_frames = &data[..frames * frame_bytes];
    for block in whole_frames.chunks(BLOCK * frame_bytes) {
        for (channel, plane) in planes.iter_mut().enumerate() {
            extend(plane, block, channel, channels, encoding);
        }
        pace.show(&planes);
        pace.breathe(Stage::Decode, planes[0].len() as f32 / frames as f32).await?;
    }
    let facts = FileFacts {
        container: layout.container.into(),
        codec: match encoding.number {
            Number::Float => format!("{}-bit float", encoding.bits),
            Number::Offset | Number::Int => format!("{}-bit PCM", encoding.bits),
        },
        lossless: true,
        bits: Some(encoding.bits),
        sample_rate,
        channels,
        frames,
        concealed_frames: 0,
    };
    Ok((AudioBuffer::new(planes, sample_rate), facts))
}

fn extend(plane: &mut Vec<f32>, block: &[u8], channel: usize, channels: usize, encoding: Encoding) {
    use Endian::{Big, Little};
    match (encoding.number, encoding.bytes, encoding.endian) {
        (Number::Offset, ..) => read::<1>(plane, block, channel, channels, |[byte]| int([0, 0, 0, byte ^ 0x80])),
        (Number::Int, 1, _) => read::<1>(plane, block, channel, channels, |[a]| int([0, 0, 0, a])),
        (Number::Int, 2, Little) => read::<2>(plane, block, channel, channels, |[a, b]| int([0, 0, a, b])),
        (Number::Int, 2, Big) => read::<2>(plane, block, channel, channels, |[a, b]| int([0, 0, b, a])),
        (Number::Int, 3, Little) => read::<3>(plane, block, channel, channels, |[a, b, c]| int([0, a, b, c])),
        (Number::Int, 3, Big) => read::<3>(plane, block, channel, channels, |[a, b, c]| int([0, c, b, a])),
        (Number::Int, _, Little) => read::<4>(plane, block, channel, channels, int),
        (Number::Int, _, Big) => read::<4>(plane, block, channel, channels, |[a, b, c, d]| int([d, c, b, a])),
        (Number::Float, 8, Little) => read::<8>(plane, block, channel, channels, |b| f64::from_le_bytes(b) as f32),
        (Number::Float, 8, Big) => read::<8>(plane, block, channel, channels, |b| f64::from_be_bytes(b) as f32),
        (Number::Float, _, Little) => read::<4>(plane, block, channel, channels, f32::from_le_bytes),
        (Number::Float, _, Big) => read::<4>(plane, block, channel, channels, f32::from_be_bytes),
    }
}

/// Full scale is 2^31: an integer of any width is first moved to the left of 32 bits, so all share one scale.
fn int(little_endian: [u8; 4]) -> f32 {
    const FULL_SCALE: f32 = (1u32 << 31) as f32;
    i32::from_le_bytes(little_endian) as f32 / FULL_SCALE
}

fn read<const N: usize>(plane: &mut Vec<f32>, block: &[u8], channel: usize, channels: usize, number: impl Fn([u8; N]) -> f32) {
    plane.extend(block.as_chunks::<N>().0.iter().skip(channel).step_by(channels).map(|&bytes| number(bytes)));
}

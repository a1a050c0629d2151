//! A WAV file: RIFF, fmt, data, and the names in a LIST of INFO (Microsoft and IBM, "Multimedia Programming Interface and Data
//! Specifications 1.0", 1991).

use super::interleave::interleave;
use super::settings::Format;
use super::tags::Tags;
use super::{Stopped, reserved};
use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage};

/// Header, names (two of 250 characters of 4 bytes) and padding together.
pub(super) const MOST_BESIDE_DATA: u64 = 4096;

/// The whole file; allocates once, exactly.
pub(super) async fn write(audio: &AudioBuffer, format: Format, tags: &Tags, pace: &mut impl Pace) -> Result<Vec<u8>, Stopped> {
    let (channels, frames) = (audio.channels().len(), audio.frames());
    format.check(channels, frames)?;
    let data_bytes = format.data_bytes(channels, frames);
    let names = names(tags);
    let fmt = fmt(format, channels as u16, audio.sample_rate(), frames);
    // Chunks are padded to an even length.
    let padding = data_bytes % 2;
    let bytes = 12 + fmt.len() as u64 + 8 + data_bytes + padding + names.len() as u64;
    let mut file = reserved(bytes)?;
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&((bytes - 8) as u32).to_le_bytes());
    file.extend_from_slice(b"WAVE");
    file.extend_from_slice(&fmt);
    file.extend_from_slice(b"data");
    file.extend_from_slice(&(data_bytes as u32).to_le_bytes());
    let frame_bytes = channels * format.sample_bytes() as usize;
    for from in (0..frames).step_by(BLOCK) {
        let to = (from + BLOCK).min(frames);
        let start = file.len();
        file.resize(start + (to - from) * frame_bytes, 0);
        interleave(audio, format, from, to, &mut file[start..]);
        pace.breathe(Stage::Encode, from as f32 / frames as f32).await?;
    }
    file.resize(file.len() + padding as usize, 0);
    // Behind the data: whoever reads a stream has the audio first.
    file.extend_from_slice(&names);
    Ok(file)
}

/// The fmt chunk, and for floats the fact chunk that is asked of all but PCM.
///
/// Above 16 bits PCM is WAVEFORMATEXTENSIBLE, as Microsoft asks. Written here and not by hound: that marks mono as "front left", and leaves
/// the padding byte out.
fn fmt(format: Format, channels: u16, sample_rate: u32, frames: usize) -> Vec<u8> {
    const PCM: u16 = 1;
    const FLOAT: u16 = 3;
    const EXTENSIBLE: u16 = 0xFFFE;
    const FRONT_LEFT_AND_RIGHT: u32 = 0b11;
    const FRONT_CENTRE: u32 = 0b100;
    /// KSDATAFORMAT_SUBTYPE_PCM.
    const SUBTYPE_PCM: [u8; 16] = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
    let bits = format.bits() as u16;
    let frame_bytes = channels * format.sample_bytes() as u16;
    let (tag, more): (u16, Vec<u8>) = match format.bits() {
        16 => (PCM, Vec::new()),
        24 => {
            let mask = if channels == 1 { FRONT_CENTRE } else { FRONT_LEFT_AND_RIGHT };
            // Bytes that follow, valid bits, speakers, sub-format.
            let sizes = [22u16.to_le_bytes(), bits.to_le_bytes()].concat();
            (EXTENSIBLE, [&sizes[..], &mask.to_le_bytes(), &SUBTYPE_PCM].concat())
        }
        _ => (FLOAT, vec![0, 0]),
    };
    let mut chunk = b"fmt ".to_vec();
    chunk.extend_from_slice(&(16 + more.len() as u32).to_le_bytes());
    chunk.extend_from_slice(&tag.to_le_bytes());
    chunk.extend_from_slice(&channels.to_le_bytes());
    chunk.extend_from_slice(&sample_rate.to_le_bytes());
    chunk.extend_from_slice(&sample_rate.saturating_mul(u32::from(frame_bytes)).to_le_bytes());
    chunk.extend_from_slice(&frame_bytes.to_le_bytes());
    chunk.extend_from_slice(&bits.to_le_bytes());
    chunk.extend_from_slice(&more);
    if format.is_float() {
        chunk.extend_from_slice(b"fact");
        chunk.extend_from_slice(&4u32.to_le_bytes());
        chunk.extend_from_slice(&(frames as u32).to_le_bytes());
    }
    chunk
}

/// LIST of INFO with INAM (title) and IART (artist), as UTF-8: the specification names no encoding, and readers try this one first. Empty
/// without names.
fn names(tags: &Tags) -> Vec<u8> {
    let mut list = b"INFO".to_vec();
    for (id, text) in [b"INAM", b"IART"].into_iter().zip(tags.written()) {
        let Some(text) = text else { continue };
        list.extend_from_slice(id);
        // A NUL ends the text and counts; the padding does not.
        list.extend_from_slice(&(text.len() as u32 + 1).to_le_bytes());
        list.extend_from_slice(text.as_bytes());
        list.push(0);
        if !list.len().is_multiple_of(2) {
            list.push(0);
        }
    }
    if list.len() == 4 {
        return Vec::new();
    }
    [&b"LIST"[..], &(list.len() as u32).to_le_bytes(), &list].concat()
}

//! Where the samples lie in a WAV file (RIFF, RIFX, RF64, BW64), and what they are.
//!
//! Read here rather than by Symphonia, whose reader wants every size field to be right: recorders that crash, pipe or grow past
//! 4 GB leave them wrong, and of all formats this is the one that artists bring.

use super::DecodeError;
use super::fields::{array, le32, le64, to_usize};
use super::pcm::{Encoding, Endian, Layout, Number};

/// Data sizes from here on are "unknown yet": ffmpeg writes 2^32-1 into a pipe, SoX 2^31-4096.
const STREAMED_BYTES: u64 = 0x7FFF_F000;

/// A chunk of RIFF or IFF: four letters, a size, and so many bytes, padded to an even number.
pub struct Chunk {
    pub id: [u8; 4],
    /// Of its body.
    pub start: usize,
    pub claimed_bytes: u64,
}

/// The chunks of a RIFF or IFF file from `at`; ends where something else begins. The size of the whole is not looked at: it lies most.
pub fn chunks(bytes: &[u8], at: usize, endian: Endian) -> impl Iterator<Item = Chunk> {
    let mut at = at;
    std::iter::from_fn(move || {
        let id: [u8; 4] = array(bytes, at)?;
        if !id.iter().all(|c| (b' '..=b'~').contains(c)) {
            return None;
        }
        let claimed_bytes = u64::from(endian.u32(array(bytes, at + 4)?));
        let start = at + 8;
        at = start.saturating_add(to_usize(claimed_bytes + claimed_bytes % 2));
        Some(Chunk { id, start, claimed_bytes })
    })
}

/// Of a file that begins with the marker and form of a WAV file.
pub fn layout(bytes: &[u8]) -> Result<Layout, DecodeError> {
    let endian = if bytes.starts_with(b"RIFX") { Endian::Big } else { Endian::Little };
    let mut format = None;
    let mut long_data_bytes = None;
    let mut data = None;
    for chunk in chunks(bytes, 12, endian) {
        match &chunk.id {
            b"fmt " => format = Some(chunk.start),
            // EBU Tech 3306: the sizes of RIFF and data in 64 bits.
            b"ds64" => long_data_bytes = le64(bytes, chunk.start + 8),
            b"data" => data = Some(chunk),
            _ => {}
        }
        if format.is_some() && data.is_some() {
            break;
        }
    }
    let no_audio = || DecodeError::NoAudio { container: "WAV".into() };
    let (format, data) = (format.ok_or_else(no_audio)?, data.ok_or_else(no_audio)?);
    let (encoding, channels, sample_rate) = encoding(bytes, format, endian)?;

    let claimed_bytes = match (data.claimed_bytes, long_data_bytes) {
        (0xFFFF_FFFF, Some(long)) => Some(long),
        (size, _) if size >= STREAMED_BYTES => None,
        // Never closed by its recorder: the size of the whole is that of the header, or nothing.
        (0, _) if le32(bytes, 4).is_some_and(|whole| to_usize(u64::from(whole)) <= data.start) => None,
        (size, _) => Some(size),
    };
    let end = data.start.saturating_add(to_usize(claimed_bytes.unwrap_or(u64::MAX))).min(bytes.len());
    if end <= data.start {
        return Err(no_audio());
    }
    Ok(Layout {
        container: "WAV",
        encoding,
        channels,
        sample_rate,
        data: data.start..end,
        claimed_frames: claimed_bytes.map(|bytes| bytes / (channels * encoding.bytes) as u64),
    })
}

/// The fmt chunk: WAVEFORMAT, WAVEFORMATEX or WAVEFORMATEXTENSIBLE.
fn encoding(bytes: &[u8], at: usize, endian: Endian) -> Result<(Encoding, usize, u32), DecodeError> {
    const EXTENSIBLE: u16 = 0xFFFE;
    let u16_at = |offset: usize| array(bytes, at + offset).map(|b| endian.u16(b));
    let damaged = || DecodeError::Damaged { seconds: 0.0, detail: "the WAV header is cut".into() };
    let tag = u16_at(0).ok_or_else(damaged)?;
    let channels = usize::from(u16_at(2).ok_or_else(damaged)?);
    let sample_rate = endian.u32(array(bytes, at + 4).ok_or_else(damaged)?);
    let block_bytes = usize::from(u16_at(12).ok_or_else(damaged)?);
    let bits = u32::from(u16_at(14).ok_or_else(damaged)?);
    // The sub-format's GUID begins with the old tag.
    let (tag, valid_bits) = match tag {
        EXTENSIBLE => (u16_at(24).ok_or_else(damaged)?, u16_at(18).map_or(bits, u32::from)),
        _ => (tag, bits),
    };

    let width = bits.div_ceil(8) as usize;
    let number = match (tag, bits) {
        (1, 1..=8) => Number::Offset,
        (1, 9..=32) => Number::Int,
        (3, 32 | 64) => Number::Float,
        (1, _) => return Err(unsupported(format!("{bits}-bit PCM"))),
        (3, _) => return Err(unsupported(format!("{bits}-bit floating point"))),
        _ => return Err(unsupported(codec_name(tag))),
    };
    if channels == 0 {
        return Err(DecodeError::NoAudio { container: "WAV".into() });
    }
    // 24 bits in four bytes, outside the extensible header that says on which side: a guess could be full-scale noise.
    if block_bytes != channels * width && block_bytes != 0 {
        return Err(unsupported(format!("{bits}-bit PCM in {block_bytes} bytes for {channels} channels")));
    }
    let encoding =
        Encoding { number, bytes: width, bits: if (1..=bits).contains(&valid_bits) { valid_bits } else { bits }, endian };
    Ok((encoding, channels, sample_rate))
}

/// Tags of mmreg.h.
fn codec_name(tag: u16) -> String {
    let name = match tag {
        0x0002 => "MS ADPCM",
        0x0006 => "A-law",
        0x0007 => "mu-law",
        0x0011 => "IMA ADPCM",
        0x0031 => "GSM 6.10",
        0x0050 => "MPEG layer II",
        0x0055 => "MP3",
        0x00FF | 0x1600 | 0x1610 => "AAC",
        0x0092 | 0x2000 => "AC-3",
        0x2001 => "DTS",
        0x0160..=0x0163 => "WMA",
        0xF1AC => "FLAC",
        _ => return format!("WAV format 0x{tag:04X}"),
    };
    format!("{name} in a WAV file")
}

fn unsupported(what: String) -> DecodeError {
    DecodeError::Unsupported { what }
}

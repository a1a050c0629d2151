//! Where the samples lie in an AIFF or AIFF-C file, and what they are (Apple, AIFF-C draft of 1991).

use super::DecodeError;
use super::fields::{array, be16, be32, to_usize};
use super::pcm::{Encoding, Endian, Layout, Number};
use super::riff::chunks;

/// Of a file that begins with the marker and form of an AIFF file.
pub fn layout(bytes: &[u8]) -> Result<Layout, DecodeError> {
    let mut common = None;
    let mut sound = None;
    for chunk in chunks(bytes, 12, Endian::Big) {
        match &chunk.id {
            b"COMM" => common = Some(chunk.start),
            b"SSND" => sound = Some(chunk),
            _ => {}
        }
    }
    let no_audio = || DecodeError::NoAudio { container: "AIFF".into() };
    let common = common.ok_or_else(no_audio)?;
    let damaged = || DecodeError::Damaged { seconds: 0.0, detail: "the AIFF header is cut".into() };
    let channels = usize::from(be16(bytes, common).ok_or_else(damaged)?);
    let frames = u64::from(be32(bytes, common + 2).ok_or_else(damaged)?);
    let bits = u32::from(be16(bytes, common + 6).ok_or_else(damaged)?);
    let sample_rate = extended_to_hz(array(bytes, common + 8).ok_or_else(damaged)?);
    let compression = match bytes.get(8..12) {
        Some(b"AIFC") => array(bytes, common + 18).ok_or_else(damaged)?,
        _ => *b"NONE",
    };
    let sound = sound.filter(|_| frames > 0 && channels > 0).ok_or_else(no_audio)?;
    let encoding = encoding(compression, bits)?;

    // The body begins with an offset and a block size, both nearly always 0.
    let offset = be32(bytes, sound.start).ok_or_else(no_audio)?;
    let start = sound.start + 8 + to_usize(u64::from(offset));
    let end = sound.start.saturating_add(to_usize(sound.claimed_bytes)).min(bytes.len());
    let wanted = to_usize(frames).saturating_mul(channels * encoding.bytes);
    let end = start.saturating_add(wanted).min(end);
    if end <= start {
        return Err(no_audio());
    }
    Ok(Layout { container: "AIFF", encoding, channels, sample_rate, data: start..end, claimed_frames: Some(frames) })
}

fn encoding(compression: [u8; 4], bits: u32) -> Result<Encoding, DecodeError> {
    let (number, bits, endian) = match (&compression, bits) {
        (b"NONE" | b"none" | b"twos", 1..=32) => (Number::Int, bits, Endian::Big),
        (b"sowt", 1..=32) => (Number::Int, bits, Endian::Little),
        (b"raw ", 1..=8) => (Number::Offset, bits, Endian::Big),
        (b"in24", _) => (Number::Int, 24, Endian::Big),
        (b"in32", _) => (Number::Int, 32, Endian::Big),
        (b"42ni", _) => (Number::Int, 24, Endian::Little),
        (b"23ni", _) => (Number::Int, 32, Endian::Little),
        (b"fl32" | b"FL32", _) => (Number::Float, 32, Endian::Big),
        (b"fl64" | b"FL64", _) => (Number::Float, 64, Endian::Big),
        (b"NONE" | b"none" | b"twos" | b"sowt" | b"raw ", _) => {
            return Err(DecodeError::Unsupported { what: format!("{bits}-bit PCM") });
        }
        (other, _) => {
            let what = format!("{} in an AIFF file", String::from_utf8_lossy(other).trim());
            return Err(DecodeError::Unsupported { what });
        }
    };
    Ok(Encoding { number, bytes: bits.div_ceil(8) as usize, bits, endian })
}

/// Whole hertz of an 80-bit IEEE 754 number: sign, 15 bits of exponent, 64 of mantissa with its leading one. 0 where that is none.
fn extended_to_hz(bytes: [u8; 10]) -> u32 {
    let exponent = i32::from(u16::from_be_bytes([bytes[0], bytes[1]])) - 16_383;
    let mantissa = bytes[2..].iter().fold(0u64, |m, &b| (m << 8) | u64::from(b));
    match exponent {
        0..=31 => (mantissa >> (63 - exponent)) as u32,
        _ => 0,
    }
}

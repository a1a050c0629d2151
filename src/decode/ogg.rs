//! What an Ogg file holds, from its first pages, and whether it ends between two pages (RFC 3533).

use super::DecodeError;
use super::fields::array;

#[derive(Debug)]
pub struct OggFile {
    /// The last page is there in part: a download or a copy broke off.
    pub cut: bool,
}

const HEADER: usize = 27;

/// Names the codecs and refuses a file without one that is decoded here.
pub fn inspect(bytes: &[u8]) -> Result<OggFile, DecodeError> {
    let mut at = 0;
    let mut refusal = None;
    let mut playable = false;
    // Every stream's first page stands before any other page.
    while let Some(page) = Page::at(bytes, at).filter(|page| page.is_first) {
        let packet = bytes.get(page.body..).unwrap_or_default();
        match packet {
            [1, b'v', b'o', b'r', b'b', b'i', b's', ..] | [0x7F, b'F', b'L', b'A', b'C', ..] => playable = true,
            _ if packet.starts_with(b"OpusHead") => refusal = Some("Opus"),
            _ if packet.starts_with(b"Speex   ") => refusal = Some("Speex"),
            _ if packet.starts_with(b"CELT    ") => refusal = Some("CELT"),
            _ => {}
        }
        at = page.end;
    }
    let damaged = |detail: &str| DecodeError::Damaged { seconds: 0.0, detail: detail.into() };
    match refusal {
        _ if playable && !codebooks_are_sound(&first_bodies(bytes)) => Err(damaged("its codebooks are broken")),
        _ if playable => Ok(OggFile { cut: ends_in_a_page(bytes) }),
        Some(codec) => Err(DecodeError::Unsupported { what: codec.into() }),
        None if at > 0 => Err(DecodeError::NoAudio { container: "Ogg".into() }),
        None => Err(damaged("the first Ogg page is broken")),
    }
}

/// The beginning of what the pages carry, where Vorbis keeps its codebooks.
fn first_bodies(bytes: &[u8]) -> Vec<u8> {
    const ENOUGH: usize = 1 << 16;
    let mut bodies = Vec::new();
    let mut at = 0;
    while let Some(page) = Page::at(bytes, at).filter(|_| bodies.len() < ENOUGH) {
        bodies.extend_from_slice(bytes.get(page.body..page.end.min(bytes.len())).unwrap_or_default());
        at = page.end;
    }
    bodies
}

/// Symphonia 0.6.1 asserts what Vorbis I (9.2.3) says of a codebook's size, where a crafted file can say otherwise: the largest
/// number whose power by the dimensions is no more than the entries is sought there in `f32`, and checked in `u32`.
///
/// Codebooks begin anywhere between two bits, with a sync word, 16 bits of dimensions and 24 of entries, lowest bit first.
fn codebooks_are_sound(setup: &[u8]) -> bool {
    const SYNC: u64 = 0x56_4342;
    setup.windows(9).all(|window| {
        let low = array::<8>(window, 0).map_or(0, u64::from_le_bytes);
        (0..8).all(|shift| {
            let book = (low >> shift) | (u64::from(window[8]) << 1 << (63 - shift));
            if book & 0xFF_FFFF != SYNC {
                return true;
            }
            let dimensions = (book >> 24) as u16;
            let entries = (book >> 40) as u32;
            let root = (entries as f32).powf(1.0 / f32::from(dimensions)).floor() as u32;
            let power = |root: u32| root.checked_pow(u32::from(dimensions));
            dimensions > 0
                && power(root).is_some_and(|n| n <= entries)
                && root.checked_add(1).and_then(power).is_some_and(|n| n > entries)
        })
    })
}

struct Page {
    is_first: bool,
    body: usize,
    end: usize,
}

impl Page {
    fn at(bytes: &[u8], at: usize) -> Option<Self> {
        let header: [u8; HEADER] = array(bytes, at)?;
        if !header.starts_with(b"OggS") {
            return None;
        }
        let segments = usize::from(header[26]);
        let body = at + HEADER + segments;
        let lengths = bytes.get(at + HEADER..body)?;
        Some(Self { is_first: header[5] & 2 != 0, body, end: body + lengths.iter().map(|&n| usize::from(n)).sum::<usize>() })
    }
}

fn ends_in_a_page(bytes: &[u8]) -> bool {
    const LONGEST_PAGE: usize = HEADER + 255 + 255 * 255;
    let tail = bytes.len().saturating_sub(LONGEST_PAGE);
    let last = bytes[tail..].windows(4).rposition(|window| window == b"OggS");
    last.is_some_and(|last| Page::at(bytes, tail + last).is_none_or(|page| page.end > bytes.len()))
}

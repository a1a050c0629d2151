//! The frame headers of MPEG audio layer III (ISO 11172-3, 13818-3), and the tags around the stream.

use super::fields::{array, be32, le32, to_usize};

/// The four bytes that begin a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The bits that all frames of a stream share: sync, version and layer.
    kind: u32,
    pub layer: u32,
    pub sample_rate: u32,
    pub channels: usize,
    /// With the header; `None` in a free-format stream, where no field tells.
    pub bytes: Option<usize>,
}

impl Header {
    #[must_use]
    pub fn at(bytes: &[u8], at: usize) -> Option<Self> {
        const KBITS_1: [usize; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
        const KBITS_2: [usize; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
        let word = be32(bytes, at)?;
        let field = |shift: u32, bits: u32| (word >> shift) & ((1 << bits) - 1);
        let (version, layer) = (field(19, 2), 4 - field(17, 2));
        if field(21, 11) != 0x7FF || version == 1 || layer == 4 {
            return None;
        }
        let rate_of_1 = *[44_100, 48_000, 32_000].get(field(10, 2) as usize)?;
        // Versions: 3 is MPEG 1, 2 is MPEG 2 at half the rate, 0 is "2.5" at a quarter.
        let (sample_rate, kbits, slots) = match version {
            3 => (rate_of_1, KBITS_1, 144),
            2 => (rate_of_1 / 2, KBITS_2, 72),
            _ => (rate_of_1 / 4, KBITS_2, 72),
        };
        let kbits = *kbits.get(field(12, 4) as usize)?;
        let length = slots * kbits * 1000 / sample_rate as usize + field(9, 1) as usize;
        Some(Self {
            kind: field(17, 15),
            layer,
            sample_rate,
            channels: if field(6, 2) == 3 { 1 } else { 2 },
            bytes: (kbits > 0).then_some(length),
        })
    }

    fn same_stream(self, other: Self) -> bool {
        (self.kind, self.sample_rate, self.channels) == (other.kind, other.sample_rate, other.channels)
    }
}

/// What stands where an MPEG stream might begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Stream {
        start: usize,
    },
    FreeFormat,
    OtherLayer(u32),
    /// A header, but not one whole frame.
    Cut,
}

/// Looks for the first frame from `at`. One sync word proves nothing, as any noise has some: frames must follow each other, two of
/// them behind a tag, four in the middle of nowhere. O(window).
#[must_use]
pub fn find(bytes: &[u8], at: usize) -> Option<Found> {
    /// Junk between a tag and the first frame is mostly zeros, at times a second tag.
    const WINDOW: usize = 1 << 18;
    let sure = if at > 0 { 2 } else { 4 };
    let end = bytes.len().min(at.saturating_add(WINDOW));
    if let Some(header) = Header::at(bytes, at) {
        match (header.layer, header.bytes) {
            (3, Some(_)) if chain(bytes, at) >= 2 => return Some(Found::Stream { start: at }),
            (3, Some(length)) if bytes.len() < at + length => return Some(Found::Cut),
            (3, None) if free_format_follows(bytes, at, header) => return Some(Found::FreeFormat),
            _ => {}
        }
    }
    if let Some(start) = (at..end).find(|&start| bytes[start] == 0xFF && chain(bytes, start) >= sure) {
        return Some(Found::Stream { start });
    }
    // Layers I and II have other lengths: two headers in their place are enough to name them.
    Header::at(bytes, at)
        .filter(|header| header.layer < 3 && header.bytes.is_some())
        .filter(|header| {
            (at + 24..bytes.len().min(at + 2048)).any(|next| Header::at(bytes, next).is_some_and(|h| h.same_stream(*header)))
        })
        .map(|header| Found::OtherLayer(header.layer))
}

/// Frames in a row from `at`, at most 4; a stream that ends exactly after a frame counts as going on.
fn chain(bytes: &[u8], at: usize) -> usize {
    let Some(first) = Header::at(bytes, at).filter(|header| header.layer == 3) else {
        return 0;
    };
    let mut at = at;
    for frames in 0..4 {
        if at == bytes.len() && frames > 0 {
            return 4;
        }
        match Header::at(bytes, at) {
            Some(Header { bytes: Some(length), .. }) if at + length > bytes.len() => return frames,
            Some(header @ Header { bytes: Some(length), .. }) if header.same_stream(first) => at += length,
            _ => return frames,
        }
    }
    4
}

fn free_format_follows(bytes: &[u8], at: usize, first: Header) -> bool {
    (at + 24..bytes.len().min(at + 4096))
        .any(|next| Header::at(bytes, next).is_some_and(|h| h.bytes.is_none() && h.same_stream(first)))
}

/// Where the stream begins behind any ID3v2 tags (they are for titles and cover pictures, and stand before FLAC and AAC too).
#[must_use]
pub fn after_id3v2(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some([b'I', b'D', b'3', _, _, flags, a, b, c, d]) = array::<10>(bytes, at) {
        // Seven bits a byte, so that no length looks like a sync word.
        let length = [a, b, c, d].iter().fold(0, |sum, &byte| (sum << 7) | usize::from(byte & 0x7F));
        let footer = if flags & 0x10 == 0 { 0 } else { 10 };
        at = at.saturating_add(10 + length + footer);
    }
    at.min(bytes.len())
}

/// Where the stream ends before ID3v1, Lyrics3-free APE tags and the like: their bytes can look like frames.
#[must_use]
pub fn before_trailing_tags(bytes: &[u8]) -> usize {
    let mut end = bytes.len();
    if end >= 128 && bytes[end - 128..].starts_with(b"TAG") {
        end -= 128;
    }
    if end >= 32 && bytes[end - 32..].starts_with(b"APETAGEX") {
        // The footer counts itself and the items, but not the optional header of the same size.
        let length = le32(bytes, end - 20).map_or(0, |n| to_usize(u64::from(n)));
        let header = if le32(bytes, end - 12).is_some_and(|flags| flags >> 31 == 1) { 32 } else { 0 };
        end = end.checked_sub(length + header).unwrap_or(end);
    }
    end
}

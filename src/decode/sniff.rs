//! What a file is, from its first bytes; its name is never asked.

use super::DecodeError;
use super::fields::array;
use super::mp3::{self, Found};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Wav,
    Aiff,
    Flac,
    Mp3,
    Mp4,
    Ogg,
}

/// The container and where it begins; everything else is refused, and named where it shows.
pub fn container(bytes: &[u8]) -> Result<(Container, usize), DecodeError> {
    let start = mp3::after_id3v2(bytes);
    let stream = &bytes[start..];
    if let Some(container) = by_marker(stream) {
        return Ok((container, start));
    }
    if let Some(what) = unsupported(stream) {
        return Err(DecodeError::Unsupported { what: what.into() });
    }
    // Before the MPEG search: pictures and archives are long, and some of their bytes look like frames.
    if let Some(what) = looks_like(stream) {
        return Err(DecodeError::NotAudio { looks_like: Some(what.into()) });
    }
    let unsupported = |what: String| Err(DecodeError::Unsupported { what });
    match mp3::find(bytes, start) {
        Some(Found::Stream { start }) => Ok((Container::Mp3, start)),
        Some(Found::FreeFormat) => unsupported("free-format MP3".into()),
        Some(Found::OtherLayer(layer)) => unsupported(format!("MPEG layer {}", if layer == 1 { "I" } else { "II" })),
        Some(Found::Cut) => Err(DecodeError::NoAudio { container: "MP3".into() }),
        // A tag alone.
        None if start > 0 => Err(DecodeError::NoAudio { container: "MP3".into() }),
        None => Err(DecodeError::NotAudio { looks_like: None }),
    }
}

fn by_marker(bytes: &[u8]) -> Option<Container> {
    let form: [u8; 4] = array(bytes, 8).unwrap_or_default();
    match &array::<4>(bytes, 0)? {
        b"RIFF" | b"RIFX" | b"RF64" | b"BW64" if &form == b"WAVE" => Some(Container::Wav),
        b"FORM" if matches!(&form, b"AIFF" | b"AIFC") => Some(Container::Aiff),
        b"fLaC" => Some(Container::Flac),
        b"OggS" => Some(Container::Ogg),
        _ if bytes.get(4..8) == Some(b"ftyp") && !is_picture(&form) => Some(Container::Mp4),
        _ => None,
    }
}

/// Brands of still pictures in the MP4 container.
fn is_picture(brand: &[u8; 4]) -> bool {
    matches!(brand, b"heic" | b"heix" | b"mif1" | b"msf1" | b"avif" | b"avis" | b"crx ")
}

/// Audio, but of a kind that is not decoded here.
fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    const MARKERS: &[(&[u8], &str)] = &[
        (b"wvpk", "WavPack"),
        (b"MAC ", "Monkey's Audio"),
        (b"DSD ", "DSD"),
        (b"FRM8", "DSD"),
        (b"MPCK", "Musepack"),
        (b"MP+", "Musepack"),
        (b"TTA1", "True Audio"),
        (b"OFR ", "OptimFROG"),
        (b"tBaK", "TAK"),
        (b"caff", "a Core Audio file"),
        (b".snd", "a Sun audio file"),
        (b"riff\x2E\x91\xCF\x11", "Wave64"),
        (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "WMA"),
        (b"\x0B\x77", "AC-3"),
        (b"\x77\x0B", "AC-3"),
        (b"\x7F\xFE\x80\x01", "DTS"),
        (b"#!AMR", "AMR"),
        (b".ra\xFD", "RealAudio"),
        (b".RMF", "RealMedia"),
        (b"Creative Voice File", "Creative Voice"),
        (b"\x1A\x45\xDF\xA3", "Matroska or WebM"),
        (b"FLV\x01", "Flash video"),
        (b"\x00\x00\x01\xBA", "MPEG video"),
    ];
    let marked = MARKERS.iter().find(|(marker, _)| bytes.starts_with(marker));
    if let Some((_, name)) = marked {
        return Some(name);
    }
    match array::<12>(bytes, 0)? {
        // Twelve bits of sync and layer 0, which MPEG audio proper leaves free.
        [0xFF, b, ..] if b & 0xF6 == 0xF0 => Some("raw AAC"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' '] => Some("AVI video"),
        [0x47, ..] if [188, 376].iter().all(|&next| bytes.get(next) == Some(&0x47)) => Some("MPEG video"),
        [_, _, _, _, b'm', b'o', b'o', b'v' | b'f', ..]
        | [_, _, _, _, b'm', b'd', b'a', b't', ..]
        | [_, _, _, _, b'w', b'i', b'd', b'e', ..] => Some("an old QuickTime file"),
        _ => None,
    }
}

/// Not audio at all.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    const MARKERS: &[(&[u8], &str)] = &[
        (b"%PDF", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
        (b"Rar!", "a RAR archive"),
        (b"\x1F\x8B", "a compressed file or an Ableton project"),
        (b"FLhd", "an FL Studio project"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
        (b"MThd", "MIDI (notes, no sound)"),
        (b"MZ", "a program"),
        (b"\x7FELF", "a program"),
        (b"SQLite format 3", "a database"),
    ];
    if let Some((_, name)) = MARKERS.iter().find(|(marker, _)| bytes.starts_with(marker)) {
        return Some(name);
    }
    let form: [u8; 4] = array(bytes, 8).unwrap_or_default();
    match &array::<4>(bytes, 0).unwrap_or_default() {
        b"RIFF" if &form == b"WEBP" => return Some("a picture"),
        b"RIFF" if &form == b"RMID" => return Some("MIDI (notes, no sound)"),
        _ if bytes.get(4..8) == Some(b"ftyp") && is_picture(&form) => return Some("a picture"),
        _ => {}
    }
    text(bytes)
}

fn text(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(1024)];
    if head.is_empty() {
        return None;
    }
    if head.iter().all(|&byte| byte == 0) {
        return Some("nothing but zeros");
    }
    // A character may be cut at the end of the head.
    let readable = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&head[..error.valid_up_to()]).ok()?,
        Err(_) => return None,
    };
    if readable.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    let start = readable.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    Some(if start.starts_with("<!doctype html") || start.starts_with("<html") { "a web page" } else { "text" })
}

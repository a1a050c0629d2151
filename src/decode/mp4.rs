//! What an MP4 or M4A file says of its audio track (ISO 14496-12): codec, protection, and which part of it is to be heard.
//!
//! Symphonia plays every sample of a track; what the encoder put before and after the music is told by the edit list, or by
//! iTunes' own comment, and that is read here.

use std::ops::Range;

use super::DecodeError;
use super::fields::{array, be32, be64, to_usize};

#[derive(Debug, Default)]
pub struct Mp4File {
    /// Four letters of the sample entry: "mp4a", "alac" ...
    pub codec: [u8; 4],
    /// Of the sample entry: with spectral band replication the decoder's own is half of it.
    pub entry_rate: u32,
    /// Frames before the music.
    pub skip: u64,
    /// Frames of music; `None` in a fragmented file.
    pub frames: Option<u64>,
}

/// Refuses protected, soundless and headless files.
pub fn inspect(bytes: &[u8]) -> Result<Mp4File, DecodeError> {
    let whole = 0..bytes.len();
    let Some(movie) = child(bytes, &whole, b"moov") else {
        // The index is written last, so a file that is cut has none.
        return Err(DecodeError::Damaged { seconds: 0.0, detail: "its index is missing".into() });
    };
    let movie_rate = child(bytes, &movie, b"mvhd").and_then(|at| timescale(bytes, &at));
    let tracks = atoms(bytes, movie.clone()).filter(|atom| &atom.kind == b"trak");
    let Some(track) = tracks
        .map(|atom| atom.body)
        .find(|track| path(bytes, track, &[b"mdia", b"hdlr"]).and_then(|at| array(bytes, at.start + 8)) == Some(*b"soun"))
    else {
        return Err(DecodeError::NoAudio { container: "MP4".into() });
    };

    let entry = path(bytes, &track, &[b"mdia", b"minf", b"stbl", b"stsd"]).map(|at| at.start + 8).unwrap_or(usize::MAX - 64);
    let codec: [u8; 4] = array(bytes, entry + 4).unwrap_or_default();
    if matches!(&codec, b"drms" | b"enca" | b"drmi") {
        return Err(DecodeError::Encrypted);
    }
    let mut file = Mp4File { codec, entry_rate: be32(bytes, entry + 32).unwrap_or(0) >> 16, ..Mp4File::default() };
    let media_rate = path(bytes, &track, &[b"mdia", b"mdhd"]).and_then(|at| timescale(bytes, &at));
    // The rate in frames is the track's own in nearly every file; in others no count is exact.
    if let (Some(media_rate), Some(movie_rate)) = (media_rate.filter(|&rate| rate > 0), movie_rate.filter(|&rate| rate > 0)) {
        let total = path(bytes, &track, &[b"mdia", b"minf", b"stbl", b"stts"]).map_or(0, |at| duration(bytes, &at));
        file.frames = (total > 0).then_some(total);
        if let Some((skip, frames)) = itunes_gapless(&bytes[movie.clone()]) {
            (file.skip, file.frames) = (skip, Some(frames));
        } else if let Some((skip, length)) = path(bytes, &track, &[b"edts", b"elst"]).and_then(|at| first_edit(bytes, &at)) {
            file.skip = skip;
            // The edit's length is in the film's coarse time (often 1 ms), the samples' is exact: within one tick, believe that.
            let exact = total.saturating_sub(skip);
            let edited = u128::from(length) * u128::from(media_rate) / u128::from(movie_rate);
            let tick = u64::from(media_rate.div_ceil(movie_rate));
            let edited = u64::try_from(edited).unwrap_or(u64::MAX);
            file.frames = match total {
                0 => None,
                _ if length == 0 || edited.abs_diff(exact) <= tick => Some(exact),
                _ => Some(edited.min(exact)),
            };
        }
    }
    Ok(file)
}

/// Gives an atom that claims to go on behind the end of the file the length it has, as Symphonia would not read it at all.
/// Its samples are then read up to the cut.
pub fn shorten_cut_atom(bytes: &mut [u8]) {
    let whole = 0..bytes.len();
    let Some(last) = atoms(bytes, whole.clone()).last() else {
        return;
    };
    // The size stands 8 bytes before the body, or in 64 bits just before it.
    let at = last.body.start - 8;
    match be32(bytes, at) {
        Some(size) if bytes[at + 4..at + 8] == last.kind && to_usize(u64::from(size)) > whole.end - at => {
            let length = u32::try_from(whole.end - at).unwrap_or(0);
            bytes[at..at + 4].copy_from_slice(&length.to_be_bytes());
        }
        Some(_)
            if be64(bytes, at).is_some_and(|size| to_usize(size) > whole.end - (at - 8)) && be32(bytes, at - 8) == Some(1) =>
        {
            let length = (whole.end - (at - 8)) as u64;
            bytes[at..at + 8].copy_from_slice(&length.to_be_bytes());
        }
        _ => {}
    }
}

struct Atom {
    kind: [u8; 4],
    body: Range<usize>,
}

/// The atoms side by side in `range`, each cut to it.
fn atoms(bytes: &[u8], range: Range<usize>) -> impl Iterator<Item = Atom> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let kind = array(bytes, at + 4)?;
        let (header, size) = match be32(bytes, at)? {
            0 => (8, u64::MAX),
            1 => (16, be64(bytes, at + 8)?),
            size => (8, u64::from(size)),
        };
        let end = at.saturating_add(to_usize(size)).min(range.end);
        let body = at + header..end;
        if body.start > body.end {
            return None;
        }
        at = end;
        Some(Atom { kind, body })
    })
}

fn child(bytes: &[u8], parent: &Range<usize>, kind: &[u8; 4]) -> Option<Range<usize>> {
    atoms(bytes, parent.clone()).find(|atom| &atom.kind == kind).map(|atom| atom.body)
}

fn path(bytes: &[u8], parent: &Range<usize>, kinds: &[&[u8; 4]]) -> Option<Range<usize>> {
    kinds.iter().try_fold(parent.clone(), |parent, kind| child(bytes, &parent, kind))
}

/// Ticks a second, of mvhd and mdhd alike: behind two times of 32 or, in version 1, 64 bits.
fn timescale(bytes: &[u8], at: &Range<usize>) -> Option<u32> {
    let offset = if bytes.get(at.start)? == &1 { 20 } else { 12 };
    be32(bytes, at.start + offset)
}

/// Sum of stts, in ticks.
fn duration(bytes: &[u8], at: &Range<usize>) -> u64 {
    let body = bytes.get(at.clone()).unwrap_or_default();
    let entries = be32(body, 4).unwrap_or(0);
    let runs = body.get(8..).unwrap_or_default().as_chunks::<8>().0.iter().take(to_usize(u64::from(entries)));
    runs.fold(0u64, |sum, run| {
        let count = u64::from(be32(run, 0).unwrap_or(0));
        let ticks = u64::from(be32(run, 4).unwrap_or(0));
        sum.saturating_add(count * ticks)
    })
}

/// Start (in the track's ticks) and length (in the film's) of the first edit that is not a pause.
fn first_edit(bytes: &[u8], at: &Range<usize>) -> Option<(u64, u64)> {
    let body = bytes.get(at.clone())?;
    let long = body.first()? == &1;
    let entry_bytes = if long { 20 } else { 12 };
    body.get(8..)?.chunks_exact(entry_bytes).find_map(|entry| {
        let (length, start) = if long {
            (be64(entry, 0)?, be64(entry, 8)?.cast_signed())
        } else {
            (u64::from(be32(entry, 0)?), i64::from(be32(entry, 4)?.cast_signed()))
        };
        u64::try_from(start).ok().map(|start| (start, length))
    })
}

/// iTunSMPB: " 00000000 00000840 000001CA 0000000000A1B2C3 ...": delay, padding and music in frames, hexadecimal.
fn itunes_gapless(movie: &[u8]) -> Option<(u64, u64)> {
    const NAME: &[u8] = b"iTunSMPB";
    let name = movie.windows(NAME.len()).position(|window| window == NAME)?;
    // The value's atom follows: size, "data", type, locale, text.
    let text = movie.get(name + NAME.len() + 16..)?;
    let text = std::str::from_utf8(text.get(..text.len().min(64))?.split(|&byte| byte == 0).next()?).ok()?;
    let mut numbers = text.split_whitespace().skip(1).map(|word| u64::from_str_radix(word, 16).ok());
    let (delay, _padding, frames) = (numbers.next()??, numbers.next()??, numbers.next()??);
    (frames > 0).then_some((delay, frames))
}

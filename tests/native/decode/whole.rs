//! Files whose headers say too little or too much: all of the audio is heard, and nothing else.

use super::decoded;
use crate::support::{ffmpeg, float_wav, signal};

const SECONDS: f64 = 4.0;

/// Written to a pipe, no size in the header is known.
#[test]
fn a_streamed_wav_is_read_to_its_end() {
    let planes = signal(2, 44_100, SECONDS);
    let mut file = float_wav(&planes, 44_100);
    file[4..8].copy_from_slice(&[0xFF; 4]);
    file[40..44].copy_from_slice(&[0xFF; 4]);
    assert_eq!(decoded(file.clone()).unwrap().audio.channels(), planes);
    // A recorder that died: nothing was ever filled in.
    file[4..8].copy_from_slice(&[0; 4]);
    file[40..44].copy_from_slice(&[0; 4]);
    assert_eq!(decoded(file).unwrap().audio.channels(), planes);
}

#[test]
fn samples_beyond_full_scale_are_kept() {
    let planes: Vec<Vec<f32>> =
        signal(2, 44_100, SECONDS).into_iter().map(|plane| plane.into_iter().map(|x| 4.0 * x).collect()).collect();
    assert!(planes[0].iter().any(|x| x.abs() > 1.5));
    assert_eq!(decoded(float_wav(&planes, 44_100)).unwrap().audio.channels(), planes);
}

/// A VBR file without a Xing header: no length may be guessed from its first frames.
#[test]
fn an_mp3_without_a_length_is_read_to_its_end() {
    // Silence first, which takes few bytes, then much.
    let mut planes = signal(2, 44_100, 20.0);
    planes.iter_mut().for_each(|plane| plane[..200_000].fill(0.0));
    let source = float_wav(&planes, 44_100);
    let arguments = ["-c:a", "libmp3lame", "-q:a", "0", "-write_xing", "0", "-id3v2_version", "0"];
    let Some(file) = ffmpeg(&source, &arguments, "mp3") else {
        return;
    };
    let seconds = decoded(file).unwrap().audio.seconds();
    assert!((seconds - 20.0).abs() < 0.1, "{seconds} s");
}

/// Tags in front and behind, as every shop and player writes them.
#[test]
fn tags_are_no_audio() {
    let planes = signal(2, 44_100, SECONDS);
    let arguments = ["-c:a", "libmp3lame", "-b:a", "192k", "-id3v2_version", "3", "-write_id3v1", "1", "-metadata", "title=Song"];
    let Some(mut file) = ffmpeg(&float_wav(&planes, 44_100), &arguments, "mp3") else {
        return;
    };
    assert!(file.starts_with(b"ID3") && file[file.len() - 128..].starts_with(b"TAG"));
    let plain = decoded(file.clone()).unwrap();
    assert_eq!(plain.audio.frames(), planes[0].len());
    // A second tag, and zeros behind it.
    let mut doubled = b"ID3\x03\x00\x00\x00\x00\x00\x0Aaaaaaaaaaa".to_vec();
    doubled.extend_from_slice(&file);
    assert_eq!(decoded(doubled).unwrap(), plain);
    let audio = file.split_off(10 + file[6..10].iter().fold(0, |n, &b| (n << 7) | usize::from(b)));
    let mut padded = vec![0; 1000];
    padded.splice(0..0, file);
    padded.extend_from_slice(&audio);
    assert_eq!(decoded(padded).unwrap().audio, plain.audio);
}

/// Two songs of one album, joined byte by byte: the first one's Xing header must not hide the second.
#[test]
fn joined_mp3_files_are_heard_whole() {
    let source = float_wav(&signal(2, 44_100, SECONDS), 44_100);
    let Some(file) = ffmpeg(&source, &["-c:a", "libmp3lame", "-b:a", "192k"], "mp3") else {
        return;
    };
    let joined = decoded([file.clone(), file].concat()).unwrap();
    assert!((joined.audio.seconds() - 2.0 * SECONDS).abs() < 0.2, "{} s", joined.audio.seconds());
}

#[test]
fn chained_ogg_streams_follow_each_other() {
    let source = float_wav(&signal(2, 44_100, SECONDS), 44_100);
    let arguments = ["-c:a", "libvorbis", "-serial_offset"];
    let streams = ["1", "2"].map(|serial| ffmpeg(&source, &[&arguments[..], &[serial]].concat(), "ogg"));
    let [Some(first), Some(second)] = streams else {
        return;
    };
    let joined = decoded([first, second].concat()).unwrap();
    assert!((joined.audio.seconds() - 2.0 * SECONDS).abs() < 0.1, "{} s", joined.audio.seconds());
}

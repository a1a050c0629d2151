//! Copies and downloads that broke off, and files with holes: never a shorter song without a word.

use testpress::decode::DecodeError;

use super::{decoded, variant};
use crate::support::{ffmpeg, float_wav, signal};

const KINDS: &[(&[&str], &str)] = &[
    (&["-c:a", "pcm_s16le"], "wav"),
    (&["-c:a", "pcm_s24le", "-rf64", "always"], "wav"),
    (&["-c:a", "pcm_s24be"], "aiff"),
    (&["-c:a", "flac"], "flac"),
    (&["-c:a", "libmp3lame", "-b:a", "128k"], "mp3"),
    (&["-c:a", "libmp3lame", "-q:a", "2"], "mp3"),
    (&["-c:a", "aac"], "m4a"),
    (&["-c:a", "aac", "-movflags", "+faststart"], "m4a"),
    (&["-c:a", "alac", "-movflags", "+faststart"], "m4a"),
    (&["-c:a", "libvorbis"], "ogg"),
];

#[test]
fn a_file_cut_at_60_percent_is_not_taken_for_whole() {
    let source = float_wav(&signal(2, 44_100, 20.0), 44_100);
    for &(arguments, extension) in KINDS {
        let Some(whole) = ffmpeg(&source, arguments, extension) else {
            return;
        };
        assert!((decoded(whole.clone()).unwrap().audio.seconds() - 20.0).abs() < 0.01);
        let cut = decoded(whole[..whole.len() * 6 / 10].to_vec()).expect_err(extension);
        println!("{extension} {arguments:?}: {cut}");
        match cut {
            DecodeError::Truncated { seconds, expected_seconds } => {
                assert!((expected_seconds - 20.0).abs() < 0.1, "{extension}: of {expected_seconds} s");
                assert!((8.0..17.0).contains(&seconds), "{extension}: after {seconds} s");
            }
            // No length in an Ogg file, and none in an MP4 file whose index came last.
            DecodeError::Damaged { .. } => {
                assert!(extension == "ogg" || arguments == ["-c:a", "aac"], "{extension} {arguments:?}")
            }
            other => panic!("{extension}: {other}"),
        }
    }
}

/// The last kilobyte is missing: half a page, half a frame.
#[test]
fn a_file_short_of_its_last_frames_is_not_taken_for_whole() {
    let source = float_wav(&signal(2, 44_100, 20.0), 44_100);
    for &(arguments, extension) in KINDS {
        let Some(whole) = ffmpeg(&source, arguments, extension) else {
            return;
        };
        let cut = whole.len() - whole.len() / 50;
        let refusal = decoded(whole[..cut].to_vec()).expect_err(extension);
        assert!(matches!(variant(&refusal).as_str(), "Truncated" | "Damaged"), "{extension}: {refusal}");
    }
}

/// 4 kB of zeros in the middle of a stream that checks itself.
#[test]
fn a_hole_is_noticed() {
    let source = float_wav(&signal(2, 44_100, 20.0), 44_100);
    for (arguments, extension) in [(["-c:a", "flac"], "flac"), (["-c:a", "libvorbis"], "ogg")] {
        let Some(mut file) = ffmpeg(&source, &arguments, extension) else {
            return;
        };
        let middle = file.len() / 2;
        file[middle..middle + 4096].fill(0);
        let refusal = decoded(file).expect_err(extension);
        assert_eq!(variant(&refusal), "Damaged", "{extension}: {refusal}");
    }
}

/// A broken frame or two at a joint are common in MP3, and become silence in their place.
#[test]
fn a_few_broken_mp3_frames_are_silenced_and_counted() {
    let planes = signal(2, 44_100, 20.0);
    let source = float_wav(&planes, 44_100);
    let Some(mut file) = ffmpeg(&source, &["-c:a", "libmp3lame", "-b:a", "128k"], "mp3") else {
        return;
    };
    let whole = decoded(file.clone()).unwrap();
    let middle = file.len() / 2;
    let broken = (middle..).find(|&at| file[at..].starts_with(&[0xFF, 0xFB])).unwrap();
    // The side information says where a frame's data begin: nowhere, now.
    file[broken + 4..broken + 36].fill(0xFF);
    let mended = decoded(file).unwrap();
    println!("{:?}", mended.facts);
    assert_eq!(mended.audio.frames(), whole.audio.frames());
    assert!((1152..=8 * 1152).contains(&mended.facts.concealed_frames), "{}", mended.facts.concealed_frames);
    let tail = whole.audio.frames() - 44_100;
    assert_eq!(mended.audio.channels()[0][tail..], whole.audio.channels()[0][tail..]);
}

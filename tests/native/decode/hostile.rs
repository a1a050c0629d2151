//! The hostile and odd files of ../shared/audio: what is sane for each is argued in HOSTILE.md there.

use std::sync::mpsc;
use std::time::Duration;

use super::{decoded, variant};
use crate::support::audio_dir;

/// File, and the error's variant or "Ok".
const SANE: &[(&str, &str)] = &[
    ("wav_hound_fuzz_24728523.wav", "NoAudio"),
    ("wav_hound_oom_48ae4cd0.wav", "NoAudio"),
    ("wav_hound_fuzz_e5471f5b.wav", "Unsupported"),
    ("wav_hound_nonstandard-01.wav", "TooShort"),
    ("wav_hound_24bit-in-4byte.wav", "Unsupported"),
    ("wav_taglib_infloop.wav", "TooShort"),
    ("wav_taglib_zero-size-chunk.wav", "TooShort"),
    ("wav_taglib_rf64.wav", "TooShort"),
    ("wav_taglib_float64.wav", "TooShort"),
    ("wav_mediafile_mp3-in-wav.wav", "Unsupported"),
    ("wav_mm_ffmpeg-missing-chunksize.wav", "TooShort"),
    ("wav_lofty_fuzz_2_IDX_0.wav", "NoAudio"),
    ("wav_scipy_rifx-float-stereo.wav", "TooShort"),
    ("wav_scipy_early-eof.wav", "Truncated"),
    ("wav_scipy_3ch_36bit.wav", "Unsupported"),
    ("wav_scipy_20bit-extra.wav", "SampleRate"),
    ("txt_mm_not-an-audio-file.wav", "NotAudio"),
    ("flac_faulty01.flac", "Damaged"),
    ("flac_faulty03.flac", "Damaged"),
    ("flac_faulty06.flac", "Damaged"),
    ("flac_uncommon02.flac", "Damaged"),
    ("flac_subset41_6ch.flac", "TooManyChannels"),
    ("flac_mutagen_ooming-header.flac", "Damaged"),
    ("flac_mm_unknown-duration.flac", "Ok"),
    ("mp3_minimp3_compl-cut.mp3", "TooShort"),
    ("mp3_minimp3_he_free.mp3", "Unsupported"),
    ("mp3_minimp3_he_44_48khz.mp3", "FormatChanges"),
    ("mp3_minimp3_id3v2-only.mp3", "NoAudio"),
    ("mp3_minimp3_small.mp3", "NotAudio"),
    ("mp3_taglib_excessive_alloc.mp3", "NoAudio"),
    ("mp3_mutagen_emptyfile.mp3", "Empty"),
    ("mp3_lofty_junk_between_id3.mp3", "TooShort"),
    ("ogg_hyperrogue_savino-ocean.ogg", "Ok"),
    ("ogg_taglib_segfault.ogg", "NoAudio"),
    ("ogg_taglib_multiplex.ogg", "TooShort"),
    ("ogg_taglib_silent_gain.opus", "Unsupported"),
    ("aiff_mm_Pnossnd.aif", "NoAudio"),
    ("aiff_taglib_noise_odd.aif", "TooShort"),
    ("m4a_mutagen_truncated-64bit.mp4", "Truncated"),
    ("m4a_taglib_alac.m4a", "Silent"),
];

#[test]
fn every_hostile_file_has_a_sane_end() {
    let Some(dir) = audio_dir().map(|dir| dir.join("hostile")) else {
        return;
    };
    let files = std::fs::read_dir(&dir).unwrap().count();
    assert_eq!(files, SANE.len(), "a file is not in the table");
    let mut wrong = Vec::new();
    for &(file, sane) in SANE {
        let bytes = std::fs::read(dir.join(file)).unwrap();
        // A thread of its own, as a loop without end can't be stopped otherwise.
        let (done, outcome) = mpsc::channel();
        std::thread::spawn(move || done.send(decoded(bytes)));
        let outcome = match outcome.recv_timeout(Duration::from_secs(20)) {
            Ok(outcome) => outcome,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("{file}: still running"),
            Err(mpsc::RecvTimeoutError::Disconnected) => panic!("{file}: panicked"),
        };
        let (end, detail) = match outcome {
            Ok(decoded) => ("Ok".to_string(), format!("{:?}", decoded.facts)),
            Err(error) => (variant(&error), error.to_string()),
        };
        if end != sane {
            wrong.push(format!("{file}: {end} ({detail}), not {sane}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// ffmpeg refuses it for its first page's time, -104; libvorbis decodes so many frames.
#[test]
fn a_stream_that_starts_before_zero_has_its_length() {
    let Some(dir) = audio_dir() else { return };
    let file = decoded(std::fs::read(dir.join("hostile/ogg_hyperrogue_savino-ocean.ogg")).unwrap()).unwrap();
    assert_eq!(file.audio.frames(), 2_667_339);
}

//! Everything that can't be mastered, and the reason that is given.

use testpress::decode::{DecodeError, Limits, memory_needed};

use super::{PLENTY, decoded, decoded_within, variant};
use crate::support::{Noise, ffmpeg, float_wav, signal, wav};

fn refused(bytes: Vec<u8>) -> DecodeError {
    decoded(bytes).expect_err("a refusal")
}

#[test]
fn sizes_are_checked_first() {
    assert_eq!(refused(Vec::new()), DecodeError::Empty);
    let limits = Limits { max_bytes: 10, ..PLENTY };
    assert_eq!(decoded_within(vec![0; 11], &limits).unwrap_err(), DecodeError::TooManyBytes { bytes: 11, limit: 10 });
}

#[test]
fn memory_is_estimated_before_it_is_taken() {
    let file = float_wav(&signal(2, 44_100, 4.0), 44_100);
    let needed = memory_needed(file.len() as u64, 4 * 44_100, 2);
    assert_eq!(needed, file.len() as u64 + 4 * 44_100 * 2 * 4 * 7);
    assert!(decoded_within(file.clone(), &Limits { memory_bytes: needed, ..PLENTY }).is_ok());
    let refusal = decoded_within(file.clone(), &Limits { memory_bytes: needed - 1, ..PLENTY }).unwrap_err();
    assert!(matches!(refusal, DecodeError::TooLong { seconds, .. } if (seconds - 4.0).abs() < 1e-9), "{refusal}");
    for (arguments, extension) in [(["-c:a", "flac"], "flac"), (["-c:a", "libmp3lame"], "mp3"), (["-c:a", "libvorbis"], "ogg")] {
        let Some(file) = ffmpeg(&file, &arguments, extension) else {
            return;
        };
        let refusal = decoded_within(file, &Limits { memory_bytes: 3_000_000, ..PLENTY }).unwrap_err();
        assert_eq!(variant(&refusal), "TooLong", "{extension}: {refusal}");
    }
}

/// A header that claims more than a bit a frame could hold is not believed, in neither direction.
#[test]
fn a_lying_flac_header_takes_no_memory() {
    let source = float_wav(&signal(2, 44_100, 4.0), 44_100);
    let Some(mut file) = ffmpeg(&source, &["-c:a", "flac", "-sample_fmt", "s16"], "flac") else {
        return;
    };
    // STREAMINFO's 36 bits of total samples end at byte 26.
    file[21] |= 0x0F;
    file[22..26].fill(0xFF);
    let refusal = refused(file);
    assert!(
        matches!(refusal, DecodeError::Truncated { seconds, expected_seconds } if (seconds - 4.0).abs() < 0.01 && expected_seconds > 1e6),
        "{refusal}"
    );
}

#[test]
fn what_is_no_audio_is_named() {
    let cases: &[(&[u8], Option<&str>)] = &[
        (b"Dear reader,\nthis is a letter.\n", Some("text")),
        (b"%PDF-1.7 ...............", Some("a PDF")),
        (b"PK\x03\x04..................", Some("a ZIP archive")),
        (b"\x89PNG\r\n\x1a\n............", Some("a picture")),
        (b"\xFF\xD8\xFF\xE0..JFIF.........", Some("a picture")),
        (b"\0\0\0\x18ftypheic............", Some("a picture")),
        (b"\n<!DOCTYPE html><html>", Some("a web page")),
        (b"MThd\0\0\0\x06\0\x01", Some("MIDI (notes, no sound)")),
        (&[0; 5000], Some("nothing but zeros")),
        (&[0x80, 0x81, 0xFE, 0x99], None),
    ];
    for (bytes, looks_like) in cases {
        let expected = DecodeError::NotAudio { looks_like: looks_like.map(String::from) };
        assert_eq!(refused(bytes.to_vec()), expected);
    }
    let mut noise = Noise::new(7);
    let noise: Vec<u8> = (0..300_000).map(|_| noise.word() as u8).collect();
    assert_eq!(refused(noise), DecodeError::NotAudio { looks_like: None });
}

#[test]
fn formats_that_are_not_decoded_are_named() {
    let source = float_wav(&signal(2, 48_000, 4.0), 48_000);
    let cases: &[(&[&str], &str, &str)] = &[
        (&["-c:a", "libopus"], "ogg", "Opus"),
        (&["-c:a", "libopus"], "mp4", "Opus"),
        (&["-c:a", "wmav2"], "wma", "WMA"),
        (&["-c:a", "wavpack"], "wv", "WavPack"),
        (&["-c:a", "ac3"], "ac3", "AC-3"),
        (&["-c:a", "ac3"], "mp4", "AC-3"),
        (&["-c:a", "tta"], "tta", "True Audio"),
        (&["-c:a", "mp2"], "mp2", "MPEG layer II"),
        (&["-c:a", "aac"], "aac", "raw AAC"),
        (&["-c:a", "pcm_s16be"], "caf", "a Core Audio file"),
        (&["-c:a", "pcm_s16be"], "au", "a Sun audio file"),
        (&["-c:a", "libvorbis"], "webm", "Matroska or WebM"),
        (&["-c:a", "adpcm_ms"], "wav", "MS ADPCM in a WAV file"),
        (&["-c:a", "pcm_alaw"], "wav", "A-law in a WAV file"),
        (&["-c:a", "libmp3lame"], "wav", "MP3 in a WAV file"),
        (&["-c:a", "pcm_mulaw"], "aiff", "ulaw in an AIFF file"),
    ];
    for &(arguments, extension, what) in cases {
        let Some(file) = ffmpeg(&source, arguments, extension) else {
            return;
        };
        assert_eq!(refused(file), DecodeError::Unsupported { what: what.into() }, "{extension} {arguments:?}");
    }
}

#[test]
fn channels_and_rates_have_bounds() {
    for channels in [3u16, 6] {
        let file = wav(3, 32, channels, 44_100, &vec![0; 4 * usize::from(channels) * 44_100 * 4]);
        assert_eq!(refused(file), DecodeError::TooManyChannels { channels: channels.into() });
    }
    for hz in [7_999, 384_001, 1] {
        assert_eq!(refused(float_wav(&signal(1, 8_000, 4.0), hz)), DecodeError::SampleRate { hz });
    }
    assert!(decoded(float_wav(&signal(1, 8_000, 4.0), 8_000)).is_ok());
    let source = wav(1, 16, 6, 44_100, &(0..44_100 * 4 * 12).map(|n| n as u8).collect::<Vec<u8>>());
    for (arguments, extension) in
        [(["-c:a", "flac"], "flac"), (["-c:a", "aac"], "m4a"), (["-c:a", "alac"], "m4a"), (["-c:a", "libvorbis"], "ogg")]
    {
        let Some(file) = ffmpeg(&source, &arguments, extension) else {
            return;
        };
        assert_eq!(refused(file), DecodeError::TooManyChannels { channels: 6 }, "{extension} {arguments:?}");
    }
}

#[test]
fn a_file_without_sound_says_so() {
    let source = float_wav(&signal(1, 44_100, 1.0), 44_100);
    let picture = ["-f", "lavfi", "-i", "color=c=black:s=64x64:d=4", "-map", "1:v", "-c:v", "mpeg4"];
    let Some(file) = ffmpeg(&source, &picture, "mp4") else {
        return;
    };
    assert_eq!(refused(file), DecodeError::NoAudio { container: "MP4".into() });
    assert_eq!(refused(wav(1, 16, 2, 44_100, &[])[..36].to_vec()), DecodeError::NoAudio { container: "WAV".into() });
}

/// A film with sound is as good as its sound.
#[test]
fn a_video_gives_its_sound() {
    let planes = signal(2, 44_100, 4.0);
    let film = ["-f", "lavfi", "-i", "color=c=black:s=64x64:d=4", "-map", "1:v", "-map", "0:a", "-c:v", "mpeg4", "-c:a", "aac"];
    let Some(file) = ffmpeg(&float_wav(&planes, 44_100), &film, "mp4") else {
        return;
    };
    let frames = decoded(file).unwrap().audio.frames();
    assert!(frames.abs_diff(planes[0].len()) <= 1, "{frames}");
}

#[test]
fn a_protected_track_is_refused() {
    let source = float_wav(&signal(2, 44_100, 4.0), 44_100);
    for entry in [b"drms", b"enca"] {
        let Some(mut file) = ffmpeg(&source, &["-c:a", "aac"], "m4a") else {
            return;
        };
        let at = file.windows(4).position(|window| window == b"mp4a").unwrap();
        file[at..at + 4].copy_from_slice(entry);
        assert_eq!(refused(file), DecodeError::Encrypted);
    }
}

#[test]
fn short_silent_and_absurd_files_are_refused() {
    assert!(matches!(refused(float_wav(&signal(2, 44_100, 2.99), 44_100)), DecodeError::TooShort { .. }));
    assert!(decoded(float_wav(&signal(2, 44_100, 3.0), 44_100)).is_ok());
    // One bit of 16 is silence still, two are not.
    let quiet = |step: f32| float_wav(&[vec![step / 32_768.0; 44_100 * 4]], 44_100);
    assert_eq!(refused(quiet(0.0)), DecodeError::Silent);
    assert_eq!(refused(quiet(1.0)), DecodeError::Silent);
    assert!(decoded(quiet(2.0)).is_ok());
    for absurd in [f32::NAN, f32::INFINITY, 32_768.0] {
        let mut planes = signal(2, 44_100, 4.0);
        planes[1][44_100] = absurd;
        let refusal = refused(float_wav(&planes, 44_100));
        assert!(matches!(refusal, DecodeError::Damaged { seconds, .. } if seconds == 1.0), "{refusal}");
    }
    // Too short before silent.
    assert!(matches!(refused(float_wav(&[vec![0.0; 1000]], 44_100)), DecodeError::TooShort { .. }));
}

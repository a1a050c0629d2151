//! FLAC, against our own decoder and the `flac` and `ffmpeg` tools: every sample back, and about as small as theirs.

use testpress::audio::AudioBuffer;
use testpress::encode::{Format, Noise, Tags, write};
use testpress::pace::{Unpaced, run};

use super::{decoded, on_grid, tool, written};
use crate::support::{Noise as Random, ffmpeg, real_songs, signal};

fn scale(format: Format) -> f32 {
    (1u32 << (format.bits() - 1)) as f32
}

/// Samples of a WAV or FLAC file as the `flac` tool decodes them: signed, little-endian.
fn raw(file: &[u8]) -> Option<Vec<u8>> {
    let arguments = ["-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed"];
    tool("flac", &arguments, file, "flac").map(|(raw, _)| raw)
}

/// What the file should hold.
fn meant(audio: &AudioBuffer, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    for frame in 0..audio.frames() {
        for plane in audio.channels() {
            let step = (plane[frame] * scale(format)) as i32;
            bytes.extend_from_slice(&step.to_le_bytes()[..format.bits() as usize / 8]);
        }
    }
    bytes
}

/// Through `flac -t` (which checks MD5 and every checksum), `flac -d` and ffmpeg; not through our decoder, which refuses very short files.
fn survives(what: &str, audio: &AudioBuffer, format: Format) -> Vec<u8> {
    let file = written(audio, format);
    assert_eq!(file, written(audio, format), "{what}: the same every time");
    let samples = meant(audio, format);
    let uncompressed = samples.len() + 4096 + 32 * audio.frames().div_ceil(4096);
    assert!(file.len() <= uncompressed, "{what}: {} bytes", file.len());
    if let Some((_, said)) = tool("flac", &["-t", "-s", "-w"], &file, "flac") {
        assert!(said.is_empty(), "{what}: {said}");
        assert!(raw(&file).is_some_and(|raw| raw == samples), "{what}: flac reads other samples");
    }
    let codec = if format.bits() == 16 { "pcm_s16le" } else { "pcm_s24le" };
    if let Some(theirs) = ffmpeg(&file, &["-c:a", codec, "-f", &codec[4..]], "raw") {
        assert!(theirs == samples, "{what}: ffmpeg reads other samples");
    }
    file
}

fn planes_of(kind: &str, channels: usize, frames: usize, format: Format) -> Vec<Vec<f32>> {
    let (top, step) = (1.0 - 1.0 / scale(format), 1.0 / scale(format));
    (0..channels)
        .map(|channel| {
            let mut random = Random::new(channel as u64 + 7);
            (0..frames)
                .map(|n| match kind {
                    "silence" => 0.0,
                    "full-scale square" => {
                        if (n / 37 + channel).is_multiple_of(2) {
                            top
                        } else {
                            -1.0
                        }
                    }
                    "alternating extremes" => {
                        if (n + channel).is_multiple_of(2) {
                            top
                        } else {
                            -1.0
                        }
                    }
                    "one spike" => {
                        if n == frames / 2 {
                            -1.0
                        } else {
                            0.0
                        }
                    }
                    "one step" => {
                        if n.is_multiple_of(3) {
                            step
                        } else {
                            -step
                        }
                    }
                    "constant" => -1.0,
                    "white noise" => ((random.next() as f32 * scale(format)) as i32) as f32 * step,
                    "sparse" => {
                        if random.next() > 0.999 {
                            ((random.next() as f32 * scale(format)) as i32) as f32 * step
                        } else {
                            0.0
                        }
                    }
                    _ => panic!("{kind}"),
                })
                .collect()
        })
        .collect()
}

#[test]
fn hostile_material_comes_back_to_the_bit() {
    let kinds =
        ["silence", "full-scale square", "alternating extremes", "one spike", "one step", "constant", "white noise", "sparse"];
    for format in [Format::Flac16, Format::Flac24] {
        for channels in [1, 2] {
            for kind in kinds {
                let audio = AudioBuffer::new(planes_of(kind, channels, 9_000, format), 44_100);
                survives(&format!("{kind}, {channels} channels, {format:?}"), &audio, format);
            }
        }
    }
}

#[test]
fn any_length_and_rate_comes_back() {
    for frames in [1, 2, 3, 5, 15, 17, 256, 257, 4_095, 4_096, 4_097, 4_100, 8_192, 12_289] {
        for kind in ["white noise", "full-scale square"] {
            let audio = AudioBuffer::new(planes_of(kind, 2, frames, Format::Flac24), 48_000);
            survives(&format!("{frames} frames of {kind}"), &audio, Format::Flac24);
        }
    }
    for rate in [8_000, 11_025, 22_050, 44_056, 88_200, 96_000, 176_400, 192_000, 352_800, 384_000] {
        let audio = on_grid(&AudioBuffer::new(signal(2, rate, 0.2), rate), 24, Noise::Plain);
        let file = survives(&format!("{rate} Hz"), &audio, Format::Flac24);
        if let Some((said, _)) = tool("metaflac", &["--show-sample-rate"], &file, "flac") {
            assert_eq!(String::from_utf8_lossy(&said).trim(), rate.to_string());
        }
    }
    // More than 128 and 2048 frames: their numbers take two bytes and three.
    let audio = AudioBuffer::new(planes_of("sparse", 1, 4_096 * 2_100, Format::Flac16), 44_100);
    survives("2100 blocks", &audio, Format::Flac16);
}

#[test]
fn our_own_decoder_reads_it_too() {
    for (channels, format) in [(1, Format::Flac16), (2, Format::Flac16), (1, Format::Flac24), (2, Format::Flac24)] {
        let audio = on_grid(&AudioBuffer::new(signal(channels, 44_100, 4.0), 44_100), format.bits(), Noise::Plain);
        let back = decoded(written(&audio, format));
        assert_eq!(back.facts.bits, Some(format.bits()));
        assert!(back.audio == audio, "{channels} channels, {format:?}");
    }
}

#[test]
fn names_are_read_back_as_they_were_written() {
    let audio = on_grid(&AudioBuffer::new(signal(1, 44_100, 1.0), 44_100), 16, Noise::Plain);
    let family = "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}";
    for (title, artist, read_title, read_artist) in [
        ("Song", "Artist", "Song".to_owned(), "Artist".to_owned()),
        (
            family,
            "\u{200F}שלום \u{202E}<img onerror=alert(1)>",
            family.to_owned(),
            "\u{200F}שלום \u{202E}<img onerror=alert(1)>".to_owned(),
        ),
        (" a\0b\nc\u{7f}\u{9b}d ", "", "abcd".to_owned(), String::new()),
        (&"\u{1F3B5}".repeat(4_000), "\t\r\n", "\u{1F3B5}".repeat(250), String::new()),
    ] {
        let tags = Tags { title: title.to_owned(), artist: artist.to_owned() };
        for format in [Format::Flac16, Format::Flac24, Format::Wav16, Format::Wav24, Format::WavFloat] {
            let file = run(write(&audio, format, &tags, &mut Unpaced)).expect("a file");
            let arguments = ["-v", "error", "-of", "json", "-show_entries", "format_tags"];
            let Some((json, _)) = tool("ffprobe", &arguments, &file, format.extension()) else { return };
            let read: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
            let tag = |name: &str| {
                let tags = read["format"]["tags"].as_object();
                let found = tags.and_then(|tags| tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
                found.and_then(|(_, text)| text.as_str()).unwrap_or_default().to_owned()
            };
            assert_eq!((tag("title"), tag("artist")), (read_title.clone(), read_artist.clone()), "{format:?}");
        }
    }
}

/// Against `flac -5` on real songs; the sum and the worst are printed.
#[test]
fn it_is_about_as_small_as_flac_5() {
    let songs: Vec<_> = real_songs().into_iter().filter(|song| song.seconds < 400.0).step_by(3).collect();
    for (format, bits) in [(Format::Flac16, 16), (Format::Flac24, 24)] {
        let (mut ours, mut theirs, mut worst) = (0, 0, (0.0, String::new()));
        for song in &songs {
            let mut audio = crate::support::decoded(song);
            let rate = audio.sample_rate();
            audio = AudioBuffer::new(
                audio.into_channels().into_iter().map(|plane| plane[..plane.len().min(40 * rate as usize)].to_vec()).collect(),
                rate,
            );
            let audio = on_grid(&audio, bits, Noise::Plain);
            let file = written(&audio, format);
            let wav = written(&audio, if bits == 16 { Format::Wav16 } else { Format::Wav24 });
            let Some((reference, _)) = tool("flac", &["-5", "-s", "-c", "--no-padding"], &wav, "wav") else { return };
            let ratio = file.len() as f64 / reference.len() as f64;
            (ours, theirs) = (ours + file.len(), theirs + reference.len());
            if ratio > worst.0 {
                worst = (ratio, song.name());
            }
        }
        if theirs == 0 {
            return;
        }
        let ratio = ours as f64 / theirs as f64;
        println!("{format:?}: {ratio:.4} of flac -5 on {} songs, at worst {:.4} ({})", songs.len(), worst.0, worst.1);
        assert!(ratio < 1.01 && worst.0 < 1.03, "{ratio}, at worst {worst:?}");
    }
}

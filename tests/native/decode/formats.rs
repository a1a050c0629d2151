//! Every format and bit depth, written by a real encoder from a known signal, against that signal.

use testpress::decode::Decoded;

use super::decoded;
use crate::support::{ffmpeg, float_wav, signal};

const SECONDS: f64 = 4.0;

/// A kind of file: how ffmpeg is asked for it, and what must come back.
struct Kind {
    extension: &'static str,
    arguments: &'static [&'static str],
    container: &'static str,
    codec: &'static str,
    close: Close,
}

/// How near the decoded samples are.
enum Close {
    /// The same numbers, rounded to so many bits; 0 for floats.
    Bits(i32),
    /// Signal to error ratio in dB, at lag 0.
    Snr(f64),
}

use Close::{Bits, Snr};

const fn kind(
    extension: &'static str,
    arguments: &'static [&'static str],
    container: &'static str,
    codec: &'static str,
    close: Close,
) -> Kind {
    Kind { extension, arguments, container, codec, close }
}

const KINDS: &[Kind] = &[
    kind("wav", &["-c:a", "pcm_u8"], "WAV", "8-bit PCM", Bits(8)),
    kind("wav", &["-c:a", "pcm_s16le"], "WAV", "16-bit PCM", Bits(16)),
    kind("wav", &["-c:a", "pcm_s24le"], "WAV", "24-bit PCM", Bits(24)),
    kind("wav", &["-c:a", "pcm_s32le"], "WAV", "32-bit PCM", Bits(32)),
    kind("wav", &["-c:a", "pcm_f32le"], "WAV", "32-bit float", Bits(0)),
    kind("wav", &["-c:a", "pcm_f64le"], "WAV", "64-bit float", Bits(0)),
    kind("wav", &["-c:a", "pcm_s24le", "-rf64", "always"], "WAV", "24-bit PCM", Bits(24)),
    kind("aiff", &["-c:a", "pcm_s8"], "AIFF", "8-bit PCM", Bits(8)),
    kind("aiff", &["-c:a", "pcm_s16be"], "AIFF", "16-bit PCM", Bits(16)),
    kind("aiff", &["-c:a", "pcm_s24be"], "AIFF", "24-bit PCM", Bits(24)),
    kind("aiff", &["-c:a", "pcm_s32be"], "AIFF", "32-bit PCM", Bits(32)),
    kind("aiff", &["-c:a", "pcm_f32be"], "AIFF", "32-bit float", Bits(0)),
    kind("aiff", &["-c:a", "pcm_f64be"], "AIFF", "64-bit float", Bits(0)),
    kind("aiff", &["-c:a", "pcm_s16le"], "AIFF", "16-bit PCM", Bits(16)),
    kind("flac", &["-c:a", "flac", "-sample_fmt", "s16"], "FLAC", "FLAC", Bits(16)),
    kind("flac", &["-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24"], "FLAC", "FLAC", Bits(24)),
    kind("m4a", &["-c:a", "alac", "-sample_fmt", "s16p"], "MP4", "ALAC", Bits(16)),
    kind("m4a", &["-c:a", "alac", "-sample_fmt", "s32p"], "MP4", "ALAC", Bits(24)),
    kind("mp3", &["-c:a", "libmp3lame", "-b:a", "320k"], "MP3", "MP3", Snr(20.0)),
    kind("mp3", &["-c:a", "libmp3lame", "-q:a", "2"], "MP3", "MP3", Snr(15.0)),
    kind("m4a", &["-c:a", "aac", "-b:a", "256k"], "MP4", "AAC-LC", Snr(15.0)),
    kind("m4a", &["-c:a", "aac", "-b:a", "256k", "-movflags", "+faststart"], "MP4", "AAC-LC", Snr(15.0)),
    kind("ogg", &["-c:a", "libvorbis", "-q:a", "8"], "Ogg", "Vorbis", Snr(15.0)),
    kind("ogg", &["-c:a", "flac", "-sample_fmt", "s16"], "Ogg", "FLAC", Bits(16)),
];

#[test]
fn every_format_comes_back_as_it_went_in() {
    let mut wrong = Vec::new();
    for (channels, rate) in [(1, 44_100), (2, 44_100), (2, 48_000)] {
        let original = signal(channels, rate, SECONDS);
        let source = float_wav(&original, rate);
        for kind in KINDS {
            let what = format!("{} {:?}, {channels} channels, {rate} Hz", kind.extension, kind.arguments);
            let Some(file) = ffmpeg(&source, kind.arguments, kind.extension) else {
                return;
            };
            match decoded(file).map_err(|error| error.to_string()).and_then(|decoded| compare(&decoded, kind, &original, rate)) {
                Ok(found) => println!("{what}: {found}"),
                Err(found) => wrong.push(format!("{what}: {found}")),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn compare(decoded: &Decoded, kind: &Kind, original: &[Vec<f32>], rate: u32) -> Result<String, String> {
    let Decoded { audio, facts } = decoded;
    if (facts.container.as_str(), facts.codec.as_str(), facts.lossless)
        != (kind.container, kind.codec, matches!(kind.close, Bits(_)))
    {
        return Err(format!("{facts:?}"));
    }
    if (audio.sample_rate(), audio.channels().len()) != (rate, original.len()) {
        return Err(format!("{} Hz, {} channels", audio.sample_rate(), audio.channels().len()));
    }
    if audio.frames().abs_diff(original[0].len()) > usize::from(matches!(kind.close, Snr(_))) {
        return Err(format!("{} frames, not {}", audio.frames(), original[0].len()));
    }
    match kind.close {
        Bits(bits) => {
            // Encoders round to nearest, or dither nothing: half a step, and what f32 itself can't hold.
            let step = if bits == 0 { 0.0 } else { 2f64.powi(1 - bits) };
            let worst = audio
                .channels()
                .iter()
                .zip(original)
                .flat_map(|(a, b)| a.iter().zip(b))
                .map(|(&a, &b)| (f64::from(a) - f64::from(b)).abs())
                .fold(0.0, f64::max);
            let off_grid =
                audio.channels().iter().flatten().any(|&x| bits > 0 && bits < 32 && (f64::from(x) / step).fract() != 0.0);
            if worst > step * 1.001 || off_grid {
                return Err(format!("differs by {worst:e}, a step is {step:e}; off the grid: {off_grid}"));
            }
            Ok(format!("differs by {worst:e}"))
        }
        Snr(needed_db) => {
            let snr_db = audio.channels().iter().zip(original).map(|(a, b)| snr_db(a, b)).fold(f64::INFINITY, f64::min);
            let shifted =
                audio.channels().iter().zip(original).map(|(a, b)| snr_db_at_one_off(a, b)).fold(f64::NEG_INFINITY, f64::max);
            if snr_db < needed_db || shifted > snr_db {
                return Err(format!("{snr_db:.1} dB, {shifted:.1} dB one frame off"));
            }
            Ok(format!("{snr_db:.1} dB, {} frames of {}", audio.frames(), original[0].len()))
        }
    }
}

fn snr_db(decoded: &[f32], original: &[f32]) -> f64 {
    let (mut signal, mut error) = (0.0, 0.0);
    for (&a, &b) in decoded.iter().zip(original) {
        signal += f64::from(b).powi(2);
        error += (f64::from(a) - f64::from(b)).powi(2);
    }
    10.0 * (signal / error).log10()
}

fn snr_db_at_one_off(decoded: &[f32], original: &[f32]) -> f64 {
    snr_db(&decoded[1..], original).max(snr_db(decoded, &original[1..]))
}

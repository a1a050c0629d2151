//! The WAV file that is handed out, read back by others, and the noise in it.

use testpress::audio::AudioBuffer;
use testpress::decode::{Limits, decode};
use testpress::encode::{Format, Noise as Dither, wav24};
use testpress::pace;

use super::{decoded, on_grid, written};
use crate::support::{Noise, ffmpeg, signal};

const STEP: f64 = 1.0 / (1 << 23) as f64;

fn encoded(audio: &AudioBuffer) -> Vec<u8> {
    pace::run(wav24(audio, &mut pace::Unpaced)).expect("a file")
}

fn samples(file: &[u8]) -> (hound::WavSpec, Vec<i32>) {
    let reader = hound::WavReader::new(file).expect("a WAV file");
    let spec = reader.spec();
    (spec, reader.into_samples::<i32>().map(|sample| sample.expect("a sample")).collect())
}

/// Errors of one channel in steps.
fn errors(planes: &[Vec<f32>], rate: u32, channel: usize) -> Vec<f64> {
    let (_, samples) = samples(&encoded(&AudioBuffer::new(planes.to_vec(), rate)));
    let written = samples.iter().skip(channel).step_by(planes.len());
    written.zip(&planes[channel]).map(|(&written, &meant)| f64::from(written) - f64::from(meant) / STEP).collect()
}

#[test]
fn hound_reads_back_what_was_written() {
    for channels in [1, 2] {
        // An odd number of bytes in mono: the chunk is padded.
        let planes = signal(channels, 48_000, 4.000_021);
        let file = encoded(&AudioBuffer::new(planes.clone(), 48_000));
        assert_eq!(file.len(), file.capacity());
        assert_eq!(file.len() % 2, 0);
        assert_eq!(u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize, file.len() - 8);
        let (spec, samples) = samples(&file);
        assert_eq!((spec.channels as usize, spec.sample_rate, spec.bits_per_sample), (channels, 48_000, 24));
        assert_eq!(samples.len(), planes.iter().map(Vec::len).sum::<usize>());
        for channel in 0..channels {
            // Half a step of rounding, up to one of dither.
            assert!(errors(&planes, 48_000, channel).iter().all(|error| error.abs() <= 1.5));
        }
    }
}

#[test]
fn our_own_decoder_and_ffmpeg_read_it_alike() {
    let limits = Limits { max_bytes: 1 << 30, memory_bytes: 1 << 30 };
    for channels in [1, 2] {
        let audio = AudioBuffer::new(signal(channels, 44_100, 4.0), 44_100);
        let file = encoded(&audio);
        let ours = pace::run(decode(file.clone(), &limits, &mut pace::Unpaced)).unwrap();
        assert_eq!((ours.facts.codec.as_str(), ours.audio.frames()), ("24-bit PCM", audio.frames()));
        let Some(float) = ffmpeg(&file, &["-c:a", "pcm_f32le"], "wav") else {
            return;
        };
        let theirs = pace::run(decode(float, &limits, &mut pace::Unpaced)).unwrap();
        assert_eq!(theirs.audio, ours.audio);
    }
}

/// Lipshitz et al. 1992: with TPDF dither the error's mean is 0 and its power a quarter of a step squared, whatever the signal.
#[test]
fn the_error_does_not_depend_on_the_signal() {
    let frames = 400_000;
    let mut noise = Noise::new(3);
    let loud: Vec<f32> = (0..frames).map(|_| noise.next() as f32 * 0.5).collect();
    // Between two steps, where rounding alone would be wrong all the time in the same way; f32 holds quarters of a step here.
    let between = |part: f64| vec![((1000.0 + part) * STEP) as f32; frames];
    for plane in [loud, between(0.0), between(0.25), between(0.5), between(0.75)] {
        let errors = errors(&[plane], 44_100, 0);
        let mean = errors.iter().sum::<f64>() / frames as f64;
        let power = errors.iter().map(|error| error * error).sum::<f64>() / frames as f64;
        assert!(mean.abs() < 0.005, "mean {mean}");
        assert!((power - 0.25).abs() < 0.005, "power {power}");
    }
}

#[test]
fn channels_have_nothing_in_common_but_files_do() {
    let frames = 400_000;
    let plane = vec![(1000.25 * STEP) as f32; frames];
    let planes = [plane.clone(), plane];
    let (left, right) = (errors(&planes, 44_100, 0), errors(&planes, 44_100, 1));
    let correlation = |lag: usize| left[lag..].iter().zip(&right).map(|(l, r)| l * r).sum::<f64>() / frames as f64 / 0.25;
    for lag in 0..8 {
        assert!(correlation(lag).abs() < 0.01, "{} at lag {lag}", correlation(lag));
    }
    let own = left[1..].iter().zip(&left).map(|(a, b)| a * b).sum::<f64>() / frames as f64 / 0.25;
    assert!(own.abs() < 0.01, "the noise is not white: {own}");
    let audio = AudioBuffer::new(planes.to_vec(), 44_100);
    assert_eq!(encoded(&audio), encoded(&audio));
}

#[test]
fn what_is_too_loud_saturates_and_silence_stays() {
    let plane = vec![1.0, 1.5, 1e9, f32::INFINITY, -1.0, -1.5, -1e9, f32::NEG_INFINITY, f32::NAN, 0.0, -0.0];
    let (_, samples) = samples(&encoded(&AudioBuffer::new(vec![plane], 44_100)));
    let (top, bottom) = ((1 << 23) - 1, -(1 << 23));
    assert!(samples[0] >= top - 1 && samples[4] <= bottom + 1, "{samples:?}");
    assert_eq!(samples[1..4], [top; 3]);
    assert_eq!(samples[5..8], [bottom; 3]);
    assert_eq!(samples[8..], [0; 3]);
}

#[test]
fn every_depth_is_read_back_to_the_bit() {
    for format in [Format::Wav16, Format::Wav24, Format::WavFloat] {
        for (channels, rate) in [(1, 8_000), (2, 44_100), (2, 192_000)] {
            let audio = AudioBuffer::new(signal(channels, rate, 4.000_13), rate);
            let audio = if format.is_float() { audio } else { on_grid(&audio, format.bits(), Dither::Plain) };
            let file = written(&audio, format);
            assert_eq!((file.len(), file.len() % 2), (file.capacity(), 0));
            let back = decoded(file.clone());
            assert_eq!(back.facts.bits, Some(format.bits()));
            assert!(back.audio == audio, "{format:?}, {channels} channels at {rate} Hz");
            let reader = hound::WavReader::new(&file[..]).expect("a WAV file");
            assert_eq!((reader.spec().bits_per_sample, reader.duration() as usize), (format.bits() as u16, audio.frames()));
            let Some(float) = ffmpeg(&file, &["-c:a", "pcm_f32le"], "wav") else { continue };
            assert!(decoded(float).audio == audio, "{format:?}: ffmpeg reads other samples");
        }
    }
}

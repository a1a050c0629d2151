//! Taking a master home: rates, depths, the ceiling held in what is written, and the recording before the limiter.

use testpress::audio::AudioBuffer;
use testpress::compare::SourceId;
use testpress::encode::{EncodeError, Format, Noise, Stretch, Tags, TakeRate, TakeSettings, Taken};
use testpress::mastering::{Controls, LoudnessChoice, StyleId};
use testpress::pace::{Unpaced, run};
use testpress::worker::job::{Attachment, Ended, Engine};
use testpress::worker::protocol::{Fault, JobId, Reply, Request};

use super::{decoded, tool};
use crate::support::{float_wav, independent_lufs, signal};

const MIX: SourceId = SourceId::ORIGINAL;

fn ask(engine: &mut Engine, request: Request, file: &[u8]) -> Result<(Reply, Attachment), Ended> {
    run(engine.run(request, file.to_vec(), || 0.0, &mut Unpaced))
}

/// A loud master of a song with this rate.
fn mastered(rate: u32) -> Engine {
    let mut engine = Engine::default();
    let planes: Vec<Vec<f32>> =
        signal(2, rate, 12.0).into_iter().map(|plane| plane.into_iter().map(|x| x * 0.8).collect()).collect();
    let open = Request::Open { job: JobId(1), source: MIX, memory_bytes: 1 << 32 };
    ask(&mut engine, open, &float_wav(&planes, rate)).expect("opened");
    master(&mut engine, SourceId::AUTOMATIC, -9.0);
    engine
}

fn master(engine: &mut Engine, result: SourceId, lufs: f64) {
    let controls =
        Controls { style: Some(StyleId::ElectronicEdm), loudness: LoudnessChoice::Exactly { lufs }, ..Controls::UNTOUCHED };
    ask(engine, Request::Master { job: JobId(2), source: MIX, result, controls, reference: None }, &[]).expect("mastered");
}

fn taken(engine: &mut Engine, settings: TakeSettings) -> (TakeSettings, Taken, Vec<u8>) {
    let request = Request::Take { job: JobId(3), source: SourceId::AUTOMATIC, settings, tags: Tags::default() };
    match ask(engine, request, &[]).expect("taken") {
        (Reply::Exported { settings, taken, .. }, Attachment::Bytes(bytes)) => (settings, taken, bytes),
        (reply, _) => panic!("{reply:?}"),
    }
}

/// ffmpeg's own true peak of a file, to a tenth of a decibel.
fn ffmpeg_dbtp(file: &[u8], extension: &str) -> Option<f64> {
    let arguments = ["-hide_banner", "-nostats", "-filter_complex", "ebur128=peak=true", "-f", "null", "-", "-i"];
    let (_, said) = tool("ffmpeg", &arguments, file, extension)?;
    let peak = said.rsplit_once("True peak:")?.1.split_once("Peak:")?.1;
    peak.split_whitespace().next()?.parse().ok()
}

#[test]
fn every_format_and_rate_keeps_the_ceiling_in_what_is_written() {
    let mut trimmed = 0;
    for rate in [48_000, 44_100] {
        let mut engine = mastered(rate);
        for format in Format::ALL {
            for (to, noise) in
                [(TakeRate::Source, Noise::Plain), (TakeRate::Hz44100, Noise::Shaped), (TakeRate::Hz48000, Noise::Plain)]
            {
                let asked = TakeSettings { format, noise, rate: to, stretch: Stretch::Whole };
                let (settings, taken, file) = taken(&mut engine, asked);
                let what = format!("{rate} Hz, {settings:?}: {taken:?}");
                assert_eq!(taken.bytes, file.len() as u64);
                assert!(file.len() as u64 <= settings.size(2, rate as usize * 12, rate).file_bytes, "{what}");
                assert!(taken.dbtp <= -1.0, "{what}");
                // A trim takes no more than it must.
                assert!(taken.trimmed_db == 0.0 || taken.dbtp > -1.003, "{what}");
                assert!(taken.trimmed_db < 1.0, "{what}");
                trimmed += usize::from(taken.trimmed_db > 0.001);
                let back = decoded(file.clone());
                assert_eq!(back.audio.sample_rate(), to.hz(rate), "{what}");
                assert!((independent_lufs(&back.audio) - taken.lufs).abs() < 0.05, "{what}");
                if let Some(dbtp) = ffmpeg_dbtp(&file, format.extension()) {
                    assert!(dbtp <= -0.95, "{what}: ffmpeg reads {dbtp} dBTP");
                }
            }
        }
    }
    assert!(trimmed > 0, "no conversion raised a peak: the test shows nothing");
}

#[test]
fn nothing_is_changed_that_need_not_be() {
    let mut engine = mastered(44_100);
    let float = TakeSettings { format: Format::WavFloat, ..TakeSettings::USUAL };
    let (_, whole, file) = taken(&mut engine, float);
    let heard = decoded(file).audio;
    assert_eq!(whole.trimmed_db, 0.0);
    let again = TakeSettings { rate: TakeRate::Hz44100, ..float };
    let (settled, _, file) = taken(&mut engine, again);
    assert_eq!(settled, float, "its own rate is no conversion");
    assert!(decoded(file).audio == heard);
    let (_, first, one) = taken(&mut engine, TakeSettings::USUAL);
    let (_, _, other) = taken(&mut engine, TakeSettings { format: Format::Flac24, ..TakeSettings::USUAL });
    assert!(decoded(one).audio == decoded(other.clone()).audio, "WAV and FLAC of 24 bits are the same samples");
    assert!((other.len() as u64) < first.bytes);
}

#[test]
fn without_the_limiter_there_is_room_above() {
    let mut engine = mastered(48_000);
    let asked = TakeSettings { format: Format::WavFloat, stretch: Stretch::BeforeLimiter, ..TakeSettings::USUAL };
    let (_, bare, file) = taken(&mut engine, asked);
    let (_, whole, finished) = taken(&mut engine, TakeSettings { format: Format::WavFloat, ..TakeSettings::USUAL });
    let (bare_audio, whole_audio) = (decoded(file).audio, decoded(finished).audio);
    assert!(bare.dbtp <= -3.0, "{bare:?}");
    assert_eq!(bare_audio.frames(), whole_audio.frames());
    assert!(
        bare.dbtp - bare.lufs > whole.dbtp - whole.lufs + 0.5,
        "{bare:?} against {whole:?}: peaks stand higher over the loudness"
    );
    // Something else was made meanwhile: the recording is shaped again, from the plan of the master that is taken.
    let other = Controls { style: Some(StyleId::Jazz), tilt_db: 2.0, ..Controls::UNTOUCHED };
    let kept = Request::Master { job: JobId(4), source: MIX, result: SourceId(9), controls: other, reference: None };
    ask(&mut engine, kept, &[]).expect("mastered");
    assert!(decoded(taken(&mut engine, asked).2).audio == bare_audio);
    // 16 bits are too few to work on.
    let (settled, _, _) = taken(&mut engine, TakeSettings { format: Format::Flac16, ..asked });
    assert_eq!(settled.format, Format::Flac24);
    let small = ask(&mut engine, Request::Take { job: JobId(5), source: MIX, settings: asked, tags: Tags::default() }, &[]);
    assert_eq!(small, Err(Ended::Fault(Fault::SourceGone)), "only a master can be taken");
}

#[test]
fn a_loud_recording_before_the_limiter_is_turned_down_once() {
    let mut engine = Engine::default();
    let planes: Vec<Vec<f32>> = signal(2, 44_100, 6.0).into_iter().map(|p| p.into_iter().map(|x| x * 6.0).collect()).collect();
    let open = Request::Open { job: JobId(1), source: MIX, memory_bytes: 1 << 32 };
    ask(&mut engine, open, &float_wav(&planes, 44_100)).expect("opened");
    master(&mut engine, SourceId::AUTOMATIC, -9.0);
    for format in [Format::WavFloat, Format::Wav24] {
        let asked = TakeSettings { format, stretch: Stretch::BeforeLimiter, ..TakeSettings::USUAL };
        let (_, bare, _) = taken(&mut engine, asked);
        assert!(bare.trimmed_db > 3.0 && (-3.003..=-3.0).contains(&bare.dbtp), "{bare:?}");
    }
}

#[test]
fn what_is_too_long_for_a_wav_file_is_said_before_the_work() {
    // 2^32 bytes in all, and a little less.
    for (format, frames) in [(Format::WavFloat, 1 << 29), (Format::Wav24, 715_827_883), (Format::Wav16, 1 << 30)] {
        assert!(matches!(format.check(2, frames), Err(EncodeError::TooLong { .. })), "{format:?}");
        assert_eq!(format.check(2, frames - 10_000), Ok(()));
    }
    assert_eq!(Format::Flac24.check(2, 1 << 31), Ok(()));
}

#[test]
fn settings_survive_being_written_down() {
    let settings =
        TakeSettings { format: Format::Flac16, noise: Noise::Shaped, rate: TakeRate::Hz48000, stretch: Stretch::Whole };
    let json = serde_json::to_string(&settings).expect("plain data");
    assert_eq!(serde_json::from_str::<TakeSettings>(&json).expect("the same"), settings);
    let audio = AudioBuffer::new(vec![vec![0.0; 10]], 44_100);
    assert_eq!(settings.settled(audio.sample_rate()), settings);
}

//! The worker's jobs, run natively.

use testpress::compare::SourceId;
use testpress::decode::DecodeError;
use testpress::encode::{Tags, TakeSettings};
use testpress::mastering::{Controls, LoudnessChoice, StyleId};
use testpress::pace::{Pace, Stage, Superseded, Unpaced, run};
use testpress::worker::job::{Attachment, Ended, Engine, too_large, warm_up};
use testpress::worker::protocol::{Fault, JobId, Reply, Request};

use crate::support::float_wav;

const SOURCE: SourceId = SourceId::ORIGINAL;
const RESULT: SourceId = SourceId::AUTOMATIC;

fn ask(engine: &mut Engine, request: Request, file: &[u8]) -> Result<(Reply, Attachment), Ended> {
    run(engine.run(request, file.to_vec(), || 0.0, &mut Unpaced))
}

fn demo(job: u32) -> Request {
    Request::OpenDemo { job: JobId(job), source: SOURCE }
}

fn master(job: u32) -> Request {
    Request::Master { job: JobId(job), source: SOURCE, result: RESULT, controls: Controls::UNTOUCHED, reference: None }
}

fn take(job: u32) -> Request {
    Request::Take { job: JobId(job), source: RESULT, settings: TakeSettings::USUAL, tags: Tags::default() }
}

/// Is superseded after a number of breaths.
struct Impatient(usize);

impl Pace for Impatient {
    async fn breathe(&mut self, _: Stage, done: f32) -> Result<(), Superseded> {
        assert!((0.0..=1.0).contains(&done), "{done} done");
        self.0 = self.0.checked_sub(1).ok_or(Superseded)?;
        Ok(())
    }
}

#[test]
fn a_song_is_opened_mastered_and_exported() {
    let mut engine = Engine::default();
    let (opened, planes) = ask(&mut engine, demo(1), &[]).expect("opened");
    let Reply::Opened { measurements, facts, .. } = opened else { panic!("{opened:?}") };
    let Attachment::Planes(audio) = planes else { panic!("no planes") };
    assert_eq!(facts.frames, audio.frames());
    let (reply, master_planes) = ask(&mut engine, master(2), &[]).expect("mastered");
    let Reply::Mastered { comparison, outcome, .. } = reply else { panic!("{reply:?}") };
    let risen = outcome.after.loudness.integrated_lufs - measurements.loudness.integrated_lufs;
    assert!((comparison.loudness_lu - risen).abs() < 1e-9);
    let Attachment::Planes(result) = master_planes else { panic!("no planes") };
    assert_eq!(result.frames(), audio.frames());
    let export = take(3);
    let (_, file) = ask(&mut engine, export, &[]).expect("exported");
    let Attachment::Bytes(bytes) = file else { panic!("no bytes") };
    let reader = hound::WavReader::new(&bytes[..]).expect("a WAV file");
    assert_eq!(
        (reader.spec().bits_per_sample, reader.spec().sample_rate, reader.duration() as usize),
        (24, 44_100, audio.frames())
    );
}

#[test]
fn an_excerpt_is_a_part_of_what_follows_and_changes_nothing_of_it() {
    let mut engine = Engine::default();
    let asked = |job| Request::Excerpt { job: JobId(job), source: SOURCE, controls: Controls::UNTOUCHED, reference: None };
    assert_eq!(ask(&mut engine, asked(1), &[]), Err(Ended::Fault(Fault::SourceGone)));
    let (_, mix) = ask(&mut engine, demo(2), &[]).expect("opened");
    let Attachment::Planes(mix) = mix else { panic!("no planes") };
    // The demo is short: three times in a row it is long enough.
    let planes: Vec<Vec<f32>> = mix.channels().iter().map(|plane| plane.repeat(3)).collect();
    let file = float_wav(&planes, mix.sample_rate());
    let open = |job| Request::Open { job: JobId(job), source: SOURCE, memory_bytes: 1 << 30 };
    ask(&mut engine, open(3), &file).expect("opened");
    let (reply, attached) = ask(&mut engine, asked(4), &[]).expect("an excerpt");
    let Reply::Excerpted { excerpt: Some(facts), .. } = reply else { panic!("{reply:?}") };
    let Attachment::Planes(part) = attached else { panic!("no planes") };
    assert!((part.seconds() - (facts.covers_s.1 - facts.covers_s.0)).abs() < 1e-3);
    assert!((facts.track.seconds() - 3.0 * mix.seconds()).abs() < 0.02, "on the song's time line");
    assert_eq!(facts.track.lufs_over(0.0, facts.covers_s.0), None, "nothing before it");
    let there = facts.track.lufs_over(facts.covers_s.0, facts.covers_s.1).expect("sound");
    assert!((there - facts.measurements.loudness.integrated_lufs).abs() < 0.02, "{there}");
    let (_, after) = ask(&mut engine, master(5), &[]).expect("mastered");
    let mut fresh = Engine::default();
    ask(&mut fresh, open(6), &file).expect("opened");
    let (_, without) = ask(&mut fresh, master(7), &[]).expect("mastered");
    assert!(after == without, "the same master, excerpt or not");
}

#[test]
fn a_bad_file_loses_nothing() {
    let mut engine = Engine::default();
    assert_eq!(ask(&mut engine, master(1), &[]), Err(Ended::Fault(Fault::SourceGone)));
    ask(&mut engine, demo(2), &[]).expect("opened");
    let open = Request::Open { job: JobId(3), source: SOURCE, memory_bytes: 1 << 30 };
    let refused = ask(&mut engine, open, b"This is a text, whatever its name says.\n");
    assert!(matches!(refused, Err(Ended::Fault(Fault::File(DecodeError::NotAudio { .. })))), "{refused:?}");
    ask(&mut engine, master(4), &[]).expect("the song before is still there");
}

#[test]
fn a_newer_job_stops_an_older_one_at_its_next_breath_and_the_song_stays() {
    let mut engine = Engine::default();
    ask(&mut engine, demo(1), &[]).expect("opened");
    let mut stopped = 0;
    for breaths in [0, 1, 5, 20, 60] {
        let ended = run(engine.run(master(2), Vec::new(), || 0.0, &mut Impatient(breaths)));
        stopped += usize::from(ended == Err(Ended::Superseded));
    }
    assert!(stopped >= 4, "{stopped} of 5 stopped");
    ask(&mut engine, master(3), &[]).expect("mastered after all");
}

#[test]
fn a_master_that_is_not_finished_leaves_the_one_before() {
    let mut engine = Engine::default();
    ask(&mut engine, demo(1), &[]).expect("opened");
    ask(&mut engine, master(2), &[]).expect("mastered");
    let ended = run(engine.run(master(3), Vec::new(), || 0.0, &mut Impatient(3)));
    assert_eq!(ended, Err(Ended::Superseded));
    ask(&mut engine, take(4), &[]).expect("the master before can still be taken");
}

/// Notes the stages that a job goes through.
#[derive(Default)]
struct Watching(Vec<Stage>);

impl Pace for Watching {
    async fn breathe(&mut self, stage: Stage, _: f32) -> Result<(), Superseded> {
        if self.0.last() != Some(&stage) {
            self.0.push(stage);
        }
        Ok(())
    }
}

#[test]
fn another_loudness_needs_only_the_last_stages() {
    let mut engine = Engine::default();
    ask(&mut engine, demo(1), &[]).expect("opened");
    let style = Some(StyleId::Pop);
    let with = |job: u32, controls: Controls| Request::Master {
        job: JobId(job),
        source: SOURCE,
        result: RESULT,
        controls,
        reference: None,
    };
    let stages = |engine: &mut Engine, request: Request| {
        let mut pace = Watching::default();
        let (_, planes) = run(engine.run(request, Vec::new(), || 0.0, &mut pace)).expect("mastered");
        (pace.0, planes)
    };
    let first = Controls { style, ..Controls::UNTOUCHED };
    assert!(stages(&mut engine, with(2, first)).0.contains(&Stage::Tone));
    let quieter = Controls { loudness: LoudnessChoice::Exactly { lufs: -13.0 }, ..first };
    let (went, kept) = stages(&mut engine, with(3, quieter));
    assert_eq!(went, [Stage::Saturation, Stage::Loudness, Stage::Verify]);
    // What was kept gives the same master as a fresh start.
    let mut fresh = Engine::default();
    ask(&mut fresh, demo(1), &[]).expect("opened");
    assert!(kept == stages(&mut fresh, with(2, quieter)).1);
    let other = Controls { tilt_db: 1.0, ..quieter };
    assert!(stages(&mut engine, with(4, other)).0.contains(&Stage::Tone));
}

#[test]
fn a_file_larger_than_its_memory_is_not_even_read() {
    let open = Request::Open { job: JobId(1), source: SOURCE, memory_bytes: 1000 };
    assert!(too_large(&open, 1001).is_some());
    assert!(too_large(&open, 1000).is_none());
}

#[test]
fn warming_up_goes_the_whole_way_and_stops_when_it_is_told() {
    /// Notes the stages, and is superseded after a number of breaths.
    struct Noting(Vec<Stage>, usize);
    impl Pace for Noting {
        async fn breathe(&mut self, stage: Stage, _: f32) -> Result<(), Superseded> {
            self.0.push(stage);
            self.1 = self.1.checked_sub(1).ok_or(Superseded)?;
            Ok(())
        }
    }
    let mut noting = Noting(Vec::new(), usize::MAX);
    run(warm_up(&mut noting)).expect("to its end");
    let Noting(stages, _) = noting;
    for stage in [Stage::Decode, Stage::Measure, Stage::Tone, Stage::Dynamics, Stage::Saturation, Stage::Loudness, Stage::Verify]
    {
        assert!(stages.contains(&stage), "{stage:?} is not warmed up");
    }
    for breaths in [0, 3, 7, stages.len() - 1] {
        assert_eq!(run(warm_up(&mut Noting(Vec::new(), breaths))), Err(Ended::Superseded));
    }
}

//! What the laws of the session are tried on: songs, replies, and a session that has both.

use crate::support::{measured, track};
use testpress::compare::{Alignment, Comparison, Fit, Placement, SourceId};
use testpress::decode::{DecodeError, FileFacts};
use testpress::mastering::plan::{ChosenBy, Limiting, LoudnessGoal, StyleChoice};
use testpress::mastering::{Outcome, Plan, Reach, StyleId};
use testpress::ui::offer::{FileId, Offer};
use testpress::ui::session::{Effect, Event, Phase, Session};
use testpress::worker::protocol::{Beside, Fault, JobId, Reply, Request};

pub fn offer(id: u32, name: &str) -> Offer {
    Offer { id: FileId(id), name: name.into(), bytes: 1_000, media_type: String::new() }
}

pub fn opened(job: JobId) -> Event {
    Event::Reply(Reply::Opened {
        job,
        source: SourceId::ORIGINAL,
        facts: FileFacts {
            container: "WAV".into(),
            codec: "16-bit PCM".into(),
            lossless: true,
            bits: Some(16),
            sample_rate: 44_100,
            channels: 2,
            frames: 441_000,
            concealed_frames: 0,
        },
        measurements: Box::new(measured(-18.0)),
        track: track(-18.0),
        spans: Vec::new(),
    })
}

/// Another song: it measures otherwise.
pub fn opened_other(job: JobId) -> Event {
    let mut event = opened(job);
    if let Event::Reply(Reply::Opened { facts, measurements, .. }) = &mut event {
        (facts.frames, measurements.frames) = (882_000, 882_000);
    }
    event
}

pub fn mastered(job: JobId, style: StyleId, lufs: f64) -> Event {
    let after = measured(lufs);
    Event::Reply(Reply::Mastered {
        job,
        result: SourceId::AUTOMATIC,
        plan: Box::new(Plan {
            style: StyleChoice { id: style, chosen_by: ChosenBy::Nearness, runner_up: StyleId::Rock },
            reference: None,
            cleaning: None,
            tone: None,
            width: None,
            dynamics: None,
            saturation: None,
            loudness: LoudnessGoal { target_lufs: lufs, ceiling_dbtp: -1.0, mix_lra_lu: 6.0, limiting: Limiting::WhileClean },
            decisions: Vec::new(),
        }),
        track: track(lufs),
        comparison: Box::new(Comparison::of(&measured(-18.0), &after)),
        moments: Vec::new(),
        outcome: Box::new(Outcome {
            after,
            reach: Reach::Reached { lufs },
            limiter_p95_db: 1.0,
            limiter_most_db: 2.0,
            ride_most_db: 0.0,
            compression_most_db: Vec::new(),
            saturation: None,
        }),
        spans: Vec::new(),
    })
}

/// Another version or record, aligned at once.
pub fn beside(asked: &Request, lufs: f64) -> Event {
    let Request::OpenBeside { job, source, beside, .. } = *asked else { panic!("nothing to lay beside the mix: {asked:?}") };
    let Event::Reply(Reply::Opened { facts, .. }) = opened(job) else { unreachable!("the fixture opens") };
    let placement = match beside {
        Beside::Version => Placement::Aligned(Alignment { offset_frames: 1_234, inverted: [false; 2], fit: Fit::Same }),
        Beside::Reference => Placement::ByFullest,
    };
    Event::Reply(Reply::BesideOpened {
        job,
        source,
        facts,
        measurements: Box::new(measured(lufs)),
        placement,
        covers_s: (0.0, 10.0),
        track: track(lufs),
        spans: Vec::new(),
    })
}

pub fn failed(job: JobId, fault: Fault) -> Event {
    Event::Reply(Reply::Failed { job, fault })
}

pub fn silent() -> Fault {
    Fault::File(DecodeError::Silent)
}

/// The request among the effects.
pub fn sent(effects: &[Effect]) -> Request {
    let mut requests = effects.iter().filter_map(|effect| match effect {
        Effect::Send { request, .. } => Some(request.clone()),
        _ => None,
    });
    let request = requests.next().expect("a request");
    assert!(requests.next().is_none(), "one request at a time: {effects:?}");
    request
}

pub fn playable(session: &mut Session, source: SourceId, job: JobId) -> Vec<Effect> {
    session.handle(Event::Playable { source, job })
}

/// A session with song and master, both playable, and the job of the master.
pub fn with_song() -> Session {
    let mut session = Session::new(1 << 30);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    let master = sent(&session.handle(opened(open))).job();
    playable(&mut session, SourceId::ORIGINAL, open);
    session.handle(mastered(master, StyleId::Indie, -12.0));
    playable(&mut session, SourceId::AUTOMATIC, master);
    assert_eq!(session.phase, Phase::Ready);
    session
}

/// Playback levels in dB, to the rounding of a loudness track.
pub fn assert_levels(session: &Session, levels_db: &[(SourceId, f64)]) {
    let found = session.levels_db();
    let close = |(a, b): (&(SourceId, f64), &(SourceId, f64))| a.0 == b.0 && (a.1 - b.1).abs() < 0.02;
    assert!(found.len() == levels_db.len() && found.iter().zip(levels_db).all(close), "{found:?}, not {levels_db:?}");
}

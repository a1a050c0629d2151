//! Laws of the first hearing: it stands in for the first master while that is being made, and leaves nothing behind.

use testpress::compare::SourceId;
use testpress::mastering::StyleId;
use testpress::measure::Track;
use testpress::ui::session::{Effect, Event, Levels, Phase, Session, Work};
use testpress::worker::protocol::{ExcerptFacts, Fault, JobId, Part, Reply, Request, Span};

use super::fixture::{assert_levels, failed, mastered, offer, opened, playable, sent, silent};
use crate::support::{measured, track};

const MIX: SourceId = SourceId::ORIGINAL;
const PART: SourceId = SourceId::EXCERPT;
const WHOLE: SourceId = SourceId::AUTOMATIC;
const COVERS_S: (f64, f64) = (4.0, 7.0);

/// Two minutes, after so long a measurement.
fn opened_in(job: JobId, measuring_ms: f64) -> Event {
    opened_of(job, 120, measuring_ms)
}

fn opened_of(job: JobId, seconds: usize, measuring_ms: f64) -> Event {
    let mut event = opened(job);
    if let Event::Reply(Reply::Opened { spans, facts, .. }) = &mut event {
        facts.frames = seconds * 44_100;
        spans.push(Span { part: Part::Measure, start_ms: 1_000.0, end_ms: 1_000.0 + measuring_ms });
    }
    event
}

fn excerpted(job: JobId, lufs: f64) -> Event {
    let three_s = Track::placed(track(lufs), 0.0, 3.0);
    let facts =
        ExcerptFacts { covers_s: COVERS_S, measurements: Box::new(measured(lufs)), track: three_s.placed(COVERS_S.0, 10.0) };
    Event::Reply(Reply::Excerpted { job, excerpt: Some(facts), spans: Vec::new() })
}

/// A slow song whose excerpt can be heard, and the job of its master.
fn with_excerpt() -> (Session, JobId, Vec<Effect>) {
    let (mut session, excerpt) = asked();
    let effects = session.handle(excerpted(excerpt, -12.0));
    assert!(effects.contains(&Effect::Fill { source: PART, job: excerpt }), "{effects:?}");
    let Request::Master { job, .. } = sent(&effects) else { panic!("{effects:?}") };
    let effects = playable(&mut session, PART, excerpt);
    (session, job, effects)
}

/// A slow song, playable, and the job of its excerpt.
fn asked() -> (Session, JobId) {
    let mut session = Session::new(1 << 30);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    let effects = session.handle(opened_in(open, 4_000.0));
    let Request::Excerpt { job, source: MIX, .. } = sent(&effects) else { panic!("{effects:?}") };
    playable(&mut session, MIX, open);
    (session, job)
}

fn finish(session: &mut Session, job: JobId) -> Vec<Effect> {
    session.handle(mastered(job, StyleId::Indie, -13.0));
    playable(session, WHOLE, job)
}

fn heard(effects: &[Effect]) -> Vec<SourceId> {
    let mut blends = effects.iter().filter_map(|effect| match effect {
        Effect::Blend(gains) => Some(gains.iter().filter(|(_, gain)| *gain != 0.0).map(|(id, _)| *id).collect()),
        _ => None,
    });
    blends.next_back().unwrap_or_default()
}

#[test]
fn only_a_slow_machine_is_given_one() {
    let mut session = Session::new(1 << 30);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    let effects = session.handle(opened_in(open, 400.0));
    assert!(matches!(sent(&effects), Request::Master { .. }), "{effects:?}");
    // And of a short song half a minute is most.
    let mut session = Session::new(1 << 30);
    let open = sent(&session.handle(Event::DemoAsked)).job();
    assert!(matches!(sent(&session.handle(opened_of(open, 59, 4_000.0))), Request::Master { .. }));
    let (session, _) = asked();
    assert!(matches!(session.phase, Phase::Working { work: Work::Excerpt, .. }));
}

#[test]
fn it_plays_first_round_and_round_at_the_loudness_of_the_mix() {
    let (mut session, _, effects) = with_excerpt();
    assert!(effects.contains(&Effect::Repeat(Some(COVERS_S))), "{effects:?}");
    assert!(effects.contains(&Effect::ExcerptPlayable) && !effects.contains(&Effect::BothPlayable), "{effects:?}");
    assert_eq!(heard(&effects), [PART]);
    assert_levels(&session, &[(MIX, 0.0), (PART, -6.0)]);
    assert_eq!(session.place(PART), Some((4 * 44_100, 120 * 44_100, 44_100)));
    assert_eq!(session.place(MIX), Some((0, 120 * 44_100, 44_100)));
    assert_eq!(session.in_order(), [MIX, PART]);
    // By its letter's number, and round.
    assert_eq!(heard(&session.handle(Event::NthVoiceChosen(0))), [MIX]);
    assert_eq!(heard(&session.handle(Event::NextVoiceChosen { later: true })), [PART]);
}

#[test]
fn the_whole_takes_its_place_and_the_song_is_whole_again() {
    let (mut session, job, _) = with_excerpt();
    session.handle(Event::PlayToggled);
    let effects = finish(&mut session, job);
    assert_eq!((session.listening.chosen, session.listening.region, session.listening.looping), (WHOLE, None, false));
    assert_eq!((&session.excerpt, heard(&effects)), (&None, vec![WHOLE]));
    assert!(effects.contains(&Effect::Forget(PART)) && effects.contains(&Effect::Repeat(None)), "{effects:?}");
    assert!(effects.contains(&Effect::BothPlayable) && session.playing, "{effects:?}");
    assert!(!session.is_playable(PART));
    assert_levels(&session, &[(MIX, 0.0), (WHOLE, -5.0)]);
}

#[test]
fn the_place_in_the_song_moves_only_to_hear_it() {
    let (mut session, job, effects) = with_excerpt();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Enter(_) | Effect::Seek(_))), "{effects:?}");
    assert_eq!(session.handle(Event::PlayToggled), [Effect::Enter(COVERS_S), Effect::Play]);
    finish(&mut session, job);
    session.handle(Event::PlayToggled);
    assert_eq!(session.handle(Event::PlayToggled), [Effect::Play]);
}

#[test]
fn a_loop_of_their_own_is_there_again_after_it() {
    let own = (20.0, 31.0);
    for repeats in [true, false] {
        let (mut session, excerpt) = asked();
        session.handle(Event::RegionChosen(Some(own)));
        session.handle(Event::LoopSet(repeats));
        let job = sent(&session.handle(excerpted(excerpt, -12.0))).job();
        let effects = playable(&mut session, PART, excerpt);
        assert_eq!((heard(&effects), session.listening.region), (vec![MIX], Some(own)));
        let before = session.record().expect("a record");
        session.handle(Event::VoiceChosen(PART));
        session.handle(Event::VoiceChosen(MIX));
        session.handle(Event::VoiceChosen(PART));
        assert_eq!((session.listening.region, session.own_loop()), (Some(COVERS_S), (Some(own), repeats)));
        assert_eq!(session.record().expect("a record"), before);
        let effects = finish(&mut session, job);
        assert_eq!((session.listening.region, session.listening.looping), (Some(own), repeats));
        assert!(effects.contains(&Effect::Repeat(repeats.then_some(own))), "{effects:?}");
    }
}

/// An engine that dies of it must not be asked for it again: that would never end.
#[test]
fn one_that_kills_the_engine_is_not_asked_for_again() {
    let (mut session, excerpt) = asked();
    let dead = failed(excerpt, Fault::Engine { detail: "unreachable".into() });
    let job = sent(&session.handle(dead)).job();
    let again = sent(&session.handle(failed(job, Fault::SourceGone))).job();
    let effects = session.handle(opened_in(again, 4_000.0));
    assert!(matches!(sent(&effects), Request::Master { .. }), "{effects:?}");
}

#[test]
fn whoever_listens_to_the_mix_goes_on_with_it_and_a_loop_of_their_own_stays() {
    let (mut session, excerpt) = asked();
    session.handle(Event::PlayToggled);
    let job = sent(&session.handle(excerpted(excerpt, -12.0))).job();
    let effects = playable(&mut session, PART, excerpt);
    assert_eq!((heard(&effects), session.listening.region), (vec![MIX], None));
    // By choice it is heard, from its beginning.
    let effects = session.handle(Event::VoiceChosen(PART));
    assert!(effects.contains(&Effect::Enter(COVERS_S)), "{effects:?}");
    assert_eq!(heard(&effects), [PART]);
    // A shorter loop within is theirs.
    assert_eq!(heard(&session.handle(Event::RegionChosen(Some((5.0, 6.0))))), [PART]);
    let effects = finish(&mut session, job);
    assert_eq!((heard(&effects), session.listening.region), (vec![WHOLE], Some((5.0, 6.0))));
}

#[test]
fn nothing_is_heard_of_it_where_it_is_not() {
    for leave in [Event::LoopSet(false), Event::RegionChosen(None), Event::RegionChosen(Some((6.0, 8.0))), Event::Sought(2.0)] {
        let (mut session, job, _) = with_excerpt();
        let effects = session.handle(leave.clone());
        assert_eq!((heard(&effects), session.listening.chosen), (vec![MIX], MIX), "{leave:?}");
        finish(&mut session, job);
        assert!(session.is_playable(WHOLE) && session.excerpt.is_none());
    }
    let (mut session, ..) = with_excerpt();
    session.handle(Event::Sought(5.0));
    assert_eq!(session.listening.chosen, PART);
}

#[test]
fn another_wish_a_cancelled_or_failed_master_and_another_song_end_it() {
    type End = fn(&mut Session, JobId) -> Vec<Effect>;
    let ends: [(&str, End); 4] = [
        ("wish", |session, _| session.handle(Event::StyleChosen(Some(StyleId::Metal)))),
        ("cancelled", |session, _| session.handle(Event::Cancelled)),
        ("failed", |session, job| session.handle(failed(job, Fault::Engine { detail: "out of memory".into() }))),
        ("missing", |session, _| session.handle(Event::EngineMissing { outdated: false })),
    ];
    for (name, end) in ends {
        let (mut session, job, _) = with_excerpt();
        let effects = end(&mut session, job);
        assert!(effects.contains(&Effect::Forget(PART)), "{name}: {effects:?}");
        assert_eq!((heard(&effects), session.listening.region, &session.excerpt), (vec![MIX], None, &None), "{name}");
        assert_levels(&session, &[(MIX, 0.0)]);
    }
    let (mut session, ..) = with_excerpt();
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(2, "Other.wav")]))).job();
    session.handle(opened(open));
    assert_eq!((&session.excerpt, session.is_playable(PART)), (&None, false));
}

#[test]
fn one_that_fails_or_finds_no_room_costs_nothing_but_itself() {
    let (mut session, excerpt) = asked();
    let effects = session.handle(failed(excerpt, silent()));
    assert!(matches!(sent(&effects), Request::Master { .. }), "{effects:?}");
    let (mut session, excerpt) = asked();
    let nothing = Event::Reply(Reply::Excerpted { job: excerpt, excerpt: None, spans: Vec::new() });
    assert!(matches!(sent(&session.handle(nothing)), Request::Master { .. }));
    let (mut session, excerpt) = asked();
    let job = sent(&session.handle(excerpted(excerpt, -12.0))).job();
    assert!(session.handle(Event::Unplayable { source: PART, job: excerpt }).is_empty());
    finish(&mut session, job);
    assert_eq!((session.listening.chosen, &session.phase), (WHOLE, &Phase::Ready));
    // One that comes late changes nothing.
    let (mut session, excerpt) = asked();
    session.handle(Event::StyleChosen(Some(StyleId::Metal)));
    assert!(session.handle(excerpted(excerpt, -12.0)).is_empty() && session.excerpt.is_none());
}

/// A service turns a song as a whole: half a minute of it, which is louder, is turned no further.
#[test]
fn at_the_levels_of_a_service_it_is_turned_as_the_whole_will_be() {
    let platform = testpress::compare::platforms::Platform::Spotify;
    let (mut session, job, _) = with_excerpt();
    session.handle(Event::LevelsChosen(Levels::On(platform)));
    let part = session.levels_db();
    session.handle(mastered(job, StyleId::Indie, -12.0));
    playable(&mut session, WHOLE, job);
    let whole = session.levels_db();
    assert!((part[1].1 - part[0].1 - (whole[1].1 - whole[0].1)).abs() < 0.02, "{part:?}, then {whole:?}");
}

#[test]
fn it_is_not_written_down() {
    let (mut session, excerpt) = asked();
    let before = session.record().expect("a record");
    session.handle(excerpted(excerpt, -12.0));
    playable(&mut session, PART, excerpt);
    assert_eq!((session.listening.region, session.own_loop()), (Some(COVERS_S), (None, false)));
    assert_eq!(session.record().expect("a record"), before);
}

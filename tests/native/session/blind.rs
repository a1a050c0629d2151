//! Laws of blind listening: one clock, equal levels, and not a word before the end.

use testpress::compare::blind::{Answer, BlindKind, Label, Score};
use testpress::compare::{Alignment, Fit, Placement, SourceId};
use testpress::mastering::StyleId;
use testpress::ui::session::{BlindAsk, ENTROPY_WORDS, Effect, Event, FirstMinute, Levels, Session};

use super::fixture::{mastered, offer, opened, playable, sent, with_song};
use super::voices::with_version;
use crate::support::Noise;

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;

fn words(seed: u64) -> Vec<u32> {
    let mut noise = Noise::new(seed);
    (0..ENTROPY_WORDS).map(|_| (noise.word() >> 32) as u32).collect()
}

fn begin(session: &mut Session, ask: BlindAsk) -> Vec<Effect> {
    session.handle(Event::BlindStarted { ask, entropy: words(7) })
}

/// The voices of a blend that sound, with their gains.
fn sounding(effects: &[Effect]) -> Vec<(SourceId, f64)> {
    let blend = effects.iter().find_map(|effect| match effect {
        Effect::Blend(gains) => Some(gains.clone()),
        _ => None,
    });
    blend.expect("a blend").into_iter().filter(|(_, gain)| *gain != 0.0).collect()
}

/// What comes in above the waveform would push it from under a finger.
#[test]
fn the_first_minute_has_its_place_from_the_first_master_on() {
    let mut session = Session::new(1 << 30);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    assert!(!session.keeps_place_for_first_minute());
    let job = sent(&session.handle(opened(open))).job();
    assert!(session.keeps_place_for_first_minute() && begin(&mut session, BlindAsk::FirstMinute).is_empty());
    playable(&mut session, A, open);
    session.handle(mastered(job, StyleId::Indie, -13.0));
    assert!(session.keeps_place_for_first_minute() && !session.offers_first_minute(), "it can't be heard yet");
    playable(&mut session, B, job);
    assert!(session.keeps_place_for_first_minute() && session.offers_first_minute());
    session.handle(Event::StyleChosen(Some(StyleId::Metal)));
    assert!(session.keeps_place_for_first_minute() && !session.offers_first_minute());
    session.handle(Event::FirstMinuteSkipped);
    assert!(!session.keeps_place_for_first_minute());
}

#[test]
fn the_first_minute_loops_the_fullest_seconds_and_comes_once() {
    let mut session = with_song();
    assert!(session.offers_first_minute());
    let effects = begin(&mut session, BlindAsk::FirstMinute);
    assert_eq!(effects[0], Effect::Repeat(Some((0.0, 10.0))), "a song of ten seconds is full all over");
    assert!(effects.contains(&Effect::Play) && session.playing && !session.offers_first_minute());
    // Behind 1 and 2 are the two, matched.
    let one = sounding(&effects);
    let two = sounding(&session.handle(Event::BlindHeard(Label::Number(2))));
    let mut heard = [one[0].0, two[0].0];
    heard.sort();
    assert_eq!((heard, one.len(), two.len()), ([A, B], 1, 1));
    let gain = |id| if id == A { 1.0 } else { 0.501 };
    assert!((one[0].1 - gain(one[0].0)).abs() < 0.002 && (two[0].1 - gain(two[0].0)).abs() < 0.002);
    let effects = session.handle(Event::BlindAnswered(Answer::Prefer(2)));
    assert_eq!(effects[0], Effect::Repeat(None));
    assert_eq!((session.results.len(), session.last_result, session.first_minute), (1, Some(0), FirstMinute::Done));
    let Score::Preference { picks, .. } = &session.results[0].result.score else { panic!("{:?}", session.results) };
    assert_eq!(picks[0], (two[0].0, 1));
    assert!(begin(&mut session, BlindAsk::FirstMinute).is_empty());
}

#[test]
fn it_can_be_skipped() {
    let mut session = with_song();
    session.handle(Event::FirstMinuteSkipped);
    assert!(!session.offers_first_minute() && session.results.is_empty());
}

#[test]
fn while_a_test_runs_nothing_tells_the_voices_apart() {
    let (mut session, version) = with_version();
    session.handle(Event::LevelsChosen(Levels::Real));
    session.handle(Event::ChangeChosen(Some((B, A))));
    let effects = begin(&mut session, BlindAsk::Abx { a: A, b: version, trials: 16 });
    assert_eq!(sounding(&effects), [(A, 1.0)], "equal levels, whatever is chosen for open ears");
    let before = session.clone();
    let peeking = [
        Event::VoiceChosen(A),
        Event::NthVoiceChosen(1),
        Event::NextVoiceChosen { later: true },
        Event::ChangeChosen(Some((A, B))),
        Event::LevelsChosen(Levels::Matched),
        Event::ExportAsked,
        Event::MasterKept,
        Event::VoiceRemoved(version),
        Event::RegionChosen(Some((1.0, 2.0))),
        Event::StyleChosen(None),
        Event::ControlsChanged(testpress::mastering::Controls { tilt_db: 1.0, ..session.controls }),
    ];
    for event in peeking {
        assert!(session.handle(event.clone()).is_empty(), "{event:?}");
        assert_eq!(session, before, "{event:?}");
    }
    session.handle(Event::BlindLeft);
    assert!(session.blind.is_none() && session.results.is_empty(), "a test that was left has no result");
}

#[test]
fn an_abx_runs_its_sixteen_trials_and_only_then_has_a_score() {
    let mut session = with_song();
    session.handle(Event::RegionChosen(Some((2.0, 4.0))));
    assert_eq!(begin(&mut session, BlindAsk::Abx { a: A, b: B, trials: 16 })[0], Effect::Repeat(Some((2.0, 4.0))));
    assert_eq!(session.handle(Event::Sought(9.0)), vec![Effect::Seek(2.0)], "it stays in its loop");
    for trial in 0..16 {
        assert!(session.results.is_empty(), "trial {trial}");
        // A listener who always hears it.
        let x = sounding(&session.handle(Event::BlindHeard(Label::X)))[0].0;
        session.handle(Event::BlindAnswered(Answer::Prefer(1)));
        session.handle(Event::BlindAnswered(if x == A { Answer::XIsA } else { Answer::XIsB }));
    }
    let Score::Abx { correct, trials, p, .. } = session.results[0].result.score else { panic!("{:?}", session.results) };
    assert_eq!((correct, trials), (16, 16));
    assert!((p / 0.5f64.powi(16) - 1.0).abs() < 1e-9, "{p}");
    assert_eq!(session.looped_s(), Some((2.0, 4.0)), "and the loop goes on");
}

#[test]
fn a_preference_shuffles_all_voices_in_every_round() {
    let (mut session, version) = with_version();
    begin(&mut session, BlindAsk::Preference { voices: vec![A, B, version], rounds: 15 });
    let mut firsts = Vec::new();
    for _ in 0..15 {
        let order: Vec<SourceId> = (1..=3).map(|n| sounding(&session.handle(Event::BlindHeard(Label::Number(n))))[0].0).collect();
        let mut sorted = order.clone();
        sorted.sort();
        assert_eq!(sorted, [A, B, version]);
        firsts.push(order[0]);
        let place = order.iter().position(|id| *id == version).expect("there") as u32 + 1;
        session.handle(Event::BlindAnswered(Answer::Prefer(place)));
    }
    assert!([A, B, version].iter().all(|id| firsts.contains(id)), "{firsts:?}");
    assert_eq!(session.results[0].result.kind, BlindKind::Preference);
    assert_eq!(session.results[0].result.score.favourites(), [version]);
    assert_eq!(session.results[0].name(version), "Human master");
}

#[test]
fn what_can_not_be_judged_is_not_begun() {
    let mut session = with_song();
    let unknown = SourceId(77);
    for ask in [
        BlindAsk::Abx { a: A, b: A, trials: 16 },
        BlindAsk::Abx { a: A, b: unknown, trials: 16 },
        BlindAsk::Abx { a: A, b: B, trials: 0 },
        BlindAsk::Preference { voices: vec![A], rounds: 5 },
        BlindAsk::Preference { voices: vec![A, unknown], rounds: 5 },
    ] {
        assert!(begin(&mut session, ask.clone()).is_empty(), "{ask:?}");
    }
    let ask = BlindAsk::Abx { a: A, b: B, trials: 16 };
    assert!(session.handle(Event::BlindStarted { ask: ask.clone(), entropy: vec![1; 10] }).is_empty(), "too little chance");
    // A master under way would take the place of what is being judged.
    session.handle(Event::StyleChosen(Some(testpress::mastering::StyleId::Jazz)));
    assert!(begin(&mut session, ask).is_empty() && !session.offers_first_minute());
}

#[test]
fn what_tells_itself_apart_is_left_out() {
    let (mut session, version) = with_version();
    let abx = BlindAsk::Abx { a: A, b: version, trials: 16 };
    // A version that begins two seconds later is judged where both sound.
    session.voices[2].covers_s = (2.0, 10.0);
    let mut late = session.clone();
    assert_eq!(begin(&mut late, abx.clone())[0], Effect::Repeat(Some((2.0, 10.0))));
    // One that drifts is known by every switch.
    let drifts = Alignment { offset_frames: 0, inverted: [false; 2], fit: Fit::Drifts { ppm: 100.0, apart_ms: 12.0 } };
    session.voices[2].placement = Placement::Aligned(drifts);
    assert_eq!(session.judgeable().map(|voice| voice.id).collect::<Vec<_>>(), [A, B]);
    assert!(begin(&mut session, abx).is_empty());
    // A newer master that is still filling is not the one that is heard.
    let job = sent(&session.handle(Event::StyleChosen(Some(testpress::mastering::StyleId::Jazz)))).job();
    session.handle(mastered(job, testpress::mastering::StyleId::Jazz, -16.0));
    assert!(begin(&mut session, BlindAsk::Abx { a: A, b: B, trials: 16 }).is_empty());
}

#[test]
fn results_and_notes_go_into_the_letter_as_they_are() {
    let mut session = with_song();
    session.handle(Event::MarkerSet { at_s: 3.0 });
    session.handle(Event::MarkerNoted { index: 0, note: "the snare is buried".into() });
    begin(&mut session, BlindAsk::Abx { a: A, b: B, trials: 10 });
    for _ in 0..10 {
        session.handle(Event::BlindAnswered(Answer::XIsA));
    }
    let notes = session.listening_notes();
    assert_eq!(notes.len(), 2);
    assert!(notes[0].contains("of 10 right") && notes[1] == "0:03: the snare is buried", "{notes:?}");
}

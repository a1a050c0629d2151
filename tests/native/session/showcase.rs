//! Laws of the studio's examples: fetched only before a file is chosen, then a song like any other, and only the listed file is ever
//! the human master.

use testpress::compare::blind::{Answer, BlindKind, Label, Score};
use testpress::compare::{Alignment, Fit, Placement, SourceId};
use testpress::mastering::StyleId;
use testpress::ui::offer::FileId;
use testpress::ui::session::{BlindAsk, ENTROPY_WORDS, Effect, Event, KeptFile, Phase, Refusal, Session, Signal, Work};
use testpress::words;
use testpress::worker::protocol::{Beside, Fault, JobId, Request};

use super::fixture::{beside, failed, mastered, offer, opened, opened_other, playable, sent, silent};

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;
const MIX: &str = "Rain.flac";
const HUMAN: &str = "Ann human master.flac";

fn asked(session: &mut Session) -> JobId {
    assert!(session.handle(Event::ExampleAsked { title: "Rain".into() }).is_empty(), "the engine has nothing to do yet");
    session.fetching().expect("files are fetched")
}

fn fetched(session: &mut Session, job: JobId) -> Vec<Effect> {
    session.handle(Event::ExampleFetched { job, mix: offer(1, MIX), human: offer(2, HUMAN) })
}

/// As far as the master: what is asked for after it.
fn mix_mastered(session: &mut Session, effects: &[Effect]) -> Vec<Effect> {
    let open = sent(effects).job();
    let master = sent(&session.handle(opened(open))).job();
    playable(session, A, open);
    let effects = session.handle(mastered(master, StyleId::Indie, -12.0));
    playable(session, B, master);
    effects
}

/// The human master is being opened.
fn with_human_coming() -> (Session, Request) {
    let mut session = Session::new(1 << 30);
    let job = asked(&mut session);
    let effects = fetched(&mut session, job);
    let effects = mix_mastered(&mut session, &effects);
    (session, sent(&effects))
}

/// All three can be heard.
fn with_example() -> (Session, SourceId) {
    let (mut session, request) = with_human_coming();
    let Request::OpenBeside { job, source, beside: Beside::Version, .. } = request else { panic!("{request:?}") };
    session.handle(beside(&request, -9.0));
    assert!(!session.offers_first_minute() && session.offered_three().is_none(), "it can't be heard yet");
    playable(&mut session, source, job);
    (session, source)
}

fn begin(session: &mut Session) -> Vec<Effect> {
    let entropy = (0..ENTROPY_WORDS as u32).map(|n| n.wrapping_mul(2_654_435_761)).collect();
    session.handle(Event::BlindStarted { ask: BlindAsk::Example, entropy })
}

#[test]
fn an_example_is_mastered_and_then_its_human_master_lies_beside_it() {
    let (session, human) = with_example();
    let names: Vec<String> = session.voices.iter().map(words::voice_name).collect();
    assert_eq!(names, ["Original", "AI master", "Ann human master"]);
    assert_eq!(session.offered_three(), Some([A, B, human]));
    assert!(!session.offers_first_minute(), "one pick, between all three");
    assert_eq!(session.files_in_use(), [FileId(1), FileId(2)]);
    assert_eq!(session.song.as_ref().map(|song| words::song_stem(&song.name)).as_deref(), Some("Rain"));
}

#[test]
fn the_human_master_is_held_until_its_mix_is_open() {
    let mut session = Session::new(1);
    let job = asked(&mut session);
    let open = sent(&fetched(&mut session, job)).job();
    assert_eq!(session.files_in_use(), [FileId(1), FileId(2)]);
    // A trap in the middle: the same again, and still both.
    session.handle(failed(open, Fault::Engine { detail: "trap".into() }));
    assert_eq!(session.files_in_use(), [FileId(1), FileId(2)]);
    let again = session.handle(Event::Retried);
    let request = sent(&mix_mastered(&mut session, &again));
    assert!(matches!(request, Request::OpenBeside { beside: Beside::Version, .. }));
}

#[test]
fn all_three_are_picked_from_blind_once_and_then_named() {
    let (mut session, human) = with_example();
    let effects = begin(&mut session);
    assert!(effects.contains(&Effect::Play));
    let blind = session.blind.as_ref().expect("a test");
    assert_eq!((blind.test.kind(), blind.test.progress()), (BlindKind::Preference, (0, 1)));
    let mut heard: Vec<SourceId> = (1..=3).filter_map(|n| blind.test.heard(Label::Number(n))).collect();
    let number = heard.iter().position(|id| *id == human).expect("among them") as u32 + 1;
    heard.sort();
    assert_eq!(heard, [A, B, human]);
    session.handle(Event::BlindAnswered(Answer::Prefer(number)));
    let result = &session.results[0];
    let Score::Preference { picks, .. } = &result.result.score else { panic!("{result:?}") };
    assert_eq!((picks[0], result.name(human)), ((human, 1), "Ann human master"));
    assert!(session.offered_three().is_none() && !session.offers_first_minute(), "it comes once");
    assert!(begin(&mut session).is_empty());
    let (mut session, _) = with_example();
    session.handle(Event::FirstMinuteSkipped);
    assert!(session.offered_three().is_none() && !session.offers_first_minute());
}

#[test]
fn the_pick_is_over_the_fullest_seconds_as_far_as_all_three_sound() {
    let (mut session, _) = with_example();
    session.voices[2].covers_s = (2.0, 9.0);
    assert_eq!(begin(&mut session)[0], Effect::Repeat(Some((2.0, 9.0))));
}

#[test]
fn without_its_human_master_an_example_has_the_pick_of_two() {
    // Refused by the engine.
    let (mut session, request) = with_human_coming();
    assert!(!session.offers_first_minute(), "it waits for the third");
    session.handle(failed(request.job(), silent()));
    session.handle(Event::Dismissed);
    assert!(session.offers_first_minute() && session.offered_three().is_none());
    // Without room in the browser.
    let (mut session, request) = with_human_coming();
    let Request::OpenBeside { job, source, .. } = request else { panic!("{request:?}") };
    session.handle(beside(&request, -9.0));
    session.handle(Event::Unplayable { source, job });
    session.handle(Event::Dismissed);
    assert!(session.offers_first_minute());
    // Another recording, which a switch alone would tell.
    let (mut session, _) = with_example();
    let drifts = Alignment { offset_frames: 0, inverted: [false; 2], fit: Fit::Drifts { ppm: 100.0, apart_ms: 12.0 } };
    session.voices[2].placement = Placement::Aligned(drifts);
    assert!(session.offers_first_minute() && session.offered_three().is_none());
}

#[test]
fn what_can_not_be_fetched_says_so_and_can_be_asked_for_again() {
    let mut session = Session::new(1);
    let job = asked(&mut session);
    let effects = session.handle(Event::ExampleMissing { job });
    assert_eq!(effects, vec![Effect::GivenUp, Effect::Signal(Signal::Error { kind: "example".into() })]);
    assert!(matches!(&session.phase, Phase::Refused { refusal: Refusal::NoExample { title } } if title == "Rain"));
    assert!(session.takes_examples());
    session.handle(Event::Dismissed);
    assert_eq!(session.phase, Phase::Waiting);
    assert!(asked(&mut session) > job);
}

#[test]
fn what_nobody_waits_for_any_more_is_not_opened() {
    let mut session = Session::new(1);
    let first = asked(&mut session);
    session.handle(Event::Cancelled);
    assert!(session.fetching().is_none() && session.takes_examples());
    let second = asked(&mut session);
    let before = session.clone();
    assert!(fetched(&mut session, first).is_empty() && session.handle(Event::ExampleMissing { job: first }).is_empty());
    assert_eq!(session, before);
    session.handle(Event::DemoAsked);
    assert!(fetched(&mut session, second).is_empty());
    assert!(matches!(&session.phase, Phase::Working { work: Work::Opening { name, .. }, .. } if name == words::page::DEMO_NAME));
}

#[test]
fn nothing_is_fetched_once_a_file_was_chosen() {
    for files in [vec![offer(7, "Own.wav")], vec![offer(7, "Own.wav"), offer(8, "Other.wav")]] {
        let mut session = Session::new(1);
        let job = asked(&mut session);
        session.handle(Event::FilesOffered(files));
        assert!(session.fetching().is_none() && fetched(&mut session, job).is_empty());
        for event in [Event::Cancelled, Event::Dismissed] {
            session.handle(event);
        }
        assert_eq!(session.phase, Phase::Waiting);
        session.handle(Event::ExampleAsked { title: "Rain".into() });
        assert!(session.fetching().is_none() && !session.takes_examples());
    }
    // A drop of nothing is no file.
    let mut session = Session::new(1);
    session.handle(Event::FilesOffered(Vec::new()));
    assert!(session.takes_examples());
    let (session, _) = with_example();
    assert!(!session.takes_examples());
}

#[test]
fn no_other_song_has_the_examples_human_master() {
    // Chosen while the example was being opened.
    let mut session = Session::new(1);
    let job = asked(&mut session);
    fetched(&mut session, job);
    let open = session.handle(Event::FilesOffered(vec![offer(7, "Own.wav")]));
    assert_eq!(session.files_in_use(), [FileId(7)]);
    assert!(mix_mastered(&mut session, &open).iter().all(|effect| !matches!(effect, Effect::Send { .. })));
    assert!(session.offers_first_minute() && session.offered_three().is_none());
    // Chosen after it, with a version under the same number.
    let (mut session, human) = with_example();
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(7, "Own.wav")]))).job();
    let master = sent(&session.handle(opened_other(open))).job();
    playable(&mut session, A, open);
    session.handle(mastered(master, StyleId::Indie, -12.0));
    playable(&mut session, B, master);
    let mut version = session.voices[1].clone();
    version.id = human;
    session.voices.push(version);
    assert!(session.offers_first_minute() && session.offered_three().is_none());
}

#[test]
fn after_a_reload_the_example_comes_back_as_it_was_left() {
    let (mut session, human) = with_example();
    session.handle(Event::VoiceRenamed { id: human, name: "By Ann".into() });
    session.handle(Event::MarkerSet { at_s: 3.0 });
    assert!(session.files_to_keep().is_empty(), "its audio does not stay by itself");
    let shelf = session.shelf();
    // With the audio kept, the studio's file takes the place of the copy, and none comes twice.
    let kept: Vec<KeptFile> =
        [(11, MIX), (12, HUMAN)].map(|(id, name)| KeptFile { id: FileId(id), name: name.into(), bytes: 1_000 }).into();
    for files in [Vec::new(), kept] {
        let mut back = Session::new(1 << 30);
        back.handle(Event::Remembered { songs: shelf.clone(), files, go_on: false });
        let job = asked(&mut back);
        let effects = fetched(&mut back, job);
        let effects = mix_mastered(&mut back, &effects);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Send { file: Some(FileId(2)), .. })), "{effects:?}");
        let request = sent(&effects);
        let rest = back.handle(beside(&request, -9.0));
        assert!(rest.iter().all(|effect| !matches!(effect, Effect::Send { .. })), "{rest:?}");
        let Request::OpenBeside { job, source, .. } = request else { panic!("{request:?}") };
        playable(&mut back, source, job);
        assert_eq!(back.voices.iter().map(words::voice_name).collect::<Vec<_>>(), ["Original", "AI master", "By Ann"]);
        assert_eq!((back.listening.markers.len(), back.offered_three()), (1, Some([A, B, source])));
    }
}

//! Laws of the versions: added, named, moved, kept, removed, and none of it takes anything else away.

use testpress::compare::{Role, SourceId};
use testpress::mastering::{Controls, StyleId};
use testpress::ui::offer::FileId;
use testpress::ui::session::{Effect, Event, MOST_VOICES, MadeFrom, Phase, Refusal, Session};
use testpress::words;
use testpress::worker::protocol::{Beside, Fault, Request};

use super::fixture::{assert_levels, beside, failed, mastered, offer, opened, playable, sent, silent, with_song};

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;

/// A session with another version at -9 LUFS, playable, and its id.
pub fn with_version() -> (Session, SourceId) {
    let mut session = with_song();
    let request = sent(&session.handle(Event::VersionsOffered(vec![offer(2, "Human master.wav")])));
    session.handle(beside(&request, -9.0));
    let Request::OpenBeside { job, source, beside: Beside::Version, .. } = request else { panic!("{request:?}") };
    playable(&mut session, source, job);
    (session, source)
}

fn names(session: &Session) -> Vec<String> {
    session.voices.iter().map(words::voice_name).collect()
}

#[test]
fn a_version_is_heard_matched_and_named_after_its_file() {
    let (mut session, version) = with_version();
    assert_eq!(names(&session), ["Original", "AI master", "Human master"]);
    assert_eq!(session.listening.chosen, B, "what is heard is not taken away");
    assert_levels(&session, &[(A, 0.0), (B, -6.0), (version, -9.0)]);
    let effects = session.handle(Event::NthVoiceChosen(2));
    let [Effect::Blend(gains)] = &effects[..] else { panic!("{effects:?}") };
    assert!(gains[0].1 == 0.0 && gains[1].1 == 0.0 && (gains[2].1 - 0.355).abs() < 0.001, "{gains:?}");
    assert_eq!(session.files_in_use(), vec![FileId(1), FileId(2)]);
}

#[test]
fn several_files_become_voices_one_after_the_other() {
    let mut session = with_song();
    let files = vec![offer(2, "b.wav"), offer(3, "notes.txt"), offer(4, "a.flac")];
    let first = sent(&session.handle(Event::VersionsOffered(files)));
    assert_eq!(session.files_in_use(), vec![FileId(1), FileId(4), FileId(2)], "notes are not meant");
    let second = sent(&session.handle(beside(&first, -10.0)));
    assert!(session.handle(beside(&second, -11.0)).iter().all(|effect| !matches!(effect, Effect::Send { .. })));
    assert_eq!(names(&session), ["Original", "AI master", "a", "b"]);
}

#[test]
fn a_version_that_can_not_be_used_takes_nothing_with_it() {
    let (mut session, _) = with_version();
    let before = session.clone();
    let files = vec![offer(7, "a.wav"), offer(8, "b.wav")];
    let first = sent(&session.handle(Event::VersionsOffered(files)));
    session.handle(failed(first.job(), silent()));
    assert!(matches!(&session.phase, Phase::Refused { refusal: Refusal::Fault { name, .. } } if name == "a.wav"));
    assert_eq!((&session.voices, &session.controls), (&before.voices, &before.controls));
    let next = sent(&session.handle(Event::Dismissed));
    session.handle(beside(&next, -10.0));
    assert_eq!(names(&session).last().map(String::as_str), Some("b"));
}

#[test]
fn a_wish_while_a_version_is_opened_waits_for_it() {
    let mut session = with_song();
    let request = sent(&session.handle(Event::VersionsOffered(vec![offer(2, "Human master.wav")])));
    assert!(session.handle(Event::StyleChosen(Some(StyleId::Jazz))).is_empty());
    assert!(session.handle(Event::StyleChosen(Some(StyleId::Metal))).is_empty());
    let master = sent(&session.handle(beside(&request, -9.0)));
    assert!(matches!(&master, Request::Master { controls, .. } if controls.style == Some(StyleId::Metal)));
    assert!(session.handle(mastered(master.job(), StyleId::Metal, -9.0)).iter().all(|e| !matches!(e, Effect::Send { .. })));
}

#[test]
fn a_fresh_engine_gets_the_song_before_the_version() {
    let mut session = with_song();
    let request = sent(&session.handle(Event::VersionsOffered(vec![offer(2, "Human master.wav")])));
    let again = sent(&session.handle(failed(request.job(), Fault::SourceGone)));
    assert!(matches!(again, Request::Open { .. }));
    let master = sent(&session.handle(opened(again.job())));
    let version = sent(&session.handle(mastered(master.job(), StyleId::Indie, -12.0)));
    assert!(matches!(version, Request::OpenBeside { source, .. } if source == SourceId::FIRST_ADDED));
}

#[test]
fn names_and_order_are_the_artists() {
    let (mut session, version) = with_version();
    session.handle(Event::VoiceRenamed { id: version, name: "  Brett's \n master ".into() });
    session.handle(Event::VoiceMoved { id: version, later: false });
    session.handle(Event::VoiceMoved { id: A, later: false });
    session.handle(Event::VoiceMoved { id: B, later: true });
    assert_eq!(names(&session), ["Original", "Brett's master", "AI master"]);
    session.handle(Event::VoiceRenamed { id: version, name: " ".into() });
    session.handle(Event::VoiceRenamed { id: A, name: "x".repeat(4_000) });
    assert_eq!(names(&session)[1], "Human master");
    assert_eq!(names(&session)[0].len(), 60);
    // A newer master takes the place and the name of the earlier one.
    session.handle(Event::VoiceRenamed { id: B, name: "Robot".into() });
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    session.handle(mastered(job, StyleId::Jazz, -16.0));
    assert_eq!(names(&session)[2], "Robot");
}

#[test]
fn what_is_removed_is_gone_and_something_else_is_heard() {
    let (mut session, version) = with_version();
    session.handle(Event::VoiceChosen(version));
    let effects = session.handle(Event::VoiceRemoved(version));
    assert!(matches!(&effects[..], [Effect::Blend(_), Effect::Forget(id)] if *id == version));
    assert_eq!((session.listening.chosen, session.voices.len()), (A, 2));
    assert_eq!(session.files_in_use(), vec![FileId(1)]);
    for id in [A, B, version, SourceId(99)] {
        assert!(session.handle(Event::VoiceRemoved(id)).is_empty(), "{id:?}");
    }
}

#[test]
fn a_kept_master_stays_as_it_was_while_the_next_is_made() {
    let mut session = with_song();
    let effects = session.handle(Event::MasterKept);
    let [Effect::Keep { source: B, as_source }, Effect::Blend(_)] = effects[..] else { panic!("{effects:?}") };
    let controls = Controls { tilt_db: 2.0, ..session.controls };
    let job = sent(&session.handle(Event::ControlsChanged(controls))).job();
    session.handle(mastered(job, StyleId::Indie, -15.0));
    playable(&mut session, B, job);
    assert_levels(&session, &[(A, 0.0), (B, -3.0), (as_source, -6.0)]);
    assert_eq!(names(&session), ["Original", "AI master", "Kept 1"]);
    assert!(
        matches!(session.made_from.get(&as_source), Some(MadeFrom::Controls { controls, .. }) if *controls == Controls::UNTOUCHED)
    );
    session.handle(Event::MasterKept);
    assert_eq!(names(&session)[3], "Kept 2");
    let Request::Master { controls, result: B, .. } = sent(&session.handle(Event::KeptTaken(as_source))) else {
        panic!("no master")
    };
    assert_eq!(controls, Controls::UNTOUCHED, "its settings count again");
}

#[test]
fn a_master_that_does_not_sound_yet_can_not_be_kept() {
    let mut session = with_song();
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    session.handle(mastered(job, StyleId::Jazz, -16.0));
    assert!(session.handle(Event::MasterKept).is_empty(), "the earlier buffer would go by the newer one's figures");
    playable(&mut session, B, job);
    assert!(!session.handle(Event::MasterKept).is_empty());
}

#[test]
fn there_is_an_end_to_the_number_of_voices() {
    let mut session = with_song();
    for _ in 0..20 {
        session.handle(Event::MasterKept);
    }
    assert_eq!(session.voices.len(), MOST_VOICES);
    session.handle(Event::VersionsOffered(vec![offer(2, "One more.wav")]));
    assert_eq!(session.phase, Phase::Refused { refusal: Refusal::Full });
    session.handle(Event::Dismissed);
    assert_eq!((session.voices.len(), &session.phase), (MOST_VOICES, &Phase::Ready));
}

#[test]
fn a_file_without_room_in_the_browser_goes_and_the_sound_goes_on() {
    let (mut session, version) = with_version();
    session.handle(Event::PlayToggled);
    let request = sent(&session.handle(Event::VersionsOffered(vec![offer(3, "Too much.wav")])));
    session.handle(beside(&request, -9.0));
    let Request::OpenBeside { job, source, .. } = request else { panic!("{request:?}") };
    let effects = session.handle(Event::Unplayable { source, job });
    assert!(effects.contains(&Effect::Forget(source)) && !effects.contains(&Effect::Pause) && session.playing);
    assert_eq!((session.voices.len(), session.is_playable(version)), (3, true));
}

#[test]
fn a_kept_master_that_is_made_again_waits_for_a_newer_wish() {
    let mut session = with_song();
    session.handle(Event::MasterKept);
    let kept = session.voices.last().expect("kept").id;
    // As after a reload: it is to be made again.
    let shelf = session.shelf();
    let mut session = Session::new(1 << 30);
    session.handle(Event::Remembered { songs: shelf, files: Vec::new(), go_on: false });
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")])));
    let master = sent(&session.handle(opened(open.job())));
    let again = sent(&session.handle(mastered(master.job(), StyleId::Indie, -12.0)));
    assert!(matches!(again, Request::Master { result, .. } if result == kept));
    let newer = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz))));
    assert!(matches!(newer, Request::Master { result: B, .. }));
    let again = sent(&session.handle(mastered(newer.job(), StyleId::Jazz, -16.0)));
    assert!(matches!(again, Request::Master { result, .. } if result == kept), "it comes after");
}

#[test]
fn a_mono_version_is_matched_as_it_is_heard_from_two_loudspeakers() {
    let (mut session, version) = with_version();
    let before = session.levels_db()[2];
    session.voices[2].measurements.channels = 1;
    let after = session.levels_db()[2];
    assert_eq!((before.0, after.0), (version, version));
    assert!((before.1 - after.1 - 3.01).abs() < 0.01, "{before:?} {after:?}");
}

#[test]
fn a_reference_is_a_voice_that_goes_with_it() {
    let mut session = with_song();
    let request = sent(&session.handle(Event::ReferenceOffered(vec![offer(2, "Record.flac")])));
    let master = sent(&session.handle(beside(&request, -9.0)));
    session.handle(mastered(master.job(), StyleId::Indie, -9.0));
    let reference = session.voice(Role::Reference).expect("a voice").id;
    // Another one takes its place once a master follows it.
    let request = sent(&session.handle(Event::ReferenceOffered(vec![offer(3, "Other.flac")])));
    let master = sent(&session.handle(beside(&request, -8.0)));
    assert_eq!(session.voices.len(), 4);
    let mut cancelled = session.clone();
    cancelled.handle(Event::Cancelled);
    assert_eq!(names(&cancelled), ["Original", "AI master", "Record"]);
    let effects = session.handle(mastered(master.job(), StyleId::Indie, -8.0));
    assert!(effects.contains(&Effect::Forget(reference)));
    assert_eq!(names(&session), ["Original", "AI master", "Other"]);
    // Removed as a voice, it is followed no longer.
    let other = session.voice(Role::Reference).expect("a voice").id;
    let master = sent(&session.handle(Event::VoiceRemoved(other)));
    assert!(matches!(&master, Request::Master { reference: None, .. }));
    session.handle(mastered(master.job(), StyleId::Indie, -12.0));
    assert_eq!((session.voices.len(), &session.reference), (2, &None));
}

#[test]
fn a_reference_comes_along_to_the_next_song_and_is_not_followed_anew() {
    let mut session = with_song();
    let request = sent(&session.handle(Event::ReferenceOffered(vec![offer(2, "Record.flac")])));
    let master = sent(&session.handle(beside(&request, -9.0)));
    session.handle(mastered(master.job(), StyleId::Indie, -9.0));
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(5, "Next.wav")])));
    let master = sent(&session.handle(opened(open.job())));
    assert!(matches!(&master, Request::Master { reference: Some(_), .. }));
    let record = sent(&session.handle(mastered(master.job(), StyleId::Indie, -9.0)));
    assert!(matches!(record, Request::OpenBeside { beside: Beside::Reference, .. }));
    assert!(session.handle(beside(&record, -9.0)).iter().all(|effect| !matches!(effect, Effect::Send { .. })));
    assert_eq!(names(&session), ["Original", "AI master", "Record"]);
}

//! Laws of memory: a reload loses nothing, and what is to be forgotten is gone.

use testpress::compare::{Role, SourceId};
use testpress::mastering::{Controls, StyleId};
use testpress::ui::offer::FileId;
use testpress::ui::session::{Effect, Event, FirstMinute, Keeping, KeptFile, Origin, Session, Shelf};
use testpress::words;
use testpress::worker::protocol::{Beside, Reply, Request};

use super::fixture::{beside, failed, mastered, offer, opened, opened_other, playable, sent, silent};
use super::voices::with_version;

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;

/// A session in which everything was touched, and its versions: a file and a kept master.
fn worked_on() -> (Session, SourceId, SourceId) {
    let (mut session, version) = with_version();
    session.handle(Event::MasterKept);
    let kept = session.voices.last().expect("kept").id;
    let controls = Controls { tilt_db: 2.0, style: Some(StyleId::Jazz), ..session.controls };
    let job = sent(&session.handle(Event::ControlsChanged(controls))).job();
    session.handle(mastered(job, StyleId::Jazz, -15.0));
    playable(&mut session, B, job);
    for event in [
        Event::VoiceRenamed { id: version, name: "Brett".into() },
        Event::VoiceMoved { id: version, later: false },
        Event::RegionChosen(Some((2.0, 4.0))),
        Event::MarkerSet { at_s: 3.0 },
        Event::MarkerNoted { index: 0, note: "here".into() },
        Event::FirstMinuteSkipped,
    ] {
        session.handle(event);
    }
    (session, version, kept)
}

/// What the browser hands a new page: the shelf as text, and the files it still has.
fn reloaded(shelf: &Shelf, files: Vec<KeptFile>, go_on: bool) -> (Session, Vec<Effect>) {
    let text = serde_json::to_string(shelf).expect("plain data");
    let mut session = Session::new(1 << 30);
    let songs = serde_json::from_str(&text).expect("plain data");
    let effects = session.handle(Event::Remembered { songs, files, go_on });
    (session, effects)
}

fn names(session: &Session) -> Vec<String> {
    session.voices.iter().map(words::voice_name).collect()
}

/// Masters and versions as they are asked for, until nothing more is.
fn answer_all(session: &mut Session, mut effects: Vec<Effect>) -> Vec<Request> {
    let mut asked = Vec::new();
    while effects.iter().any(|effect| matches!(effect, Effect::Send { .. })) {
        let request = sent(&effects);
        effects = match &request {
            Request::Open { .. } | Request::OpenDemo { .. } => session.handle(opened(request.job())),
            Request::OpenBeside { .. } => session.handle(beside(&request, -9.0)),
            Request::Master { job, result, .. } => {
                let mut event = mastered(*job, StyleId::Jazz, -15.0);
                if let Event::Reply(Reply::Mastered { result: of, .. }) = &mut event {
                    *of = *result;
                }
                session.handle(event)
            }
            other => panic!("{other:?}"),
        };
        asked.push(request);
    }
    asked
}

#[test]
fn with_its_audio_kept_everything_comes_back_by_itself() {
    let (mut before, version, kept) = worked_on();
    before.handle(Event::KeepingSet(Keeping::Audio));
    let files = before.files_to_keep();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["Song.wav", "Human master.wav"]);
    let files = files.into_iter().enumerate().map(|(n, file)| KeptFile { id: FileId(50 + n as u32), ..file }).collect();
    let (mut after, effects) = reloaded(&before.shelf(), files, true);
    // A reload in the middle of it would forget nothing.
    let mut halfway = after.clone();
    halfway.handle(opened(sent(&effects).job()));
    assert_eq!(halfway.shelf()[0].files().count(), 2);
    assert_eq!(serde_json::to_string(&halfway.shelf()).expect("plain data").matches("\"nth\":1").count(), 1);
    let asked = answer_all(&mut after, effects);
    assert!(matches!(asked[0], Request::Open { .. }));
    assert!(
        matches!(&asked[1], Request::Master { controls, .. } if controls.tilt_db == 2.0 && controls.style == Some(StyleId::Jazz))
    );
    assert!(asked.iter().any(|r| matches!(r, Request::OpenBeside { source, beside: Beside::Version, .. } if *source == version)));
    assert!(
        asked.iter().any(
            |r| matches!(r, Request::Master { result, controls, .. } if *result == kept && *controls == Controls::UNTOUCHED)
        )
    );
    assert_eq!(names(&after), names(&before));
    assert_eq!(names(&after), ["Original", "Brett", "AI master", "Kept 1"]);
    assert_eq!((&after.listening.markers, after.looped_s()), (&before.listening.markers, Some((2.0, 4.0))));
    assert_eq!((after.keeping, after.first_minute), (Keeping::Audio, FirstMinute::Skipped));
    assert_eq!(after.shelf(), before.shelf(), "and it can be left and come back again");
    // New versions get numbers of their own.
    let new = sent(&after.handle(Event::VersionsOffered(vec![offer(9, "c.wav")])));
    assert!(matches!(new, Request::OpenBeside { source, .. } if source > version && source > kept));
}

#[test]
fn without_its_audio_the_file_is_asked_for_and_recognised_by_what_it_measures() {
    let (before, version, _) = worked_on();
    let (mut after, effects) = reloaded(&before.shelf(), Vec::new(), true);
    assert!(effects.is_empty());
    assert!(matches!(after.last_song(), Some((file, None)) if file.name == "Song.wav"));
    let effects = after.handle(Event::FilesOffered(vec![offer(3, "renamed.wav")]));
    answer_all(&mut after, effects);
    assert_eq!(after.controls.tilt_db, 2.0);
    assert_eq!(after.listening.markers.len(), 1);
    assert_eq!(names(&after), ["Original", "AI master", "Kept 1"]);
    assert_eq!(after.memory.awaited.len(), 1);
    assert_eq!(after.shelf()[0].files().count(), 2, "what has not come back is not forgotten");
    // The version is known again by its file, and has its name and place.
    let effects = after.handle(Event::VersionsOffered(vec![offer(4, "Human master.wav")]));
    let asked = answer_all(&mut after, effects);
    assert!(matches!(asked[0], Request::OpenBeside { source, .. } if source == version));
    assert_eq!(names(&after), ["Original", "Brett", "AI master", "Kept 1"]);
    assert!(after.memory.awaited.is_empty());
}

#[test]
fn what_is_cancelled_on_the_way_back_is_waited_for_and_not_forgotten() {
    let (mut before, version, _) = worked_on();
    before.handle(Event::KeepingSet(Keeping::Audio));
    let (mut after, effects) = reloaded(&before.shelf(), before.files_to_keep(), true);
    after.handle(opened(sent(&effects).job()));
    after.handle(Event::Cancelled);
    assert_eq!(after.memory.awaited.len(), 1);
    assert_eq!(after.shelf()[0].files().count(), 2, "its file stays, too");
    // Another song that can't be opened takes nothing either.
    let (mut after, effects) = reloaded(&before.shelf(), before.files_to_keep(), true);
    let master = sent(&after.handle(opened(sent(&effects).job())));
    let opening = sent(&after.handle(mastered(master.job(), StyleId::Jazz, -15.0)));
    let other = sent(&after.handle(Event::FilesOffered(vec![offer(30, "notes.txt")])));
    after.handle(failed(other.job(), silent()));
    let next = sent(&after.handle(Event::Dismissed));
    assert!(
        matches!((&opening, &next), (Request::OpenBeside { source: a, .. }, Request::OpenBeside { source: b, .. }) if a == b && *a == version)
    );
}

#[test]
fn an_order_that_is_changed_after_a_reload_is_the_new_one() {
    let (mut before, version, kept) = worked_on();
    before.handle(Event::KeepingSet(Keeping::Audio));
    let (mut after, effects) = reloaded(&before.shelf(), before.files_to_keep(), true);
    answer_all(&mut after, effects);
    after.handle(Event::VoiceMoved { id: kept, later: false });
    after.handle(Event::VoiceMoved { id: version, later: true });
    let now = names(&after);
    let new = sent(&after.handle(Event::VersionsOffered(vec![offer(9, "c.wav")])));
    after.handle(beside(&new, -9.0));
    assert_eq!(names(&after)[..4], now[..]);
}

#[test]
fn another_visit_asks_before_it_goes_on() {
    let (mut before, ..) = worked_on();
    before.handle(Event::KeepingSet(Keeping::Audio));
    let (mut after, effects) = reloaded(&before.shelf(), before.files_to_keep(), false);
    assert!(effects.is_empty() && after.song.is_none());
    assert!(matches!(after.last_song(), Some((_, Some(Origin::File { .. })))));
    assert!(matches!(sent(&after.handle(Event::LastSongAsked)), Request::Open { .. }));
    assert!(after.handle(Event::Reply(Reply::Ready { protocol: 0 })).is_empty());
}

#[test]
fn a_forgotten_song_leaves_nothing() {
    let (mut session, ..) = worked_on();
    session.handle(Event::KeepingSet(Keeping::Audio));
    session.handle(Event::KeepingSet(Keeping::Nothing));
    assert!(session.shelf().is_empty() && session.files_to_keep().is_empty());
    session.handle(Event::MarkerSet { at_s: 8.0 });
    assert!(session.shelf().is_empty(), "also what is done afterwards");
    assert_eq!(session.voices.len(), 4, "what is on the page stays on it");
}

#[test]
fn a_song_that_was_left_for_another_is_as_it_was_left() {
    let (mut session, ..) = worked_on();
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(20, "Other.wav")])));
    session.handle(opened_other(open.job()));
    assert!(session.listening.markers.is_empty() && session.listening.region.is_none(), "a new song is new");
    assert_eq!(session.voices.len(), 1);
    let effects = session.handle(Event::FilesOffered(vec![offer(21, "Song.wav")]));
    answer_all(&mut session, effects);
    assert_eq!((session.controls.tilt_db, session.listening.markers.len()), (2.0, 1));
    assert_eq!(session.shelf().len(), 2);
    assert_eq!(session.voice(Role::Original).map(|v| v.id), Some(A));
}

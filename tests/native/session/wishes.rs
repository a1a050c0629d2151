//! Laws of the controls and of the reference track.

use testpress::compare::SourceId;
use testpress::mastering::{Controls, LoudnessChoice, ReferenceUse, StyleId};
use testpress::measure::Measurements;
use testpress::ui::offer::FileId;
use testpress::ui::session::{Effect, Event, Phase, Refusal, Session, Work};
use testpress::worker::protocol::{Beside, Fault, JobId, Request};

use super::fixture::{beside, failed, mastered, offer, opened, opened_other, sent, silent, with_song};
use crate::support::measured;

const BOTH: ReferenceUse = ReferenceUse { tone: true, dynamics: true, exact: false };

fn brighter(session: &Session, tilt_db: f64) -> Event {
    Event::ControlsChanged(Controls { tilt_db, ..session.controls })
}

fn using(session: &Session, reference: Option<ReferenceUse>) -> Event {
    Event::ControlsChanged(Controls { reference, ..session.controls })
}

/// What a request for a master asks for, and the loudness of the reference that goes with it.
fn asked(effects: &[Effect]) -> (JobId, Controls, Option<Box<Measurements>>) {
    match sent(effects) {
        Request::Master { job, controls, reference, .. } => (job, controls, reference),
        other => panic!("no master asked for: {other:?}"),
    }
}

/// A session whose master was made with a reference at -9 LUFS.
fn with_reference() -> Session {
    let mut session = with_song();
    let asked_for = sent(&session.handle(Event::ReferenceOffered(vec![offer(2, "Record.flac")])));
    let (job, ..) = asked(&session.handle(beside(&asked_for, -9.0)));
    session.handle(mastered(job, StyleId::Indie, -9.0));
    assert_eq!((session.controls.reference, &session.phase), (Some(BOTH), &Phase::Ready));
    session
}

fn reference_name(session: &Session) -> Option<&str> {
    session.reference.as_ref().map(|reference| reference.name.as_str())
}

#[test]
fn a_change_renders_once_and_the_newest_counts() {
    let mut session = with_song();
    let (old, controls, reference) = asked(&session.handle(brighter(&session.clone(), 1.0)));
    assert_eq!((controls.tilt_db, reference), (1.0, None));
    assert!(session.handle(brighter(&session.clone(), 1.0)).is_empty(), "the same again is no change");
    let (new, ..) = asked(&session.handle(brighter(&session.clone(), 2.0)));
    assert!(new > old && session.handle(mastered(old, StyleId::Indie, -12.0)).is_empty());
    session.handle(mastered(new, StyleId::Indie, -12.0));
    assert_eq!(session.master.as_ref().map(|m| m.controls.tilt_db), Some(2.0));
}

#[test]
fn there_and_back_again_needs_no_master() {
    let mut session = with_song();
    session.handle(brighter(&session.clone(), 1.0));
    let effects = session.handle(brighter(&session.clone(), 0.0));
    assert!(matches!(sent(&effects), Request::Cancel { .. }));
    assert_eq!((session.phase, session.controls), (Phase::Ready, Controls::UNTOUCHED));
}

#[test]
fn a_change_that_does_not_come_falls_back_to_the_master_that_is_there() {
    for giving_up in [None, Some(Fault::Engine { detail: "trap".into() })] {
        let mut session = with_song();
        let (job, ..) = asked(&session.handle(brighter(&session.clone(), 1.0)));
        session.handle(giving_up.map_or(Event::Cancelled, |fault| failed(job, fault)));
        assert_eq!(session.controls, Controls::UNTOUCHED);
    }
    let mut session = with_song();
    session.handle(brighter(&session.clone(), 1.0));
    session.handle(Event::EngineMissing { outdated: false });
    assert_eq!((session.controls, session.takes_wishes()), (Controls::UNTOUCHED, false));
    assert!(session.handle(brighter(&session.clone(), 1.0)).is_empty());
}

#[test]
fn no_figure_lies_outside_its_limits() {
    let mut session = with_song();
    let wild = Controls {
        amount: 7.0,
        tilt_db: f64::NAN,
        low_end_db: -90.0,
        width_db: f64::INFINITY,
        loudness: LoudnessChoice::Exactly { lufs: 3.0 },
        ..Controls::UNTOUCHED
    };
    let (_, controls, _) = asked(&session.handle(Event::ControlsChanged(wild)));
    let tame =
        Controls { low_end_db: -3.0, width_db: 3.0, loudness: LoudnessChoice::Exactly { lufs: -4.0 }, ..Controls::UNTOUCHED };
    assert_eq!(controls, tame);
}

#[test]
fn a_first_master_that_was_cancelled_can_still_be_asked_for() {
    let mut session = Session::new(1);
    let open = sent(&session.handle(Event::DemoAsked)).job();
    session.handle(opened(open));
    session.handle(Event::Cancelled);
    asked(&session.handle(Event::MasterAsked));
    assert!(session.handle(Event::MasterAsked).is_empty(), "one at a time");
}

#[test]
fn a_reference_is_measured_and_its_figures_go_with_the_master() {
    let mut session = with_song();
    let files = vec![offer(2, "cover.jpg"), offer(3, "Record.flac")];
    let effects = session.handle(Event::ReferenceOffered(files));
    assert!(matches!(
        &effects[..],
        [Effect::Send { request: Request::OpenBeside { beside: Beside::Reference, .. }, file: Some(FileId(3)) }]
    ));
    assert_eq!(session.files_in_use(), vec![FileId(1), FileId(3)]);
    let (_, controls, reference) = asked(&session.handle(beside(&sent(&effects), -9.0)));
    assert_eq!(controls.reference, Some(BOTH));
    assert_eq!(reference.as_deref(), Some(&measured(-9.0)));
    assert_eq!(session.files_in_use(), vec![FileId(1), FileId(3)], "it is laid beside the next song, too");
    let (_, controls, reference) = asked(&session.handle(Event::StyleChosen(Some(StyleId::Jazz))));
    assert!(controls.reference.is_some() && reference.is_some(), "a change of style keeps it");
}

#[test]
fn a_change_while_the_reference_is_measured_waits_for_it() {
    let mut session = with_song();
    let asked_for = sent(&session.handle(Event::ReferenceOffered(vec![offer(2, "Record.flac")])));
    assert!(session.handle(brighter(&session.clone(), 1.0)).is_empty());
    let (_, controls, reference) = asked(&session.handle(beside(&asked_for, -9.0)));
    assert!(controls.tilt_db == 1.0 && reference.is_some());
}

#[test]
fn a_reference_outlives_the_song_and_the_engine() {
    let mut session = with_reference();
    session.handle(using(&session.clone(), Some(ReferenceUse { dynamics: false, ..BOTH })));
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(7, "Second.wav")]))).job();
    let (job, controls, reference) = asked(&session.handle(opened_other(open)));
    assert_eq!(controls, Controls { reference: Some(ReferenceUse { dynamics: false, ..BOTH }), ..Controls::UNTOUCHED });
    assert!(reference.is_some());
    let again = sent(&session.handle(failed(job, Fault::SourceGone))).job();
    let (_, _, reference) = asked(&session.handle(opened(again)));
    assert_eq!(reference.as_deref(), Some(&measured(-9.0)));
}

#[test]
fn the_last_tick_taken_away_stops_its_use_and_the_reference_stays() {
    let mut session = with_reference();
    let neither = ReferenceUse { tone: false, dynamics: false, exact: false };
    let (job, controls, reference) = asked(&session.handle(using(&session.clone(), Some(neither))));
    assert_eq!((controls.reference, reference), (None, None));
    session.handle(mastered(job, StyleId::Indie, -12.0));
    assert_eq!(reference_name(&session), Some("Record.flac"));
    let (_, _, reference) = asked(&session.handle(using(&session.clone(), Some(ReferenceUse { tone: false, ..BOTH }))));
    assert!(reference.is_some(), "and can be used again");
    session.handle(Event::Cancelled);
    let effects = session.handle(Event::ReferenceRemoved);
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::Send { .. })), "unused, it goes without a new master");
    assert_eq!(session.reference, None);
}

#[test]
fn a_removed_reference_comes_back_with_the_master_that_used_it() {
    let mut session = with_reference();
    let (job, controls, reference) = asked(&session.handle(Event::ReferenceRemoved));
    assert_eq!((controls.reference, reference, &session.reference), (None, None, &None));
    let mut removed = session.clone();
    removed.handle(mastered(job, StyleId::Indie, -12.0));
    assert_eq!((removed.reference, removed.controls.reference), (None, None));
    session.handle(Event::Cancelled);
    assert_eq!((reference_name(&session), session.controls.reference), (Some("Record.flac"), Some(BOTH)));
}

#[test]
fn a_reference_that_can_not_be_used_leaves_everything() {
    for mut session in [with_song(), with_reference()] {
        let before = session.clone();
        let asked_for = sent(&session.handle(Event::ReferenceOffered(vec![offer(5, "Silence.wav")])));
        session.handle(failed(asked_for.job(), silent()));
        assert!(matches!(&session.phase, Phase::Refused { refusal: Refusal::Fault { name, .. } } if name == "Silence.wav"));
        session.handle(Event::Dismissed);
        assert_eq!((session.reference, session.controls, session.master), (before.reference, before.controls, before.master));
        assert_eq!((session.song, session.voices, session.phase), (before.song, before.voices, Phase::Ready));
    }
}

#[test]
fn trying_again_measures_or_masters_what_had_failed() {
    let trap = || Fault::Engine { detail: "trap".into() };
    let mut session = with_reference();
    let asked_for = sent(&session.handle(Event::ReferenceOffered(vec![offer(4, "Other.flac")])));
    session.handle(failed(asked_for.job(), trap()));
    assert_eq!(session.files_in_use(), vec![FileId(1), FileId(4), FileId(2)], "its handle is kept for that");
    let again = session.handle(Event::Retried);
    assert!(matches!(
        &again[..],
        [Effect::Send { request: Request::OpenBeside { beside: Beside::Reference, .. }, file: Some(FileId(4)) }]
    ));

    let (job, ..) = asked(&session.handle(beside(&sent(&again), -7.0)));
    session.handle(failed(job, trap()));
    assert_eq!(reference_name(&session), Some("Record.flac"), "the master that is there was made with this one");
    let (_, _, reference) = asked(&session.handle(Event::Retried));
    assert_eq!(reference.as_deref(), Some(&measured(-7.0)));
    assert_eq!(reference_name(&session), Some("Other.flac"));
}

#[test]
fn without_a_song_there_is_nothing_to_hold_against_a_reference() {
    let mut session = Session::new(1);
    assert!(session.handle(Event::ReferenceOffered(vec![offer(2, "Record.flac")])).is_empty());
    let mut session = with_song();
    session.handle(Event::FilesOffered(vec![offer(3, "Next.wav")]));
    assert!(session.handle(Event::ReferenceOffered(vec![offer(2, "Record.flac")])).is_empty());
    assert!(matches!(&session.phase, Phase::Working { work: Work::Opening { .. }, .. }));
    assert_eq!(session.listening.chosen, SourceId::AUTOMATIC);
}

#[test]
fn a_session_with_a_reference_survives_being_written_down() {
    let session = with_reference();
    let text = serde_json::to_string(&session).expect("plain data");
    assert_eq!(serde_json::from_str::<Session>(&text).expect("plain data"), session);
}

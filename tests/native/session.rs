//! Laws of the page's state machine: what is late is ignored, what was there stays until something better has come.

mod blind;
mod decide;
mod excerpt;
mod fixture;
mod listening;
mod record;
mod report;
mod shelf;
mod showcase;
mod voices;
mod wishes;

use testpress::compare::SourceId;
use testpress::encode::{TakeSettings, Taken};
use testpress::mastering::StyleId;
use testpress::pace::Stage;
use testpress::ui::offer::{FileId, in_order};
use testpress::ui::session::{Effect, Engine, Event, Levels, Phase, Refusal, Session, Signal, Work};
use testpress::worker::protocol::{Fault, JobId, Reply, Request};

use fixture::{assert_levels, failed, mastered, offer, opened, opened_other, playable, sent, silent, with_song};

#[test]
fn a_song_is_mastered_as_soon_as_it_is_open() {
    let mut session = Session::new(5);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")])));
    assert!(matches!(open, Request::Open { memory_bytes: 5, source: SourceId::ORIGINAL, .. }));
    let effects = session.handle(opened(open.job()));
    let master = sent(&effects);
    assert!(matches!(master, Request::Master { source: SourceId::ORIGINAL, result: SourceId::AUTOMATIC, .. }));
    assert!(master.job() > open.job());
    assert!(effects.contains(&Effect::Fill { source: SourceId::ORIGINAL, job: open.job() }));
}

#[test]
fn the_original_can_be_heard_while_its_master_is_made() {
    let mut session = Session::new(1);
    let open = sent(&session.handle(Event::DemoAsked)).job();
    session.handle(opened(open));
    assert!(session.handle(Event::PlayToggled).is_empty(), "nothing is filled yet");
    playable(&mut session, SourceId::ORIGINAL, open);
    assert_eq!(session.handle(Event::PlayToggled), vec![Effect::Play]);
    assert!(session.handle(Event::VoiceChosen(SourceId::AUTOMATIC)).is_empty());
    assert_eq!(session.listening.chosen, SourceId::ORIGINAL);
}

#[test]
fn what_is_being_listened_to_is_not_taken_away_by_a_master_that_arrives() {
    let mut session = Session::new(1);
    let open = sent(&session.handle(Event::DemoAsked)).job();
    let master = sent(&session.handle(opened(open))).job();
    playable(&mut session, SourceId::ORIGINAL, open);
    session.handle(Event::PlayToggled);
    session.handle(mastered(master, StyleId::Pop, -12.0));
    let effects = playable(&mut session, SourceId::AUTOMATIC, master);
    assert_eq!(session.listening.chosen, SourceId::ORIGINAL);
    assert!(!effects.contains(&Effect::Pause));
}

#[test]
fn replies_of_superseded_jobs_change_nothing() {
    let mut session = with_song();
    let old = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    let new = sent(&session.handle(Event::StyleChosen(Some(StyleId::Metal)))).job();
    assert!(new > old);
    let before = session.clone();
    let late = [
        mastered(old, StyleId::Jazz, -16.0),
        failed(old, silent()),
        opened(old),
        Event::Reply(Reply::Progress { job: old, stage: Stage::Tone, done: 0.5, strokes: vec![9] }),
        exported(old),
    ];
    for event in late {
        assert!(session.handle(event.clone()).is_empty(), "{event:?}");
        assert_eq!(session, before, "{event:?}");
    }
    session.handle(mastered(new, StyleId::Metal, -10.5));
    assert_eq!(session.master.as_ref().map(|m| m.plan.style.id), Some(StyleId::Metal));
}

#[test]
fn a_late_filling_is_not_installed() {
    let mut session = with_song();
    let first = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    session.handle(mastered(first, StyleId::Jazz, -16.0));
    let second = sent(&session.handle(Event::StyleChosen(Some(StyleId::Pop)))).job();
    session.handle(mastered(second, StyleId::Pop, -12.0));
    assert!(playable(&mut session, SourceId::AUTOMATIC, first).is_empty());
    assert!(playable(&mut session, SourceId::AUTOMATIC, second).contains(&Effect::Install { source: SourceId::AUTOMATIC }));
}

#[test]
fn a_change_of_style_keeps_both_versions_playable() {
    let mut session = with_song();
    session.handle(Event::StyleChosen(Some(StyleId::Jazz)));
    for id in [SourceId::ORIGINAL, SourceId::AUTOMATIC] {
        assert!(!session.handle(Event::VoiceChosen(id)).is_empty(), "{id:?}");
    }
}

#[test]
fn a_refused_file_keeps_the_earlier_song() {
    let mut session = with_song();
    let before = session.clone();
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(2, "notes.txt")]))).job();
    let effects = session.handle(failed(open, silent()));
    assert_eq!(effects, vec![Effect::GivenUp, Effect::Signal(Signal::Error { kind: "file".into() })]);
    assert!(matches!(&session.phase, Phase::Refused { refusal: Refusal::Fault { name, .. } } if name == "notes.txt"));
    assert_eq!(session.song, before.song);
    assert_eq!(session.voices, before.voices);
    assert_eq!(session.handle(Event::PlayToggled), vec![Effect::Play]);
    session.handle(Event::Dismissed);
    assert_eq!(session.phase, Phase::Ready);
}

#[test]
fn a_new_song_replaces_everything_at_once() {
    let mut session = with_song();
    session.handle(Event::StyleChosen(Some(StyleId::Jazz)));
    session.handle(Event::PlayToggled);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(7, "Other.flac")]))).job();
    assert!(session.playing, "the earlier song plays on until the new one is open");
    let effects = session.handle(opened_other(open));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::NewSong { .. })));
    assert!(effects.contains(&Effect::Signal(Signal::SongOpened { demo: false })));
    assert!(!session.playing);
    assert_eq!(session.voices.len(), 1);
    assert!(session.master.is_none());
    assert_eq!(session.controls.style, None, "another song has its own nearest style");
    assert_eq!(session.files_in_use(), vec![FileId(7)]);
}

#[test]
fn a_style_that_fails_leaves_the_controls_at_the_master_that_is_there() {
    let mut session = with_song();
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    session.handle(failed(job, Fault::Engine { detail: "trap".into() }));
    assert_eq!(session.controls.style, None);
    let mut session = with_song();
    session.handle(Event::StyleChosen(Some(StyleId::Jazz)));
    session.handle(Event::Cancelled);
    assert_eq!((session.controls.style, &session.phase), (None, &Phase::Ready));
}

#[test]
fn trying_again_asks_for_what_had_failed() {
    let mut session = with_song();
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    session.handle(failed(job, Fault::Engine { detail: "trap".into() }));
    let Request::Master { controls, .. } = sent(&session.handle(Event::Retried)) else { panic!("no master asked for") };
    assert_eq!(controls.style, Some(StyleId::Jazz));
}

#[test]
fn a_fresh_engine_is_given_the_song_again_without_asking() {
    let mut session = with_song();
    session.handle(Event::PlayToggled);
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    let effects = session.handle(failed(job, Fault::SourceGone));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Send { file: Some(FileId(1)), .. })));
    let effects = session.handle(opened(sent(&effects).job()));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::NewSong { .. } | Effect::Fill { .. })), "what plays goes on");
    let Request::Master { controls, .. } = sent(&effects) else { panic!("no master asked for") };
    assert_eq!(controls.style, Some(StyleId::Jazz));
    assert!(session.playing);
}

fn exported(job: JobId) -> Event {
    let taken = Taken { lufs: -12.0, dbtp: -1.0, trimmed_db: 0.0, bytes: 1_000_000 };
    Event::Reply(Reply::Exported { job, source: SourceId::AUTOMATIC, settings: TakeSettings::USUAL, taken })
}

#[test]
fn a_download_survives_a_crash_of_the_engine() {
    let mut session = with_song();
    let export = sent(&session.handle(Event::ExportAsked)).job();
    let again = sent(&session.handle(failed(export, Fault::SourceGone))).job();
    let master = sent(&session.handle(opened(again))).job();
    let export = sent(&session.handle(mastered(master, StyleId::Indie, -12.0)));
    assert!(matches!(export, Request::Take { source: SourceId::AUTOMATIC, settings: TakeSettings::USUAL, .. }));
    let saved = session.handle(exported(export.job()));
    let downloaded = Effect::Signal(Signal::Downloaded {});
    assert_eq!(saved, vec![Effect::Save { name: "Song - AI master 24-bit.wav".into() }, downloaded]);
}

#[test]
fn a_source_that_is_gone_twice_is_reported_and_not_asked_for_for_ever() {
    let mut session = with_song();
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    let again = sent(&session.handle(failed(job, Fault::SourceGone))).job();
    session.handle(failed(again, Fault::SourceGone));
    assert!(matches!(session.phase, Phase::Refused { .. }));
}

#[test]
fn cancelling_a_first_song_leads_back_to_the_start() {
    let mut session = Session::new(1);
    let open = sent(&session.handle(Event::DemoAsked)).job();
    let cancel = sent(&session.handle(Event::Cancelled));
    assert!(matches!(cancel, Request::Cancel { job } if job > open));
    assert_eq!(session.phase, Phase::Waiting);
    session.handle(opened(open));
    assert!(session.song.is_none());
}

#[test]
fn of_several_files_the_artist_chooses_and_audio_comes_first() {
    let mut session = Session::new(1);
    let files = vec![offer(1, "cover.jpg"), offer(2, ".DS_Store"), offer(3, "B side.WAV"), offer(4, "a side.mp3")];
    assert!(session.handle(Event::FilesOffered(files.clone())).is_empty());
    let names: Vec<_> = in_order(files).into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["a side.mp3", "B side.WAV", "cover.jpg"]);
    assert!(session.handle(Event::FilePicked(FileId(99))).is_empty());
    let effects = session.handle(Event::FilePicked(FileId(3)));
    assert!(matches!(&effects[..], [Effect::Send { file: Some(FileId(3)), .. }]));
    assert!(matches!(&session.phase, Phase::Working { work: Work::Opening { name, .. }, .. } if name == "B side.WAV"));
}

#[test]
fn a_drop_without_a_file_says_so_and_can_be_put_away() {
    for start in [Session::new(1), with_song()] {
        let mut session = start.clone();
        session.handle(Event::FilesOffered(Vec::new()));
        assert_eq!(session.phase, Phase::Refused { refusal: Refusal::NoFile });
        session.handle(Event::Dismissed);
        assert_eq!(session, start);
    }
}

#[test]
fn matched_levels_only_turn_down_and_real_levels_touch_nothing() {
    let mut session = with_song();
    assert_levels(&session, &[(SourceId::ORIGINAL, 0.0), (SourceId::AUTOMATIC, -6.0)]);
    session.handle(Event::LevelsChosen(Levels::Real));
    assert!(session.levels_db().iter().all(|(_, db)| *db == 0.0));
}

#[test]
fn levels_and_voices_are_those_of_the_buffers_that_are_installed() {
    let mut session = with_song();
    session.handle(Event::PlayToggled);
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    session.handle(mastered(job, StyleId::Jazz, -16.0));
    assert_levels(&session, &[(SourceId::ORIGINAL, 0.0), (SourceId::AUTOMATIC, -6.0)]);
    let mut filled = session.clone();
    playable(&mut filled, SourceId::AUTOMATIC, job);
    assert_levels(&filled, &[(SourceId::ORIGINAL, 0.0), (SourceId::AUTOMATIC, -2.0)]);
    assert!(session.handle(Event::Unplayable { source: SourceId::AUTOMATIC, job: JobId(0) }).is_empty(), "late");
    let effects = session.handle(Event::Unplayable { source: SourceId::AUTOMATIC, job });
    assert!(
        effects.contains(&Effect::Pause) && effects.contains(&Effect::Blend(vec![(SourceId::ORIGINAL, 1.0)])) && !session.playing
    );
    assert!(!session.is_playable(SourceId::AUTOMATIC) && session.levels_db() == [(SourceId::ORIGINAL, 0.0)]);
}

#[test]
fn only_a_first_master_is_chosen_by_itself() {
    let mut session = with_song();
    session.handle(Event::VoiceChosen(SourceId::ORIGINAL));
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::Jazz)))).job();
    session.handle(mastered(job, StyleId::Jazz, -16.0));
    assert!(
        playable(&mut session, SourceId::AUTOMATIC, job)
            .contains(&Effect::Blend(vec![(SourceId::ORIGINAL, 1.0), (SourceId::AUTOMATIC, 0.0)]))
    );
}

#[test]
fn blocked_sound_pauses_and_what_does_not_come_is_not_timed() {
    let mut session = with_song();
    session.handle(Event::PlayToggled);
    assert_eq!(session.handle(Event::SoundBlocked)[0], Effect::Pause);
    session.handle(Event::StyleChosen(Some(StyleId::Jazz)));
    assert!(session.handle(Event::Cancelled).contains(&Effect::GivenUp));
    assert!(session.handle(Event::EngineMissing { outdated: false }).contains(&Effect::GivenUp));
}

#[test]
fn progress_never_runs_backwards_within_a_stage() {
    let mut session = Session::new(1);
    let job = sent(&session.handle(Event::DemoAsked)).job();
    for done in [0.5, 0.2] {
        session.handle(Event::Reply(Reply::Progress { job, stage: Stage::Decode, done, strokes: Vec::new() }));
    }
    assert!(matches!(session.phase, Phase::Working { stage: Some(Stage::Decode), done, .. } if done == 0.5));
}

#[test]
fn what_is_read_of_a_song_is_drawn_until_the_next_work() {
    let mut session = Session::new(1);
    let job = sent(&session.handle(Event::DemoAsked)).job();
    for (stage, done, strokes) in [(Stage::Decode, 0.5, vec![1, 2]), (Stage::Decode, 1.0, vec![3]), (Stage::Measure, 0.5, vec![])]
    {
        session.handle(Event::Reply(Reply::Progress { job, stage, done, strokes }));
    }
    assert_eq!(session.strokes, [1, 2, 3]);
    session.handle(Event::Cancelled);
    session.handle(Event::DemoAsked);
    assert!(session.strokes.is_empty());
}

#[test]
fn without_an_engine_nothing_is_sent() {
    let mut session = Session::new(1);
    session.handle(Event::DemoAsked);
    session.handle(Event::EngineMissing { outdated: true });
    assert_eq!(session.engine, Engine::Missing { outdated: true });
    assert_eq!(session.phase, Phase::Waiting);
    assert_eq!(session.handle(Event::DemoAsked), vec![Effect::GivenUp]);
}

#[test]
fn a_session_survives_being_written_down() {
    let session = with_song();
    let text = serde_json::to_string(&session).expect("plain data");
    assert_eq!(serde_json::from_str::<Session>(&text).expect("plain data"), session);
}

#[test]
fn signals_carry_figures_and_no_names() {
    let mut session = with_song();
    let job = sent(&session.handle(Event::StyleChosen(Some(StyleId::HiphopTrap)))).job();
    session.handle(mastered(job, StyleId::HiphopTrap, -11.0));
    let effects = playable(&mut session, SourceId::AUTOMATIC, job);
    let signal = effects.iter().find_map(|effect| match effect {
        Effect::Signal(signal) => Some(serde_json::to_string(signal).expect("plain data")),
        _ => None,
    });
    let text = signal.expect("a signal");
    assert!(text.contains(r#""style":"hiphop_trap""#) && text.contains(r#""lufs_after":-11.0"#), "{text}");
    assert!(!text.contains("Song"), "{text}");
}

/// A file's name is personal, and so is all that an artist types: neither may reach the page around this one.
#[test]
fn what_is_told_outside_names_nothing() {
    let mut session = Session::new(5);
    let mut told = Vec::new();
    let mut hear = |effects: &[Effect]| {
        for effect in effects {
            if let Effect::Signal(signal) = effect {
                told.push(serde_json::to_string(signal).expect("JSON"));
            }
        }
    };
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Secret love.wav")]))).job();
    let effects = session.handle(opened(open));
    hear(&effects);
    hear(&playable(&mut session, SourceId::ORIGINAL, open));
    let master = sent(&effects).job();
    hear(&session.handle(mastered(master, StyleId::Rock, -9.0)));
    hear(&playable(&mut session, SourceId::AUTOMATIC, master));
    hear(&session.handle(Event::BookingOpened));
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(2, "Secret notes.txt")]))).job();
    hear(&session.handle(failed(open, Fault::Unreadable { detail: "Secret".into() })));
    assert_eq!(told.len(), 4, "{told:?}");
    assert_eq!(told[0], "{\"demo\":false}");
    assert!(told[1].starts_with("{\"style\":\"rock\",\"seconds\":10.0,\"lufs_before\":"), "{}", told[1]);
    assert_eq!(told[2..], ["{}", "{\"kind\":\"unreadable\"}"]);
    assert!(!told.concat().contains("Secret"));
}

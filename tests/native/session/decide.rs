//! Understanding and deciding: what is heard of a change, what is meant, what the song is for, and what the studio is told.

use crate::session::fixture::{mastered, offer, opened, opened_other, playable, sent, with_song};
use testpress::advice::{Advice, Purpose, Question};
use testpress::booking::{Brief, Mixes};
use testpress::compare::{Hear, Listen, SourceId};
use testpress::encode::{Format, Tags, TakeSettings};
use testpress::mastering::{Dimension, StyleId};
use testpress::ui::session::{Effect, Event, Keeping, Levels, Session, Stored};
use testpress::worker::protocol::Request;

fn hear(listen: Listen) -> Event {
    Event::ChangeHeard(Hear { from_s: 2.0, to_s: 6.0, listen })
}

#[test]
fn one_press_plays_the_place_over_and_over() {
    let mut session = with_song();
    let effects = session.handle(hear(Listen::Switch));
    assert_eq!(session.listening.looped_s(), Some((2.0, 6.0)));
    assert_eq!((session.listening.chosen, session.listening.levels), (SourceId::AUTOMATIC, Levels::Matched));
    assert!(session.playing && effects.contains(&Effect::Play) && effects.contains(&Effect::Seek(2.0)), "{effects:?}");
    // Already playing: it goes there, and does not start twice.
    assert!(!session.handle(hear(Listen::Switch)).contains(&Effect::Play));
}

#[test]
fn a_change_of_level_is_heard_at_real_levels_and_a_small_one_alone() {
    let mut session = with_song();
    session.handle(hear(Listen::SwitchAtRealLevels));
    assert_eq!((session.listening.levels, session.listening.change), (Levels::Real, None));
    session.handle(hear(Listen::OnlyTheChange));
    assert_eq!(session.listening.levels, Levels::Matched);
    assert_eq!(session.listening.change, Some((SourceId::AUTOMATIC, SourceId::ORIGINAL)));
    // The next one is heard whole again.
    session.handle(hear(Listen::Switch));
    assert_eq!(session.listening.change, None);
}

#[test]
fn nothing_is_played_before_both_can_be_heard() {
    let mut session = Session::new(1);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    session.handle(opened(open));
    playable(&mut session, SourceId::ORIGINAL, open);
    assert!(session.handle(hear(Listen::Switch)).is_empty());
    assert!(!session.playing && session.listening.region.is_none());
}

#[test]
fn what_is_meant_is_left_alone_by_the_next_master_and_can_be_taken_back() {
    let mut session = with_song();
    let say = |answer| Event::MeantSaid { dimension: Dimension::Top, answer };
    // A no changes nothing that is to be made.
    assert!(session.handle(say(Some(false))).is_empty());
    assert_eq!(session.meant.get(&Dimension::Top), Some(&false));
    let Request::Master { controls, job, .. } = sent(&session.handle(say(Some(true)))) else { panic!("no master asked for") };
    assert!(controls.meant.contains(Dimension::Top));
    session.handle(mastered(job, StyleId::Indie, -12.0));
    let Request::Master { controls, .. } = sent(&session.handle(say(None))) else { panic!("no master asked for") };
    assert!(controls.meant.is_empty() && session.meant.is_empty());
}

#[test]
fn without_a_purpose_there_is_no_advice_and_with_one_there_is() {
    let mut session = with_song();
    let advice = |session: &Session| session.verdict(None).map(|verdict| verdict.advice);
    assert_eq!(advice(&session), Some(Advice::TooLittleToAdvise));
    session.handle(Event::PurposeSaid(Some(Purpose::Library)));
    assert_eq!(advice(&session), Some(Advice::AutomaticIsEnough));
    session.handle(Event::PurposeSaid(Some(Purpose::ImportantRelease)));
    session.handle(Event::QuestionAnswered { question: Question::Lasting, answer: Some(true) });
    assert_eq!(advice(&session), Some(Advice::ReasonsToAskAPerson));
    session.handle(Event::PurposeSaid(None));
    assert_eq!(advice(&session), Some(Advice::TooLittleToAdvise));
    assert_eq!(Session::new(1).verdict(None), None, "there is nothing to advise on");
}

#[test]
fn the_brief_says_what_was_measured_and_only_what_was_said() {
    let mut session = with_song();
    session.handle(Event::MarkerSet { at_s: 3.0 });
    let facts = session.brief_facts(None);
    assert_eq!(facts.titles, ["Song"]);
    assert_eq!(facts.figures.map(|figures| (figures.integrated_lufs, figures.bits)), Some((-18.0, Some(16))));
    assert_eq!((facts.verdict, facts.moments.len()), (None, 0), "nothing was said, and listening stays here");
    session.handle(Event::PurposeSaid(Some(Purpose::Demo)));
    session.handle(Event::NotesInLetterSet(true));
    let facts = session.brief_facts(None);
    assert!(facts.verdict.is_some_and(|verdict| verdict.contains("demo")));
    assert_eq!(facts.moments.len(), 1);
}

/// A reload, then the same song.
fn reloaded(before: &Session) -> Session {
    let stored = Stored::default().with(&before.present().expect("a song"));
    let text = stored.text().expect("text");
    let songs = Stored::read(Some(&text)).expect("what was written").songs;
    let mut session = Session::new(1);
    session.handle(Event::Remembered { songs, files: Vec::new(), go_on: false });
    session
}

#[test]
fn answers_brief_and_settings_come_back_with_the_song_and_those_of_the_artist_stay_for_the_next() {
    let mut session = with_song();
    session.handle(Event::PurposeSaid(Some(Purpose::Album)));
    session.handle(Event::MeantSaid { dimension: Dimension::Width, answer: Some(true) });
    let brief = Brief { name: "Ada".into(), rewritten: Some("As I say it.".into()), ..Brief::default() };
    session.handle(Event::BriefEdited(Box::new(brief.clone())));
    let take = TakeSettings { format: Format::Flac16, ..TakeSettings::USUAL };
    session.handle(Event::TakeChosen(take));
    session.handle(Event::TagsSet(Tags { title: "Song".into(), artist: "Ada".into() }));

    let mut same = reloaded(&session);
    let open = sent(&same.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    let Request::Master { controls, .. } = sent(&same.handle(opened(open))) else { panic!("no master asked for") };
    assert!(controls.meant.contains(Dimension::Width));
    assert_eq!((same.answers, &same.meant, &same.brief), (session.answers, &session.meant, &brief));
    assert_eq!((same.take, same.tags), (take, Tags { title: "Song".into(), artist: "Ada".into() }));

    let mut next = reloaded(&session);
    let open = sent(&next.handle(Event::FilesOffered(vec![offer(2, "Next.wav")]))).job();
    next.handle(opened_other(open));
    assert_eq!((next.answers.purpose, next.meant.len(), next.controls.meant.is_empty()), (None, 0, true));
    assert_eq!((next.brief.name.as_str(), &next.brief.rewritten), ("Ada", &None));
    assert_eq!((next.take, next.tags), (take, Tags { title: "Next".into(), artist: "Ada".into() }));
}

#[test]
fn real_levels_stay_with_the_place_that_asked_for_them() {
    for leave in [Event::RegionChosen(None), Event::LoopSet(false), Event::Sought(9.0), hear(Listen::Switch)] {
        let mut session = with_song();
        session.handle(hear(Listen::SwitchAtRealLevels));
        session.handle(leave.clone());
        assert_eq!(session.listening.levels, Levels::Matched, "{leave:?}");
    }
    // Nor are they kept, or carried to the next song.
    let mut session = with_song();
    session.handle(hear(Listen::SwitchAtRealLevels));
    let mut same = reloaded(&session);
    let open = sent(&same.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    same.handle(opened(open));
    assert_eq!(same.listening.levels, Levels::Matched);
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(2, "Next.wav")]))).job();
    session.handle(opened_other(open));
    assert_eq!(session.listening.levels, Levels::Matched);
    // Those that the artist chose are.
    session.handle(Event::LevelsChosen(Levels::Real));
    session.handle(Event::LoopSet(false));
    assert_eq!(session.listening.levels, Levels::Real);
}

#[test]
fn an_answer_goes_with_the_master_that_was_not_made() {
    let mut session = with_song();
    session.handle(Event::MeantSaid { dimension: Dimension::Top, answer: Some(true) });
    session.handle(Event::Cancelled);
    assert!(session.controls.meant.is_empty() && session.meant.is_empty(), "it is not left alone, and not said to be");
}

#[test]
fn a_song_that_comes_back_does_not_take_away_who_the_artist_is() {
    let mut session = with_song();
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(2, "Next.wav")]))).job();
    session.handle(opened_other(open));
    let mixes = Mixes::Link("https://files.example/next".into());
    let brief = Brief { name: "Ada".into(), mixes, ..Brief::default() };
    session.handle(Event::BriefEdited(Box::new(brief)));
    session.handle(Event::TakeChosen(TakeSettings { format: Format::Flac24, ..TakeSettings::USUAL }));
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    session.handle(opened(open));
    assert_eq!(
        (session.brief.name.as_str(), &session.brief.mixes),
        ("Ada", &Mixes::default()),
        "the other song's mixes are not this one's"
    );
    assert_eq!(session.take.format, Format::Flac24);
}

#[test]
fn what_is_to_be_forgotten_does_not_go_along_to_the_next_song() {
    let mut session = with_song();
    session.handle(Event::BriefEdited(Box::new(Brief { name: "Ada".into(), ..Brief::default() })));
    session.handle(Event::TagsSet(Tags { title: "Song".into(), artist: "Ada".into() }));
    session.handle(Event::KeepingSet(Keeping::Nothing));
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(2, "Next.wav")]))).job();
    session.handle(opened_other(open));
    assert_eq!((session.brief.name.as_str(), session.tags.artist.as_str()), ("", ""));
}

#[test]
fn a_record_of_an_earlier_page_takes_nothing_away() {
    let session = with_song();
    let stored = Stored::default().with(&session.present().expect("a song"));
    let mut records: serde_json::Value = serde_json::from_str(&stored.text().expect("text")).expect("records");
    for part in ["answers", "meant", "brief", "tags", "take"] {
        records[0].as_object_mut().expect("a record").remove(part).expect(part);
    }
    let songs = Stored::read(Some(&records.to_string())).expect("what was written").songs;
    assert_eq!(songs.len(), 1, "it is read");
    let mut session = Session::new(1);
    session.handle(Event::Remembered { songs, files: Vec::new(), go_on: false });
    session.handle(Event::BriefEdited(Box::new(Brief { name: "Ada".into(), ..Brief::default() })));
    let open = sent(&session.handle(Event::FilesOffered(vec![offer(1, "Song.wav")]))).job();
    session.handle(opened(open));
    assert_eq!((session.brief.name.as_str(), session.tags.title.as_str(), session.take), ("Ada", "Song", TakeSettings::USUAL));
}

#[test]
fn a_master_is_taken_home_as_chosen() {
    let mut session = with_song();
    let take = TakeSettings { format: Format::WavFloat, ..TakeSettings::USUAL };
    session.handle(Event::TakeChosen(take));
    let Request::Take { settings, tags, .. } = sent(&session.handle(Event::ExportAsked)) else { panic!("no file asked for") };
    assert_eq!((settings, tags.title.as_str()), (take, "Song"));
}

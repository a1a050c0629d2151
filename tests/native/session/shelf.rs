//! Laws of the shelf: what can't be read is not lost, and tabs do not undo each other.

use testpress::ui::session::{Event, Keeping, Session, Shelf, Stored};

use super::fixture::{offer, opened, opened_other, sent};

/// A session with the song of the fixture, or the other one, and its audio kept.
fn with_song(other: bool) -> Session {
    let mut session = Session::new(1 << 30);
    let name = if other { "Other.wav" } else { "Song.wav" };
    let job = sent(&session.handle(Event::FilesOffered(vec![offer(1, name)]))).job();
    session.handle(if other { opened_other(job) } else { opened(job) });
    session.handle(Event::KeepingSet(Keeping::Audio));
    session
}

fn text(shelf: &Shelf) -> String {
    serde_json::to_string(shelf).expect("plain data")
}

fn read(text: &str) -> Stored {
    Stored::read(Some(text)).expect("a list")
}

/// What a tab makes of what the storage holds.
fn written(tab: &Session, stored: &str) -> String {
    read(stored).with(&tab.present().expect("a song")).text().expect("readable")
}

fn names(text: &str) -> Vec<String> {
    read(text).songs.iter().map(|song| song.file.name.clone()).collect()
}

#[test]
fn what_is_no_list_is_left_alone_and_nothing_is_an_empty_shelf() {
    for text in ["", "null", "{\"songs\":[]}", "[{\"print\":", "not json"] {
        assert!(Stored::read(Some(text)).is_err(), "{text}");
    }
    let none = Stored::read(None).expect("an empty shelf");
    assert!(none.songs.is_empty() && none.is_all_read());
}

#[test]
fn a_record_that_cannot_be_read_takes_nothing_with_it_and_stays_as_it_is() {
    let tab = with_song(false);
    let songs = text(&tab.shelf());
    let foreign = r#"{"print":{"frames":"many"},"from":"a newer page"}"#;
    let stored = format!("[{foreign},{},1]", &songs[1..songs.len() - 1]);
    let first = read(&stored);
    assert_eq!((first.songs.clone(), first.is_all_read()), (tab.shelf(), false));
    let after = read(&written(&tab, &stored));
    assert_eq!(after, first);
    let records: Vec<serde_json::Value> = serde_json::from_str(&written(&tab, &stored)).expect("a list");
    assert_eq!(records[1..], [serde_json::from_str(foreign).expect("an object"), serde_json::json!(1)]);
    // Written twice, nothing is there twice.
    assert_eq!(written(&tab, &written(&tab, &stored)), written(&tab, &stored));
}

#[test]
fn a_forgotten_song_is_forgotten_also_where_its_record_cannot_be_read() {
    let mut tab = with_song(false);
    let mut records: Vec<serde_json::Value> = serde_json::from_str(&text(&tab.shelf())).expect("a list");
    records[0]["controls"] = "of a newer page".into();
    let stored = serde_json::to_string(&records).expect("plain data");
    assert!(!read(&stored).is_all_read());
    tab.handle(Event::KeepingSet(Keeping::Nothing));
    assert_eq!(written(&tab, &stored), "[]");
}

#[test]
fn what_would_not_be_read_again_is_not_written() {
    let mut tab = with_song(false);
    tab.handle(Event::MarkerSet { at_s: 1.0 });
    tab.listening.markers[0].at_s = f64::NAN;
    assert!(Stored::default().with(&tab.present().expect("a song")).text().is_err());
}

#[test]
fn two_tabs_with_two_songs_keep_both() {
    let (mut one, other) = (with_song(false), with_song(true));
    let stored = written(&other, &written(&one, "[]"));
    assert_eq!(names(&stored), ["Other.wav", "Song.wav"]);
    one.handle(Event::MarkerSet { at_s: 3.0 });
    let stored = written(&one, &stored);
    assert_eq!(names(&stored), ["Song.wav", "Other.wav"]);
    assert_eq!(read(&stored).songs, [one.shelf(), other.shelf()].concat());
    assert_eq!(read(&stored).files().collect::<Vec<_>>(), [("Song.wav".into(), 1_000), ("Other.wav".into(), 1_000)]);
}

#[test]
fn what_one_tab_forgets_does_not_come_back_from_the_other() {
    let (mut one, mut other) = (with_song(false), with_song(true));
    // Both began with both songs.
    let stored = written(&other, &written(&one, "[]"));
    for tab in [&mut one, &mut other] {
        tab.handle(Event::Remembered { songs: read(&stored).songs, files: Vec::new(), go_on: false });
    }
    one.handle(Event::KeepingSet(Keeping::Nothing));
    let stored = written(&one, &stored);
    assert_eq!(names(&stored), ["Other.wav"]);
    other.handle(Event::MarkerSet { at_s: 3.0 });
    let stored = written(&other, &stored);
    assert_eq!(names(&stored), ["Other.wav"]);
    assert_eq!(names(&written(&one, &stored)), ["Other.wav"]);
    // Until the artist wishes otherwise.
    one.handle(Event::KeepingSet(Keeping::Work));
    assert_eq!(names(&written(&one, &stored)), ["Song.wav", "Other.wav"]);
}

#[test]
fn a_tab_goes_on_with_its_own_song_only() {
    let (one, other) = (with_song(false), with_song(true));
    let stored = written(&one, &written(&other, "[]"));
    let order = |songs: Shelf| songs.into_iter().map(|song| song.file.name).collect::<Vec<_>>();
    let (songs, go_on) = read(&stored).continuing(other.print().as_ref());
    assert_eq!((order(songs), go_on), (vec!["Other.wav".into(), "Song.wav".into()], true));
    let (songs, go_on) = read(&stored).continuing(None);
    assert_eq!((order(songs), go_on), (vec!["Song.wav".into(), "Other.wav".into()], false));
    let (songs, go_on) = read(&written(&one, "[]")).continuing(other.print().as_ref());
    assert_eq!((order(songs), go_on), (vec!["Song.wav".into()], false), "forgotten elsewhere");
}

#[test]
fn only_work_may_settle_before_it_is_written() {
    let mut tab = with_song(false);
    let present = |tab: &Session| tab.present().expect("a song");
    let before = present(&tab);
    tab.handle(Event::MarkerSet { at_s: 3.0 });
    assert!(present(&tab) != before && present(&tab).goes_on_from(&before));
    for keeping in [Keeping::Work, Keeping::Nothing] {
        tab.handle(Event::KeepingSet(keeping));
        assert!(!present(&tab).goes_on_from(&before) && present(&tab).is_same_song(&before), "{keeping:?}");
    }
    assert!(!present(&with_song(true)).goes_on_from(&before));
}

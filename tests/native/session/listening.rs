//! Laws of listening: loops, levels, what differs, and the artist's notes.

use testpress::compare::SourceId;
use testpress::ui::session::{Effect, Event, Levels, Marker};

use super::fixture::{assert_levels, with_song};
use super::voices::with_version;

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;

#[test]
fn a_stretch_repeats_until_one_goes_elsewhere_and_stays_for_later() {
    let mut session = with_song();
    let effects = session.handle(Event::RegionChosen(Some((2.0, 4.0))));
    assert!(matches!(&effects[..], [Effect::Repeat(Some((2.0, 4.0))), Effect::Blend(_)]));
    assert_eq!(session.handle(Event::Sought(3.0)), vec![Effect::Seek(3.0)]);
    let effects = session.handle(Event::Sought(7.0));
    assert!(matches!(&effects[..], [Effect::Repeat(None), Effect::Blend(_), Effect::Seek(7.0)]));
    assert_eq!((session.listening.region, session.listening.looping), (Some((2.0, 4.0)), false));
    assert_eq!(session.handle(Event::LoopSet(true))[0], Effect::Repeat(Some((2.0, 4.0))));
    assert_eq!(session.handle(Event::RegionChosen(None))[0], Effect::Repeat(None));
    session.handle(Event::LoopSet(true));
    assert_eq!(session.listening.looped_s(), None, "nothing to repeat");
}

#[test]
fn a_stretch_lies_in_the_song_and_is_long_enough() {
    let mut session = with_song();
    session.handle(Event::RegionChosen(Some((-4.0, 99.0))));
    assert_eq!(session.listening.looped_s(), Some((0.0, 10.0)));
    for nothing in [(5.0, 5.01), (5.0, 4.0), (f64::NAN, 5.0), (20.0, 30.0), (0.0, f64::INFINITY)] {
        session.handle(Event::RegionChosen(Some(nothing)));
        assert_eq!(session.listening.looped_s(), None, "{nothing:?}");
    }
}

#[test]
fn what_differs_is_one_voice_against_another_at_equal_loudness() {
    let (mut session, version) = with_version();
    session.handle(Event::LevelsChosen(Levels::Real));
    let effects = session.handle(Event::ChangeChosen(Some((B, A))));
    let [Effect::Blend(gains)] = &effects[..] else { panic!("{effects:?}") };
    let expected = [(A, -1.0), (B, 0.501), (version, 0.0)];
    assert!(gains.iter().zip(expected).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 0.002), "{gains:?}");
    for nothing in [(A, A), (A, SourceId(99))] {
        session.handle(Event::ChangeChosen(Some(nothing)));
        assert_eq!(session.listening.change, None, "{nothing:?}");
    }
    session.handle(Event::ChangeChosen(Some((version, A))));
    session.handle(Event::VoiceRemoved(version));
    assert_eq!(session.listening.change, None, "there is nothing to hold against");
    assert_levels(&session, &[(A, 0.0), (B, 0.0)]);
}

#[test]
fn notes_stand_in_the_order_of_time() {
    let mut session = with_song();
    for at_s in [7.0, 3.0, 3.01, f64::NAN] {
        session.handle(Event::MarkerSet { at_s });
    }
    session.handle(Event::MarkerNoted { index: 0, note: "the snare".into() });
    let marker = |at_s, note: &str| Marker { at_s, note: note.into() };
    assert_eq!(session.listening.markers, vec![marker(3.0, "the snare"), marker(7.0, "")]);
    session.handle(Event::MarkerRemoved(0));
    session.handle(Event::MarkerRemoved(9));
    session.handle(Event::MarkerNoted { index: 9, note: "nobody".into() });
    assert_eq!(session.listening.markers, vec![marker(7.0, "")]);
}

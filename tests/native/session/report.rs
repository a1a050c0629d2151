//! The engineer's report, as the session hands it out.

use testpress::ui::session::{BlindAsk, ENTROPY_WORDS, Effect, Event, ReportAsk, ReportForm, Session};

use super::fixture::with_song;

fn asked(session: &mut Session, form: ReportForm) -> Vec<Effect> {
    let ask = ReportAsk { form, date: "23 November 2026".into(), studio: None, wished_headroom_db: None };
    session.handle(Event::ReportAsked(Box::new(ask)))
}

#[test]
fn a_report_is_handed_out_in_both_forms() {
    let mut session = with_song();
    session.handle(Event::MarkerSet { at_s: 4.0 });
    session.handle(Event::MarkerNoted { index: 0, note: "the <turn>".into() });
    for (form, file, media_type, marker) in [
        (ReportForm::Html, "Song - mastering report.html", "text/html", "0:04: the &lt;turn&gt;"),
        (ReportForm::Json, "Song - mastering report.json", "application/json", "the <turn>"),
    ] {
        let before = session.clone();
        let effects = asked(&mut session, form);
        let [Effect::SaveText { name, mime, text }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!((name.as_str(), *mime), (file, media_type));
        assert!(text.contains(marker) && text.contains("23 November 2026"));
        // Nobody said what it is for: that is not made into advice.
        assert!(!text.contains("Too little to advise"));
        assert_eq!(session, before, "a report changes nothing");
    }
}

#[test]
fn there_is_no_report_before_a_master_or_during_a_blind_test() {
    assert_eq!(asked(&mut Session::new(1), ReportForm::Html), []);
    let mut session = with_song();
    session.handle(Event::BlindStarted { ask: BlindAsk::FirstMinute, entropy: vec![7; ENTROPY_WORDS] });
    assert!(session.blind.is_some());
    assert_eq!(asked(&mut session, ReportForm::Json), []);
}

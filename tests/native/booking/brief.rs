//! Order and brief: the price is right and live, what is missing is told, and no name can turn into something else.

use std::collections::BTreeMap;

use testpress::booking::{
    Brief, BriefFacts, BriefField, BriefFigures, Delivery, MOST_TRACKS, Mixes, Order, OrderError, Required, Separator, Treatment,
    form_link, letter,
};
use testpress::words::{
    brief_subject, brief_text, brief_values, delivery, estimate, form_filled_note, letter_cut, no_estimate, required,
    still_missing, treatment,
};

use super::{hostile_texts, links, shipped, with};

fn order(service: &str, medium: &str, tracks: u32) -> Order {
    Order { service: service.into(), medium: medium.into(), tracks }
}

/// A brief with everything in it.
pub fn filled() -> (Brief, BriefFacts) {
    let brief = Brief {
        name: "Ada".into(),
        email: "ada@artist.example".into(),
        artist: "The Artist".into(),
        release: "First Record".into(),
        order: Some(order("Album or EP", "tape", 4)),
        mixes: Mixes::Link("https://files.example/mixes".into()),
        description: "Four songs,\nrecorded live.".into(),
        track_order: "One\nTwo\nThree\nFour".into(),
        references: "A record I love".into(),
        formats: vec![Delivery::Vinyl, Delivery::Streaming],
        deadline: "1 March".into(),
        notes: "Please keep the hiss.".into(),
        automatic: Some(Treatment::NotWanted),
        rewritten: None,
    };
    let facts = BriefFacts {
        titles: vec!["One.wav".into()],
        figures: Some(BriefFigures {
            length_s: 225.0,
            sample_rate_hz: 44_100,
            bits: Some(24),
            integrated_lufs: -14.23,
            true_peak_dbtp: -1.04,
            plr_db: 13.19,
            lra_lu: 6.0,
        }),
        readiness: vec!["24-bit: good.".into()],
        style: Some("Indie".into()),
        verdict: Some("Reasons to ask a person.".into()),
        blind: vec!["Blind ABX test: 12 of 16 right (p = 0.038).".into()],
        moments: vec!["1:02: the snare".into()],
        meant: vec!["The dark top is meant.".into()],
    };
    (brief, facts)
}

#[test]
fn prices_are_those_of_the_studio() {
    let studio = shipped();
    for (order, total, said) in [
        (order("Single", "analogue", 1), 60, "£60, two free revisions"),
        (order("Single", "tape", 1), 70, "£70, two free revisions"),
        (order("Album or EP", "analogue", 1), 50, "£50 for 1 track, unlimited revisions"),
        (order("Album or EP", "tape", 12), 720, "£720 for 12 tracks (£60 per track), unlimited revisions"),
    ] {
        let found = order.estimate(&studio).expect("a price");
        assert_eq!((found.total, estimate(&found).as_str()), (total, said));
    }
    assert_eq!(Order::first(&studio), Some(order("Single", "analogue", 1)));
    assert_eq!(Order::of_several(&studio), Some(order("Album or EP", "analogue", 0)));
    let dearer = with("/services/3/price", 100_000).expect("sound");
    let most = order("Album or EP", "tape", MOST_TRACKS);
    assert_eq!(most.estimate(&dearer).expect("a price").total, 10_000_000, "the price is looked up each time");
}

#[test]
fn an_order_the_list_does_not_have_has_no_price() {
    let studio = shipped();
    for (order, most) in [
        (order("Single", "analogue", 0), Some(1)),
        (order("Single", "analogue", 2), Some(1)),
        (order("Album or EP", "tape", 0), Some(MOST_TRACKS)),
        (order("Album or EP", "tape", u32::MAX), Some(MOST_TRACKS)),
        (order("Single", "wax", 1), None),
        (order("Free", "analogue", 1), None),
    ] {
        let error = order.estimate(&studio).expect_err("no price");
        match (&error, most) {
            (OrderError::Tracks { given, most }, Some(expected)) => assert_eq!((*given, *most), (order.tracks, expected)),
            (OrderError::NoSuchService { .. }, None) => {}
            _ => panic!("{order:?}: {error}"),
        }
        assert!(no_estimate(&error).ends_with('.'));
        let (mut brief, facts) = filled();
        brief.order = Some(order);
        assert!(!brief_text(&brief, &facts, &studio).contains('£'), "what has no price is not ordered");
    }
}

#[test]
fn the_brief_as_the_artist_sees_it() {
    let (brief, facts) = filled();
    let expected = "\
Name: Ada
E-mail: ada@artist.example
Artist: The Artist
Release: First Record
Service: Album or EP, tape, 4 tracks
Estimate: £240 for 4 tracks (£60 per track), unlimited revisions; to be confirmed by the studio
Link to the mixes: https://files.example/mixes
About the release: Four songs, / recorded live.

Track order: One / Two / Three / Four
Deadline: 1 March
Formats: Streaming, Vinyl
References: A record I love
The automatic master: this is what I don\u{2019}t want
Notes: Please keep the hiss.

The mix, as this page measured it:
Title: One
Length: 3:45
Sample rate: 44.1 kHz
Bit depth: 24 bits
Integrated loudness: −14.2 LUFS
True peak: −1.0 dBTP
Peak to loudness (PLR): 13.2 dB
Loudness range (LRA): 6.0 LU
Style compared with: Indie

Meant or not:
- The dark top is meant.

Ready for mastering:
- 24-bit: good.

Blind tests:
- Blind ABX test: 12 of 16 right (p = 0.038).

Moments:
- 1:02: the snare

What the page advised:
- Reasons to ask a person.
";
    assert_eq!(brief_text(&brief, &facts, &shipped()), expected);
    let empty = brief_text(&Brief::default(), &BriefFacts::default(), &shipped());
    assert_eq!(empty, "Name: \nE-mail: \nLink to the mixes: \nAbout the release: \n");
    let rewritten = Brief { rewritten: Some("My own words".into()), ..brief };
    assert_eq!(brief_text(&rewritten, &facts, &shipped()), "My own words");
    assert_eq!(brief_values(&rewritten, &facts, &shipped())[&BriefField::Brief], "My own words");
}

#[test]
fn every_field_has_its_value_and_its_name() {
    let (brief, facts) = filled();
    let values = brief_values(&brief, &facts, &shipped());
    for field in BriefField::ALL {
        assert!(values.contains_key(&field), "{}", field.id());
        assert_eq!(BriefField::named(field.id()), Some(field));
        assert_eq!(serde_json::to_value(field).expect("text"), field.id(), "kept under the name it is configured by");
    }
    assert_eq!((values[&BriefField::Service].as_str(), values[&BriefField::Medium].as_str()), ("Album or EP", "tape"));
    assert_eq!((values[&BriefField::Tracks].as_str(), values[&BriefField::Formats].as_str()), ("4", "Streaming, Vinyl"));
    assert!(BriefField::ALL.is_sorted(), "in the order of importance");
}

#[test]
fn what_was_struck_out_of_the_text_is_in_no_link() {
    let (brief, facts) = filled();
    let whole = brief_text(&brief, &facts, &shipped());
    for (struck, field) in [
        ("−14.2 LUFS", BriefField::Loudness),
        ("Reasons to ask a person.", BriefField::Verdict),
        ("ada@artist.example", BriefField::Email),
        ("The dark top is meant.", BriefField::Meant),
    ] {
        assert!(whole.contains(struck), "{struck}");
        let own = Brief { rewritten: Some(whole.replace(struck, "")), ..brief.clone() };
        let (before, after) = (brief_values(&brief, &facts, &shipped()), brief_values(&own, &facts, &shipped()));
        let gone: Vec<_> = before.keys().filter(|field| !after.contains_key(field)).collect();
        assert_eq!(gone, [&field]);
        let made = form_link(&links::form("b.html", Separator::Query), &BTreeMap::new(), &after);
        assert!(!made.filled.contains(&field) && made.filled.contains(&BriefField::Service), "{:?}", made.filled);
    }
    let own = Brief { rewritten: Some(String::new()), ..brief };
    let left: Vec<_> = brief_values(&own, &facts, &shipped()).into_keys().collect();
    let order = [BriefField::Service, BriefField::Medium, BriefField::Tracks, BriefField::Price, BriefField::Brief];
    assert_eq!(left, order, "the order is chosen beside the text");
}

#[test]
fn the_page_says_what_the_link_to_the_form_carries() {
    let plain = form_filled_note(&[BriefField::Service, BriefField::Loudness]);
    assert!(plain.contains("Service, Integrated loudness.") && plain.contains("Neither your name"), "{plain}");
    let personal = form_filled_note(&[BriefField::Name, BriefField::Service]);
    assert!(personal.contains("Name, Service.") && !personal.contains("Neither"), "{personal}");
    assert!(form_filled_note(&[]).contains("nothing."));
}

#[test]
fn what_is_typed_is_read_where_it_was_typed() {
    let mut brief = Brief::default();
    for field in BriefField::ALL {
        let before = brief.clone();
        brief.set_typed(field, field.id().into());
        assert_eq!(brief.typed(field), if brief == before { "" } else { field.id() });
    }
    let typed = BriefField::ALL.into_iter().filter(|field| brief.typed(*field) == field.id());
    assert!(typed.clone().all(BriefField::is_personal));
    assert_eq!(typed.count(), 9);
}

#[test]
fn another_kind_of_service_keeps_what_it_can() {
    let studio = shipped();
    assert_eq!(order("Single", "tape", 1).of_kind("Album or EP", &studio), order("Album or EP", "tape", 1));
    assert_eq!(order("Album or EP", "analogue", 7).of_kind("Single", &studio), order("Single", "analogue", 1));
    let earlier = order("Album or EP", "wax", 7).of_kind("Album or EP", &studio);
    assert_eq!(earlier, order("Album or EP", "analogue", 7), "what is no longer listed");
    assert!(order("Single", "tape", 1).of_kind("Free", &studio).estimate(&studio).is_err());
}

#[test]
fn what_is_missing_is_told() {
    let (brief, _) = filled();
    assert_eq!((brief.missing(), still_missing(&brief.missing())), (Vec::new(), None));
    let all = Brief::default().missing();
    assert_eq!(all, [Required::Name, Required::Email, Required::Mixes, Required::Description]);
    let said = still_missing(&all).expect("a sentence");
    assert!(all.iter().all(|one| said.contains(required(*one))), "{said}");
    let without = |change: fn(&mut Brief)| {
        let mut brief = filled().0;
        change(&mut brief);
        brief.missing()
    };
    assert_eq!(without(|brief| brief.name = " \t".into()), [Required::Name]);
    assert_eq!(without(|brief| brief.mixes = Mixes::Link(String::new())), [Required::Mixes]);
    assert_eq!(without(|brief| brief.mixes = Mixes::Link("x".repeat(501))), [Required::Mixes]);
    assert_eq!(without(|brief| brief.mixes = Mixes::Later), []);
    assert_eq!(without(|brief| brief.description.clear()), [Required::Description]);
    for email in
        ["ada", "ada@", "@b.example", "ada@b", "a@b@c.example", "a b@c.example", "a@b.example, c@d.example", "a@b.example\n"]
    {
        let mut brief = filled().0;
        brief.email = email.into();
        assert_eq!(brief.missing().is_empty(), email.ends_with('\n'), "{email:?}");
    }
    let mut brief = filled().0;
    brief.email = "jürgen@münchen.example".into();
    assert!(brief.missing().is_empty(), "a person reads it, no program");
}

#[test]
fn no_name_and_no_answer_becomes_a_line_of_its_own() {
    let studio = shipped();
    let labels = |text: &str| text.lines().filter(|line| !line.is_empty()).count();
    let (brief, facts) = filled();
    let lines = labels(&brief_text(&brief, &facts, &studio));
    for hostile in hostile_texts().into_iter().filter(|text| !text.trim().is_empty()) {
        let brief = Brief {
            name: hostile.clone(),
            email: hostile.clone(),
            artist: hostile.clone(),
            release: hostile.clone(),
            description: hostile.clone(),
            track_order: hostile.clone(),
            references: hostile.clone(),
            deadline: hostile.clone(),
            notes: hostile.clone(),
            ..brief.clone()
        };
        let facts = BriefFacts {
            titles: vec![hostile.clone()],
            blind: vec![hostile.clone()],
            moments: vec![hostile.clone()],
            ..facts.clone()
        };
        let text = brief_text(&brief, &facts, &studio);
        assert!(labels(&text) <= lines, "{text}");
        assert!(!text.chars().any(|c| c != '\n' && c.is_control()), "{text:?}");
        assert!(!text.contains(['\u{202E}', '\u{202C}', '\u{2066}', '\u{2069}', '\u{200F}', '\u{2028}', '\u{FEFF}']), "{text:?}");
        assert!(text.chars().count() < 12_000, "{}", text.chars().count());
        let subject = brief_subject(&brief, &facts);
        assert!(subject.chars().count() <= 132 && !subject.chars().any(char::is_control), "{subject}");
        assert!(letter("a@b.example", &subject, &text, letter_cut).link.len() < 1_600);
        if hostile.contains('👩') {
            assert!(text.contains(&hostile), "emoji stay as they are");
        }
    }
}

#[test]
fn a_brief_is_kept_as_it_was_and_read_by_later_versions() {
    let (brief, _) = filled();
    let kept = serde_json::to_string(&brief).expect("JSON");
    assert_eq!(serde_json::from_str::<Brief>(&kept).expect("a brief"), brief);
    assert_eq!(serde_json::from_str::<Brief>("{\"name\":\"Ada\",\"later\":1}").expect("a brief").name, "Ada");
}

#[test]
fn figures_that_are_none_are_still_words() {
    let (brief, mut facts) = filled();
    if let Some(figures) = &mut facts.figures {
        (figures.length_s, figures.integrated_lufs, figures.lra_lu) = (f64::NAN, f64::NEG_INFINITY, f64::NAN);
    }
    let text = brief_text(&brief, &facts, &shipped());
    assert!(text.contains("loudness: −∞ LUFS") && !text.contains("NaN") && !text.contains("inf"), "{text}");
}

#[test]
fn every_choice_has_words() {
    let mut words: Vec<&str> = Delivery::ALL.map(delivery).into_iter().chain(Treatment::ALL.map(treatment)).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Delivery::ALL.len() + Treatment::ALL.len());
}

//! The way to the studio: its facts are data, and no data can turn a link into anything else.

use testpress::booking::{Studio, StudioError, booking_link, lines_that_fit, mail_link};
use testpress::words::{mail_body, mail_subject, price};

const SHIPPED: &str = include_str!("../../public/studio.json");

fn shipped() -> Studio {
    Studio::read(SHIPPED).expect("the shipped file is valid")
}

fn with(field: &str, value: &str) -> Result<Studio, StudioError> {
    let mut json: serde_json::Value = serde_json::from_str(SHIPPED).expect("JSON");
    *json.pointer_mut(field).expect("a field") = value.into();
    Studio::read(&json.to_string())
}

#[test]
fn the_shipped_studio_states_the_studios_facts() {
    let studio = shipped();
    let prices: Vec<_> = studio.services.iter().map(|s| (s.name.as_str(), s.medium.as_str(), s.price, s.per_track)).collect();
    assert_eq!(
        prices,
        [
            ("Single", "analogue", 60, false),
            ("Single", "tape", 70, false),
            ("Album or EP", "analogue", 50, true),
            ("Album or EP", "tape", 60, true),
        ]
    );
    assert_eq!(price(60, &studio.currency), "£60");
    assert_eq!(booking_link(&studio), "https://123productions.co.uk/mastering/?from=testpress");
}

#[test]
fn only_https_and_relative_addresses_become_links() {
    for good in
        ["https://studio.example/book", "HTTPS://studio.example", "book.html", "../mastering/", "/book?x=1:2#a:b", "?page=3"]
    {
        assert!(with("/booking/url", good).is_ok(), "{good}");
    }
    for bad in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,x",
        "http://studio.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "https:evil.example",
        "https://",
        "https:///evil",
        "https://studio.example@evil.example/",
        "vbscript:x",
        "blob:https://x/y",
        "",
    ] {
        for field in ["/booking/url", "/page"] {
            assert!(with(field, bad).is_err(), "{field} {bad:?}");
        }
    }
}

#[test]
fn an_address_field_is_one_address() {
    for bad in [
        "",
        "nobody",
        "a@b@c.example",
        "a@b",
        "a@b.example?bcc=x@y.example",
        "a@b.example,c@d.example",
        "a@b.example&cc=x",
        "a b@c.example",
    ] {
        assert!(with("/email", bad).is_err(), "{bad:?}");
    }
}

#[test]
fn a_broken_file_is_an_error_and_no_more() {
    for text in ["", "{}", "[]", "null", "{\"name\": 3}", "<!doctype html>"] {
        assert!(matches!(Studio::read(text), Err(StudioError::Json { .. })), "{text}");
    }
    assert!(Studio::read(&format!("\u{feff}{SHIPPED}")).is_ok(), "some editors leave a byte order mark");
}

#[test]
fn our_parameter_goes_between_query_and_fragment() {
    for (url, link) in [
        ("https://s.example/b", "https://s.example/b?from=testpress"),
        ("https://s.example/b?a=1", "https://s.example/b?a=1&from=testpress"),
        ("https://s.example/b#form", "https://s.example/b?from=testpress#form"),
        ("book.html?a=1#form", "book.html?a=1&from=testpress#form"),
    ] {
        assert_eq!(booking_link(&with("/booking/url", url).expect("valid")), link);
    }
}

#[test]
fn a_letter_cannot_break_out_of_its_link() {
    let nasty = "Song & \"dance\"?cc=x@y.example\r\n#1 100%.wav";
    let link = mail_link(&shipped(), &mail_subject(Some(nasty)), &mail_body(Some(nasty), &[nasty.to_owned()]));
    assert!(link.starts_with("mailto:brettshaw123@outlook.com?subject="));
    assert_eq!(link.matches('?').count(), 1);
    assert_eq!(link.matches('&').count(), 1, "only the one before the body");
    assert!(link.bytes().all(|b| b.is_ascii_graphic() && !b"\"#<>".contains(&b)), "{link}");
}

#[test]
fn what_is_said_to_fit_into_a_letter_is_in_it_whole() {
    let studio = shipped();
    let notes: Vec<String> = (0..60).map(|n| format!("{n}: the snare, “dry” & far away")).collect();
    let (subject, body) = (mail_subject(Some("Song.wav")), mail_body(Some("Song.wav"), &[String::new()]));
    let room = lines_that_fit(&studio, &subject, &body, &notes);
    assert!(room > 5 && room < 60, "{room}");
    let link = mail_link(&studio, &subject, &mail_body(Some("Song.wav"), &notes[..room]));
    assert!(link.len() <= 1_600);
    assert!(link.contains(&format!("{}%3A%20the%20snare", room - 1)) && link.ends_with("far%20away%0D%0A"), "{link}");
    let more = mail_link(&studio, &subject, &mail_body(Some("Song.wav"), &notes[..(room + 2).min(60)]));
    assert!(!more.ends_with("%0D%0A"), "two more would have been cut");
}

#[test]
fn long_letters_stay_under_the_limit_and_whole() {
    let long = "Ünïcödé ".repeat(500);
    let link = mail_link(&shipped(), "Mastering", &long);
    assert!(link.len() <= 1_600);
    let tail = &link[link.rfind('%').expect("escapes")..];
    assert!(tail.len() >= 3, "an escape was cut: {tail}");
}

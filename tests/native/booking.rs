//! The way to the studio: its facts are data, and no data can turn a link into anything else.

mod accent;
mod adapters;
mod addresses;
mod brief;
mod docs;
mod file;
mod letter;
mod links;
mod structured;

use testpress::booking::{Faults, Studio, booking_link};
use testpress::words::price;

const SHIPPED: &str = include_str!("../../public/studio.json");

fn shipped() -> Studio {
    let read = Studio::read(SHIPPED).expect("the shipped file is valid");
    assert!(read.warnings.is_empty(), "{:?}", read.warnings);
    read.studio
}

/// The shipped file with another value at a place ("/services/0/price"), which may be new.
fn with(place: &str, value: impl Into<serde_json::Value>) -> Result<Studio, Faults> {
    read_with(&[(place, value.into())])
}

fn read_with(changes: &[(&str, serde_json::Value)]) -> Result<Studio, Faults> {
    let mut json: serde_json::Value = serde_json::from_str(SHIPPED).expect("JSON");
    for (place, value) in changes {
        let (above, name) = place.rsplit_once('/').expect("a place");
        match json.pointer_mut(above).expect("a place above") {
            serde_json::Value::Array(items) => items[name.parse::<usize>().expect("an index")] = value.clone(),
            above => above[name] = value.clone(),
        }
    }
    Studio::read(&json.to_string()).map(|read| read.studio)
}

/// What file names, tags and answers may hold.
fn hostile_texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script><!--",
        "javascript:alert(1)",
        "a\r\nBcc: x@y.example\r\n\r\nbody",
        "Name: somebody else\nE-mail: x@y.example\n- a moment",
        "?cc=x@y.example&bcc=z@y.example#&body=%0d%0a",
        "100% & \"quoted\" 'single' `tick` + plus / slash \\ back",
        "\u{202E}gnp.exe\u{202C} \u{200F}\u{2066}\u{2069}",
        "שלום – عربى – 日本語 – Ünïcödé",
        "👩🏽\u{200D}🎤🎚️ emoji 🏳️\u{200D}🌈",
        "\u{0}\u{1}\u{7f}\u{9b}\t\u{2028}\u{2029}\u{feff}\u{200b}",
        "%%%25%2",
        " ",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("x".repeat(4_000));
    texts.push("😀".repeat(4_000));
    texts.push("https://files.example/".to_owned() + &"é/".repeat(2_000));
    texts
}

/// Percent-decoding, as the other side does it.
fn decoded(text: &str) -> String {
    url::form_urlencoded::parse(format!("v={text}").as_bytes()).next().expect("a pair").1.into_owned()
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

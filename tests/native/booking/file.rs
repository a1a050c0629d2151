//! `studio.json` from any hand: every fault is found and named by its place, and nothing unsound gets through.

use serde_json::{Value, json};
use testpress::booking::{Faults, Problem, Rgb, Studio};

use super::{SHIPPED, read_with, with};

pub fn paths(faults: &Faults) -> Vec<&str> {
    faults.faults.iter().map(|fault| fault.path.as_str()).collect()
}

/// The shipped file with every optional part.
pub fn full() -> Value {
    let mut json: Value = serde_json::from_str(SHIPPED).expect("JSON");
    json["headroom_db"] = json!(3);
    json["accent"] = json!("#0a5fB4");
    json["logo"] = json!("looks/logo.svg");
    json["booking"]["form"] = json!({
        "url": "https://studio.example/book", "separator": "#", "fields": { "service": "tp_service", "plr": "tp_plr" },
        "most_per_value": 100, "most_in_all": 1000, "include_personal": true,
    });
    json["showcase"] = json!([{
        "title": "Song", "artist": "Artist", "mix": "audio/mix.wav", "human_master": "/audio/master.wav?v=2",
        "credit": "Engineer", "permission": "With the artist's permission.",
    }]);
    json["embed"] = json!({ "origins": ["https://studio.example", "https://www.studio.example:8443"] });
    json["public_address"] = json!("https://studio.example/tools/testpress/");
    json
}

#[test]
fn every_part_of_the_file_is_read() {
    let read = Studio::read(&full().to_string()).expect("sound");
    assert!(read.warnings.is_empty(), "{:?}", read.warnings);
    let form = read.studio.booking.form.as_ref().expect("a form");
    assert_eq!((form.most_per_value, form.most_in_all, form.include_personal, form.fields.len()), (100, 1_000, true, 2));
    assert_eq!(read.studio.headroom_db, Some(3.0));
    assert_eq!(read.studio.accent, Some(Rgb([0x0a, 0x5f, 0xb4])));
    assert_eq!(read.studio.logo.as_deref(), Some("looks/logo.svg"));
    assert_eq!(read.studio.showcase[0].human_master, "/audio/master.wav?v=2");
    assert_eq!(read.studio.embed.origins, ["https://studio.example", "https://www.studio.example:8443"]);
    assert_eq!(read.studio.public_address.as_deref(), Some("https://studio.example/tools/testpress/"));
    assert_eq!(read.studio.kinds(), ["Single", "Album or EP"]);
    assert_eq!(read.studio.media("Single"), ["analogue", "tape"]);
}

#[test]
fn all_faults_are_found_and_named_by_their_place() {
    let faults = read_with(&[
        ("/name", json!("")),
        ("/page", json!("javascript:alert(1)")),
        ("/currency", json!("pounds")),
        ("/services/2/price", json!(-5)),
        ("/services/3/per_track", json!("yes")),
        ("/credits/1", json!("Foals\u{202E}")),
        ("/booking/own_parameter", json!([])),
        ("/accent", json!("red; background: url(x)")),
        ("/logo", json!("https://other.example/logo.svg")),
        ("/showcase", json!([{ "title": "T", "artist": "A", "mix": "https://other.example/m.wav", "human_master": "m.wav", "credit": "C" }])),
    ])
    .expect_err("faults");
    assert_eq!(
        paths(&faults),
        [
            "name",
            "page",
            "currency",
            "services[2].price",
            "services[3].per_track",
            "credits[1]",
            "booking.own_parameter",
            "showcase[0].mix",
            "showcase[0].permission",
            "accent",
            "logo",
        ],
        "{faults}"
    );
    assert_eq!(faults.email.as_deref(), Some("brettshaw123@outlook.com"), "the way to the studio stays");
    assert!(faults.to_string().contains("`services[2].price` must be a whole number from 1 to 100000, given -5"), "{faults}");
}

/// Every value of the file, one after the other, replaced by everything that does not belong there.
#[test]
fn no_place_takes_what_is_hostile() {
    let hostile = [
        json!(null),
        json!([]),
        json!({}),
        json!([["x"]]),
        json!({ "x": 1 }),
        json!(-1),
        json!(1e300),
        json!(0.5),
        json!("a\u{0}b"),
        json!("line\nline"),
        json!("\u{202E}txt.exe"),
        json!("\u{2067}x"),
        json!("\u{FEFF}x"),
        json!("y".repeat(10_000)),
        json!("😀".repeat(10_000)),
    ];
    let full = full();
    let places = leaves(&full, String::new());
    assert!(places.len() > 45, "{}", places.len());
    // Parts that may hold any number of entries, none included.
    let open = ["/chain", "/credits", "/showcase", "/embed/origins", "/booking/own_parameter", "/booking/form/fields"];
    for place in &places {
        for value in &hostile {
            let mut json = full.clone();
            *json.pointer_mut(place).expect("a place") = value.clone();
            let empty = value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(serde_json::Map::is_empty);
            let is_number_in_bounds = place == "/headroom_db" && *value == json!(0.5);
            let unknown_field = place == "/booking/form/fields" && value.is_object();
            let read = Studio::read(&json.to_string());
            if (empty && open.contains(&place.as_str())) || is_number_in_bounds || unknown_field {
                continue;
            }
            if place == "/booking/own_parameter" && value.is_object() {
                assert!(read.is_err(), "a number is no parameter");
                continue;
            }
            let Err(faults) = read else { panic!("{place} took {:.60}", value.to_string()) };
            let (message, name) = (faults.to_string(), place.rsplit('/').next().expect("a name"));
            assert!(message.lines().all(|line| line.chars().count() < 250), "{message}");
            assert!(!message.contains(['\u{0}', '\u{202E}', '\u{2067}', '\u{FEFF}']), "{message:?}");
            assert!(
                faults.faults.iter().all(|fault| fault.path.contains(name) || fault.path.contains(&format!("[{name}]"))),
                "{place}: {message}"
            );
            assert_eq!(faults.email.is_some(), place != "/email", "{place}");
        }
    }
}

/// The places of all values, groups and lists included, by JSON pointer.
fn leaves(json: &Value, at: String) -> Vec<String> {
    let below: Vec<String> = match json {
        Value::Object(entries) => entries.iter().flat_map(|(name, value)| leaves(value, format!("{at}/{name}"))).collect(),
        Value::Array(items) => items.iter().enumerate().flat_map(|(n, value)| leaves(value, format!("{at}/{n}"))).collect(),
        _ => Vec::new(),
    };
    if at.is_empty() { below } else { below.into_iter().chain([at]).collect() }
}

#[test]
fn what_is_missing_is_named() {
    let json: Value = serde_json::from_str(SHIPPED).expect("JSON");
    for name in json.as_object().expect("an object").keys() {
        let mut without = json.clone();
        without.as_object_mut().expect("an object").remove(name);
        let faults = Studio::read(&without.to_string()).expect_err(name);
        assert!(faults.faults.iter().any(|fault| fault.path == *name && fault.problem == Problem::Missing), "{faults}");
    }
}

#[test]
fn only_https_and_relative_addresses_become_links() {
    let base = url::Url::parse("https://studio.example/tool/").expect("a base");
    let places = ["/page", "/booking/url", "/booking/form/url"];
    let with_form = |place: &str, address: &str| {
        let mut json = full();
        *json.pointer_mut(place).expect("a place") = address.into();
        Studio::read(&json.to_string())
    };
    for good in [
        "https://studio.example/book",
        "HTTPS://studio.example",
        "https://studio.example:8443/a%20b?x=1#y",
        "book.html",
        "../mastering/",
        "/book?x=1:2#a:b",
        "?page=3",
    ] {
        for place in places {
            assert!(with_form(place, good).is_ok(), "{place} {good}");
        }
        assert!(base.join(good).is_ok_and(|url| url.scheme() == "https" && url.host_str() == Some("studio.example")), "{good}");
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
        "https:/evil.example",
        "https://",
        "https:///evil",
        "https://studio.example@evil.example/",
        "https://studio.example:pass@evil.example/",
        "https://studio.example:99999/",
        "https://1.2.3.999/",
        "https://0x7f000001/",
        "https://studio..example/",
        "https://studio.example\u{3002}evil/",
        "https://studio.example/\u{202E}gro",
        "vbscript:x",
        "blob:https://x/y",
        "",
    ] {
        for place in places {
            assert!(with_form(place, bad).is_err(), "{place} {bad:?}");
        }
    }
}

#[test]
fn the_showcase_stays_on_the_pages_own_host() {
    let base = url::Url::parse("https://studio.example/tool/").expect("a base");
    for (address, is_good) in [
        ("mix.wav", true),
        ("../audio/mix%20one.wav", true),
        ("/audio/mix.wav?v=1", true),
        ("https://studio.example/mix.wav", false),
        ("//evil.example/mix.wav", false),
        ("/\\evil.example/mix.wav", false),
        ("?file=mix.wav", false),
        ("#mix", false),
        ("blob:x", false),
        ("data:audio/wav,x", false),
    ] {
        let mut json = full();
        json["showcase"][0]["mix"] = address.into();
        assert_eq!(Studio::read(&json.to_string()).is_ok(), is_good, "{address}");
        if is_good {
            assert_eq!(base.join(address).expect("parses").host_str(), Some("studio.example"));
        }
    }
    let mut json = full();
    json["showcase"][0]["human_master"] = json["showcase"][0]["mix"].clone();
    let faults = Studio::read(&json.to_string()).expect_err("a mix is no human master");
    assert_eq!(paths(&faults), ["showcase[0].human_master"]);
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
        "a@b.example\r\nBcc: x@y.example",
    ] {
        let faults = with("/email", bad).expect_err(bad);
        assert_eq!((faults.email.as_deref(), &*paths(&faults)), (None, &["email"][..]), "{bad:?}");
    }
}

#[test]
fn what_is_there_twice_is_refused() {
    let twice = SHIPPED.replacen("\"price\": 60,", "\"price\": 60, \"price\": 65,", 1);
    assert_eq!(paths(&Studio::read(&twice).expect_err("two prices")), ["services[0].price"]);

    let first = serde_json::from_str::<Value>(SHIPPED).expect("JSON")["services"][0].clone();
    assert_eq!(paths(&with("/services/2", first).expect_err("two services")), ["services[2]"]);

    let mut json = full();
    json["booking"]["form"]["fields"] = json!({ "plr": "x", "lra": "x" });
    assert_eq!(paths(&Studio::read(&json.to_string()).expect_err("one parameter twice")).len(), 1);
    json["booking"]["form"]["fields"] = json!({ "plr": "from" });
    assert_eq!(paths(&Studio::read(&json.to_string()).expect_err("our own parameter")), ["booking.form.fields.plr"]);
}

#[test]
fn prices_are_whole_and_sane() {
    for (price, is_good) in [
        (json!(1), true),
        (json!(60.0), true),
        (json!(100_000), true),
        (json!(0), false),
        (json!(-60), false),
        (json!(59.5), false),
        (json!(100_001), false),
        (json!("60"), false),
        (json!("£60"), false),
        (json!(u64::MAX), false),
    ] {
        assert_eq!(with("/services/0/price", price.clone()).is_ok(), is_good, "{price}");
    }
    for currency in ["gbp", "£", "GB", "GBPP", "G1P", "ＧＢＰ"] {
        assert!(with("/currency", currency).is_err(), "{currency}");
    }
}

#[test]
fn names_that_are_not_known_are_told_and_harmless() {
    let mut json = full();
    json["bookng"] = json!({ "url": "x" });
    json["services"][1]["prize"] = json!(3);
    json["booking"]["form"]["fields"]["servise"] = json!("tp");
    json["_comment"] = json!("prices from May");
    let read = Studio::read(&json.to_string()).expect("sound");
    let mut told: Vec<&str> = read.warnings.iter().map(|warning| warning.path.as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, ["booking.form.fields.servise", "bookng", "services[1].prize"]);
    assert!(read.warnings[0].to_string().starts_with("studio.json: `"));
}

#[test]
fn a_broken_file_is_an_error_and_no_more() {
    for text in ["", "{}", "[]", "null", "{\"name\": 3}", "<!doctype html>", "{\"a\":", "\u{0}", "1e999"] {
        let faults = Studio::read(text).expect_err(text);
        assert!(!faults.faults.is_empty() && faults.email.is_none(), "{text}");
    }
    assert!(Studio::read(&"[".repeat(100_000)).is_err(), "the depth is limited");
    assert!(Studio::read(&format!("{SHIPPED}{}", " ".repeat(300_000))).is_err(), "the length is limited");
    assert!(Studio::read(&format!("\u{feff}{SHIPPED}")).is_ok(), "some editors leave a byte order mark");
}

#[test]
fn a_slip_of_the_keyboard_does_not_cost_the_way_to_the_studio() {
    let broken = SHIPPED.replacen("\"GBP\",", "\"GBP\",,", 1);
    let faults = Studio::read(&broken).expect_err("a comma too many");
    assert_eq!(faults.email.as_deref(), Some("brettshaw123@outlook.com"));
    assert!(faults.to_string().contains("line 7 column"), "{faults}");
    let two = broken.replacen("\"name\"", "\"email\": \"x@y.example\", \"name\"", 1);
    assert_eq!(Studio::read(&two).expect_err("broken").email, None, "which of the two?");
    let hostile = broken.replace("brettshaw123@outlook.com", "a@b.example?bcc=x@y.example");
    assert_eq!(Studio::read(&hostile).expect_err("broken").email, None);
}

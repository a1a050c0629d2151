//! Where the page is and whom it may tell anything: nothing that only looks like such an address gets through.

use serde_json::json;
use testpress::booking::{Problem, Studio};

use super::file::{full, paths};
use super::with;

/// What is told to a parent goes to an origin that browsers compare letter by letter: nothing that looks like one and is none.
#[test]
fn only_origins_as_browsers_write_them_are_told_anything() {
    let told = |origin: &str| {
        let mut json = full();
        json["embed"]["origins"][1] = origin.into();
        Studio::read(&json.to_string())
    };
    for good in ["https://studio.example", "https://a-b.studio.example:8443", "http://localhost:8080", "http://127.0.0.1:80443"] {
        let (is_good, parsed) = (told(good).is_ok(), url::Url::parse(good));
        assert_eq!(is_good, parsed.is_ok_and(|url| url.origin().ascii_serialization() == good), "{good}");
    }
    for bad in [
        "*",
        "/",
        "null",
        "",
        "studio.example",
        "//studio.example",
        "https://studio.example/",
        "https://studio.example/page",
        "https://studio.example?x",
        "https://studio.example#x",
        "HTTPS://studio.example",
        "https://Studio.example",
        "https://studio.example:443",
        "https://studio.example:08443",
        "https://studio.example:",
        "https://user@studio.example",
        "https://*.studio.example",
        "https://stüdio.example",
        "http://studio.example",
        "http://localhost.evil.example",
        "http://localhost:80",
        "http://127.0.0.1/",
        "https://studio.example\u{0}",
        "https://studio.example https://evil.example",
        "javascript://studio.example",
        "file://",
    ] {
        let faults = told(bad).expect_err(bad);
        assert_eq!(paths(&faults), ["embed.origins[1]"], "{bad}: {faults}");
    }
    let faults = told("https://studio.example/").expect_err("a slash");
    assert!(faults.to_string().contains("`embed.origins[1]` must be an origin as browsers write it"), "{faults}");
    let faults = with("/embed", json!({ "origins": vec!["https://studio.example"; 11] })).expect_err("too many");
    assert_eq!(faults.faults[0].problem, Problem::TooMany { items: 11, most: 10 });
    assert!(with("/embed", json!({})).is_err_and(|faults| paths(&faults) == ["embed.origins"]));
}

#[test]
fn the_public_address_is_a_whole_folder() {
    for good in ["https://studio.example/", "https://studio.example:8443/a/b%20c/"] {
        assert_eq!(with("/public_address", good).expect(good).public_address.as_deref(), Some(good));
    }
    for bad in [
        "",
        "testpress/",
        "/testpress/",
        "//studio.example/",
        "http://studio.example/",
        "https://studio.example",
        "https://studio.example/index.html",
        "https://studio.example/?a/",
        "https://studio.example/#/",
        "https:///a/",
        "https://studio.example/\"><script>/",
    ] {
        let faults = with("/public_address", bad).expect_err(bad);
        assert_eq!(paths(&faults), ["public_address"], "{bad}: {faults}");
    }
}

//! The two files as wholes.

use roxmltree::{Document, ParsingOptions};
use serde_json::Value;
use testpress::compare::Comparison;
use testpress::mastering::{Controls, Outcome, Plan};
use testpress::measure::Measurements;
use testpress::report::{ReportFacts, SCHEMA, html, json};
use testpress::words::{self, report as said};

use super::fixture::{HOSTILE, Known, song};

/// Strictly, as XML: every tag closed, every attribute quoted, no id twice.
pub fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|error| panic!("{error}"))
}

/// All text of the page, as a reader has it.
fn text(page: &str) -> String {
    parsed(page).descendants().filter(|node| node.is_text()).filter_map(|node| node.text()).collect::<Vec<_>>().join(" ")
}

/// Every sentence that the report has to say.
fn sentences(facts: &ReportFacts) -> Vec<String> {
    let plan = facts.plan;
    let mut all: Vec<String> = plan.decisions.iter().map(|d| words::decision(d, plan.style.id, plan.reference)).collect();
    for line in facts.changes {
        let words::ChangeSaid { said, means, why, hear, detail } = words::change_line(line, plan);
        all.extend([said, means.to_owned(), why, detail].into_iter().chain(hear));
    }
    all.extend(facts.moments.iter().map(words::change_moment));
    all.extend(facts.readiness.iter().map(|item| words::readiness_said(item).found));
    all.extend(facts.character.iter().flat_map(|c| c.traits.iter().map(words::character_trait)));
    all.extend(facts.character.map(words::character_summary));
    all.extend(facts.meant.iter().map(|(t, meant)| words::meant_in_brief(t, plan.style.id, *meant)));
    all.extend(facts.verdict.iter().flat_map(|v| words::verdict_said(v).reasons).map(|reason| reason.text));
    all.extend(facts.blind.iter().map(|test| test.said.clone()));
    all.push(words::character_method(plan.style.id));
    all.extend(said::report_method().map(String::from));
    all.extend(said::every_setting(facts.controls, plan).into_iter().flat_map(|(name, value)| [name, value]));
    all
}

#[test]
fn everything_known_is_in_the_page() {
    let known = song();
    let (page, sentences) = known.with(|facts| (html(facts), sentences(facts)));
    let text = text(&page);
    assert!(known.plan.decisions.len() >= 4 && known.changes.len() >= 2, "{:?}", known.plan.decisions);
    assert!(known.meant.len() == 2 && !known.moments.is_empty(), "{:?}", known.moments);
    for sentence in sentences {
        assert!(text.contains(&sentence), "missing: {sentence}");
    }
    for once in [said::SETTINGS, said::STARTING_REFERENCE, "23 November 2026, for Studio <1> & sons", "0:09"] {
        assert!(text.contains(once), "missing: {once}");
    }
    assert!(text.contains("0:03: The <b>turn</b> & \"that\" snare"), "the marker");
}

#[test]
fn the_page_stands_on_its_own() {
    let page = song().with(html);
    let tree = parsed(&page);
    for node in tree.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        assert!(!["script", "link", "img", "iframe", "object", "base", "form", "a", "use", "image"].contains(&name), "<{name}>");
        for attribute in node.attributes() {
            let forbidden = ["src", "href", "srcset", "style", "action", "background"];
            assert!(!forbidden.contains(&attribute.name()) && !attribute.name().starts_with("on"), "{attribute:?}");
        }
    }
    for fetched in ["<script", "http:", "https:", "//", "@import", "url("] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("charset=\"utf-8\"") && page.contains("@page { size: A4"));
    // Every plot has its words, and every heading something below it.
    for figure in tree.descendants().filter(|node| node.has_tag_name("figure")) {
        let named = figure.descendants().find_map(|node| node.attribute("aria-labelledby")).expect("a name");
        let is_there = |id| figure.descendants().any(|node| node.attribute("id") == Some(id) && node.text().is_some());
        assert!(named.split(' ').count() == 2 && named.split(' ').all(is_there), "{named}");
        let titles =
            figure.descendants().filter(|node| node.attribute("class").is_some_and(|class| class.starts_with("plot-axis")));
        assert_eq!(titles.count(), 2, "both axes have a title");
    }
    let count = |tag: &str| tree.descendants().filter(|node| node.has_tag_name(tag)).count();
    assert_eq!((count("figure"), count("table"), count("h2")), (5, 6, 10));
}

#[test]
fn a_hostile_name_stays_text() {
    let known = Known { name: HOSTILE.into(), ..song() };
    let page = known.with(html);
    assert!(!page.contains("<img") && !page.contains("<script") && !page.contains('\u{202E}') && !page.contains('\0'));
    let tree = parsed(&page);
    let heading = tree.descendants().find(|node| node.has_tag_name("h1")).and_then(|node| node.text()).expect("a heading");
    assert_eq!(heading, "<img src=x onerror=alert(1)>\"'&amp;</title><script> \u{1F3B5}");
    assert!(tree.descendants().filter(|node| node.has_tag_name("title")).count() == 1);
    let data: Value = serde_json::from_str(&known.with(json)).expect("JSON");
    assert_eq!(data["song"], HOSTILE);
    let long = Known { name: "\u{1F3B5}".repeat(4_000), ..song() }.with(html);
    let tree = parsed(&long);
    let heading = tree.descendants().find(|node| node.has_tag_name("h1")).and_then(|node| node.text()).expect("a heading");
    assert!(heading.chars().count() <= 160 && heading.ends_with('…'));
    let name = said::report_file_name(HOSTILE, "html");
    assert!(!name.contains(['<', '>', '"', '/', '\0']) && name.ends_with(" - mastering report.html"), "{name}");
    assert_eq!(said::report_file_name("Song.wav", "json"), "Song - mastering report.json");
}

#[test]
fn the_data_has_the_figures_it_was_made_from() {
    let known = song();
    let (text, sentences) = known.with(|facts| (json(facts), sentences(facts)));
    let data: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&data["schema"], &data["version"]), (&SCHEMA.into(), &1.into()));
    let read = |name: &str| data[name].clone();
    assert_eq!(serde_json::from_value::<Plan>(read("plan")).expect("a plan"), known.plan);
    assert_eq!(serde_json::from_value::<Measurements>(read("mix")).expect("figures"), known.mix);
    assert_eq!(serde_json::from_value::<Outcome>(read("outcome")).expect("figures"), known.outcome);
    assert_eq!(serde_json::from_value::<Comparison>(read("comparison")).expect("figures"), known.comparison);
    let list = |name: &str| data[name].as_array().map_or(0, Vec::len);
    assert_eq!(list("decisions"), known.plan.decisions.len());
    assert_eq!((list("changes"), list("moments")), (known.changes.len(), known.moments.len()));
    assert_eq!((list("markers"), list("meant"), list("blind")), (2, 2, 1));
    assert_eq!(data["markers"][0]["at_s"], 3.25);
    assert_eq!(data["short_term"]["mix_lufs"].as_array().map(Vec::len), Some(161));
    // What is said of the plan and of the changes is in it too.
    let spoken: Vec<&str> = ["decisions", "changes", "moments"]
        .iter()
        .flat_map(|name| data[name].as_array().into_iter().flatten())
        .flat_map(|entry| entry["said"].as_array().into_iter().flatten().filter_map(Value::as_str))
        .collect();
    assert!(sentences[..known.plan.decisions.len()].iter().all(|sentence| spoken.contains(&sentence.as_str())));
}

#[test]
fn two_songs_have_two_reports() {
    let one = song();
    let quiet = Controls { amount: 0.0, ..one.controls };
    let other = super::fixture::made("Other.wav", &crate::change::song(24.0), quiet);
    let (a, b) = (one.with(html), other.with(html));
    for id in ["plot-loudness", "plot-tone", "spectrum", "plot-stereo", "changes", "figures", "settings"] {
        let of = |page: &str| {
            let tree = parsed(page);
            let node = tree.descendants().find(|node| node.attribute("id") == Some(id)).expect("the section");
            page[node.range()].to_owned()
        };
        assert_ne!(of(&a), of(&b), "{id}");
    }
    assert_ne!(one.with(json), other.with(json));
    assert_eq!(one.with(html), a, "the same facts make the same report");
}

/// The same, without anything that a song need not have.
fn bare<'a>(facts: &ReportFacts<'a>) -> ReportFacts<'a> {
    ReportFacts {
        date: "",
        studio: None,
        changes: &[],
        moments: &[],
        character: None,
        readiness: &[],
        verdict: None,
        meant: &[],
        markers: &[],
        blind: &[],
        ..*facts
    }
}

#[test]
fn a_song_with_little_to_say_has_a_report_too() {
    let planes = crate::change::song(4.0).channels()[..1].to_vec();
    let mono = super::fixture::made("", &testpress::audio::AudioBuffer::new(planes, 44_100), Controls::UNTOUCHED);
    let page = mono.with(|facts| html(&bare(facts)));
    let text = text(&page);
    for said in ["Untitled", words::NOTHING_CHANGED, said::NO_MOMENTS, said::NO_CHARACTER, said::NO_MARKERS, said::NO_BLIND] {
        assert!(text.contains(said), "missing: {said}");
    }
    assert!(!text.contains(said::VERDICT) && !text.contains("NaN") && !text.contains("inf"), "{text}");
    let data: Value = serde_json::from_str(&mono.with(|facts| json(&bare(facts)))).expect("JSON");
    assert!(data["verdict"].is_null() && data["mix"]["stereo"].is_null() && data["plan"]["width"].is_null());
}

#[test]
fn real_songs_have_reports_of_their_own() {
    let mut songs = crate::support::real_songs();
    songs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let reports = songs.iter().filter(|song| song.seconds > 20.0).take(3).map(|song| {
        let known = super::fixture::made(&song.name(), &crate::support::decoded(song), Controls::UNTOUCHED);
        let (page, sentences) = known.with(|facts| (html(facts), sentences(facts)));
        let text = text(&page);
        assert!(sentences.iter().all(|sentence| text.contains(sentence)), "{}", song.name());
        assert!(!text.contains("NaN") && page.len() < 400_000, "{}: {} bytes", song.name(), page.len());
        let data = known.with(json);
        println!("{}: page {} kB, data {} kB", song.name(), page.len() / 1000, data.len() / 1000);
        let read: Value = serde_json::from_str(&data).expect("JSON");
        assert_eq!(serde_json::from_value::<Plan>(read["plan"].clone()).expect("a plan"), known.plan);
        page
    });
    let reports: Vec<String> = reports.collect();
    for (at, page) in reports.iter().enumerate() {
        assert!(!reports[..at].contains(page));
    }
}

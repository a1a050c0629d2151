//! The letter: under 1,600 characters whatever it says, the most important first, and it says what it leaves out.

use testpress::booking::{Letter, Mixes, letter};
use testpress::words::{brief_subject, brief_text, letter_cut, letter_cut_note};

use super::{brief::filled, decoded, hostile_texts, shipped};

fn written(subject: &str, text: &str) -> (Letter, String, String) {
    let made = letter("a@b.example", subject, text, letter_cut);
    assert!(made.link.len() < 1_600, "{}", made.link.len());
    assert!(made.link.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>`{}|\\^#'".contains(&b)), "{}", made.link);
    let parsed = url::Url::parse(&made.link).expect("parses");
    assert_eq!((parsed.scheme(), parsed.path()), ("mailto", "a@b.example"));
    let (subject, body) =
        parsed.query().expect("a query").strip_prefix("subject=").expect("a subject").split_once("&body=").expect("a body");
    assert!(!subject.contains('&') && !body.contains('&') && !body.contains('='), "{}", made.link);
    let (subject, body) = (decoded(subject), decoded(body));
    assert!(!subject.chars().any(char::is_control), "{subject:?}");
    (made, subject, body.replace("\r\n", "\n"))
}

#[test]
fn what_fits_is_in_it_exactly() {
    for text in hostile_texts().into_iter().filter(|text| text.len() < 300) {
        let (made, _, body) = written(&text, &format!("First: 1\n{text}\n\nLast: 2"));
        let lines: Vec<&str> = "First: 1\n".lines().chain(text.lines()).chain(["", "Last: 2"]).collect();
        assert_eq!(body, lines.join("\n"));
        assert!(made.is_whole && made.left_out.is_empty() && letter_cut_note(&made).is_none());
    }
}

#[test]
fn what_does_not_fit_is_left_out_from_the_end_and_said() {
    for text in hostile_texts() {
        let long = format!("Name: Ada\nNotes: {text}\n\nMoments:\n{}", "- 1:00: here\n".repeat(200));
        let (made, _, body) = written(&text, &long);
        assert!(!made.is_whole && made.left_out.contains(&"Moments".to_owned()), "{:?}", made.left_out);
        assert!(body.starts_with("Name: Ada\n"), "{body}");
        assert!(body.trim_end().ends_with("please ask me for the rest.)"), "{body}");
        assert!(body.contains("Left out or shortened: ") && body.contains("Moments"), "{body}");
        let note = letter_cut_note(&made).expect("a note");
        assert!(note.contains("Moments") && note.contains("Copy the brief"));
        // Each line is one of the text, or the beginning of one.
        for line in body.lines().filter(|line| !line.starts_with('(')) {
            let is_whole = long.lines().any(|whole| whole == line);
            assert!(is_whole || line.strip_suffix('…').is_some_and(|start| long.contains(start)), "{line}");
        }
    }
}

#[test]
fn half_an_address_is_never_sent() {
    let link = format!("https://files.example/{}", "x".repeat(1_400));
    let text = format!("Name: Ada\nLink to the mixes: {link}\nAbout the release: a single\nNotes: {}", "n".repeat(2_000));
    let (made, _, body) = written("Mastering", &text);
    assert!(!body.contains("://"), "{body}");
    assert!(body.contains("About the release: a single\nNotes: nnn"), "what comes after goes on: {body}");
    assert_eq!(made.left_out, ["Link to the mixes", "Notes"]);
}

#[test]
fn a_whole_brief_keeps_its_beginning() {
    let (brief, facts) = filled();
    let (mut long, studio) = (brief.clone(), shipped());
    long.notes = "The bass is meant like that. ".repeat(60);
    let (made, subject, body) = written(&brief_subject(&long, &facts), &brief_text(&long, &facts, &studio));
    assert_eq!(subject, "Mastering: The Artist – First Record");
    for line in [
        "Name: Ada",
        "E-mail: ada@artist.example",
        "Estimate: £240 for 4 tracks",
        "Link to the mixes: https://files.example/mixes",
    ] {
        assert!(body.contains(line), "{line} in {body}");
    }
    assert_eq!(made.left_out.first().map(String::as_str), Some("Notes"));
    let Mixes::Link(link) = &brief.mixes else { panic!("a link") };
    assert!(body.contains(link.as_str()));
}

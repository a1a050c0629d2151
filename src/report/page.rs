//! The report as one HTML file: no script, nothing fetched, made to be read on a screen and printed on A4.

use super::{ReportFacts, sections};
use crate::booking::{cut_at, one_line};
use crate::markup::Markup;
use crate::words::{self, report as said};

/// A heading of more would fill the page.
const LONGEST_TITLE: usize = 160;

/// Whatever a hostile name tried, nothing is loaded and nothing runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// One self-contained file.
#[must_use]
pub fn html(facts: &ReportFacts) -> String {
    let song = cut_at(&one_line(&words::song_stem(facts.song), usize::MAX), LONGEST_TITLE);
    let meta = |attributes: &[(&str, &str)]| Markup::empty("meta", attributes);
    let head = meta(&[("charset", "utf-8")])
        .and(meta(&[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]))
        .and(meta(&[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]))
        .and(meta(&[("name", "referrer"), ("content", "no-referrer")]))
        .and(Markup::line("title", &format!("{song} – {}", said::KIND)))
        .and(Markup::style(include_str!("sheet.css")));
    let header = Markup::with("p", &[("class", "kind")], Markup::text(said::KIND))
        .and(Markup::line("h1", &song))
        .and(Markup::line("p", &said::made_on(facts.date, facts.studio)))
        .and(Markup::with("p", &[("class", "lead")], Markup::text(said::LEAD)))
        .and(Markup::with("p", &[("class", "aside")], Markup::text(said::WHO)));
    let body = Markup::element("main", Markup::element("header", header).and(sections::all(facts)));
    Markup::with("html", &[("lang", "en")], Markup::element("head", head).and(Markup::element("body", body))).document()
}

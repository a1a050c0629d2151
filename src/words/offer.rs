//! The studio's services as the page states them, and the letter to it.

use super::names::song_stem;
use super::numbers::clock_time;
use crate::booking::{Service, Studio};

/// "£60"; an unknown currency keeps its code.
#[must_use]
pub fn price(amount: u64, currency: &str) -> String {
    match currency {
        "GBP" => format!("£{amount}"),
        "EUR" => format!("€{amount}"),
        "USD" => format!("${amount}"),
        other => format!("{amount} {other}"),
    }
}

/// "£60 – Single, analogue: two free revisions".
#[must_use]
pub fn service_line(service: &Service) -> String {
    let per = if service.per_track { " per track" } else { "" };
    format!("{}, {}{per}: {}", service.name, service.medium, service.revisions)
}

/// "from £50 per track": the lowest price, for the calm view.
#[must_use]
pub fn services_summary(studio: &Studio) -> Option<String> {
    let least = studio.services.iter().min_by_key(|service| service.price)?;
    let per = if least.per_track { " per track" } else { "" };
    Some(format!("from {}{per}", price(least.price.into(), &studio.currency)))
}

#[must_use]
pub fn mail_subject(file_name: Option<&str>) -> String {
    match file_name {
        Some(name) => format!("Mastering: {}", song_stem(name)),
        None => "Mastering".into(),
    }
}

/// A beginning the artist completes: the studio wants a link to the mixes and a short description.
#[must_use]
pub fn mail_body(file_name: Option<&str>, notes: &[String]) -> String {
    let song = file_name.map(|name| format!("Song: {}\n", song_stem(name))).unwrap_or_default();
    // At the end: a letter that is too long for a link loses these first.
    let notes: String = notes.iter().map(|note| format!("\n{note}")).collect();
    let notes = if notes.is_empty() { notes } else { format!("\n\nFrom listening:{notes}\n") };
    format!(
        "Hello,\n\nI would like to have this mastered.\n\n{song}Link to the mixes: \nAbout the release: \n\nThank you\n{notes}"
    )
}

/// `count` results and moments that a letter has no room for.
#[must_use]
pub fn notes_left_out(count: usize) -> String {
    let what = if count == 1 { "1 more does".into() } else { format!("{count} more do") };
    format!("{what} not fit into an e-mail that opens by a link: add what matters by hand.")
}

/// A moment that the artist marked, for the engineer.
#[must_use]
pub fn moment(at_s: f64, note: &str) -> String {
    if note.trim().is_empty() { clock_time(at_s) } else { format!("{}: {}", clock_time(at_s), note.trim()) }
}

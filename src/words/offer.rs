//! The studio's services as the page states them, and the letter to it.

use super::names::song_stem;
use crate::booking::{Service, Studio};

/// "£60"; an unknown currency keeps its code.
#[must_use]
pub fn price(amount: u32, currency: &str) -> String {
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
    Some(format!("from {}{per}", price(least.price, &studio.currency)))
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
pub fn mail_body(file_name: Option<&str>) -> String {
    let song = file_name.map(|name| format!("Song: {}\n", song_stem(name))).unwrap_or_default();
    format!("Hello,\n\nI would like to have this mastered.\n\n{song}Link to the mixes: \nAbout the release: \n\nThank you\n")
}

//! The studio's services as the page states them, and moments as the engineer reads them.

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
    let per = if service.per_track { ", per track" } else { "" };
    format!("{}, {}{per}: {}", service.name, service.medium, service.revisions)
}

/// "from £50 per track": the lowest price, for the calm view.
#[must_use]
pub fn services_summary(studio: &Studio) -> Option<String> {
    let least = studio.services.iter().min_by_key(|service| service.price)?;
    let per = if least.per_track { " per track" } else { "" };
    Some(format!("from {}{per}", price(least.price.into(), &studio.currency)))
}

/// A moment that the artist marked, for the engineer.
#[must_use]
pub fn moment(at_s: f64, note: &str) -> String {
    if note.trim().is_empty() { clock_time(at_s) } else { format!("{}: {}", clock_time(at_s), note.trim()) }
}

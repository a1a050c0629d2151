//! `studio.json`: everything the page says about the studio, checked before any of it is shown or linked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Studio {
    pub name: String,
    pub location: String,
    pub engineer: String,
    /// The studio's own page about mastering.
    pub page: String,
    pub email: String,
    /// ISO 4217: "GBP".
    pub currency: String,
    pub services: Vec<Service>,
    /// What the studio says about VAT, as it should be shown.
    pub vat: String,
    /// The studio's own words about its accreditation.
    pub accreditation: String,
    pub chain: Vec<String>,
    pub about: String,
    pub credits: Vec<String>,
    pub reach: String,
    pub booking: Booking,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// "Single", "Album or EP".
    pub name: String,
    /// "analogue", "tape".
    pub medium: String,
    /// In whole units of the currency.
    pub price: u32,
    pub per_track: bool,
    pub revisions: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Booking {
    pub url: String,
    /// Parameters of our own: some caches serve the plain page when a link carries only `utm_*`.
    #[serde(default)]
    pub own_parameter: BTreeMap<String, String>,
}

/// What is wrong with a `studio.json`, for the console of the studio's web person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StudioError {
    #[error("studio.json is not what was expected: {detail}")]
    Json { detail: String },
    #[error("studio.json: `{field}` must be an https: address or a relative one, given {given:?}")]
    Address { field: &'static str, given: String },
    #[error("studio.json: `email` must be one plain address, given {given:?}")]
    Email { given: String },
    #[error("studio.json: `{field}` is empty")]
    Missing { field: &'static str },
}

impl Studio {
    /// Reads and checks the text of a `studio.json`.
    ///
    /// # Errors
    /// [`StudioError`] names the first field that can't be used.
    pub fn read(text: &str) -> Result<Self, StudioError> {
        // A byte order mark is what some editors on Windows leave.
        let studio: Self = serde_json::from_str(text.trim_start_matches('\u{feff}'))
            .map_err(|error| StudioError::Json { detail: error.to_string() })?;
        for (field, given) in [("page", &studio.page), ("booking.url", &studio.booking.url)] {
            if !is_safe_address(given) {
                return Err(StudioError::Address { field, given: given.clone() });
            }
        }
        if !is_plain_email(&studio.email) {
            return Err(StudioError::Email { given: studio.email.clone() });
        }
        if studio.name.trim().is_empty() {
            return Err(StudioError::Missing { field: "name" });
        }
        if studio.services.is_empty() {
            return Err(StudioError::Missing { field: "services" });
        }
        Ok(studio)
    }
}

/// `https:` with a host, or a path relative to the page.
///
/// The check is on the text, stricter than a URL parser: parsers drop tabs and newlines, take `\` for `/`, and read
/// `javascript:` as an address.
fn is_safe_address(address: &str) -> bool {
    if address.is_empty() || address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '"' | '<' | '>')) {
        return false;
    }
    let is_https = address.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("https://"));
    if is_https {
        return address[8..].starts_with(|c: char| c.is_ascii_alphanumeric()) && !host(&address[8..]).contains('@');
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    !address.starts_with("//") && !path.contains(':')
}

fn host(after_scheme: &str) -> &str {
    after_scheme.split(['/', '?', '#']).next().unwrap_or_default()
}

/// One address and nothing that a `mailto:` link could read as a second recipient or a header.
fn is_plain_email(email: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '\''))
    };
    match email.split_once('@') {
        Some((user, domain)) => {
            plain(user) && plain(domain) && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.')
        }
        None => false,
    }
}

//! Links: the booking page's, and how values go into any.

use super::form::Separator;
use super::studio::Studio;

/// The booking page with our own parameters, before any fragment and after any query it has.
#[must_use]
pub fn booking_link(studio: &Studio) -> String {
    let mut address = Address::of(&studio.booking.url);
    for (name, value) in &studio.booking.own_parameter {
        address.add(Separator::Query, name, &encoded(value));
    }
    address.into_link()
}

/// A link in its two parts, to which parameters can be added.
pub(super) struct Address {
    before: String,
    fragment: Option<String>,
}

impl Address {
    pub(super) fn of(url: &str) -> Self {
        match url.split_once('#') {
            Some((before, fragment)) => Self { before: before.to_owned(), fragment: Some(fragment.to_owned()) },
            None => Self { before: url.to_owned(), fragment: None },
        }
    }

    /// Adds a parameter after those that are there; the value is encoded already.
    pub(super) fn add(&mut self, separator: Separator, name: &str, value: &str) {
        let (part, is_first) = match separator {
            Separator::Query => {
                let is_first = !self.before.contains('?');
                if is_first {
                    self.before.push('?');
                }
                (&mut self.before, is_first)
            }
            Separator::Fragment => {
                let fragment = self.fragment.get_or_insert_default();
                let is_first = fragment.is_empty();
                (fragment, is_first)
            }
        };
        if !is_first && !part.ends_with(['?', '&']) {
            part.push('&');
        }
        part.push_str(&encoded(name));
        part.push('=');
        part.push_str(value);
    }

    /// As a link.
    pub(super) fn len(&self) -> usize {
        self.before.len() + self.fragment.as_ref().map_or(0, |fragment| fragment.len() + 1)
    }

    pub(super) fn into_link(self) -> String {
        match self.fragment {
            Some(fragment) => format!("{}#{fragment}", self.before),
            None => self.before,
        }
    }
}

/// Percent-encoding of everything but RFC 3986's unreserved characters.
pub(super) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

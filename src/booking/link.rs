//! Links to the studio: the booking page, and a letter.

use super::studio::Studio;

/// Longer `mailto:` links are cut off by some mail programs.
const MAIL_LINK_MOST: usize = 1_600;
/// The end of a line in a letter (RFC 6068, section 5).
const LINE_END: &str = "%0D%0A";

/// The booking page with our own parameters, before any fragment and after any query it has.
#[must_use]
pub fn booking_link(studio: &Studio) -> String {
    let (address, fragment) = match studio.booking.url.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (studio.booking.url.as_str(), None),
    };
    let mut link = address.to_owned();
    for (name, value) in &studio.booking.own_parameter {
        link.push(if link.contains('?') { '&' } else { '?' });
        link.push_str(&format!("{}={}", encoded(name), encoded(value)));
    }
    if let Some(fragment) = fragment {
        link.push('#');
        link.push_str(fragment);
    }
    link
}

/// How many of `lines`, each on a line of its own at the end of `body`, a letter has room for.
#[must_use]
pub fn lines_that_fit(studio: &Studio, subject: &str, body: &str, lines: &[String]) -> usize {
    let room = MAIL_LINK_MOST.saturating_sub(format!("mailto:{}?subject={}&body=", studio.email, encoded(subject)).len());
    let mut used = encoded_lines(body).len();
    lines
        .iter()
        .take_while(|line| {
            used += encoded_lines(line).len() + LINE_END.len();
            used <= room
        })
        .count()
}

/// A letter to the studio; a body too long for a link is shortened at a character, never inside an escape.
#[must_use]
pub fn mail_link(studio: &Studio, subject: &str, body: &str) -> String {
    let mut link = format!("mailto:{}?subject={}&body=", studio.email, encoded(subject));
    for character in body.chars() {
        let piece = match character {
            '\n' => LINE_END.to_owned(),
            other => encoded(other.encode_utf8(&mut [0; 4])),
        };
        if link.len() + piece.len() > MAIL_LINK_MOST {
            break;
        }
        link.push_str(&piece);
    }
    link
}

fn encoded_lines(text: &str) -> String {
    text.split('\n').map(encoded).collect::<Vec<_>>().join(LINE_END)
}

/// Percent-encoding of everything but RFC 3986's unreserved characters.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

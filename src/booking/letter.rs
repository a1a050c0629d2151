//! The brief as an e-mail that opens by a link: as much of it as such a link carries, the most important first.

use super::brief::one_line;
use super::link::encoded;

/// Longer `mailto:` links are cut off by some mail programs.
const MAIL_LINK_MOST: usize = 1_600;
/// The end of a line in a letter (RFC 6068, section 5).
const LINE_END: &str = "%0D%0A";
/// Encoded: a subject is a line.
const SUBJECT_MOST: usize = 300;
/// Encoded: room for the sentence that says what was left out.
const NOTE_ROOM: usize = 330;
/// Encoded: a shorter beginning of a line says nothing.
const WORTH_CUTTING: usize = 60;
/// Named of what was left out, and the length of each name.
const MOST_LABELS: usize = 4;
const MOST_LABEL_CHARS: usize = 24;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Under 1,600 characters.
    pub link: String,
    /// All of the text is in it.
    pub is_whole: bool,
    /// Labels of the lines that are not in it, or not whole, where they have any.
    pub left_out: Vec<String>,
}

/// A letter to `email`. `text` has the most important lines first; lines go whole, but for one of running text that is cut at a
/// character where the room ends. A line with an address in it is never cut. `note` says at the end what was left out, given the
/// labels of some of it and the number of further ones.
#[must_use]
pub fn letter(email: &str, subject: &str, text: &str, note: impl Fn(&[String], usize) -> String) -> Letter {
    let (subject, _) = encoded_line(&one_line(subject, SUBJECT_MOST), SUBJECT_MOST);
    let head = format!("mailto:{email}?subject={subject}&body=");
    let whole: Vec<String> = text.lines().map(encoded).collect();
    let body = whole.join(LINE_END);
    if head.len() + body.len() < MAIL_LINK_MOST {
        return Letter { link: head + &body, is_whole: true, left_out: Vec::new() };
    }

    let room = (MAIL_LINK_MOST - 1).saturating_sub(head.len() + NOTE_ROOM);
    let (mut body, mut labels, mut block, mut is_full) = (String::new(), Vec::new(), "", false);
    for (line, whole) in text.lines().zip(&whole) {
        if !line.starts_with("- ") {
            block = line;
        }
        let left = room.saturating_sub(body.len() + LINE_END.len());
        if !is_full && whole.len() <= left {
            body.push_str(whole);
            body.push_str(LINE_END);
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        add_label(&mut labels, block);
        if line.contains("://") {
            continue;
        }
        if !is_full && left >= WORTH_CUTTING {
            let ellipsis = encoded("…");
            let (beginning, _) = encoded_line(line, left - ellipsis.len());
            body.push_str(&beginning);
            body.push_str(&ellipsis);
            body.push_str(LINE_END);
        }
        is_full = true;
    }

    body.push_str(LINE_END);
    let (first, more) = labels.split_at(labels.len().min(MOST_LABELS));
    let said = [encoded(&note(first, more.len())), encoded(&note(&[], 0))];
    // Labels of unheard-of length would not fit: then without them.
    if let Some(said) = said.into_iter().find(|said| said.len() + LINE_END.len() <= NOTE_ROOM) {
        body.push_str(&said);
    }
    Letter { link: head + &body, is_whole: false, left_out: labels }
}

/// The characters of a line, encoded, that keep within `most` bytes, and whether that is all of them.
fn encoded_line(line: &str, most: usize) -> (String, bool) {
    let mut fitting = String::new();
    for character in line.chars() {
        let piece = encoded(character.encode_utf8(&mut [0; 4]));
        if fitting.len() + piece.len() > most {
            return (fitting, false);
        }
        fitting.push_str(&piece);
    }
    (fitting, true)
}

/// What stands before the colon of a line names it.
fn add_label(labels: &mut Vec<String>, line: &str) {
    let Some((label, _)) = line.split_once(':') else { return };
    let is_name = label.chars().count() <= MOST_LABEL_CHARS && label.is_ascii() && !label.trim().is_empty();
    if is_name && !labels.iter().any(|own| own == label) {
        labels.push(label.to_owned());
    }
}

//! Marked-up text. Whatever is put in is escaped, so a song's name can't be anything but text; written so that XML parsers read it too.

use crate::booking::one_line;

/// Far above our longest sentence: what is cut here came from outside.
const MOST_CHARS: usize = 4_000;

/// Elements and text, escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(String);

impl Markup {
    /// One line of text. Control characters and marks that turn the rest of a line around are dropped.
    pub fn text(text: &str) -> Self {
        Self(escaped(&one_line(text, MOST_CHARS)))
    }

    /// Between two words.
    pub fn space() -> Self {
        Self(" ".into())
    }

    pub fn element(tag: &str, inner: Self) -> Self {
        Self::with(tag, &[], inner)
    }

    /// `<tag>text</tag>`.
    pub fn line(tag: &str, text: &str) -> Self {
        Self::element(tag, Self::text(text))
    }

    pub fn with(tag: &str, attributes: &[(&str, &str)], inner: Self) -> Self {
        Self(format!("{}{}</{tag}>", opened(tag, attributes, ">"), inner.0))
    }

    /// An element that holds nothing.
    pub fn empty(tag: &str, attributes: &[(&str, &str)]) -> Self {
        Self(opened(tag, attributes, " />"))
    }

    pub fn and(mut self, more: Self) -> Self {
        self.0.push_str(&more.0);
        self
    }

    /// A style sheet of ours, as it is.
    pub fn style(sheet: &'static str) -> Self {
        Self(format!("<style>\n{sheet}</style>"))
    }

    /// As HTML.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }

    /// A whole document.
    pub fn document(self) -> String {
        format!("<!DOCTYPE html>\n{}\n", self.0)
    }
}

impl FromIterator<Markup> for Markup {
    fn from_iter<T: IntoIterator<Item = Self>>(parts: T) -> Self {
        parts.into_iter().fold(Self::default(), Self::and)
    }
}

fn opened(tag: &str, attributes: &[(&str, &str)], end: &str) -> String {
    let attributes: String = attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escaped(value))).collect();
    format!("<{tag}{attributes}{end}")
}

/// All five that XML names, and what it knows no way to write at all.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

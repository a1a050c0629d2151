//! Walks a `studio.json`, and notes every fault with its place instead of stopping at the first.

use super::accent::Rgb;
use super::checks::{is_invisible, is_origin, is_own_address, is_plain_email, is_public_folder, is_safe_address};
use super::fault::{Fault, Problem, Warning};
use super::json::Json;

/// More of them would only scroll the first ones away.
const MOST_NOTES: usize = 50;
/// Longer values are cut where a fault quotes them.
const MOST_QUOTED: usize = 60;
/// What servers and browsers take in an address without complaint.
const MOST_ADDRESS: usize = 500;
/// RFC 5321, section 4.5.3.1.3, without the angle brackets.
const MOST_EMAIL: usize = 254;

/// A place in the file, and what is there.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    pub(super) path: String,
    json: Option<&'a Json>,
}

impl<'a> Place<'a> {
    pub(super) fn root(json: &'a Json) -> Self {
        Self { path: String::new(), json: Some(json) }
    }

    fn below(&self, name: &str, json: Option<&'a Json>) -> Self {
        let name = quoted(name).escape_debug().to_string();
        let path = if self.path.is_empty() { name } else { format!("{}.{name}", self.path) };
        Self { path, json }
    }

    /// What is there under `name`; the first, if there are several.
    pub(super) fn at(&self, name: &str) -> Self {
        let found = match self.json {
            Some(Json::Object(entries)) => entries.iter().find(|(own, _)| own == name).map(|(_, json)| json),
            _ => None,
        };
        self.below(name, found)
    }

    pub(super) fn is_absent(&self) -> bool {
        self.json.is_none()
    }
}

/// May a text be empty?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Empty {
    Allowed,
    Refused,
}

/// What was noted on the way. Each reader gives something of its kind even after a fault, so that the walk goes on.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) faults: Vec<Fault>,
    pub(super) warnings: Vec<Warning>,
}

impl Notes {
    pub(super) fn fault(&mut self, place: &Place<'_>, problem: Problem) {
        if self.faults.len() < MOST_NOTES {
            self.faults.push(Fault { path: place.path.clone(), problem });
        }
    }

    /// Checks that `place` is an object, that no name is given twice, and notes names other than `known`. Names that begin with
    /// `_` are comments, which JSON has no other way to write.
    pub(super) fn object(&mut self, place: &Place<'_>, known: &[&str]) {
        for entry in self.entries(place) {
            let name = entry.0;
            if !known.contains(&name) && !name.starts_with('_') {
                self.warn(&entry.1);
            }
        }
    }

    pub(super) fn warn(&mut self, place: &Place<'_>) {
        if self.warnings.len() < MOST_NOTES {
            self.warnings.push(Warning { path: place.path.clone() });
        }
    }

    /// All names of an object with what they hold, each name once.
    pub(super) fn entries<'a>(&mut self, place: &Place<'a>) -> Vec<(&'a str, Place<'a>)> {
        let mut found: Vec<(&'a str, Place<'a>)> = Vec::new();
        match place.json {
            Some(Json::Object(entries)) => {
                for (name, json) in entries {
                    let below = place.below(name, Some(json));
                    if found.iter().any(|(own, _)| own == name) {
                        self.fault(&below, Problem::Twice);
                    } else if found.len() < MOST_NOTES {
                        found.push((name, below));
                    }
                }
            }
            _ => self.wrong_kind(place, "a group in { }"),
        }
        found
    }

    pub(super) fn text(&mut self, place: &Place<'_>, most: usize, empty: Empty) -> String {
        let Some(Json::Text(text)) = place.json else {
            self.wrong_kind(place, "text in quotes");
            return String::new();
        };
        let chars = text.chars().count();
        if chars > most {
            self.fault(place, Problem::TooLong { chars, most });
        }
        if let Some(character) = text.chars().find(|&c| is_invisible(c)) {
            self.fault(place, Problem::Invisible { character });
        }
        if empty == Empty::Refused && text.trim().is_empty() {
            self.fault(place, Problem::Empty);
        }
        text.clone()
    }

    /// An `https:` address or a relative one.
    pub(super) fn address(&mut self, place: &Place<'_>) -> String {
        self.checked(place, MOST_ADDRESS, is_safe_address, |given| Problem::Address { given })
    }

    /// A relative address of a file.
    pub(super) fn own_address(&mut self, place: &Place<'_>) -> String {
        self.checked(place, MOST_ADDRESS, is_own_address, |given| Problem::OwnAddress { given })
    }

    /// Who may be told something: `https://studio.example`.
    pub(super) fn origin(&mut self, place: &Place<'_>) -> String {
        self.checked(place, MOST_ADDRESS, is_origin, |given| Problem::Origin { given })
    }

    /// The whole address of a folder.
    pub(super) fn public_folder(&mut self, place: &Place<'_>) -> String {
        self.checked(place, MOST_ADDRESS, is_public_folder, |given| Problem::PublicFolder { given })
    }

    pub(super) fn email(&mut self, place: &Place<'_>) -> String {
        self.checked(place, MOST_EMAIL, is_plain_email, |given| Problem::Email { given })
    }

    pub(super) fn currency(&mut self, place: &Place<'_>) -> String {
        let three = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        self.checked(place, 3, three, |given| Problem::Currency { given })
    }

    /// As style sheets write it.
    pub(super) fn colour(&mut self, place: &Place<'_>) -> Option<Rgb> {
        let wanted = "a colour such as \"#a92f1a\"";
        let is_colour = |text: &str| Rgb::read(text).is_some();
        Rgb::read(&self.checked(place, 80, is_colour, |given| Problem::Choice { wanted, given }))
    }

    fn checked(
        &mut self,
        place: &Place<'_>,
        most: usize,
        is_good: impl Fn(&str) -> bool,
        problem: impl Fn(String) -> Problem,
    ) -> String {
        let before = self.faults.len();
        let text = self.text(place, most, Empty::Refused);
        if self.faults.len() == before && !is_good(&text) {
            self.fault(place, problem(quoted(&text)));
        }
        text
    }

    /// A whole number within bounds; `fallback` where nothing is said.
    pub(super) fn whole(&mut self, place: &Place<'_>, (least, most): (u32, u32), fallback: Option<u32>) -> u32 {
        match (place.json, fallback) {
            (None, Some(fallback)) => fallback,
            (Some(&Json::Number(given)), _) => {
                if given.fract() != 0.0 || given < f64::from(least) || given > f64::from(most) {
                    self.fault(place, Problem::Whole { given, least, most });
                    return least;
                }
                given as u32
            }
            _ => {
                self.wrong_kind(place, "a number without quotes");
                least
            }
        }
    }

    /// A number within bounds, if anything is said.
    pub(super) fn number(&mut self, place: &Place<'_>, (least, most): (f64, f64)) -> Option<f64> {
        match place.json? {
            &Json::Number(given) => {
                if !(least..=most).contains(&given) {
                    self.fault(place, Problem::Range { given, least, most });
                }
                Some(given)
            }
            _ => {
                self.wrong_kind(place, "a number without quotes");
                None
            }
        }
    }

    /// The entries of a list, as many as may be.
    pub(super) fn list<'a>(&mut self, place: &Place<'a>, most: usize, empty: Empty) -> Vec<Place<'a>> {
        let Some(Json::List(items)) = place.json else {
            self.wrong_kind(place, "a list in [ ]");
            return Vec::new();
        };
        if items.len() > most {
            self.fault(place, Problem::TooMany { items: items.len(), most });
        }
        if empty == Empty::Refused && items.is_empty() {
            self.fault(place, Problem::Empty);
        }
        let at = |(index, json)| Place { path: format!("{}[{index}]", place.path), json: Some(json) };
        items.iter().take(most).enumerate().map(at).collect()
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, place: &Place<'_>, fallback: Option<bool>) -> bool {
        match (place.json, fallback) {
            (None, Some(fallback)) => fallback,
            (Some(&Json::Bool(value)), _) => value,
            _ => {
                self.wrong_kind(place, "true or false, without quotes");
                false
            }
        }
    }

    fn wrong_kind(&mut self, place: &Place<'_>, wanted: &'static str) {
        let problem = match place.json {
            None => Problem::Missing,
            Some(json) => Problem::Kind { wanted, given: json.kind() },
        };
        self.fault(place, problem);
    }
}

/// Short enough for a line of a console.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

//! The booking form, and the one way its fields are filled: a map from what a brief says to the form's parameters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::brief::BriefField;
use super::fault::Problem;
use super::link::{Address, encoded};
use super::reading::{Empty, Notes, Place, quoted};

/// Characters of a value before it is encoded, unless the studio says otherwise.
const VALUE: u32 = 500;
/// Length of a whole link. Longer ones are refused here and there on the way; servers take 8,000 (RFC 9110, section 4.1).
const IN_ALL: u32 = 2_000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub url: String,
    pub separator: Separator,
    /// What a brief says, and the parameter that the form reads it from.
    pub fields: BTreeMap<BriefField, String>,
    /// In characters, before encoding.
    pub most_per_value: usize,
    /// Length of the whole link, encoded.
    pub most_in_all: usize,
    /// Whether what [`BriefField::is_personal`] goes into the link too. It then stands in the logs of servers.
    pub include_personal: bool,
}

/// Where a form reads its parameters from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Separator {
    /// `?name=value`, before any fragment.
    Query,
    /// `#name=value`, which is never sent to a server.
    Fragment,
}

impl Separator {
    /// As `studio.json` says it.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Query => '?',
            Self::Fragment => '#',
        }
    }
}

/// A link that opens the form, and what of the brief is not in it as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormLink {
    pub link: String,
    /// In the link, whole or shortened.
    pub filled: Vec<BriefField>,
    /// Shortened at a character.
    pub cut: Vec<BriefField>,
    /// The form asks for it, and there was no room.
    pub left_out: Vec<BriefField>,
}

impl Form {
    pub(super) fn read(place: &Place<'_>, own_parameter: &BTreeMap<String, String>, notes: &mut Notes) -> Self {
        notes.object(place, &["url", "separator", "fields", "most_per_value", "most_in_all", "include_personal"]);
        let separator = place.at("separator");
        let sign = if separator.is_absent() { "?".to_owned() } else { notes.text(&separator, 1, Empty::Refused) };
        let separator = match sign.as_str() {
            "#" => Separator::Fragment,
            "?" | "" => Separator::Query,
            given => {
                notes.fault(&separator, Problem::Choice { wanted: "\"?\" or \"#\"", given: quoted(given) });
                Separator::Query
            }
        };
        Self {
            url: notes.address(&place.at("url")),
            separator,
            fields: fields(&place.at("fields"), own_parameter, notes),
            most_per_value: notes.whole(&place.at("most_per_value"), (1, 4_000), Some(VALUE)) as usize,
            most_in_all: notes.whole(&place.at("most_in_all"), (200, 8_000), Some(IN_ALL)) as usize,
            include_personal: notes.flag(&place.at("include_personal"), Some(false)),
        }
    }
}

fn fields(place: &Place<'_>, own_parameter: &BTreeMap<String, String>, notes: &mut Notes) -> BTreeMap<BriefField, String> {
    let mut fields: BTreeMap<BriefField, String> = BTreeMap::new();
    for (name, place) in notes.entries(place) {
        let Some(field) = BriefField::named(name) else {
            if !name.starts_with('_') {
                notes.warn(&place);
            }
            continue;
        };
        let parameter = notes.text(&place, 64, Empty::Refused);
        if let Some((other, _)) = fields.iter().find(|(_, taken)| **taken == parameter) {
            notes.fault(&place, Problem::Repeats { other: format!("booking.form.fields.{}", other.id()) });
        } else if own_parameter.contains_key(&parameter) {
            notes.fault(&place, Problem::Repeats { other: format!("booking.own_parameter.{}", quoted(&parameter)) });
        }
        fields.insert(field, parameter);
    }
    fields
}

/// The form's address with our own parameters and with those of `values` that it has a parameter for, in the order of importance.
///
/// Our own parameters always go into the query, for the caches on the way. A value is cut at `most_per_value`; running text is
/// cut to the room there is, anything else is left out where it does not fit.
#[must_use]
pub fn form_link(form: &Form, own_parameter: &BTreeMap<String, String>, values: &BTreeMap<BriefField, String>) -> FormLink {
    let mut address = Address::of(&form.url);
    for (name, value) in own_parameter {
        address.add(Separator::Query, name, &encoded(value));
    }
    let (mut filled, mut cut, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for (&field, value) in values {
        let Some(parameter) = form.fields.get(&field) else { continue };
        if value.is_empty() || (field.is_personal() && !form.include_personal) {
            continue;
        }
        // "&", the name and "=".
        let room = form.most_in_all.saturating_sub(address.len() + encoded(parameter).len() + 2);
        let (fitting, is_whole) = encoded_within(value, form.most_per_value, room);
        if fitting.is_empty() || !(is_whole || field.may_be_cut()) {
            left_out.push(field);
            continue;
        }
        if !is_whole {
            cut.push(field);
        }
        address.add(form.separator, parameter, &fitting);
        filled.push(field);
    }
    FormLink { link: address.into_link(), filled, cut, left_out }
}

/// As many of the characters, encoded, as keep within both bounds, and whether that is all of them.
fn encoded_within(value: &str, most_chars: usize, most_bytes: usize) -> (String, bool) {
    let mut fitting = String::new();
    for (count, character) in value.chars().enumerate() {
        let piece = encoded(character.encode_utf8(&mut [0; 4]));
        if count == most_chars || fitting.len() + piece.len() > most_bytes {
            return (fitting, false);
        }
        fitting.push_str(&piece);
    }
    (fitting, true)
}

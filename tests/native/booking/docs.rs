//! docs/studio.md: every field that is read is described there, and no other.

use serde_json::{Value, json};
use testpress::booking::BriefField;

use super::read_with;

const DOCS: &str = include_str!("../../../docs/studio.md");

/// Names as the tables have them (`services[].price`), into every group but those whose names the studio chooses.
fn fields(json: &Value, at: &str, found: &mut Vec<String>) {
    match json {
        Value::Object(entries) if !["booking.own_parameter", "booking.form.fields"].contains(&at) => {
            for (name, value) in entries {
                let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                found.push(path.clone());
                fields(value, &path, found);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                fields(first, &format!("{at}[]"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_field_is_described_and_no_other() {
    let example =
        json!({ "title": "T", "artist": "A", "mix": "m.flac", "human_master": "h.flac", "credit": "C", "permission": "P" });
    let form = json!({ "url": "https://studio.example/book/", "fields": {} });
    let studio = read_with(&[("/showcase", json!([example])), ("/booking/form", form)]).expect("sound");
    let mut read = Vec::new();
    fields(&serde_json::to_value(studio).expect("JSON"), "", &mut read);
    let mut described: Vec<&str> =
        DOCS.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |")).map(|(name, _)| name).collect();
    read.sort_unstable();
    described.sort_unstable();
    assert_eq!(read, described, "fields of `Studio` (left) and rows of docs/studio.md (right)");
}

#[test]
fn what_of_the_brief_may_go_into_a_form_is_listed() {
    let words = DOCS.split_whitespace().collect::<Vec<_>>().join(" ");
    for personal in [false, true] {
        let fields = BriefField::ALL.into_iter().filter(|field| field.is_personal() == personal);
        let list = fields.map(|field| format!("`{}`", field.id())).collect::<Vec<_>>().join(", ");
        assert!(words.contains(&format!(": {list}.")), "put this into docs/studio.md: {list}");
    }
}

//! How eight kinds of form take values from a link: documentation and test cases of the one way in `form`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::brief::BriefField;
use super::form::{Form, Separator};

#[derive(Clone, Copy, Debug)]
pub struct Adapter {
    pub name: &'static str,
    /// What an address of such a form looks like.
    pub url: &'static str,
    pub separator: Separator,
    /// What to set in the form, and where the parameter's name comes from.
    pub setup: &'static str,
    /// An example of `booking.form.fields`.
    pub fields: &'static [(BriefField, &'static str)],
}

pub const ADAPTERS: [Adapter; 8] = [
    Adapter {
        name: "Gravity Forms",
        url: "https://studio.example/book/",
        separator: Separator::Query,
        setup: "Field settings, Advanced: “Allow field to be populated dynamically”; the parameter is the name given there.",
        fields: &[(BriefField::Service, "tp_service"), (BriefField::Tracks, "tp_tracks"), (BriefField::Loudness, "tp_loudness")],
    },
    Adapter {
        name: "Contact Form 7",
        url: "https://studio.example/book/",
        separator: Separator::Query,
        setup: "The tag says `default:get`, as in `[text your-service default:get]`; the parameter is the tag's name.",
        fields: &[
            (BriefField::Service, "your-service"),
            (BriefField::Tracks, "your-tracks"),
            (BriefField::Loudness, "your-loudness"),
        ],
    },
    Adapter {
        name: "Fluent Forms",
        url: "https://studio.example/book/",
        separator: Separator::Query,
        setup: "The field's default value is `{get.tp_service}`; the parameter is the name after the dot.",
        fields: &[(BriefField::Service, "tp_service"), (BriefField::Tracks, "tp_tracks"), (BriefField::Loudness, "tp_loudness")],
    },
    Adapter {
        name: "WPForms",
        url: "https://studio.example/book/",
        separator: Separator::Query,
        setup: "Form settings: “Enable Prefill by URL”; the parameter is `wpf`, the form's number, `_` and the field's number.",
        fields: &[(BriefField::Service, "wpf12_3"), (BriefField::Tracks, "wpf12_4"), (BriefField::Loudness, "wpf12_5")],
    },
    Adapter {
        name: "Calendly",
        url: "https://calendly.com/studio/mastering",
        separator: Separator::Query,
        setup: "Nothing to set: `name`, `email`, and `a1` to `a10` for the answers to your questions, in their order.",
        fields: &[(BriefField::Service, "a1"), (BriefField::Tracks, "a2"), (BriefField::Loudness, "a3")],
    },
    Adapter {
        name: "Typeform",
        url: "https://studio.typeform.com/to/AbC123",
        separator: Separator::Fragment,
        setup: "Each parameter is a hidden field of the form.",
        fields: &[(BriefField::Service, "service"), (BriefField::Tracks, "tracks"), (BriefField::Loudness, "loudness")],
    },
    Adapter {
        name: "Google Forms",
        url: "https://docs.google.com/forms/d/e/ID/viewform?usp=pp_url",
        separator: Separator::Query,
        setup: "“Get pre-filled link” shows the address and each `entry.` number.",
        fields: &[(BriefField::Service, "entry.1001"), (BriefField::Tracks, "entry.1002"), (BriefField::Loudness, "entry.1003")],
    },
    Adapter {
        name: "Any other",
        url: "https://studio.example/book.html#form",
        separator: Separator::Query,
        setup: "The page reads its own query, under whatever names.",
        fields: &[(BriefField::Service, "service"), (BriefField::Tracks, "tracks"), (BriefField::Loudness, "loudness")],
    },
];

impl Adapter {
    /// As it would stand in `studio.json`, with the usual lengths.
    #[must_use]
    pub fn form(&self) -> Form {
        Form {
            url: self.url.to_owned(),
            separator: self.separator,
            fields: self.fields.iter().map(|&(field, parameter)| (field, parameter.to_owned())).collect::<BTreeMap<_, _>>(),
            most_per_value: 500,
            most_in_all: 2_000,
            include_personal: false,
        }
    }
}

/// The table of docs/studio.md.
#[must_use]
pub fn adapter_table() -> String {
    let mut table = String::from("| Form | `separator` | Example of `fields` | In the form |\n|---|---|---|---|\n");
    for adapter in ADAPTERS {
        let fields: Vec<String> =
            adapter.fields.iter().take(2).map(|(field, parameter)| format!("`\"{}\": \"{parameter}\"`", field.id())).collect();
        // Writing to a string can't fail.
        let _ =
            writeln!(table, "| {} | `{}` | {} | {} |", adapter.name, adapter.separator.sign(), fields.join(", "), adapter.setup);
    }
    table
}

//! The eight kinds of form: the exact link of each, and the table of docs/studio.md.

use std::collections::BTreeMap;

use testpress::booking::{ADAPTERS, BriefField, adapter_table, form_link};

fn values() -> BTreeMap<BriefField, String> {
    [
        (BriefField::Name, "Ada & Co."),
        (BriefField::Service, "Album or EP"),
        (BriefField::Tracks, "4"),
        (BriefField::Loudness, "−14.2 LUFS"),
    ]
    .map(|(field, value)| (field, value.to_owned()))
    .into()
}

fn own() -> BTreeMap<String, String> {
    [("from".to_owned(), "testpress".to_owned())].into()
}

#[test]
fn each_adapters_link_is_exact() {
    let links: Vec<(&str, String)> =
        ADAPTERS.iter().map(|adapter| (adapter.name, form_link(&adapter.form(), &own(), &values()).link)).collect();
    let expected = [
        (
            "Gravity Forms",
            "https://studio.example/book/?from=testpress&tp_service=Album%20or%20EP&tp_tracks=4&tp_loudness=%E2%88%9214.2%20LUFS",
        ),
        (
            "Contact Form 7",
            "https://studio.example/book/?from=testpress&your-service=Album%20or%20EP&your-tracks=4&your-loudness=%E2%88%9214.2%20LUFS",
        ),
        (
            "Fluent Forms",
            "https://studio.example/book/?from=testpress&tp_service=Album%20or%20EP&tp_tracks=4&tp_loudness=%E2%88%9214.2%20LUFS",
        ),
        ("WPForms", "https://studio.example/book/?from=testpress&wpf12_3=Album%20or%20EP&wpf12_4=4&wpf12_5=%E2%88%9214.2%20LUFS"),
        ("Calendly", "https://calendly.com/studio/mastering?from=testpress&a1=Album%20or%20EP&a2=4&a3=%E2%88%9214.2%20LUFS"),
        (
            "Typeform",
            "https://studio.typeform.com/to/AbC123?from=testpress#service=Album%20or%20EP&tracks=4&loudness=%E2%88%9214.2%20LUFS",
        ),
        (
            "Google Forms",
            "https://docs.google.com/forms/d/e/ID/viewform?usp=pp_url&from=testpress&entry.1001=Album%20or%20EP&entry.1002=4&entry.1003=%E2%88%9214.2%20LUFS",
        ),
        (
            "Any other",
            "https://studio.example/book.html?from=testpress&service=Album%20or%20EP&tracks=4&loudness=%E2%88%9214.2%20LUFS#form",
        ),
    ];
    assert_eq!(links, expected.map(|(name, link)| (name, link.to_owned())));
}

#[test]
fn the_docs_have_the_table() {
    let docs = include_str!("../../../docs/studio.md");
    assert!(docs.contains(&adapter_table()), "put this into docs/studio.md:\n{}", adapter_table());
}

/// An adapter shows what is filled by default: nothing personal.
#[test]
fn the_examples_fill_nothing_personal() {
    for adapter in ADAPTERS {
        assert!(adapter.fields.iter().all(|(field, _)| !field.is_personal()), "{}", adapter.name);
        assert!(!adapter.form().include_personal);
    }
}

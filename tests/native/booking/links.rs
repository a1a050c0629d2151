//! Links to a form: whatever goes in comes out as it was, the host stays, lengths are kept, and nothing personal goes unasked.

use std::collections::BTreeMap;

use testpress::booking::{BriefField, Form, Separator, form_link};

use super::{decoded, hostile_texts};

pub fn form(url: &str, separator: Separator) -> Form {
    Form {
        url: url.to_owned(),
        separator,
        fields: BriefField::ALL.map(|field| (field, format!("tp[{}]", field.id()))).into(),
        most_per_value: 500,
        most_in_all: 2_000,
        include_personal: true,
    }
}

fn own() -> BTreeMap<String, String> {
    [("fr&m".to_owned(), "test press#1".to_owned())].into()
}

fn pairs(text: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

#[test]
fn every_link_parses_keeps_its_host_and_carries_exactly_what_was_put_in() {
    let base = url::Url::parse("https://studio.example/tool/").expect("a base");
    let mut carried = 0;
    for address in
        ["https://studio.example/b", "https://studio.example/b?a=1#old", "b.html", "/b?", "?a=1&", "https://studio.example#"]
    {
        for separator in [Separator::Query, Separator::Fragment] {
            for text in hostile_texts() {
                for field in BriefField::ALL {
                    let made = form_link(&form(address, separator), &own(), &[(field, text.clone())].into());
                    assert!(made.link.len() <= 2_000, "{}", made.link.len());
                    assert!(made.link.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>`{}|\\^'".contains(&b)), "{}", made.link);
                    let link = base.join(&made.link).expect("parses");
                    assert_eq!((link.scheme(), link.host_str()), ("https", Some("studio.example")), "{}", made.link);

                    let query = pairs(link.query().unwrap_or_default());
                    assert!(query.contains(&("fr&m".into(), "test press#1".into())), "{query:?}");
                    let fragment = link.fragment().unwrap_or_default();
                    let found = match separator {
                        Separator::Query => query,
                        Separator::Fragment => pairs(fragment),
                    };
                    let values: Vec<&String> =
                        found.iter().filter(|(name, _)| *name == format!("tp[{}]", field.id())).map(|(_, value)| value).collect();
                    match values[..] {
                        [] => assert_eq!(made.left_out, [field]),
                        [value] if made.cut == [field] => {
                            assert!(text.starts_with(value.as_str()) && value.len() < text.len() && field.may_be_cut());
                            carried += 1;
                        }
                        [value] => {
                            assert_eq!(*value, text);
                            carried += 1;
                        }
                        _ => panic!("{field:?} is there several times: {}", made.link),
                    }
                    assert_eq!(fragment.contains("old"), address.contains("old"), "the fragment stays: {}", made.link);
                }
            }
        }
    }
    assert!(carried > 4_000, "{carried}");
}

#[test]
fn nothing_personal_goes_unasked() {
    let values: BTreeMap<BriefField, String> = BriefField::ALL.map(|field| (field, format!("<{}>", field.id()))).into();
    let (mut open, mut shut) = (form("https://s.example/b", Separator::Query), form("https://s.example/b", Separator::Query));
    (open.most_in_all, shut.include_personal) = (8_000, false);
    let (with, without) = (form_link(&open, &own(), &values).link, form_link(&shut, &own(), &values).link);
    for field in BriefField::ALL {
        let name = format!("tp%5B{}%5D=", field.id());
        assert!(with.contains(&name), "{}", field.id());
        assert_eq!(without.contains(&name), !field.is_personal(), "{}", field.id());
    }
    for private in ["name", "email", "mixes", "titles", "description", "notes", "blind", "moments", "brief"] {
        assert!(BriefField::named(private).is_some_and(BriefField::is_personal), "{private}");
    }
}

#[test]
fn lengths_are_kept_and_what_is_left_out_is_told() {
    let mut form = form("https://s.example/b", Separator::Query);
    (form.most_per_value, form.most_in_all) = (10, 200);
    let values = [
        (BriefField::Service, "Single".to_owned()),
        (BriefField::Mixes, "https://files.example/abc".to_owned()),
        (BriefField::Description, "Äpfel und Birnen".to_owned()),
        (BriefField::Notes, "é".repeat(200)),
        (BriefField::Verdict, "v".repeat(200)),
    ]
    .into();
    let made = form_link(&form, &BTreeMap::new(), &values);
    assert!(made.link.len() <= 200);
    assert_eq!(made.left_out, [BriefField::Mixes], "half an address leads nowhere: {}", made.link);
    assert_eq!(made.cut, [BriefField::Description, BriefField::Notes, BriefField::Verdict]);
    assert!(made.link.contains("=%C3%84pfel%20und%20&"), "ten characters: {}", made.link);
    assert_eq!(decoded(made.link.rsplit('=').next().expect("a value")), "v".repeat(10));
}

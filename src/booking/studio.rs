//! `studio.json`: everything the page says about the studio, checked before any of it is shown or linked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::accent::Rgb;
use super::checks::is_plain_email;
use super::fault::{Fault, Faults, Problem, Warning};
use super::form::Form;
use super::json::Json;
use super::reading::{Empty, Notes, Place};

/// A studio's file is some kilobytes.
const MOST_BYTES: usize = 256 * 1024;
/// A price above this, in whole units of the currency, is a slip of the keyboard.
const MOST_PRICE: u32 = 100_000;

/// The default says nothing and offers nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Studio {
    pub name: String,
    pub location: String,
    pub engineer: String,
    /// The studio's own page about mastering.
    pub page: String,
    pub email: String,
    /// ISO 4217: "GBP".
    pub currency: String,
    pub services: Vec<Service>,
    /// What the studio says about VAT, as it should be shown.
    pub vat: String,
    /// The studio's own words about its accreditation.
    pub accreditation: String,
    pub chain: Vec<String>,
    pub about: String,
    pub credits: Vec<String>,
    pub reach: String,
    pub booking: Booking,
    /// How far below full scale the studio wishes a mix to peak, if it has a wish.
    pub headroom_db: Option<f64>,
    /// The studio's own examples.
    pub showcase: Vec<Example>,
    /// The studio's colour, in place of the page's red.
    pub accent: Option<Rgb>,
    /// A picture on the page's own host, in place of the studio's name.
    pub logo: Option<String>,
    pub embed: Embed,
    /// Where the page itself is, as a folder: "https://studio.example/testpress/".
    pub public_address: Option<String>,
}

/// The page in a frame of another page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Embed {
    /// Those that are told of the page's height and events, besides the page's own.
    pub origins: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// "Single", "Album or EP".
    pub name: String,
    /// "analogue", "tape".
    pub medium: String,
    /// In whole units of the currency.
    pub price: u32,
    /// Otherwise the price is for one track, and one track only.
    pub per_track: bool,
    pub revisions: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Booking {
    pub url: String,
    /// Parameters of our own: some caches serve the plain page when a link carries only `utm_*`.
    pub own_parameter: BTreeMap<String, String>,
    /// A form that takes values from its address, if there is one.
    pub form: Option<Form>,
}

/// A mix and its human master, to be heard. The files are on the page's own host: the page reaches no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    pub title: String,
    pub artist: String,
    pub mix: String,
    pub human_master: String,
    /// Who made the human master.
    pub credit: String,
    /// Who allowed it to be heard here.
    pub permission: String,
}

/// A sound file, and what in it was not understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    pub studio: Studio,
    pub warnings: Vec<Warning>,
}

impl Studio {
    /// Reads and checks the text of a `studio.json`. Lengths are in characters (Unicode scalar values):
    ///
    /// | What | At most |
    /// |---|---|
    /// | `name`, `location`, `engineer` | 80 |
    /// | `vat`, `accreditation`, a showcase's `credit` | 200 |
    /// | `reach`, a showcase's `title` and `artist` | 120 |
    /// | `about`, a showcase's `permission` | 400 |
    /// | `chain` | 20 entries of 160 |
    /// | `credits` | 30 entries of 80 |
    /// | `services` | 24, with 60 for `name`, 40 for `medium`, 80 for `revisions` |
    /// | addresses, e-mail | 500, 254 |
    /// | `booking.own_parameter` | 10, with 64 for the name, 200 for the value |
    /// | `booking.form.fields` | 64 for each parameter's name |
    /// | `showcase` | 12 |
    /// | `embed.origins` | 10 |
    /// | the file | 256 KiB |
    ///
    /// # Errors
    /// [`Faults`] names every field that can't be used, and the e-mail address if that can be.
    pub fn read(text: &str) -> Result<Read, Faults> {
        if text.len() > MOST_BYTES {
            return Err(whole_file(Problem::TooLarge { bytes: text.len(), most: MOST_BYTES }, None));
        }
        let json = Json::parse(text)
            .map_err(|error| whole_file(Problem::NotJson { what: error.to_string() }, email_in_broken_text(text)))?;
        let mut notes = Notes::default();
        let root = Place::root(&json);
        let email = email(&root);
        let studio = studio(&root, &mut notes);
        if notes.faults.is_empty() {
            Ok(Read { studio, warnings: notes.warnings })
        } else {
            Err(Faults { faults: notes.faults, email })
        }
    }

    /// The kinds of service, each once, as listed: "Single", "Album or EP".
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        once(self.services.iter().map(|service| service.name.as_str()))
    }

    /// What a kind of service is made on: "analogue", "tape".
    #[must_use]
    pub fn media(&self, kind: &str) -> Vec<&str> {
        once(self.services.iter().filter(|service| service.name == kind).map(|service| service.medium.as_str()))
    }
}

fn once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut found = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}

fn whole_file(problem: Problem, email: Option<String>) -> Faults {
    Faults { faults: vec![Fault { path: String::new(), problem }], email }
}

/// The address alone, whatever else is wrong.
fn email(root: &Place<'_>) -> Option<String> {
    let mut notes = Notes::default();
    let email = notes.email(&root.at("email"));
    notes.faults.is_empty().then_some(email)
}

/// A comma too many is the commonest slip in a file edited by hand, and should not cost the way to the studio: the value after
/// the one `"email"` of the text, if it is an address.
fn email_in_broken_text(text: &str) -> Option<String> {
    let mut after = text.split("\"email\"").skip(1);
    let (first, None) = (after.next()?, after.next()) else { return None };
    let email = first.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?.split('"').next()?;
    is_plain_email(email).then(|| email.to_owned())
}

fn studio(root: &Place<'_>, notes: &mut Notes) -> Studio {
    notes.object(
        root,
        &[
            "name",
            "location",
            "engineer",
            "page",
            "email",
            "currency",
            "services",
            "vat",
            "accreditation",
            "chain",
            "about",
            "credits",
            "reach",
            "booking",
            "headroom_db",
            "showcase",
            "accent",
            "logo",
            "embed",
            "public_address",
        ],
    );
    Studio {
        name: notes.text(&root.at("name"), 80, Empty::Refused),
        location: notes.text(&root.at("location"), 80, Empty::Refused),
        engineer: notes.text(&root.at("engineer"), 80, Empty::Refused),
        page: notes.address(&root.at("page")),
        email: notes.email(&root.at("email")),
        currency: notes.currency(&root.at("currency")),
        services: services(&root.at("services"), notes),
        vat: notes.text(&root.at("vat"), 200, Empty::Allowed),
        accreditation: notes.text(&root.at("accreditation"), 200, Empty::Allowed),
        chain: texts(&root.at("chain"), (20, 160), notes),
        about: notes.text(&root.at("about"), 400, Empty::Allowed),
        credits: texts(&root.at("credits"), (30, 80), notes),
        reach: notes.text(&root.at("reach"), 120, Empty::Allowed),
        booking: booking(&root.at("booking"), notes),
        // More than 24 dB is no wish that a mix was ever held to.
        headroom_db: notes.number(&root.at("headroom_db"), (0.0, 24.0)),
        showcase: showcase(&root.at("showcase"), notes),
        accent: accent(&root.at("accent"), notes),
        logo: own_picture(&root.at("logo"), notes),
        embed: embed(&root.at("embed"), notes),
        public_address: public_address(&root.at("public_address"), notes),
    }
}

fn accent(place: &Place<'_>, notes: &mut Notes) -> Option<Rgb> {
    if place.is_absent() { None } else { notes.colour(place) }
}

fn own_picture(place: &Place<'_>, notes: &mut Notes) -> Option<String> {
    (!place.is_absent()).then(|| notes.own_address(place))
}

fn texts(place: &Place<'_>, (items, chars): (usize, usize), notes: &mut Notes) -> Vec<String> {
    notes.list(place, items, Empty::Allowed).iter().map(|item| notes.text(item, chars, Empty::Refused)).collect()
}

fn services(place: &Place<'_>, notes: &mut Notes) -> Vec<Service> {
    let mut services: Vec<Service> = Vec::new();
    for place in notes.list(place, 24, Empty::Refused) {
        notes.object(&place, &["name", "medium", "price", "per_track", "revisions"]);
        let service = Service {
            name: notes.text(&place.at("name"), 60, Empty::Refused),
            medium: notes.text(&place.at("medium"), 40, Empty::Refused),
            price: notes.whole(&place.at("price"), (1, MOST_PRICE), None),
            per_track: notes.flag(&place.at("per_track"), None),
            revisions: notes.text(&place.at("revisions"), 80, Empty::Refused),
        };
        let same = |other: &Service| other.name == service.name && other.medium == service.medium;
        if let Some(first) = services.iter().position(same)
            && !service.name.is_empty()
        {
            // Which of the two prices counts?
            notes.fault(&place, Problem::Repeats { other: format!("services[{first}]") });
        }
        services.push(service);
    }
    services
}

fn booking(place: &Place<'_>, notes: &mut Notes) -> Booking {
    notes.object(place, &["url", "own_parameter", "form"]);
    let mut own_parameter = BTreeMap::new();
    let own = place.at("own_parameter");
    if !own.is_absent() {
        let entries = notes.entries(&own);
        if entries.len() > 10 {
            notes.fault(&own, Problem::TooMany { items: entries.len(), most: 10 });
        }
        for (name, value) in entries {
            if name.is_empty() || name.chars().count() > 64 {
                notes.fault(&value, Problem::Choice { wanted: "a name of 1 to 64 characters", given: name.to_owned() });
            }
            own_parameter.insert(name.to_owned(), notes.text(&value, 200, Empty::Allowed));
        }
    }
    let form = place.at("form");
    Booking {
        url: notes.address(&place.at("url")),
        form: (!form.is_absent()).then(|| Form::read(&form, &own_parameter, notes)),
        own_parameter,
    }
}

fn showcase(place: &Place<'_>, notes: &mut Notes) -> Vec<Example> {
    if place.is_absent() {
        return Vec::new();
    }
    let mut examples: Vec<Example> = Vec::new();
    for place in notes.list(place, 12, Empty::Allowed) {
        notes.object(&place, &["title", "artist", "mix", "human_master", "credit", "permission"]);
        let example = Example {
            title: notes.text(&place.at("title"), 120, Empty::Refused),
            artist: notes.text(&place.at("artist"), 120, Empty::Refused),
            mix: notes.own_address(&place.at("mix")),
            human_master: notes.own_address(&place.at("human_master")),
            credit: notes.text(&place.at("credit"), 200, Empty::Refused),
            permission: notes.text(&place.at("permission"), 400, Empty::Refused),
        };
        if !example.mix.is_empty() && example.mix == example.human_master {
            // No processing, and no mix, is ever presented as a human master.
            notes.fault(&place.at("human_master"), Problem::Repeats { other: format!("{}.mix", place.path) });
        }
        examples.push(example);
    }
    examples
}

fn embed(place: &Place<'_>, notes: &mut Notes) -> Embed {
    if place.is_absent() {
        return Embed::default();
    }
    notes.object(place, &["origins"]);
    let places = notes.list(&place.at("origins"), 10, Empty::Allowed);
    Embed { origins: places.iter().map(|place| notes.origin(place)).collect() }
}

fn public_address(place: &Place<'_>, notes: &mut Notes) -> Option<String> {
    (!place.is_absent()).then(|| notes.public_folder(place))
}

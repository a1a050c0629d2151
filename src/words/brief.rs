//! The brief in words: the text that the artist sees, edits and sends, and what a form is filled with.

use std::collections::BTreeMap;

use super::names::song_stem;
use super::numbers::{clock_time, one_decimal};
use super::offer::price;
use crate::booking::{
    Brief, BriefFacts, BriefField, BriefFigures, Delivery, Estimate, Letter, Mixes, Order, OrderError, Required, Studio,
    Treatment, cut_at, one_line,
};

/// Entries of a list; what is above is counted.
const MOST_ENTRIES: usize = 20;

#[must_use]
pub fn delivery(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Streaming => "Streaming",
        Delivery::CdDdp => "CD (DDP)",
        Delivery::Vinyl => "Vinyl",
        Delivery::AppleDigitalMasters => "Apple Digital Masters",
    }
}

/// What the engineer is to do with the automatic master.
#[must_use]
pub fn treatment(treatment: Treatment) -> &'static str {
    match treatment {
        Treatment::Guide => "take it as a guide",
        Treatment::StartingPoint => "take it as a starting point",
        Treatment::NotWanted => "this is what I don\u{2019}t want",
        Treatment::Ignore => "ignore it",
    }
}

#[must_use]
pub fn required(required: Required) -> &'static str {
    match required {
        Required::Name => "your name",
        Required::Email => "an e-mail address to answer to",
        Required::Mixes => "a link to the mixes, or that you send it later",
        Required::Description => "a short description of the release",
    }
}

/// `None` when nothing is missing.
#[must_use]
pub fn still_missing(missing: &[Required]) -> Option<String> {
    let names: Vec<&str> = missing.iter().map(|one| required(*one)).collect();
    match names[..] {
        [] => None,
        [one] => Some(format!("Still missing: {one}.")),
        [ref all @ .., last] => Some(format!("Still missing: {}; and {last}.", all.join("; "))),
    }
}

/// "£200 for 4 tracks (£50 per track), unlimited revisions": always followed by [`super::page::ESTIMATE`] or the like.
#[must_use]
pub fn estimate(estimate: &Estimate<'_>) -> String {
    let Estimate { service, tracks, total, currency } = *estimate;
    let each = price(service.price.into(), currency);
    let sum = match (service.per_track, tracks) {
        (false, _) => each,
        (true, 1) => format!("{each} for 1 track"),
        (true, _) => format!("{} for {tracks} tracks ({each} per track)", price(total, currency)),
    };
    format!("{sum}, {}", service.revisions)
}

/// Why there is no price, and what to do.
#[must_use]
pub fn no_estimate(error: &OrderError) -> String {
    match error {
        OrderError::NoSuchService { .. } => "The studio no longer lists this service: please choose again.".into(),
        OrderError::Tracks { given: 0, .. } => "Please say how many tracks there are.".into(),
        OrderError::Tracks { most: 1, .. } => "This service is for one track: for more, choose the one priced per track.".into(),
        OrderError::Tracks { most, .. } => format!("Up to {most} tracks are counted here: for more, ask the studio."),
    }
}

/// "Mastering: Artist – Release", or the song's title.
#[must_use]
pub fn brief_subject(brief: &Brief, facts: &BriefFacts) -> String {
    let (artist, release) = (one_line(&brief.artist, 60), one_line(&brief.release, 60));
    let title = facts.titles.first().map(|title| title_of(title)).unwrap_or_default();
    let about = match (artist.as_str(), release.as_str()) {
        ("", "") => title,
        (artist, "") => format!("{artist} – {title}"),
        ("", release) => release.to_owned(),
        (artist, release) => format!("{artist} – {release}"),
    };
    let about = about.trim_matches([' ', '–']);
    if about.is_empty() { "Mastering".into() } else { format!("Mastering: {}", cut_at(about, 120)) }
}

/// A title from a file's name or from what the artist typed.
fn title_of(name: &str) -> String {
    one_line(&song_stem(name), BriefField::Titles.most_chars())
}

/// The whole brief as the artist sees it: their own version, if they rewrote it. Most important first, because an e-mail that
/// opens by a link may have no room for the end.
#[must_use]
pub fn brief_text(brief: &Brief, facts: &BriefFacts, studio: &Studio) -> String {
    if let Some(own) = &brief.rewritten {
        return own.clone();
    }
    let values = brief_lines(brief, facts, studio);
    let mut blocks = vec![block(&values, None, &ASKED, true)];
    blocks.push(block(&values, None, &WISHES, false));
    blocks.push(block(&values, Some("The mix, as this page measured it:"), &MEASURED, false));
    for field in [BriefField::Meant, BriefField::Readiness, BriefField::Blind, BriefField::Moments, BriefField::Verdict] {
        if let Some(lines) = values.get(&field) {
            let entries: Vec<String> = lines.iter().map(|line| format!("- {line}")).collect();
            blocks.push(format!("{}:\n{}", brief_label(field), entries.join("\n")));
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n\n") + "\n"
}

const ASKED: [BriefField; 8] = [
    BriefField::Name,
    BriefField::Email,
    BriefField::Artist,
    BriefField::Release,
    BriefField::Service,
    BriefField::Price,
    BriefField::Mixes,
    BriefField::Description,
];
const WISHES: [BriefField; 6] = [
    BriefField::TrackOrder,
    BriefField::Deadline,
    BriefField::Formats,
    BriefField::References,
    BriefField::Automatic,
    BriefField::Notes,
];
const MEASURED: [BriefField; 9] = [
    BriefField::Titles,
    BriefField::Length,
    BriefField::SampleRate,
    BriefField::Bits,
    BriefField::Loudness,
    BriefField::TruePeak,
    BriefField::Plr,
    BriefField::Lra,
    BriefField::Style,
];

/// Lines of "Label: value". What is asked is shown empty too, so that it can be filled in the text.
fn block(values: &Lines, heading: Option<&str>, fields: &[BriefField], with_empty: bool) -> String {
    let is_required =
        |field| with_empty && matches!(field, BriefField::Name | BriefField::Email | BriefField::Mixes | BriefField::Description);
    let lines: Vec<String> = fields
        .iter()
        .filter_map(|&field| match values.get(&field) {
            Some(lines) => Some(format!("{}: {}", brief_label(field), lines.join("; "))),
            None => is_required(field).then(|| format!("{}: ", brief_label(field))),
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    heading.into_iter().map(str::to_owned).chain(lines).collect::<Vec<_>>().join("\n")
}

/// What a line or a list is called.
#[must_use]
pub fn brief_label(field: BriefField) -> &'static str {
    match field {
        BriefField::Name => "Name",
        BriefField::Email => "E-mail",
        BriefField::Service => "Service",
        BriefField::Medium => "Medium",
        BriefField::Tracks => "Tracks",
        BriefField::Price => "Estimate",
        BriefField::TrackOrder => "Track order",
        BriefField::Artist => "Artist",
        BriefField::Release => "Release",
        BriefField::Mixes => "Link to the mixes",
        BriefField::Description => "About the release",
        BriefField::Deadline => "Deadline",
        BriefField::Formats => "Formats",
        BriefField::References => "References",
        BriefField::Automatic => "The automatic master",
        BriefField::Notes => "Notes",
        BriefField::Titles => "Title",
        BriefField::Length => "Length",
        BriefField::SampleRate => "Sample rate",
        BriefField::Bits => "Bit depth",
        BriefField::Loudness => "Integrated loudness",
        BriefField::TruePeak => "True peak",
        BriefField::Plr => "Peak to loudness (PLR)",
        BriefField::Lra => "Loudness range (LRA)",
        BriefField::Style => "Style compared with",
        BriefField::Meant => "Meant or not",
        BriefField::Readiness => "Ready for mastering",
        BriefField::Blind => "Blind tests",
        BriefField::Moments => "Moments",
        BriefField::Verdict => "What the page advised",
        BriefField::Brief => "Brief",
    }
}

/// What each field says, for a booking form: one line, or one line for each entry of a list, and the whole text as the artist
/// sees it. What the artist struck out of that text is in no other field; the order stands, as it is chosen beside the text.
#[must_use]
pub fn brief_values(brief: &Brief, facts: &BriefFacts, studio: &Studio) -> BTreeMap<BriefField, String> {
    let mut lines = brief_lines(brief, facts, studio);
    if let Some(own) = &brief.rewritten {
        for (_, lines) in lines.iter_mut().filter(|(field, _)| !ORDERED.contains(field)) {
            lines.retain(|line| own.contains(line.as_str()));
        }
        lines.retain(|_, lines| !lines.is_empty());
    }
    let mut values: BTreeMap<BriefField, String> = lines.into_iter().map(|(field, lines)| (field, lines.join("\n"))).collect();
    if let Some(order) = &brief.order
        && order.estimate(studio).is_ok()
    {
        values.insert(BriefField::Service, one_line(&order.service, BriefField::Service.most_chars()));
    }
    values.insert(BriefField::Brief, brief_text(brief, facts, studio));
    values
}

const ORDERED: [BriefField; 4] = [BriefField::Service, BriefField::Medium, BriefField::Tracks, BriefField::Price];

type Lines = BTreeMap<BriefField, Vec<String>>;

/// Only what there is something to say of.
fn brief_lines(brief: &Brief, facts: &BriefFacts, studio: &Studio) -> Lines {
    let mut lines = Lines::new();
    let mut say = |field: BriefField, text: &str| {
        let text = one_line(text, field.most_chars());
        if !text.is_empty() {
            lines.entry(field).or_default().push(text);
        }
    };
    say(BriefField::Name, &brief.name);
    say(BriefField::Email, &brief.email);
    say(BriefField::Artist, &brief.artist);
    say(BriefField::Release, &brief.release);
    match &brief.mixes {
        // Half a link leads nowhere, or elsewhere.
        Mixes::Link(link) if link.trim().chars().count() > BriefField::Mixes.most_chars() => {}
        Mixes::Link(link) => say(BriefField::Mixes, link),
        Mixes::Later => say(BriefField::Mixes, "I\u{2019}ll send it later"),
    }
    say(BriefField::Description, &in_one_line(&brief.description));
    say(BriefField::Deadline, &brief.deadline);
    say(BriefField::References, &in_one_line(&brief.references));
    say(BriefField::TrackOrder, &in_one_line(&brief.track_order));
    say(BriefField::Notes, &in_one_line(&brief.notes));
    if let Some(wish) = brief.automatic {
        say(BriefField::Automatic, treatment(wish));
    }
    let formats: Vec<&str> = Delivery::ALL.into_iter().filter(|one| brief.formats.contains(one)).map(delivery).collect();
    say(BriefField::Formats, &formats.join(", "));
    if let Some(order) = &brief.order {
        say_order(order, studio, &mut say);
    }
    if let Some(figures) = &facts.figures {
        say_figures(figures, &mut say);
    }
    say(BriefField::Style, facts.style.as_deref().unwrap_or_default());
    say(BriefField::Verdict, facts.verdict.as_deref().unwrap_or_default());
    let titles: Vec<String> = facts.titles.iter().map(|title| title_of(title)).collect();
    for (field, entries) in [
        (BriefField::Titles, &titles),
        (BriefField::Meant, &facts.meant),
        (BriefField::Readiness, &facts.readiness),
        (BriefField::Blind, &facts.blind),
        (BriefField::Moments, &facts.moments),
    ] {
        entries.iter().take(MOST_ENTRIES).for_each(|entry| say(field, entry));
        if let Some(more @ 1..) = entries.len().checked_sub(MOST_ENTRIES) {
            say(field, &format!("and {more} more"));
        }
    }
    lines
}

/// What was typed in several lines, so that no line of the brief can look like another.
fn in_one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" / ")
}

fn say_order(order: &Order, studio: &Studio, say: &mut impl FnMut(BriefField, &str)) {
    // A service that the studio no longer lists is not ordered.
    let Ok(found) = order.estimate(studio) else { return };
    let count = if found.tracks == 1 { "1 track".into() } else { format!("{} tracks", found.tracks) };
    say(BriefField::Service, &format!("{}, {}, {count}", order.service, order.medium));
    say(BriefField::Medium, &order.medium);
    say(BriefField::Tracks, &found.tracks.to_string());
    say(BriefField::Price, &format!("{}; to be confirmed by the studio", estimate(&found)));
}

fn say_figures(figures: &BriefFigures, say: &mut impl FnMut(BriefField, &str)) {
    say(BriefField::Length, &clock_time(figures.length_s));
    say(BriefField::SampleRate, &format!("{} kHz", f64::from(figures.sample_rate_hz) / 1_000.0));
    if let Some(bits) = figures.bits {
        say(BriefField::Bits, &format!("{bits} bits"));
    }
    for (field, value, unit) in [
        (BriefField::Loudness, figures.integrated_lufs, "LUFS"),
        (BriefField::TruePeak, figures.true_peak_dbtp, "dBTP"),
        (BriefField::Plr, figures.plr_db, "dB"),
        (BriefField::Lra, figures.lra_lu, "LU"),
    ] {
        say(field, &format!("{} {unit}", one_decimal(value)));
    }
}

/// At the end of a letter that had no room for all: the names of some of it, and how many more there are.
#[must_use]
pub fn letter_cut(labels: &[String], more: usize) -> String {
    let ask = "An e-mail link has little room: please ask me for the rest.";
    match (labels, more) {
        ([], _) => format!("(The end is left out or shortened. {ask})"),
        (labels, 0) => format!("(Left out or shortened: {}. {ask})", labels.join(", ")),
        (labels, more) => format!("(Left out or shortened: {} and {more} more. {ask})", labels.join(", ")),
    }
}

/// To the artist, before the letter opens; `None` if all of the brief is in it.
#[must_use]
pub fn letter_cut_note(letter: &Letter) -> Option<String> {
    let what = match &letter.left_out[..] {
        _ if letter.is_whole => return None,
        [] => "all of the brief".into(),
        labels => format!("all of this: {}", labels.join(", ")),
    };
    Some(format!("An e-mail that opens by a link has no room for {what}. “Copy the brief” takes everything."))
}

/// To the artist, before the form opens: what its link carries.
#[must_use]
pub fn form_filled_note(filled: &[BriefField]) -> String {
    let names: Vec<&str> = filled.iter().map(|field| brief_label(*field)).collect();
    let carried = if names.is_empty() { "nothing".into() } else { names.join(", ") };
    let rest =
        if filled.iter().any(|field| field.is_personal()) { "" } else { " Neither your name nor any words of yours are in it." };
    format!("The link to the form carries, of this: {carried}.{rest}")
}

/// To the artist, before the form opens: what is not filled in as it stands.
#[must_use]
pub fn form_cut_note(cut: &[BriefField], left_out: &[BriefField]) -> Option<String> {
    let names: Vec<&str> = cut.iter().chain(left_out).map(|field| brief_label(*field)).collect();
    (!names.is_empty())
        .then(|| format!("The link to the form has no room for all of this: {}. Please add it in the form.", names.join(", ")))
}

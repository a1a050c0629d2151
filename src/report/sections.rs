//! The report's sections, in the order an engineer reads them.

use super::tables;
use super::{Marker, ReportFacts};
use crate::markup::Markup;
use crate::plots::{self, Plot, Table};
use crate::words::{self, page, plots as plots_said, report as said, timeline};

pub(super) fn all(facts: &ReportFacts) -> Markup {
    [
        recording(facts),
        readiness(facts),
        changes(facts),
        moments(facts),
        character(facts),
        settings(facts),
        markers(facts),
        blind(facts),
        verdict(facts),
        method(),
    ]
    .into_iter()
    .collect()
}

fn section(id: &str, title: &str, inner: Markup) -> Markup {
    Markup::with("section", &[("id", id)], Markup::line("h2", title).and(inner))
}

fn list(tag: &str, lines: impl IntoIterator<Item = Markup>) -> Markup {
    Markup::element(tag, lines.into_iter().map(|line| Markup::element("li", line)).collect())
}

fn lines(tag: &str, said: impl IntoIterator<Item = String>) -> Markup {
    list(tag, said.into_iter().map(|line| Markup::text(&line)))
}

fn aside(text: &str) -> Markup {
    Markup::with("p", &[("class", "aside")], Markup::text(text))
}

fn plotted(plot: &Plot) -> Markup {
    plot.figure().and(plot.table.as_ref().map(Table::markup).unwrap_or_default())
}

fn recording(facts: &ReportFacts) -> Markup {
    let row = |name: &str, m| {
        let said = format!("{}; {}", words::peaks_and_crest(m), words::channels_and_correlation(m));
        Markup::line("dt", name).and(Markup::line("dd", &said))
    };
    let both = row(plots_said::MIX, facts.mix).and(row(plots_said::MASTER, &facts.outcome.after));
    let inner = Markup::line("p", &words::file_facts(facts.file, None))
        .and(tables::figures(facts))
        .and(Markup::element("dl", both))
        .and(plotted(&plots::loudness(&facts.plots())));
    section("recording", said::RECORDING, inner)
}

fn readiness(facts: &ReportFacts) -> Markup {
    let item = |item: &crate::advice::ReadinessItem| {
        let words = words::readiness_said(item);
        let head = Markup::line("b", &format!("{}: {}.", words.name, words.result));
        let rest = [Some(words.found.as_str()), words.fix.as_ref().map(|_| words.why), words.fix.as_deref()];
        rest.into_iter().flatten().fold(head, |item, sentence| item.and(Markup::space()).and(Markup::text(sentence)))
    };
    let items = list("ul", facts.readiness.iter().map(item));
    section("readiness", said::READINESS, Markup::line("p", &words::readiness_summary(facts.readiness)).and(items))
}

fn changes(facts: &ReportFacts) -> Markup {
    let item = |line| {
        let said = words::change_line(line, facts.plan);
        let plain = [Some(said.means), Some(said.why.as_str()), said.hear.as_deref()];
        let head = Markup::line("b", &said.said);
        let head = plain.into_iter().flatten().fold(head, |item, sentence| item.and(Markup::space()).and(Markup::text(sentence)));
        head.and(aside(&said.detail))
    };
    let found = if facts.changes.is_empty() {
        Markup::line("p", words::NOTHING_CHANGED)
    } else {
        list("ol", facts.changes.iter().map(item))
    };
    let drawn = facts.plots();
    let inner = lines("ul", words::what_changed(facts.comparison))
        .and(found)
        .and(plots::tone(&drawn).figure())
        // Its figures are in the table of the settings.
        .and(plots::balance(&drawn).figure())
        .and(plotted(&plots::limiter(&drawn)))
        .and(plotted(&plots::stereo(&drawn)));
    section("changes", said::CHANGES, inner)
}

fn moments(facts: &ReportFacts) -> Markup {
    let item = |moment: &crate::compare::ChangeMoment| {
        let place = Markup::line("b", &timeline::stretch(moment.from_s, moment.to_s));
        place.and(Markup::space()).and(Markup::text(&words::change_moment(moment)))
    };
    let inner =
        if facts.moments.is_empty() { Markup::line("p", said::NO_MOMENTS) } else { list("ol", facts.moments.iter().map(item)) };
    section("moments", said::MOMENTS, inner)
}

fn character(facts: &ReportFacts) -> Markup {
    let style = facts.plan.style.id;
    let found = match facts.character {
        Some(character) => Markup::line("p", &words::character_summary(character))
            .and(lines("ul", character.traits.iter().map(words::character_trait)))
            .and(aside(&words::character_method(style))),
        None => Markup::line("p", said::NO_CHARACTER),
    };
    let answers = facts.meant.iter().map(|(found, meant)| words::meant_in_brief(found, style, *meant));
    let answers =
        if facts.meant.is_empty() { Markup::default() } else { Markup::line("h3", said::ANSWERS).and(lines("ul", answers)) };
    section("character", said::CHARACTER, found.and(answers))
}

fn settings(facts: &ReportFacts) -> Markup {
    let plan = facts.plan;
    let decisions = plan.decisions.iter().map(|decision| words::decision(decision, plan.style.id, plan.reference));
    let outcome = format!("{} {}", words::reach(&facts.outcome.reach), words::limiter(facts.outcome));
    let inner = Markup::with("p", &[("class", "lead")], Markup::text(said::STARTING_REFERENCE))
        .and(Markup::line("h3", said::DECISIONS))
        .and(lines("ol", decisions))
        .and(Markup::line("p", &outcome))
        .and(tables::settings(facts))
        .and(tables::bands(facts))
        .and(aside(said::BANDS_UNITS));
    section("plan", said::SETTINGS, inner)
}

fn markers(facts: &ReportFacts) -> Markup {
    let said_of = |marker: &Marker| words::moment(marker.at_s, marker.note);
    let inner = if facts.markers.is_empty() {
        Markup::line("p", said::NO_MARKERS)
    } else {
        lines("ul", facts.markers.iter().map(said_of))
    };
    section("markers", said::MARKERS, inner)
}

fn blind(facts: &ReportFacts) -> Markup {
    let inner = if facts.blind.is_empty() {
        Markup::line("p", said::NO_BLIND)
    } else {
        lines("ol", facts.blind.iter().map(|test| test.said.clone())).and(aside(said::BLIND_NOTE))
    };
    section("blind", said::BLIND, inner)
}

fn verdict(facts: &ReportFacts) -> Markup {
    let Some(verdict) = facts.verdict else { return Markup::default() };
    let words = words::verdict_said(verdict);
    let reasons = words.reasons.iter().map(|reason| {
        let weighs = Markup::line("b", &format!("{}:", words::weighs_heading(reason.weighs)));
        let text = weighs.and(Markup::space()).and(Markup::text(&reason.text));
        reason.mark.iter().fold(text, |text, mark| text.and(Markup::space()).and(Markup::text(mark)))
    });
    let inner = Markup::line("p", &words::verdict_in_brief(verdict)).and(list("ul", reasons));
    let note = words.note.map(aside).unwrap_or_default();
    section("verdict", said::VERDICT, inner.and(note))
}

fn method() -> Markup {
    let said = said::report_method().map(String::from).into_iter().chain([page::HONEST.to_owned(), page::SELLERS.to_owned()]);
    section("method", said::METHOD, lines("ul", said))
}

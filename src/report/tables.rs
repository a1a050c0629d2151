//! The report's tables; those beside a plot hold the same figures.

use super::ReportFacts;
use crate::markup::Markup;
use crate::mastering::TOLERANCE_DB;
use crate::measure::{BAND_COUNT, CENTRES_HZ};
use crate::plots::{Loudness, balances};
use crate::words::{self, plots, report as said};

/// Rows of the table along the song.
const TIMES: usize = 16;
/// Where a recording has nothing.
const NOTHING: &str = "–";

/// A table whose rows are named by their first cell.
pub(super) fn table(id: &str, caption: &str, head: &[&str], rows: Vec<Vec<String>>) -> Markup {
    let named = |tag: &'static str, scope: &str, text: &str| Markup::with(tag, &[("scope", scope)], Markup::text(text));
    let row = |cells: Vec<String>| {
        let mut cells = cells.iter();
        let name = cells.next().map(|cell| named("th", "row", cell)).unwrap_or_default();
        Markup::element("tr", name.and(cells.map(|cell| Markup::line("td", cell)).collect()))
    };
    let head = Markup::element("tr", head.iter().map(|cell| named("th", "col", cell)).collect());
    let caption = Markup::line("caption", caption);
    let body = Markup::element("tbody", rows.into_iter().map(row).collect());
    Markup::with("table", &[("id", id)], caption.and(Markup::element("thead", head)).and(body))
}

/// Four figures before and after.
pub(super) fn figures(facts: &ReportFacts) -> Markup {
    let row = |figure: words::Figure| {
        let name = format!("{}: {}", figure.label, figure.meaning);
        vec![name, figure.before, figure.after.unwrap_or_else(|| NOTHING.into()), figure.unit.to_owned()]
    };
    let rows = words::figures(facts.mix, Some(&facts.outcome.after)).into_iter().map(row).collect();
    table("figures", said::FIGURES, &[said::FIGURE, plots::MIX, plots::MASTER, said::UNIT], rows)
}

pub(super) fn settings(facts: &ReportFacts) -> Markup {
    let rows = said::every_setting(facts.controls, facts.plan).into_iter().map(|(name, value)| vec![name, value]);
    table("settings", said::EVERY_SETTING, &[said::SETTING, said::VALUE], rows.collect())
}

/// The figures behind the two plots of the spectrum, and the plan's gains in the same bands.
pub(super) fn bands(facts: &ReportFacts) -> Markup {
    let balance = balances(&facts.plots());
    let usable = facts.mix.spectrum.usable_bands.min(BAND_COUNT);
    let level = |db: Option<f64>| db.map_or_else(|| NOTHING.into(), words::signed);
    let row = |band: usize| {
        let usual = balance.target[band].map_or_else(
            || NOTHING.into(),
            |db| format!("{} to {}", words::signed(db - TOLERANCE_DB[band]), words::signed(db + TOLERANCE_DB[band])),
        );
        vec![
            format!("{} Hz", CENTRES_HZ[band]),
            level(balance.before[band]),
            level(balance.after[band]),
            usual,
            level((band < usable).then(|| facts.comparison.tone_db[band])),
            level(facts.plan.tone.as_ref().map(|tone| tone.gains_db[band])),
            level(facts.plan.width.as_ref().map(|width| width.side_db[band])),
        ]
    };
    let head = [plots::BAND, plots::MIX, plots::MASTER, plots::USUAL, said::CHANGE, said::EQUALISER, said::SIDE];
    table("bands", said::BANDS, &head, (0..BAND_COUNT).map(row).collect())
}

/// The figures behind the two plots along the song, at some places of it.
pub(super) fn along(facts: &ReportFacts) -> Markup {
    let curves = Loudness::of(&facts.plots());
    let step_s = facts.plots().seconds / TIMES as f64;
    let lufs = |curve: &[Option<f32>], at_s: f64| {
        let value = curve.get((at_s / curves.step_s).round() as usize).copied().flatten();
        value.map_or_else(|| NOTHING.into(), |lufs| words::one_decimal(f64::from(lufs)))
    };
    let taken = |from_s: f64| {
        let Some(work) = facts.comparison.limiter.as_ref().filter(|work| work.curve_step_s > 0.0) else { return NOTHING.into() };
        let slot = |at_s: f64| ((at_s / work.curve_step_s) as usize).min(work.curve_db.len());
        let (from, to) = (slot(from_s), slot(from_s + step_s).max(slot(from_s)));
        words::one_decimal(f64::from(work.curve_db[from..to].iter().copied().fold(0.0, f32::max)))
    };
    let row = |at: usize| {
        let at_s = at as f64 * step_s;
        vec![words::clock_time(at_s), lufs(&curves.mix_lufs, at_s), lufs(&curves.master_lufs, at_s), taken(at_s)]
    };
    table("along", said::ALONG, &[plots::TIME, plots::MIX, plots::MASTER, said::LIMITER], (0..TIMES).map(row).collect())
}

//! The report's tables but those of the plots.

use super::ReportFacts;
use crate::markup::Markup;
use crate::mastering::TOLERANCE_DB;
use crate::measure::{BAND_COUNT, CENTRES_HZ};
use crate::plots::{Table, balances};
use crate::words::{self, plots, report as said};

/// Where a recording has nothing.
const NOTHING: &str = "–";

fn table(id: &'static str, caption: &str, head: Vec<&'static str>, rows: Vec<Vec<String>>) -> Markup {
    Table { id, caption: caption.into(), head, rows }.markup()
}

/// Four figures before and after.
pub(super) fn figures(facts: &ReportFacts) -> Markup {
    let row = |figure: words::Figure| {
        let name = format!("{}: {}", figure.label, figure.meaning);
        vec![name, figure.before, figure.after.unwrap_or_else(|| NOTHING.into()), figure.unit.to_owned()]
    };
    let rows = words::figures(facts.mix, Some(&facts.outcome.after)).into_iter().map(row).collect();
    table("figures", said::FIGURES, vec![said::FIGURE, plots::MIX, plots::MASTER, said::UNIT], rows)
}

pub(super) fn settings(facts: &ReportFacts) -> Markup {
    let rows = said::every_setting(facts.controls, facts.plan).into_iter().map(|(name, value)| vec![name, value]);
    table("settings", said::EVERY_SETTING, vec![said::SETTING, said::VALUE], rows.collect())
}

/// The figures behind the plots of tone and balance, and the plan's gains in the same bands.
pub(super) fn bands(facts: &ReportFacts) -> Markup {
    let balance = balances(&facts.plots());
    let usable = facts.mix.spectrum.usable_bands.min(BAND_COUNT);
    let level = |db: Option<f64>| db.map_or_else(|| NOTHING.into(), words::signed);
    let row = |band: usize| {
        let usual = balance.target[band].map_or_else(|| NOTHING.into(), |db| plots::usual(db, TOLERANCE_DB[band]));
        vec![
            plots::band_name(CENTRES_HZ[band]),
            level(balance.before[band]),
            level(balance.after[band]),
            usual,
            level((band < usable).then(|| facts.comparison.tone_db[band])),
            level(facts.plan.tone.as_ref().map(|tone| tone.gains_db[band])),
            level(facts.plan.width.as_ref().map(|width| width.side_db[band])),
        ]
    };
    let head = vec![plots::BAND, plots::MIX, plots::MASTER, plots::USUAL, said::CHANGE, said::EQUALISER, said::SIDE];
    table("bands", said::BANDS, head, (0..BAND_COUNT).map(row).collect())
}

//! From bass to treble, in third octaves: what the tone became, both balances over what is usual, and how wide both are.

use super::along::levels;
use super::drawing::{Axis, Drawing, Ink, Mark, Plot, Scale, WIDTH, line};
use super::spectrum::{BOTTOM_DB, Balance, Curve, SPECTRUM_SIZE, TOP_DB, band_path, bands_outside, curve_path, x_of, y_of};
use super::table::Table;
use super::{PlotFacts, cell};
use crate::mastering::TOLERANCE_DB;
use crate::measure::{BAND_COUNT, CENTRES_HZ, Measurements};
use crate::units::db_to_power;
use crate::words::{self, plots as said};

/// Where the frequency axis is marked.
const MARKS_HZ: [f64; 10] = [31.5, 63.0, 125.0, 250.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_000.0];
const TONE_STEP_DB: f64 = 3.0;
/// Bands more than this under the loudest have no width to speak of: nobody hears them.
const FAINT_DB: f64 = 60.0;
/// Steps of the width axis in per cent, the first of which gives no more marks than fit.
const SIDE_STEPS: [f64; 4] = [1.0, 5.0, 10.0, 25.0];
const MOST_SIDES: f64 = 5.0;
/// Less than this, in per cent, reads as nothing.
const NO_SIDE: f64 = 0.05;

/// Change of tone; 0 is in the middle.
#[must_use]
pub fn tone(facts: &PlotFacts) -> Plot {
    let usable = facts.mix.spectrum.usable_bands.min(BAND_COUNT);
    let change = &facts.comparison.tone_db[..usable];
    let (mut fall, mut rise) = ((0.0, 0.0), (0.0, 0.0));
    for (&db, &hz) in change.iter().zip(&CENTRES_HZ) {
        if db < fall.1 {
            fall = (hz, db);
        } else if db > rise.1 {
            rise = (hz, db);
        }
    }
    let furthest = f64::max(rise.1, -fall.1);
    let end = TONE_STEP_DB * (furthest / TONE_STEP_DB).ceil().max(1.0);
    let scale = Scale { low: -end, high: end, length: 300.0 };
    let points = change.iter().zip(&CENTRES_HZ).map(|(&db, &hz)| Some((x_of(hz), scale.down(db))));
    // Further than this, marks would run into each other.
    let step = TONE_STEP_DB * (end / (3.0 * TONE_STEP_DB)).ceil();
    Plot {
        id: "plot-tone",
        title: said::TONE_PLOT,
        legend: vec![(Ink::Master, said::CHANGE_LINE.into())],
        drawing: Some(Drawing {
            height: scale.length,
            x: frequencies(),
            y: Axis { title: said::CHANGE_AXIS, marks: levels(&scale, step, words::signed_whole) },
            paths: vec![(Ink::Zero, format!("M0 {:.1}H{WIDTH}", scale.down(0.0))), (Ink::Master, line(points))],
        }),
        said: said::tone_plotted(fall, rise),
        table: None,
    }
}

/// Both spectra over the band of style or reference track.
#[must_use]
pub fn balance(facts: &PlotFacts) -> Plot {
    let (style, referred) = (facts.style, facts.reference.is_some());
    let Balance { target, before, after } = balances(facts);
    let outside = |curve| bands_outside(curve, &target, &TOLERANCE_DB);
    let marks = [10.0, 0.0, -10.0, -20.0, -30.0, -40.0].into_iter().filter(|db| (BOTTOM_DB..=TOP_DB).contains(db));
    let mark = |db: f64| Mark { at: y_of(db), said: words::signed_whole(db), minor: false };
    let row = |band: usize| {
        let usual = target[band].map_or_else(|| super::NOTHING.into(), |db| said::usual(db, TOLERANCE_DB[band]));
        vec![said::band_name(CENTRES_HZ[band]), cell(before[band], words::signed), cell(after[band], words::signed), usual]
    };
    Plot {
        id: "spectrum",
        title: said::BALANCE_PLOT,
        legend: vec![
            (Ink::Mix, said::MIX_LINE.into()),
            (Ink::Master, said::MASTER_LINE.into()),
            (Ink::Usual, said::usual_band(style, referred)),
        ],
        drawing: Some(Drawing {
            height: SPECTRUM_SIZE.1,
            x: frequencies(),
            y: Axis { title: said::LEVEL_AXIS, marks: marks.map(mark).collect() },
            paths: vec![
                (Ink::Usual, band_path(&target, &TOLERANCE_DB)),
                (Ink::Mix, curve_path(&before)),
                (Ink::Master, curve_path(&after)),
            ],
        }),
        said: words::spectrum_summary(outside(&before), Some(outside(&after)), style, referred),
        table: Some(Table {
            id: "spectrum-table",
            caption: said::BALANCE_TABLE.into(),
            head: vec![said::BAND, said::MIX_DB, said::MASTER_DB, said::USUAL_DB],
            rows: (0..BAND_COUNT).map(row).collect(),
        }),
    }
}

#[must_use]
pub fn balances(facts: &PlotFacts) -> Balance {
    Balance::of(facts.style, facts.reference, facts.mix, facts.master)
}

/// How wide both are: the share of each band's power that is in the side.
#[must_use]
pub fn stereo(facts: &PlotFacts) -> Plot {
    let (mix, master) = (side_share(facts.mix), side_share(facts.master));
    let widest = |curve: &Curve| ends(curve.iter().copied());
    let found = widest(&mix).zip(widest(&master));
    let changes = mix.iter().zip(&master).map(|(mix, master)| Some(100.0 * ((*master)? - (*mix)?)));
    let changed = changes.zip(CENTRES_HZ).filter_map(|(change, hz)| Some((hz, change?)));
    let changed = changed.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).filter(|change| change.1.abs() >= NO_SIDE);
    let correlation = |m: &Measurements| m.stereo.map(|stereo| stereo.correlation);
    let said = match found {
        None => said::NO_STEREO.into(),
        Some((a, b)) if f64::max(a.1, b.1) < NO_SIDE => said::ALL_MONO.into(),
        Some((a, b)) => said::stereo_plotted(a, b, changed, correlation(facts.mix).zip(correlation(facts.master))),
    };
    Plot {
        id: "plot-stereo",
        title: said::STEREO_PLOT,
        legend: vec![(Ink::Mix, said::MIX_LINE.into()), (Ink::Master, said::MASTER_LINE.into())],
        drawing: found.map(|(a, b)| widths(&mix, &master, f64::max(a.1, b.1))),
        said,
        table: found.map(|_| width_table(facts, &mix, &master)),
    }
}

fn widths(mix: &Curve, master: &Curve, most: f64) -> Drawing {
    let [finest, .., coarsest] = SIDE_STEPS;
    let step = SIDE_STEPS.into_iter().find(|step| most / step <= MOST_SIDES).unwrap_or(coarsest);
    let scale = Scale { low: 0.0, high: (step * (most / step).ceil()).max(2.0 * finest), length: 300.0 };
    let path = |curve: &Curve| {
        let points = curve.iter().zip(&CENTRES_HZ);
        line(points.map(|(share, &hz)| share.map(|share| (x_of(hz), scale.down(100.0 * share)))))
    };
    Drawing {
        height: scale.length,
        x: frequencies(),
        y: Axis { title: said::SIDE_AXIS, marks: levels(&scale, step, words::whole) },
        paths: vec![(Ink::Mix, path(mix)), (Ink::Master, path(master))],
    }
}

fn width_table(facts: &PlotFacts, mix: &Curve, master: &Curve) -> Table {
    let share = |share: Option<f64>| cell(share.map(|share| 100.0 * share), words::one_decimal);
    let correlation = |m: &Measurements, curve: &Curve, band: usize| {
        let there = m.stereo.filter(|_| curve[band].is_some());
        cell(there.map(|stereo| stereo.band_correlation[band]), words::two_decimals)
    };
    let row = |band: usize| {
        let correlations = [(facts.mix, mix), (facts.master, master)].map(|(m, curve)| correlation(m, curve, band));
        let shares = [share(mix[band]), share(master[band])];
        [said::band_name(CENTRES_HZ[band])].into_iter().chain(shares).chain(correlations).collect()
    };
    Table {
        id: "plot-stereo-table",
        caption: said::STEREO_TABLE.into(),
        head: vec![said::BAND, said::MIX_SIDE, said::MASTER_SIDE, said::MIX_CORRELATION, said::MASTER_CORRELATION],
        rows: (0..BAND_COUNT).map(row).collect(),
    }
}

/// The side's share of each band's power, 0 to 1: |S|^2 / (|M|^2 + |S|^2), with M = (L + R) / 2 and S = (L - R) / 2. `None` of a mono
/// recording, above what the rate can hold, and where too little is to be heard.
#[must_use]
pub fn side_share(measured: &Measurements) -> Curve {
    let spectrum = &measured.spectrum;
    let total = spectrum.total_db();
    let loudest = total.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let heard = |band: usize| measured.stereo.is_some() && band < spectrum.usable_bands && total[band] > loudest - FAINT_DB;
    std::array::from_fn(|band| heard(band).then(|| db_to_power(spectrum.side_db[band] - total[band]).min(1.0)))
}

/// Where the most is, and how much in per cent.
fn ends(shares: impl Iterator<Item = Option<f64>>) -> Option<(f64, f64)> {
    let there = shares.zip(CENTRES_HZ).filter_map(|(share, hz)| Some((hz, 100.0 * share?)));
    there.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn frequencies() -> Axis {
    let mark = |(nth, hz): (usize, f64)| Mark { at: x_of(hz), said: said::band_name(hz), minor: nth % 2 == 1 };
    Axis { title: said::HZ_AXIS, marks: MARKS_HZ.into_iter().enumerate().map(mark).collect() }
}

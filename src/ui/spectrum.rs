//! Bass to treble: both versions at equal level, over what is usual in the style, or over the reference track.

use leptos::prelude::*;

use super::desk::Desk;
use crate::compare::Role;
use crate::mastering::TOLERANCE_DB;
use crate::plots::spectrum::{BOTTOM_DB, Balance, SPECTRUM_SIZE, TOP_DB, band_path, bands_outside, curve_path, x_of, y_of};
use crate::words::{self, page};

/// Where the axis is marked; the labels' places are in the style sheet under the same names.
const MARKS_HZ: [f64; 6] = [50.0, 100.0, 500.0, 1_000.0, 5_000.0, 10_000.0];
const MARKS_DB: [f64; 4] = [0.0, -10.0, -20.0, 10.0];

#[derive(Clone, PartialEq)]
struct Drawn {
    band: String,
    original: String,
    master: String,
    summary: String,
    legend: String,
    note: String,
}

#[component]
pub fn SpectrumPlot(desk: Desk) -> impl IntoView {
    let drawn = Memo::new(move |_| {
        desk.session.with(|s| {
            let (master, before, after) = (s.master.as_ref()?, s.voice(Role::Original)?, s.voice(Role::Automatic)?);
            let style = master.plan.style.id;
            let reference = master.reference.as_ref().filter(|_| master.plan.reference.is_some_and(|used| used.tone));
            let measured = reference.map(|reference| &reference.measurements);
            let Balance { target, before, after } = Balance::of(style, measured, &before.measurements, &after.measurements);
            let outside = |curve| bands_outside(curve, &target, &TOLERANCE_DB);
            let referred = reference.is_some();
            Some(Drawn {
                band: band_path(&target, &TOLERANCE_DB),
                original: curve_path(&before),
                master: curve_path(&after),
                summary: words::spectrum_summary(outside(&before), Some(outside(&after)), style, referred),
                legend: words::plotted_band(style, referred),
                note: words::band_note(referred),
            })
        })
    });
    let of = move |pick: fn(&Drawn) -> String| move || drawn.with(|drawn| drawn.as_ref().map(pick).unwrap_or_default());
    let (width, height) = SPECTRUM_SIZE;
    let columns: String = MARKS_HZ.iter().map(|&hz| format!("M{0:.1} 0V{height}", x_of(hz))).collect();
    let rows: String = MARKS_DB
        .iter()
        .filter(|db| (BOTTOM_DB..=TOP_DB).contains(*db))
        .map(|&db| format!("M0 {0:.1}H{width}", y_of(db)))
        .collect();
    view! {
        <figure id="spectrum" class="spectrum">
            <figcaption>
                <h2>{page::BALANCE}</h2>
                <ul class="legend">
                    <li class="legend-original">{page::BEFORE}</li>
                    <li class="legend-master">{page::AFTER}</li>
                    <li class="legend-style">{of(|d| d.legend.clone())}</li>
                </ul>
            </figcaption>
            <div class="plot">
                <svg viewBox=format!("0 0 {width} {height}") preserveAspectRatio="none" role="img" aria-label=of(|d| d.summary.clone())>
                    <path class="plot-grid" d=columns></path>
                    <path class="plot-grid" d=rows></path>
                    <path class="plot-band" d=of(|d| d.band.clone())></path>
                    <path class="plot-original" d=of(|d| d.original.clone())></path>
                    <path class="plot-master" d=of(|d| d.master.clone())></path>
                </svg>
                <ol class="marks" aria-hidden="true">
                    {MARKS_HZ.map(|hz| view! { <li class=format!("mark-{hz:.0}")>{words::frequency(hz)}</li> }).collect_view()}
                </ol>
            </div>
            <p class="aside">{of(|d| d.summary.clone())} " " {of(|d| d.note.clone())}</p>
        </figure>
    }
}

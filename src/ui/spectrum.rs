//! Bass to treble: both versions at equal level, over what is usual in the style, or over the reference track.

use leptos::prelude::*;

use super::desk::Desk;
use super::plots::PlotFigure;
use crate::plots::balance;
use crate::words;

#[component]
pub fn SpectrumPlot(desk: Desk) -> impl IntoView {
    let referred = Memo::new(move |_| desk.session.with(|s| s.plot_facts().is_some_and(|facts| facts.reference.is_some())));
    let note = Signal::derive(move || words::band_note(referred.get()));
    view! { <PlotFigure desk id="spectrum" rows="spectrum-rows" make=balance note /> }
}

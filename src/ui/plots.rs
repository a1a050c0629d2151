//! The plots of mix and master: a picture, the same in a sentence, the same as a table. They are made anew with every master, and with
//! nothing else.

use std::sync::Arc;

use leptos::prelude::*;

use super::desk::Desk;
use super::folded::Folded;
use super::signals;
use super::turns::in_turns;
use crate::compare::Role;
use crate::measure;
use crate::plots::{Plot, PlotFacts, Table, limiter, loudness, stereo};
use crate::words::plots::AS_TABLE;

/// Along the song, and from bass to treble how wide it is; one with each task, so that opening the fold is quick.
#[component]
pub fn Plots(desk: Desk) -> impl IntoView {
    let made = in_turns(Memo::new(|_| true), 3);
    view! {
        <div id="plots" class="plots">
            <Show when=move || { made.get() > 0 }>
                <PlotFigure desk id="plot-loudness" rows="plot-loudness-rows" make=loudness />
            </Show>
            <Show when=move || { made.get() > 1 }>
                <PlotFigure desk id="plot-limiter" rows="plot-limiter-rows" make=limiter />
            </Show>
            <Show when=move || { made.get() > 2 }>
                <PlotFigure desk id="plot-stereo" rows="plot-stereo-rows" make=stereo />
            </Show>
        </div>
    }
}

/// One plot; `rows` names the disclosure of its table, `note` is what else is to be said of it.
#[component]
pub fn PlotFigure(
    desk: Desk,
    id: &'static str,
    rows: &'static str,
    make: fn(&PlotFacts) -> Plot,
    #[prop(optional, into)] note: Option<Signal<String>>,
) -> impl IntoView {
    let plot = followed(desk, make);
    let of =
        move |part: fn(&Plot) -> String| Signal::derive(move || plot.with(|plot| plot.as_ref().map(part).unwrap_or_default()));
    let has_table = Memo::new(move |_| plot.with(|plot| plot.as_ref().is_some_and(|plot| plot.table.is_some())));
    let table = of(|plot| plot.table.as_ref().map(Table::markup).unwrap_or_default().into_text());
    view! {
        <figure id=id class="plotted">
            <figcaption inner_html=of(|plot| plot.caption().into_text())></figcaption>
            <div class="plot" inner_html=of(|plot| plot.svg().into_text())></div>
            <div class="plot-said" inner_html=of(|plot| plot.sentence().into_text())></div>
            {note.map(|note| view! { <p class="aside">{move || note.get()}</p> })}
            <Show when=move || has_table.get()>
                <Folded id=rows class="plot-rows" summary=AS_TABLE.to_string()>
                    <div class="plot-table" inner_html=move || table.get()></div>
                </Folded>
            </Show>
        </figure>
    }
}

/// Stands for a mix and a master: each recording brings a track of its own.
#[derive(Clone)]
struct Pair(Arc<measure::Track>, Arc<measure::Track>);

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) && Arc::ptr_eq(&self.1, &other.1)
    }
}

fn followed(desk: Desk, make: fn(&PlotFacts) -> Plot) -> Memo<Option<Plot>> {
    let session = desk.session;
    let pair = Memo::new(move |_| {
        session.with(|s| {
            let track = |role| s.voice(role).map(|voice| Arc::clone(&voice.track));
            s.master.as_ref().and(track(Role::Original)).zip(track(Role::Automatic)).map(|(mix, master)| Pair(mix, master))
        })
    });
    Memo::new(move |_| {
        // Read, not only tracked: what nobody reads never looks at the session.
        if pair.with(Option::is_none) {
            return None;
        }
        let start_ms = signals::now_ms();
        let plot = session.with_untracked(|s| s.plot_facts().map(|facts| make(&facts)));
        signals::measure_plot(start_ms);
        plot
    })
}

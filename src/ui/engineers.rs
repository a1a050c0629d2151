//! For engineers: figures and plots, levels and platforms, tests, and the record of what was decided.

use leptos::prelude::*;

use super::blind_setup::BlindSetup;
use super::desk::Desk;
use super::figures::Figures;
use super::folded::Folded;
use super::levels::LevelChoice;
use super::meters::Meters;
use super::plots::Plots;
use super::report::Report;
use super::session::{Event, MadeFrom, Origin};
use super::shape::ExactLoudness;
use super::spectrum::SpectrumPlot;
use super::streaming::Streaming;
use super::turns::in_turns;
use crate::compare::Voice;
use crate::words::{self, keys, page};

#[component]
pub fn Engineers(desk: Desk) -> impl IntoView {
    view! {
        <Folded id="engineers" class="engineers" summary=page::ENGINEERS.to_string()>
            <Body desk />
        </Folded>
    }
}

#[component]
fn Body(desk: Desk) -> impl IntoView {
    let made = in_turns(Memo::new(|_| true), 4);
    view! {
        <div class="engineers-body">
            <Figures desk />
            <Meters desk />
            <Show when=move || { made.get() > 0 }>
                <SpectrumPlot desk />
                <Plots desk />
            </Show>
            <Show when=move || { made.get() > 1 }>
                <LevelChoice desk />
                <Streaming desk />
            </Show>
            <Show when=move || { made.get() > 2 }>
                <ExactLoudness desk />
                <BlindSetup desk />
                <Shortcuts desk />
            </Show>
            <Show when=move || { made.get() > 3 }>
                <Record desk />
                <Report desk />
            </Show>
        </div>
    }
}

/// The switch for the keys, and their list.
#[component]
fn Shortcuts(desk: Desk) -> impl IntoView {
    let keys_on = Memo::new(move |_| desk.session.with(|s| s.keys));
    view! {
        <Toggle id="keys" label=page::KEYS note=page::KEYS_NOTE on=keys_on set=move |on| desk.tell(Event::KeysSet(on)) />
        <button type="button" id="show-keys" class="button quiet" on:click=move |_| desk.help.set(true)>{keys::SHOW}</button>
    }
}

/// What was decided and why, what the limiter did, and what the recordings are.
#[component]
fn Record(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let decisions = Memo::new(move |_| {
        session.with(|s| {
            let plan = s.master.as_ref().map(|m| &m.plan)?;
            Some(plan.decisions.iter().map(|d| words::decision(d, plan.style.id, plan.reference)).collect::<Vec<_>>())
        })
    });
    let limiter = Memo::new(move |_| {
        session.with(|s| s.master.as_ref().map(|m| format!("{} {}", words::reach(&m.outcome.reach), words::limiter(&m.outcome))))
    });
    let recordings = Memo::new(move |_| {
        session.with(|s| {
            let line = |v: &Voice| {
                let measured =
                    format!("{}; {}", words::peaks_and_crest(&v.measurements), words::channels_and_correlation(&v.measurements));
                match s.made_from.get(&v.id) {
                    Some(MadeFrom::File(_, facts)) => format!("{}; {measured}", words::beside_facts(facts)),
                    _ => measured,
                }
            };
            let voices = s.voices.iter().map(|v| (words::voice_name(v), line(v)));
            voices.collect::<Vec<_>>()
        })
    });
    let file = Memo::new(move |_| {
        session.with(|s| {
            let song = s.song.as_ref()?;
            let bytes = match song.origin {
                Origin::File { bytes, .. } => Some(bytes),
                Origin::Demo => None,
            };
            Some(words::file_facts(&song.facts, bytes))
        })
    });
    view! {
        <h3>{page::DECISIONS}</h3>
        <ol id="decisions" class="decisions">
            {move || decisions.get().unwrap_or_default().into_iter().map(|d| view! { <li>{d}</li> }).collect_view()}
        </ol>
        <h3>{page::LIMITING}</h3>
        <p id="limiting" class="figure-line">{move || limiter.get()}</p>
        <h3>{page::RECORDINGS}</h3>
        <dl class="recordings">
            {move || recordings.get().into_iter().map(|(name, line)| view! { <dt>{name}</dt><dd>{line}</dd> }).collect_view()}
            <dt>{page::FILE}</dt>
            <dd id="file-facts">{move || file.get()}</dd>
        </dl>
    }
}

#[component]
fn Toggle(
    id: &'static str,
    label: &'static str,
    note: &'static str,
    on: Memo<bool>,
    set: impl Fn(bool) + Copy + 'static,
) -> impl IntoView {
    let note_id = format!("{id}-note");
    view! {
        <p class="toggle">
            <input
                type="checkbox"
                role="switch"
                id=id
                aria-describedby=note_id.clone()
                prop:checked=move || on.get()
                on:change=move |event| set(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            <small id=note_id>{note}</small>
        </p>
    }
}

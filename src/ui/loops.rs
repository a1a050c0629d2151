//! The loop: set where the play-head is, by its two ends, or to the song's fullest seconds. (By dragging: see `seek`.)

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

use super::desk::Desk;
use super::session::Event;
use crate::compare::{FULLEST_S, Role};
use crate::player::transport::SHORTEST_LOOP_S;
use crate::words::timeline;

/// An arrow moves an end by this share of what is shown, but by at most [`MOST_STEP_S`]; with shift ten times as far.
const STEP: f64 = 0.005;
const MOST_STEP_S: f64 = 0.1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Begin,
    End,
}

/// Its end stays where it is, if that is later; else the song's end.
pub fn from_here(desk: Desk) {
    let (at_s, end_s) = (desk.at_s(), desk.window.get_untracked().duration_s());
    let to_s = region(desk).map(|(_, to_s)| to_s).filter(|to_s| to_s - at_s >= SHORTEST_LOOP_S);
    set(desk, (at_s, to_s.unwrap_or(end_s)));
}

pub fn to_here(desk: Desk) {
    let at_s = desk.at_s();
    let from_s = region(desk).map(|(from_s, _)| from_s).filter(|from_s| at_s - from_s >= SHORTEST_LOOP_S);
    set(desk, (from_s.unwrap_or(0.0), at_s));
}

pub fn toggle(desk: Desk) {
    let looping = desk.session.with_untracked(|s| s.listening.looping);
    desk.tell(Event::LoopSet(!looping));
}

pub fn fullest(desk: Desk) {
    let begin_s = desk.session.with_untracked(|s| s.voice(Role::Original).map(|voice| voice.track.fullest(FULLEST_S)));
    if let Some(begin_s) = begin_s {
        choose(desk, (begin_s, begin_s + FULLEST_S));
    }
}

/// Sets the loop and goes into it. What is too short to repeat changes nothing.
pub fn choose(desk: Desk, region_s: (f64, f64)) {
    set(desk, region_s);
    let at_s = desk.at_s();
    let chosen = region(desk).filter(|_| region_s.1 - region_s.0 >= SHORTEST_LOOP_S);
    if let Some((from_s, to_s)) = chosen
        && !(from_s..to_s).contains(&at_s)
    {
        desk.tell(Event::Sought(from_s));
    }
}

fn set(desk: Desk, region_s: (f64, f64)) {
    if region_s.1 - region_s.0 >= SHORTEST_LOOP_S {
        desk.tell(Event::RegionChosen(Some(region_s)));
    }
}

fn region(desk: Desk) -> Option<(f64, f64)> {
    desk.session.with_untracked(|s| s.listening.region)
}

/// `end` of the region moved to `to_s`; an end that is pulled across the other changes places with it.
#[must_use]
pub fn pulled((from_s, to_s): (f64, f64), end: End, at_s: f64) -> (f64, f64) {
    let other_s = if end == End::Begin { to_s } else { from_s };
    (at_s.min(other_s), at_s.max(other_s))
}

/// The band over the picture, with an end on either side. `draft`: while it is dragged.
#[component]
pub fn LoopBand(desk: Desk, draft: RwSignal<Option<(f64, f64)>>) -> impl IntoView {
    let band = NodeRef::<html::Div>::new();
    let chosen = Memo::new(move |_| desk.session.with(|s| s.listening.region));
    let shown = Memo::new(move |_| draft.get().or_else(|| chosen.get()));
    let on = Memo::new(move |_| draft.with(Option::is_some) || desk.session.with(|s| s.listening.looping));
    Effect::new(move |_| {
        let (Some(band), Some((from_s, to_s))) = (band.get(), shown.get()) else { return };
        let window = desk.window.get();
        // Far outside, the browser's own numbers would end.
        let place = |at_s| format!("{:.6}", window.place(at_s).clamp(-1.0, 2.0));
        let style = HtmlElement::style(&band);
        let _ = style.set_property("--from", &place(from_s));
        let _ = style.set_property("--to", &place(to_s));
    });
    let ends = [(End::Begin, "loop-begin", timeline::LOOP_BEGIN), (End::End, "loop-end", timeline::LOOP_END)];
    let handle = move |(end, id, name): (End, &'static str, &'static str)| {
        let at_s = move || {
            let (from_s, to_s) = shown.get().unwrap_or_default();
            if end == End::Begin { from_s } else { to_s }
        };
        let by_key = move |event: KeyboardEvent| {
            let window = desk.window.get_untracked();
            let step_s = (STEP * window.length_s()).min(MOST_STEP_S) * if event.shift_key() { 10.0 } else { 1.0 };
            let by_s = match event.key().as_str() {
                "ArrowLeft" | "ArrowDown" => -step_s,
                "ArrowRight" | "ArrowUp" => step_s,
                _ => return,
            };
            event.prevent_default();
            let Some((from_s, to_s)) = chosen.get_untracked() else { return };
            set(desk, if end == End::Begin { (from_s + by_s, to_s) } else { (from_s, to_s + by_s) });
        };
        let spoken = move || {
            let (from_s, to_s) = shown.get().unwrap_or_default();
            timeline::precise_time(at_s(), to_s - from_s)
        };
        view! {
            <div
                id=id
                class=id
                role="slider"
                tabindex="0"
                aria-label=name
                aria-valuemin="0"
                aria-valuemax=move || format!("{:.3}", desk.window.get().duration_s())
                aria-valuenow=move || format!("{:.3}", at_s())
                aria-valuetext=spoken
                on:keydown=by_key
            ></div>
        }
    };
    view! {
        <Show when=move || shown.with(Option::is_some)>
            <div class="loop-clip">
                <div id="loop-band" class="loop-band" class:loop-off=move || !on.get() node_ref=band>
                    {ends.map(handle).collect_view()}
                </div>
            </div>
        </Show>
    }
}

#[component]
pub fn LoopButtons(desk: Desk) -> impl IntoView {
    let chosen = Memo::new(move |_| desk.session.with(|s| s.listening.region));
    let on = Memo::new(move |_| desk.session.with(|s| s.listening.looping));
    let said = move || chosen.get().map(|region_s| timeline::loop_said(region_s, on.get()));
    view! {
        <div class="tool-group" role="group" aria-label=timeline::LOOP>
            <button type="button" id="loop-from" class="tool" on:click=move |_| from_here(desk)>{timeline::LOOP_FROM}</button>
            <button type="button" id="loop-to" class="tool" on:click=move |_| to_here(desk)>{timeline::LOOP_TO}</button>
            <button type="button" id="loop-fullest" class="tool" on:click=move |_| fullest(desk)>{timeline::LOOP_FULLEST}</button>
        </div>
        <div class="tool-group">
            <p id="loop-said" class="shown" role="status">{said}</p>
            <Show when=move || chosen.with(Option::is_some)>
                <button type="button" id="loop-toggle" class="tool" on:click=move |_| toggle(desk)>
                    {move || if on.get() { timeline::LOOP_OFF } else { timeline::LOOP_ON }}
                </button>
                <button type="button" id="loop-none" class="tool" on:click=move |_| desk.tell(Event::RegionChosen(None))>{timeline::NO_LOOP}</button>
            </Show>
        </div>
    }
}

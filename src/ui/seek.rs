//! The song over time: the loudness of both versions, and where it is. The original stands up, the master hangs below.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent};

use super::desk::Desk;
use super::keys::STEP_S;
use super::plot::{SHAPE_SIZE, shape_path};
use crate::compare::{Role, SourceId};
use crate::units::frames_to_seconds;
use crate::words::{self, page};

#[component]
pub fn Seek(desk: Desk, play_head: NodeRef<html::Div>) -> impl IntoView {
    let session = desk.session;
    let range = NodeRef::<html::Input>::new();
    let duration_s = Memo::new(move |_| {
        session.with(|s| s.song.as_ref().map_or(0.0, |song| frames_to_seconds(song.facts.frames, song.facts.sample_rate)))
    });
    // Redrawn with the recordings, not with every step of a progress bar.
    let drawn = |role, upwards| {
        let shape = Memo::new(move |_| session.with(|s| s.voice(role).map(|v| v.measurements.loudness.shape_lufs.clone())));
        Memo::new(move |_| shape.with(|shape| shape.as_ref().map(|shape| shape_path(shape, upwards)).unwrap_or_default()))
    };
    let (original, master) = (drawn(Role::Original, true), drawn(Role::Automatic, false));
    let master_heard = Memo::new(move |_| session.with(|s| s.chosen == SourceId::AUTOMATIC));
    let summary = Memo::new(move |_| session.with(|s| words::shape_summary(&s.voices)));
    let second = Memo::new(move |_| desk.position_s.get().floor());
    let spoken = move || format!("{} of {}", words::spoken_time(second.get()), words::spoken_time(duration_s.get()));

    // While the handle is dragged, only the play-head follows; the sound goes there on release.
    let preview = move |_| {
        if let (Some(range), Some(head)) = (range.get_untracked(), play_head.get_untracked()) {
            let at = range.value_as_number() / duration_s.get_untracked().max(1e-9);
            let _ = HtmlElement::style(&head).set_property("--at", &format!("{at:.5}"));
        }
    };
    let seek = move |_| {
        if let Some(range) = range.get_untracked() {
            desk.seek(range.value_as_number());
        }
    };
    let step = move |event: KeyboardEvent| {
        let by_s = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -STEP_S,
            "ArrowRight" | "ArrowUp" => STEP_S,
            _ => return,
        };
        event.prevent_default();
        desk.nudge(by_s);
    };
    let (width, height) = SHAPE_SIZE;
    view! {
        <div class="seek" class:master-heard=move || master_heard.get()>
            <svg class="shape" viewBox=format!("0 0 {width} {height}") preserveAspectRatio="none" role="img" aria-label=move || summary.get()>
                <path class="shape-original" d=move || original.get()></path>
                <path class="shape-master" d=move || master.get()></path>
            </svg>
            <div class="play-head" node_ref=play_head></div>
            <input
                id="seek"
                type="range"
                min="0"
                step="0.01"
                max=move || format!("{:.2}", duration_s.get())
                prop:value=move || format!("{:.2}", desk.position_s.get())
                aria-label=page::POSITION
                aria-valuetext=spoken
                node_ref=range
                on:input=preview
                on:change=seek
                on:keydown=step
            />
        </div>
        <p class="time" aria-hidden="true">
            <span id="time-now">{move || words::clock_time(second.get())}</span>
            " / "
            <span id="time-all">{move || words::clock_time(duration_s.get())}</span>
        </p>
    }
}

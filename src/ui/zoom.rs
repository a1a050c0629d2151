//! Nearer and further: from the whole song to its single samples.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, WheelEvent};

use super::desk::Desk;
use super::window::Window;
use crate::words::timeline;

/// A press of a button or key.
const STEP: f64 = 2.0;

/// Zoom by a wheel's turn: e to the power of this, for each pixel that it would have scrolled. A notch is about 100, a pinch a few.
const PER_PIXEL: f64 = 0.006;
/// Firefox counts in lines, some mice in pages.
const LINE_PX: f64 = 16.0;
const PAGE_PX: f64 = 400.0;

pub fn closer(desk: Desk) {
    zoom(desk, STEP);
}

pub fn wider(desk: Desk) {
    zoom(desk, 1.0 / STEP);
}

pub fn whole(desk: Desk) {
    desk.window.update(|window| *window = window.all());
}

/// Around the play-head, if it can be seen; else around the middle.
fn zoom(desk: Desk, factor: f64) {
    let at_s = desk.at_s();
    desk.window.update(|window| {
        let around_s = if window.shows(at_s) { at_s } else { window.time(0.5) };
        *window = window.zoomed(factor, around_s);
    });
}

/// Ctrl or Cmd with the wheel (which is how browsers tell of a pinch) zooms around the pointer, at `place` of the width; sideways it scrolls.
/// Anything else belongs to the page.
pub fn wheel(desk: Desk, event: &WheelEvent, place: f64, width_px: f64) {
    let unit = match event.delta_mode() {
        WheelEvent::DOM_DELTA_LINE => LINE_PX,
        WheelEvent::DOM_DELTA_PAGE => PAGE_PX,
        _ => 1.0,
    };
    let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
    let shown = desk.window.get_untracked();
    let next = if event.ctrl_key() || event.meta_key() {
        shown.zoomed((-y * PER_PIXEL).exp(), shown.time(place))
    } else {
        let sideways = if event.shift_key() && x == 0.0 { y } else { x };
        if shown.is_whole() || sideways == 0.0 || (x != 0.0 && x.abs() <= y.abs()) {
            return;
        }
        shown.scrolled(sideways / width_px.max(1.0))
    };
    event.prevent_default();
    if next != shown {
        desk.window.set(next);
    }
}

/// Buttons, and the stretch that is shown.
#[component]
pub fn ZoomButtons(desk: Desk) -> impl IntoView {
    let zoomed = Memo::new(move |_| !desk.window.get().is_whole());
    let closest = Memo::new(move |_| desk.window.get().is_closest());
    let shown = move || {
        let window = desk.window.get();
        timeline::stretch(window.from_s(), window.to_s())
    };
    view! {
        <div class="tool-group" role="group" aria-label=timeline::ZOOM>
            <button type="button" id="zoom-out" class="tool tool-sign" aria-label=timeline::ZOOM_OUT disabled=move || !zoomed.get() on:click=move |_| wider(desk)>
                "−"
            </button>
            <button type="button" id="zoom-in" class="tool tool-sign" aria-label=timeline::ZOOM_IN disabled=move || closest.get() on:click=move |_| closer(desk)>
                "+"
            </button>
            <Show when=move || zoomed.get()>
                <button type="button" id="zoom-whole" class="tool" on:click=move |_| whole(desk)>{timeline::WHOLE_SONG}</button>
                <span id="shown" class="shown">{shown}</span>
            </Show>
        </div>
    }
}

/// The whole song as a strip; its handle is the stretch that is shown.
#[component]
pub fn ScrollStrip(desk: Desk) -> impl IntoView {
    let strip = NodeRef::<html::Input>::new();
    let zoomed = Memo::new(move |_| !desk.window.get().is_whole());
    Effect::new(move |_| {
        let window = desk.window.get();
        if let Some(strip) = strip.get() {
            let share = window.length_s() / window.duration_s().max(1e-9);
            let _ = HtmlElement::style(&strip).set_property("--share", &format!("{share:.6}"));
            // In this order: a value beyond the greatest would be cut.
            strip.set_max(&(window.duration_s() - window.length_s()).to_string());
            strip.set_value(&window.from_s().to_string());
        }
    });
    let scroll = move |_| {
        if let Some(strip) = strip.get_untracked() {
            desk.window.update(|window| *window = window.moved_to(strip.value_as_number()));
        }
    };
    let by_key = move |event: web_sys::KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -0.25,
            "ArrowRight" | "ArrowUp" => 0.25,
            "PageDown" => 0.9,
            "PageUp" => -0.9,
            _ => return,
        };
        event.prevent_default();
        desk.window.update(|window: &mut Window| *window = window.scrolled(by));
    };
    let shown = move || {
        let window = desk.window.get();
        timeline::stretch(window.from_s(), window.to_s())
    };
    view! {
        <Show when=move || zoomed.get()>
            <input
                id="scroll"
                class="scroll-strip"
                type="range"
                min="0"
                step="any"
                aria-label=timeline::SCROLL
                aria-valuetext=shown
                node_ref=strip
                on:input=scroll
                on:keydown=by_key
            />
        </Show>
    }
}

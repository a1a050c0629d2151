//! Files from anywhere on the page: dropped or pasted.

use gloo::timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, Element};

use super::desk::Desk;
use super::folder::Dropped;
use super::pick::files_of;
use crate::words::page;

/// Browsers say "dragover" several times a second for as long as something hovers. When they fall silent, whatever the reason,
/// it is gone: so the overlay can't get stuck.
const HOVER_LASTS_MS: u32 = 700;

#[derive(Clone, Copy)]
struct Hovering(RwSignal<bool>);

pub fn listen_for_files(desk: Desk) {
    let hovering = RwSignal::new(false);
    provide_context(Hovering(hovering));
    let expiry: StoredValue<Option<Timeout>, LocalStorage> = StoredValue::new_local(None);
    let leave = move || {
        expiry.set_value(None);
        hovering.set(false);
    };

    window_event_listener(ev::dragover, move |event: DragEvent| {
        if is_text_into_a_field(&event) {
            return;
        }
        event.prevent_default();
        let has_files = event.data_transfer().is_some_and(|transfer| carries_files(&transfer));
        if let Some(transfer) = event.data_transfer() {
            transfer.set_drop_effect(if has_files { "copy" } else { "none" });
        }
        if has_files {
            hovering.set(true);
            expiry.set_value(Some(Timeout::new(HOVER_LASTS_MS, move || hovering.set(false))));
        }
    });
    window_event_listener(ev::dragleave, move |event: DragEvent| {
        // Leaving for nothing is leaving the window.
        if event.related_target().is_none() {
            leave();
        }
    });
    window_event_listener(ev::drop, move |event: DragEvent| {
        leave();
        if is_text_into_a_field(&event) {
            return;
        }
        // Also for links and text: the browser would leave the page for them.
        event.prevent_default();
        if let Some(transfer) = event.data_transfer() {
            desk.pressed();
            let dropped = Dropped::take(&transfer);
            let had_files = carries_files(&transfer);
            spawn_local(async move {
                let files = dropped.files().await;
                if had_files || !files.is_empty() {
                    desk.offer(files);
                }
            });
        }
    });
    window_event_listener(ev::paste, move |event| {
        let files = files_of(event.clipboard_data().and_then(|data| data.files()));
        if !files.is_empty() {
            event.prevent_default();
            desk.pressed();
            desk.offer(files);
        }
    });
    window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" {
            leave();
        }
    });
}

#[component]
pub fn Overlay(desk: Desk) -> impl IntoView {
    let hovering = use_context::<Hovering>().map(|Hovering(hovering)| hovering);
    let over = move || hovering.is_some_and(|hovering| hovering.get()) && desk.has_engine();
    view! {
        <div id="drop-overlay" class="drop-overlay" class:open=over aria-hidden="true">
            <p>{page::DROP_HERE}</p>
        </div>
    }
}

fn carries_files(transfer: &DataTransfer) -> bool {
    transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
}

/// Text dragged into a text field is the field's own business.
fn is_text_into_a_field(event: &DragEvent) -> bool {
    let files = event.data_transfer().is_some_and(|transfer| carries_files(&transfer));
    !files && event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| is_text_field(&element))
}

/// Where typing goes into.
pub fn is_text_field(element: &Element) -> bool {
    element
        .closest("input:not([type=range]):not([type=checkbox]):not([type=file]), textarea, select, [contenteditable]:not([contenteditable=false])")
        .is_ok_and(|found| found.is_some())
}

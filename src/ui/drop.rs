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
use super::reference::DROP_ID;
use super::session::Session;
use crate::words::page;

/// Browsers say "dragover" several times a second for as long as something hovers. When they fall silent, whatever the reason,
/// it is gone: so the overlay can't get stuck.
const HOVER_LASTS_MS: u32 = 700;

/// What a drop would do just now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    Song,
    Reference,
}

#[derive(Clone, Copy)]
struct Hovering(RwSignal<Over>);

pub fn listen_for_files(desk: Desk) {
    let hovering = RwSignal::new(Over::Nothing);
    provide_context(Hovering(hovering));
    let expiry: StoredValue<Option<Timeout>, LocalStorage> = StoredValue::new_local(None);
    let leave = move || {
        expiry.set_value(None);
        hovering.set(Over::Nothing);
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
            let over = if is_for_reference(&event, desk) { Over::Reference } else { Over::Song };
            if hovering.get_untracked() != over {
                hovering.set(over);
            }
            expiry.set_value(Some(Timeout::new(HOVER_LASTS_MS, move || hovering.set(Over::Nothing))));
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
            let for_reference = is_for_reference(&event, desk);
            spawn_local(async move {
                let files = dropped.files().await;
                match (had_files || !files.is_empty(), for_reference) {
                    (false, _) => {}
                    (true, true) => desk.offer_reference(files),
                    (true, false) => desk.offer(files),
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
    let over = over();
    // Fading out, it keeps the words it had.
    let words = Memo::new(move |earlier| match (over(), earlier) {
        (Over::Reference, _) => page::DROP_REFERENCE,
        (Over::Nothing, Some(earlier)) => *earlier,
        _ => page::DROP_HERE,
    });
    view! {
        <div id="drop-overlay" class="drop-overlay" class:open=move || over() != Over::Nothing && desk.has_engine() aria-hidden="true">
            <p>{move || words.get()}</p>
        </div>
    }
}

/// Whether files hover over the page; to be asked for by a component as it is made.
pub fn hovering() -> impl Fn() -> bool + Copy {
    let over = over();
    move || over() != Over::Nothing
}

fn over() -> impl Fn() -> Over + Copy {
    let hovering = use_context::<Hovering>();
    move || hovering.map_or(Over::Nothing, |Hovering(hovering)| hovering.get())
}

fn is_for_reference(event: &DragEvent, desk: Desk) -> bool {
    let inside = |element: Element| element.closest(&format!("#{DROP_ID}")).is_ok_and(|found| found.is_some());
    event.target().and_then(|target| target.dyn_into().ok()).is_some_and(inside)
        && desk.session.with_untracked(Session::takes_wishes)
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
        .closest("input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]:not([contenteditable=false])")
        .is_ok_and(|found| found.is_some())
}

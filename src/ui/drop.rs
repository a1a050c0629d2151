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
use super::session::Session;
use crate::words::page;

/// Browsers say "dragover" several times a second for as long as something hovers. When they fall silent, whatever the reason,
/// it is gone: so the overlay can't get stuck.
const HOVER_LASTS_MS: u32 = 700;

/// What a drop would do just now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    Nothing,
    /// There is none yet.
    Song,
    Version,
    AnotherSong,
    Reference,
}

/// Where the page would lie in columns too narrow to read, the places to drop on lie below each other.
const NARROW_PX: f64 = 640.0;

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
            let over = place(&event, desk);
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
            let over = place(&event, desk);
            spawn_local(async move {
                let files = dropped.files().await;
                match over {
                    _ if !had_files && files.is_empty() => {}
                    Over::Version => desk.offer_versions(files),
                    Over::Reference => desk.offer_reference(files),
                    Over::Nothing | Over::Song | Over::AnotherSong => desk.offer(files),
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
    // Fading out, it keeps the places it had.
    let places = Memo::new(move |earlier: Option<&bool>| match over() {
        Over::Nothing => earlier.copied().unwrap_or_default(),
        Over::Song => false,
        Over::Version | Over::AnotherSong | Over::Reference => true,
    });
    let place = move |of: Over, name: &'static str, note: Option<&'static str>| {
        view! { <p class="drop-place" class:over=move || over() == of>{name}{note.map(|note| view! { <small>{note}</small> })}</p> }
    };
    view! {
        <div id="drop-overlay" class="drop-overlay" class:open=move || over() != Over::Nothing && desk.has_engine() aria-hidden="true">
            <Show when=move || places.get() fallback=|| view! { <p>{page::DROP_HERE}</p> }>
                {place(Over::Version, page::DROP_VERSION, Some(page::DROP_VERSION_NOTE))}
                {place(Over::AnotherSong, page::DROP_ANOTHER, None)}
                {place(Over::Reference, page::DROP_REFERENCE, None)}
            </Show>
        </div>
    }
}

fn over() -> impl Fn() -> Over + Copy {
    let hovering = use_context::<Hovering>();
    move || hovering.map_or(Over::Nothing, |Hovering(hovering)| hovering.get())
}

/// Which of the overlay's places the pointer is at: thirds of it, side by side or below each other.
fn place(event: &DragEvent, desk: Desk) -> Over {
    if !desk.session.with_untracked(Session::takes_wishes) {
        return Over::Song;
    }
    // Of a frame taller than the screen it covers what is seen.
    let Some(overlay) = document().get_element_by_id("drop-overlay").map(|overlay| overlay.get_bounding_client_rect()) else {
        return Over::Version;
    };
    let across = if overlay.width() < NARROW_PX {
        (f64::from(event.client_y()) - overlay.top()) / overlay.height().max(1.0)
    } else {
        (f64::from(event.client_x()) - overlay.left()) / overlay.width().max(1.0)
    };
    match (across * 3.0).floor() as i32 {
        ..=0 => Over::Version,
        1 => Over::AnotherSong,
        _ => Over::Reference,
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
        .closest("input:not([type=range]):not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select, [contenteditable]:not([contenteditable=false])")
        .is_ok_and(|found| found.is_some())
}

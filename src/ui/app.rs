//! The whole page: letterhead, what is going on, and either the first screen or the workbench.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::book::{Letterhead, load_studio};
use super::chooser::Chooser;
use super::desk::Desk;
use super::drop::{Overlay, listen_for_files};
use super::key_help::KeyHelp;
use super::keys::listen_for_keys;
use super::notice::Notices;
use super::pick::Picker;
use super::progress::Progress;
use super::remember::remember;
use super::signals;
use super::start::{Hero, Start};
use super::workbench::Workbench;

/// Replaces the static shell in `<main id="app">`.
pub fn mount() {
    let Some(main) = document().get_element_by_id("app").and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        leptos::logging::error!("testpress: the page has no <main id=\"app\">");
        return;
    };
    main.set_text_content(None);
    leptos::mount::mount_to(main, App).forget();
    signals::ready();
}

/// The same one frame later, so that making a large part of the page is a task of its own, not the end of one that read a message.
pub fn in_the_next_frame(now: Memo<bool>) -> ReadSignal<bool> {
    let (later, set_later) = signal(false);
    Effect::new(move |_| {
        let now = now.get();
        request_animation_frame(move || {
            set_later.try_set(now);
        });
    });
    later
}

#[component]
fn App() -> impl IntoView {
    let play_head = NodeRef::<html::Div>::new();
    let desk = Desk::open(move |at| {
        if let Some(element) = play_head.get_untracked() {
            // The one thing that changes sixty times a second.
            let _ = HtmlElement::style(&element).set_property("--at", &format!("{at:.5}"));
        }
    });
    let picker = NodeRef::<html::Input>::new();
    listen_for_files(desk);
    listen_for_keys(desk);
    load_studio(desk);
    remember(desk);
    let has_song = in_the_next_frame(Memo::new(move |_| desk.session.with(|s| s.song.is_some())));

    view! {
        <Letterhead desk />
        <Picker desk picker />
        <Show when=move || !has_song.get()>
            <Hero />
        </Show>
        <Notices desk />
        <Chooser desk />
        <Progress desk />
        <Show when=move || has_song.get() fallback=move || view! { <Start desk picker /> }>
            <Workbench desk picker play_head />
        </Show>
        <Overlay desk />
        <KeyHelp desk />
    }
}

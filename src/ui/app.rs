//! The whole page: letterhead, what is going on, and either the first screen or the workbench.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::book::{Letterhead, load_studio};
use super::chooser::Chooser;
use super::desk::Desk;
use super::drop::{Overlay, listen_for_files};
use super::early::take_over;
use super::embed::embed;
use super::focus::keep_focus;
use super::key_help::KeyHelp;
use super::keys::listen_for_keys;
use super::notice::Notices;
use super::pick::Picker;
use super::progress::Progress;
use super::remember::remember;
use super::signals;
use super::start::{Hero, Start};
use super::turns::in_turns;
use super::way_out::WayOut;
use super::workbench::Workbench;

/// Replaces the static shell in `<main id="app">`.
pub fn mount() {
    let Some(main) = document().get_element_by_id("app").and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        leptos::logging::error!("testpress: the page has no <main id=\"app\">");
        return;
    };
    let focused = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
    main.set_text_content(None);
    leptos::mount::mount_to(main, App).forget();
    // The same button is there again: the keyboard stays where it was.
    if let Some(element) = focused.and_then(|id| document().get_element_by_id(&id)).and_then(|e| e.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
    signals::ready();
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
    keep_focus();
    load_studio(desk);
    embed(desk);
    remember(desk);
    take_over(desk);
    let made = in_turns(Memo::new(move |_| desk.session.with(|s| s.song.is_some())), 1);
    let has_song = move || made.get() > 0;

    view! {
        <Letterhead desk />
        <Picker desk picker />
        <Show when=move || !has_song()>
            <Hero />
            <WayOut />
        </Show>
        <Notices desk />
        <Chooser desk />
        <Progress desk />
        <Show when=has_song fallback=move || view! { <Start desk picker /> }>
            <Workbench desk picker play_head />
        </Show>
        <Overlay desk />
        <KeyHelp desk />
    }
}

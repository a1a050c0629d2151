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

/// Replaces the static shell in `<main id="app">`, in turns: browsers compile a function when it is first called, so all that is
/// begun here is slow, and the first screen answers in between.
pub fn mount() {
    let Some(main) = document().get_element_by_id("app").and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        leptos::logging::error!("testpress: the page has no <main id=\"app\">");
        return;
    };
    // What belongs to no part of the page lives as long as the page.
    let owner = Owner::new();
    next_turn(move || {
        let play_head = NodeRef::<html::Div>::new();
        let (desk, begun) = owner.with(|| (open_desk(play_head), RwSignal::new(false)));
        next_turn(move || {
            owner.with(|| put_in_place(&main, desk, play_head, begun));
            next_turn(move || {
                owner.with(|| begin(desk));
                next_turn(move || {
                    owner.with(|| take_files(desk));
                    begun.set(true);
                    signals::ready();
                    std::mem::forget(owner);
                });
            });
        });
    });
}

fn next_turn(work: impl FnOnce() + 'static) {
    set_timeout(work, std::time::Duration::ZERO);
}

fn open_desk(play_head: NodeRef<html::Div>) -> Desk {
    Desk::open(move |at| {
        if let Some(element) = play_head.get_untracked() {
            // The one thing that changes sixty times a second.
            let _ = HtmlElement::style(&element).set_property("--at", &format!("{at:.5}"));
        }
    })
}

/// In one turn: there is always a first screen.
fn put_in_place(main: &HtmlElement, desk: Desk, play_head: NodeRef<html::Div>, begun: RwSignal<bool>) {
    keep_focus();
    let focused = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
    main.set_text_content(None);
    leptos::mount::mount_to(main.clone(), move || view! { <App desk play_head begun /> }).forget();
    // The same button is there again: the keyboard stays where it was.
    if let Some(element) = focused.and_then(|id| document().get_element_by_id(&id)).and_then(|e| e.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// What needs nobody's hand.
fn begin(desk: Desk) {
    listen_for_keys(desk);
    load_studio(desk);
    embed(desk);
}

/// From here on it is the app that hears drops, and what was kept of those before is handed over.
fn take_files(desk: Desk) {
    listen_for_files(desk);
    remember(desk);
    take_over(desk);
}

#[component]
fn App(desk: Desk, play_head: NodeRef<html::Div>, begun: RwSignal<bool>) -> impl IntoView {
    let picker = NodeRef::<html::Input>::new();
    let made = in_turns(Memo::new(move |_| desk.session.with(|s| s.song.is_some())), 1);
    let has_song = move || made.get() > 0;
    // Long, and seldom asked for; once made it stays.
    let help = Memo::new(move |made: Option<&bool>| made.copied().unwrap_or_default() || desk.help.get());

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
        <Show when=move || begun.get()>
            <Overlay desk />
        </Show>
        <Show when=move || help.get()>
            <KeyHelp desk />
        </Show>
    }
}

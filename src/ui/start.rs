//! The first screen: what this is, and the two ways in.

use leptos::html;
use leptos::prelude::*;

use super::desk::Desk;
use super::keep::LastSong;
use super::pick::ChooseButton;
use super::session::{Event, Phase};
use super::showcase::{Examples, Showcase};
use crate::words::page;

#[component]
pub fn Hero() -> impl IntoView {
    view! {
        <header class="hero">
            <h1>{page::TITLE}</h1>
            <p class="for-mouse">{page::LEAD}</p>
            <p class="for-touch">{page::LEAD_TOUCH}</p>
        </header>
    }
}

/// The record with its label; it turns while the engine works, and makes room for a list.
#[component]
pub fn Start(desk: Desk, picker: NodeRef<html::Input>) -> impl IntoView {
    let working = Memo::new(move |_| desk.session.with(|s| matches!(s.phase, Phase::Working { .. })));
    let choosing = Memo::new(move |_| desk.session.with(|s| matches!(s.phase, Phase::Choosing { .. })));
    let examples = Examples::of(desk);
    let demo = move |_| {
        desk.pressed();
        desk.tell(Event::DemoAsked);
    };
    view! {
        <Show when=move || !choosing.get()>
            <div class="drop-area" class:turning=move || working.get()>
                <Show when=move || !working.get()>
                    <div class="drop-label">
                        <ChooseButton desk picker label=page::CHOOSE class="button primary" id="choose" />
                        <button type="button" id="demo" class="button quiet" disabled=move || !desk.has_engine() on:click=demo>
                            {page::DEMO}
                        </button>
                    </div>
                </Show>
            </div>
        </Show>
        <Showcase examples />
        <LastSong desk examples />
        <div class="promises">
            <p>{page::PRIVATE}</p>
            <p>{page::HONEST}</p>
        </div>
    }
}

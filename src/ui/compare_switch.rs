//! The big switch: original or master, same place, equally loud.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::Event;
use crate::compare::{Role, SourceId};
use crate::words::{self, page};

#[component]
pub fn CompareSwitch(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let heard =
        Memo::new(move |_| session.with(|s| if s.chosen == SourceId::AUTOMATIC { Role::Automatic } else { Role::Original }));
    let matched = Memo::new(move |_| session.with(|s| s.matched));
    let both = Memo::new(move |_| session.with(|s| s.voice(Role::Automatic).is_some_and(|v| s.is_playable(v.id))));
    view! {
        <div id="switch" class="switch" role="group" aria-label=page::SWITCH>
            <Side desk role=Role::Original id="hear-original" note=page::YOUR_MIX heard />
            <Side desk role=Role::Automatic id="hear-master" note=page::MEASURED_RULES heard />
        </div>
        <p class="levels">{move || words::levels(matched.get(), both.get())}</p>
        <p class="visually-hidden" role="status">{move || words::now_hearing(heard.get())}</p>
    }
}

#[component]
fn Side(desk: Desk, role: Role, id: &'static str, note: &'static str, heard: Memo<Role>) -> impl IntoView {
    let playable = Memo::new(move |_| desk.session.with(|s| s.voice(role).is_some_and(|v| s.is_playable(v.id))));
    let pressed = move || if heard.get() == role { "true" } else { "false" };
    view! {
        <button
            type="button"
            id=id
            class="side"
            aria-pressed=pressed
            disabled=move || !playable.get()
            on:click=move |_| desk.tell(Event::VoiceChosen(role))
        >
            <kbd aria-hidden="true">{words::voice_letter(role)}</kbd>
            <span class="side-name">{words::voice_name(role)}</span>
            <span class="side-note">{move || if playable.get() { note } else { page::IN_THE_MAKING }}</span>
        </button>
    }
}

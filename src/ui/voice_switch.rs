//! The big switch: every version at the same place, equally loud.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{Event, Levels};
use crate::compare::{Role, SourceId, Voice};
use crate::words::{self, page};

/// What a button of the switch shows.
#[derive(Clone, PartialEq)]
struct Side {
    /// Whose place it is.
    id: SourceId,
    /// What is heard from it.
    hears: SourceId,
    letter: String,
    name: String,
    note: &'static str,
    playable: bool,
}

#[component]
pub fn VoiceSwitch(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let sides = Memo::new(move |_| {
        session.with(|s| {
            let side = |(index, voice): (usize, &Voice)| {
                let playable = s.is_playable(voice.id);
                let note = match voice.role {
                    role if playable => words::role_note(role),
                    Role::Automatic | Role::Kept => page::IN_THE_MAKING,
                    _ => page::IN_A_MOMENT,
                };
                Side {
                    id: voice.id,
                    hears: voice.id,
                    letter: words::voice_letter(index),
                    name: words::voice_name(voice),
                    note,
                    playable,
                }
            };
            let mut sides: Vec<Side> = s.voices.iter().enumerate().map(side).collect();
            // The master has its place before it is there.
            if s.voice(Role::Automatic).is_none() {
                let (letter, name) = (words::voice_letter(1), words::role_name(Role::Automatic).into());
                let id = SourceId::AUTOMATIC;
                sides.insert(1, Side { id, hears: id, letter, name, note: page::IN_THE_MAKING, playable: false });
            }
            if let Some(side) = sides.iter_mut().find(|side| side.id == SourceId::AUTOMATIC && !side.playable)
                && s.is_playable(SourceId::EXCERPT)
            {
                (side.hears, side.note, side.playable) = (SourceId::EXCERPT, page::A_PART, true);
            }
            sides
        })
    });
    let ids = Memo::new(move |_| sides.with(|sides| sides.iter().map(|side| side.id).collect::<Vec<_>>()));
    let heard = Memo::new(move |_| session.with(|s| s.listening.change.is_none().then_some(s.listening.chosen)));
    let hearing = Memo::new(move |_| {
        session.with(|s| match s.listening.change {
            Some((of, against)) => {
                let name = |id| s.voice_by_id(id).map(words::voice_name).unwrap_or_default();
                words::hearing_change(&name(of), &name(against))
            }
            None => {
                s.voice_by_id(s.listening.chosen).map(|voice| words::now_hearing(&words::voice_name(voice))).unwrap_or_default()
            }
        })
    });
    let levels = Memo::new(move |_| {
        session.with(|s| {
            let both = s.is_playable(SourceId::ORIGINAL) && s.is_playable(SourceId::AUTOMATIC);
            let on = match s.listening.levels {
                Levels::On(platform) => Some(platform),
                Levels::Matched | Levels::Real => None,
            };
            let matched = s.listening.levels == Levels::Matched || s.listening.change.is_some();
            words::levels(matched, on, both, s.is_playable(SourceId::EXCERPT))
        })
    });
    let changing = Memo::new(move |_| session.with(|s| s.listening.change.is_some()));
    view! {
        <div id="switch" class="switch" class:many=move || ids.with(|ids| ids.len() > 2) role="group" aria-label=page::SWITCH>
            <For each=move || ids.get() key=|id| *id let:id>
                <SideButton desk id sides heard />
            </For>
        </div>
        <p class="levels">{move || levels.get()}</p>
        <p class:visually-hidden=move || !changing.get() class="hearing" role="status">{move || hearing.get()}</p>
    }
}

#[component]
fn SideButton(desk: Desk, id: SourceId, sides: Memo<Vec<Side>>, heard: Memo<Option<SourceId>>) -> impl IntoView {
    let side = Memo::new(move |_| sides.with(|sides| sides.iter().find(|side| side.id == id).cloned()));
    let shown = move |of: fn(Side) -> String| move || side.get().map(of).unwrap_or_default();
    let hears = move || side.with(|side| side.as_ref().map_or(id, |side| side.hears));
    let pressed = move || if heard.get() == Some(hears()) { "true" } else { "false" };
    let element_id = match id {
        SourceId::ORIGINAL => "hear-original".into(),
        SourceId::AUTOMATIC => "hear-master".into(),
        SourceId(number) => format!("hear-{number}"),
    };
    view! {
        <button
            type="button"
            id=element_id
            class="side"
            aria-pressed=pressed
            disabled=move || !side.with(|side| side.as_ref().is_some_and(|side| side.playable))
            on:click=move |_| desk.tell(Event::VoiceChosen(hears()))
        >
            <kbd aria-hidden="true">{shown(|side| side.letter)}</kbd>
            <span class="side-name">{shown(|side| side.name)}</span>
            <span class="side-note">{shown(|side| side.note.into())}</span>
        </button>
    }
}

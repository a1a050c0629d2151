//! More than two versions: added, kept, heard against each other, named, moved and removed.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::desk::Desk;
use super::offer::ACCEPT;
use super::pick::taken;
use super::session::{Event, MOST_VOICES};
use super::typing::Typing;
use crate::compare::{Role, SourceId};
use crate::words::{self, page};

/// What a row of the list shows.
#[derive(Clone, PartialEq)]
struct Row {
    id: SourceId,
    role: Role,
    name: String,
    found: Option<String>,
}

/// A way in for a human master, or any other version.
#[component]
pub fn AddVersion(desk: Desk) -> impl IntoView {
    let picker = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let files = taken(picker);
        if !files.is_empty() {
            desk.offer_versions(files);
        }
    };
    let open = move |_| {
        if let Some(input) = picker.get_untracked() {
            input.click();
        }
    };
    view! {
        <input type="file" id="version-file" accept=ACCEPT multiple=true hidden=true aria-label=page::ADD_VERSION node_ref=picker on:change=chosen />
        <button type="button" id="add-version" class="button quiet" disabled=move || !desk.takes_wishes() on:click=open>
            {page::ADD_VERSION}
        </button>
    }
}

/// Keeping the present master, hearing only the change, the small speaker.
#[component]
pub fn ListeningButtons(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let full = Memo::new(move |_| session.with(|s| s.voices.len() >= MOST_VOICES));
    let both = Memo::new(move |_| session.with(|s| s.is_playable(SourceId::ORIGINAL) && s.is_playable(SourceId::AUTOMATIC)));
    let changing = Memo::new(move |_| session.with(|s| s.listening.change.is_some()));
    let small = Memo::new(move |_| session.with(|s| s.listening.small_speaker));
    let only_change = move |_| {
        let change = session.with_untracked(|s| {
            let chosen = s.voice_by_id(s.listening.chosen).filter(|voice| voice.is_same_recording()).map(|voice| voice.id);
            let of = chosen.filter(|id| *id != SourceId::ORIGINAL).unwrap_or(SourceId::AUTOMATIC);
            s.listening.change.is_none().then_some((of, SourceId::ORIGINAL))
        });
        desk.tell(Event::ChangeChosen(change));
    };
    let pressed = |on: bool| if on { "true" } else { "false" };
    view! {
        <div class="tool-group">
            <button
                type="button"
                id="keep-version"
                class="tool"
                disabled=move || full.get() || !both.get()
                on:click=move |_| desk.tell(Event::MasterKept)
            >
                {page::KEEP_VERSION}
            </button>
            <button
                type="button"
                id="only-change"
                class="tool"
                aria-pressed=move || pressed(changing.get())
                disabled=move || !both.get()
                on:click=only_change
            >
                {page::ONLY_CHANGE}
            </button>
            <button
                type="button"
                id="small-speaker"
                class="tool"
                aria-pressed=move || pressed(small.get())
                on:click=move |_| desk.tell(Event::SmallSpeakerSet(!small.get_untracked()))
            >
                {page::SMALL_SPEAKER}
            </button>
        </div>
        <Show when=move || changing.get()>
            <ChangePair desk />
        </Show>
    }
}

/// Of which two versions the difference is heard.
#[component]
fn ChangePair(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let voices = Memo::new(move |_| {
        session.with(|s| {
            let can = s.voices.iter().filter(|voice| s.is_playable(voice.id) && voice.is_same_recording());
            can.map(|voice| (voice.id, words::voice_name(voice))).collect::<Vec<_>>()
        })
    });
    let pair = Memo::new(move |_| session.with(|s| s.listening.change));
    let options = move |chosen: Option<SourceId>| {
        let option =
            |(id, name): (SourceId, String)| view! { <option value=id.0.to_string() selected=chosen == Some(id)>{name}</option> };
        voices.get().into_iter().map(option).collect_view()
    };
    let choose = move |event: leptos::ev::Event, first: bool| {
        let Ok(id) = event_target_value(&event).parse().map(SourceId) else { return };
        if let Some((of, against)) = pair.get_untracked() {
            let chosen = if first { (id, against) } else { (of, id) };
            // The same twice would be silence: the two change places.
            let pair = if chosen.0 == chosen.1 { (against, of) } else { chosen };
            desk.tell(Event::ChangeChosen(Some(pair)));
        }
    };
    let side = move |id, label, first: bool| {
        let chosen = move || pair.get().map(|(of, against)| if first { of } else { against });
        view! {
            <label>
                {label}
                <select id=id on:change=move |event| choose(event, first)>{move || options(chosen())}</select>
            </label>
        }
    };
    view! {
        <p class="change-pair">
            {side("change-of", page::CHANGE_OF, true)}
            {side("change-against", page::CHANGE_AGAINST, false)}
        </p>
    }
}

/// The list of all versions, once there are more than the two.
#[component]
pub fn VersionList(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let rows = Memo::new(move |_| {
        session.with(|s| {
            let row = |voice: &crate::compare::Voice| Row {
                id: voice.id,
                role: voice.role,
                name: words::voice_name(voice),
                found: words::placement(voice, s.song.as_ref().map_or(44_100, |song| song.facts.sample_rate)),
            };
            s.voices.iter().map(row).collect::<Vec<_>>()
        })
    });
    let ids = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>()));
    // What would be heard as a fault of the page is said without being asked for.
    let notable = Memo::new(move |_| session.with(|s| s.voices.iter().any(words::is_notable)));
    view! {
        <Show when=move || ids.with(|ids| ids.len() > 2)>
            <details id="versions" class="versions" open=move || notable.get()>
                <summary>{page::VERSIONS}</summary>
                <ol class="version-list">
                    <For each=move || ids.get() key=|id| *id let:id>
                        <VersionRow desk id rows />
                    </For>
                </ol>
            </details>
        </Show>
    }
}

#[component]
fn VersionRow(desk: Desk, id: SourceId, rows: Memo<Vec<Row>>) -> impl IntoView {
    let row = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.id == id).cloned()));
    let name = Memo::new(move |_| row.get().map(|row| row.name).unwrap_or_default());
    let found = Memo::new(move |_| row.get().and_then(|row| row.found));
    let role = row.get_untracked().map(|row| row.role);
    let at = Memo::new(move |_| rows.with(|rows| (rows.iter().position(|row| row.id == id), rows.len())));
    let removable = matches!(role, Some(Role::Kept | Role::Version | Role::Reference));
    let typing = Typing::new(move || name.get());
    // At once: a page that goes while a name is typed has it.
    let rename = move |event| {
        typing.begins();
        desk.tell(Event::VoiceRenamed { id, name: event_target_value(&event) });
    };
    let move_by = move |later| move |_| desk.tell(Event::VoiceMoved { id, later });
    view! {
        <li data-version=id.0.to_string()>
            <label class="version-name">
                <span class="visually-hidden">{move || words::name_of(&name.get())}</span>
                <input
                    type="text"
                    maxlength="60"
                    node_ref=typing.field
                    on:input=rename
                    on:change=move |_| typing.ends()
                    on:blur=move |_| typing.ends()
                />
            </label>
            <p class="version-found aside">{move || found.get()}</p>
            <p class="version-row-buttons">
                <button
                    type="button"
                    class="button quiet"
                    aria-label=move || words::move_earlier(&name.get())
                    disabled=move || at.get().0 == Some(0)
                    on:click=move_by(false)
                >
                    "←"
                </button>
                <button
                    type="button"
                    class="button quiet"
                    aria-label=move || words::move_later(&name.get())
                    disabled=move || at.get().0.is_none_or(|index| index + 1 == at.get().1)
                    on:click=move_by(true)
                >
                    "→"
                </button>
                {(role == Some(Role::Kept)).then(|| view! {
                    <button
                        type="button"
                        class="button quiet take-kept"
                        aria-label=move || words::take_settings(&name.get())
                        disabled=move || !desk.takes_wishes()
                        on:click=move |_| {
                            desk.pressed();
                            desk.tell(Event::KeptTaken(id));
                        }
                    >
                        {page::TAKE_KEPT}
                    </button>
                })}
                {removable.then(|| view! {
                    <button
                        type="button"
                        class="button quiet remove-version"
                        aria-label=move || words::remove(&name.get())
                        on:click=move |_| {
                            desk.tell(Event::VoiceRemoved(id));
                            // The button that was pressed is gone.
                            focus_by_id("add-version");
                        }
                    >
                        {page::REMOVE}
                    </button>
                })}
            </p>
        </li>
    }
}

fn focus_by_id(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that can't take it leaves the focus where the browser puts it.
        let _ = element.focus();
    }
}

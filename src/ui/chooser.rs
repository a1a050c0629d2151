//! Several files came: which one is the song?

use leptos::html;
use leptos::prelude::*;

use super::desk::Desk;
use super::offer::Offer;
use super::session::{Event, Phase};
use crate::words::{megabytes, page};

#[component]
pub fn Chooser(desk: Desk) -> impl IntoView {
    let files = Memo::new(move |_| {
        desk.session.with(|s| match &s.phase {
            Phase::Choosing { files } => Some(files.clone()),
            _ => None,
        })
    });
    move || files.get().map(|files| view! { <List desk files /> })
}

#[component]
fn List(desk: Desk, files: Vec<Offer>) -> impl IntoView {
    let heading = NodeRef::<html::H2>::new();
    // Where the question is, the keyboard goes.
    heading.on_load(|heading| {
        let _ = heading.focus();
    });
    let rows = files.into_iter().map(|file| {
        let id = file.id;
        let doubt = (!file.looks_like_audio()).then_some(page::NOT_AUDIO_LOOKING);
        let pick = move |_| {
            desk.pressed();
            desk.tell(Event::FilePicked(id));
        };
        view! {
            <li>
                <button type="button" class="file" class:doubtful=doubt.is_some() on:click=pick>
                    <span class="file-name">{file.name}</span>
                    <span class="file-size">{megabytes(file.bytes)} {doubt.map(|d| format!(", {d}"))}</span>
                </button>
            </li>
        }
    });
    view! {
        <section id="chooser" class="panel chooser" aria-labelledby="chooser-title">
            <h2 id="chooser-title" tabindex="-1" node_ref=heading>{page::WHICH_FILE}</h2>
            <ul class="files">{rows.collect_view()}</ul>
            <button type="button" class="button quiet" on:click=move |_| desk.tell(Event::Dismissed)>{page::NEVER_MIND}</button>
        </section>
    }
}

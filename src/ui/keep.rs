//! What stays over a reload, and the way to forget it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::remember::{Copying, write_now};
use super::session::{Event, Keeping};
use crate::store::files;
use crate::words::{self, Kept, page};

/// On the first screen: what was last worked on.
#[component]
pub fn LastSong(desk: Desk) -> impl IntoView {
    let last = Memo::new(move |_| {
        desk.session.with(|s| s.last_song().map(|(file, origin)| (words::song_stem(&file.name), origin.is_some())))
    });
    let go_on = move |_| {
        desk.pressed();
        desk.tell(Event::LastSongAsked);
    };
    view! {
        {move || {
            last.get().map(|(name, there)| match there {
                true => view! {
                    <p class="last-song">
                        <button type="button" id="last-song" class="button quiet" on:click=go_on>{words::go_on_with(&name)}</button>
                    </p>
                }.into_any(),
                false => view! { <p id="last-song-note" class="last-song aside">{words::choose_again(&name)}</p> }.into_any(),
            })
        }}
    }
}

/// On the workbench: what of this song stays.
#[component]
pub fn Keep(desk: Desk) -> impl IntoView {
    let keeping = Memo::new(move |_| desk.session.with(|s| s.keeping));
    let awaited = Memo::new(move |_| {
        desk.session.with(|s| s.memory.awaited.iter().map(|awaited| awaited.file.name.clone()).collect::<Vec<_>>())
    });
    let audio = move |event| {
        desk.copying.set(Copying::ToCome);
        let kept = event_target_checked(&event);
        desk.tell(Event::KeepingSet(if kept { Keeping::Audio } else { Keeping::Work }));
        if kept {
            // A browser that refuses may clear it away one day; until then it is there.
            spawn_local(async { drop(files::ask_to_stay().await) });
        }
    };
    let forget = move |_| {
        desk.copying.set(Copying::ToCome);
        let forgotten = keeping.get_untracked() == Keeping::Nothing;
        desk.tell(Event::KeepingSet(if forgotten { Keeping::Work } else { Keeping::Nothing }));
        // Whoever presses this may close the page at once.
        write_now(desk);
    };
    let kept = move || match (keeping.get(), desk.copying.get()) {
        (Keeping::Nothing, _) => Kept::Nothing,
        (Keeping::Work, _) => Kept::Work,
        (Keeping::Audio, Copying::Done) => Kept::Audio,
        (Keeping::Audio, Copying::ToCome | Copying::Refused) => Kept::AudioToCome,
    };
    view! {
        <section id="keep" class="keep" aria-labelledby="keep-title">
            <h2 id="keep-title" class="visually-hidden">{page::KEEP}</h2>
            <Show when=move || awaited.with(|names| !names.is_empty())>
                <p id="awaited">{move || words::awaited(&awaited.get())}</p>
            </Show>
            <p id="kept" class="aside" aria-live="polite">{move || words::kept(kept(), !desk.cannot_write.get())}</p>
            <p class="keep-choices">
                <label class="tick">
                    <input type="checkbox" id="keep-audio" prop:checked=move || keeping.get() == Keeping::Audio on:change=audio />
                    <span>{page::KEEP_AUDIO}</span>
                </label>
                <button type="button" id="forget" class="button quiet" on:click=forget>
                    {move || if keeping.get() == Keeping::Nothing { page::REMEMBER } else { page::FORGET }}
                </button>
            </p>
            <Show when=move || desk.copying.get() == Copying::Refused>
                <p class="aside" role="status">{page::CANNOT_KEEP}</p>
            </Show>
        </section>
    }
}

//! What stays over a reload, and the way to forget it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::remember::{Copying, write_now};
use super::session::{Event, Keeping};
use super::showcase::Examples;
use crate::store::files;
use crate::words::{self, Kept, page};

/// On the first screen: what was last worked on.
#[component]
pub fn LastSong(desk: Desk, examples: Examples) -> impl IntoView {
    let last = Memo::new(move |_| {
        let last = desk.session.with(|s| s.last_song().map(|(file, origin)| (file.name.clone(), origin.is_some())));
        // The studio's own is no file that the visitor could choose.
        last.map(|(name, there)| (words::song_stem(&name), there, examples.named(&name).filter(|_| !there)))
    });
    let go_on = move |()| {
        desk.pressed();
        desk.tell(Event::LastSongAsked);
    };
    let button = move |name: &str, press: Callback<()>| {
        let press = move |_| press.run(());
        view! {
            <p class="last-song">
                <button type="button" id="last-song" class="button quiet" on:click=press>{words::go_on_with(name)}</button>
            </p>
        }
        .into_any()
    };
    view! {
        {move || {
            last.get().map(|(name, there, example)| match example {
                Some(_) if !examples.open.get() => ().into_any(),
                Some(example) => button(&name, Callback::new(move |()| examples.ask(example.clone()))),
                None if there => button(&name, Callback::new(go_on)),
                None => view! { <p id="last-song-note" class="last-song aside">{words::choose_again(&name)}</p> }.into_any(),
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
            <p class="aside" role="status">{move || (desk.copying.get() == Copying::Refused).then_some(page::CANNOT_KEEP)}</p>
        </section>
    }
}

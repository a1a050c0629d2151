//! Work and audio over a reload: read at the start, written as they change. Other tabs do the same, so what is written is always
//! laid into what the storage holds by then.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::offer::FileId;
use super::session::{Event, Keeping, KeptFile, Present, Session, Shelf, Stored};
use crate::store::{files, notes};

/// Typing a note is one change, not one a letter.
const SETTLE_MS: u32 = 300;

/// Audio files that are kept: under which key, and from which file on the page.
type Copies = Rc<RefCell<BTreeSet<(String, FileId)>>>;

/// Where the audio is that is to stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    ToCome,
    Done,
    /// It stays nowhere.
    Refused,
}

/// Reads what the last visits left, then writes down what changes from now on.
pub fn remember(desk: Desk) {
    let open = notes::tab_song().and_then(|text| serde_json::from_str(&text).ok());
    let (songs, go_on) = read().unwrap_or_default().continuing(open.as_ref());
    spawn_local(async move {
        let found = kept_files(&songs).await;
        let copies = Copies::default();
        // At once: the desk lets files go that the session does not know of.
        let files = found.into_iter().map(|(file, name, bytes)| {
            let id = desk.shelve_one(file);
            copies.borrow_mut().insert((files::key(&name, bytes), id));
            KeptFile { id, name, bytes }
        });
        let files = files.collect();
        desk.tell(Event::Remembered { songs, files, go_on });
        write_down(desk);
        keep_audio(desk, copies);
        hear_other_tabs(desk);
    });
}

/// `None`: there is something that is no shelf. It is neither written over, nor is any audio cleared away that it may name.
fn read() -> Option<Stored> {
    let stored = Stored::read(notes::read_shelf().as_deref());
    if let Err(error) = &stored {
        leptos::logging::log!("testpress: what was kept can't be read, and is left alone: {error}");
    }
    stored.ok()
}

async fn kept_files(songs: &Shelf) -> Vec<(web_sys::File, String, u64)> {
    let mut found = Vec::new();
    for (name, bytes) in songs.iter().filter(|song| song.audio_kept).flat_map(|song| song.files()) {
        if let Ok(file) = files::get(&files::key(&name, bytes), &name, bytes).await {
            found.push((file, name, bytes));
        }
    }
    found
}

/// Writes the present song as it is now; false if the browser refuses.
pub fn write_now(desk: Desk) -> bool {
    desk.session.with_untracked(Session::present).is_none_or(|present| write(desk, &present))
}

fn write(desk: Desk, present: &Present) -> bool {
    let open = present.record.as_ref().and_then(|_| serde_json::to_string(&present.print).ok());
    notes::set_tab_song(open.as_deref());
    let written = read().is_some_and(|stored| {
        let shelf = stored.clone().with(present);
        shelf == stored || shelf.text().is_ok_and(|text| notes::write_shelf(&text))
    });
    if desk.cannot_write.get_untracked() == written {
        desk.cannot_write.set(!written);
    }
    written
}

fn write_down(desk: Desk) {
    let present = Memo::new(move |_| desk.session.with(Session::present));
    let waiting: Rc<RefCell<Option<Timeout>>> = Rc::default();
    let write_waiting = {
        let waiting = Rc::clone(&waiting);
        move || {
            if waiting.take().is_some() {
                write_now(desk);
            }
        }
    };
    let settled = write_waiting.clone();
    Effect::new(move |before: Option<Option<Present>>| {
        let now = present.get();
        let was_waiting = waiting.take().is_some();
        if let Some(now) = &now {
            match before.flatten() {
                Some(before) if now.goes_on_from(&before) => {
                    *waiting.borrow_mut() = Some(Timeout::new(SETTLE_MS, settled.clone()));
                }
                before => {
                    if let Some(left) = before.filter(|before| !now.is_same_song(before)) {
                        desk.copying.set(Copying::ToCome);
                        if was_waiting {
                            write(desk, &left);
                        }
                    }
                    // Not within the task that shows the song: reading and writing take some milliseconds.
                    *waiting.borrow_mut() = Some(Timeout::new(SETTLE_MS, settled.clone()));
                }
            }
        }
        now
    });
    // The last moment in which a page is sure to run.
    let hidden = write_waiting.clone();
    EventListener::new(&window(), "pagehide", move |_| write_waiting()).forget();
    EventListener::new(&document(), "visibilitychange", move |_| {
        if document().hidden() {
            hidden();
        }
    })
    .forget();
}

fn keep_audio(desk: Desk, copies: Copies) {
    let goal = Memo::new(move |_| desk.session.with(|s| (s.print(), s.keeping, s.files_to_keep())));
    let busy = Rc::new(Cell::new(false));
    Effect::new(move |_| {
        goal.track();
        if busy.replace(true) {
            return;
        }
        let (copies, busy) = (Rc::clone(&copies), Rc::clone(&busy));
        spawn_local(async move {
            loop {
                let now = goal.get_untracked();
                copy(desk, &copies).await;
                write_now(desk);
                clear(&copies).await;
                // Much may have been wished for meanwhile.
                if goal.get_untracked() == now {
                    break;
                }
            }
            busy.set(false);
        });
    });
}

/// One file after the other, and none that is no longer to stay when its turn comes.
async fn copy(desk: Desk, copies: &Copies) {
    let wanted = move || desk.session.with_untracked(Session::files_to_keep);
    let keyed = |file: &KeptFile| (files::key(&file.name, file.bytes), file.id);
    loop {
        let next = wanted().into_iter().find(|file| !copies.borrow().contains(&keyed(file)));
        let Some(file) = next else { break };
        desk.copying.set(Copying::ToCome);
        let (key, id) = keyed(&file);
        // Written down first: another tab clears away what no song names.
        let put = match desk.file(id) {
            Some(handle) if write_now(desk) => files::put(&key, &handle).await,
            Some(_) => Err("the shelf can't be written".into()),
            None => Err("the file is gone".into()),
        };
        match put {
            Ok(()) => {
                copies.borrow_mut().insert((key, id));
            }
            Err(error) => {
                leptos::logging::warn!("testpress: the audio could not be kept: {error:?}");
                if wanted().contains(&file) {
                    desk.copying.set(Copying::Refused);
                    desk.tell(Event::KeepingSet(Keeping::Work));
                }
            }
        }
    }
    if desk.session.with_untracked(|s| s.keeping == Keeping::Audio) {
        desk.copying.set(Copying::Done);
    }
}

/// Removes what no song names any more.
async fn clear(copies: &Copies) {
    // Where there is no such storage there is nothing to clear away either.
    let Ok(keys) = files::keys().await else { return };
    // Read after the files were listed: another tab writes its song down before it keeps a file of it.
    let Some(stored) = read() else { return };
    let named: BTreeSet<String> = stored.files().map(|(name, bytes)| files::key(&name, bytes)).collect();
    // A browser may write into a file of the same name with an ending (Chromium: .crswap) until all is there.
    let is_named = |key: &String| key.split('.').next().is_some_and(|stem| named.contains(stem));
    for key in keys.into_iter().filter(|key| !is_named(key)) {
        // A record that can't be read may name files too: only those that are known from this visit go then.
        let is_known = copies.borrow().iter().any(|(copy, _)| *copy == key);
        if stored.is_all_read() || is_known {
            if let Err(error) = files::remove(&key).await {
                leptos::logging::warn!("testpress: audio could not be removed: {error:?}");
            }
            copies.borrow_mut().retain(|(copy, _)| *copy != key);
        }
    }
}

/// Another tab's songs are restored as that tab left them, and what it forgot does not come back from here.
fn hear_other_tabs(desk: Desk) {
    EventListener::new(&window(), "storage", move |_| {
        let Some(Stored { songs, .. }) = read() else { return };
        let files = desk.session.with_untracked(|s| (s.memory.songs != songs).then(|| s.memory.files.clone()));
        if let Some(files) = files {
            desk.tell(Event::Remembered { songs, files, go_on: false });
        }
    })
    .forget();
}

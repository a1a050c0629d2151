//! Small texts in the browser's own storage.

use web_sys::Storage;

/// Of the songs worked on. A new format gets a new key, so that an old page never misreads it.
const SHELF: &str = "testpress.songs.1";
/// The song that this tab has open: a reload goes on with it, another visit asks.
const OPEN: &str = "testpress.open";

/// `None` where there is none, or the browser keeps nothing (a private window, a foreign frame).
#[must_use]
pub fn read_shelf() -> Option<String> {
    local()?.get_item(SHELF).ok().flatten()
}

/// False where the browser has no room, or refuses.
pub fn write_shelf(text: &str) -> bool {
    local().is_some_and(|storage| storage.set_item(SHELF, text).is_ok())
}

#[must_use]
pub fn tab_song() -> Option<String> {
    tab()?.get_item(OPEN).ok().flatten()
}

/// `None`: a reload begins anew.
pub fn set_tab_song(song: Option<&str>) {
    let Some(storage) = tab() else { return };
    // Where it is refused, the next visit asks once more.
    let _ = match song {
        Some(song) => storage.set_item(OPEN, song),
        None => storage.remove_item(OPEN),
    };
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn tab() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

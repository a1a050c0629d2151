//! The list of shortcuts, under `?` and behind a button.

use leptos::html;
use leptos::prelude::*;

use super::desk::Desk;
use super::keys::TIMELINE;
use crate::words::{keys, page};

/// One for the whole page; [`Desk::help`] asks for it.
#[component]
pub fn KeyHelp(desk: Desk) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get()
            && desk.help.get()
            && !dialog.open()
        {
            // Only a dialog that is not in the page is refused.
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let row = |(key, does): (String, &'static str)| view! { <dt><kbd>{key}</kbd></dt><dd>{does}</dd> };
    let time_line = TIMELINE.iter().map(|shortcut| (shortcut.keys[0].to_uppercase(), shortcut.does));
    let rows = keys::GENERAL.map(|(key, does)| (key.to_owned(), does)).into_iter().chain(time_line);
    let blind = keys::BLIND.map(|(key, does)| (key.to_owned(), does));
    view! {
        <dialog id="key-help" class="key-help" aria-labelledby="key-help-title" node_ref=dialog on:close=move |_| desk.help.set(false)>
            <h2 id="key-help-title">{page::KEYS}</h2>
            <dl class="key-list">{rows.map(row).collect_view()}</dl>
            <h3>{keys::IN_A_BLIND_TEST}</h3>
            <dl class="key-list">{blind.into_iter().map(row).collect_view()}</dl>
            <p class="aside">{keys::SILENT}</p>
            <button type="button" class="button" on:click=close>{page::CLOSE}</button>
        </dialog>
    }
}

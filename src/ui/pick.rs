//! The browser's file picker, behind buttons of our own.

use leptos::html;
use leptos::prelude::*;
use web_sys::{File, FileList};

use super::desk::Desk;
use super::offer::ACCEPT;
use crate::words::page;

/// One input for the whole page; buttons open it.
#[component]
pub fn Picker(desk: Desk, picker: NodeRef<html::Input>) -> impl IntoView {
    let chosen = move |_| {
        let files = taken(picker);
        if !files.is_empty() {
            desk.pressed();
            desk.offer(files);
        }
    };
    view! { <input id="song-file" type="file" accept=ACCEPT hidden=true aria-label=page::CHOOSE node_ref=picker on:change=chosen /> }
}

#[component]
pub fn ChooseButton(
    desk: Desk,
    picker: NodeRef<html::Input>,
    label: &'static str,
    class: &'static str,
    id: &'static str,
) -> impl IntoView {
    let open = move |_| {
        if let Some(input) = picker.get_untracked() {
            input.click();
        }
    };
    view! { <button type="button" id=id class=class disabled=move || !desk.has_engine() on:click=open>{label}</button> }
}

/// What was just chosen; the same can be chosen again.
pub fn taken(picker: NodeRef<html::Input>) -> Vec<File> {
    let Some(input) = picker.get_untracked() else { return Vec::new() };
    let files = files_of(input.files());
    input.set_value("");
    files
}

pub fn files_of(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|index| list.get(index)).collect()).unwrap_or_default()
}

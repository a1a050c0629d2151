//! What was chosen, dropped or pressed on the static first screen, before the app was there (public/shell.js).

use js_sys::{Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::FileList;

use super::desk::Desk;
use super::pick::files_of;
use super::session::Event;

/// From here on the app hears drops itself. What comes of a window that the browser had opened before still comes this way.
pub fn take_over(desk: Desk) {
    let Some(hand_over) =
        Reflect::get(&window(), &"testpressShell".into()).ok().and_then(|found| found.dyn_into::<Function>().ok())
    else {
        return;
    };
    let taker = Closure::<dyn FnMut(Option<FileList>)>::new(move |files: Option<FileList>| {
        desk.pressed();
        match files {
            Some(files) => desk.offer(files_of(Some(files))),
            None => desk.tell(Event::DemoAsked),
        }
    });
    // It lives as long as the page.
    if let Err(error) = hand_over.call1(&JsValue::NULL, &taker.into_js_value()) {
        leptos::logging::error!("testpress: the first screen: {error:?}");
    }
}

//! Keyboard shortcuts: silent while somebody types, and they can be switched off.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::desk::Desk;
use super::drop::is_text_field;
use super::session::Event;
use crate::compare::Role;

pub const STEP_S: f64 = 5.0;

pub fn listen_for_keys(desk: Desk) {
    window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let off = desk.session.with_untracked(|s| !s.keys || s.song.is_none());
        if off || event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if on.as_ref().is_some_and(is_text_field) {
            return;
        }
        // A focused button keeps its own space bar, a slider its own arrows.
        let within = |kinds: &str| on.as_ref().is_some_and(|element| element.closest(kinds).is_ok_and(|found| found.is_some()));
        let has_space = within("button, summary, a, input[type=checkbox], input[type=radio], audio, video");
        let has_arrows = within("input[type=range], input[type=radio]");
        match event.key().as_str() {
            " " if !has_space && !event.repeat() => desk.tell(Event::PlayToggled),
            " " if !has_space => {}
            "a" | "A" => desk.tell(Event::VoiceChosen(Role::Original)),
            "b" | "B" => desk.tell(Event::VoiceChosen(Role::Automatic)),
            "ArrowLeft" if !has_arrows => desk.nudge(-STEP_S),
            "ArrowRight" if !has_arrows => desk.nudge(STEP_S),
            _ => return,
        }
        event.prevent_default();
    });
}

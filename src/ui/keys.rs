//! Keyboard shortcuts: silent while somebody types, and they can be switched off.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::desk::Desk;
use super::drop::is_text_field;
use super::session::Event;
use super::{loops, moments, zoom};
use crate::compare::blind::Label;
use crate::words::{self, timeline};

pub const STEP_S: f64 = 5.0;

/// A key of the time line. Upper or lower case is the same.
pub struct Shortcut {
    pub keys: &'static [&'static str],
    pub does: &'static str,
    act: fn(Desk),
}

pub const TIMELINE: [Shortcut; 7] = [
    Shortcut { keys: &["["], does: timeline::KEY_LOOP_FROM, act: loops::from_here },
    Shortcut { keys: &["]"], does: timeline::KEY_LOOP_TO, act: loops::to_here },
    Shortcut { keys: &["l"], does: timeline::KEY_LOOP, act: loops::toggle },
    Shortcut { keys: &["m"], does: timeline::KEY_MARK, act: moments::mark },
    // The second is the same key without shift, on most keyboards.
    Shortcut { keys: &["+", "="], does: timeline::KEY_ZOOM_IN, act: zoom::closer },
    Shortcut { keys: &["-"], does: timeline::KEY_ZOOM_OUT, act: zoom::wider },
    Shortcut { keys: &["0"], does: timeline::KEY_WHOLE, act: zoom::whole },
];

pub fn listen_for_keys(desk: Desk) {
    window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        // A dialog has the keyboard for itself.
        let off = desk.session.with_untracked(|s| !s.keys || s.song.is_none()) || desk.help.get_untracked();
        if off || event.default_prevented() || event.ctrl_key() && !event.get_modifier_state("AltGraph") || event.meta_key() {
            return;
        }
        let key = event.key();
        // On many keyboards brackets are typed with Alt.
        if event.alt_key() && !matches!(key.as_str(), "[" | "]") {
            return;
        }
        let on = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if on.as_ref().is_some_and(is_text_field) {
            return;
        }
        // A focused button keeps its own space bar, a slider its own arrows.
        let within = |kinds: &str| on.as_ref().is_some_and(|element| element.closest(kinds).is_ok_and(|found| found.is_some()));
        let has_space = within("button, summary, a, input[type=checkbox], input[type=radio], audio, video");
        let has_arrows = within("input[type=range], input[type=radio], [role=slider]");
        if let Some(label) =
            desk.session.with_untracked(|s| s.blind.as_ref().and_then(|blind| label_of(&key, &blind.test.labels())))
        {
            event.prevent_default();
            desk.tell(Event::BlindHeard(label));
            return;
        }
        let blind = desk.session.with_untracked(|s| s.blind.is_some());
        match key.as_str() {
            "?" => desk.help.set(true),
            " " if !has_space && !event.repeat() => desk.tell(Event::PlayToggled),
            " " if !has_space => {}
            // Of the others, a blind test knows none.
            _ if blind => return,
            "ArrowLeft" if !has_arrows => desk.nudge(-STEP_S),
            "ArrowRight" if !has_arrows => desk.nudge(STEP_S),
            key => match (voice_of(key), shortcut_of(key)) {
                (Some(index), _) => desk.tell(Event::NthVoiceChosen(index)),
                (None, Some(shortcut)) => (shortcut.act)(desk),
                (None, None) => return,
            },
        }
        event.prevent_default();
    });
}

fn shortcut_of(key: &str) -> Option<&'static Shortcut> {
    TIMELINE.iter().find(|shortcut| shortcut.keys.iter().any(|known| known.eq_ignore_ascii_case(key)))
}

/// The label of a running blind test that a key stands for.
fn label_of(key: &str, labels: &[Label]) -> Option<Label> {
    labels.iter().copied().find(|label| words::blind_label(*label).eq_ignore_ascii_case(key))
}

/// A is the first voice of the page, B the second, and so on.
fn voice_of(key: &str) -> Option<usize> {
    let mut letters = key.chars();
    match (letters.next().map(|letter| letter.to_ascii_lowercase()), letters.next()) {
        (Some(letter @ 'a'..='h'), None) => Some(letter as usize - 'a' as usize),
        _ => None,
    }
}

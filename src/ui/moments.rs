//! Moments worth coming back to: flags on the picture, and a list with a note for each.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::desk::Desk;
use super::session::Event;
use crate::words::timeline;

/// As long as the session keeps.
const LONGEST_NOTE: &str = "500";

/// Where the play-head is.
pub fn mark(desk: Desk) {
    desk.tell(Event::MarkerSet { at_s: desk.at_s() });
}

/// When the moments are, in their order. A moment's time is what it goes by: indices move when one is removed.
fn times_s(desk: Desk) -> Memo<Vec<f64>> {
    Memo::new(move |_| desk.session.with(|s| s.listening.markers.iter().map(|marker| marker.at_s).collect::<Vec<_>>()))
}

fn index_of(desk: Desk, at_s: f64) -> Option<usize> {
    desk.session.with_untracked(|s| s.listening.markers.iter().position(|marker| marker.at_s == at_s))
}

#[component]
pub fn MarkButton(desk: Desk, mark_button: NodeRef<html::Button>) -> impl IntoView {
    view! { <button type="button" id="mark" class="tool" node_ref=mark_button on:click=move |_| mark(desk)>{timeline::MARK}</button> }
}

/// Seen only: the list says the same in words.
#[component]
pub fn Flags(desk: Desk) -> impl IntoView {
    let times_s = times_s(desk);
    let flag = move |at_s: f64| {
        let flag = NodeRef::<html::Span>::new();
        Effect::new(move |_| {
            let place = desk.window.get().place(at_s).clamp(-1.0, 2.0);
            if let Some(flag) = flag.get() {
                let _ = HtmlElement::style(&flag).set_property("--at", &format!("{place:.6}"));
            }
        });
        view! { <span class="flag" aria-hidden="true" node_ref=flag></span> }
    };
    view! { <For each=move || times_s.get() key=|at_s| at_s.to_bits() children=flag /> }
}

#[component]
pub fn MomentList(desk: Desk, mark_button: NodeRef<html::Button>) -> impl IntoView {
    let times_s = times_s(desk);
    let row = move |at_s: f64| {
        let note = Memo::new(move |_| {
            desk.session.with(|s| {
                let marker = s.listening.markers.iter().find(|marker| marker.at_s == at_s);
                marker.map(|marker| marker.note.clone()).unwrap_or_default()
            })
        });
        let noted = move |event| {
            if let Some(index) = index_of(desk, at_s) {
                desk.tell(Event::MarkerNoted { index, note: event_target_value(&event) });
            }
        };
        let remove = move |_| {
            if let Some(index) = index_of(desk, at_s) {
                desk.tell(Event::MarkerRemoved(index));
                // The button that was pressed is gone: the keyboard goes on at the one that makes moments.
                if let Some(mark) = mark_button.get_untracked() {
                    let _ = mark.focus();
                }
            }
        };
        view! {
            <li class="moment">
                <button type="button" class="tool moment-time" aria-label=timeline::go_to(at_s) on:click=move |_| desk.tell(Event::Sought(at_s))>
                    {timeline::precise_time(at_s, f64::INFINITY)}
                </button>
                <input
                    type="text"
                    class="moment-note"
                    maxlength=LONGEST_NOTE
                    autocomplete="off"
                    placeholder=timeline::MOMENT_NOTE_HINT
                    aria-label=timeline::note_label(at_s)
                    prop:value=move || note.get()
                    on:input=noted
                />
                <button type="button" class="tool tool-sign" aria-label=timeline::remove_moment(at_s) on:click=remove>"×"</button>
            </li>
        }
    };
    let any = Memo::new(move |_| times_s.with(|times_s| !times_s.is_empty()));
    view! {
        <Show when=move || any.get()>
            <ol id="moments" class="moments" aria-label=timeline::MOMENTS>
                <For each=move || times_s.get() key=|at_s| at_s.to_bits() children=row />
            </ol>
        </Show>
    }
}

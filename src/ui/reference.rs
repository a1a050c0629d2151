//! A reference track: picked or dropped here, measured, and used as the two ticks say.

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::desk::Desk;
use super::offer::ACCEPT;
use super::pick::taken;
use super::session::Event;
use crate::mastering::{Controls, ReferenceUse};
use crate::words::{self, page};

#[component]
pub fn ReferenceTrack(desk: Desk) -> impl IntoView {
    let name = Memo::new(move |_| desk.session.with(|s| s.reference.as_ref().map(|r| words::song_stem(&r.name))));
    let picker = NodeRef::<html::Input>::new();
    let button = NodeRef::<html::Button>::new();
    let chosen = move |_| {
        let files = taken(picker);
        if !files.is_empty() {
            desk.offer_reference(files);
        }
    };
    let open = move |_| {
        if let Some(input) = picker.get_untracked() {
            input.click();
        }
    };
    let remove = move |_| {
        desk.pressed();
        desk.tell(Event::ReferenceRemoved);
        // The button that was pressed is gone.
        if let Some(button) = button.get_untracked() {
            let _ = HtmlElement::focus(&button);
        }
    };
    let has = Memo::new(move |_| name.with(Option::is_some));
    view! {
        <div id="reference" class="reference" class:has=move || has.get()>
            <input type="file" id="reference-file" accept=ACCEPT hidden=true aria-label=page::USE_REFERENCE node_ref=picker on:change=chosen />
            <Show when=move || has.get()>
                <div class="reference-used">
                    <p class="reference-name"><b>{page::REFERENCE}</b> " " <span id="reference-name">{move || name.get()}</span></p>
                    <Ticks desk />
                    <p class="aside">
                        <span id="reference-use">
                            {move || desk.session.with(|s| words::reference_used(&s.controls, s.master.as_ref().map(|m| m.plan.style.id)))}
                        </span>
                        " " {page::REFERENCE_NOTE}
                    </p>
                </div>
            </Show>
            <p class="reference-buttons">
                <button
                    type="button"
                    id="use-reference"
                    class="button quiet"
                    disabled=move || !desk.takes_wishes()
                    node_ref=button
                    on:click=open
                >
                    {move || if has.get() { page::OTHER_REFERENCE } else { page::USE_REFERENCE }}
                </button>
                <Show when=move || has.get()>
                    <button
                        type="button"
                        id="remove-reference"
                        class="button quiet"
                        disabled=move || !desk.takes_wishes()
                        on:click=remove
                    >
                        {page::REMOVE}
                    </button>
                </Show>
            </p>
        </div>
    }
    .into_any()
}

const UNUSED: ReferenceUse = ReferenceUse { tone: false, dynamics: false, exact: false };

#[component]
fn Ticks(desk: Desk) -> impl IntoView {
    let used = Memo::new(move |_| desk.session.with(|s| s.controls.reference.unwrap_or(UNUSED)));
    let tell = move |used: ReferenceUse| {
        // The session takes a reference that is used for nothing as not used.
        desk.change(Controls { reference: Some(used), ..desk.session.with_untracked(|s| s.controls) });
    };
    view! {
        <div class="ticks" role="group" aria-label=page::REFERENCE>
            <label class="tick">
                <input
                    type="checkbox"
                    id="reference-tone"
                    prop:checked=move || used.get().tone
                    disabled=move || !desk.takes_wishes()
                    on:change=move |event| tell(ReferenceUse { tone: event_target_checked(&event), ..used.get_untracked() })
                />
                <span>{page::REFERENCE_TONE}</span>
            </label>
            <label class="tick">
                <input
                    type="checkbox"
                    id="reference-dynamics"
                    prop:checked=move || used.get().dynamics
                    disabled=move || !desk.takes_wishes()
                    on:change=move |event| tell(ReferenceUse { dynamics: event_target_checked(&event), ..used.get_untracked() })
                />
                <span>{page::REFERENCE_DYNAMICS}</span>
            </label>
        </div>
    }
}

//! The master is theirs: full length, no account.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{Event, Phase, Work};
use crate::words::page;

#[component]
pub fn Take(desk: Desk) -> impl IntoView {
    let writing = Memo::new(move |_| desk.session.with(|s| matches!(&s.phase, Phase::Working { work: Work::Exporting, .. })));
    let busy = Memo::new(move |_| desk.session.with(|s| matches!(&s.phase, Phase::Working { .. })));
    view! {
        <section id="take" class="take" aria-labelledby="take-title">
            <h2 id="take-title">{page::TAKE}</h2>
            <p>{page::DOWNLOAD_NOTE}</p>
            <button
                type="button"
                id="download"
                class="button solid"
                disabled=move || busy.get()
                aria-busy=move || if writing.get() { "true" } else { "false" }
                on:click=move |_| desk.tell(Event::ExportAsked)
            >
                {move || if writing.get() { page::WRITING } else { page::DOWNLOAD }}
            </button>
            <p class="aside">{page::HONEST}</p>
        </section>
    }
}

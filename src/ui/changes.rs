//! What changed, in three sentences measured from both recordings.

use leptos::prelude::*;

use super::character::Unusual;
use super::desk::Desk;
use crate::mastering::Decision;
use crate::words::{self, page};

#[component]
pub fn Changes(desk: Desk) -> impl IntoView {
    let sentences = Memo::new(move |_| desk.session.with(|s| s.master.as_ref().map(|m| words::what_changed(&m.comparison))));
    let stopped =
        Memo::new(move |_| desk.session.with(|s| s.master.as_ref().and_then(|m| words::loudness_reached(&m.outcome.reach))));
    let finished = Memo::new(move |_| {
        desk.session.with(|s| {
            let decisions = &s.master.as_ref()?.plan.decisions;
            decisions.iter().any(|d| matches!(d, Decision::AlreadyFinished { .. })).then_some(page::ALREADY_FINISHED)
        })
    });
    view! {
        <section id="changes" class="changes" aria-labelledby="changes-title">
            <h2 id="changes-title">{page::WHAT_CHANGED}</h2>
            {move || finished.get().map(|sentence| view! { <p id="already-finished">{sentence}</p> })}
            {move || sentences.get().map(|three| three.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view())}
            <Unusual desk />
            <Show when=move || sentences.with(|three| three.iter().flatten().any(|sentence| sentence.contains(words::DECIBELS)))>
                <details id="what-is-db" class="explain">
                    <summary>{page::WHAT_IS_DB}</summary>
                    <p>{page::DB_IS}</p>
                </details>
            </Show>
            {move || stopped.get().map(|sentence| view! { <p id="stopped-clean" class="aside">{sentence}</p> })}
        </section>
    }
}

//! For engineers: the match and its offset, every decision, the limiter, and the figures that need explaining.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{Event, Origin};
use super::shape::ExactLoudness;
use crate::measure::Measurements;
use crate::words::{self, page};

#[component]
pub fn Engineers(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let matched = Memo::new(move |_| session.with(|s| s.matched));
    let keys = Memo::new(move |_| session.with(|s| s.keys));
    let offsets = Memo::new(move |_| {
        session.with(|s| {
            let levels = s.levels_db();
            let named = levels.iter().filter_map(|(id, db)| Some((s.voices.iter().find(|v| v.id == *id)?.role, *db)));
            words::tempered(&named.collect::<Vec<_>>())
        })
    });
    let decisions = Memo::new(move |_| {
        session.with(|s| {
            let plan = s.master.as_ref().map(|m| &m.plan)?;
            Some(plan.decisions.iter().map(|d| words::decision(d, plan.style.id, plan.reference)).collect::<Vec<_>>())
        })
    });
    let limiter = Memo::new(move |_| {
        session.with(|s| s.master.as_ref().map(|m| format!("{} {}", words::reach(&m.outcome.reach), words::limiter(&m.outcome))))
    });
    let recordings = Memo::new(move |_| {
        session.with(|s| {
            let line = |m: &Measurements| format!("{}; {}", words::peaks_and_crest(m), words::channels_and_correlation(m));
            let voices = s.voices.iter().map(|v| (words::voice_name(v.role), line(&v.measurements)));
            let reference = s
                .reference
                .iter()
                .map(|r| (page::REFERENCE, format!("{}; {}", words::reference_facts(&r.facts), line(&r.measurements))));
            voices.chain(reference).collect::<Vec<_>>()
        })
    });
    let file = Memo::new(move |_| {
        session.with(|s| {
            let song = s.song.as_ref()?;
            let bytes = match song.origin {
                Origin::File { bytes, .. } => Some(bytes),
                Origin::Demo => None,
            };
            Some(words::file_facts(&song.facts, bytes))
        })
    });
    view! {
        <details id="engineers" class="engineers">
            <summary>{page::ENGINEERS}</summary>
            <div class="engineers-body">
                <Toggle id="match" label=page::MATCH note=page::MATCH_NOTE on=matched set=move |on| desk.tell(Event::MatchSet(on)) />
                <p id="match-offset" class="figure-line">{move || offsets.get()}</p>
                <Toggle id="keys" label=page::KEYS note=page::KEYS_NOTE on=keys set=move |on| desk.tell(Event::KeysSet(on)) />
                <ExactLoudness desk />
                <h3>{page::DECISIONS}</h3>
                <ol id="decisions" class="decisions">
                    {move || decisions.get().unwrap_or_default().into_iter().map(|d| view! { <li>{d}</li> }).collect_view()}
                </ol>
                <h3>{page::LIMITING}</h3>
                <p id="limiting" class="figure-line">{move || limiter.get()}</p>
                <h3>{page::RECORDINGS}</h3>
                <dl class="recordings">
                    {move || recordings.get().into_iter().map(|(name, line)| view! { <dt>{name}</dt><dd>{line}</dd> }).collect_view()}
                    <dt>{page::FILE}</dt>
                    <dd id="file-facts">{move || file.get()}</dd>
                </dl>
            </div>
        </details>
    }
}

#[component]
fn Toggle(
    id: &'static str,
    label: &'static str,
    note: &'static str,
    on: Memo<bool>,
    set: impl Fn(bool) + Copy + 'static,
) -> impl IntoView {
    let note_id = format!("{id}-note");
    view! {
        <p class="toggle">
            <input
                type="checkbox"
                role="switch"
                id=id
                aria-describedby=note_id.clone()
                prop:checked=move || on.get()
                on:change=move |event| set(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            <small id=note_id>{note}</small>
        </p>
    }
}

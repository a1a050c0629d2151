//! For engineers: which blind test, of which versions, how many rounds; and every result so far.

use leptos::prelude::*;

use super::blind::start;
use super::desk::Desk;
use super::session::{BlindAsk, Phase};
use crate::compare::SourceId;
use crate::compare::blind::ABX_TRIALS;
use crate::compare::blind::statistics::abx_needed;
use crate::words::{self, page};

/// Few enough to listen to with attention, enough to mean something.
const ABX_CHOICES: [u32; 3] = [10, ABX_TRIALS, 24];
const ROUNDS_CHOICES: [u32; 3] = [5, 10, 15];

#[component]
pub fn BlindSetup(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let voices =
        Memo::new(move |_| session.with(|s| s.judgeable().map(|voice| (voice.id, words::voice_name(voice))).collect::<Vec<_>>()));
    let idle = Memo::new(move |_| session.with(|s| s.phase == Phase::Ready) && voices.with(|v| v.len() > 1));
    let pair = RwSignal::new((SourceId::ORIGINAL, SourceId::AUTOMATIC));
    let trials = RwSignal::new(ABX_TRIALS);
    let rounds = RwSignal::new(ROUNDS_CHOICES[0]);
    let abx = move |_| {
        let (a, b) = pair.get_untracked();
        start(desk, BlindAsk::Abx { a, b, trials: trials.get_untracked() });
    };
    let preference = move |_| {
        let voices = voices.get_untracked().into_iter().map(|(id, _)| id).collect();
        start(desk, BlindAsk::Preference { voices, rounds: rounds.get_untracked() });
    };
    let options = move |chosen: SourceId| {
        let option =
            |(id, name): (SourceId, String)| view! { <option value=id.0.to_string() selected=id == chosen>{name}</option> };
        voices.get().into_iter().map(option).collect_view()
    };
    let pick = move |event, set: fn((SourceId, SourceId), SourceId) -> (SourceId, SourceId)| {
        if let Ok(id) = event_target_value(&event).parse().map(SourceId) {
            pair.update(|pair| *pair = set(*pair, id));
        }
    };
    let same = move || pair.with(|(a, b)| a == b);
    let results = Memo::new(move |_| {
        session.with(|s| s.results.iter().map(|heard| words::blind_said(&heard.result, |id| heard.name(id))).collect::<Vec<_>>())
    });
    view! {
        <h3>{page::BLIND_TESTS}</h3>
        <p class="blind-setup">
            <label>
                {page::ABX_OF}
                <select id="abx-a" on:change=move |event| pick(event, |(_, b), id| (id, b))>{move || options(pair.get().0)}</select>
            </label>
            <label>
                {page::ABX_AND}
                <select id="abx-b" on:change=move |event| pick(event, |(a, _), id| (a, id))>{move || options(pair.get().1)}</select>
            </label>
            <Count id="abx-trials" label=page::ABX_TRIALS choices=ABX_CHOICES chosen=trials />
            <button type="button" id="abx-start" class="button" disabled=move || same() || !idle.get() on:click=abx>{page::ABX_START}</button>
        </p>
        <p class="aside">{move || words::abx_rule(trials.get(), abx_needed(trials.get()))}</p>
        <p class="blind-setup">
            <Count id="preference-rounds" label=page::PREFERENCE_ROUNDS choices=ROUNDS_CHOICES chosen=rounds />
            <button type="button" id="preference-start" class="button" disabled=move || !idle.get() on:click=preference>
                {page::PREFERENCE_START}
            </button>
        </p>
        <p class="aside">{page::BLIND_LOOP_NOTE}</p>
        <ul id="blind-results" class="blind-results">
            {move || results.get().into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}
        </ul>
    }
}

#[component]
fn Count(id: &'static str, label: &'static str, choices: [u32; 3], chosen: RwSignal<u32>) -> impl IntoView {
    let choose = move |event| {
        if let Ok(count) = event_target_value(&event).parse() {
            chosen.set(count);
        }
    };
    let option = move |count: u32| view! { <option value=count.to_string() selected=count == chosen.get_untracked()>{count.to_string()}</option> };
    view! {
        <label>
            {label}
            <select id=id on:change=choose>{choices.map(option).collect_view()}</select>
        </label>
    }
}

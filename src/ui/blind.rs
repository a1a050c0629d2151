//! Blind listening: one question at a time, and nothing on the page that would answer it.

use js_sys::Uint32Array;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::desk::Desk;
use super::loops;
use super::session::{BlindAsk, ENTROPY_WORDS, Event, Heard};
use super::workbench::PlayButton;
use crate::compare::blind::{Answer, BlindKind, Label};
use crate::words::{self, page};

/// Begins a test, if the browser can draw lots.
pub fn start(desk: Desk, ask: BlindAsk) {
    match random_words(ENTROPY_WORDS) {
        Ok(entropy) => desk.tell(Event::BlindStarted { ask, entropy }),
        Err(error) => leptos::logging::error!("testpress: no random numbers: {error:?}"),
    }
}

fn random_words(count: usize) -> Result<Vec<u32>, JsValue> {
    let words = Uint32Array::new_with_length(count as u32);
    let window = web_sys::window().ok_or("no window")?;
    window.crypto()?.get_random_values_with_array_buffer_view(&words)?;
    Ok(words.to_vec())
}

/// Once a song, with its first master: one pick before anything is known. It has its place before it can begin, or all would move
/// under the hands that listen meanwhile. Of an example it is between all three.
#[component]
pub fn FirstMinute(desk: Desk) -> impl IntoView {
    let two = Memo::new(move |_| desk.session.with(|s| s.keeps_place_for_first_minute()));
    let ready = Memo::new(move |_| desk.session.with(|s| s.offers_first_minute()));
    let three = Memo::new(move |_| desk.session.with(|s| s.offered_three().is_some()));
    view! {
        <Show when=move || two.get()>
            <PickCard desk ask=BlindAsk::FirstMinute id="first-minute" title=page::FIRST_MINUTE note=page::FIRST_MINUTE_NOTE ready />
        </Show>
        <Show when=move || three.get()>
            <PickCard desk ask=BlindAsk::Example id="all-three" title=page::ALL_THREE note=page::ALL_THREE_NOTE ready=three />
        </Show>
    }
}

#[component]
fn PickCard(
    desk: Desk,
    ask: BlindAsk,
    id: &'static str,
    title: &'static str,
    note: &'static str,
    ready: Memo<bool>,
) -> impl IntoView {
    let begin = move |_| start(desk, ask.clone());
    view! {
        <section id=id class="blind-card" aria-labelledby=format!("{id}-title")>
            <h2 id=format!("{id}-title")>{title}</h2>
            <p>{note}</p>
            <p class="blind-buttons">
                <button type="button" id=format!("{id}-start") class="button solid" disabled=move || !ready.get() on:click=begin>
                    {page::FIRST_MINUTE_START}
                </button>
                <button
                    type="button"
                    id=format!("{id}-skip")
                    class="button quiet"
                    on:click=move |_| away(desk, Event::FirstMinuteSkipped)
                >
                    {page::SKIP}
                </button>
            </p>
        </section>
    }
}

/// The test under way.
#[component]
pub fn BlindPanel(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let kind = Memo::new(move |_| session.with(|s| s.blind.as_ref().map(|blind| blind.test.kind())));
    let round = Memo::new(move |_| session.with(|s| s.blind.as_ref().map(|blind| blind.test.progress())));
    let labels = Memo::new(move |_| session.with(|s| s.blind.as_ref().map(|blind| blind.test.labels()).unwrap_or_default()));
    let heard = Memo::new(move |_| session.with(|s| s.blind.as_ref().map(|blind| blind.label)));
    let rounds = move || round.get().filter(|(_, of)| *of > 1).map(words::blind_round);
    // The only heading while the test runs.
    let heading = NodeRef::<html::H1>::new();
    heading.on_load(|heading| focus_soon(heading.into()));
    let answers = move || match kind.get() {
        None => Vec::new(),
        Some(BlindKind::Abx) => vec![Answer::XIsA, Answer::XIsB],
        Some(BlindKind::FirstMinute | BlindKind::Preference) => {
            let numbers = labels.get().into_iter().filter_map(|label| match label {
                Label::Number(number) => Some(Answer::Prefer(number)),
                Label::A | Label::B | Label::X => None,
            });
            numbers.chain([Answer::NoPreference]).collect()
        }
    };
    let answer = move |answer: Answer| {
        view! {
            <button type="button" class="button blind-answer" on:click=move |_| desk.tell(Event::BlindAnswered(answer))>
                {words::blind_answer(answer)}
            </button>
        }
    };
    view! {
        <section id="blind" class="blind" aria-labelledby="blind-question">
            <h1 id="blind-question" tabindex="-1" node_ref=heading>{move || kind.get().map(words::blind_question)}</h1>
            <p class="blind-round" role="status">{rounds}</p>
            <div class="blind-listen">
                <PlayButton desk />
                <div class="switch many" role="group" aria-label=page::SWITCH>
                    <For each=move || labels.get() key=|label| *label let:label>
                        <button
                            type="button"
                            class="side blind-label"
                            aria-pressed=move || if heard.get() == Some(label) { "true" } else { "false" }
                            on:click=move |_| desk.tell(Event::BlindHeard(label))
                        >
                            <span class="side-name">{words::blind_label(label)}</span>
                        </button>
                    </For>
                </div>
            </div>
            <p class="levels">{page::BLIND_LEVELS}</p>
            <div class="blind-buttons" role="group" aria-label=page::YOUR_ANSWER>
                {move || answers().into_iter().map(answer).collect_view()}
            </div>
            <button type="button" id="blind-leave" class="button quiet" on:click=move |_| desk.tell(Event::BlindLeft)>
                {page::BLIND_LEAVE}
            </button>
        </section>
    }
}

/// What the last test showed.
#[component]
pub fn BlindResultCard(desk: Desk) -> impl IntoView {
    let go = move |event| away(desk, event);
    let shown = Memo::new(move |_| desk.session.with(|s| s.last_result.and_then(|index| s.results.get(index).cloned())));
    let is_first = |heard: &Heard| heard.result.kind == BlindKind::FirstMinute;
    let first_pick = Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(is_first)));
    // The one about tone: it is what equal loudness leaves to be heard.
    let measured = Memo::new(move |_| desk.session.with(|s| Some(words::tone_of_master(&s.master.as_ref()?.comparison))));
    let hear = move |_| {
        let (fullest_s, playing) = desk.session.with_untracked(|s| (s.fullest_s(), s.playing));
        if let Some(region_s) = fullest_s {
            loops::choose(desk, region_s);
        }
        if !playing {
            desk.tell(Event::PlayToggled);
        }
    };
    let heading = NodeRef::<html::H2>::new();
    heading.on_load(|heading| focus_soon(heading.into()));
    view! {
        <Show when=move || shown.with(Option::is_some)>
            <section id="blind-result" class="blind-card" aria-labelledby="blind-result-title">
                <h2 id="blind-result-title" tabindex="-1" node_ref=heading>{page::BLIND_RESULT}</h2>
                <p>{move || shown.get().map(|heard| said(&heard))}</p>
                <Show when=move || first_pick.get()>
                    <p id="measured-sentence">{move || measured.get()}</p>
                    <button type="button" id="hear-sentence" class="button" on:click=hear>{page::HEAR_IT}</button>
                </Show>
                <button type="button" id="blind-result-close" class="button quiet" on:click=move |_| go(Event::ResultClosed)>
                    {page::CLOSE}
                </button>
            </section>
        </Show>
    }
}

fn said(heard: &Heard) -> String {
    words::blind_said(&heard.result, |id| heard.name(id))
}

/// A card goes, and its button with it: the keyboard goes on at the song.
fn away(desk: Desk, event: Event) {
    desk.tell(event);
    if let Some(heading) = document().get_element_by_id("song-name").and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        let _ = heading.focus();
    }
}

/// The keyboard goes on where something new stands.
fn focus_soon(heading: HtmlElement) {
    request_animation_frame(move || {
        let _ = heading.focus();
    });
}

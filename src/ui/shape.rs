//! What the artist may change by ear: how much, how loud, and three tendencies. One quiet line until it is opened.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, HtmlInputElement};

use super::desk::Desk;
use crate::compare::Role;
use crate::mastering::{Controls, LoudnessChoice, is_mono};
use crate::words::{self, page};

/// The amount moves in steps of this many percent.
const AMOUNT_STEP: f64 = 5.0;

#[component]
pub fn Shape(desk: Desk) -> impl IntoView {
    let controls = Memo::new(move |_| desk.session.with(|s| s.controls));
    let mono = Memo::new(move |_| desk.session.with(|s| s.voice(Role::Original).is_some_and(|v| is_mono(&v.measurements))));
    let shaped = Memo::new(move |_| controls.with(words::shaped));
    let summary = NodeRef::<html::Summary>::new();
    let unshape = move |_| {
        let now = controls.get_untracked();
        desk.change(Controls { style: now.style, reference: now.reference, meant: now.meant, ..Controls::UNTOUCHED });
        // The button goes: the keyboard goes on where the panel begins.
        if let Some(summary) = summary.get_untracked() {
            let _ = HtmlElement::focus(&summary);
        }
    };
    view! {
        <details id="shape" class="shape-panel">
            <summary node_ref=summary>
                {page::SHAPE} {move || shaped.get().map(|said| view! { <span class="shape-said">{said}</span> })}
            </summary>
            <div class="shape-body">
                <Slider desk dial=AMOUNT />
                <Loudness desk controls />
                <Slider desk dial=TILT />
                <Slider desk dial=LOW_END />
                <Show when=move || mono.get() fallback=move || view! { <Slider desk dial=WIDTH /> }>
                    <p class="dial">
                        <b>{page::WIDTH}</b>
                        <small id="no-width">{page::NO_WIDTH}</small>
                    </p>
                </Show>
                <Show when=move || shaped.with(Option::is_some)>
                    <button type="button" id="unshape" class="button quiet" disabled=move || !desk.takes_wishes() on:click=unshape>
                        {page::UNSHAPE}
                    </button>
                </Show>
            </div>
        </details>
    }
    .into_any()
}

/// One of the sliders: its words, its range on the page, and the figure behind it.
#[derive(Clone, Copy)]
struct Dial {
    id: &'static str,
    label: &'static str,
    ends: [&'static str; 2],
    low: f64,
    high: f64,
    step: f64,
    read: fn(&Controls) -> f64,
    write: fn(&mut Controls, f64),
    said: fn(f64) -> String,
}

const AMOUNT: Dial = Dial {
    id: "amount",
    label: page::AMOUNT,
    ends: page::AMOUNT_ENDS,
    low: 0.0,
    high: 100.0,
    step: AMOUNT_STEP,
    read: |controls| 100.0 * controls.amount,
    write: |controls, percent| controls.amount = percent / 100.0,
    said: |percent| words::amount_said(percent / 100.0),
};

const TILT: Dial = Dial {
    id: "tilt",
    label: page::TILT,
    ends: page::TILT_ENDS,
    low: *Controls::TILT_DB.start(),
    high: *Controls::TILT_DB.end(),
    step: words::STEP_DB,
    read: |controls| controls.tilt_db,
    write: |controls, db| controls.tilt_db = db,
    said: words::tilt_said,
};

const LOW_END: Dial = Dial {
    id: "low-end",
    label: page::LOW_END,
    ends: page::LOW_END_ENDS,
    low: *Controls::LOW_END_DB.start(),
    high: *Controls::LOW_END_DB.end(),
    step: words::STEP_DB,
    read: |controls| controls.low_end_db,
    write: |controls, db| controls.low_end_db = db,
    said: words::low_end_said,
};

const WIDTH: Dial = Dial {
    id: "width",
    label: page::WIDTH,
    ends: page::WIDTH_ENDS,
    low: *Controls::WIDTH_DB.start(),
    high: *Controls::WIDTH_DB.end(),
    step: words::STEP_DB,
    read: |controls| controls.width_db,
    write: |controls, db| controls.width_db = db,
    said: words::width_said,
};

#[component]
fn Slider(desk: Desk, dial: Dial) -> impl IntoView {
    let value = Memo::new(move |_| desk.session.with(|s| (dial.read)(&s.controls)));
    // While the handle is dragged only the words follow; the master is made on release.
    let held = RwSignal::new(None::<f64>);
    Effect::new(move |_| {
        value.track();
        held.set(None);
    });
    let said = move || (dial.said)(held.get().unwrap_or_else(|| value.get()));
    let drag = move |event| held.set(number(&event_target::<HtmlInputElement>(&event)));
    let release = move |event| {
        if let Some(now) = number(&event_target::<HtmlInputElement>(&event)) {
            let mut controls = desk.session.with_untracked(|s| s.controls);
            (dial.write)(&mut controls, now);
            desk.change(controls);
        }
    };
    let [below, above] = dial.ends;
    view! {
        <div class="dial">
            <label for=dial.id>{dial.label}</label>
            // Screen readers have the same from the slider.
            <span class="dial-said" aria-hidden="true">{said}</span>
            <input
                type="range"
                id=dial.id
                min=dial.low
                max=dial.high
                step=dial.step
                prop:value=move || value.get()
                aria-valuetext=said
                disabled=move || !desk.takes_wishes()
                on:input=drag
                on:change=release
            />
            <p class="dial-ends" aria-hidden="true">
                <span>{below}</span>
                <span>{above}</span>
            </p>
        </div>
    }
    .into_any()
}

fn number(input: &HtmlInputElement) -> Option<f64> {
    Some(input.value_as_number()).filter(|value| value.is_finite())
}

#[component]
fn Loudness(desk: Desk, controls: Memo<Controls>) -> impl IntoView {
    let meaning = move || {
        let controls = controls.get();
        words::loudness_meaning(controls.loudness, controls.reference.is_some_and(|used| used.dynamics))
    };
    let choices = [LoudnessChoice::Open, LoudnessChoice::Streaming, LoudnessChoice::Loud].map(|loudness| {
        let choose = move |_| desk.change(Controls { loudness, ..controls.get_untracked() });
        let label = words::loudness_label(loudness);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="loudness"
                    value=label.to_lowercase()
                    prop:checked=move || controls.get().loudness == loudness
                    disabled=move || !desk.takes_wishes()
                    on:change=choose
                />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset id="loudness" class="dial choices">
            <legend>{page::LOUDNESS}</legend>
            <div class="choice-row">{choices.collect_view()}</div>
            <small>{meaning}</small>
        </fieldset>
    }
    .into_any()
}

/// For engineers: the loudness as a figure.
#[component]
pub fn ExactLoudness(desk: Desk) -> impl IntoView {
    let exact = Memo::new(move |_| {
        desk.session.with(|s| match s.controls.loudness {
            LoudnessChoice::Exactly { lufs } => format!("{lufs:.1}"),
            _ => String::new(),
        })
    });
    let change = move |event| {
        let input = event_target::<HtmlInputElement>(&event);
        let now = desk.session.with_untracked(|s| s.controls);
        match (number(&input), now.loudness) {
            (Some(lufs), _) => desk.change(Controls { loudness: LoudnessChoice::Exactly { lufs }, ..now }),
            (None, LoudnessChoice::Exactly { .. }) => desk.change(Controls { loudness: LoudnessChoice::Open, ..now }),
            (None, _) => {}
        }
        // What lay outside the limits was brought inside, perhaps to what it had been before.
        input.set_value(&exact.get_untracked());
    };
    view! {
        <p class="toggle">
            <label for="exact-lufs">{page::EXACT}</label>
            <input
                type="number"
                id="exact-lufs"
                min=*Controls::LUFS.start()
                max=*Controls::LUFS.end()
                step="0.1"
                aria-describedby="exact-lufs-note"
                prop:value=move || exact.get()
                disabled=move || !desk.takes_wishes()
                on:change=change
            />
            <small id="exact-lufs-note">{page::EXACT_NOTE}</small>
        </p>
    }
}

//! The master is theirs: full length, no account, in the format they want.

use leptos::prelude::*;

use super::desk::Desk;
use super::folded::Folded;
use super::session::{Event, Phase, Work};
use crate::encode::{Format, Noise, Stretch, Tags, TakeRate, TakeSettings};
use crate::words::{page, take};

#[component]
pub fn Take(desk: Desk) -> impl IntoView {
    let writing = Memo::new(move |_| desk.session.with(|s| matches!(&s.phase, Phase::Working { work: Work::Exporting, .. })));
    let busy = Memo::new(move |_| desk.session.with(|s| matches!(&s.phase, Phase::Working { .. })));
    let note = Memo::new(move |_| desk.session.with(|s| take::take_note(&s.take)));
    let taken = Memo::new(move |_| desk.session.with(|s| s.taken.as_ref().map(take::taken_said)));
    view! {
        <section id="take" class="take" aria-labelledby="take-title">
            <h2 id="take-title">{page::TAKE}</h2>
            <p id="take-note">{move || note.get()}</p>
            <button
                type="button"
                id="download"
                class="button solid"
                // While it writes it keeps the keyboard; the session takes no second press.
                disabled=move || busy.get() && !writing.get()
                aria-disabled=move || if writing.get() { "true" } else { "false" }
                aria-busy=move || if writing.get() { "true" } else { "false" }
                on:click=move |_| desk.tell(Event::ExportAsked)
            >
                {move || if writing.get() { page::WRITING } else { page::DOWNLOAD }}
            </button>
            <p id="taken" class="aside" role="status">{move || taken.get()}</p>
            <Folded id="take-more" class="fold" summary=take::MORE.to_string()>
                <Settings desk />
            </Folded>
            <p class="aside">{page::HONEST}</p>
        </section>
    }
}

#[component]
fn Settings(desk: Desk) -> impl IntoView {
    let settings = Memo::new(move |_| desk.session.with(|s| s.take));
    let tags = Memo::new(move |_| desk.session.with(|s| s.tags.clone()));
    let set = move |change: fn(TakeSettings, usize) -> TakeSettings| {
        move |chosen: usize| desk.tell(Event::TakeChosen(change(settings.get_untracked(), chosen)))
    };
    let formats = Format::ALL.map(take::format_name).to_vec();
    let rates = RATES.map(take::rate_name).to_vec();
    let noises = NOISES.map(take::noise_name).to_vec();
    let place = |found: Option<usize>| found.unwrap_or_default();
    let format = Memo::new(move |_| place(Format::ALL.iter().position(|format| *format == settings.get().format)));
    let rate = Memo::new(move |_| place(RATES.iter().position(|rate| *rate == settings.get().rate)));
    let noise = Memo::new(move |_| place(NOISES.iter().position(|noise| *noise == settings.get().noise)));
    let sixteen = move || settings.get().format.bits() == 16;
    let before = move |event| {
        let stretch = if event_target_checked(&event) { Stretch::BeforeLimiter } else { Stretch::Whole };
        desk.tell(Event::TakeChosen(TakeSettings { stretch, ..settings.get_untracked() }));
    };
    let title = move |event| desk.tell(Event::TagsSet(Tags { title: event_target_value(&event), ..tags.get_untracked() }));
    let artist = move |event| desk.tell(Event::TagsSet(Tags { artist: event_target_value(&event), ..tags.get_untracked() }));
    view! {
        <div class="take-settings">
            <Choice id="take-format" label=take::FORMAT names=formats chosen=format choose=set(|s, n| TakeSettings { format: Format::ALL[n], ..s }) />
            <Choice id="take-rate" label=take::RATE names=rates chosen=rate choose=set(|s, n| TakeSettings { rate: RATES[n], ..s }) />
            <Show when=sixteen>
                <Choice
                    id="take-noise"
                    label=take::NOISE
                    names=noises.clone()
                    chosen=noise
                    choose=set(|s, n| TakeSettings { noise: NOISES[n], ..s })
                />
            </Show>
            <label class="tick">
                <input type="checkbox" id="take-before" prop:checked=move || settings.get().stretch == Stretch::BeforeLimiter on:change=before />
                <span>{take::WITHOUT_LIMITER}</span>
            </label>
            <label class="field">{take::TITLE} <input type="text" id="tag-title" maxlength="250" prop:value=move || tags.get().title on:change=title /></label>
            <label class="field">{take::ARTIST} <input type="text" id="tag-artist" maxlength="250" prop:value=move || tags.get().artist on:change=artist /></label>
            <p class="aside">{take::NAMES_NOTE}</p>
        </div>
    }
}

const RATES: [TakeRate; 3] = [TakeRate::Source, TakeRate::Hz44100, TakeRate::Hz48000];
const NOISES: [Noise; 2] = [Noise::Plain, Noise::Shaped];

/// One of a few, by its place among them.
#[component]
fn Choice(
    id: &'static str,
    label: &'static str,
    names: Vec<&'static str>,
    chosen: Memo<usize>,
    choose: impl Fn(usize) + Copy + 'static,
) -> impl IntoView {
    let count = names.len();
    let on_change = move |event: leptos::ev::Event| {
        // Only what the page itself put there.
        if let Some(at) = event_target_value(&event).parse().ok().filter(|at| *at < count) {
            choose(at);
        }
    };
    let option = move |(at, name): (usize, &'static str)| {
        view! { <option value=at.to_string() prop:selected=move || chosen.get() == at>{name}</option> }
    };
    view! {
        <label class="field" for=id>
            {label}
            <select id=id on:change=on_change>{names.into_iter().enumerate().map(option).collect_view()}</select>
        </label>
    }
}

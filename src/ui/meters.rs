//! Meters of what is heard, while it plays and while somebody looks.

use std::ops::Range;

use gloo::timers::callback::Interval;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{AudioBuffer, HtmlDetailsElement, HtmlElement};

use super::desk::Desk;
use super::signals;
use crate::compare::SourceId;
use crate::dsp::interpolate::PeakScan;
use crate::units::{gain_to_db, seconds_to_frames};
use crate::words::timeline;

/// 12.5 times a second.
const EVERY_MS: u32 = 80;
/// Longer than a tick: no peak falls between two.
const PEAK_OVER_S: f64 = 0.1;
const HOLD_MS: f64 = 1_000.0;
/// More than the interpolators need on either side.
const MARGIN_FRAMES: usize = 32;

/// The bars' scale.
const LOWEST: f64 = -60.0;
const HIGHEST: f64 = 3.0;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Reading {
    momentary_lufs: f64,
    short_term_lufs: f64,
    true_peak_dbtp: f64,
}

/// The highest peak of late, and when it was.
#[derive(Clone, Copy)]
struct Held {
    dbtp: f64,
    at_ms: f64,
}

const NO_PEAK: Held = Held { dbtp: f64::NEG_INFINITY, at_ms: 0.0 };

#[component]
pub fn Meters(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let section = NodeRef::<html::Div>::new();
    let reading = RwSignal::new(None::<Reading>);
    let changing = Memo::new(move |_| session.with(|s| s.listening.change.is_some()));
    // All that the levels hang on; working them out takes longer than a tick should. A change between two is not measured.
    let how = Memo::new(move |_| session.with(|s| (s.listening.chosen, s.listening.levels, s.listening.looped_s())));
    let heard = Memo::new(move |_| {
        let how = how.get();
        desk.buffers.track();
        if changing.get() {
            return None;
        }
        session.with_untracked(|s| {
            let of = |(id, db): &(SourceId, f64)| (*id == how.0).then_some((*id, *db));
            s.levels_db().iter().find_map(of)
        })
    });
    let scan = StoredValue::new(PeakScan::new());
    let held = StoredValue::new(NO_PEAK);
    let tick = move || {
        let open = section.get_untracked().and_then(|section| section.closest("details").ok().flatten());
        if !open.and_then(|details| details.dyn_into::<HtmlDetailsElement>().ok()).is_some_and(|details| details.open()) {
            return;
        }
        let Some((id, turned_db)) = heard.get_untracked() else { return reading.set(None) };
        let Some((_, buffer)) = desk.recording(id) else { return };
        let at_s = desk.at_s();
        let loudness = session.with_untracked(|s| {
            s.sounding(id).map(|heard| (heard.track.momentary_lufs(at_s), heard.track.short_term_lufs(at_s)))
        });
        let Some((momentary, short_term)) = loudness else { return };
        let peak = scan.try_update_value(|scan| peak_before(scan, &buffer, at_s)).unwrap_or_default();
        let (dbtp, now_ms) = (gain_to_db(f64::from(peak)) + turned_db, signals::now_ms());
        let last = held.get_value();
        if dbtp >= last.dbtp || now_ms - last.at_ms > HOLD_MS {
            held.set_value(Held { dbtp, at_ms: now_ms });
        }
        reading.set(Some(Reading {
            momentary_lufs: momentary + turned_db,
            short_term_lufs: short_term + turned_db,
            true_peak_dbtp: held.get_value().dbtp,
        }));
    };
    let ticking: StoredValue<Option<Interval>, LocalStorage> = StoredValue::new_local(None);
    let playing = Memo::new(move |_| session.with(|s| s.playing));
    Effect::new(move |_| {
        let playing = playing.get();
        ticking.set_value(playing.then(|| Interval::new(EVERY_MS, tick)));
        held.set_value(NO_PEAK);
        if !playing {
            reading.set(None);
        }
    });
    on_cleanup(move || {
        ticking.try_set_value(None);
    });
    view! {
        <div id="meters" class="meters" node_ref=section>
            <h3>{timeline::METERS}</h3>
            <Show when=move || changing.get()>
                <p class="aside">{timeline::METERS_CHANGE}</p>
            </Show>
            <Meter id="meter-momentary" name=timeline::MOMENTARY unit="LUFS" level=Signal::derive(move || reading.get().map(|r| r.momentary_lufs)) />
            <Meter id="meter-short-term" name=timeline::SHORT_TERM unit="LUFS" level=Signal::derive(move || reading.get().map(|r| r.short_term_lufs)) />
            <Meter id="meter-peak" name=timeline::TRUE_PEAK unit="dBTP" level=Signal::derive(move || reading.get().map(|r| r.true_peak_dbtp)) />
            <p class="aside">{timeline::METERS_NOTE}</p>
        </div>
    }
}

#[component]
fn Meter(id: &'static str, name: &'static str, unit: &'static str, level: Signal<Option<f64>>) -> impl IntoView {
    let bar = NodeRef::<html::Div>::new();
    let within =
        move || level.get().map_or(LOWEST, |level| if level.is_finite() { level.clamp(LOWEST, HIGHEST) } else { LOWEST });
    let said = move || level.get().map_or_else(|| timeline::METER_IDLE.into(), |level| timeline::meter_reading(level, unit));
    Effect::new(move |_| {
        let filled = (within() - LOWEST) / (HIGHEST - LOWEST);
        if let Some(bar) = bar.get() {
            let _ = HtmlElement::style(&bar).set_property("--filled", &format!("{filled:.4}"));
        }
    });
    view! {
        <div class="meter">
            <span class="meter-name" aria-hidden="true">{name}</span>
            <div
                id=id
                class="meter-bar"
                role="meter"
                aria-label=name
                aria-valuemin=format!("{LOWEST:.0}")
                aria-valuemax=format!("{HIGHEST:.0}")
                aria-valuenow=move || format!("{:.1}", within())
                aria-valuetext=said
                node_ref=bar
            ></div>
            <span class="meter-reading" aria-hidden="true">{said}</span>
        </div>
    }
}

/// The true peak of what ended at `at_s`, of all channels, as a gain.
fn peak_before(scan: &mut PeakScan, buffer: &AudioBuffer, at_s: f64) -> f32 {
    let rate = buffer.sample_rate() as u32;
    let end = seconds_to_frames(at_s, rate).min(buffer.length() as usize);
    let begin = end.saturating_sub(seconds_to_frames(PEAK_OVER_S, rate));
    let around: Range<usize> = begin.saturating_sub(MARGIN_FRAMES)..(end + MARGIN_FRAMES).min(buffer.length() as usize);
    let mut plane = vec![0.0; around.len()];
    let inside = begin - around.start..end - around.start;
    (0..buffer.number_of_channels()).fold(0.0, |peak, channel| {
        let copied = buffer.copy_from_channel_with_start_in_channel(&mut plane, channel as i32, around.start as u32);
        if copied.is_ok() { scan.peak(&plane, inside.clone(), peak) } else { peak }
    })
}

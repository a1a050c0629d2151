//! What the page around this one may listen to: `CustomEvent`s on `window`, and User Timing measures. No personal data in either.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit};

use super::session::Signal;
use crate::worker::protocol::{Part, Span};

/// Every event there is.
pub const EVENTS: [&str; 6] = [READY, SONG_OPENED, MASTERED, DOWNLOADED, BOOKING_OPENED, ERROR];
const READY: &str = "testpress:ready";
const SONG_OPENED: &str = "testpress:song_opened";
const MASTERED: &str = "testpress:mastered";
const DOWNLOADED: &str = "testpress:downloaded";
const BOOKING_OPENED: &str = "testpress:booking_opened";
const ERROR: &str = "testpress:error";

/// The page can take a file.
pub fn ready() {
    dispatch(READY, &JsValue::NULL);
}

pub fn signal(signal: &Signal) {
    let name = match signal {
        Signal::SongOpened { .. } => SONG_OPENED,
        Signal::Mastered { .. } => MASTERED,
        Signal::Downloaded {} => DOWNLOADED,
        Signal::BookingOpened {} => BOOKING_OPENED,
        Signal::Error { .. } => ERROR,
    };
    let detail = serde_json::to_string(signal).ok().and_then(|text| js_sys::JSON::parse(&text).ok()).unwrap_or(JsValue::NULL);
    dispatch(name, &detail);
}

/// The parts of a job, moved from the worker's epoch to the page's time line.
pub fn measure_spans(spans: &[Span]) {
    let Some(origin) = performance().map(|p| p.time_origin()) else { return };
    for span in spans {
        let name = match span.part {
            Part::Decode => "testpress:decode",
            Part::Measure => "testpress:measure",
            Part::Align => "testpress:align",
            Part::Plan => "testpress:plan",
            Part::Excerpt => "testpress:excerpt",
            Part::Render => "testpress:render",
            Part::Compare => "testpress:compare",
        };
        measure(name, span.start_ms - origin, span.end_ms - origin);
    }
}

/// From the drop or press to both voices playable.
pub fn measure_total(start_ms: f64) {
    measure("testpress:total", start_ms, now_ms());
}

/// From the drop or press to a first stretch of the master.
pub fn measure_excerpt(start_ms: f64) {
    measure("testpress:first", start_ms, now_ms());
}

/// How long a plot took to be made.
pub fn measure_plot(start_ms: f64) {
    measure("testpress:plot", start_ms, now_ms());
}

/// On the page's time line.
#[must_use]
pub fn now_ms() -> f64 {
    performance().map_or(0.0, |p| p.now())
}

fn measure(name: &str, start_ms: f64, end_ms: f64) {
    // By hand: web-sys counts the form with given times as unstable.
    let attempt = || -> Result<(), JsValue> {
        let performance = performance().ok_or("no performance")?;
        let options = Object::new();
        Reflect::set(&options, &"start".into(), &start_ms.max(0.0).into())?;
        Reflect::set(&options, &"end".into(), &end_ms.max(0.0).into())?;
        let function: Function = Reflect::get(&performance, &"measure".into())?.dyn_into()?;
        function.call2(&performance, &name.into(), &options)?;
        Ok(())
    };
    // Without User Timing nothing is lost but the measure.
    let _ = attempt();
}

fn performance() -> Option<web_sys::Performance> {
    web_sys::window().and_then(|window| window.performance())
}

fn dispatch(name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_detail(detail);
    if let (Some(window), Ok(event)) = (web_sys::window(), CustomEvent::new_with_event_init_dict(name, &init)) {
        let _ = window.dispatch_event(&event);
    }
}

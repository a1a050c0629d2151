//! The way out: an audio context at the song's own rate, and what all versions pass on their way to it.

use gloo::events::EventListener;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AudioBuffer, AudioContext, AudioContextOptions, AudioContextState, EventTarget, GainNode};

use super::deck::Deck;
use super::fader::Fader;
use super::speaker::Monitor;
use super::transport::Start;
use crate::compare::SourceId;

/// What the browser says of its own accord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The context began to run, or stopped.
    State,
    /// Headphones were plugged or pulled, a loudspeaker came or went.
    Devices,
}

pub struct Output {
    context: AudioContext,
    monitor: Monitor,
    asked_rate: u32,
    /// It was asked to run, and does not yet.
    awaited: bool,
    /// For as long as there is an output.
    _listeners: Vec<EventListener>,
}

impl Output {
    /// At the file's own rate, so that no version is resampled differently; at the device's where the browser refuses that rate.
    pub fn open(rate: u32, small_speaker: bool, tell: impl Fn(Change) + Clone + 'static) -> Result<Self, JsValue> {
        play_despite_the_silent_switch();
        let options = AudioContextOptions::new();
        options.set_sample_rate(rate as f32);
        let context = AudioContext::new_with_context_options(&options).or_else(|_| AudioContext::new())?;
        let monitor = Monitor::new(&context, small_speaker)?;
        let tell_devices = tell.clone();
        let state = EventListener::new(&context, "statechange", move |_| tell(Change::State));
        let devices = media_devices().map(|d| EventListener::new(&d, "devicechange", move |_| tell_devices(Change::Devices)));
        let listeners = [state].into_iter().chain(devices).collect();
        Ok(Self { context, monitor, asked_rate: rate, awaited: false, _listeners: listeners })
    }

    pub fn serves(&self, rate: u32) -> bool {
        self.asked_rate == rate && self.context.state() != AudioContextState::Closed
    }

    pub fn is_running(&self) -> bool {
        self.context.state() == AudioContextState::Running
    }

    /// It stopped by itself; one that was asked to run, and does not yet, did not.
    pub fn is_interrupted(&mut self) -> bool {
        let running = self.is_running();
        self.awaited &= !running;
        !running && !self.awaited
    }

    pub fn now_s(&self) -> f64 {
        self.context.current_time()
    }

    /// Whether it resumes shows in its clock; a refusal needs no second report.
    pub fn resume(&mut self) {
        self.awaited = !self.is_running();
        settle(self.context.resume());
    }

    pub fn start(&self, buffers: &[(SourceId, AudioBuffer)], fader: &Fader, start: Start) -> Result<Deck, JsValue> {
        let entry: &GainNode = self.monitor.entry();
        Deck::start(&self.context, entry, buffers, fader, start)
    }

    pub fn set_small_speaker(&mut self, on: bool) {
        self.monitor.switch(on, self.context.current_time());
    }

    pub fn close(self) {
        settle(self.context.close());
    }
}

/// Only pages that came over https, or from this machine, are told of devices.
fn media_devices() -> Option<EventTarget> {
    let devices = js_sys::Reflect::get(&web_sys::window()?.navigator(), &"mediaDevices".into()).ok()?;
    devices.dyn_into().ok()
}

/// Waits for nobody: whether it went well shows elsewhere.
pub(super) fn settle(promise: Result<js_sys::Promise, JsValue>) {
    if let Ok(promise) = promise {
        spawn_local(async move {
            let _ = JsFuture::from(promise).await;
        });
    }
}

/// iPhones mute web pages by the silent switch unless they say that they are for listening.
fn play_despite_the_silent_switch() {
    let Some(window) = web_sys::window() else { return };
    if let Ok(session) = js_sys::Reflect::get(&window.navigator(), &"audioSession".into())
        && session.is_object()
    {
        let _ = js_sys::Reflect::set(&session, &"type".into(), &"playback".into());
    }
}

//! The player in the browser: hands transport and fader to Web Audio, and draws where it is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{AudioBuffer, AudioContext, AudioContextOptions, AudioContextState};

use super::deck::Deck;
use super::fader::Fader;
use super::transport::{LEAD_S, Transport};
use crate::compare::SourceId;

/// The clock of a context that says "running" may stand still; after this long it does.
const FROZEN_MS: f64 = 1_500.0;
/// Frames further apart than this were not drawn because the page was hidden: nothing to conclude from.
const HIDDEN_MS: f64 = 500.0;

/// What the player does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// The end, or an interruption (a call, another app).
    Stopped,
    /// No sound starts.
    Blocked,
}

/// Called by the browser with its page time, in milliseconds.
type OnFrame = Closure<dyn FnMut(f64)>;
/// Position and duration in seconds.
type Draw = Box<dyn Fn(f64, f64)>;

pub struct Player {
    state: RefCell<State>,
    frame: RefCell<Option<OnFrame>>,
    frame_due: Cell<bool>,
    tell: Box<dyn Fn(Happened)>,
    draw: Draw,
}

struct State {
    output: Option<Output>,
    transport: Transport,
    fader: Fader,
    buffers: Vec<(SourceId, AudioBuffer)>,
    deck: Option<Deck>,
    watch: Watch,
}

struct Output {
    context: AudioContext,
    asked_rate: u32,
    /// Kept alive for as long as the context calls it.
    _on_change: Closure<dyn FnMut()>,
}

/// When the audio clock was last seen to move.
#[derive(Clone, Copy, Default)]
struct Watch {
    clock_s: f64,
    moved_ms: f64,
    frame_ms: f64,
    rebuilt: bool,
}

impl Player {
    #[must_use]
    pub fn new(tell: Box<dyn Fn(Happened)>, draw: Draw) -> Rc<Self> {
        let player = Rc::new(Self {
            state: RefCell::new(State {
                output: None,
                transport: Transport::new(0, 44_100),
                fader: Fader::new(SourceId::ORIGINAL),
                buffers: Vec::new(),
                deck: None,
                watch: Watch::default(),
            }),
            frame: RefCell::new(None),
            frame_due: Cell::new(false),
            tell,
            draw,
        });
        let weak = Rc::downgrade(&player);
        *player.frame.borrow_mut() = Some(Closure::new(move |page_ms| {
            if let Some(player) = weak.upgrade() {
                player.on_frame(page_ms);
            }
        }));
        player
    }

    /// Silence, and room for another song.
    pub fn new_song(&self, frames: usize, sample_rate: u32) {
        let mut state = self.state.borrow_mut();
        state.halt();
        state.buffers.clear();
        state.transport = Transport::new(frames, sample_rate);
        state.fader = Fader::new(SourceId::ORIGINAL);
        drop(state);
        self.redraw();
    }

    /// A buffer takes its place; while playing it joins in step, and what is heard goes on without a gap.
    pub fn install(self: &Rc<Self>, source: SourceId, buffer: AudioBuffer) {
        let state = &mut *self.state.borrow_mut();
        state.buffers.retain(|(id, _)| *id != source);
        state.buffers.push((source, buffer));
        if let (Some(output), Some(_)) = (&state.output, &state.deck) {
            let now = output.context.current_time();
            if let Some(start) = state.transport.join(now)
                && let Ok(joined) = Deck::start(&output.context, &state.buffers, &state.fader, start)
                && let Some(old) = state.deck.replace(joined)
            {
                old.retire(start.when_s);
            }
        }
    }

    pub fn set_levels(&self, levels_db: &[(SourceId, f64)]) {
        let state = &mut *self.state.borrow_mut();
        let soon = state.soon_s();
        state.fader.set_levels(levels_db, soon);
        state.follow(soon);
    }

    /// A switch: gains only, never the position.
    pub fn hear(&self, voice: SourceId) {
        let state = &mut *self.state.borrow_mut();
        let soon = state.soon_s();
        state.fader.hear(voice, soon);
        state.follow(soon);
    }

    /// To be called in the gesture itself: browsers let a page sound only then.
    pub fn play(self: &Rc<Self>) {
        self.state.borrow_mut().watch = Watch::default();
        self.start();
    }

    pub fn pause(&self) {
        self.state.borrow_mut().halt();
    }

    pub fn seek(self: &Rc<Self>, to_s: f64) {
        {
            let state = &mut *self.state.borrow_mut();
            let now = state.now_s();
            if let Some(start) = state.transport.seek(to_s, now)
                && let Some(output) = &state.output
            {
                if let Some(old) = state.deck.take() {
                    old.retire(start.when_s);
                }
                state.deck = Deck::start(&output.context, &state.buffers, &state.fader, start).ok();
            }
        }
        self.redraw();
    }

    #[must_use]
    pub fn position_s(&self) -> f64 {
        let state = self.state.borrow();
        state.transport.position_s(state.now_s())
    }

    fn start(self: &Rc<Self>) {
        let begun = self.state.borrow_mut().begin(|| {
            let weak = Rc::downgrade(self);
            Closure::new(move || {
                if let Some(player) = weak.upgrade() {
                    player.on_state_change();
                }
            })
        });
        if begun.is_err() {
            self.state.borrow_mut().discard_output();
            (self.tell)(Happened::Blocked);
        } else {
            self.ask_for_frame();
        }
    }

    /// Interrupted from outside: hold the position; the next press of play builds a new context.
    fn on_state_change(&self) {
        let interrupted = {
            let state = &mut *self.state.borrow_mut();
            let stopped = state.output.as_ref().is_some_and(|output| output.context.state() != AudioContextState::Running);
            // Before its clock has moved, a context is only about to start.
            let interrupted = stopped && state.transport.is_running() && state.now_s() > 0.0;
            if interrupted {
                state.discard_output();
            }
            interrupted
        };
        if interrupted {
            (self.tell)(Happened::Stopped);
        }
    }

    fn on_frame(self: &Rc<Self>, page_ms: f64) {
        self.frame_due.set(false);
        let (ended, frozen) = {
            let state = &mut *self.state.borrow_mut();
            if !state.transport.is_running() {
                return;
            }
            let now = state.now_s();
            let ended = state.transport.settle(now);
            if ended {
                state.deck = None;
            }
            (ended, !ended && state.watch.is_frozen(now, page_ms))
        };
        self.redraw();
        if ended {
            (self.tell)(Happened::Stopped);
        } else if frozen {
            self.thaw(page_ms);
        } else {
            self.ask_for_frame();
        }
    }

    /// A context whose clock stands still is replaced once; if that does not help, the artist's next press may.
    fn thaw(self: &Rc<Self>, page_ms: f64) {
        let again = {
            let state = &mut *self.state.borrow_mut();
            let again = !state.watch.rebuilt;
            state.discard_output();
            state.watch = Watch { moved_ms: page_ms, frame_ms: page_ms, rebuilt: true, ..Watch::default() };
            again
        };
        if again { self.start() } else { (self.tell)(Happened::Blocked) }
    }

    fn redraw(&self) {
        let (position, duration) = {
            let state = self.state.borrow();
            (state.transport.position_s(state.now_s()), state.transport.duration_s())
        };
        (self.draw)(position, duration);
    }

    fn ask_for_frame(&self) {
        if self.frame_due.get() {
            return;
        }
        if let (Some(window), Some(frame)) = (web_sys::window(), &*self.frame.borrow()) {
            self.frame_due.set(window.request_animation_frame(frame.as_ref().unchecked_ref()).is_ok());
        }
    }
}

impl State {
    fn now_s(&self) -> f64 {
        self.output.as_ref().map_or(0.0, |output| output.context.current_time())
    }

    /// The moment for which changes can still be arranged.
    fn soon_s(&self) -> f64 {
        self.now_s() + LEAD_S
    }

    fn follow(&self, at_s: f64) {
        if let Some(deck) = &self.deck {
            deck.follow(&self.fader, at_s);
        }
    }

    fn begin(&mut self, on_change: impl FnOnce() -> Closure<dyn FnMut()>) -> Result<(), JsValue> {
        let rate = self.transport.sample_rate();
        let usable = self
            .output
            .as_ref()
            .is_some_and(|output| output.asked_rate == rate && output.context.state() != AudioContextState::Closed);
        if !usable {
            self.discard_output();
            self.output = Some(Output::open(rate, on_change())?);
        }
        let Some(output) = &self.output else { return Ok(()) };
        // Whether it resumes shows in its clock; a refusal needs no second report.
        if let Ok(promise) = output.context.resume() {
            wasm_bindgen_futures::spawn_local(async move {
                let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
            });
        }
        let now = output.context.current_time();
        let start = self.transport.play(now);
        if let Some(old) = self.deck.take() {
            old.retire(start.when_s);
        }
        self.deck = Some(Deck::start(&output.context, &self.buffers, &self.fader, start)?);
        Ok(())
    }

    fn halt(&mut self) {
        let soon = self.soon_s();
        self.transport.pause(soon);
        if let Some(deck) = self.deck.take() {
            deck.retire(soon);
        }
    }

    /// Gives the context up; position and gains stay.
    fn discard_output(&mut self) {
        self.halt();
        if let Some(output) = self.output.take() {
            self.fader.arrive();
            output.context.set_onstatechange(None);
            if let Ok(closing) = output.context.close() {
                wasm_bindgen_futures::spawn_local(async move {
                    let _ = wasm_bindgen_futures::JsFuture::from(closing).await;
                });
            }
        }
    }
}

impl Output {
    /// At the file's own rate, so that no version is resampled differently; at the device's where the browser refuses that rate.
    fn open(rate: u32, on_change: Closure<dyn FnMut()>) -> Result<Self, JsValue> {
        play_despite_the_silent_switch();
        let options = AudioContextOptions::new();
        options.set_sample_rate(rate as f32);
        let context = AudioContext::new_with_context_options(&options).or_else(|_| AudioContext::new())?;
        context.set_onstatechange(Some(on_change.as_ref().unchecked_ref()));
        Ok(Self { context, asked_rate: rate, _on_change: on_change })
    }
}

impl Watch {
    fn is_frozen(&mut self, clock_s: f64, page_ms: f64) -> bool {
        let hidden = page_ms - self.frame_ms > HIDDEN_MS;
        self.frame_ms = page_ms;
        if clock_s != self.clock_s || hidden {
            self.rebuilt &= clock_s == self.clock_s;
            self.clock_s = clock_s;
            self.moved_ms = page_ms;
        }
        page_ms - self.moved_ms > FROZEN_MS
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

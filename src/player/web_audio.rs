//! The player in the browser: hands transport and fader to Web Audio, and draws where it is.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Interval;
use wasm_bindgen::prelude::*;
use web_sys::AudioBuffer;

use super::deck::Deck;
use super::fader::Fader;
use super::output::{Change, Output};
use super::transport::{LEAD_S, Start, Transport};
use super::watch::Watch;
use crate::compare::SourceId;

/// Often enough for a song to end on time; browsers slow the timers of hidden pages to this anyway.
const TICK_MS: u32 = 1_000;

/// A deck is ready this long before its time, or it is too late: the audio thread takes new parts in between two pieces of its work.
const SPARE_S: f64 = 0.005;
/// How much further ahead the next tries begin, where the one before was too late.
const FURTHER_AHEAD_S: [f64; 3] = [0.03, 0.1, 0.3];

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
/// Position in seconds.
type Draw = Box<dyn Fn(f64)>;

pub struct Player {
    state: RefCell<State>,
    frame: RefCell<Option<OnFrame>>,
    frame_due: Cell<bool>,
    /// Runs while it plays: a hidden page is drawn no frames, and the song ends all the same.
    tick: RefCell<Option<Interval>>,
    tell: Box<dyn Fn(Happened)>,
    draw: Draw,
}

struct State {
    output: Option<Output>,
    transport: Transport,
    fader: Fader,
    small_speaker: bool,
    buffers: Vec<(SourceId, AudioBuffer)>,
    deck: Option<Deck>,
    watch: Watch,
}

impl Player {
    #[must_use]
    pub fn new(tell: Box<dyn Fn(Happened)>, draw: Draw) -> Rc<Self> {
        let player = Rc::new(Self {
            state: RefCell::new(State {
                output: None,
                transport: Transport::new(0, 44_100),
                fader: Fader::default(),
                small_speaker: false,
                buffers: Vec::new(),
                deck: None,
                watch: Watch::default(),
            }),
            frame: RefCell::new(None),
            frame_due: Cell::new(false),
            tick: RefCell::new(None),
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
        state.fader = Fader::default();
        drop(state);
        self.redraw();
    }

    /// A buffer takes its place; while playing it joins in step, and what is heard goes on without a gap.
    pub fn install(&self, source: SourceId, buffer: AudioBuffer) {
        self.restart(|state| {
            state.buffers.retain(|(id, _)| *id != source);
            state.buffers.push((source, buffer));
            let now = state.now_s();
            state.transport.join(now).filter(|_| state.deck.is_some())
        });
    }

    /// What `source` sounds like now, also under another name.
    pub fn keep(&self, source: SourceId, as_source: SourceId) {
        if let Some(buffer) = self.buffer(source) {
            self.install(as_source, buffer);
        }
    }

    pub fn remove(&self, source: SourceId) {
        self.state.borrow_mut().buffers.retain(|(id, _)| *id != source);
    }

    #[must_use]
    pub fn buffer(&self, source: SourceId) -> Option<AudioBuffer> {
        self.state.borrow().buffers.iter().find(|(id, _)| *id == source).map(|(_, buffer)| buffer.clone())
    }

    /// A switch, or other levels: gains only, never the position.
    pub fn blend(&self, gains: &[(SourceId, f64)]) {
        let state = &mut *self.state.borrow_mut();
        let soon = state.now_s() + LEAD_S;
        state.fader.blend(gains, soon);
        if let Some(deck) = &state.deck {
            deck.follow(&state.fader, soon);
        }
    }

    pub fn repeat(&self, looped_s: Option<(f64, f64)>) {
        self.restart(|state| {
            let now = state.now_s();
            state.transport.repeat(looped_s, now)
        });
    }

    pub fn set_small_speaker(&self, on: bool) {
        let state = &mut *self.state.borrow_mut();
        state.small_speaker = on;
        if let Some(output) = &mut state.output {
            output.set_small_speaker(on);
        }
    }

    /// To be called in the gesture itself: browsers let a page sound only then.
    pub fn play(self: &Rc<Self>) {
        self.state.borrow_mut().watch = Watch::default();
        self.start();
    }

    pub fn pause(&self) {
        self.state.borrow_mut().halt();
        self.tick.take();
    }

    pub fn seek(&self, to_s: f64) {
        self.restart(|state| {
            let now = state.now_s();
            state.transport.seek(to_s, now)
        });
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
            move |change| {
                if let Some(player) = weak.upgrade() {
                    match change {
                        Change::State => player.on_state_change(),
                        Change::Devices => player.on_device_change(),
                    }
                }
            }
        });
        if begun.is_err() {
            self.blocked();
        } else {
            self.ask_for_frame();
            let weak = Rc::downgrade(self);
            *self.tick.borrow_mut() = Some(Interval::new(TICK_MS, move || {
                if let Some(player) = weak.upgrade() {
                    player.on_tick();
                }
            }));
        }
    }

    /// Interrupted from outside: hold the position; the next press of play builds a new context.
    fn on_state_change(&self) {
        let interrupted = {
            let state = &mut *self.state.borrow_mut();
            let stopped = state.output.as_mut().is_some_and(Output::is_interrupted);
            let interrupted = stopped && state.transport.is_running();
            if interrupted {
                state.discard_output();
            }
            interrupted
        };
        if interrupted {
            self.stopped();
        }
    }

    /// A context that lost its device is asked to go on. If its clock stands still nevertheless, the watch has it replaced.
    fn on_device_change(&self) {
        let state = &mut *self.state.borrow_mut();
        if state.transport.is_running()
            && let Some(output) = state.output.as_mut().filter(|output| !output.is_running())
        {
            output.resume();
        }
    }

    /// The position comes from the audio clock, however long nothing was drawn; here only what must not wait for a frame.
    fn on_tick(self: &Rc<Self>) {
        let (ended, frozen) = {
            let state = &mut *self.state.borrow_mut();
            let now = state.now_s();
            if let Some(deck) = &mut state.deck {
                deck.look_ahead(now);
            }
            let ended = state.settle(now);
            (ended, state.transport.is_running() && state.watch.is_frozen_by_ticks(now))
        };
        if ended {
            self.redraw();
            self.stopped();
        } else if frozen {
            self.thaw();
        }
    }

    fn stopped(&self) {
        self.tick.take();
        (self.tell)(Happened::Stopped);
    }

    /// The transport stands where it was going, and nothing is heard from anywhere else.
    fn blocked(&self) {
        self.state.borrow_mut().discard_output();
        self.tick.take();
        (self.tell)(Happened::Blocked);
    }

    /// Another deck takes over where `change` says, if anywhere.
    fn restart(&self, change: impl FnOnce(&mut State) -> Option<Start>) {
        let restarted = {
            let state = &mut *self.state.borrow_mut();
            change(state).map_or(Ok(()), |start| state.restart(start))
        };
        if restarted.is_err() {
            self.blocked();
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
            let ended = state.settle(now);
            (ended, !ended && state.watch.is_frozen(now, page_ms))
        };
        self.redraw();
        if ended {
            self.stopped();
        } else if frozen {
            self.thaw();
        } else {
            self.ask_for_frame();
        }
    }

    /// A context whose clock stands still is replaced once; if that does not help, the artist's next press may.
    fn thaw(self: &Rc<Self>) {
        let again = {
            let state = &mut *self.state.borrow_mut();
            let again = !state.watch.rebuilt;
            state.discard_output();
            state.watch = Watch::rebuilt();
            again
        };
        if again {
            self.start();
        } else {
            self.blocked();
        }
    }

    fn redraw(&self) {
        (self.draw)(self.position_s());
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
        self.output.as_ref().map_or(0.0, Output::now_s)
    }

    fn begin<T: Fn(Change) + Clone + 'static>(&mut self, tell: impl FnOnce() -> T) -> Result<(), JsValue> {
        let rate = self.transport.sample_rate();
        if !self.output.as_ref().is_some_and(|output| output.serves(rate)) {
            self.discard_output();
            self.output = Some(Output::open(rate, self.small_speaker, tell())?);
        }
        let Some(output) = &mut self.output else { return Ok(()) };
        output.resume();
        let start = self.transport.play(output.now_s());
        self.restart(start)
    }

    /// Another deck takes over at `start`. A page that was held up may be overtaken by the audio clock while it makes one: some voices
    /// would begin later than others. Then it is made anew, further ahead.
    fn restart(&mut self, mut start: Start) -> Result<(), JsValue> {
        let Some(output) = &self.output else { return Ok(()) };
        let mut deck = output.start(&self.buffers, &self.fader, start)?;
        for further_s in FURTHER_AHEAD_S {
            if output.now_s() < start.when_s - SPARE_S {
                break;
            }
            deck.discard();
            let now_s = output.now_s() + further_s;
            // What is heard goes on until then; where nothing is, nothing is skipped.
            let again = if self.deck.is_some() { self.transport.join(now_s) } else { self.transport.start_again(now_s) };
            start = again.unwrap_or(start);
            deck = output.start(&self.buffers, &self.fader, start)?;
        }
        if let Some(old) = self.deck.replace(deck) {
            old.retire(start.when_s);
        }
        Ok(())
    }

    /// True once, when the end has been reached.
    fn settle(&mut self, now_s: f64) -> bool {
        let ended = self.transport.settle(now_s);
        if ended {
            self.deck = None;
        }
        ended
    }

    fn halt(&mut self) {
        let soon = self.now_s() + LEAD_S;
        self.transport.pause(soon);
        if let Some(deck) = self.deck.take() {
            deck.retire(soon);
        }
    }

    /// Gives the context up; position and gains stay.
    fn discard_output(&mut self) {
        // It falls silent at once, not when a fade would have ended.
        let now_s = self.now_s();
        self.transport.pause(now_s);
        self.halt();
        if let Some(output) = self.output.take() {
            self.fader.arrive();
            output.close();
        }
    }
}

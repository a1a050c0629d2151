//! The player on a context with a clock of its own, in a browser that fails it.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AudioBuffer, AudioBufferOptions};

use testpress::compare::SourceId;
use testpress::player::web_audio::{Happened, Player};

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;
const RATE: u32 = 44_100;
const SECONDS: u32 = 60;

/// Every context that was asked to run is in `contexts`, in order; one in `frozen` says that time for ever.
const FAULTS: &str = r#"
    const before = {
        frame: requestAnimationFrame,
        resume: AudioContext.prototype.resume,
        source: BaseAudioContext.prototype.createBufferSource,
        start: AudioBufferSourceNode.prototype.start,
        time: Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "currentTime"),
    };
    globalThis.contexts = [];
    globalThis.frozen = new Map();
    globalThis.freeze = () => { for (const context of contexts) frozen.set(context, before.time.get.call(context)); };
    AudioContext.prototype.resume = function () {
        if (!contexts.includes(this)) contexts.push(this);
        return before.resume.call(this);
    };
    Object.defineProperty(BaseAudioContext.prototype, "currentTime", {
        configurable: true,
        get() { return frozen.get(this) ?? before.time.get.call(this); },
    });
    globalThis.refuse = () => { BaseAudioContext.prototype.createBufferSource = () => { throw new Error("no more room"); }; };
    globalThis.started = [];
    // The page is held up between the voices of the next deck, until the audio clock has passed what it was to start at.
    globalThis.holdUp = () => {
        let held = false;
        AudioBufferSourceNode.prototype.start = function (when, offset) {
            before.start.call(this, when, offset);
            while (!held && this.context.currentTime < when);
            held = true;
            started.push({ when, offset, now: this.context.currentTime });
        };
    };
    globalThis.hide = () => { globalThis.requestAnimationFrame = () => 1; };
    globalThis.mend = () => {
        globalThis.requestAnimationFrame = before.frame;
        AudioContext.prototype.resume = before.resume;
        BaseAudioContext.prototype.createBufferSource = before.source;
        AudioBufferSourceNode.prototype.start = before.start;
        Object.defineProperty(BaseAudioContext.prototype, "currentTime", before.time);
    };
"#;

fn js(code: &str) -> JsValue {
    Function::new_no_args(code).call0(&JsValue::NULL).expect(code)
}

async fn js_done(code: &str) {
    JsFuture::from(js(code).unchecked_into::<Promise>()).await.expect(code);
}

/// A tone that plays, and what the player said by itself.
struct Playing {
    player: Rc<Player>,
    told: Rc<RefCell<Vec<Happened>>>,
}

impl Playing {
    async fn start() -> Self {
        // A test that fails leaves its faults behind.
        js("globalThis.mend?.()");
        js(FAULTS);
        let told: Rc<RefCell<Vec<Happened>>> = Rc::default();
        let to = told.clone();
        let player = Player::new(Box::new(move |happened| to.borrow_mut().push(happened)), Box::new(|_| ()));
        player.new_song((SECONDS * RATE) as usize, RATE);
        for voice in [A, B] {
            let buffer = AudioBuffer::new(&AudioBufferOptions::new(SECONDS * RATE, RATE as f32)).expect("a buffer");
            player.install(voice, buffer);
        }
        player.blend(&[(A, 1.0)]);
        player.play();
        let playing = Self { player, told };
        playing.gets_to(0.3).await;
        playing
    }

    /// Waits until the song is there.
    async fn gets_to(&self, position_s: f64) {
        for _ in 0..160 {
            if self.player.position_s() > position_s {
                return;
            }
            js_done("return new Promise((resolve) => setTimeout(resolve, 50))").await;
        }
        panic!("it stands at {} s, not {position_s}; it said {:?}", self.player.position_s(), self.told.borrow());
    }

    fn told(&self) -> Vec<Happened> {
        self.told.take()
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        self.player.pause();
        js("mend()");
    }
}

fn contexts() -> f64 {
    js("return contexts.length").as_f64().expect("a number")
}

#[wasm_bindgen_test]
async fn a_deck_that_can_not_start_is_said_and_the_song_stands_where_it_was_sent() {
    let playing = Playing::start().await;
    js("refuse()");
    playing.player.seek(20.0);
    js("mend()");
    assert_eq!(playing.told(), [Happened::Blocked]);
    js_done("return new Promise((resolve) => setTimeout(resolve, 200))").await;
    assert!((playing.player.position_s() - 20.0).abs() < 0.001, "{}", playing.player.position_s());
    let closed = js("return contexts[0].state").as_string();
    assert_eq!(closed.as_deref(), Some("closed"), "the old deck is heard no more");
    playing.player.play();
    playing.gets_to(20.3).await;
    assert!(playing.player.position_s() < 22.0);
    assert_eq!(playing.told(), []);
}

#[wasm_bindgen_test]
async fn a_clock_that_stands_still_while_the_page_is_hidden_is_replaced() {
    let playing = Playing::start().await;
    js("hide()");
    js("freeze()");
    let at_s = playing.player.position_s();
    playing.gets_to(at_s + 0.3).await;
    assert_eq!(contexts(), 2.0);
    assert!(playing.player.position_s() < at_s + 2.0, "from where it stood");
    assert_eq!(playing.told(), []);
}

#[wasm_bindgen_test]
async fn a_context_that_stops_for_another_device_is_asked_to_go_on() {
    let playing = Playing::start().await;
    let at_s = playing.player.position_s();
    // The promise is kept before the event of the changed state is sent.
    js_done(r#"return contexts[0].suspend().then(() => navigator.mediaDevices.dispatchEvent(new Event("devicechange")))"#).await;
    playing.gets_to(at_s + 0.5).await;
    assert_eq!((contexts(), playing.told()), (1.0, vec![]));
    // Without another device it is an interruption.
    js_done("return contexts[0].suspend()").await;
    js_done("return new Promise((resolve) => setTimeout(resolve, 300))").await;
    assert_eq!(playing.told(), [Happened::Stopped]);
}

/// Else one would run some frames behind the other from then on.
#[wasm_bindgen_test]
async fn versions_start_in_step_also_where_the_page_is_held_up_between_them() {
    let playing = Playing::start().await;
    js("holdUp()");
    playing.player.seek(20.0);
    let number = |code: &str| js(code).as_f64().expect("a number");
    assert_eq!(number("return started.length"), 4.0, "all of them anew");
    assert!(number("return started[0].now - started[0].when") >= 0.0, "the first try was overtaken");
    for voice in ["2", "3"] {
        let ahead_s = number(&format!("return started[{voice}].when - started[{voice}].now"));
        assert!(ahead_s > 0.0, "voice {voice} was {ahead_s} s ahead");
    }
    assert_eq!(number("return started[2].when - started[3].when"), 0.0);
    // On the same line: as much later in the song as in time.
    let later_s = number("return (started[2].when - started[0].when) - (started[2].offset - started[0].offset)");
    assert!(later_s.abs() < 1e-9, "{later_s} s");
    playing.gets_to(20.3).await;
}

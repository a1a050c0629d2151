//! Media keys and the lock screen: the song's name, and play, pause and seek from outside the page.
//!
//! Browsers give them to pages that play a media element, not to those with an audio context alone: a silent one plays along.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAudioElement, Url};

use super::output::settle;

/// The Media Session API (W3C), which web-sys counts as unstable.
#[wasm_bindgen]
extern "C" {
    type MediaSession;
    #[wasm_bindgen(method, catch, js_name = setActionHandler)]
    fn set_action_handler(this: &MediaSession, action: &str, handler: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, setter, js_name = playbackState)]
    fn set_playback_state(this: &MediaSession, state: &str);
    #[wasm_bindgen(method, setter)]
    fn set_metadata(this: &MediaSession, metadata: &MediaMetadata);
    #[wasm_bindgen(method, catch, js_name = setPositionState)]
    fn set_position_state(this: &MediaSession, state: &Object) -> Result<(), JsValue>;

    type MediaMetadata;
    #[wasm_bindgen(constructor, catch)]
    fn new(init: &Object) -> Result<MediaMetadata, JsValue>;
}

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    Play,
    Pause,
    /// By so many seconds.
    Nudge(f64),
    /// To this second.
    Seek(f64),
    /// One version on, or back.
    OtherVersion {
        later: bool,
    },
}

/// What a key asks for, given its details.
type Meaning = fn(&JsValue) -> Key;

/// As far as the arrow keys go.
const STEP_S: f64 = 5.0;
/// 8 kHz, 8 bit, one channel, ten seconds: browsers give no keys to anything shorter than five.
const SILENCE_HZ: u32 = 8_000;
const SILENCE_BYTES: u32 = 10 * SILENCE_HZ;
/// Zero of unsigned 8-bit samples.
const ZERO: u8 = 128;

pub struct MediaKeys {
    session: Option<MediaSession>,
    silence: RefCell<Option<HtmlAudioElement>>,
    _actions: Vec<Closure<dyn FnMut(JsValue)>>,
}

impl MediaKeys {
    /// Listens from now on; where the browser has no media keys, nothing is lost.
    #[must_use]
    pub fn listen(tell: impl Fn(Key) + Clone + 'static) -> Self {
        let session = web_sys::window()
            .and_then(|window| Reflect::get(&window.navigator(), &"mediaSession".into()).ok())
            .filter(JsValue::is_object)
            .map(JsValue::unchecked_into::<MediaSession>);
        let wanted: [(&str, Meaning); 7] = [
            ("play", |_| Key::Play),
            ("pause", |_| Key::Pause),
            ("seekbackward", |details| Key::Nudge(-number(details, "seekOffset").unwrap_or(STEP_S))),
            ("seekforward", |details| Key::Nudge(number(details, "seekOffset").unwrap_or(STEP_S))),
            ("seekto", |details| Key::Seek(number(details, "seekTime").unwrap_or(0.0))),
            ("previoustrack", |_| Key::OtherVersion { later: false }),
            ("nexttrack", |_| Key::OtherVersion { later: true }),
        ];
        let mut actions = Vec::new();
        for (action, key) in wanted {
            let tell = tell.clone();
            let heard = Closure::<dyn FnMut(JsValue)>::new(move |details| tell(key(&details)));
            if let Some(session) = &session {
                // Older browsers know fewer keys.
                let _ = session.set_action_handler(action, heard.as_ref().unchecked_ref());
            }
            actions.push(heard);
        }
        Self { session, silence: RefCell::new(None), _actions: actions }
    }

    /// What the lock screen shows.
    pub fn name(&self, song: &str, version: &str) {
        let Some(session) = &self.session else { return };
        if let Ok(metadata) = MediaMetadata::new(&object(&[("title", song.into()), ("artist", version.into())])) {
            session.set_metadata(&metadata);
        }
    }

    /// To be called in the gesture that starts the sound.
    pub fn playing(&self) {
        let Some(session) = &self.session else { return };
        session.set_playback_state("playing");
        if self.silence.borrow().is_none() {
            *self.silence.borrow_mut() = silence().ok();
        }
        if let Some(silence) = &*self.silence.borrow() {
            settle(silence.play());
        }
    }

    pub fn paused(&self) {
        let Some(session) = &self.session else { return };
        session.set_playback_state("paused");
        if let Some(silence) = &*self.silence.borrow() {
            let _ = silence.pause();
        }
    }

    pub fn position(&self, at_s: f64, duration_s: f64) {
        let Some(session) = self.session.as_ref().filter(|_| duration_s > 0.0) else { return };
        let at_s = at_s.clamp(0.0, duration_s);
        let state = object(&[("duration", duration_s.into()), ("playbackRate", 1.0.into()), ("position", at_s.into())]);
        // Only a position outside the song is refused, and there is none.
        let _ = session.set_position_state(&state);
    }
}

fn number(of: &JsValue, name: &str) -> Option<f64> {
    Reflect::get(of, &name.into()).ok()?.as_f64()
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Only a frozen object refuses a field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// A media element that plays nothing, for ever.
fn silence() -> Result<HtmlAudioElement, JsValue> {
    let mut wav = Vec::with_capacity(44 + SILENCE_BYTES as usize);
    wav.extend(b"RIFF");
    wav.extend((36 + SILENCE_BYTES).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16u32.to_le_bytes());
    wav.extend(1u16.to_le_bytes());
    wav.extend(1u16.to_le_bytes());
    wav.extend(SILENCE_HZ.to_le_bytes());
    wav.extend(SILENCE_HZ.to_le_bytes());
    wav.extend(1u16.to_le_bytes());
    wav.extend(8u16.to_le_bytes());
    wav.extend(b"data");
    wav.extend(SILENCE_BYTES.to_le_bytes());
    wav.resize(44 + SILENCE_BYTES as usize, ZERO);
    let options = BlobPropertyBag::new();
    options.set_type("audio/wav");
    let parts = Array::of1(&Uint8Array::from(wav.as_slice()));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let element = HtmlAudioElement::new_with_src(&Url::create_object_url_with_blob(&blob)?)?;
    element.set_loop(true);
    Ok(element)
}

//! The parts of WebCodecs (W3C) that a lossy copy needs: web-sys has them only behind a flag for unstable interfaces.

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    pub type AudioEncoder;
    /// `callbacks`: `output(chunk, metadata)` and `error(exception)`.
    #[wasm_bindgen(constructor, catch)]
    pub fn new(callbacks: &Object) -> Result<AudioEncoder, JsValue>;
    #[wasm_bindgen(static_method_of = AudioEncoder, js_name = isConfigSupported, catch)]
    pub fn is_config_supported(config: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn configure(this: &AudioEncoder, config: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn encode(this: &AudioEncoder, data: &AudioData) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn flush(this: &AudioEncoder) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn close(this: &AudioEncoder) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = encodeQueueSize)]
    pub fn encode_queue_size(this: &AudioEncoder) -> u32;

    pub type AudioDecoder;
    /// `callbacks`: `output(audio_data)` and `error(exception)`.
    #[wasm_bindgen(constructor, catch)]
    pub fn new(callbacks: &Object) -> Result<AudioDecoder, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn configure(this: &AudioDecoder, config: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn decode(this: &AudioDecoder, chunk: &JsValue) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn flush(this: &AudioDecoder) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub fn close(this: &AudioDecoder) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, js_name = decodeQueueSize)]
    pub fn decode_queue_size(this: &AudioDecoder) -> u32;

    pub type AudioData;
    #[wasm_bindgen(constructor, catch)]
    pub fn new(init: &Object) -> Result<AudioData, JsValue>;
    #[wasm_bindgen(method, getter, js_name = numberOfFrames)]
    pub fn number_of_frames(this: &AudioData) -> u32;
    #[wasm_bindgen(method, getter, js_name = numberOfChannels)]
    pub fn number_of_channels(this: &AudioData) -> u32;
    #[wasm_bindgen(method, js_name = copyTo, catch)]
    pub fn copy_to(this: &AudioData, plane: &js_sys::Float32Array, options: &Object) -> Result<(), JsValue>;
    /// Its memory is not the collector's: it is given back here.
    #[wasm_bindgen(method)]
    pub fn close(this: &AudioData);
}

/// All three are there. Browsers also hide them from pages without HTTPS.
#[must_use]
pub fn is_here() -> bool {
    let global = js_sys::global();
    ["AudioEncoder", "AudioDecoder", "AudioData"]
        .iter()
        .all(|name| Reflect::get(&global, &JsValue::from_str(name)).is_ok_and(|constructor| constructor.is_function()))
}

/// A plain object of these fields.
#[must_use]
pub fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // A fresh plain object refuses no field.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

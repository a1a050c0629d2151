//! A file into the artist's downloads.

use gloo::timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Safari still reads the address long after the press: revoked earlier, its download breaks.
const REVOKE_AFTER_MS: u32 = 40_000;

/// Of a master that we wrote, by its file's name.
#[must_use]
pub fn audio_type(name: &str) -> &'static str {
    if name.ends_with(".flac") { "audio/flac" } else { "audio/wav" }
}

/// `content`: a buffer or a string, whatever a blob is made of. `mime`: its media type.
pub fn save(content: &JsValue, mime: &str, name: &str) {
    if let Err(error) = try_save(content, mime, name) {
        leptos::logging::error!("testpress: download: {error:?}");
    }
}

fn try_save(content: &JsValue, mime: &str, name: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_blob_sequence_and_options(&Array::of1(content), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    Timeout::new(REVOKE_AFTER_MS, move || {
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

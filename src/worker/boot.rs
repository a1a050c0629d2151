//! The engine's files, fetched and checked once, kept for every worker that is ever started: also offline, also after a crash.
//!
//! Workers start from a blob: such a worker is bound by the page's own policy, and asks the network for nothing.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlMetaElement, Request, RequestCache, RequestInit, Response, Url, Worker};

/// Hands the compiled module to the glue. What goes wrong in a promise is an error like any other: the page hears of those.
const BOOTSTRAP: &str = "
self.onmessage = (e) => { self.onmessage = null; wasm_bindgen.initSync({ module: e.data.testpressModule }); };
self.onunhandledrejection = (e) => { setTimeout(() => { throw e.reason; }); };
";

/// Everything a worker starts from.
pub struct Engine {
    glue_url: String,
    module: JsValue,
}

impl Engine {
    /// Fetches glue and module as the page's `<meta name="testpress-worker">` names them, and compiles off the main thread.
    ///
    /// # Errors
    /// A description for the console.
    pub async fn load() -> Result<Self, JsValue> {
        let meta = meta()?;
        let glue = meta.content();
        let wasm = attribute(&meta, "data-wasm")?;
        let (glue_integrity, wasm_integrity) = (meta.get_attribute("data-integrity"), meta.get_attribute("data-wasm-integrity"));

        let glue_text = fetch(&glue, glue_integrity.as_deref()).await?.text()?;
        let bytes = fetch(&wasm, wasm_integrity.as_deref()).await?.array_buffer()?;
        let glue_text = JsFuture::from(glue_text).await?.as_string().unwrap_or_default();
        let bytes = Uint8Array::new(&JsFuture::from(bytes).await?);
        let module = JsFuture::from(js_sys::WebAssembly::compile(&bytes)).await?;

        let parts = Array::of2(&glue_text.into(), &BOOTSTRAP.into());
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
        Ok(Self { glue_url: Url::create_object_url_with_blob(&blob)?, module })
    }

    /// A fresh worker with the module on its way.
    ///
    /// # Errors
    /// If the browser refuses workers.
    pub fn start_worker(&self) -> Result<Worker, JsValue> {
        let worker = Worker::new(&self.glue_url)?;
        let first = Object::new();
        Reflect::set(&first, &"testpressModule".into(), &self.module)?;
        worker.post_message(&first)?;
        Ok(worker)
    }
}

fn meta() -> Result<HtmlMetaElement, JsValue> {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("meta[name='testpress-worker']").ok().flatten())
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| "the page names no worker".into())
}

fn attribute(meta: &HtmlMetaElement, name: &str) -> Result<String, JsValue> {
    meta.get_attribute(name).ok_or_else(|| format!("the page's worker has no {name}").into())
}

/// Once as the cache has it; if that is stale or damaged, once past the cache.
async fn fetch(url: &str, integrity: Option<&str>) -> Result<Response, JsValue> {
    match fetch_with(url, integrity, RequestCache::Default).await {
        Ok(response) => Ok(response),
        Err(_) => fetch_with(url, integrity, RequestCache::Reload).await,
    }
}

async fn fetch_with(url: &str, integrity: Option<&str>, cache: RequestCache) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let options = RequestInit::new();
    options.set_cache(cache);
    if let Some(integrity) = integrity {
        options.set_integrity(integrity);
    }
    let request = Request::new_with_str_and_init(url, &options)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()?;
    if response.ok() { Ok(response) } else { Err(format!("{url}: status {}", response.status()).into()) }
}

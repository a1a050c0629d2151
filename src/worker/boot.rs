//! The engine's files, fetched and checked once, kept for every worker that is ever started: also offline, also after a crash.
//!
//! The page asks for them before the app runs (public/boot.js): while one is put on the page, the other is on its way.
//!
//! Workers start from a blob: such a worker is bound by the page's own policy, and asks the network for nothing.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlMetaElement, Request, RequestCache, RequestInit, Response, Url, Worker};

/// Compiles in the worker, where nobody waits for an answer, and hands the module to the glue. What goes wrong in a promise is an
/// error like any other: the page hears of those.
const BOOTSTRAP: &str = "
self.onmessage = async (e) => {
  self.onmessage = null;
  self.testpressWarmUp = e.data.testpressWarmUp;
  const module = await WebAssembly.compile(await e.data.testpressModule.arrayBuffer());
  wasm_bindgen.initSync({ module });
};
self.onunhandledrejection = (e) => { setTimeout(() => { throw e.reason; }); };
";

/// Everything a worker starts from.
pub struct Engine {
    glue_url: String,
    /// Its bytes, held by the browser; `None` until they have come.
    module: Option<Blob>,
}

impl Engine {
    /// Takes the glue: enough for a worker to be started, which reads it while the module is still on its way.
    ///
    /// # Errors
    /// A description for the console.
    pub async fn load() -> Result<Self, JsValue> {
        let meta = meta()?;
        let glue = fetched("glue", &meta.content(), meta.get_attribute("data-integrity").as_deref()).await?;
        let glue = JsFuture::from(glue.text()?).await?.as_string().unwrap_or_default();

        let parts = Array::of2(&glue.into(), &BOOTSTRAP.into());
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
        Ok(Self { glue_url: Url::create_object_url_with_blob(&blob)?, module: None })
    }

    /// A fresh worker. It has the module, or waits to be given it.
    ///
    /// # Errors
    /// If the browser refuses workers.
    pub fn start_worker(&self) -> Result<Worker, JsValue> {
        let worker = Worker::new(&self.glue_url)?;
        if let Some(module) = &self.module {
            // Another one died; whatever of, it need not die of more than it is asked for.
            give(&worker, module, false)?;
        }
        Ok(worker)
    }

    /// Keeps the module for the workers to come, and gives it to the one that waits.
    ///
    /// # Errors
    /// If the message is refused.
    pub fn arrived(&mut self, module: Blob, waiting: Option<&Worker>) -> Result<(), JsValue> {
        let given = waiting.map_or(Ok(()), |worker| give(worker, &module, true));
        self.module = Some(module);
        given
    }
}

/// The module's bytes.
///
/// # Errors
/// A description for the console.
pub async fn module() -> Result<Blob, JsValue> {
    let meta = meta()?;
    let wasm = meta.get_attribute("data-wasm").ok_or("the page's worker has no data-wasm")?;
    let module = fetched("module", &wasm, meta.get_attribute("data-wasm-integrity").as_deref()).await?;
    JsFuture::from(module.blob()?).await?.dyn_into()
}

fn give(worker: &Worker, module: &Blob, warm_up: bool) -> Result<(), JsValue> {
    let first = Object::new();
    Reflect::set(&first, &"testpressModule".into(), module)?;
    Reflect::set(&first, &"testpressWarmUp".into(), &warm_up.into())?;
    worker.post_message(&first)
}

fn meta() -> Result<HtmlMetaElement, JsValue> {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("meta[name='testpress-worker']").ok().flatten())
        .and_then(|element| element.dyn_into().ok())
        .ok_or_else(|| "the page names no worker".into())
}

/// `part` as the page has asked for it; if that is stale or damaged, once more past the cache, as the page's
/// `<meta name="testpress-worker">` names it.
async fn fetched(part: &str, url: &str, integrity: Option<&str>) -> Result<Response, JsValue> {
    match asked_for(part).await {
        Some(response) => Ok(response),
        None => fetch_anew(url, integrity).await,
    }
}

async fn asked_for(part: &str) -> Option<Response> {
    let window = web_sys::window()?;
    let engine = Reflect::get(&window, &"testpressEngine".into()).ok()?;
    let asked: Promise = Reflect::get(&engine, &part.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(asked).await.ok()?.dyn_into().ok().filter(Response::ok)
}

async fn fetch_anew(url: &str, integrity: Option<&str>) -> Result<Response, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let options = RequestInit::new();
    options.set_cache(RequestCache::Reload);
    if let Some(integrity) = integrity {
        options.set_integrity(integrity);
    }
    let request = Request::new_with_str_and_init(url, &options)?;
    let response: Response = JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()?;
    if response.ok() { Ok(response) } else { Err(format!("{url}: status {}", response.status()).into()) }
}

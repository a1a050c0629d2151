//! The studio's own examples on the first screen. Their files are fetched before the visitor has chosen one: the one time that is allowed.

use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, File, RequestInit, Response};

use super::desk::Desk;
use super::folded::Folded;
use super::session::{Event, Session};
use crate::booking::Example;
use crate::words::{self, page};
use crate::worker::protocol::JobId;

/// The studio's list, and the way to ask for one of it. Copied into whatever offers one.
#[derive(Clone, Copy)]
pub struct Examples {
    desk: Desk,
    listed: Memo<Vec<Example>>,
    /// One can be asked for now.
    pub open: Memo<bool>,
    under_way: StoredValue<Option<(JobId, AbortController)>, LocalStorage>,
}

impl Examples {
    /// To be made by the component that shows them.
    #[must_use]
    pub fn of(desk: Desk) -> Self {
        let open = Memo::new(move |_| desk.session.with(Session::takes_examples));
        let listed = Memo::new(move |_| {
            let studio = desk.studio.read();
            studio.as_ref().and_then(|studio| studio.as_ref().ok()).map(|studio| studio.showcase.clone()).unwrap_or_default()
        });
        let under_way = StoredValue::new_local(None::<(JobId, AbortController)>);
        let awaited = Memo::new(move |_| desk.session.with(Session::fetching));
        Effect::new(move |_| {
            let awaited = awaited.get();
            // A file was chosen, or nobody waits any more: nothing may be on its way then.
            under_way.update_value(|under_way| {
                if let Some((_, controller)) = under_way.take_if(|(job, _)| Some(*job) != awaited) {
                    controller.abort();
                }
            });
        });
        Self { desk, listed, open, under_way }
    }

    /// The one whose mix has this file name.
    #[must_use]
    pub fn named(self, file_name: &str) -> Option<Example> {
        let is_it = |example: &&Example| words::example_file_name(&example.title, &example.mix) == file_name;
        self.listed.with(|listed| listed.iter().find(is_it).cloned())
    }

    /// Fetches mix and human master, and hands them over as files like any other.
    pub fn ask(self, example: Example) {
        let desk = self.desk;
        if !desk.session.with_untracked(Session::takes_examples) {
            return;
        }
        let Ok(controller) = AbortController::new() else { return };
        desk.tell(Event::ExampleAsked { title: example.title.clone() });
        let Some(job) = desk.session.with_untracked(Session::fetching) else { return };
        let signal = controller.signal();
        self.under_way.set_value(Some((job, controller)));
        spawn_local(async move {
            let fetched = fetch_both(&example, &signal).await;
            if desk.session.with_untracked(Session::fetching) != Some(job) {
                return;
            }
            match fetched.map(|files| desk.shelve(files.into())) {
                Ok(offers) => {
                    if let Ok([mix, human]) = <[_; 2]>::try_from(offers) {
                        // What the network took is not the page's time.
                        desk.pressed();
                        desk.tell(Event::ExampleFetched { job, mix, human });
                    }
                }
                Err(error) => {
                    leptos::logging::error!("testpress: showcase: {error:?}");
                    desk.tell(Event::ExampleMissing { job });
                }
            }
        });
    }
}

/// Both at once.
async fn fetch_both(example: &Example, signal: &AbortSignal) -> Result<[File; 2], JsValue> {
    let (mix, human) = (ask_for(&example.mix, signal)?, ask_for(&example.human_master, signal)?);
    let mix = file(mix, &example.mix, &words::example_file_name(&example.title, &example.mix)).await?;
    let name = words::human_master_file_name(&example.credit, &example.human_master);
    Ok([mix, file(human, &example.human_master, &name).await?])
}

fn ask_for(address: &str, signal: &AbortSignal) -> Result<JsFuture, JsValue> {
    let options = RequestInit::new();
    options.set_signal(Some(signal));
    let window = web_sys::window().ok_or("no window")?;
    Ok(JsFuture::from(window.fetch_with_str_and_init(address, &options)))
}

async fn file(answer: JsFuture, address: &str, name: &str) -> Result<File, JsValue> {
    let response: Response = answer.await?.dyn_into()?;
    if !response.ok() {
        return Err(format!("{address}: status {}", response.status()).into());
    }
    let blob = JsFuture::from(response.blob()?).await?;
    File::new_with_blob_sequence(&Array::of1(&blob), name)
}

/// Folded, so that the first screen stays short; nothing where the studio lists none.
#[component]
pub fn Showcase(examples: Examples) -> impl IntoView {
    let listed = examples.listed;
    let shown = Memo::new(move |_| examples.open.get() && listed.with(|listed| !listed.is_empty()));
    let entry = move |example: Example| {
        let offer = words::example_offer(&example.title, &example.artist);
        let (credit, permission) = (words::example_credit(&example.credit), example.permission.clone());
        view! {
            <li>
                <button type="button" class="button quiet example" on:click=move |_| examples.ask(example.clone())>{offer}</button>
                <p class="aside">{credit} " " {permission}</p>
            </li>
        }
    };
    view! {
        <Show when=move || shown.get()>
            <Folded id="showcase" class="showcase" summary=page::SHOWCASE.to_string()>
                <ul>{move || listed.get().into_iter().map(entry).collect_view()}</ul>
            </Folded>
        </Show>
    }
}

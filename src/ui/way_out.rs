//! The way out of the browser inside another app, offered before a file is chosen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::book::clipboard;
use super::in_app::{InApp, Phone, intent_link};
use crate::words::in_app;

#[component]
pub fn WayOut() -> impl IntoView {
    window().navigator().user_agent().ok().as_deref().and_then(InApp::of).map(|found| view! { <Offer found /> })
}

#[component]
fn Offer(found: InApp) -> impl IntoView {
    let address = window().location().href().unwrap_or_default();
    let link = intent_link(&address).filter(|_| found.phone == Phone::Android);
    let by_menu = link.is_none();
    let said = RwSignal::new(None::<&'static str>);
    let is_refused = move || said.get() == Some(in_app::ADDRESS_BY_HAND);
    let text = address.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let is_copied = match clipboard() {
                Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
                None => false,
            };
            said.try_set(Some(if is_copied { in_app::ADDRESS_COPIED } else { in_app::ADDRESS_BY_HAND }));
        });
    };
    view! {
        <aside id="way-out" class="notice way-out" aria-label=in_app::OPEN_OUTSIDE>
            <p>{in_app::in_app(found.app)}</p>
            {by_menu.then(|| view! { <p>{in_app::BY_THE_MENU}</p> })}
            <p class="notice-buttons">
                {link.map(|link| view! { <a id="open-outside" class="button primary" href=link>{in_app::OPEN_OUTSIDE}</a> })}
                <button type="button" id="copy-address" class="button" on:click=copy>{in_app::COPY_ADDRESS}</button>
            </p>
            <p class="aside" role="status">{said}</p>
            <Show when=is_refused>
                <input type="text" readonly=true aria-label=in_app::ADDRESS value=address.clone() />
            </Show>
        </aside>
    }
    .into_any()
}

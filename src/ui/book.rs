//! The way to a person: the studio, its services, and the ways to it, none above another. Everything from `studio.json`.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, Response};

use super::brief::{BriefPanel, Told};
use super::desk::Desk;
use super::folded::Folded;
use super::looks;
use super::order::OrderChoice;
use super::session::Event;
use crate::booking::{Studio, structured_data};
use crate::words::{self, page};

/// At page load, so that nothing is fetched once there is a song.
pub fn load_studio(desk: Desk) {
    spawn_local(async move {
        let studio = match fetch_text("studio.json").await.map(|text| Studio::read(&text)) {
            Ok(Ok(read)) => {
                read.warnings.iter().for_each(|warning| leptos::logging::warn!("testpress: {warning}"));
                refresh_structured_data(&read.studio);
                looks::put_on(&read.studio);
                Ok(read.studio)
            }
            Ok(Err(faults)) => {
                leptos::logging::error!("testpress: {faults}");
                Err(faults.email)
            }
            Err(error) => {
                leptos::logging::error!("testpress: studio.json: {error:?}");
                Err(None)
            }
        };
        desk.studio.set(Some(studio));
    });
}

/// The build wrote what `studio.json` said then.
fn refresh_structured_data(studio: &Studio) {
    if let Some(script) = document().get_element_by_id("structured-data") {
        script.set_text_content(Some(&structured_data(studio)));
    }
}

async fn fetch_text(url: &str) -> Result<String, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let response: Response = JsFuture::from(window.fetch_with_str(url)).await?.dyn_into()?;
    if !response.ok() {
        return Err(format!("status {}", response.status()).into());
    }
    JsFuture::from(response.text()?).await?.as_string().ok_or_else(|| "no text".into())
}

/// The studio's name at the head of the page.
#[component]
pub fn Letterhead(desk: Desk) -> impl IntoView {
    let studio = move || {
        desk.studio.get().and_then(Result::ok).map(|studio| {
            view! {
                <a class="letterhead-studio" href=studio.page.clone() target="_blank" rel="noreferrer">
                    {match studio.logo.clone() {
                        Some(logo) => view! { <img class="letterhead-logo" src=logo alt=studio.name.clone() /> }.into_any(),
                        None => studio.name.clone().into_any(),
                    }}
                </a>
                <span class="letterhead-place">{studio.location.clone()}</span>
            }
        })
    };
    view! { <p class="letterhead">{studio}</p> }
}

#[component]
pub fn Book(desk: Desk) -> impl IntoView {
    let offer = move || {
        desk.studio.get().map(|studio| match studio {
            Ok(studio) => view! {
                <Ways desk studio=studio.clone() />
                <Facts studio />
            }
            .into_any(),
            // What is left then: an address perhaps, and the brief.
            Err(email) => view! {
                <p id="no-studio" class="aside">{page::NO_STUDIO}</p>
                <Ways desk studio=Studio { email: email.unwrap_or_default(), ..Studio::default() } />
            }
            .into_any(),
        })
    };
    view! {
        <section id="book" class="book" aria-labelledby="book-title">
            <h2 id="book-title">{page::PERSON}</h2>
            <p>{page::PERSON_NOTE}</p>
            {offer}
            <p class="aside">{page::SELLERS}</p>
        </section>
    }
}

#[component]
fn Ways(desk: Desk, studio: Studio) -> impl IntoView {
    let has_order = !studio.services.is_empty();
    let has_email = !studio.email.is_empty();
    let has_form = studio.booking.form.is_some();
    let told = Told::new(desk, studio);
    let can_book = told.link.with_untracked(Option::is_some);
    let opened = move |_| desk.tell(Event::BookingOpened);
    let href = move || told.link.with(|link| link.as_ref().map(|link| link.link.clone()));
    // The text that was copied, and what is said of it while it is the one on the page.
    let copied = RwSignal::new(None::<(String, &'static str)>);
    let said = move || copied.with(|copied| copied.as_ref().filter(|(text, _)| told.says(text)).map(|(_, said)| *said));
    view! {
        {has_order.then(|| view! { <OrderChoice desk told /> })}
        <p class="book-links">
            {can_book
                .then(|| view! {
                    <a id="book-link" class="button primary" href=href target="_blank" rel="noreferrer" on:click=opened>{page::BOOK}</a>
                })}
            {has_email
                .then(|| view! {
                    <a
                        id="mail-link"
                        class="button primary"
                        href=move || told.letter.with(|letter| letter.link.clone())
                        rel="noreferrer"
                        on:click=opened
                    >
                        {page::WRITE}
                    </a>
                })}
            <button type="button" id="copy-brief" class="button primary" on:click=move |_| copy(told, copied)>{page::COPY_BRIEF}</button>
        </p>
        <p id="copied" class="aside" role="status">{said}</p>
        <BriefPanel desk told />
        {(can_book && !has_form).then(|| view! { <p class="aside">{page::BOOKING_IS_BARE}</p> })}
        // Below: what goes away must not move what was just pressed.
        <Show when=move || !told.is_seen() && (has_form || has_email)>
            <p class="aside">{if has_form { page::BRIEF_UNSEEN } else { page::LETTER_UNSEEN }}</p>
        </Show>
    }
    .into_any()
}

/// Into the clipboard, or else selected for the artist's own hands. What is copied is also shown.
fn copy(told: Told, copied: RwSignal<Option<(String, &'static str)>>) {
    let text = told.show();
    spawn_local(async move {
        let is_copied = match clipboard() {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        // The page may have gone on by then.
        copied.try_set(Some((text, if is_copied { page::COPIED } else { page::COPY_BY_HAND })));
        if !is_copied {
            told.select();
        }
    });
}

/// Not there where the page came over plain http.
pub fn clipboard() -> Option<Clipboard> {
    let navigator = web_sys::window()?.navigator();
    js_sys::Reflect::get(&navigator, &"clipboard".into()).ok()?.dyn_into().ok()
}

#[component]
fn Facts(studio: Studio) -> impl IntoView {
    let estimate = format!("{} {}", page::ESTIMATE, studio.vat);
    view! {
        <p class="aside">{estimate}</p>
        <Folded id="studio" class="fold" summary=page::ABOUT_STUDIO.to_string()>
            <Details studio=studio.clone() />
        </Folded>
    }
    .into_any()
}

#[component]
fn Details(studio: Studio) -> impl IntoView {
    let prices = studio.services.iter().map(|service| {
        view! {
            <li>
                <b>{words::price(service.price.into(), &studio.currency)}</b>
                <span>{words::service_line(service)}</span>
            </li>
        }
    });
    view! {
        <ul class="prices">{prices.collect_view()}</ul>
        <dl class="studio aside">
            <dt>{page::ENGINEER}</dt>
            <dd>{format!("{}, {}. {}.", studio.engineer, studio.name, studio.reach)}</dd>
            <dt>{page::CHAIN}</dt>
            <dd>{format!("{}. {}", studio.chain.join(", "), studio.about)}</dd>
            <dt>{page::CREDITS}</dt>
            <dd>{format!("{}. {}.", studio.credits.join(", "), studio.accreditation)}</dd>
        </dl>
    }
    .into_any()
}

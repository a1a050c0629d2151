//! The way to a person: the studio, its services, and two equal links. Everything from `studio.json`.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::desk::Desk;
use super::session::Event;
use crate::booking::{Studio, booking_link, lines_that_fit, mail_link};
use crate::words::{self, page};

/// At page load, so that nothing is fetched once there is a song.
pub fn load_studio(desk: Desk) {
    spawn_local(async move {
        let read = match fetch_text("studio.json").await {
            Ok(text) => Studio::read(&text).map_err(|faults| faults.to_string()),
            Err(error) => Err(format!("studio.json: {error:?}")),
        };
        if let Ok(read) = &read {
            read.warnings.iter().for_each(|warning| leptos::logging::warn!("testpress: {warning}"));
        }
        let studio = read.map(|read| read.studio);
        desk.studio.set(Some(studio.map_err(|error| leptos::logging::error!("testpress: {error}"))));
    });
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
                <a class="letterhead-studio" href=studio.page.clone() target="_blank" rel="noreferrer">{studio.name.clone()}</a>
                <span class="letterhead-place">{studio.location.clone()}</span>
            }
        })
    };
    view! { <p class="letterhead">{studio}</p> }
}

#[component]
pub fn Book(desk: Desk) -> impl IntoView {
    view! {
        <section id="book" class="book" aria-labelledby="book-title">
            <h2 id="book-title">{page::PERSON}</h2>
            <p>{page::PERSON_NOTE}</p>
            {move || match desk.studio.get() {
                None => None,
                Some(Err(())) => Some(view! { <p class="aside">{page::NO_STUDIO}</p> }.into_any()),
                Some(Ok(studio)) => Some(view! { <Offer desk studio /> }.into_any()),
            }}
            <p class="aside">{page::SELLERS}</p>
        </section>
    }
}

#[component]
fn Offer(desk: Desk, studio: Studio) -> impl IntoView {
    let song = Memo::new(move |_| desk.session.with(|s| s.song.as_ref().map(|song| song.name.clone())));
    let notes = Memo::new(move |_| desk.session.with(|s| s.listening_notes()));
    let adds = Memo::new(move |_| desk.session.with(|s| s.listening.notes_in_letter));
    let link = booking_link(&studio);
    // A letter that opens by a link has only so much room: what is listed is what goes.
    let room = {
        let studio = studio.clone();
        Memo::new(move |_| {
            let (subject, body) =
                song.with(|name| (words::mail_subject(name.as_deref()), words::mail_body(name.as_deref(), &[String::new()])));
            notes.with(|notes| lines_that_fit(&studio, &subject, &body, notes))
        })
    };
    let added = Memo::new(move |_| {
        let all = if adds.get() { notes.get() } else { Vec::new() };
        all.into_iter().take(room.get()).collect::<Vec<_>>()
    });
    let left_out = move || notes.with(Vec::len) - room.get();
    let letter = {
        let studio = studio.clone();
        move || {
            let (subject, body) =
                song.with(|name| (words::mail_subject(name.as_deref()), words::mail_body(name.as_deref(), &added.get())));
            mail_link(&studio, &subject, &body)
        }
    };
    let opened = move |_| desk.tell(Event::BookingOpened);
    let prices = studio.services.iter().map(|service| {
        view! {
            <li>
                <b>{words::price(service.price.into(), &studio.currency)}</b>
                <span>{words::service_line(service)}</span>
            </li>
        }
    });
    view! {
        <p class="book-links">
            <a id="book-link" class="button primary" href=link target="_blank" rel="noreferrer" on:click=opened>{page::BOOK}</a>
            <a id="mail-link" class="button primary" href=letter rel="noreferrer" on:click=opened>{page::WRITE}</a>
        </p>
        <Show when=move || notes.with(|notes| !notes.is_empty())>
            <label class="tick">
                <input
                    type="checkbox"
                    id="notes-in-letter"
                    prop:checked=move || adds.get()
                    on:change=move |event| desk.tell(Event::NotesInLetterSet(event_target_checked(&event)))
                />
                <span>{page::NOTES_IN_LETTER}</span>
            </label>
            <Show when=move || adds.get()>
                <ul id="letter-notes" class="aside">
                    {move || added.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
                </ul>
                <Show when=move || { left_out() > 0 }>
                    <p class="aside">{move || words::notes_left_out(left_out())}</p>
                </Show>
            </Show>
        </Show>
        <ul class="prices">{prices.collect_view()}</ul>
        <p class="aside">{page::ESTIMATE} " " {studio.vat.clone()}</p>
        <dl class="studio aside">
            <dt>{page::ENGINEER}</dt>
            <dd>{format!("{}, {}. {}.", studio.engineer, studio.name, studio.reach)}</dd>
            <dt>{page::CHAIN}</dt>
            <dd>{format!("{}. {}", studio.chain.join(", "), studio.about)}</dd>
            <dt>{page::CREDITS}</dt>
            <dd>{format!("{}. {}.", studio.credits.join(", "), studio.accreditation)}</dd>
        </dl>
    }
}

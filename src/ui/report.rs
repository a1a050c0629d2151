//! The engineer's report, to take away: one file to read, one for programs.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{Event, ReportAsk, ReportForm};
use crate::words::report::{NOTE, SAVE_HTML, SAVE_JSON, TITLE};

#[component]
pub fn Report(desk: Desk) -> impl IntoView {
    let there = Memo::new(move |_| desk.session.with(|s| s.master.is_some()));
    let save = move |form| {
        let studio = desk.studio.with_untracked(|studio| studio.as_ref().and_then(|studio| studio.as_ref().ok()).cloned());
        let wished_headroom_db = studio.as_ref().and_then(|studio| studio.headroom_db);
        let ask = ReportAsk { form, date: today(), studio: studio.map(|studio| studio.name), wished_headroom_db };
        desk.tell(Event::ReportAsked(Box::new(ask)));
    };
    let button = move |id, form, label| {
        view! {
            <button type="button" id=id class="button" disabled=move || !there.get() on:click=move |_| save(form)>
                {label}
            </button>
        }
    };
    view! {
        <section id="report" class="report" aria-labelledby="report-title">
            <h3 id="report-title">{TITLE}</h3>
            <p>{NOTE}</p>
            <p class="report-links">
                {button("report-html", ReportForm::Html, SAVE_HTML)}
                {button("report-json", ReportForm::Json, SAVE_JSON)}
            </p>
        </section>
    }
}

/// In the artist's own time zone, and unlike 04/05/2026 the same day for everybody.
fn today() -> String {
    let options = js_sys::Object::new();
    for (part, form) in [("day", "numeric"), ("month", "long"), ("year", "numeric")] {
        // Only a frozen object refuses a property.
        let _ = js_sys::Reflect::set(&options, &part.into(), &form.into());
    }
    String::from(js_sys::Date::new_0().to_locale_date_string("en-GB", &options))
}

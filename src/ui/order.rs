//! The order: which service, made on what, for how many tracks, and what that costs.

use leptos::prelude::*;

use super::brief::{Told, edit};
use super::desk::Desk;
use super::typing::Typing;
use crate::booking::{MOST_TRACKS, Order};
use crate::words::{self, page};

#[component]
pub fn OrderChoice(desk: Desk, told: Told) -> impl IntoView {
    let studio = told.studio;
    let order = Memo::new(move |_| told.brief.with(|brief| brief.order.clone()));
    let change = move |change: &dyn Fn(Order) -> Order| {
        let now = order.get_untracked();
        edit(desk, |brief| brief.order = now.map(change));
    };
    let set_service = move |event| {
        let kind = event_target_value(&event);
        change(&|order| studio.with_value(|studio| order.of_kind(&kind, studio)));
    };
    let set_medium = move |event| {
        let medium = event_target_value(&event);
        change(&|order| Order { medium: medium.clone(), ..order });
    };
    let service = Memo::new(move |_| order.with(|order| order.as_ref().map_or_else(String::new, |order| order.service.clone())));
    let medium = Memo::new(move |_| order.with(|order| order.as_ref().map_or_else(String::new, |order| order.medium.clone())));
    let tracks = Memo::new(move |_| order.with(|order| order.as_ref().map(|order| order.tracks).filter(|tracks| *tracks > 0)));
    let typing = Typing::new(move || tracks.get().map_or_else(String::new, |tracks| tracks.to_string()));
    let set_tracks = move |event| {
        typing.begins();
        // What is no number of tracks has no price, and the page says so.
        let tracks = event_target_value(&event).trim().parse().unwrap_or(0);
        change(&|order| Order { tracks, ..order });
    };
    let price = move || {
        order.with(|order| {
            let order = order.as_ref()?;
            Some(studio.with_value(|studio| match order.estimate(studio) {
                Ok(found) => words::estimate(&found),
                Err(error) => words::no_estimate(&error),
            }))
        })
    };
    let kinds = move || studio.with_value(|studio| listed(studio.kinds(), &service.get()));
    let media = move || studio.with_value(|studio| listed(studio.media(&service.get()), &medium.get()));
    view! {
        <div id="order" class="order" role="group" aria-label=page::ORDER>
            <label>
                <span>{page::SERVICE}</span>
                <select id="order-service" on:change=set_service>{move || options(kinds(), &service.get())}</select>
            </label>
            <label>
                <span>{page::MEDIUM}</span>
                <select id="order-medium" on:change=set_medium>{move || options(media(), &medium.get())}</select>
            </label>
            <label>
                <span>{page::TRACKS}</span>
                <input
                    type="number"
                    id="order-tracks"
                    min="1"
                    max=MOST_TRACKS
                    step="1"
                    node_ref=typing.field
                    on:input=set_tracks
                    on:change=move |_| typing.ends()
                    on:blur=move |_| typing.ends()
                />
            </label>
        </div>
        <p id="price" class="price" aria-live="polite">{price}</p>
    }
    .into_any()
}

/// What the studio lists, and what was chosen of an earlier list: the price's sentence asks to choose anew.
fn listed(names: Vec<&str>, chosen: &str) -> Vec<String> {
    let earlier = (!names.contains(&chosen)).then_some(chosen);
    names.iter().copied().chain(earlier).map(str::to_owned).collect()
}

fn options(names: Vec<String>, chosen: &str) -> impl IntoView + use<> {
    let option = |name: String| {
        let selected = name == chosen;
        view! { <option value=name.clone() prop:selected=selected>{name.clone()}</option> }
    };
    names.into_iter().map(option).collect_view()
}

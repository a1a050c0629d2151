//! Everything that changed, line by line, and the places where it is heard best.

use leptos::prelude::*;

use super::desk::Desk;
use super::folded::Folded;
use super::session::Event;
use crate::compare::{ChangeMoment, Difference, Hear, Listen, lines};
use crate::words::{self, understand};

#[component]
pub fn ChangeLines(desk: Desk) -> impl IntoView {
    view! {
        <Folded id="change-lines" class="fold" summary=understand::LINES.to_string()>
            <Moments desk />
            <h3>{understand::ALL_CHANGES}</h3>
            <Lines desk />
        </Folded>
    }
}

#[component]
fn Lines(desk: Desk) -> impl IntoView {
    let said = Memo::new(move |_| {
        desk.session.with(|s| {
            let Some(master) = &s.master else { return Vec::new() };
            let line = |line| (words::change_line(&line, &master.plan), line.hear);
            lines(&master.comparison, &master.plan).into_iter().map(line).collect()
        })
    });
    let line = move |(said, hear): (words::ChangeSaid, Option<Hear>)| {
        let label = said.hear.unwrap_or_default();
        let button = hear.map(|hear| view! { <HearButton desk hear label /> });
        view! {
            <li class="change-line">
                <p class="change-said">{said.said}</p>
                <p>{said.means}</p>
                <p class="aside">{understand::WHY} {said.why}</p>
                <p class="aside">{said.detail}</p>
                {button}
            </li>
        }
    };
    view! {
        <ul class="change-list">{move || said.get().into_iter().map(line).collect_view()}</ul>
        <Show when=move || said.with(Vec::is_empty)>
            <p>{words::NOTHING_CHANGED}</p>
        </Show>
    }
}

#[component]
fn Moments(desk: Desk) -> impl IntoView {
    let moments = Memo::new(move |_| desk.session.with(|s| s.master.as_ref().map(|m| m.moments.clone()).unwrap_or_default()));
    let any = Memo::new(move |_| moments.with(|moments| !moments.is_empty()));
    let row = move |moment: ChangeMoment| {
        let is_level = matches!(moment.what, Difference::Quiet { .. });
        let listen = if is_level { Listen::SwitchAtRealLevels } else { Listen::Switch };
        let hear = Hear { from_s: moment.from_s, to_s: moment.to_s, listen };
        let label = understand::stretch(moment.from_s, moment.to_s);
        view! {
            <li class="change-moment">
                <HearButton desk hear label />
                <span>{words::change_moment(&moment)} {is_level.then(|| format!(" {}", words::AT_REAL_LEVELS))}</span>
            </li>
        }
    };
    view! {
        <h3>{understand::MOMENTS}</h3>
        <p class="aside">{move || if any.get() { understand::MOMENTS_NOTE } else { understand::NO_MOMENTS }}</p>
        <ul id="change-moments" class="change-list">{move || moments.get().into_iter().map(row).collect_view()}</ul>
    }
}

/// Plays there, over and over.
#[component]
fn HearButton(desk: Desk, hear: Hear, label: String) -> impl IntoView {
    let playable = Memo::new(move |_| desk.session.with(|s| s.can_hear_change()));
    view! {
        <button type="button" class="tool hear-change" disabled=move || !playable.get() on:click=move |_| desk.tell(Event::ChangeHeard(hear))>
            {label}
        </button>
    }
}

//! What sets the mix apart, what the master keeps of it, and the question whether it is meant.

use leptos::prelude::*;

use super::desk::Desk;
use super::folded::Folded;
use super::session::Event;
use crate::words::{self, understand};

/// What is unusual and was moved: is it meant? One question at a time, and the answers given.
#[component]
pub fn Unusual(desk: Desk) -> impl IntoView {
    let asked = Memo::new(move |_| {
        desk.session.with(|s| {
            let Some(style) = s.master.as_ref().map(|master| master.plan.style.id) else { return Vec::new() };
            let mut open = 0;
            let all = s.asked_about().into_iter().filter(|(_, answer)| {
                open += usize::from(answer.is_none());
                answer.is_some() || open == 1
            });
            all.map(|(t, answer)| (words::character_question(&t, style), answer)).collect::<Vec<_>>()
        })
    });
    let row = move |(question, answer): (words::Question, Option<bool>)| {
        let dimension = question.dimension;
        let say = move |answer| move |_| desk.tell(Event::MeantSaid { dimension, answer });
        let button = move |id: &'static str, label: &'static str, answer| {
            view! {
                <button type="button" class=format!("tool {id}") disabled=move || !desk.takes_wishes() on:click=say(answer)>{label}</button>
            }
        };
        view! {
            <li class="unusual">
                {match answer {
                    None => view! {
                        <p><b>{question.asked}</b> " " {question.found}</p>
                        <p class="aside">{question.then}</p>
                        <p class="tool-group">
                            {button("meant", understand::MEANT, Some(true))}
                            {button("not-meant", understand::NOT_MEANT, Some(false))}
                        </p>
                    }.into_any(),
                    Some(meant) => view! {
                        <p class="tool-group">
                            <span>{words::meant_said(dimension, meant)}</span>
                            {button("take-back", understand::TAKE_BACK, None)}
                        </p>
                    }.into_any(),
                }}
            </li>
        }
    };
    view! {
        <Show when=move || asked.with(|asked| !asked.is_empty())>
            <ul id="unusual" class="unusual-list">{move || asked.get().into_iter().map(row).collect_view()}</ul>
        </Show>
    }
}

#[component]
pub fn CharacterFold(desk: Desk) -> impl IntoView {
    view! {
        <Folded id="character" class="fold" summary=understand::CHARACTER.to_string()>
            <Body desk />
        </Folded>
    }
}

#[component]
fn Body(desk: Desk) -> impl IntoView {
    let character = Memo::new(move |_| desk.session.with(|s| s.character()));
    view! {
        {move || match character.get() {
            None => view! { <p>{understand::NO_CHARACTER}</p> }.into_any(),
            Some(character) => view! {
                <p>{words::character_summary(&character)}</p>
                <ul class="change-list aside">
                    {character.traits.iter().map(|t| view! { <li>{words::character_trait(t)}</li> }).collect_view()}
                </ul>
                <details>
                    <summary>{understand::METHOD}</summary>
                    <p class="aside">{words::character_method(character.style)}</p>
                </details>
            }.into_any(),
        }}
    }
}

//! Is the automatic master enough, or are there reasons to ask a person? What the song is for decides first.

use leptos::prelude::*;

use super::desk::Desk;
use super::folded::Folded;
use super::session::Event;
use crate::advice::{Purpose, Question, Weighs};
use crate::words::{self, understand};

#[component]
pub fn VerdictCard(desk: Desk) -> impl IntoView {
    let verdict = Memo::new(move |_| {
        let headroom_db = desk.wished_headroom_db();
        desk.session.with(|s| s.verdict(headroom_db)).map(|verdict| words::verdict_said(&verdict))
    });
    let purpose = Memo::new(move |_| desk.session.with(|s| s.answers.purpose));
    let choice = move |choice: Purpose| {
        let pressed = move || purpose.get() == Some(choice);
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if pressed() { "true" } else { "false" }
                on:click=move |_| desk.tell(Event::PurposeSaid((!pressed()).then_some(choice)))
            >
                {words::purpose_name(choice)}
            </button>
        }
    };
    view! {
        <section id="verdict" class="verdict" aria-labelledby="verdict-title">
            <h2 id="verdict-title">{understand::VERDICT}</h2>
            <div class="chips" role="group" aria-labelledby="verdict-purpose">
                <p id="verdict-purpose">{words::PURPOSE_QUESTION}</p>
                {Purpose::ALL.into_iter().map(choice).collect_view()}
            </div>
            <div id="advice" aria-live="polite">
                {move || verdict.get().map(|said| view! {
                    <p class="verdict-headline">{said.headline}</p>
                    <p>{said.meaning}</p>
                    <p>{said.note}</p>
                })}
            </div>
            <Folded id="questions" class="fold" summary=understand::QUESTIONS.to_string()>
                <p class="aside">{words::SKIP_NOTE}</p>
                <ul class="change-list">{Question::ALL.into_iter().map(|question| view! { <Asked desk question /> }).collect_view()}</ul>
            </Folded>
            <Folded id="reasons" class="fold" summary=understand::REASONS.to_string()>
                {move || verdict.get().map(|said| {
                    [Weighs::For, Weighs::Against, Weighs::Aside].map(|weighs| {
                        let reasons: Vec<_> = said.reasons.iter().filter(|reason| reason.weighs == weighs).cloned().collect();
                        (!reasons.is_empty()).then(|| view! {
                            <h3>{words::weighs_heading(weighs)}</h3>
                            <ul class="change-list">
                                {reasons.into_iter().map(|reason| view! {
                                    <li>{reason.text} {reason.mark.map(|mark| view! { " " <b>{mark}</b> })}</li>
                                }).collect_view()}
                            </ul>
                        })
                    }).collect_view()
                })}
            </Folded>
        </section>
    }
}

/// Yes, no, or neither.
#[component]
fn Asked(desk: Desk, question: Question) -> impl IntoView {
    let answered = Memo::new(move |_| desk.session.with(|s| s.answers.to(question)));
    let choice = move |choice: Option<bool>| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if answered.get() == choice { "true" } else { "false" }
                on:click=move |_| desk.tell(Event::QuestionAnswered { question, answer: choice })
            >
                {words::answer(choice)}
            </button>
        }
    };
    let id = format!("question-{question:?}").to_lowercase();
    view! {
        <li class="asked">
            <p id=id.clone()>{words::question(question)}</p>
            <div class="chips" role="group" aria-labelledby=id>{[Some(true), Some(false), None].map(choice).collect_view()}</div>
        </li>
    }
}

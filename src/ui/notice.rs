//! What went wrong: what was found, and what to do.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{Engine, Event, Phase, Refusal, Sound};
use crate::words::{self, Notice};

#[derive(Clone, PartialEq)]
struct Shown {
    notice: Notice,
    can_retry: bool,
    can_close: bool,
}

#[component]
pub fn Notices(desk: Desk) -> impl IntoView {
    let shown = Memo::new(move |_| {
        desk.session.with(|s| {
            let of = |notice, can_retry, can_close| Some(Shown { notice, can_retry, can_close });
            match (&s.engine, &s.phase, s.sound) {
                (Engine::Missing { outdated }, ..) => of(words::engine_notice(*outdated), false, false),
                (_, Phase::Refused { refusal: Refusal::NoFile }, _) => of(words::no_file_notice(), false, true),
                (_, Phase::Refused { refusal: Refusal::Full }, _) => of(words::full_notice(), false, true),
                (_, Phase::Refused { refusal: Refusal::NoRoom }, _) => of(words::no_room_notice(), false, true),
                (_, Phase::Refused { refusal: Refusal::NoExample { title } }, _) => {
                    of(words::no_example_notice(title), false, true)
                }
                (_, Phase::Refused { refusal: Refusal::Fault { fault, name, .. } }, _) => {
                    of(words::fault_notice(fault, name), Refusal::can_be_retried(fault), true)
                }
                (_, _, Sound::Blocked) => of(words::no_sound_notice(), false, true),
                _ => None,
            }
        })
    });
    let retry = move |_| {
        desk.pressed();
        desk.tell(Event::Retried);
    };
    // The region is there before its words, or screen readers don't announce them.
    view! {
        <div role="alert" class="notices">
            {move || {
                shown.get().map(|Shown { notice, can_retry, can_close }| {
                    view! {
                        <div id="notice" class="notice">
                            <p class="notice-found">{notice.found}</p>
                            <p>{notice.to_do}</p>
                            <p class="notice-buttons">
                                {can_retry.then(|| view! {
                                    <button type="button" id="retry" class="button" on:click=retry>
                                        {words::page::TRY_AGAIN}
                                    </button>
                                })}
                                {can_close.then(|| view! {
                                    <button type="button" id="close-notice" class="button quiet" on:click=move |_| desk.tell(Event::Dismissed)>
                                        {words::page::CLOSE}
                                    </button>
                                })}
                            </p>
                        </div>
                    }
                })
            }}
        </div>
    }
}

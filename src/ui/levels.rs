//! For engineers: at which levels the versions play.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{Event, Levels};
use crate::compare::platforms::Platform;
use crate::words::{self, page};

/// The choices in the order of the list; each goes by its place.
fn choices() -> Vec<Levels> {
    [Levels::Matched, Levels::Real].into_iter().chain(Platform::ALL.map(Levels::On)).collect()
}

#[component]
pub fn LevelChoice(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let levels = Memo::new(move |_| session.with(|s| s.listening.levels));
    let offsets = Memo::new(move |_| {
        session.with(|s| {
            let levels = s.levels_db();
            let named = levels.iter().filter_map(|(id, db)| Some((words::voice_name(s.voice_by_id(*id)?), *db)));
            words::tempered(&named.collect::<Vec<_>>())
        })
    });
    let choose = move |event| {
        let index = event_target_value(&event).parse::<usize>().ok();
        if let Some(levels) = index.and_then(|index| choices().get(index).copied()) {
            desk.tell(Event::LevelsChosen(levels));
        }
    };
    let option = move |(index, choice): (usize, Levels)| {
        let name = match choice {
            Levels::Matched => page::LEVELS_MATCHED.into(),
            Levels::Real => page::LEVELS_REAL.into(),
            Levels::On(platform) => words::levels_on(platform),
        };
        view! { <option value=index.to_string() prop:selected=move || levels.get() == choice>{name}</option> }
    };
    view! {
        <p class="level-choice">
            <label for="levels">{page::LEVELS}</label>
            <select id="levels" aria-describedby="match-offset" on:change=choose>
                {choices().into_iter().enumerate().map(option).collect_view()}
            </select>
        </p>
        <p id="match-offset" class="figure-line">{move || offsets.get()}</p>
    }
}

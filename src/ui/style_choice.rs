//! Which kind of record the master is measured against.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::Event;
use crate::mastering::StyleId;
use crate::mastering::plan::ChosenBy;
use crate::words::{self, page};

#[component]
pub fn StyleChoice(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let asked = Memo::new(move |_| session.with(|s| s.controls.style));
    // What nearness found stays on the list after the artist has chosen otherwise.
    let nearest = Memo::new(move |earlier: Option<&Option<StyleId>>| {
        session.with(|s| match &s.master {
            Some(master) if master.plan.style.chosen_by == ChosenBy::Nearness => Some(master.plan.style.id),
            Some(_) => earlier.copied().flatten(),
            None => None,
        })
    });
    let change = move |event| {
        let value = event_target_value(&event);
        let style = value.parse().ok().and_then(|index: usize| StyleId::ALL.get(index).copied());
        desk.pressed();
        desk.tell(Event::StyleChosen(style));
    };
    let options = StyleId::ALL.into_iter().enumerate().map(move |(index, id)| {
        view! {
            <option value=index.to_string() prop:selected=move || asked.get() == Some(id)>
                {words::style_label(id)}
            </option>
        }
    });
    view! {
        <div class="style-choice">
            <label for="style">{page::STYLE}</label>
            <select id="style" on:change=change disabled=move || !desk.takes_wishes()>
                <option value="nearest" prop:selected=move || asked.get().is_none()>
                    {move || words::style_nearest(nearest.get())}
                </option>
                {options.collect_view()}
            </select>
        </div>
    }
}

//! Is the mix ready for mastering? What was found, why it matters, and what to do.

use leptos::prelude::*;

use super::desk::Desk;
use super::folded::Folded;
use crate::advice::{ReadinessItem, ReadinessResult};
use crate::words::{self, understand};

#[component]
pub fn Readiness(desk: Desk) -> impl IntoView {
    let items = Memo::new(move |_| {
        let headroom_db = desk.wished_headroom_db();
        desk.session.with(|s| s.readiness(headroom_db))
    });
    let summary =
        Signal::derive(move || format!("{} {}", understand::READY, items.with(|items| words::readiness_summary(items))));
    view! {
        <Folded id="readiness" class="fold" summary>
            <ul class="change-list">{move || items.get().iter().map(row).collect_view()}</ul>
        </Folded>
    }
}

fn row(item: &ReadinessItem) -> impl IntoView + use<> {
    let said = words::readiness_said(item);
    let class = match item.result {
        ReadinessResult::Pass => "check",
        ReadinessResult::Advise => "check check-advise",
        ReadinessResult::Fix => "check check-fix",
    };
    let to_do = (item.result != ReadinessResult::Pass).then(|| {
        view! {
            <p>{said.why}</p>
            <p>{said.fix.map(|fix| format!("{}{fix}", understand::TO_DO))}</p>
        }
    });
    view! {
        <li class=class>
            <p><b>{said.name}</b>" "<span class="check-result">{said.result}</span></p>
            <p>{said.found}</p>
            {to_do}
        </li>
    }
}

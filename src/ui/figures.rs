//! Four figures, before and after, in one glance.

use leptos::prelude::*;

use super::desk::Desk;
use crate::compare::Role;
use crate::words::{self, Figure, page};

#[component]
pub fn Figures(desk: Desk) -> impl IntoView {
    let figures = Memo::new(move |_| {
        desk.session.with(|s| {
            let after = s.voice(Role::Automatic).map(|v| &v.measurements);
            s.voice(Role::Original).map(|v| words::figures(&v.measurements, after).to_vec())
        })
    });
    view! {
        <section id="figures" class="figures" aria-labelledby="figures-title">
            <h3 id="figures-title">{page::BEFORE_AFTER}</h3>
            <table>
                <thead class="visually-hidden">
                    <tr>
                        <th scope="col">{page::BEFORE_AFTER}</th>
                        <th scope="col">{page::BEFORE}</th>
                        <th scope="col">{page::AFTER}</th>
                    </tr>
                </thead>
                <tbody>{move || figures.get().unwrap_or_default().into_iter().map(row).collect_view()}</tbody>
            </table>
        </section>
    }
}

fn row(figure: Figure) -> impl IntoView {
    view! {
        <tr data-figure=figure.key>
            <th scope="row">
                {figure.label}
                <small>{figure.meaning}</small>
            </th>
            <td class="before">{figure.before}</td>
            <td class="after">
                <span class="arrow" aria-hidden="true">"→"</span>
                <b>{figure.after.unwrap_or_else(|| "…".into())}</b>
                <span class="unit">{figure.unit}</span>
            </td>
        </tr>
    }
}

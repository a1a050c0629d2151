//! A disclosure whose inside is made when it is first opened: most never are, and the page is busy enough when a song arrives.

use leptos::prelude::*;

#[component]
pub fn Folded(
    id: &'static str,
    class: &'static str,
    /// What can be read while it is closed.
    #[prop(into)]
    summary: Signal<String>,
    children: ChildrenFn,
) -> impl IntoView {
    let wanted = RwSignal::new(false);
    view! {
        <details id=id class=class on:toggle=move |_| wanted.set(true)>
            <summary on:click=move |_| wanted.set(true)>{move || summary.get()}</summary>
            <Show when=move || wanted.get()>{children()}</Show>
        </details>
    }
}

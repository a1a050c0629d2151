//! The keyboard never falls off the page: where what had the focus goes or is switched off, the nearest thing that is left gets it.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, FocusEvent, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit};

/// What Tab stops at.
const STOPS: &str = "a[href], button:not(:disabled), input:not(:disabled):not([hidden]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']";

/// These come and go by themselves: from them the keyboard goes back to where it was.
const VISITORS: &str = ".notices, .progress.floating";

/// Where it goes on when nothing is left around: the first of these that is there.
const RESORTS: [&str; 6] =
    ["#progress:not(.floating)", "#chooser-title", "#blind-question", "#song-name", "#choose", "#progress"];

/// What has the keyboard, all that it stands in from the inside out, and what had it before a visitor came.
#[derive(Clone)]
struct Held {
    element: Element,
    around: Vec<Element>,
    before: Option<Element>,
}

pub fn keep_focus() {
    let held = StoredValue::new_local(None::<Held>);
    window_event_listener(ev::focusin, move |event: FocusEvent| {
        if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            let from = event.related_target().and_then(|from| from.dyn_into::<Element>().ok());
            held.update_value(|held| *held = Some(Held::of(element, from, held.take())));
        }
    });
    // A hand that presses beside everything lets go; one that presses something gives it the focus right after this.
    window_event_listener(ev::pointerdown, move |_| held.set_value(None));

    let due = StoredValue::new(false);
    let changed = Closure::<dyn FnMut()>::new(move || {
        let lost = held.with_value(Option::is_some) && is_nowhere();
        if lost && due.try_update_value(|due| std::mem::replace(due, true)) == Some(false) {
            // In the next frame: focusing now would lay the new page out within this task, and what is made may have its own wish.
            request_animation_frame(move || {
                due.set_value(false);
                if is_nowhere()
                    && let Some(next) = held.get_value().and_then(|held| held.next())
                {
                    focus(&next);
                }
            });
        }
    });
    let what = MutationObserverInit::new();
    what.set_child_list(true);
    what.set_subtree(true);
    what.set_attribute_filter(&js_sys::Array::of1(&"disabled".into()));
    if let (Ok(observer), Some(body)) = (MutationObserver::new(changed.as_ref().unchecked_ref()), document().body()) {
        // Only options that contradict each other are refused.
        let _ = observer.observe_with_options(&body, &what);
    }
    // It watches for as long as the page is there.
    changed.forget();
}

impl Held {
    fn of(element: Element, from: Option<Element>, earlier: Option<Self>) -> Self {
        let visitor = |element: &Element| element.closest(VISITORS).ok().flatten();
        let before = match (visitor(&element), from.as_ref().and_then(visitor)) {
            (None, _) => None,
            (Some(_), None) => from,
            (Some(_), Some(_)) => earlier.and_then(|earlier| earlier.before),
        };
        let around = std::iter::successors(element.parent_element(), |element| element.parent_element())
            .take_while(|element| !matches!(element.tag_name().as_str(), "MAIN" | "BODY"))
            .collect();
        Self { element, around, before }
    }

    fn next(self) -> Option<Element> {
        let near = self.around.iter().filter(|around| around.is_connected()).find_map(|around| {
            let stops = around.query_selector_all(STOPS).ok()?;
            (0..stops.length()).filter_map(|index| stops.get(index)?.dyn_into::<Element>().ok()).find(is_usable)
        });
        // It may only have been moved.
        let itself = Some(self.element).filter(is_usable);
        let before = self.before.filter(is_usable);
        itself
            .or(before)
            .or(near)
            .or_else(|| RESORTS.into_iter().find_map(|resort| document().query_selector(resort).ok().flatten()))
    }
}

/// On the page, drawn, and not switched off.
fn is_usable(element: &Element) -> bool {
    element.is_connected() && !element.matches(":disabled").unwrap_or(true) && element.get_client_rects().length() > 0
}

fn is_nowhere() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Without moving the page under the eyes: the next Tab does that.
fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that can't take it leaves the focus where it is.
        let _ = element.focus_with_options(&options);
    }
}

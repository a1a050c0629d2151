//! The page inside a frame: it tells the page around it its height and its events, and keeps what floats where it is seen.
//!
//! Told is only who `studio.json` lists under `embed.origins`, or a page of our own origin; the browser hands a message to no other.
//! Nothing is taken from anyone: the page listens to no message.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Interval;
use js_sys::{Array, Object, Reflect};
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, HtmlElement, IntersectionObserver, IntersectionObserverEntry, ResizeObserver, Window};

use super::desk::Desk;
use super::signals;

/// What may be told of an event's detail. Figures that would tell one song from another stay inside.
const TOLD: [&str; 3] = ["demo", "kind", "style"];

/// A frame as tall as its content is never told that the page around it scrolls.
const LOOK_EVERY_MS: u32 = 250;

/// Does nothing outside of a frame.
pub fn embed(desk: Desk) {
    let Some(parent) = window().parent().ok().flatten().filter(|parent| *parent != window()) else { return };
    let (Some(root), Some(body)) = (document().document_element(), document().body()) else { return };
    // The sheet then asks nothing of the frame's height, which follows the page's.
    let _ = root.class_list().add_1("embedded");

    let outbox = Rc::new(Outbox { parent, addressed: RefCell::new(Addressed::NotYet(Vec::new())) });
    let known = outbox.clone();
    Effect::new(move |_| {
        let origins =
            desk.studio.with(|studio| Some(studio.as_ref()?.as_ref().map_or_else(|_| Vec::new(), |s| s.embed.origins.clone())));
        if let Some(origins) = origins {
            known.address(&origins);
        }
    });
    for name in signals::EVENTS {
        let outbox = outbox.clone();
        window_event_listener(ev::Custom::<CustomEvent>::new(name), move |event| outbox.post(name, &told(&event.detail())));
    }
    tell_height(outbox, body.clone());
    follow_seen(body);
}

/// The parent, and what it is to be told.
struct Outbox {
    parent: Window,
    addressed: RefCell<Addressed>,
}

enum Addressed {
    /// Until `studio.json` is read, messages wait.
    NotYet(Vec<JsValue>),
    To(Vec<String>),
}

impl Outbox {
    fn post(&self, name: &str, detail: &JsValue) {
        let message = Object::new();
        let _ = Reflect::set(&message, &"type".into(), &name.into());
        let _ = Reflect::set(&message, &"detail".into(), detail);
        match &mut *self.addressed.borrow_mut() {
            Addressed::NotYet(waiting) => waiting.push(message.into()),
            Addressed::To(origins) => self.send(&message, origins),
        }
    }

    fn address(&self, listed: &[String]) {
        let origins = self.possible(listed);
        if origins.is_empty() {
            leptos::logging::warn!(
                "testpress: studio.json does not list the page around this one in `embed.origins`: it is told nothing"
            );
        }
        let before = self.addressed.replace(Addressed::To(origins.clone()));
        if let Addressed::NotYet(waiting) = before {
            waiting.iter().for_each(|message| self.send(message, &origins));
        }
    }

    /// Which of those that may be told the parent can be. Where the browser does not say who it is, all are addressed: it hands a
    /// message only to a window of the origin named with it.
    fn possible(&self, listed: &[String]) -> Vec<String> {
        let own = window().location().origin().ok().filter(|origin| origin != "null");
        match self.origin() {
            Some(parent) => (own.as_ref() == Some(&parent) || listed.contains(&parent)).then_some(parent).into_iter().collect(),
            None => listed.to_vec(),
        }
    }

    /// The parent's origin: by its own word where it is ours, or by the browser's (`ancestorOrigins`, which not all have). Not by
    /// the referrer, which names whatever page led here.
    fn origin(&self) -> Option<String> {
        let of = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).ok();
        let own_word = of(&self.parent, "location").and_then(|location| of(&location, "origin")?.as_string());
        own_word.or_else(|| of(&of(&window().location(), "ancestorOrigins")?, "0")?.as_string())
    }

    fn send(&self, message: &JsValue, origins: &[String]) {
        for origin in origins {
            if let Err(error) = self.parent.post_message(message, origin) {
                leptos::logging::warn!("testpress: {origin} could not be told: {error:?}");
            }
        }
    }
}

fn told(detail: &JsValue) -> JsValue {
    let told = Object::new();
    if detail.is_object() {
        for name in TOLD.map(JsValue::from) {
            if let Ok(value) = Reflect::get(detail, &name)
                && !value.is_undefined()
            {
                let _ = Reflect::set(&told, &name, &value);
            }
        }
    }
    told.into()
}

/// The content's height, in whole CSS pixels, whenever it is another: once a frame at most.
fn tell_height(outbox: Rc<Outbox>, body: HtmlElement) {
    let last = Cell::new(0.0);
    let content = body.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        let height = content.get_bounding_client_rect().height().ceil();
        // Hidden by the page around it, it has none.
        if height > 0.0 && last.replace(height) != height {
            let detail = Object::new();
            let _ = Reflect::set(&detail, &"height".into(), &height.into());
            outbox.post("testpress:height", &detail);
        }
    });
    if let Ok(observer) = ResizeObserver::new(changed.into_js_value().unchecked_ref()) {
        observer.observe(&body);
    }
}

/// Keeps `--unseen-above` and `--unseen-below`: how much of the frame is out of sight. What is fixed to the window would otherwise
/// lie in the middle of a frame many screens tall, or at its end.
fn follow_seen(body: HtmlElement) {
    let seen = Closure::<dyn FnMut(Array, IntersectionObserver)>::new(|entries: Array, observer: IntersectionObserver| {
        observer.disconnect();
        let Ok(entry) = entries.get(entries.length() - 1).dyn_into::<IntersectionObserverEntry>() else { return };
        let (part, root) = (entry.intersection_rect(), document().document_element());
        if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok())
            && part.height() > 0.0
        {
            let frame_height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
            let style = HtmlElement::style(&root);
            for (name, px) in [("--unseen-above", part.top()), ("--unseen-below", frame_height - part.bottom())] {
                let _ = style.set_property(name, &format!("{:.0}px", px.max(0.0)));
            }
        }
    });
    let Ok(observer) = IntersectionObserver::new(seen.into_js_value().unchecked_ref()) else { return };
    // Its first report is of now; later ones would come only with another share of the whole, which scrolling does not make.
    Interval::new(LOOK_EVERY_MS, move || {
        if !document().hidden() {
            observer.observe(&body);
        }
    })
    .forget();
}

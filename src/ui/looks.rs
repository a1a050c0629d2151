//! The studio's own colour on the page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::booking::{Accent, Studio};

/// Sets the custom properties that style/tokens.css falls back from.
pub fn put_on(studio: &Studio) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    let (Some(colour), Some(root)) = (studio.accent, root) else { return };
    for (light, accent) in [("light", Accent::on_light(colour)), ("dark", Accent::on_dark(colour))] {
        for (name, colour) in [("stamp", accent.stamp), ("deep", accent.deep), ("on", accent.on_stamp)] {
            let _ = HtmlElement::style(&root).set_property(&format!("--studio-{name}-{light}"), &colour.css());
        }
    }
}

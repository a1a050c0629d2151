//! A field that leaves alone what is typed into it until the hand is off it, and then shows what was taken of it.

use leptos::html::Input;
use leptos::prelude::*;

/// Copied into the handlers of its field.
#[derive(Clone, Copy)]
pub struct Typing {
    pub field: NodeRef<Input>,
    under_way: RwSignal<bool>,
}

impl Typing {
    /// `taken`: what the page holds of what was typed: trimmed, shortened, or something else where nothing was left.
    pub fn new(taken: impl Fn() -> String + 'static) -> Self {
        let typing = Self { field: NodeRef::new(), under_way: RwSignal::new(false) };
        Effect::new(move |_| {
            let taken = taken();
            if let Some(field) = typing.field.get().filter(|_| !typing.under_way.get()) {
                field.set_value(&taken);
            }
        });
        typing
    }

    pub fn begins(self) {
        self.under_way.set(true);
    }

    pub fn ends(self) {
        self.under_way.set(false);
    }
}

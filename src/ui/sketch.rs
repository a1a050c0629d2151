//! The song, drawing itself: as far as it has been read, and inked as far as it has been measured.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{Phase, Work};
use crate::pace::Stage;
use crate::plots::sketch::{SKETCH_SIZE, sketch_path};

/// Only the first song, where there is nothing else to look at. Its progress is said beside it.
#[component]
pub fn Sketch(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let opening = Memo::new(move |_| {
        session.with(|s| s.song.is_none() && matches!(&s.phase, Phase::Working { work: Work::Opening { .. }, .. }))
    });
    // How much of the song has been read, and measured.
    let far = Memo::new(move |_| {
        session.with(|s| match s.phase {
            Phase::Working { stage: Some(Stage::Decode), done, .. } => (f64::from(done), 0.0),
            Phase::Working { stage: Some(Stage::Measure), done, .. } => (1.0, f64::from(done)),
            _ => (0.0, 0.0),
        })
    });
    let path = Memo::new(move |_| session.with(|s| sketch_path(&s.strokes, far.get().0)));
    let (width, height) = SKETCH_SIZE;
    let measured = move || format!("{:.3}", far.get().1);
    view! {
        <Show when=move || opening.get()>
            <svg class="sketch" viewBox=format!("0 0 {width} {height}") preserveAspectRatio="none" aria-hidden="true">
                <linearGradient id="sketch-ink" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2=width y2="0">
                    <stop class="sketch-measured" offset=measured />
                    <stop class="sketch-read" offset=measured />
                </linearGradient>
                <path d=move || path.get() fill="url(#sketch-ink)" />
            </svg>
        </Show>
    }
}

//! What the engine is doing, by name, and how far it is.

use leptos::prelude::*;

use super::desk::Desk;
use super::session::{BesideOffer, Engine, Event, Phase, Work};
use super::sketch::Sketch;
use crate::pace::Stage;
use crate::words;

const STAGES_OF_EXCERPT: [Stage; 5] = [Stage::Tone, Stage::Dynamics, Stage::Saturation, Stage::Loudness, Stage::Verify];

/// The stages' shares of a job differ, but a bar per stage says enough: the name changes, and the bar begins again.
#[component]
pub fn Progress(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let about = Memo::new(move |_| {
        session.with(|s| match &s.phase {
            Phase::Working { work: Work::Opening { name, .. } | Work::OpeningBeside(BesideOffer { name, .. }), .. } => {
                Some(words::song_stem(name))
            }
            Phase::Working { work: Work::Fetching { title }, .. } => Some(title.clone()),
            Phase::Working { work: Work::Mastering { .. } | Work::Excerpt, .. } => {
                s.song.as_ref().map(|song| words::song_stem(&song.name))
            }
            _ => None,
        })
    });
    let stage = Memo::new(move |_| {
        session.with(|s| match &s.phase {
            Phase::Working { work: Work::Fetching { .. }, .. } => words::page::FETCHING,
            Phase::Working { work: Work::Excerpt, .. } => words::page::FIRST_HEARING,
            Phase::Working { work: Work::OpeningBeside(offer), stage: Some(stage), .. } => {
                words::beside_stage(offer.beside, *stage)
            }
            Phase::Working { stage: Some(stage), .. } => words::stage(*stage),
            _ => words::busy_with(s.engine == Engine::Ready),
        })
    });
    let percent = Memo::new(move |_| {
        session.with(|s| match &s.phase {
            // All its stages under one name.
            Phase::Working { work: Work::Excerpt, stage: Some(stage), done, .. } => {
                let before = STAGES_OF_EXCERPT.iter().position(|one| one == stage).unwrap_or_default();
                (100.0 * (before as f32 + done.clamp(0.0, 1.0)) / STAGES_OF_EXCERPT.len() as f32) as u32
            }
            Phase::Working { done, .. } => (100.0 * done.clamp(0.0, 1.0)) as u32,
            _ => 0,
        })
    });
    let beside_song = Memo::new(move |_| session.with(|s| s.song.is_some()));
    let working = Memo::new(move |_| about.with(Option::is_some));
    // What is said aloud: each stage, and at the end that the master is there.
    let aloud = Memo::new(move |earlier: Option<&Option<&'static str>>| {
        session.with(|s| match &s.phase {
            Phase::Working { .. } if working.get() => Some(stage.get()),
            // A blind test names nobody.
            Phase::Ready if s.master.is_some() && s.blind.is_none() => {
                earlier.copied().flatten().map(|_| words::page::MASTER_READY)
            }
            _ => None,
        })
    });
    // The region is there before its words, or screen readers don't announce them.
    view! {
        <p id="progress-aloud" class="visually-hidden" role="status">{move || aloud.get()}</p>
        <Show when=move || working.get()>
            <section
                id="progress"
                class="progress"
                class:floating=move || beside_song.get()
                tabindex="-1"
                aria-label=words::page::PROGRESS
            >
                <p class="progress-what">
                    <span class="progress-song">{move || about.get()}</span>
                    <span class="progress-stage">{move || stage.get()}</span>
                </p>
                <Sketch desk />
                <progress max="100" prop:value=move || percent.get() aria-label=move || about.get()></progress>
                <button type="button" id="cancel" class="button quiet" on:click=move |_| desk.tell(Event::Cancelled)>
                    {words::page::CANCEL}
                </button>
            </section>
        </Show>
    }
}

//! The page once there is a song: listen, see what changed, take it home, or ask a person.

use leptos::html;
use leptos::prelude::*;

use super::blind::{BlindPanel, BlindResultCard, FirstMinute};
use super::book::Book;
use super::change_lines::ChangeLines;
use super::changes::Changes;
use super::character::CharacterFold;
use super::desk::Desk;
use super::engineers::Engineers;
use super::keep::Keep;
use super::pick::ChooseButton;
use super::readiness::Readiness;
use super::reference::ReferenceTrack;
use super::seek::Seek;
use super::session::{Event, Phase};
use super::shape::Shape;
use super::style_choice::StyleChoice;
use super::take::Take;
use super::turns::in_turns;
use super::verdict::VerdictCard;
use super::versions::{AddVersion, VersionList};
use super::voice_switch::VoiceSwitch;
use crate::words::{self, page};

/// While a blind test runs, nothing else is on the page.
#[component]
pub fn Workbench(desk: Desk, picker: NodeRef<html::Input>, play_head: NodeRef<html::Div>) -> impl IntoView {
    let blind = Memo::new(move |_| desk.session.with(|s| s.blind.is_some()));
    view! {
        <Show when=move || blind.get() fallback=move || view! { <OpenWorkbench desk picker play_head /> }>
            <BlindPanel desk />
        </Show>
    }
}

#[component]
fn OpenWorkbench(desk: Desk, picker: NodeRef<html::Input>, play_head: NodeRef<html::Div>) -> impl IntoView {
    let session = desk.session;
    let name = Memo::new(move |_| session.with(|s| s.song.as_ref().map(|song| words::song_stem(&song.name))));
    let listening = in_turns(Memo::new(|_| true), 3);
    let findings = in_turns(Memo::new(move |_| session.with(|s| s.master.is_some())), 4);
    // After a cancelled or failed first master there is still a way to one.
    let can_master = Memo::new(move |_| session.with(|s| s.master.is_none() && !matches!(s.phase, Phase::Working { .. })));
    let make = move |_| {
        desk.pressed();
        desk.tell(Event::MasterAsked);
    };
    let heading = NodeRef::<html::H1>::new();
    heading.on_load(|heading| {
        // The button that was pressed is gone: the keyboard goes on here, and the song's name is read out.
        // In the next frame: focusing now would lay the new page out within this task.
        request_animation_frame(move || {
            if document().active_element().is_none_or(|element| element.tag_name() == "BODY" || element.id() == "progress") {
                let _ = heading.focus();
            }
        });
    });
    view! {
        <section class="listen" aria-label=page::LISTEN>
            <div class="listen-head">
                <h1 id="song-name" class="song-name" tabindex="-1" node_ref=heading>{move || name.get()}</h1>
                <ChooseButton desk picker label=page::ANOTHER_SONG class="button quiet" id="another" />
            </div>
            <FirstMinute desk />
            <BlindResultCard desk />
            <VoiceSwitch desk />
            <div class="transport">
                <PlayButton desk />
                <Show when=move || { listening.get() > 0 }>
                    <Seek desk play_head />
                </Show>
            </div>
            <Show when=move || { listening.get() > 1 }>
                <VersionList desk />
                <div class="targets">
                    <StyleChoice desk />
                    <AddVersion desk />
                    <ReferenceTrack desk />
                </div>
            </Show>
            <Show when=move || { listening.get() > 2 }>
                <Shape desk />
            </Show>
        </section>
        <Show when=move || can_master.get()>
            <button type="button" id="make-master" class="button primary" disabled=move || !desk.takes_wishes() on:click=make>
                {page::MAKE_MASTER}
            </button>
        </Show>
        <Show when=move || { findings.get() > 0 }>
            <Changes desk />
            <div class="folds">
                <ChangeLines desk />
                <CharacterFold desk />
                <Readiness desk />
            </div>
        </Show>
        <Show when=move || { findings.get() > 1 }>
            <VerdictCard desk />
        </Show>
        <Show when=move || { findings.get() > 2 }>
            <div class="next">
                <Take desk />
                <Book desk />
            </div>
        </Show>
        <Show when=move || { findings.get() > 3 }>
            <Engineers desk />
        </Show>
        <Keep desk />
    }
}

#[component]
pub fn PlayButton(desk: Desk) -> impl IntoView {
    let playing = Memo::new(move |_| desk.session.with(|s| s.playing));
    let can_play = Memo::new(move |_| desk.session.with(|s| s.is_playable(s.listening.chosen)));
    view! {
        <button
            type="button"
            id="play"
            class="play"
            class:playing=move || playing.get()
            disabled=move || !can_play.get()
            aria-label=move || if playing.get() { page::PAUSE } else { page::PLAY }
            on:click=move |_| desk.tell(Event::PlayToggled)
        >
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path class="icon-play" d="M8 5.2v13.6L19 12z"></path>
                <path class="icon-pause" d="M7 5h3.6v14H7zM13.4 5H17v14h-3.6z"></path>
            </svg>
        </button>
    }
}

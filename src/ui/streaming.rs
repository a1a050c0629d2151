//! For engineers: what the streaming services make of what is heard, and what a lossy encoder does to the master's peaks.

use leptos::prelude::*;
use web_sys::AudioBuffer;

use super::desk::Desk;
use crate::compare::SourceId;
use crate::compare::lossy::{Codec, Tried};
use crate::compare::platforms::Platform;
use crate::player::lossy::try_codec;
use crate::words::{self, PlatformWords, lossy, page};

#[component]
pub fn Streaming(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let table = Memo::new(move |_| {
        session.with(|s| {
            let voice = s.voice_by_id(s.listening.chosen)?;
            let heard = s.sounding(voice.id)?;
            let rows = Platform::ALL.map(|platform| words::on_platform(platform, heard.integrated_lufs, heard.true_peak_dbtp));
            Some((lossy::table_of(&words::voice_name(voice)), rows.to_vec()))
        })
    });
    view! {
        <h3>{page::PLATFORMS}</h3>
        {move || table.get().map(|(caption, rows)| view! {
            <table id="platforms" class="platforms">
                <caption>{caption}</caption>
                <thead>
                    <tr>{[lossy::SERVICE, lossy::CHANGE, lossy::LEVEL, lossy::PEAKS].map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        })}
        <p class="aside">{words::platforms_note()}</p>
        <CodecCheck desk />
    }
}

fn row(said: PlatformWords) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{said.name}</th>
            <td>{said.change}</td>
            <td>{said.level}</td>
            <td>{said.peaks}</td>
        </tr>
    }
}

/// What was tried, of which master.
#[derive(Clone, Default)]
struct Check {
    of: Option<AudioBuffer>,
    /// Its true peak.
    before_dbtp: f64,
    /// How far the one is that is being tried.
    going: Option<(Codec, f32)>,
    tried: Vec<(Codec, Tried)>,
}

#[component]
fn CodecCheck(desk: Desk) -> impl IntoView {
    let check = RwSignal::new_local(Check::default());
    let master = move || desk.recording(SourceId::AUTOMATIC).map(|(_, buffer)| buffer);
    // Another master: what was found is not its, and what is still on the way is given up.
    Effect::new(move |_| {
        desk.buffers.track();
        if check.with_untracked(|c| c.of.is_some() && c.of != master()) {
            check.set(Check::default());
        }
    });
    let start = move |_| {
        // Pressed again, it goes on: switched off, it would lose the keyboard.
        let Some(buffer) = master().filter(|_| check.with_untracked(|c| c.going.is_none())) else { return };
        let peak = desk.session.with_untracked(|s| s.sounding(SourceId::AUTOMATIC).map(|heard| heard.true_peak_dbtp));
        let Some(before_dbtp) = peak else { return };
        check.set(Check { of: Some(buffer.clone()), before_dbtp, going: Some((Codec::Opus, 0.0)), tried: Vec::new() });
        leptos::task::spawn_local(async move {
            for codec in Codec::ALL {
                let goes_on = |done: f32| {
                    let is_it = check.try_with_untracked(|c| c.of.as_ref() == Some(&buffer)).unwrap_or_default();
                    // Whole percents, as they are shown.
                    let shown = Some((codec, (100.0 * done).floor() / 100.0));
                    if is_it && check.with_untracked(|c| c.going != shown) {
                        check.update(|c| c.going = shown);
                    }
                    is_it
                };
                if !goes_on(0.0) {
                    return;
                }
                let Some(tried) = try_codec(&buffer, codec, goes_on).await else { return };
                if !goes_on(1.0) {
                    return;
                }
                check.update(|c| c.tried.push((codec, tried)));
            }
            check.update(|c| c.going = None);
        });
    };
    let going = move || check.with(|c| c.going);
    let can_start = Memo::new(move |_| {
        desk.buffers.track();
        master().is_some()
    });
    let said = move || {
        check.with(|c| {
            c.tried.iter().map(|(codec, tried)| (*codec, lossy::tried(*codec, *tried, c.before_dbtp))).collect::<Vec<_>>()
        })
    };
    view! {
        <h3>{lossy::HEADING}</h3>
        <p class="aside">{lossy::NOTE}</p>
        <button
            type="button"
            id="try-lossy"
            class="button quiet"
            disabled=move || !can_start.get()
            aria-disabled=move || if going().is_some() { "true" } else { "false" }
            aria-busy=move || if going().is_some() { "true" } else { "false" }
            on:click=start
        >
            {move || going().map_or_else(|| lossy::TRY.into(), |(codec, done)| lossy::trying(codec, done))}
        </button>
        <div id="lossy" role="status">
            <ul class="lossy">
                {move || said().into_iter().map(|(codec, said)| view! { <li data-codec=codec.registered()>{said}</li> }).collect_view()}
            </ul>
        </div>
    }
}

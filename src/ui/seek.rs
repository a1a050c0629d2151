//! The song's time line: the picture of what is heard, the play-head, the loop, and what the hand does with them. A click goes there, a
//! drag makes a loop.

use leptos::html;
use leptos::prelude::*;
use web_sys::{HtmlElement, KeyboardEvent, PointerEvent, WheelEvent};

use super::desk::Desk;
use super::keys::STEP_S;
use super::loops::{self, End, LoopBand, LoopButtons};
use super::moments::{Flags, MarkButton, MomentList};
use super::session::Event;
use super::versions::ListeningButtons;
use super::wave::Wave;
use super::zoom::{self, ScrollStrip, ZoomButtons};
use crate::words::{self, page, timeline};

/// A hand trembles: a drag is longer than this.
const DRAG_PX: f64 = 6.0;

/// How far beside an end of the loop it can still be taken: a finger is 44 px wide, and WCAG 2.2 asks for 24 of any pointer (2.5.8).
const MOUSE_REACH_PX: f64 = 12.0;
const FINGER_REACH_PX: f64 = 22.0;

/// What a hand is about to do.
#[derive(Clone, Copy)]
enum Gesture {
    None,
    /// Down at `x_px`: a click, until it has gone far enough.
    Press {
        x_px: f64,
    },
    Loop {
        anchor_s: f64,
    },
    Pull {
        end: End,
        region_s: (f64, f64),
    },
    Pinch,
}

/// Where each finger is, by its id.
type Fingers = Vec<(i32, f64)>;

#[component]
pub fn Seek(desk: Desk, play_head: NodeRef<html::Div>) -> impl IntoView {
    let range = NodeRef::<html::Input>::new();
    let mark_button = NodeRef::<html::Button>::new();
    let duration_s = Memo::new(move |_| desk.session.with(|s| s.duration_s()));
    // A loop or a moment that the artist made is not hidden; all else is quiet until wanted.
    let in_use = Memo::new(move |_| {
        desk.session.with(|s| {
            let listening = &s.listening;
            s.own_loop().0.is_some() || !listening.markers.is_empty() || listening.change.is_some() || listening.small_speaker
        })
    });
    let tools = NodeRef::<html::Details>::new();
    // Opened, never closed: what was just pressed in there must not vanish under the hand.
    Effect::new(move |_| {
        if let Some(tools) = tools.get()
            && in_use.get()
        {
            tools.set_open(true);
        }
    });
    let second = Memo::new(move |_| desk.position_s.get().floor());
    // A screen reader reads out each change of what has the keyboard: over music only those that were asked for.
    let playing = Memo::new(move |_| desk.session.with(|s| s.playing));
    let (told_s, asked) = (RwSignal::new(0.0), StoredValue::new(false));
    Effect::new(move |_| {
        let now_s = second.get();
        let listened_to = playing.get() && has_keyboard(range);
        if asked.try_update_value(std::mem::take) == Some(true) || !listened_to {
            told_s.set(now_s);
        }
    });
    let spoken = move || words::spoken_place(told_s.get(), duration_s.get());
    let draw_head = move |at_s: f64| {
        if let Some(head) = play_head.get_untracked() {
            let place = desk.window.get_untracked().place(at_s);
            let _ = HtmlElement::style(&head).set_property("--at", &format!("{place:.5}"));
        }
    };
    // While it plays, the next frame would do; zooming and scrolling go on while it stands still, too.
    Effect::new(move |_| {
        desk.window.track();
        if play_head.get().is_some() {
            draw_head(desk.at_s());
        }
    });

    // While the control is moved, only the play-head follows; the sound goes there on release.
    let preview = move |_| {
        if let Some(range) = range.get_untracked() {
            draw_head(range.value_as_number());
        }
    };
    let seek = move |_| {
        asked.set_value(true);
        if let Some(range) = range.get_untracked() {
            desk.tell(Event::Sought(range.value_as_number()));
        }
    };
    let step = move |event: KeyboardEvent| {
        let by_s = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => -STEP_S,
            "ArrowRight" | "ArrowUp" => STEP_S,
            _ => return,
        };
        event.prevent_default();
        asked.set_value(true);
        desk.nudge(by_s);
    };
    view! {
        <div class="seek">
            <Picture desk>
                <div class="play-head" node_ref=play_head></div>
                <input
                    id="seek"
                    type="range"
                    min="0"
                    step="0.01"
                    max=move || format!("{:.2}", duration_s.get())
                    prop:value=move || format!("{:.2}", desk.position_s.get())
                    aria-label=page::POSITION
                    aria-valuetext=spoken
                    node_ref=range
                    on:input=preview
                    on:change=seek
                    on:keydown=step
                />
            </Picture>
            <ScrollStrip desk />
        </div>
        <p class="time" aria-hidden="true">
            <span id="time-now">{move || words::clock_time(second.get())}</span>
            " / "
            <span id="time-all">{move || words::clock_time(duration_s.get())}</span>
        </p>
        <details id="tools" class="tools" node_ref=tools>
            <summary>{timeline::TOOLS}</summary>
            <div class="time-tools">
                <ZoomButtons desk />
                <MarkButton desk mark_button />
                <LoopButtons desk />
                <ListeningButtons desk />
                <MomentList desk mark_button />
            </div>
        </details>
    }
}

fn has_keyboard(range: NodeRef<html::Input>) -> bool {
    range.get_untracked().is_some_and(|range| document().active_element().is_some_and(|active| active.is_same_node(Some(&range))))
}

/// The picture, and what mouse and fingers do on it.
#[component]
fn Picture(desk: Desk, children: Children) -> impl IntoView {
    let area = NodeRef::<html::Div>::new();
    let draft = RwSignal::new(None);
    let gesture = StoredValue::new(Gesture::None);
    let fingers = StoredValue::new(Fingers::new());

    // Left edge and width in CSS pixels.
    let extent = move || {
        let rect = area.get_untracked().map(|area| area.get_bounding_client_rect());
        rect.map_or((0.0, 1.0), |rect| (rect.left(), rect.width().max(1.0)))
    };
    let time_at = move |client_x: f64| {
        let (left, width) = extent();
        desk.window.get_untracked().time((client_x - left) / width)
    };
    let end_at = move |client_x: f64, reach_px: f64| {
        let region_s = desk.session.with_untracked(|s| s.listening.region)?;
        let (left, width) = extent();
        let window = desk.window.get_untracked();
        let away = |at_s: f64| (left + window.place(at_s) * width - client_x).abs();
        let (begin, end) = (away(region_s.0), away(region_s.1));
        let nearest = if begin < end { End::Begin } else { End::End };
        (begin.min(end) <= reach_px).then_some(Gesture::Pull { end: nearest, region_s })
    };

    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let (id, x_px) = (event.pointer_id(), f64::from(event.client_x()));
        fingers.update_value(|fingers| fingers.push((id, x_px)));
        if let Some(area) = area.get_untracked() {
            // Refused only for a pointer that is gone already.
            let _ = area.set_pointer_capture(id);
        }
        let reach_px = if event.pointer_type() == "touch" { FINGER_REACH_PX } else { MOUSE_REACH_PX };
        let several = fingers.with_value(|fingers| fingers.len() > 1);
        draft.set(None);
        gesture.set_value(if several { Gesture::Pinch } else { end_at(x_px, reach_px).unwrap_or(Gesture::Press { x_px }) });
    };
    let pinched = move |id: i32, x_px: f64| {
        let (left, width) = extent();
        let spread =
            |fingers: &Fingers| Some(((fingers.first()?.1 - fingers.get(1)?.1).abs(), (fingers[0].1 + fingers[1].1) / 2.0));
        let before = fingers.with_value(spread);
        fingers.update_value(|fingers| fingers.iter_mut().filter(|(finger, _)| *finger == id).for_each(|finger| finger.1 = x_px));
        if let (Some((was, middle_was)), Some((is, middle))) = (before, fingers.with_value(spread)) {
            desk.window.update(|window| {
                let around_s = window.time((middle_was - left) / width);
                *window = window.zoomed(is.max(DRAG_PX) / was.max(DRAG_PX), around_s).scrolled((middle_was - middle) / width);
            });
        }
    };
    let moved = move |event: PointerEvent| {
        let x_px = f64::from(event.client_x());
        match gesture.get_value() {
            Gesture::None => {}
            Gesture::Press { x_px: from_px } => {
                if (x_px - from_px).abs() > DRAG_PX {
                    gesture.set_value(Gesture::Loop { anchor_s: time_at(from_px) });
                }
            }
            Gesture::Loop { anchor_s } => {
                let at_s = time_at(x_px);
                draft.set(Some((anchor_s.min(at_s), anchor_s.max(at_s))));
            }
            Gesture::Pull { end, region_s } => draft.set(Some(loops::pulled(region_s, end, time_at(x_px)))),
            Gesture::Pinch => pinched(event.pointer_id(), x_px),
        }
    };
    let lifted = move |event: &PointerEvent| {
        fingers.update_value(|fingers| fingers.retain(|(finger, _)| *finger != event.pointer_id()));
        let over = fingers.with_value(Vec::is_empty);
        let done = gesture.get_value();
        if over {
            gesture.set_value(Gesture::None);
        }
        (draft.get_untracked(), done)
    };
    let up = move |event: PointerEvent| {
        let (drafted, done) = lifted(&event);
        draft.set(None);
        match (done, drafted) {
            (Gesture::Press { x_px }, _) => desk.tell(Event::Sought(time_at(x_px))),
            (Gesture::Pull { .. }, None) => desk.tell(Event::Sought(time_at(f64::from(event.client_x())))),
            (Gesture::Loop { .. } | Gesture::Pull { .. }, Some(region_s)) => loops::choose(desk, region_s),
            _ => {}
        }
    };
    // The page scrolls after all, or a call comes in.
    let cancelled = move |event: PointerEvent| {
        let _ = lifted(&event);
        draft.set(None);
    };
    let wheel = move |event: WheelEvent| {
        let (left, width) = extent();
        zoom::wheel(desk, &event, (f64::from(event.client_x()) - left) / width, width);
    };
    view! {
        <div
            class="picture"
            node_ref=area
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=cancelled
            on:wheel=wheel
        >
            <Wave desk />
            <span class="lane-name" aria-hidden="true">{timeline::LOUDNESS_LANE}</span>
            <LoopBand desk draft />
            <Flags desk />
            {children()}
        </div>
    }
}

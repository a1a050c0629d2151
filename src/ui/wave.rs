//! The picture of the version that is heard: its waveform, from the whole song to single samples, over its short-term loudness.

use std::sync::Arc;

use gloo::events::EventListener;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{AudioBuffer, CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

use super::desk::Desk;
use super::window::Window;
use crate::compare::SourceId;
use crate::measure;
use crate::player::overview::{Extent, Overview, SLOT_FRAMES};
use crate::words::{self, timeline};

/// Short-term loudness looks back 3 s: between points as close as this it is a line.
const CURVE_STEP_S: f64 = 0.1;
/// The height of its lane, from the song's loudest 3 s down: versions play equally loud, so what counts is the shape.
const CURVE_SPAN_LU: f64 = 18.0;

/// In CSS pixels, as all lengths here: height of the lane, room above it, lines, and dots where samples are as far apart as this.
const LANE_PX: f64 = 24.0;
const LANE_GAP_PX: f64 = 4.0;
const LINE_PX: f64 = 1.5;
const DOT_PX: f64 = 2.0;
const DOTS_FROM_PX: f64 = 6.0;

/// What may change a picture without a word to the page.
const SCHEMES: [&str; 3] = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"];

#[derive(Clone, PartialEq)]
struct Heard {
    id: SourceId,
    name: String,
    track: Arc<measure::Track>,
    covers_s: (f64, f64),
}

#[component]
pub fn Wave(desk: Desk) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let heard = Memo::new(move |_| {
        desk.session.with(|s| {
            let voice = s.voice_by_id(s.listening.chosen)?;
            let track = s.sounding(voice.id).map_or(&voice.track, |sounding| &sounding.track);
            Some(Heard { id: voice.id, name: words::voice_name(voice), track: Arc::clone(track), covers_s: voice.covers_s })
        })
    });
    let curve =
        Memo::new(move |_| heard.with(|h| h.as_ref().map(|h| h.track.short_term_curve(CURVE_STEP_S)).unwrap_or_default()));
    let automatic =
        Memo::new(move |_| heard.with(|h| h.as_ref().is_some_and(|h| [SourceId::AUTOMATIC, SourceId::EXCERPT].contains(&h.id))));
    let summary = move || {
        let (name, covers_s) = heard.with(|h| h.as_ref().map(|h| (h.name.clone(), h.covers_s))).unwrap_or_default();
        curve.with(|curve| timeline::wave_summary(&name, curve, CURVE_STEP_S, covers_s))
    };

    let looks = RwSignal::new(0u32);
    watch_looks(canvas, looks);
    let due = StoredValue::new(false);
    let scratch = StoredValue::new(Vec::new());
    let paint = move || {
        let (Some(canvas), Some(window)) = (canvas.try_get_untracked().flatten(), desk.window.try_get_untracked()) else {
            return;
        };
        let id = heard.try_with_untracked(|h| h.as_ref().map(|h| h.id)).flatten();
        let recording = id.and_then(|id| desk.recording(id));
        let Some(sheet) = Sheet::fresh(&canvas) else { return };
        curve.try_with_untracked(|curve| sheet.curve(curve, &window));
        if let Some((overview, buffer)) = recording {
            scratch.try_update_value(|scratch| sheet.wave(&overview, &buffer, &window, scratch));
        }
    };
    // Once a frame, however often something changes within it.
    Effect::new(move |_| {
        heard.track();
        desk.buffers.track();
        desk.window.track();
        // The first is told when the page has been laid out: before that, drawing would have to wait for it.
        if looks.get() > 0 && due.try_update_value(|due| std::mem::replace(due, true)) == Some(false) {
            request_animation_frame(move || {
                due.try_set_value(false);
                paint();
            });
        }
    });
    view! {
        <canvas id="wave" class="wave" class:automatic=move || automatic.get() role="img" aria-label=summary node_ref=canvas></canvas>
    }
}

/// Counts `looks` up when size, sharpness or colours change.
fn watch_looks(canvas: NodeRef<html::Canvas>, looks: RwSignal<u32>) {
    let changed = move || {
        looks.try_update(|count| *count = count.wrapping_add(1));
    };
    let window_listener = window_event_listener(leptos::ev::resize, move |_| changed());
    let schemes = SCHEMES.map(|query| {
        let list = window().match_media(query).ok().flatten()?;
        Some(EventListener::new(&list, "change", move |_| changed()))
    });
    let on_size = Closure::<dyn FnMut()>::new(changed);
    let observer = ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok();
    let kept = StoredValue::new_local((observer, on_size, schemes));
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            kept.with_value(|(observer, ..)| observer.as_ref().inspect(|observer| observer.observe(&canvas)).is_some());
        }
    });
    on_cleanup(move || {
        window_listener.remove();
        kept.try_update_value(|(observer, ..)| observer.take().inspect(ResizeObserver::disconnect).is_some());
    });
}

/// A cleared canvas, as fine as the screen.
struct Sheet {
    context: CanvasRenderingContext2d,
    wave: String,
    curve: String,
    rule: String,
    /// Device pixels, and how many of them make one CSS pixel.
    width: f64,
    height: f64,
    ratio: f64,
}

impl Sheet {
    /// `None` where the canvas has no size (yet).
    fn fresh(canvas: &HtmlCanvasElement) -> Option<Self> {
        let ratio = window().device_pixel_ratio().max(0.5);
        let size = canvas.get_bounding_client_rect();
        let (width, height) = ((size.width() * ratio).round(), (size.height() * ratio).round());
        if width < 1.0 || height < 1.0 {
            return None;
        }
        if (f64::from(canvas.width()), f64::from(canvas.height())) != (width, height) {
            canvas.set_width(width as u32);
            canvas.set_height(height as u32);
        }
        let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        context.clear_rect(0.0, 0.0, width, height);
        let style = window().get_computed_style(canvas).ok()??;
        let colour = |name| style.get_property_value(name).unwrap_or_default();
        Some(Self { context, wave: colour("--wave"), curve: colour("--curve"), rule: colour("--rule"), width, height, ratio })
    }

    fn lane_top(&self) -> f64 {
        self.height - (LANE_PX * self.ratio).round()
    }

    /// Middle of the waveform, and how far full scale is from it.
    fn axis(&self) -> (f64, f64) {
        let room = self.lane_top() - (LANE_GAP_PX * self.ratio).round();
        let middle = (room / 2.0).floor();
        (middle, middle - self.ratio)
    }

    fn curve(&self, curve_lufs: &[f32], shown: &Window) {
        let (context, top) = (&self.context, self.lane_top());
        context.set_fill_style_str(&self.rule);
        context.fill_rect(0.0, self.height - self.ratio.round(), self.width, self.ratio.round());
        let Some(last) = curve_lufs.len().checked_sub(1) else { return };
        let most = f64::from(curve_lufs.iter().copied().fold(f32::NEG_INFINITY, f32::max));
        // 0 at the foot of the lane, 1 at its top.
        let height = |lufs: f32| (1.0 + (f64::from(lufs) - most) / CURVE_SPAN_LU).clamp(0.0, 1.0);
        let y_at = |seconds: f64| {
            let place = (seconds / CURVE_STEP_S).clamp(0.0, last as f64);
            let (before, after) = (height(curve_lufs[place as usize]), height(curve_lufs[(place as usize + 1).min(last)]));
            self.height - (before + (after - before) * place.fract()) * (self.height - top - self.ratio)
        };
        let points = || (0..=self.width as usize).map(|x| (x as f64, y_at(shown.time(x as f64 / self.width))));
        context.set_fill_style_str(&self.curve);
        context.set_stroke_style_str(&self.curve);
        context.set_line_width(LINE_PX * self.ratio);
        context.begin_path();
        points().for_each(|(x, y)| context.line_to(x, y));
        context.stroke();
        context.line_to(self.width, self.height);
        context.line_to(0.0, self.height);
        context.set_global_alpha(0.2);
        context.fill();
        context.set_global_alpha(1.0);
    }

    fn wave(&self, overview: &Overview, buffer: &AudioBuffer, shown: &Window, scratch: &mut Vec<f32>) {
        let rate = f64::from(buffer.sample_rate());
        let (first, frames_per_column) = (shown.from_s() * rate, shown.length_s() * rate / self.width);
        let (middle, _) = self.axis();
        let context = &self.context;
        context.set_fill_style_str(&self.rule);
        context.fill_rect(0.0, middle, self.width, self.ratio.round().max(1.0));
        context.set_fill_style_str(&self.wave);
        if frames_per_column >= SLOT_FRAMES as f64 {
            self.columns(overview.columns(first, frames_per_column, self.width as usize));
            return;
        }
        // One more on either side: the line comes from somewhere and goes on.
        let from = (first.floor() - 1.0).max(0.0) as usize;
        let to = ((first + frames_per_column * self.width).ceil() as usize + 2).min(buffer.length() as usize);
        if from >= to {
            return;
        }
        let channels = buffer.number_of_channels() as usize;
        let count = to - from;
        scratch.resize(channels * count, 0.0);
        for (channel, plane) in scratch.chunks_exact_mut(count).enumerate() {
            // Only a channel that isn't there is refused.
            let _ = buffer.copy_from_channel_with_start_in_channel(plane, channel as i32, from as u32);
        }
        let planes = scratch.chunks_exact(count);
        if frames_per_column * self.ratio <= 1.0 {
            planes.for_each(|plane| self.line(plane, from as f64 - first, 1.0 / frames_per_column));
            return;
        }
        let edge = |column: usize| (first + column as f64 * frames_per_column).ceil() as usize;
        let extent = |column: usize| {
            // As far as the next column's first sample, so that steep waves are not torn.
            let (begin, end) = (edge(column).clamp(from, to) - from, (edge(column + 1) + 1).clamp(from, to) - from);
            let of = |plane: &[f32]| Extent::of(&plane[begin.min(end)..end]);
            planes.clone().map(of).fold(Extent::NONE, Extent::with)
        };
        self.columns((0..self.width as usize).map(extent));
    }

    fn columns(&self, extents: impl Iterator<Item = Extent>) {
        let (middle, reach) = self.axis();
        for (column, extent) in extents.enumerate().filter(|(_, extent)| !extent.is_none()) {
            let y = |value: f32| middle - f64::from(value.clamp(-1.0, 1.0)) * reach;
            let (top, bottom) = (y(extent.high).round(), y(extent.low).round());
            self.context.fill_rect(column as f64, top, 1.0, (bottom - top).max(1.0));
        }
    }

    /// Through the samples, `step` pixels apart, the first at `x`.
    fn line(&self, plane: &[f32], x: f64, step: f64) {
        let (middle, reach) = self.axis();
        let context = &self.context;
        let point = |(index, value): (usize, &f32)| {
            let value = if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) };
            (x + index as f64 * step, middle - f64::from(value) * reach)
        };
        context.begin_path();
        plane.iter().enumerate().map(point).for_each(|(x, y)| context.line_to(x, y));
        context.set_stroke_style_str(&self.wave);
        context.set_line_width(LINE_PX * self.ratio);
        context.stroke();
        if step >= DOTS_FROM_PX * self.ratio {
            context.begin_path();
            for (x, y) in plane.iter().enumerate().map(point) {
                context.move_to(x, y);
                // Only a negative radius is refused.
                let _ = context.arc(x, y, DOT_PX * self.ratio, 0.0, std::f64::consts::TAU);
            }
            context.fill();
        }
    }
}

//! The clock of the player, as plain data: where in the song it is at any moment of the audio clock.
//!
//! A running song is a line: position = offset + (now - when), folded back at the end of a loop. Everything that starts sources reads
//! the same line, so every version is at the same place, and one that joins later falls in step.

use std::ops::Range;

use crate::units::{frames_to_seconds, seconds_to_frames};

/// Starts, stops and switches are arranged this far ahead, so that everything has heard of them before it is time.
pub const LEAD_S: f64 = 0.02;

/// Start, stop and seek ramp over this long: a cut in mid-wave would click.
pub const DOOR_S: f64 = 0.005;

/// A loop is at least this long: two fades, and something between them.
pub const SHORTEST_LOOP_S: f64 = 0.05;

#[derive(Clone, Debug, PartialEq)]
pub struct Transport {
    frames: usize,
    sample_rate: u32,
    /// Frames that repeat.
    looped: Option<Range<usize>>,
    clock: Clock,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Clock {
    Paused { at_s: f64 },
    Running(Start),
}

/// When sources start by the audio clock, and where in the song.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    pub when_s: f64,
    pub offset_s: f64,
    /// Begin and end of what repeats.
    pub looped_s: Option<(f64, f64)>,
}

impl Transport {
    /// At the beginning, paused.
    #[must_use]
    pub fn new(frames: usize, sample_rate: u32) -> Self {
        Self { frames, sample_rate: sample_rate.max(1), looped: None, clock: Clock::Paused { at_s: 0.0 } }
    }

    #[must_use]
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    #[must_use]
    pub fn duration_s(&self) -> f64 {
        frames_to_seconds(self.frames, self.sample_rate)
    }

    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self.clock, Clock::Running(_))
    }

    /// Never before the beginning nor after the end, also while a start is still ahead.
    #[must_use]
    pub fn position_s(&self, now_s: f64) -> f64 {
        match self.clock {
            Clock::Paused { at_s } => at_s,
            Clock::Running(start) => start.position_s(now_s).min(self.duration_s()),
        }
    }

    /// From where it is; from the beginning when it stands at the end. Returns when and where to start.
    pub fn play(&mut self, now_s: f64) -> Start {
        let position_s = self.position_s(now_s);
        let ended = position_s >= self.duration_s() - DOOR_S;
        self.run_from(if ended { 0.0 } else { position_s }, now_s)
    }

    /// What repeats from now on, in seconds; a stretch that is too short or no stretch at all does not. What is heard goes on from where
    /// it is, if that is before the end of the loop, else at its beginning. Returns when and where to start anew, if it is running.
    pub fn repeat(&mut self, looped_s: Option<(f64, f64)>, now_s: f64) -> Option<Start> {
        let frame = |seconds: f64| seconds_to_frames(seconds, self.sample_rate).min(self.frames);
        let finite = looped_s.filter(|(from_s, to_s)| from_s.is_finite() && to_s.is_finite());
        let looped = finite.map(|(from_s, to_s)| frame(from_s)..frame(to_s));
        let looped = looped.filter(|l| frames_to_seconds(l.len(), self.sample_rate) >= SHORTEST_LOOP_S);
        if looped == self.looped {
            return None;
        }
        if self.is_running() {
            let position_s = self.position_s(self.on_a_frame_after(now_s + LEAD_S));
            self.looped = looped;
            return Some(self.run_from(position_s, now_s));
        }
        self.looped = looped;
        None
    }

    pub fn pause(&mut self, now_s: f64) {
        self.clock = Clock::Paused { at_s: self.position_s(now_s) };
    }

    /// Returns when and where to start anew, if it is running.
    pub fn seek(&mut self, to_s: f64, now_s: f64) -> Option<Start> {
        let to_s = if to_s.is_finite() { to_s.clamp(0.0, self.duration_s()) } else { 0.0 };
        if self.is_running() {
            Some(self.run_from(to_s, now_s))
        } else {
            self.clock = Clock::Paused { at_s: to_s };
            None
        }
    }

    /// The same start once more, as nothing was heard of it yet.
    pub fn start_again(&mut self, now_s: f64) -> Option<Start> {
        let Clock::Running(start) = self.clock else { return None };
        Some(self.run_from(start.offset_s, now_s))
    }

    /// Where sources have to start in order to be in step with what is playing.
    #[must_use]
    pub fn join(&self, now_s: f64) -> Option<Start> {
        let Clock::Running(start) = self.clock else { return None };
        let when_s = self.on_a_frame_after(now_s + LEAD_S).max(start.when_s);
        Some(Start { when_s, offset_s: start.position_s(when_s), ..start })
    }

    /// True once, when the end has been reached: it stands there from then on.
    pub fn settle(&mut self, now_s: f64) -> bool {
        let ended = self.is_running() && self.position_s(now_s) >= self.duration_s();
        if ended {
            self.pause(now_s);
        }
        ended
    }

    fn run_from(&mut self, position_s: f64, now_s: f64) -> Start {
        let seconds = |frame| frames_to_seconds(frame, self.sample_rate);
        let looped_s = self.looped.as_ref().map(|l| (seconds(l.start), seconds(l.end)));
        let position_s = looped_s.filter(|(_, end_s)| position_s >= end_s - DOOR_S).map_or(position_s, |(begin_s, _)| begin_s);
        let offset_s = seconds(seconds_to_frames(position_s, self.sample_rate));
        let start = Start { when_s: self.on_a_frame_after(now_s + LEAD_S), offset_s, looped_s };
        self.clock = Clock::Running(start);
        start
    }

    /// Starts lie on whole frames: between frames the browser would interpolate, and versions that start apart would differ.
    fn on_a_frame_after(&self, time_s: f64) -> f64 {
        let rate = f64::from(self.sample_rate);
        (time_s * rate).ceil() / rate
    }
}

impl Start {
    fn position_s(&self, now_s: f64) -> f64 {
        let straight_s = self.offset_s + (now_s - self.when_s).max(0.0);
        match self.looped_s {
            Some((begin_s, end_s)) if straight_s >= end_s => begin_s + (straight_s - end_s) % (end_s - begin_s),
            _ => straight_s,
        }
    }

    /// When the loop jumps back, by the audio clock.
    pub fn seams_s(&self) -> impl Iterator<Item = f64> + use<> {
        let (when_s, offset_s) = (self.when_s, self.offset_s);
        self.looped_s.into_iter().flat_map(move |(begin_s, end_s)| {
            (0..).map(move |turn| when_s + (end_s - offset_s) + f64::from(turn) * (end_s - begin_s))
        })
    }
}

//! Who is heard, and how loud: one gain per voice, moving along straight lines.

use crate::compare::SourceId;

/// A switch between voices takes this long: short enough to be a cut for the ear, long enough not to click.
pub const CROSSFADE_S: f64 = 0.015;

/// Nothing asks for the past further back than this.
const MEMORY_S: f64 = 1.0;

/// A gain over time: straight lines between points, level before the first and after the last.
///
/// It is only ever bent at a moment that is still ahead, so the sound that is just being made is never rewritten.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// (time in s, gain), in the order of time; never empty.
    points: Vec<(f64, f64)>,
}

impl Path {
    #[must_use]
    pub fn still(gain: f64) -> Self {
        Self { points: vec![(0.0, gain)] }
    }

    /// Level at 0 until `at_s`, then up to 1.
    #[must_use]
    pub fn opening(at_s: f64, duration_s: f64) -> Self {
        Self { points: vec![(at_s, 0.0), (at_s + duration_s, 1.0)] }
    }

    /// What is missing to 1.
    #[must_use]
    pub fn complement(&self) -> Self {
        Self { points: self.points.iter().map(|&(time, gain)| (time, 1.0 - gain)).collect() }
    }

    #[must_use]
    pub fn at(&self, time_s: f64) -> f64 {
        let next = self.points.partition_point(|(time, _)| *time <= time_s);
        match (next.checked_sub(1).map(|last| self.points[last]), self.points.get(next)) {
            (Some((t0, g0)), Some((t1, g1))) => g0 + (g1 - g0) * (time_s - t0) / (t1 - t0),
            (Some((_, gain)), None) => gain,
            (None, _) => self.points[0].1,
        }
    }

    /// From wherever it is at `at_s`, also half-way up or down, to `gain`.
    pub fn bend(&mut self, at_s: f64, gain: f64, duration_s: f64) {
        let here = self.at(at_s);
        self.points.retain(|(time, _)| *time < at_s);
        let old = self.points.partition_point(|(time, _)| *time < at_s - MEMORY_S);
        self.points.drain(..old.saturating_sub(1));
        self.points.extend([(at_s, here), (at_s + duration_s, gain)]);
    }

    /// The points that are still ahead.
    pub fn after(&self, time_s: f64) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.points.iter().copied().filter(move |(time, _)| *time > time_s)
    }

    /// Silent, and for good.
    fn is_out_at(&self, time_s: f64) -> bool {
        self.at(time_s) == 0.0 && self.destination() == 0.0
    }

    fn destination(&self) -> f64 {
        self.points.last().map_or(0.0, |(_, gain)| *gain)
    }
}

/// The gains of all voices. At equal levels they sum to one at every moment, also when a switch interrupts a switch: all paths bend
/// at the same moment and arrive at the same moment, and a sum of straight lines is straight.
///
/// A gain may be negative: a voice against another is what differs between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fader {
    lines: Vec<(SourceId, Path)>,
}

impl Fader {
    /// Towards these gains from `at_s` on. Voices not named go out as in a switch, and are forgotten once they are; new ones come in
    /// from silence, but for the first ones of all.
    pub fn blend(&mut self, gains: &[(SourceId, f64)], at_s: f64) {
        let first = self.lines.is_empty();
        let line = |(voice, gain): (SourceId, f64)| {
            let mut path = self.path(voice);
            if first {
                path = Path::still(gain);
            }
            path.bend(at_s, gain, CROSSFADE_S);
            (voice, path)
        };
        let is_named = |voice: SourceId| gains.iter().any(|(id, _)| *id == voice);
        let leaving = self.lines.iter().filter(|(voice, path)| !is_named(*voice) && !path.is_out_at(at_s));
        self.lines = gains.iter().copied().chain(leaving.map(|(voice, _)| (*voice, 0.0))).map(line).collect();
    }

    /// The way the gain of `voice` goes.
    #[must_use]
    pub fn path(&self, voice: SourceId) -> Path {
        self.lines.iter().find(|(id, _)| *id == voice).map_or(Path::still(0.0), |(_, path)| path.clone())
    }

    /// Every gain stands where it was going: for a clock that starts anew.
    pub fn arrive(&mut self) {
        for (_, path) in &mut self.lines {
            *path = Path::still(path.destination());
        }
    }
}

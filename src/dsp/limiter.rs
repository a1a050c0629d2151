//! The gain curve of a look-ahead peak limiter, from a peak envelope.

use std::collections::VecDeque;

use super::decibel;
use super::interpolate::SLOT;
use crate::units::{db_to_gain, larger, smoothing_pole};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimiterParams {
    /// No peak of the envelope passes this.
    pub ceiling_db: f64,
    /// The gain starts to fall this long before a peak. Half a period of the lowest note that should stay clean: 5 ms for 100 Hz.
    pub look_ahead_ms: f64,
    /// Time constant of the release towards the running mean of the reduction.
    pub release_ms: f64,
}

/// The running mean, which dense music releases to, moves this many times more slowly.
const SLOW_RELEASE: f64 = 30.0;

/// Reductions below this are none: a release ends instead of fading for ever.
const NONE_DB: f32 = 1e-4;

/// Smooths the reduction that peaks ask for, never giving less than it.
///
/// 1. hold: m(n) = max of the reductions asked for at n-L ... n;
/// 2. release in dB, towards the running mean of m, so that a single hit is let go at once and dense music is not pumped;
/// 3. two moving averages, together L+1 long (a triangle): their weights sum to 1 and every value under them is at least what
///    frame n-L asked for, so the smoothed reduction is, too. Hence gain <= required gain at *every* frame.
///
/// The output belongs to the frame that came in `latency` frames earlier.
#[derive(Clone, Debug)]
pub struct GainReduction {
    window: usize,
    /// Indices and values of falling reductions inside the window: the first is the largest.
    falling: VecDeque<(usize, f32)>,
    time: usize,
    release: f32,
    slow: f32,
    held_db: f32,
    mean_db: f32,
    averages: [MovingAverage; 2],
    /// Frames since the held reduction was last above none.
    idle: usize,
}

impl GainReduction {
    /// `rate`: frames of the envelope per second.
    #[must_use]
    pub fn new(params: &LimiterParams, rate: f64) -> Self {
        let window = ((params.look_ahead_ms / 1000.0 * rate).ceil() as usize).max(1) + 1;
        let release_s = params.release_ms / 1000.0;
        let first = window / 2 + 1;
        Self {
            window,
            falling: VecDeque::with_capacity(window),
            time: 0,
            release: smoothing_pole(release_s, rate) as f32,
            slow: smoothing_pole(SLOW_RELEASE * release_s, rate) as f32,
            held_db: 0.0,
            mean_db: 0.0,
            averages: [MovingAverage::new(first), MovingAverage::new(window + 1 - first)],
            idle: usize::MAX / 2,
        }
    }

    /// Frames by which the output is behind the input: the look-ahead.
    #[must_use]
    pub fn latency(&self) -> usize {
        self.window - 1
    }

    /// Takes the reduction asked for now, in dB, 0 or more; gives the smoothed one of `latency` frames ago.
    #[inline]
    pub fn push(&mut self, asked_db: f32) -> f32 {
        // Expire before inserting, or the oldest value would be counted one frame too long.
        if let Some(&(oldest, _)) = self.falling.front()
            && self.time - oldest >= self.window
        {
            self.falling.pop_front();
        }
        while self.falling.back().is_some_and(|&(_, value)| value <= asked_db) {
            self.falling.pop_back();
        }
        if asked_db > 0.0 {
            self.falling.push_back((self.time, asked_db));
        }
        self.time += 1;
        let most = self.falling.front().map_or(0.0, |&(_, value)| value);
        if most == 0.0 && self.held_db == 0.0 {
            self.idle += 1;
            if self.idle > 2 * self.window {
                self.mean_db = 0.0;
                self.averages.iter_mut().for_each(MovingAverage::clear);
                return 0.0;
            }
        } else {
            self.idle = 0;
        }
        self.mean_db = most + self.slow * (self.mean_db - most);
        let floor = if self.held_db < self.mean_db { self.held_db } else { self.mean_db };
        let released = floor + self.release * (self.held_db - floor);
        self.held_db = larger(most, if released < NONE_DB { 0.0 } else { released });
        let [first, second] = &mut self.averages;
        second.push(first.push(self.held_db))
    }
}

/// Mean of the last values. The sum is kept in f64, where adding and removing f32 values leaves no drift that matters.
#[derive(Clone, Debug)]
struct MovingAverage {
    ring: Vec<f32>,
    at: usize,
    sum: f64,
}

impl MovingAverage {
    fn new(length: usize) -> Self {
        Self { ring: vec![0.0; length.max(1)], at: 0, sum: 0.0 }
    }

    #[inline]
    fn push(&mut self, value: f32) -> f32 {
        self.sum += f64::from(value) - f64::from(self.ring[self.at]);
        self.ring[self.at] = value;
        self.at += 1;
        if self.at == self.ring.len() {
            self.at = 0;
        }
        (self.sum / self.ring.len() as f64) as f32
    }

    fn clear(&mut self) {
        self.ring.fill(0.0);
        self.sum = 0.0;
    }
}

/// Room for the rounding of `decibel` and of the interpolation, so that gain <= required holds exactly.
const ROUNDING_DB: f32 = 2e-4;

/// Writes the gain of every frame, from an envelope of peaks before `drive`, one for each [`SLOT`] frames.
///
/// The gain runs in straight lines from slot edge to slot edge. The reduction at an edge is at least what the slots on both sides
/// ask for, so no frame of either gets more gain than it may have. `drive_db` is part of the gain written.
pub struct GainWriter {
    reduction: GainReduction,
    drive_db: f32,
    ceiling_db: f32,
    /// Envelope values at or below this ask for nothing.
    quiet: f32,
    /// Reduction asked for by the last slot taken in.
    asked_db: f32,
    /// Slots taken in so far.
    taken: usize,
    /// Gain at the last edge written to.
    gain: f32,
}

impl GainWriter {
    #[must_use]
    pub fn new(params: &LimiterParams, drive_db: f64, sample_rate: u32) -> Self {
        let ceiling_db = params.ceiling_db - f64::from(ROUNDING_DB);
        Self {
            reduction: GainReduction::new(params, f64::from(sample_rate) / SLOT as f64),
            drive_db: drive_db as f32,
            ceiling_db: ceiling_db as f32,
            quiet: db_to_gain(ceiling_db - drive_db) as f32,
            asked_db: 0.0,
            taken: 0,
            gain: 0.0,
        }
    }

    /// The gain at the next edge.
    fn next_edge(&mut self, envelope: &[f32]) -> f32 {
        let asked = match envelope.get(self.taken) {
            Some(&peak) if peak > self.quiet => larger(0.0, decibel::from_gain(peak) + self.drive_db - self.ceiling_db),
            _ => 0.0,
        };
        self.taken += 1;
        let edge = larger(asked, self.asked_db);
        self.asked_db = asked;
        decibel::to_gain(self.drive_db - self.reduction.push(edge))
    }

    /// The gains of the next frames. Calls follow each other without holes from frame 0, and only the last may hold frames that
    /// do not fill a slot. Before and after the envelope is silence.
    #[inline(never)]
    pub fn write(&mut self, envelope: &[f32], gain: &mut [f32]) {
        if self.taken == 0 {
            for _ in 0..=self.reduction.latency() {
                self.gain = self.next_edge(envelope);
            }
        }
        for slot in gain.chunks_mut(SLOT) {
            let (from, to) = (self.gain, self.next_edge(envelope));
            let step = (to - from) * (1.0 / SLOT as f32);
            for (frame, gain) in slot.iter_mut().enumerate() {
                *gain = from + frame as f32 * step;
            }
            self.gain = to;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAMS: LimiterParams = LimiterParams { ceiling_db: -1.0, look_ahead_ms: 5.0, release_ms: 10.0 };

    fn peaks(slots: usize) -> Vec<f32> {
        let mut state = 7u32;
        (0..slots)
            .map(|n| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let hit = if n % 4001 == 0 { 30.0 } else { 1.0 };
                hit * (state >> 8) as f32 / 16_777_216.0
            })
            .collect()
    }

    fn gains(envelope: &[f32], drive_db: f64) -> Vec<f32> {
        let mut gain = vec![0.0; envelope.len() * SLOT];
        GainWriter::new(&PARAMS, drive_db, 44_100).write(envelope, &mut gain);
        gain
    }

    #[test]
    fn gain_never_exceeds_the_required_gain() {
        let envelope = peaks(100_000);
        let ceiling = 10f64.powf(-1.0 / 20.0);
        for drive_db in [-6.0, 0.0, 12.0, 40.0] {
            for (n, g) in gains(&envelope, drive_db).into_iter().enumerate() {
                assert!(f64::from(g) * f64::from(envelope[n / SLOT]) <= ceiling, "frame {n}, drive {drive_db} dB");
            }
        }
    }

    #[test]
    fn a_peak_at_either_end_is_caught() {
        for at in [0, 1, 9_999] {
            let mut envelope = vec![0.1; 10_000];
            envelope[at] = 4.0;
            let gain = gains(&envelope, 0.0);
            assert!(gain[at * SLOT..(at + 1) * SLOT].iter().all(|g| g * 4.0 <= 0.8913), "slot {at}");
        }
    }

    #[test]
    fn below_the_ceiling_it_is_one_gain_and_after_a_hit_it_is_so_again() {
        let mut envelope = vec![0.5; 60_000];
        envelope[6_000] = 2.0;
        let gain = gains(&envelope, 0.0);
        assert!(gain[..47_000].iter().all(|&g| g == 1.0));
        assert!(gain[60_000 * SLOT - 1] == 1.0);
        assert!(gain[48_000] < 0.45);
    }

    #[test]
    fn block_size_does_not_matter() {
        let envelope = peaks(30_000);
        let whole = gains(&envelope, 6.0);
        let mut parts = vec![0.0; whole.len()];
        let mut writer = GainWriter::new(&PARAMS, 6.0, 44_100);
        for chunk in parts.chunks_mut(77 * SLOT) {
            writer.write(&envelope, chunk);
        }
        assert_eq!(whole, parts);
    }
}

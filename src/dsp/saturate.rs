//! Rounds off the highest peaks of a waveform, at four times the rate, and leaves all the rest as it is.

use std::ops::Range;

use super::half_band::{largest, midpoints, most_gain, taps};
use crate::units::{db_to_gain, larger};

/// Frames whose change is computed together: 2.7 ms at 44.1 kHz. With a skirt on both sides it is 128, whole SIMD groups.
const CELL: usize = 120;

/// Taps a side of the half-band filters. The two upwards only have to keep images away from what the curve bends: flat to a third
/// of the rate is enough, as the signal itself never passes through them. The last one downwards decides what folds back: 60 dB
/// from 0.55 fs.
const UP_1: usize = 10;
const UP_2: usize = 4;
const DOWN_2: usize = 4;
const DOWN_1: usize = 24;

/// Frames beside a cell for which the filters between 2x and 4x need the waveform.
const SKIRT: usize = (UP_2 + DOWN_2).div_ceil(2);
/// Frames of the recording needed before and after a cell.
const BEFORE: usize = SKIRT + UP_1 - 1;
const AFTER: usize = SKIRT + UP_1;
// A cell's change reaches no further than its neighbours, and the next one's is computed from frames not yet written.
const _: () = assert!(DOWN_1 <= CELL && BEFORE <= CELL);

/// The slope that the loss tends to. The steepest point is 4/3 of it: the curve never rises by less than 1/15.
const LAST_SLOPE: f64 = 0.7;

/// The curve can lose this share of `LAST_SLOPE` times the way from knee to full before its bend becomes a corner.
const MOST_SHARE: f64 = 0.9;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SaturatorParams {
    /// Level up to which nothing changes.
    pub knee: f64,
    /// Level that loses `most_db`.
    pub full: f64,
    /// Less is lost where a curve that keeps rising can't lose as much between knee and full: 3.3 dB for a knee 6 dB below.
    pub most_db: f64,
}

/// y = x - sign(x) w s t^4/(t^3 + b^3), t = max(0, |x| - knee)/w, w = full - knee.
///
/// The loss begins with t^4, so that its first three derivatives are continuous at the knee and all of them beyond, and tends to
/// a line of slope s: above `full` the curve goes on rising. The smoother the bend, the faster its harmonics fall, and those that
/// lie above 4 fs - 20 kHz are the ones that fold. b^3 = w s/loss(full) - 1. The loss rises at most by 4/3 s, at t = 2^(1/3) b.
#[derive(Clone, Copy, Debug)]
struct Curve {
    knee: f32,
    per_width: f32,
    scale: f32,
    bend: f32,
}

impl Curve {
    fn new(params: &SaturatorParams) -> Self {
        let width = params.full - params.knee;
        let scale = LAST_SLOPE * width;
        let loss = (params.full * (1.0 - db_to_gain(-params.most_db))).min(MOST_SHARE * scale);
        // Nothing to lose, or no room for it (or NaN): a straight line.
        if !(params.knee >= 0.0 && loss > 0.0) {
            return Self { knee: f32::INFINITY, per_width: 1.0, scale: 0.0, bend: 1.0 };
        }
        Self { knee: params.knee as f32, per_width: (1.0 / width) as f32, scale: scale as f32, bend: (scale / loss - 1.0) as f32 }
    }

    /// What the curve adds to `x`. Nothing where `x` is no number, or infinite.
    #[inline(always)]
    fn change(&self, x: f32) -> f32 {
        const BEYOND_AUDIO: f32 = 1e9;
        let t = larger(0.0, (x.abs() - self.knee) * self.per_width);
        let t = if t < BEYOND_AUDIO { t } else { 0.0 };
        let t3 = t * t * t;
        -(self.scale * t * (t3 / (t3 + self.bend))).copysign(x)
    }
}

/// Applies the curve to one plane, in place: y = x + down(change(up(x))).
///
/// The change is zero below the knee, so nothing else has to pass a filter: what is far from a peak stays as it is to the bit, and
/// neither delay nor phase comes in, as all filters are symmetric about the frame they write. Distortion products above half the
/// rate are filtered out before they fold: the worst one below 20 kHz lies 80 dB below a tone of 1 to 11 kHz driven to `full`
/// (knee 6 dB below, up to 1.5 dB lost).
///
/// **Exact skip**: as in [`super::interpolate::PeakScan`], before each doubling it is known how far the waveform can rise, and a
/// cell that can't reach the knee is left. Cells lie on a fixed grid and each point is one sum: the result doesn't depend on blocks.
///
/// O(1) memory, all in the struct.
#[derive(Clone, Debug)]
pub struct Saturator {
    curve: Curve,
    up_1: [f32; UP_1],
    up_2: [f32; UP_2],
    down_2: [f32; DOWN_2],
    down_1: [f32; DOWN_1],
    /// Largest gain of all that follows the samples, and the 2x grid.
    bounds: [f32; 2],
    /// Change at 2x of the cells before, at and after the present one, at the frames and half way to the next.
    on_frames: [f32; 3 * CELL],
    between: [f32; 3 * CELL],
    acts: [bool; 3],
    /// Change at the rate itself of the present cell; `None` where it has none.
    change: Option<[f32; CELL]>,
    peak: f32,
    points_over: u64,
}

impl Saturator {
    #[must_use]
    pub fn new(params: &SaturatorParams) -> Self {
        let (up_1, up_2) = (taps(7.5), taps(5.0));
        Self {
            curve: Curve::new(params),
            bounds: [most_gain(&[&up_1, &up_2]), most_gain(&[&up_2])],
            up_1,
            up_2,
            down_2: taps(5.0),
            down_1: taps(6.0),
            on_frames: [0.0; 3 * CELL],
            between: [0.0; 3 * CELL],
            acts: [false; 3],
            change: None,
            peak: 0.0,
            points_over: 0,
        }
    }

    /// Saturates `frames` of `plane`; the frames after them are read, too. To be called for one range after the other, as each
    /// takes up where the last ended; a range from 0 begins a new plane.
    #[inline(never)]
    pub fn process(&mut self, plane: &mut [f32], frames: Range<usize>) {
        if frames.start == 0 {
            self.acts = [false; 3];
            (self.peak, self.points_over) = (0.0, 0);
            // Before the first frame the waveform rings already.
            self.look_at(plane, -(CELL as isize));
            self.look_at(plane, 0);
        }
        let mut at = frames.start;
        while at < frames.end {
            let within = at % CELL;
            if within == 0 {
                self.look_at(plane, (at + CELL) as isize);
                self.fold_down();
            }
            let end = frames.end.min(at - within + CELL);
            if let Some(change) = &self.change {
                for (x, change) in plane[at..end].iter_mut().zip(&change[within..]) {
                    // Adding zero would turn -0 into 0.
                    *x = if *change == 0.0 { *x } else { *x + change };
                }
            }
            at = end;
        }
    }

    /// Share of the time that the waveform of the plane so far was above the knee, 0 to 1 of `frames`.
    #[must_use]
    pub fn share_above_knee(&self, frames: usize) -> f64 {
        (self.points_over as f64 / (2 * frames.max(1)) as f64).min(1.0)
    }

    /// What the highest point of the plane so far lost.
    #[must_use]
    pub fn most_reduction_db(&self) -> f64 {
        let peak = f64::from(self.peak);
        let rest = peak + f64::from(self.curve.change(self.peak));
        if rest > 0.0 && rest < peak { 20.0 * (peak / rest).log10() } else { 0.0 }
    }

    /// Moves on by a cell: the change at 2x of the cell that begins at frame `start` becomes the last of the three.
    fn look_at(&mut self, plane: &[f32], start: isize) {
        self.on_frames.copy_within(CELL.., 0);
        self.between.copy_within(CELL.., 0);
        self.acts = [self.acts[1], self.acts[2], self.bend(plane, start)];
        if !self.acts[2] {
            self.on_frames[2 * CELL..].fill(0.0);
            self.between[2 * CELL..].fill(0.0);
        }
    }

    /// Writes a cell's change at 2x; false, and nothing is written, where the waveform does not reach the knee.
    fn bend(&mut self, plane: &[f32], start: isize) -> bool {
        let knee = self.curve.knee;
        let mut copy = [0.0f32; CELL + BEFORE + AFTER];
        let x = window(plane, start - BEFORE as isize, &mut copy);
        let largest_x = largest(x);
        if largest_x * self.bounds[0] <= knee {
            return false;
        }
        let mut mids = [0.0f32; CELL + 2 * SKIRT];
        midpoints(&self.up_1, x, &mut mids);
        if largest_x.max(largest(&mids)) * self.bounds[1] <= knee {
            return false;
        }
        let mut at_2x = [0.0f32; 2 * (CELL + 2 * SKIRT)];
        for (pair, (x, mid)) in at_2x.as_chunks_mut::<2>().0.iter_mut().zip(x[UP_1 - 1..].iter().zip(&mids)) {
            *pair = [*x, *mid];
        }
        let mut half_way = [0.0f32; 2 * CELL + 2 * DOWN_2 - 1];
        midpoints(&self.up_2, &at_2x[2 * SKIRT - DOWN_2 - (UP_2 - 1)..], &mut half_way);
        let on_2x = &mut at_2x[2 * SKIRT..2 * (SKIRT + CELL)];
        let peak = largest(on_2x).max(largest(&half_way));
        if peak <= knee {
            return false;
        }
        if peak.is_finite() {
            self.peak = self.peak.max(peak);
        }
        self.points_over += on_2x.iter().map(|x| u64::from(x.abs() > knee)).sum::<u64>();

        let curve = self.curve;
        on_2x.iter_mut().for_each(|x| *x = curve.change(*x));
        half_way.iter_mut().for_each(|x| *x = curve.change(*x));
        let mut folded = [0.0f32; 2 * CELL];
        midpoints(&self.down_2, &half_way, &mut folded);
        for ((pair, mids), (on_frame, between)) in on_2x
            .as_chunks::<2>()
            .0
            .iter()
            .zip(folded.as_chunks::<2>().0)
            .zip(self.on_frames[2 * CELL..].iter_mut().zip(&mut self.between[2 * CELL..]))
        {
            *on_frame = 0.5 * (pair[0] + mids[0]);
            *between = 0.5 * (pair[1] + mids[1]);
        }
        true
    }

    /// The change of the middle cell, at the rate itself.
    fn fold_down(&mut self) {
        self.change = self.acts.contains(&true).then(|| {
            let mut change = [0.0f32; CELL];
            midpoints(&self.down_1, &self.between[CELL - DOWN_1..], &mut change);
            for (change, on_frame) in change.iter_mut().zip(&self.on_frames[CELL..]) {
                *change = 0.5 * (*change + on_frame);
            }
            change
        });
    }
}

/// The frames from `first` on, as many as fit in `copy`, with silence before the plane's start and after its end.
fn window<'a>(plane: &'a [f32], first: isize, copy: &'a mut [f32]) -> &'a [f32] {
    if let Some(inside) = usize::try_from(first).ok().and_then(|first| plane.get(first..first + copy.len())) {
        return inside;
    }
    for (offset, x) in copy.iter_mut().enumerate() {
        let index = usize::try_from(first + offset as isize);
        *x = index.ok().and_then(|index| plane.get(index)).copied().unwrap_or(0.0);
    }
    copy
}

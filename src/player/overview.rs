//! A recording at a glance: how far it swings, in steps fine enough for a picture and small enough to keep for every version.

use std::ops::Range;

use crate::units::larger;

/// Frames that share one extent. A minute of 44.1 kHz takes 83 kB.
pub const SLOT_FRAMES: usize = 256;

/// Values handled together, so that the compiler finds SIMD lanes.
const LANES: usize = 8;

/// How far samples swing to either side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub low: f32,
    pub high: f32,
}

impl Extent {
    /// Of no samples: lower than nothing, higher than nothing.
    pub const NONE: Self = Self { low: f32::INFINITY, high: f32::NEG_INFINITY };

    /// A sample that is no number counts as none.
    #[must_use]
    pub fn of(samples: &[f32]) -> Self {
        let (mut least, mut most) = ([f32::NEG_INFINITY; LANES], [f32::NEG_INFINITY; LANES]);
        let (whole, rest) = samples.as_chunks::<LANES>();
        for chunk in whole {
            for ((least, most), x) in least.iter_mut().zip(&mut most).zip(chunk) {
                *least = larger(*least, -x);
                *most = larger(*most, *x);
            }
        }
        let lanes = least.into_iter().zip(most).map(|(least, most)| Self { low: -least, high: most });
        let singles = rest.iter().filter(|x| !x.is_nan()).map(|&x| Self { low: x, high: x });
        lanes.chain(singles).fold(Self::NONE, Self::with)
    }

    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { low: -larger(-self.low, -other.low), high: larger(self.high, other.high) }
    }

    #[must_use]
    pub fn is_none(self) -> bool {
        self.low > self.high
    }
}

/// The extents of a recording, all channels together, one for every [`SLOT_FRAMES`] frames.
#[derive(Clone, Debug, PartialEq)]
pub struct Overview {
    frames: usize,
    slots: Vec<Extent>,
}

impl Overview {
    /// Of a recording whose samples are still to come.
    #[must_use]
    pub fn new(frames: usize) -> Self {
        Self { frames, slots: vec![Extent::NONE; frames.div_ceil(SLOT_FRAMES)] }
    }

    #[must_use]
    pub fn frames(&self) -> usize {
        self.frames
    }

    /// Takes in one channel's samples, the first of which is frame `first`; in any order, and any channel after another.
    pub fn scan(&mut self, first: usize, samples: &[f32]) {
        let mut frame = first;
        let mut rest = samples;
        while let Some(slot) = self.slots.get_mut(frame / SLOT_FRAMES).filter(|_| !rest.is_empty()) {
            let (here, later) = rest.split_at(rest.len().min(SLOT_FRAMES - frame % SLOT_FRAMES));
            *slot = slot.with(Extent::of(here));
            frame += here.len();
            rest = later;
        }
    }

    /// The extent of `frames`. Exact where they begin and end with slots (or with the recording); else the slots that are cut count
    /// whole, so that no peak is missed.
    #[must_use]
    pub fn extent(&self, frames: Range<usize>) -> Extent {
        let end = frames.end.min(self.frames);
        if frames.start >= end {
            return Extent::NONE;
        }
        let slots = &self.slots[frames.start / SLOT_FRAMES..end.div_ceil(SLOT_FRAMES)];
        slots.iter().copied().fold(Extent::NONE, Extent::with)
    }

    /// The extents of `count` columns of `frames_per_column` frames, the first of which begins at frame `first`. Each slot belongs to the
    /// column that it begins in, so that none is drawn twice and none left out. Columns before and after the recording have none, and
    /// so have some columns that are narrower than a slot.
    pub fn columns(&self, first: f64, frames_per_column: f64, count: usize) -> impl Iterator<Item = Extent> {
        let slot_at = move |column: usize| {
            let frame = first + column as f64 * frames_per_column;
            (frame / SLOT_FRAMES as f64).ceil().max(0.0) as usize
        };
        (0..count).map(move |column| {
            let (from, to) = (slot_at(column), slot_at(column + 1).min(self.slots.len()));
            self.slots.get(from..to).unwrap_or_default().iter().copied().fold(Extent::NONE, Extent::with)
        })
    }
}

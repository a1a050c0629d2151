//! Splits a signal into octaves by halving its rate again and again.

use super::half_band::taps;

/// Octaves of a tree, whatever the rate: 16 kHz down to 31.5 Hz, nominally.
pub const OCTAVES: usize = 10;

/// Filter taps a side: -50 dB a third of an octave and more from the split, where levels and peaks are all that is asked for.
const TAPS: usize = 6;
const BETA: f64 = 4.5;
/// Points computed at once.
const LANES: usize = 16;

/// Frames of a chunk at 44.1 and 48 kHz; in proportion, to the nearest power of two, at others.
const CHUNK: usize = 4096;

/// One halving: low half and high half of the spectrum, each at half the rate.
///
/// A half-band low-pass h has h(0) = 1/2 and else only odd taps; its mirror is the unit impulse minus it. So one sum over the odd
/// samples, added to or taken from half the even ones, gives both halves (Crochiere & Rabiner 1983, "Multirate Digital Signal
/// Processing", section 7.7). The high half comes out mirrored in frequency, which neither level nor peak can tell.
#[derive(Clone, Debug)]
struct Halving {
    taps: [f32; TAPS],
    /// Even and odd samples, each after what the filter needs of the past.
    even: Vec<f32>,
    odd: Vec<f32>,
    low: Vec<f32>,
    high: Vec<f32>,
}

const PAST: usize = 2 * TAPS;

impl Halving {
    fn new(frames: usize) -> Self {
        let points = frames / 2;
        Self {
            taps: taps::<TAPS>(BETA).map(|h| 0.5 * h),
            even: vec![0.0; PAST + points],
            odd: vec![0.0; PAST + points],
            low: vec![0.0; points],
            high: vec![0.0; points],
        }
    }

    /// Takes as many frames as it was made for.
    #[inline(always)]
    fn run(&mut self, x: &[f32]) {
        let points = self.low.len();
        self.even.copy_within(points.., 0);
        self.odd.copy_within(points.., 0);
        for ((pair, even), odd) in x.as_chunks::<2>().0.iter().zip(&mut self.even[PAST..]).zip(&mut self.odd[PAST..]) {
            [*even, *odd] = *pair;
        }
        let (lows, low_rest) = self.low.as_chunks_mut::<LANES>();
        let (highs, high_rest) = self.high.as_chunks_mut::<LANES>();
        for (group, (low, high)) in lows.iter_mut().zip(highs).enumerate() {
            let at = group * LANES;
            // As many as one group's taps reach, so that the inner loops need no checks.
            let (Some(odd), Some(even)) =
                (self.odd[at..].first_chunk::<{ LANES + 2 * TAPS - 1 }>(), self.even[at + TAPS..].first_chunk::<LANES>())
            else {
                return;
            };
            let mut sum = [0.0f32; LANES];
            for (k, &tap) in self.taps.iter().enumerate() {
                for lane in 0..LANES {
                    sum[lane] += tap * (odd[lane + TAPS - 1 - k] + odd[lane + TAPS + k]);
                }
            }
            for lane in 0..LANES {
                low[lane] = 0.5 * even[lane] + sum[lane];
                high[lane] = 0.5 * even[lane] - sum[lane];
            }
        }
        let from = points - low_rest.len();
        for (at, (low, high)) in (from..).zip(low_rest.iter_mut().zip(high_rest)) {
            let odd = &self.odd;
            let sum: f32 = (0..TAPS).map(|k| self.taps[k] * (odd[at + TAPS - 1 - k] + odd[at + TAPS + k])).sum();
            let middle = 0.5 * self.even[at + TAPS];
            (*low, *high) = (middle + sum, middle - sum);
        }
    }
}

/// A tree of halvings over one channel. The top octave is the upper half of the spectrum at 44.1 and 48 kHz, the second the quarter
/// below it, and so on; at other rates octaves above that are dropped, and those that the rate cannot hold are missing.
///
/// All memory is allocated in `new`.
#[derive(Clone, Debug)]
pub struct OctaveTree {
    halvings: Vec<Halving>,
    /// Halvings above the top octave (negative: octaves the rate cannot hold).
    offset: i32,
    chunk: usize,
}

impl OctaveTree {
    #[must_use]
    pub fn new(sample_rate: u32) -> Self {
        let offset = (f64::from(sample_rate) / 48_000.0).log2().round().clamp(-5.0, 5.0) as i32;
        let chunk = (CHUNK as f64 * f64::from(offset).exp2()) as usize;
        let halvings = (0..OCTAVES as i32 + offset).map(|level| Halving::new(chunk >> level)).collect();
        Self { halvings, offset, chunk }
    }

    /// Frames that [`Self::run`] takes at once.
    #[must_use]
    pub fn chunk(&self) -> usize {
        self.chunk
    }

    /// The octaves that the rate can hold, counted from the lowest.
    #[must_use]
    pub fn held(&self) -> std::ops::Range<usize> {
        0..(OCTAVES as i32 + self.offset.min(0)) as usize
    }

    /// Splits the next chunk.
    pub fn run(&mut self, chunk: &[f32]) {
        let mut input = chunk;
        for halving in &mut self.halvings {
            halving.run(input);
            input = &halving.low;
        }
    }

    /// The chunk's share of octave `octave`, critically sampled; nothing where the rate cannot hold it.
    #[must_use]
    pub fn octave(&self, octave: usize) -> &[f32] {
        self.level(octave).map_or(&[], |halving| &halving.high)
    }

    /// Octave `octave` and all below it.
    #[must_use]
    pub fn octave_and_below(&self, octave: usize) -> &[f32] {
        let above = self.level(octave + 1);
        above.map_or(&[], |halving| &halving.low)
    }

    fn level(&self, octave: usize) -> Option<&Halving> {
        let level = OCTAVES as i32 - 1 - octave as i32 + self.offset;
        usize::try_from(level).ok().and_then(|level| self.halvings.get(level))
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;
    use crate::units::power_to_db;

    /// Mean square of every octave for a sine of amplitude 1.
    fn split(hz: f64, rate: u32) -> Vec<f64> {
        let mut tree = OctaveTree::new(rate);
        let mut sums = vec![(0.0, 0usize); OCTAVES];
        for index in 0..40 {
            let at = |n: usize| (TAU * hz * (index * tree.chunk() + n) as f64 / f64::from(rate)).sin() as f32;
            let chunk: Vec<f32> = (0..tree.chunk()).map(at).collect();
            tree.run(&chunk);
            for (octave, (sum, count)) in sums.iter_mut().enumerate().filter(|_| index >= 10) {
                *sum += tree.octave(octave).iter().map(|&x| f64::from(x * x)).sum::<f64>();
                *count += tree.octave(octave).len();
            }
        }
        sums.into_iter().map(|(sum, count)| sum / count.max(1) as f64).collect()
    }

    #[test]
    fn a_tone_keeps_its_level_in_its_octave_and_is_gone_from_others() {
        for rate in [44_100, 48_000, 96_000, 192_000] {
            for (octave, hz) in [(9, 16_000.0), (8, 8_000.0), (6, 2_000.0), (4, 500.0), (1, 63.0)] {
                let powers = split(hz, rate);
                assert!((power_to_db(2.0 * powers[octave])).abs() < 0.1, "{hz} Hz at {rate}: {powers:?}");
                let rest: f64 = powers.iter().enumerate().filter(|&(o, _)| o != octave).map(|(_, p)| p).sum();
                assert!(power_to_db(2.0 * rest) < -45.0, "{hz} Hz at {rate}: {powers:?}");
            }
        }
        let narrow = OctaveTree::new(8_000);
        assert_eq!(narrow.held(), 0..7);
        assert!(narrow.octave(7).is_empty() && !narrow.octave(6).is_empty());
    }

    #[test]
    fn the_low_branch_holds_the_octaves_below() {
        let mut tree = OctaveTree::new(48_000);
        for _ in 0..4 {
            tree.run(&vec![0.5; tree.chunk()]);
        }
        assert!(tree.octave_and_below(3).iter().all(|x| (x - 0.5).abs() < 1e-4));
        assert_eq!(tree.octave_and_below(3).len(), tree.chunk() >> 6);
    }
}

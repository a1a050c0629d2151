//! Loudness after ITU-R BS.1770-5 and EBU R 128, loudness range after EBU Tech 3342.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};
use wide::f64x2;

use super::MeasureError;
use crate::dsp::biquad::{Biquad, StereoBiquad};
use crate::units::{db_to_power, power_to_db};

/// Loudness of a whole recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loudness {
    pub integrated_lufs: f64,
    /// Highest loudness of any 400 ms, on a 10 ms grid.
    pub max_momentary_lufs: f64,
    /// Highest loudness of any 3 s; of the whole, where it is shorter.
    pub max_short_term_lufs: f64,
    /// Loudness range; 0 below 3 s.
    pub lra_lu: f64,
}

/// Hops per second: the grid of 10 ms that finds the loudest 400 ms wherever they begin (a 100 ms grid misses Tech 3341 case 13 by 0.45 LU).
pub(super) const HOPS_PER_SECOND: usize = 100;
pub(super) const MOMENTARY_HOPS: usize = 40;
pub(super) const SHORT_TERM_HOPS: usize = 300;
/// Gating blocks overlap by 75 %; short-term values for the range come as often.
const STEP_HOPS: usize = 10;

/// BS.1770-5, annex 1: the absolute gate.
pub(super) const ABSOLUTE_GATE_LUFS: f64 = -70.0;
/// BS.1770-5, annex 1: the relative gate of integrated loudness. Tech 3342: that of the range.
const RELATIVE_GATE_LU: f64 = -10.0;
const RANGE_GATE_LU: f64 = -20.0;

/// Channel weight of the surrounds in BS.1770-5, table 3; every other channel's is 1.
pub const SURROUND_WEIGHT: f64 = 1.41;

/// L = -0.691 + 10 log10 of the weighted power (BS.1770-5, eq. 2).
pub(super) fn lufs(power: f64) -> f64 {
    -0.691 + power_to_db(power)
}

fn power_of(lufs: f64) -> f64 {
    10f64.powf((lufs + 0.691) / 10.0)
}

/// The two sections of K-weighting at any sample rate.
///
/// BS.1770-5 tabulates them at 48 kHz; these are the analogue prototypes behind that table (K = tan(pi f0/fs)), which reproduce it.
#[must_use]
pub fn k_weighting(sample_rate: u32) -> [Biquad; 2] {
    let fs = f64::from(sample_rate);
    let k_of = |f0: f64| (PI * f0 / fs).tan();
    let denominator = |k: f64, q: f64| {
        let a0 = 1.0 + k / q + k * k;
        (a0, [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0])
    };

    let (k, q) = (k_of(1_681.974_450_955_533), 0.707_175_236_955_419_6);
    let high = 10f64.powf(3.999_843_853_973_347 / 20.0);
    let band = high.powf(0.499_666_774_154_541_6);
    let (a0, a) = denominator(k, q);
    let shelf =
        Biquad { b: [(high + band * k / q + k * k) / a0, 2.0 * (k * k - high) / a0, (high - band * k / q + k * k) / a0], a };

    let (_, a) = denominator(k_of(38.135_470_876_024_44), 0.500_327_037_323_877_3);
    let high_pass = Biquad { b: [1.0, -2.0, 1.0], a };
    [shelf, high_pass]
}

/// Where hop `index` begins: exact at any rate, so that 100 hops are one second.
pub(super) fn hop_start(index: usize, sample_rate: u32) -> usize {
    (index as u64 * u64::from(sample_rate) / HOPS_PER_SECOND as u64) as usize
}

/// The hop in which a frame lies. (In 64 bits: in WebAssembly `usize` has 32, which 16 minutes of frames times 100 overflow.)
#[must_use]
pub fn hop_of(frame: usize, sample_rate: u32) -> usize {
    (frame as u64 * HOPS_PER_SECOND as u64 / u64::from(sample_rate)) as usize
}

/// K-weights one or two channels and adds up their power.
#[derive(Clone, Debug)]
pub struct KWeighting {
    shelf: StereoBiquad,
    high_pass: StereoBiquad,
}

impl KWeighting {
    #[must_use]
    pub fn new(sample_rate: u32) -> Self {
        let [shelf, high_pass] = k_weighting(sample_rate);
        Self { shelf: StereoBiquad::new(shelf), high_pass: StereoBiquad::new(high_pass) }
    }

    /// Sum of squares over the frames given, both channels together.
    pub fn energy(&mut self, left: &[f32], right: Option<&[f32]>) -> f64 {
        let mut sum = f64x2::ZERO;
        let mut add = |frame: [f32; 2]| {
            let y = self.high_pass.step(self.shelf.step(f64x2::new(frame.map(f64::from))));
            sum += y * y;
        };
        match right {
            Some(right) => left.iter().zip(right).for_each(|(&l, &r)| add([l, r])),
            None => left.iter().for_each(|&l| add([l, 0.0])),
        }
        sum.reduce_add()
    }
}

/// Collects a recording block by block.
#[derive(Clone, Debug)]
pub struct LoudnessMeter {
    weighting: KWeighting,
    hops: HopPowers,
    /// Energy of the hop under way.
    partial: f64,
    frames: usize,
}

impl LoudnessMeter {
    #[must_use]
    pub fn new(sample_rate: u32) -> Self {
        Self {
            weighting: KWeighting::new(sample_rate),
            hops: HopPowers { sample_rate, energies: Vec::new() },
            partial: 0.0,
            frames: 0,
        }
    }

    /// One channel alone is measured as one channel (a mono file reads 3 LU less than the same signal on two).
    #[inline(never)]
    pub fn push(&mut self, left: &[f32], right: Option<&[f32]>) {
        let mut done = 0;
        while done < left.len() {
            let hop_end = hop_start(self.hops.energies.len() + 1, self.hops.sample_rate);
            let end = left.len().min(done + hop_end - self.frames);
            self.partial += self.weighting.energy(&left[done..end], right.map(|r| &r[done..end]));
            self.frames += end - done;
            done = end;
            if self.frames == hop_end {
                self.hops.energies.push(self.partial);
                self.partial = 0.0;
            }
        }
    }

    /// The power of every whole hop; what is left of the last one counts for nothing, as in the standard.
    #[must_use]
    pub fn finish(self) -> HopPowers {
        self.hops
    }
}

/// K-weighted energy of every 10 ms: all that loudness needs to know, and cheap to ask "what if" of.
#[derive(Clone, Debug, PartialEq)]
pub struct HopPowers {
    sample_rate: u32,
    energies: Vec<f64>,
}

impl HopPowers {
    /// From energies (sums of squares) of hops that begin at `index * sample_rate / 100`.
    #[must_use]
    pub fn new(sample_rate: u32, energies: Vec<f64>) -> Self {
        Self { sample_rate, energies }
    }

    #[must_use]
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    #[must_use]
    pub fn energies(&self) -> &[f64] {
        &self.energies
    }

    /// The same after one gain.
    #[must_use]
    pub fn after_gain(mut self, gain_db: f64) -> Self {
        let power = db_to_power(gain_db);
        self.energies.iter_mut().for_each(|energy| *energy *= power);
        self
    }

    /// The weighted sum over channels that were metered one by one.
    #[must_use]
    pub fn weighted(channels: &[(Self, f64)]) -> Option<Self> {
        let (first, _) = channels.first()?;
        let energies = (0..first.energies.len())
            .map(|hop| channels.iter().map(|(c, weight)| weight * c.energies.get(hop).copied().unwrap_or(0.0)).sum())
            .collect();
        Some(Self::new(first.sample_rate, energies))
    }

    /// Mean power of `hops` hops from each `step`-th hop on.
    fn windows(&self, hops: usize, step: usize) -> impl Iterator<Item = f64> {
        let mut sums = Vec::with_capacity(self.energies.len() + 1);
        let mut total = 0.0;
        sums.push(total);
        for energy in &self.energies {
            total += energy;
            sums.push(total);
        }
        let count = (self.energies.len() + 1).saturating_sub(hops);
        let rate = self.sample_rate;
        (0..count).step_by(step).map(move |first| {
            let frames = hop_start(first + hops, rate) - hop_start(first, rate);
            ((sums[first + hops] - sums[first]) / frames as f64).max(0.0)
        })
    }

    /// Integrated loudness: the mean of 400 ms blocks above -70 LUFS, then of those within 10 LU of that mean (BS.1770-5, eq. 5 to 7).
    ///
    /// # Errors
    /// [`MeasureError::TooShort`] below one block, [`MeasureError::Silent`] if none passes the absolute gate.
    pub fn integrated_lufs(&self) -> Result<f64, MeasureError> {
        let gate = self.gate()?;
        let gated = mean(self.windows(MOMENTARY_HOPS, STEP_HOPS).filter(|&p| p > gate));
        Ok(lufs(gated.unwrap_or(gate)))
    }

    /// The power that a 400 ms block must exceed to count: the higher of the absolute and the relative gate.
    fn gate(&self) -> Result<f64, MeasureError> {
        if self.energies.len() < MOMENTARY_HOPS {
            return Err(MeasureError::TooShort { seconds: self.energies.len() as f64 / HOPS_PER_SECOND as f64 });
        }
        let absolute = power_of(ABSOLUTE_GATE_LUFS);
        let ungated = mean(self.windows(MOMENTARY_HOPS, STEP_HOPS).filter(|&p| p > absolute)).ok_or(MeasureError::Silent)?;
        Ok(absolute.max(ungated * 10f64.powf(RELATIVE_GATE_LU / 10.0)))
    }

    /// Loudness range: P95 - P10 of the 3 s values that are at least -70 LUFS and within 20 LU of their mean (Tech 3342, section 4).
    #[must_use]
    pub fn lra_lu(&self) -> f64 {
        let absolute = power_of(ABSOLUTE_GATE_LUFS);
        let mut values: Vec<f64> = self.windows(SHORT_TERM_HOPS, STEP_HOPS).filter(|&p| p >= absolute).collect();
        let Some(ungated) = mean(values.iter().copied()) else {
            return 0.0;
        };
        let relative = ungated * 10f64.powf(RANGE_GATE_LU / 10.0);
        values.retain(|&p| p >= relative);
        values.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        power_to_db(at(0.95) / at(0.10))
    }

    /// Momentary loudness at the hop grid: one value for each 10 ms, of the 400 ms that begin there.
    pub fn momentary_lufs(&self) -> impl Iterator<Item = f64> {
        self.windows(MOMENTARY_HOPS, 1).map(lufs)
    }

    /// Short-term loudness at the hop grid.
    pub fn short_term_lufs(&self) -> impl Iterator<Item = f64> {
        self.windows(SHORT_TERM_HOPS, 1).map(lufs)
    }

    /// # Errors
    /// As [`Self::integrated_lufs`].
    pub fn loudness(&self) -> Result<Loudness, MeasureError> {
        let integrated_lufs = self.integrated_lufs()?;
        let highest = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::NEG_INFINITY, f64::max);
        let mut max_short_term_lufs = highest(&mut self.short_term_lufs());
        if max_short_term_lufs == f64::NEG_INFINITY {
            max_short_term_lufs = highest(&mut self.windows(self.energies.len(), 1).map(lufs));
        }
        Ok(Loudness {
            integrated_lufs,
            max_momentary_lufs: highest(&mut self.momentary_lufs()),
            max_short_term_lufs,
            lra_lu: self.lra_lu(),
        })
    }

    /// Which hops lie in a 400 ms block that counts towards integrated loudness; none in silence.
    pub(super) fn within_gate(&self) -> Vec<bool> {
        let mut within = vec![false; self.energies.len()];
        let gate = self.gate().unwrap_or(f64::INFINITY);
        for (block, power) in self.windows(MOMENTARY_HOPS, STEP_HOPS).enumerate() {
            if power > gate {
                within[block * STEP_HOPS..block * STEP_HOPS + MOMENTARY_HOPS].fill(true);
            }
        }
        within
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0usize), |(sum, count), v| (sum + v, count + 1));
    (count > 0).then(|| sum / count as f64)
}

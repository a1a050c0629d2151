//! Long-term average spectrum in third octaves, and the transform that everything about bands is taken from.

use std::f64::consts::PI;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};
use serde::{Deserialize, Serialize};

use super::erb::{ERB_COUNT, ErbSpectrum, erb_edges_hz};
use super::filter_bank::{BAND_COUNT, BinBank, band_edges_hz, usable_bands};
use super::loudness::hop_of;
use super::noise::noise_floor_db;
use crate::units::{db_to_power, power_to_db};

/// What a band without any power reads.
pub const SILENT_BAND_DB: f64 = -150.0;

/// Power per band in dBFS (0 dB: a mean square of 1), averaged over the frames that pass the loudness gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spectrum {
    /// Of mid = (L + R)/2.
    pub mid_db: [f64; BAND_COUNT],
    /// Of side = (L - R)/2; [`SILENT_BAND_DB`] throughout for mono.
    pub side_db: [f64; BAND_COUNT],
    /// What is left in each band, mid and side together, while the music pauses; [`SILENT_BAND_DB`] where it never does, so that
    /// nothing is known of a floor.
    pub noise_floor_db: [f64; BAND_COUNT],
    /// Power between the constant offset and [`SUBSONIC_HZ`], mid and side together: rumble, which nobody hears.
    pub subsonic_db: f64,
    /// Bands from this index on are beyond what the sample rate can hold.
    pub usable_bands: usize,
}

impl Spectrum {
    /// Mid and side together, per band: the mean power of left and right.
    #[must_use]
    pub fn total_db(&self) -> [f64; BAND_COUNT] {
        std::array::from_fn(|band| power_to_db(db_to_power(self.mid_db[band]) + db_to_power(self.side_db[band])))
    }

    /// [`Self::total_db`] relative to the mean level of the 11 bands from 200 Hz to 2 kHz: the scale of the style curves.
    #[must_use]
    pub fn shape_db(&self) -> [f64; BAND_COUNT] {
        relative_to_middle(self.total_db())
    }

    /// The mid alone on the same scale, relative to its own middle.
    #[must_use]
    pub fn mid_shape_db(&self) -> [f64; BAND_COUNT] {
        relative_to_middle(self.mid_db)
    }

    /// Level of side against mid over the bands from `from` up to and without `to`.
    #[must_use]
    pub fn side_over_mid_db(&self, bands: std::ops::Range<usize>) -> f64 {
        let power = |levels: &[f64]| levels.iter().map(|&db| db_to_power(db)).sum::<f64>();
        power_to_db(power(&self.side_db[bands.clone()]) / power(&self.mid_db[bands]))
    }

    /// Level of side against mid in each band, within +-100; 0 where there is neither.
    #[must_use]
    pub fn band_side_db(&self) -> [f64; BAND_COUNT] {
        std::array::from_fn(|band| (self.side_db[band] - self.mid_db[band]).clamp(-100.0, 100.0))
    }

    /// The same after one gain.
    pub(super) fn raise(&mut self, gain_db: f64) {
        for level in self.mid_db.iter_mut().chain(&mut self.side_db).chain(&mut self.noise_floor_db) {
            raise(level, gain_db);
        }
        raise(&mut self.subsonic_db, gain_db);
    }
}

/// A band's level after a gain; nothing stays nothing.
pub(super) fn raise(level_db: &mut f64, gain_db: f64) {
    if *level_db > SILENT_BAND_DB {
        *level_db = (*level_db + gain_db).max(SILENT_BAND_DB);
    }
}

fn relative_to_middle(levels_db: [f64; BAND_COUNT]) -> [f64; BAND_COUNT] {
    let middle = &levels_db[REFERENCE_BANDS];
    let mean = middle.iter().sum::<f64>() / middle.len() as f64;
    levels_db.map(|db| db - mean)
}

/// 200 Hz to 2 kHz.
pub const REFERENCE_BANDS: std::ops::Range<usize> = 9..20;

/// Power of one frame per band.
pub(super) struct Frame {
    pub mid: [f32; BAND_COUNT],
    pub side: [f32; BAND_COUNT],
    /// Real part of mid times side conjugate: a quarter of left's power less right's.
    pub cross: [f32; BAND_COUNT],
    pub erb: [f32; ERB_COUNT],
    pub subsonic: f32,
}

/// What lies below is felt at most; no instrument's lowest note does, and the transform tells it from a bass note at 25 Hz.
pub const SUBSONIC_HZ: f64 = 16.0;

/// Everything that the frames of a recording tell.
pub struct Spectra {
    pub third_octaves: Spectrum,
    pub erb: ErbSpectrum,
    /// Correlation of left and right per band; 0 where one of them has nothing.
    pub correlation: [f64; BAND_COUNT],
}

/// Collects a recording in Hann-windowed frames of about a third of a second, overlapping by half.
pub struct SpectrumMeter {
    sample_rate: u32,
    transform: Transform,
    /// Bin by bin: power of mid, of side, and their product.
    powers: [Vec<f32>; 3],
    third_octaves: BinBank<BAND_COUNT>,
    erbs: BinBank<ERB_COUNT>,
    subsonic: BinBank<1>,
    frames: Vec<Frame>,
}

/// The windowed transform of one frame.
pub(super) struct Transform {
    pub size: usize,
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    time: Vec<f32>,
    scratch: Vec<Complex<f32>>,
    pub mid: Vec<Complex<f32>>,
    pub side: Vec<Complex<f32>>,
}

impl Transform {
    pub fn new(sample_rate: u32) -> Self {
        // 16384 at 48 kHz: a third octave at 25 Hz then spans two bins.
        let size = (16_384.0 * f64::from(sample_rate) / 48_000.0).log2().round().exp2() as usize;
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(size);
        let window: Vec<f32> = (0..size).map(|n| (0.5 - 0.5 * (2.0 * PI * n as f64 / size as f64).cos()) as f32).collect();
        Self {
            size,
            window,
            time: fft.make_input_vec(),
            scratch: fft.make_scratch_vec(),
            mid: fft.make_output_vec(),
            side: fft.make_output_vec(),
            fft,
        }
    }

    /// What |X|^2 of a bin counts: a one-sided bin of a windowed frame holds 2|X|^2 / (N sum w^2) of the mean square.
    pub fn scale(&self) -> f64 {
        2.0 / (self.size as f64 * self.window.iter().map(|w| f64::from(w * w)).sum::<f64>())
    }

    /// Transforms mid = (L + R)/2 and side = (L - R)/2 of one frame; a mono frame has no side.
    pub fn run(&mut self, left: &[f32], right: Option<&[f32]>) {
        let Some(right) = right else {
            self.time.iter_mut().zip(&self.window).zip(left).for_each(|((t, w), l)| *t = w * l);
            // Lengths are the planner's own, so the transform cannot fail.
            let _ = self.fft.process_with_scratch(&mut self.time, &mut self.mid, &mut self.scratch);
            return;
        };
        for (sign, bins) in [(0.5, &mut self.mid), (-0.5, &mut self.side)] {
            for (((t, w), l), r) in self.time.iter_mut().zip(&self.window).zip(left).zip(right) {
                *t = w * (0.5 * l + sign * r);
            }
            let _ = self.fft.process_with_scratch(&mut self.time, bins, &mut self.scratch);
        }
    }
}

impl SpectrumMeter {
    #[must_use]
    pub fn new(sample_rate: u32) -> Self {
        let transform = Transform::new(sample_rate);
        let bins = transform.size / 2 + 1;
        let bin_hz = f64::from(sample_rate) / transform.size as f64;
        Self {
            sample_rate,
            powers: std::array::from_fn(|_| vec![0.0; bins]),
            third_octaves: BinBank::new(band_edges_hz, bin_hz, bins, transform.scale()),
            erbs: BinBank::new(erb_edges_hz, bin_hz, bins, transform.scale()),
            // A constant offset fills the first two bins of a Hann-windowed frame, and no more.
            subsonic: BinBank::new(|_| (1.5 * bin_hz, SUBSONIC_HZ), bin_hz, bins, transform.scale()),
            frames: Vec::new(),
            transform,
        }
    }

    /// Takes every frame that ends within the first `available` frames of the planes and was not taken before.
    #[inline(never)]
    pub fn push(&mut self, left: &[f32], right: Option<&[f32]>, available: usize) {
        loop {
            let start = self.frames.len() * self.transform.size / 2;
            if start + self.transform.size > available {
                return;
            }
            let range = start..start + self.transform.size;
            self.transform.run(&left[range.clone()], right.map(|r| &r[range]));
            let frame = self.powers_of_frame(right.is_some());
            self.frames.push(frame);
        }
    }

    fn powers_of_frame(&mut self, stereo: bool) -> Frame {
        let [mids, sides, crosses] = &mut self.powers;
        if !stereo {
            mids.iter_mut().zip(&self.transform.mid).for_each(|(power, m)| *power = m.norm_sqr());
            let none = [0.0; BAND_COUNT];
            let [subsonic] = self.subsonic.sums(mids);
            return Frame { mid: self.third_octaves.sums(mids), side: none, cross: none, erb: self.erbs.sums(mids), subsonic };
        }
        let bins = self.transform.mid.iter().zip(&self.transform.side);
        for (((mid, side), cross), (m, s)) in mids.iter_mut().zip(sides.iter_mut()).zip(crosses.iter_mut()).zip(bins) {
            *mid = m.norm_sqr();
            *side = s.norm_sqr();
            *cross = m.re * s.re + m.im * s.im;
        }
        let [mid, side, cross] = [&*mids, &*sides, &*crosses].map(|powers| self.third_octaves.sums(powers));
        sides.iter_mut().zip(mids.iter()).for_each(|(side, mid)| *side += mid);
        let [subsonic] = self.subsonic.sums(sides);
        Frame { mid, side, cross, erb: self.erbs.sums(sides), subsonic }
    }

    /// The average over frames whose middle lies within the loudness gate; over all, should none do.
    #[must_use]
    pub fn finish(self, within_gate: &[bool]) -> Spectra {
        let passes = |index: usize| {
            let middle = (index + 1) * self.transform.size / 2;
            within_gate.get(hop_of(middle, self.sample_rate)).copied().unwrap_or(false)
        };
        let gated: Vec<&Frame> = self.frames.iter().enumerate().filter(|&(index, _)| passes(index)).map(|(_, f)| f).collect();
        let chosen = if gated.is_empty() { self.frames.iter().collect() } else { gated };
        let mean = |pick: &dyn Fn(&Frame) -> f32| {
            chosen.iter().map(|frame| f64::from(pick(frame))).sum::<f64>() / chosen.len().max(1) as f64
        };
        let level = |power: f64| power_to_db(power).max(SILENT_BAND_DB);
        let mid: [f64; BAND_COUNT] = std::array::from_fn(|band| mean(&|f| f.mid[band]));
        let side: [f64; BAND_COUNT] = std::array::from_fn(|band| mean(&|f| f.side[band]));
        let mut noise_floor_db = noise_floor_db(&self.frames, mid.iter().chain(&side).sum());
        for (band, floor) in noise_floor_db.iter_mut().enumerate() {
            // A band that is quieter in the music than in the pauses is all noise.
            *floor = floor.min(level(mid[band] + side[band]));
        }
        Spectra {
            correlation: std::array::from_fn(|band| correlation(mid[band], side[band], mean(&|f| f.cross[band]))),
            erb: ErbSpectrum { level_db: (0..ERB_COUNT).map(|band| level(mean(&|f| f.erb[band]))).collect() },
            third_octaves: Spectrum {
                mid_db: mid.map(level),
                side_db: side.map(level),
                noise_floor_db,
                subsonic_db: level(mean(&|f| f.subsonic)),
                usable_bands: usable_bands(self.sample_rate),
            },
        }
    }
}

/// With L = M + S and R = M - S: Re(L R*) = |M|^2 - |S|^2, and |L|^2, |R|^2 = |M|^2 + |S|^2 +- 2 Re(M S*).
fn correlation(mid: f64, side: f64, cross: f64) -> f64 {
    let both = ((mid + side).powi(2) - 4.0 * cross * cross).max(0.0).sqrt();
    // Nothing but rounding left in one of the channels.
    if both <= 1e-6 * (mid + side) { 0.0 } else { ((mid - side) / both).clamp(-1.0, 1.0) }
}

//! How the channels relate.

use serde::{Deserialize, Serialize};

use super::filter_bank::{BAND_COUNT, CENTRES_HZ};
use super::loudness::k_weighting;
use super::spectrum::Spectra;
use crate::units::{db_to_power, power_to_db};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stereo {
    /// Correlation of left and right: 1 mono, 0 unrelated, -1 opposite. Where one channel is silent, 0.
    pub correlation: f64,
    /// Level of side against mid above 250 Hz; at least -100.
    pub side_db: f64,
    /// The same below 120 Hz.
    pub bass_side_db: f64,
    /// [`Self::correlation`] in each third octave. (Level of side against mid: [`super::Spectrum::band_side_db`].)
    pub band_correlation: [f64; BAND_COUNT],
    /// Loudness lost when both channels are folded to mono: 0 where they are the same, 3 LU where they have nothing in common, at
    /// most 100.
    pub mono_fold_lu: f64,
}

/// Level that stands for "no side signal at all".
const NO_SIDE_DB: f64 = -100.0;

/// Bands from 250 Hz up, and those below 120 Hz.
const UPPER_BANDS: std::ops::Range<usize> = 10..30;
const BASS_BANDS: std::ops::Range<usize> = 0..7;

/// Sums over both channels: left squared, right squared, left times right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Products {
    pub left: f64,
    pub right: f64,
    pub cross: f64,
}

impl Products {
    #[inline(never)]
    pub fn push(&mut self, left: &[f32], right: &[f32]) {
        // Short runs in f32 lanes, their totals in f64.
        for (left, right) in left.chunks(256).zip(right.chunks(256)) {
            let mut lanes = [[0.0f32; 8]; 3];
            let ((left, left_rest), (right, right_rest)) = (left.as_chunks::<8>(), right.as_chunks::<8>());
            for (l, r) in left.iter().zip(right) {
                for lane in 0..8 {
                    lanes[0][lane] += l[lane] * l[lane];
                    lanes[1][lane] += r[lane] * r[lane];
                    lanes[2][lane] += l[lane] * r[lane];
                }
            }
            for (l, r) in left_rest.iter().zip(right_rest) {
                lanes[0][0] += l * l;
                lanes[1][0] += r * r;
                lanes[2][0] += l * r;
            }
            let [left, right, cross] = lanes.map(|lane| lane.iter().map(|&x| f64::from(x)).sum::<f64>());
            self.left += left;
            self.right += right;
            self.cross += cross;
        }
    }
}

impl Stereo {
    #[must_use]
    pub(super) fn of(products: Products, spectra: &Spectra, sample_rate: u32) -> Self {
        let spectrum = &spectra.third_octaves;
        let norm = (products.left * products.right).sqrt();
        Self {
            correlation: if norm > 0.0 { (products.cross / norm).clamp(-1.0, 1.0) } else { 0.0 },
            side_db: finite(spectrum.side_over_mid_db(UPPER_BANDS)),
            bass_side_db: finite(spectrum.side_over_mid_db(BASS_BANDS)),
            band_correlation: spectra.correlation,
            mono_fold_lu: mono_fold_lu(spectra, sample_rate),
        }
    }
}

/// Folded, only the mid is left: 10 log10 of (mid + side) over mid, each band K-weighted (BS.1770-5, annex 1) at its centre.
fn mono_fold_lu(spectra: &Spectra, sample_rate: u32) -> f64 {
    let sections = k_weighting(sample_rate);
    let spectrum = &spectra.third_octaves;
    let (mut mid, mut both) = (0.0, 0.0);
    for (band, &hz) in CENTRES_HZ.iter().enumerate().filter(|(_, hz)| **hz < 0.5 * f64::from(sample_rate)) {
        let weight: f64 = sections.iter().map(|section| section.power_at(hz, f64::from(sample_rate))).product();
        mid += weight * db_to_power(spectrum.mid_db[band]);
        both += weight * (db_to_power(spectrum.mid_db[band]) + db_to_power(spectrum.side_db[band]));
    }
    finite(power_to_db(both / mid))
}

pub(super) fn finite(db: f64) -> f64 {
    if db.is_nan() { NO_SIDE_DB } else { db.clamp(NO_SIDE_DB, -NO_SIDE_DB) }
}

//! Which style a mix is nearest to, and how sure that is.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::style::{Hits, Spread, Style, StyleId, styles};
use crate::measure::Measurements;

/// What the measurements say of a mix's style.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nearness {
    pub best: StyleId,
    pub runner_up: StyleId,
    /// The best style's share of belief, 0 to 1, if a mix had to be of one of the 14 and each were as likely beforehand.
    ///
    /// It is *not* how often such a guess is right: styles are neighbours, not boxes, and the expectations behind it are for the most
    /// part judgement. It says how far this one stands out from the others.
    pub confidence: f64,
    /// Whether it stands out enough to be mastered for. "No clear style" is an answer.
    pub clear: bool,
}

/// A quarter of the belief, three and a half times what chance would give one of 14.
const CLEAR: f64 = 0.25;

/// 5 kHz and below: a recording of the telephone's band has lost too much to be told from others like it.
const BANDS_OF_A_STYLE: usize = 24;

/// Ranks the styles by the likelihood of the mix's spectrum, dynamics, width and hits, each taken for itself (naive Bayes).
#[must_use]
pub fn nearest(mix: &Measurements) -> Nearness {
    let features = Features::of(mix);
    let mut ranked: Vec<(f64, StyleId)> = styles()
        .iter()
        .filter_map(|style| style.hits.map(|hits| (features.log_likelihood(style, &hits) / TEMPERATURE, style.id)))
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all: f64 = ranked.iter().map(|(l, _)| (l - ranked[0].0).exp()).sum();
    let confidence = 1.0 / all;
    let clear = confidence >= CLEAR && mix.spectrum.usable_bands >= BANDS_OF_A_STYLE;
    Nearness { best: ranked[0].1, runner_up: ranked[1].1, confidence, clear }
}

/// Features overlap (bass and sub-bass, hits and their regularity), so that as evidence about every second one is new [J]: the sum of
/// their logarithms counts half. Without this the softmax would claim far more than the figures know.
const TEMPERATURE: f64 = 2.0;

/// Degrees of freedom of Student's t: heavy tails, so that one odd figure can't decide (Lange, Little & Taylor 1989, "Robust statistical
/// modeling using the t distribution", JASA 84).
const FREEDOM: f64 = 4.0;

/// Third octaves that say much the same, as one figure, and its spread between records of one style.
struct Zone {
    bands: Range<usize>,
    spread_db: f64,
}

/// Sub-bass, bass, presence, treble and air. Spreads are the standard deviations *within* FMA's electronic, pop and rock tracks
/// (effetune 0.15.0, MIT), averaged over the three and rounded [S]. The middle is where the curves are levelled.
const ZONES: [Zone; 5] = [
    Zone { bands: 0..5, spread_db: 6.0 },
    Zone { bands: 5..8, spread_db: 5.0 },
    Zone { bands: 20..24, spread_db: 3.5 },
    Zone { bands: 24..27, spread_db: 5.5 },
    Zone { bands: 27..29, spread_db: 6.5 },
];
/// A band further from a style than this is absent (filtered off, or beyond a codec's end) rather than different.
const FURTHEST_DB: f64 = 20.0;
/// The highest onset band needs what lies above 5.5 kHz.
const BANDS_OF_HIGH_HITS: usize = 27;
/// With less side signal than this nobody hears any width, be it in one channel or two.
const MONO_SIDE_DB: f64 = -20.0;
/// What lies beyond a style's usual range is added to half of it: the ranges are those of finished records [J].
const MORE_LRA_LU: f64 = 1.5;
const MORE_SIDE_DB: f64 = 2.0;
/// A mix has not been mastered: more headroom than the style's records says nothing; less, this much, says that it's another style's.
const LESS_HEADROOM_DB: f64 = 2.0;

/// What is compared. None of it changes with the level of the mix.
struct Features<'a> {
    mix: &'a Measurements,
    shape_db: [f64; crate::measure::BAND_COUNT],
    side_db: f64,
    regularity: f64,
}

impl<'a> Features<'a> {
    fn of(mix: &'a Measurements) -> Self {
        Self {
            mix,
            shape_db: mix.spectrum.shape_db(),
            side_db: mix.stereo.map_or(MONO_SIDE_DB, |stereo| stereo.side_db.max(MONO_SIDE_DB)),
            regularity: mix.onsets.rhythm.regularity.iter().copied().fold(0.0, f64::max),
        }
    }

    fn log_likelihood(&self, style: &Style, hits: &Hits) -> f64 {
        let usable = self.mix.spectrum.usable_bands;
        let zones = ZONES.iter().filter(|zone| zone.bands.end <= usable).map(|zone| {
            let differences = zone.bands.clone().map(|band| {
                (self.shape_db[band] - style.curve_db[band]).clamp(-FURTHEST_DB, FURTHEST_DB) / zone.bands.len() as f64
            });
            Spread { mean: 0.0, deviation: zone.spread_db }.log_likelihood(differences.sum())
        });
        let rises = &self.mix.onsets.rise_db;
        let high = (usable >= BANDS_OF_HIGH_HITS).then(|| hits.high_rise_db.log_likelihood(rises[3]));
        let (lra, side, plr) = (style.lra_lu, style.side_db, style.plr_db);
        let lra = Spread { mean: 0.5 * (lra.low + lra.high), deviation: 0.5 * (lra.high - lra.low) + MORE_LRA_LU };
        let side_mean = (0.5 * (side.low + side.high)).max(MONO_SIDE_DB);
        let side_deviation = 0.5 * (side.high - side.low.max(MONO_SIDE_DB)).abs() + MORE_SIDE_DB;
        let headroom = Spread { mean: 0.0, deviation: LESS_HEADROOM_DB };
        zones.sum::<f64>()
            + high.unwrap_or(0.0)
            + hits.low_rise_db.log_likelihood(rises[0])
            + hits.regularity.log_likelihood(self.regularity)
            + lra.log_likelihood(self.mix.loudness.lra_lu)
            + Spread { mean: side_mean, deviation: side_deviation }.log_likelihood(self.side_db)
            + headroom.log_likelihood((self.mix.plr_db() - plr.low).min(0.0))
    }
}

impl Spread {
    /// Logarithm of Student's t density, but for what is the same in all spreads: -ln s - (n+1)/2 ln(1 + z^2/n), z = (x - m)/s.
    fn log_likelihood(self, value: f64) -> f64 {
        let z = (value - self.mean) / self.deviation;
        -self.deviation.ln() - 0.5 * (FREEDOM + 1.0) * (z * z / FREEDOM).ln_1p()
    }
}

//! How far a mix stands from its style's average, and how much of that a master keeps.
//!
//! d is what sets a recording apart: one figure for each thing that was measured, each divided by its tolerance. With d of the mix before
//! and after mastering, k = |after|/|before| says how far the master stands from the average against the mix, r = cos(before, after) whether
//! in the same direction, and k r how much of what set the mix apart is left.
//!
//! It measures distance, not worth. A little compression can be preferred to none, and the most is heard as worse even at equal loudness
//! (Croghan, Arehart & Kates, "Quality and loudness judgments for music subjected to compression limiting", JASA 132, 2012); a general
//! preference for less of it was not found (Hjortkjaer & Walther-Hansen, "Perceptual effects of dynamic range compression in popular music
//! recordings", JAES 62, 2014).

use serde::{Deserialize, Serialize};

use crate::mastering::style::{Style, Usual};
use crate::mastering::{Dimension, StyleId, TOLERANCE_DB, is_mono};
use crate::measure::{BAND_COUNT, Measurements};

/// A mix nearer to its style's average than this, as the root mean square over the dimensions in tolerances, has little that could be
/// lost, and shares of that little say nothing [J].
const CLOSE: f64 = 0.5;
/// Less left than this is flattened, ...
const FLATTENED: f64 = 0.6;
/// ... a direction less like the mix's than this is another one [J], ...
const REDIRECTED: f64 = 0.85;
/// ... and this much more is further away.
const FURTHER: f64 = 1.15;

/// A band this far below the style is absent (filtered off, or beyond a codec's end) rather than different: as the plan has it.
const ABSENT_DB: f64 = 20.0;
/// Bands this far under the loudest are too faint to count.
const FAINT_DB: f64 = 60.0;
/// What lies above 18 kHz is more often a converter's or an encoder's than the mix's.
const HIGHEST_BANDS: usize = 29;

/// The styles' peaks are those of finished records. A mix that was not limited yet stands this much higher, which is no character of
/// its own; a master that takes it off flattens nothing [J].
const UNLIMITED_DB: f64 = 4.0;
/// Tolerance of what lies outside that range [J].
const PLR_TOLERANCE_DB: f64 = 2.0;
/// With less side signal than this nobody hears any width.
const MONO_SIDE_DB: f64 = -20.0;

/// Unusual is what lies this many tolerances from the average.
const UNUSUAL: f64 = 2.0;
/// More questions would be an interrogation.
const MOST_QUESTIONS: usize = 3;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Character {
    pub style: StyleId,
    /// What can be measured of the mix, in the order of [`Dimension::ALL`]: width is missing for mono, the top for 8 kHz.
    pub traits: Vec<Trait>,
    /// From the style's average, in tolerances: root mean square over the dimensions.
    pub before: f64,
    pub after: f64,
    /// r = cos(before, after), -1 to 1; 0 where one of them is at the average.
    pub same_way: f64,
}

/// One dimension.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trait {
    pub dimension: Dimension,
    pub before: Deviation,
    pub after: Deviation,
    /// k r within this dimension: 1 for all of it, 0 for none, below that past the average. `None` where the mix was near it: then there
    /// was nothing to keep.
    pub kept: Option<f64>,
}

/// How far from the style's average; below 0 is less. Of several bands the mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deviation {
    pub tolerances: f64,
    /// In dB, of the arc in LU. Spectra are laid over the style's curve by their middle, 200 Hz to 2 kHz, as the plan does.
    pub db: f64,
}

/// What became of what sets the mix apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// There was little: the mix measures close to its style's average.
    Close,
    Kept,
    Flattened,
    /// About as far from the average, but elsewhere.
    Redirected,
    /// Further from the average than the mix.
    Further,
}

impl Character {
    /// `before` is the mix, `after` its master, `style` what it was mastered as.
    ///
    /// [`StyleId::AllGenres`] counts as a style: it is the average that the plan then works towards, so how much of the mix's distance from
    /// it is left is the same question; the words only say "records of all kinds". `None` where less than half of the spectrum holds
    /// anything: of a test tone there is no balance to speak of.
    #[must_use]
    pub fn of(before: &Measurements, after: &Measurements, style: StyleId) -> Option<Self> {
        let style = style.style();
        let bands = compared_bands(before, after, style);
        if 2 * bands.len() < before.spectrum.usable_bands {
            return None;
        }
        let spectra = [before, after].map(|m| {
            let shape_db = m.spectrum.shape_db();
            std::array::from_fn(|band| shape_db[band] - style.curve_db[band])
        });
        let axes: Vec<Axis> =
            Dimension::ALL.iter().filter_map(|&d| Axis::of(d, before, after, style, &bands, &spectra)).collect();
        let count = axes.len() as f64;
        let sum = |of: fn(&Axis) -> f64| axes.iter().map(of).sum::<f64>();
        let (own, crossed, left) = (sum(|a| a.own), sum(|a| a.crossed), sum(|a| a.left));
        let norms = own * left;
        let character = Self {
            style: style.id,
            before: (own / count).sqrt(),
            after: (left / count).sqrt(),
            same_way: if norms > 0.0 { (crossed / norms.sqrt()).clamp(-1.0, 1.0) } else { 0.0 },
            traits: axes.iter().map(|axis| axis.result).collect(),
        };
        (character.before.is_finite() && character.after.is_finite()).then_some(character)
    }

    /// k r: the share of what sets the mix apart that is left in the master, 0 to 1. `None` for a mix close to the average.
    #[must_use]
    pub fn kept(&self) -> Option<f64> {
        (self.before >= CLOSE).then(|| (self.after / self.before * self.same_way).clamp(0.0, 1.0))
    }

    #[must_use]
    pub fn fate(&self) -> Fate {
        let k = self.after / self.before;
        if self.before < CLOSE {
            Fate::Close
        } else if k < FLATTENED {
            Fate::Flattened
        } else if self.same_way < REDIRECTED {
            Fate::Redirected
        } else if k > FURTHER {
            Fate::Further
        } else {
            Fate::Kept
        }
    }

    /// The traits, what sets the mix apart most first.
    #[must_use]
    pub fn by_strength(&self) -> Vec<Trait> {
        let mut traits = self.traits.clone();
        traits.sort_by(|a, b| b.before.tolerances.abs().total_cmp(&a.before.tolerances.abs()));
        traits
    }

    /// What is unusual in the mix *and* was moved audibly, the most unusual first: worth asking whether it is meant. What nothing moved
    /// is not asked about: no answer would change anything.
    #[must_use]
    pub fn questions(&self) -> Vec<Trait> {
        let unusual = |t: &Trait| t.is_unusual() && t.moved_audibly();
        self.by_strength().into_iter().filter(unusual).take(MOST_QUESTIONS).collect()
    }
}

impl Trait {
    /// For the style it is held against.
    #[must_use]
    pub fn is_unusual(&self) -> bool {
        self.before.tolerances.abs() > UNUSUAL
    }

    /// From mix to master, in the unit of [`Deviation::db`].
    #[must_use]
    pub fn moved_db(&self) -> f64 {
        self.after.db - self.before.db
    }

    /// By about what a careful listener notices of it.
    #[must_use]
    pub fn moved_audibly(&self) -> bool {
        let noticed = if self.dimension == Dimension::Dynamics { 1.0 } else { 0.5 };
        self.moved_db().abs() >= noticed
    }
}

/// One dimension's share of the three sums, so that each counts alike, be it one figure or seven bands.
struct Axis {
    result: Trait,
    /// Means of before^2, before times after, after^2.
    own: f64,
    crossed: f64,
    left: f64,
}

impl Axis {
    fn of(
        dimension: Dimension,
        before: &Measurements,
        after: &Measurements,
        style: &Style,
        bands: &[usize],
        spectra: &[[f64; BAND_COUNT]; 2],
    ) -> Option<Self> {
        let single = |usual: Usual, of: fn(&Measurements) -> f64| {
            let (middle, half) = (0.5 * (usual.low + usual.high), 0.5 * (usual.high - usual.low));
            Self::new(dimension, &[(of(before) - middle, of(after) - middle, half)])
        };
        match dimension {
            Dimension::Dynamics => {
                let unlimited = Usual { high: style.plr_db.high + UNLIMITED_DB, ..style.plr_db };
                let [before, after] = [before, after].map(|m| unlimited.excess(m.plr_db()));
                Self::new(dimension, &[(before, after, PLR_TOLERANCE_DB)])
            }
            Dimension::Arc => single(style.lra_lu, |m| m.loudness.lra_lu),
            Dimension::Width if is_mono(before) => None,
            Dimension::Width => single(Usual { low: style.side_db.low.max(MONO_SIDE_DB), ..style.side_db }, |m| {
                m.stereo.map_or(MONO_SIDE_DB, |stereo| stereo.side_db.max(MONO_SIDE_DB))
            }),
            _ => {
                let own = dimension.bands()?;
                let own = bands.iter().copied().filter(|band| own.contains(band));
                let figures: Vec<_> = own.map(|band| (spectra[0][band], spectra[1][band], TOLERANCE_DB[band])).collect();
                Self::new(dimension, &figures)
            }
        }
    }

    /// Deviations before and after in dB, and their tolerance. `None` for none.
    fn new(dimension: Dimension, figures: &[(f64, f64, f64)]) -> Option<Self> {
        if figures.is_empty() {
            return None;
        }
        let mean = |of: fn(&(f64, f64, f64)) -> f64| figures.iter().map(of).sum::<f64>() / figures.len() as f64;
        let own = mean(|(before, _, tolerance)| (before / tolerance).powi(2));
        let crossed = mean(|(before, after, tolerance)| before * after / (tolerance * tolerance));
        let result = Trait {
            dimension,
            before: Deviation { tolerances: mean(|f| f.0 / f.2), db: mean(|f| f.0) },
            after: Deviation { tolerances: mean(|f| f.1 / f.2), db: mean(|f| f.1) },
            kept: (own.sqrt() >= CLOSE).then(|| crossed / own),
        };
        Some(Self { result, own, crossed, left: mean(|(_, after, tolerance)| (after / tolerance).powi(2)) })
    }
}

/// Those that both recordings can hold and in which the mix has something.
fn compared_bands(before: &Measurements, after: &Measurements, style: &Style) -> Vec<usize> {
    let usable = before.spectrum.usable_bands.min(after.spectrum.usable_bands).min(HIGHEST_BANDS);
    let (shape_db, levels_db) = (before.spectrum.shape_db(), before.spectrum.total_db());
    let loudest_db = levels_db.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let holds = |band: &usize| shape_db[*band] - style.curve_db[*band] > -ABSENT_DB && levels_db[*band] > loudest_db - FAINT_DB;
    (0..usable).filter(holds).collect()
}

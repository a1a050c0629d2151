//! Geometry of the spectrum over the band of style or reference. Figures in, SVG path data out.

use std::fmt::Write;

use crate::mastering::StyleId;
use crate::measure::{BAND_COUNT, CENTRES_HZ, Measurements, Spectrum};

/// Size of the drawing's coordinate system; the page stretches it.
pub const SPECTRUM_SIZE: (f64, f64) = (1000.0, 400.0);

const LOWEST_HZ: f64 = 22.4;
const HIGHEST_HZ: f64 = 22_400.0;
pub const TOP_DB: f64 = 18.0;
pub const BOTTOM_DB: f64 = -42.0;

/// A level per band; `None` above what the rate can hold.
pub type Curve = [Option<f64>; BAND_COUNT];

/// The spectrum on the scale of the styles' curves.
#[must_use]
pub fn curve(spectrum: &Spectrum) -> Curve {
    let shape_db = spectrum.shape_db();
    std::array::from_fn(|band| (band < spectrum.usable_bands).then_some(shape_db[band]))
}

/// The mid alone: how a recording is held against a reference track.
#[must_use]
pub fn mid_curve(spectrum: &Spectrum) -> Curve {
    let shape_db = spectrum.mid_shape_db();
    std::array::from_fn(|band| (band < spectrum.usable_bands).then_some(shape_db[band]))
}

/// Mix and master, and what both are held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    pub target: Curve,
    pub before: Curve,
    pub after: Curve,
}

impl Balance {
    /// A style's curve is that of both channels together, a reference is matched by its mid.
    #[must_use]
    pub fn of(style: StyleId, reference: Option<&Measurements>, before: &Measurements, after: &Measurements) -> Self {
        let (target, of): (Curve, fn(&Spectrum) -> Curve) = match reference {
            Some(reference) => (mid_curve(&reference.spectrum), mid_curve),
            None => (style.style().curve_db.map(Some), curve),
        };
        Self { target, before: of(&before.spectrum), after: of(&after.spectrum) }
    }
}

/// How many bands lie outside the target's curve +- tolerance.
#[must_use]
pub fn bands_outside(curve: &Curve, target: &Curve, tolerance_db: &[f64; BAND_COUNT]) -> usize {
    let outside =
        |band: &usize| matches!((curve[*band], target[*band]), (Some(db), Some(goal)) if (db - goal).abs() > tolerance_db[*band]);
    (0..BAND_COUNT).filter(outside).count()
}

/// A line through the bands' centres.
#[must_use]
pub fn curve_path(curve: &Curve) -> String {
    let mut path = String::new();
    for (band, db) in curve.iter().enumerate() {
        if let Some(db) = db {
            let _ = write!(path, "{}{:.1} {:.1}", if path.is_empty() { 'M' } else { 'L' }, x_of(CENTRES_HZ[band]), y_of(*db));
        }
    }
    path
}

/// The area of the target's curve +- tolerance.
#[must_use]
pub fn band_path(target: &Curve, tolerance_db: &[f64; BAND_COUNT]) -> String {
    let point = |band: usize, sign: f64| Some((x_of(CENTRES_HZ[band]), y_of(target[band]? + sign * tolerance_db[band])));
    let above = (0..BAND_COUNT).filter_map(|band| point(band, 1.0));
    let below = (0..BAND_COUNT).rev().filter_map(|band| point(band, -1.0));
    let mut path = String::new();
    for (x, y) in above.chain(below) {
        let _ = write!(path, "{}{x:.1} {y:.1}", if path.is_empty() { 'M' } else { 'L' });
    }
    path.push('Z');
    path
}

/// Logarithmic, as pitch is heard.
#[must_use]
pub fn x_of(hz: f64) -> f64 {
    SPECTRUM_SIZE.0 * (hz / LOWEST_HZ).ln() / (HIGHEST_HZ / LOWEST_HZ).ln()
}

#[must_use]
pub fn y_of(db: f64) -> f64 {
    SPECTRUM_SIZE.1 * (TOP_DB - db.clamp(BOTTOM_DB, TOP_DB)) / (TOP_DB - BOTTOM_DB)
}

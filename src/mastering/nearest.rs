//! Which style a mix is nearest to.

use super::style::{Style, StyleId, styles};
use super::style_table::SPREAD_DB;
use crate::measure::{BAND_COUNT, Measurements};

/// What one unit of distance is, for the figures that are not spectra: about the spread between records of one style.
const PLR_SPREAD_DB: f64 = 3.0;
const LRA_SPREAD_LU: f64 = 4.0;
const SIDE_SPREAD_DB: f64 = 4.0;

/// A mix has not been mastered yet: more headroom than the style's records says little, less says much.
const HEADROOM_WEIGHT: f64 = 0.25;

/// All styles, the nearest first.
#[must_use]
pub fn rank(mix: &Measurements) -> Vec<StyleId> {
    let mut ranked: Vec<(f64, StyleId)> = styles().iter().map(|style| (distance(mix, style), style.id)).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
    ranked.into_iter().map(|(_, id)| id).collect()
}

/// Squared distance: the mean over the bands that hold something, plus dynamics and stereo where they lie outside the style's usual values.
fn distance(mix: &Measurements, style: &Style) -> f64 {
    let shape = mix.spectrum.shape_db();
    let heard = (0..mix.spectrum.usable_bands.min(BAND_COUNT)).filter(|&band| shape[band] > -60.0);
    let (sum, count) = heard.fold((0.0, 0usize), |(sum, count), band| {
        (sum + ((shape[band] - style.curve_db[band]) / SPREAD_DB[band]).powi(2), count + 1)
    });
    let spectrum = sum / count.max(1) as f64;
    let plr = style.plr_db.excess(mix.plr_db()) / PLR_SPREAD_DB;
    let plr = if plr > 0.0 { HEADROOM_WEIGHT * plr } else { plr };
    let lra = style.lra_lu.excess(mix.loudness.lra_lu) / LRA_SPREAD_LU;
    let side = mix.stereo.map_or(0.0, |stereo| style.side_db.excess(stereo.side_db) / SIDE_SPREAD_DB);
    spectrum + (plr * plr + lra * lra + side * side) / 6.0
}

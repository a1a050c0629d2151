//! How the stereo image is set: bass to the centre, and the side signal towards the target's, band by band.

use super::tone::{beyond_usable, can_follow};
use super::{Brief, LEAST_DB, STRENGTH};
use crate::mastering::TOLERANCE_DB;
use crate::mastering::controls::Controls;
use crate::mastering::decision::Decision;
use crate::mastering::dimension::Dimension;
use crate::mastering::plan::Width;
use crate::measure::{BAND_COUNT, CENTRES_HZ, Measurements};

/// Bass counts as centred when its side signal is this far below the mid.
const CENTRED_DB: f64 = -20.0;
/// A recording with less side signal than this is mono in all but name: there is nothing to widen.
const NEARLY_MONO_DB: f64 = -40.0;
const MOST_WIDER_DB: f64 = 1.5;
const MOST_NARROWER_DB: f64 = 3.0;
/// The artist may ask for twice as much of the first.
const MOST_WIDER_CHOSEN_DB: f64 = 3.0;
/// Channels less alike than this are never driven further apart.
const LEAST_CORRELATION: f64 = 0.3;
/// The style's width is that of what lies above the bass.
const WIDTH_FROM_HZ: f64 = 250.0;
/// What counts as bass in styles that leave it as wide as it is.
const BASS_BELOW_HZ: f64 = 120.0;
/// An outright match still moves no band further than this.
const MOST_EXACT_DB: f64 = 24.0;

type Bands = [f64; BAND_COUNT];

/// Nothing in it could be made wider or narrower.
#[must_use]
pub fn is_mono(mix: &Measurements) -> bool {
    mix.stereo.is_none_or(|stereo| stereo.side_db <= NEARLY_MONO_DB)
}

/// Width and mono bass, if any; says why, or why not.
pub fn decide(brief: &Brief, said: &mut Vec<Decision>) -> Option<Width> {
    let Some(stereo) = brief.mix.stereo.filter(|_| !is_mono(brief.mix)) else {
        said.push(Decision::MonoKept);
        return None;
    };
    let Controls { amount, width_db, .. } = brief.controls;
    // What is meant of the image includes how its bass lies.
    let left_alone = brief.finished || brief.controls.meant.contains(Dimension::Width);
    let wide_bass = !brief.exact && !left_alone && stereo.bass_side_db > CENTRED_DB;
    let mono_below_hz = brief.style.mono_below_hz.filter(|_| wide_bass);
    if let Some(below_hz) = mono_below_hz {
        said.push(Decision::MonoBass { below_hz, side_db: stereo.bass_side_db });
    }
    let matched = if left_alone { [0.0; BAND_COUNT] } else { correction(brief).map(|db| amount * db) };
    if !left_alone {
        said.push(said_of_match(brief, &matched, stereo.side_db));
    }
    let chosen_db = amount * width_db;
    let bass_below_hz = brief.style.mono_below_hz.unwrap_or(BASS_BELOW_HZ);
    let wishes: Bands = std::array::from_fn(|band| {
        if CENTRES_HZ[band] < bass_below_hz {
            0.0
        } else if chosen_db > 0.0 {
            chosen_db.min((widest_db(brief.mix, band, MOST_WIDER_CHOSEN_DB) - matched[band]).max(0.0))
        } else {
            chosen_db
        }
    });
    if chosen_db != 0.0 {
        said.push(Decision::WidthChosen { db: chosen_db, possible_db: largest(&wishes) });
    }
    let side_db: Bands = std::array::from_fn(|band| matched[band] + wishes[band]);
    let some = mono_below_hz.is_some() || side_db.iter().any(|db| db.abs() >= LEAST_DB);
    some.then_some(Width { mono_below_hz, side_db })
}

fn largest(gains_db: &Bands) -> f64 {
    gains_db.iter().copied().fold(0.0, |m: f64, db| if db.abs() > m.abs() { db } else { m })
}

/// What brings the side signal towards the target's, before amount and wishes.
pub fn correction(brief: &Brief) -> Bands {
    let Some(stereo) = brief.mix.stereo.filter(|_| !is_mono(brief.mix)) else { return [0.0; BAND_COUNT] };
    let wanted = match brief.tone_of {
        Some(reference) => towards(brief, reference),
        None => {
            let excess = brief.style.side_db.excess(stereo.side_db);
            CENTRES_HZ.map(|hz| if hz < WIDTH_FROM_HZ { 0.0 } else { -STRENGTH * excess })
        }
    };
    std::array::from_fn(|band| {
        let possible = if brief.exact { MOST_EXACT_DB } else { widest_db(brief.mix, band, MOST_WIDER_DB) };
        let narrowest = if brief.exact { -MOST_EXACT_DB } else { -MOST_NARROWER_DB };
        wanted[band].clamp(narrowest, possible)
    })
}

/// Wider or narrower is said of the whole above the bass; single bands of a reference may go the other way.
fn said_of_match(brief: &Brief, matched: &Bands, side_db: f64) -> Decision {
    let target_db = match brief.tone_of {
        Some(reference) => reference.stereo.map_or(side_db, |stereo| stereo.side_db),
        None => side_db - brief.style.side_db.excess(side_db),
    };
    let same_way: Bands =
        std::array::from_fn(|band| if matched[band] * (target_db - side_db) > 0.0 { matched[band] } else { 0.0 });
    let gain_db = largest(&same_way);
    if gain_db.abs() >= LEAST_DB {
        Decision::Width { side_db, target_db, gain_db }
    } else if brief.tone_of.is_none() && target_db > side_db {
        Decision::WidthGuarded { side_db, target_db }
    } else {
        Decision::WidthLeftAlone { side_db }
    }
}

/// What brings the side signal of every band towards the reference's, each against its own mid. A mono reference is no example.
fn towards(brief: &Brief, reference: &Measurements) -> Bands {
    if is_mono(reference) {
        return [0.0; BAND_COUNT];
    }
    let (ours, theirs) = (brief.mix.spectrum.band_side_db(), reference.spectrum.band_side_db());
    let usable = brief.mix.spectrum.usable_bands.min(reference.spectrum.usable_bands);
    let gains = std::array::from_fn(|band| {
        let excess = ours[band] - theirs[band];
        if !can_follow(brief, reference, band) {
            0.0
        } else if brief.exact {
            -excess
        } else if ours[band] < NEARLY_MONO_DB || theirs[band] < NEARLY_MONO_DB {
            0.0
        } else {
            -STRENGTH * (excess.abs() - TOLERANCE_DB[band]).max(0.0).copysign(excess)
        }
    });
    beyond_usable(gains, usable)
}

/// How much wider a band may become: not at all where its channels have little in common.
///
/// For channels of equal level rho = (1 - s)/(1 + s), with s the power of side over mid.
fn widest_db(mix: &Measurements, band: usize, most_db: f64) -> f64 {
    let s = 10f64.powf((mix.spectrum.side_db[band] - mix.spectrum.mid_db[band]) / 10.0);
    if (1.0 - s) / (1.0 + s) > LEAST_CORRELATION { most_db } else { 0.0 }
}

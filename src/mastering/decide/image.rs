//! How the stereo image is set: bass to the centre, and the side signal towards the target's, band by band.

use super::tone::beyond_usable;
use super::{Brief, LEAST_DB, STRENGTH};
use crate::mastering::TOLERANCE_DB;
use crate::mastering::decision::Decision;
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
/// An outright match still moves no band further than this.
const MOST_EXACT_DB: f64 = 24.0;

type Bands = [f64; BAND_COUNT];

/// Nothing in it could be made wider or narrower.
#[must_use]
pub fn is_mono(mix: &Measurements) -> bool {
    mix.stereo.is_none_or(|stereo| stereo.side_db <= NEARLY_MONO_DB)
}

/// Width and mono bass, if any, and what there is to say about them.
pub fn decide(brief: &Brief) -> (Option<Width>, Vec<Decision>) {
    let Some(stereo) = brief.mix.stereo.filter(|_| !is_mono(brief.mix)) else {
        return (None, vec![Decision::MonoKept]);
    };
    let mut said = Vec::new();
    let mono_below_hz = brief.style.mono_below_hz.filter(|_| !brief.exact && stereo.bass_side_db > CENTRED_DB);
    if let Some(below_hz) = mono_below_hz {
        said.push(Decision::MonoBass { below_hz, side_db: stereo.bass_side_db });
    }
    let (matched, target_db) = match brief.tone_of {
        Some(reference) => (towards(brief, reference), reference.stereo.map_or(NEARLY_MONO_DB, |s| s.side_db)),
        None => {
            let excess = brief.style.side_db.excess(stereo.side_db);
            let usual = if excess > 0.0 { brief.style.side_db.high } else { brief.style.side_db.low };
            (CENTRES_HZ.map(|hz| if hz < WIDTH_FROM_HZ { 0.0 } else { -STRENGTH * excess }), usual)
        }
    };
    let matched: Bands = std::array::from_fn(|band| {
        let possible = if brief.exact { MOST_EXACT_DB } else { widest_db(brief.mix, band, MOST_WIDER_DB) };
        let narrowest = if brief.exact { -MOST_EXACT_DB } else { -MOST_NARROWER_DB };
        brief.amount * matched[band].clamp(narrowest, possible)
    });
    let largest = |gains: &Bands| gains.iter().copied().fold(0.0, |m: f64, db| if db.abs() > m.abs() { db } else { m });
    let gain_db = largest(&matched);
    if gain_db.abs() >= LEAST_DB {
        said.push(Decision::Width { side_db: stereo.side_db, target_db, gain_db });
    } else {
        said.push(Decision::WidthLeftAlone { side_db: stereo.side_db });
    }
    let chosen_db = brief.amount * brief.controls.width_db;
    let side_db: Bands = std::array::from_fn(|band| {
        let wish = if CENTRES_HZ[band] < mono_below_hz.unwrap_or(0.0) || chosen_db == 0.0 {
            0.0
        } else if chosen_db > 0.0 {
            chosen_db.min((widest_db(brief.mix, band, MOST_WIDER_CHOSEN_DB) - matched[band]).max(0.0))
        } else {
            chosen_db
        };
        matched[band] + wish
    });
    if chosen_db != 0.0 {
        let added: Bands = std::array::from_fn(|band| side_db[band] - matched[band]);
        said.push(Decision::WidthChosen { db: chosen_db, possible_db: largest(&added) });
    }
    let some = mono_below_hz.is_some() || side_db.iter().any(|db| db.abs() >= LEAST_DB);
    (some.then_some(Width { mono_below_hz, side_db }), said)
}

/// What brings the side signal of every band towards the reference's, each against its own mid.
fn towards(brief: &Brief, reference: &Measurements) -> Bands {
    let (ours, theirs) = (&brief.mix.spectrum, &reference.spectrum);
    let usable = ours.usable_bands.min(theirs.usable_bands);
    let gains = std::array::from_fn(|band| {
        let (mix, target) = (ours.side_db[band] - ours.mid_db[band], theirs.side_db[band] - theirs.mid_db[band]);
        if brief.exact {
            target - mix
        } else if mix < NEARLY_MONO_DB {
            0.0
        } else {
            let excess = mix - target;
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

//! How the match EQ is set: half of what lies outside the tolerance comes back, with caps; then the artist's own wishes.

use super::{Brief, LEAST_DB, STRENGTH};
use crate::mastering::TOLERANCE_DB;
use crate::mastering::controls::Controls;
use crate::mastering::decision::Decision;
use crate::mastering::dimension::{Dimension, Meant};
use crate::mastering::plan::{Region, Tone};
use crate::measure::{BAND_COUNT, CENTRES_HZ, Measurements, REFERENCE_BANDS, SILENT_BAND_DB, band_edges_hz};

const MOST_LIFT_DB: f64 = 3.0;
const MOST_CUT_DB: f64 = 4.0;
/// Above 10 kHz a lift is mostly hiss and harshness.
const MOST_LIFT_TOP_DB: f64 = 1.5;
const TOP_HZ: f64 = 10_000.0;
/// Below this there is nothing to hear but rumble: never lifted.
const BOTTOM_HZ: f64 = 40.0;
/// A band this far below the style holds nothing to lift: the microphone, the room or the codec ended there.
const ABSENT_DB: f64 = 20.0;
/// Music that stands less than this over its own noise floor in a band is not lifted there.
const NOISY_DB: f64 = 10.0;
/// With the artist's wishes added, no band moves further than this.
const MOST_IN_ALL_DB: f64 = 6.0;

/// An outright match still moves no band further than this: what is missing by more was never there.
const MOST_EXACT_DB: f64 = 24.0;
/// Bands below this (dBFS) hold nothing that could be matched.
const NOTHING_DBFS: f64 = -140.0;

/// Where the tilt turns, and where it has reached its figure on either side.
const TILT_PIVOT_HZ: f64 = 1000.0;
const TILT_DECADES: f64 = 1.0;
/// Corner of the low-end shelf.
const LOW_END_HZ: f64 = 120.0;

/// Beside what is left alone the equaliser comes in over this many third octaves: no wall.
const EDGE_BANDS: f64 = 3.0;

type Bands = [f64; BAND_COUNT];

/// The equaliser, if any; says why, or why not.
pub fn decide(brief: &Brief, said: &mut Vec<Decision>) -> Option<Tone> {
    let Controls { amount, tilt_db, low_end_db, .. } = brief.controls;
    let matched = if brief.finished { [0.0; BAND_COUNT] } else { sparing(brief, correction(brief).map(|db| amount * db)) };
    if !brief.finished {
        said_of_match(brief, &matched, said);
    }
    let (tilt_db, low_end_db) = (amount * tilt_db, amount * low_end_db);
    if tilt_db != 0.0 {
        said.push(Decision::Tilt { db: tilt_db });
    }
    if low_end_db != 0.0 {
        said.push(Decision::LowEnd { db: low_end_db });
    }
    let gains_db: Bands = std::array::from_fn(|band| {
        let wish = tilt_db * tilt_share(CENTRES_HZ[band]) + low_end_db * low_end_share(CENTRES_HZ[band]);
        if brief.exact { matched[band] + wish } else { (matched[band] + wish).clamp(-MOST_IN_ALL_DB, MOST_IN_ALL_DB) }
    });
    gains_db.iter().any(|db| db.abs() >= LEAST_DB).then_some(Tone { gains_db })
}

/// What brings the mix towards its target, before amount and wishes.
pub fn correction(brief: &Brief) -> Bands {
    let difference = difference_db(brief);
    let gains_db = if brief.exact {
        difference.map(|db| -db.clamp(-MOST_EXACT_DB, MOST_EXACT_DB))
    } else {
        gentle(&difference, &noisy_bands(brief.mix))
    };
    beyond_usable(gains_db, brief.mix.spectrum.usable_bands)
}

/// Nothing where the mix is as it is meant. The rest gets back what its own correction takes off the middle, 200 Hz to 2 kHz: otherwise
/// a cut there would lift what was to stay, against the middle and, near enough, at equal loudness.
///
/// With g a band's correction and f its freedom, 0 to 1: f g - f c, c = mean of f g over the middle.
fn sparing(brief: &Brief, gains_db: Bands) -> Bands {
    let freedom = freedom(brief.controls.meant);
    if freedom.iter().all(|&share| share == 1.0) {
        return gains_db;
    }
    let gains_db: Bands = std::array::from_fn(|band| freedom[band] * gains_db[band]);
    let middle = &gains_db[REFERENCE_BANDS];
    let change_db = middle.iter().sum::<f64>() / middle.len() as f64;
    std::array::from_fn(|band| gains_db[band] - freedom[band] * change_db)
}

/// How far each band may move: not at all where it is meant, wholly from an octave beside that on.
fn freedom(meant: Meant) -> Bands {
    let mut freedom = [1.0f64; BAND_COUNT];
    for bands in meant.iter().filter_map(Dimension::bands) {
        for (band, share) in freedom.iter_mut().enumerate() {
            let away = bands.start.saturating_sub(band).max((band + 1).saturating_sub(bands.end));
            *share = share.min(away as f64 / EDGE_BANDS);
        }
    }
    freedom
}

fn said_of_match(brief: &Brief, matched: &Bands, said: &mut Vec<Decision>) {
    let (difference, noisy) = (difference_db(brief), noisy_bands(brief.mix));
    let freedom = freedom(brief.controls.meant);
    if !brief.exact {
        said.extend(unlifted(&difference, &std::array::from_fn(|band| noisy[band] && freedom[band] > 0.0)));
    }
    // What only gives back corrects nothing.
    let wanted = correction(brief);
    let corrected: Bands = std::array::from_fn(|band| if matched[band] * wanted[band] > 0.0 { matched[band] } else { 0.0 });
    if corrected.iter().any(|db| db.abs() >= LEAST_DB) {
        said.extend(stretches(&corrected[..brief.mix.spectrum.usable_bands], &difference));
        return;
    }
    // Of what is meant it was said already.
    if freedom.contains(&0.0) {
        return;
    }
    // What is absent, noise or too low to lift is no matter of taste.
    let correctable = (0..BAND_COUNT).filter(|&band| {
        let lift = difference[band] < 0.0;
        !(lift && (difference[band] < -ABSENT_DB || noisy[band] || CENTRES_HZ[band] < BOTTOM_HZ))
    });
    let largest_db = correctable.map(|band| difference[band]).fold(0.0, |m: f64, d| if d.abs() > m.abs() { d } else { m });
    said.push(Decision::ToneLeftAlone { largest_db });
}

/// Mix minus target per band; 0 where one of them holds nothing.
fn difference_db(brief: &Brief) -> Bands {
    let mix = brief.mix;
    let mut difference = [0.0; BAND_COUNT];
    let Some(reference) = brief.tone_of else {
        let shape = mix.spectrum.shape_db();
        for (band, value) in difference.iter_mut().enumerate().take(mix.spectrum.usable_bands) {
            *value = shape[band] - brief.style.curve_db[band];
        }
        return difference;
    };
    let (ours, theirs) = (mix.spectrum.mid_shape_db(), reference.spectrum.mid_shape_db());
    let usable = mix.spectrum.usable_bands.min(reference.spectrum.usable_bands);
    for (band, value) in difference.iter_mut().enumerate().take(usable) {
        if can_follow(brief, reference, band) {
            *value = ours[band] - theirs[band];
        }
    }
    difference
}

/// Whether both hold something in a band. A reference that ends at 16 kHz was encoded, not mixed, that way: there it is no example.
pub(super) fn can_follow(brief: &Brief, reference: &Measurements, band: usize) -> bool {
    let holds_something = |recording: &Measurements| recording.spectrum.mid_db[band] > NOTHING_DBFS;
    let encoded = reference.spectrum.mid_shape_db()[band] < brief.style.curve_db[band] - ABSENT_DB;
    holds_something(brief.mix) && holds_something(reference) && (brief.exact || !encoded)
}

/// What lies beyond the last band that the sample rate holds wholly moves as that band does.
pub(super) fn beyond_usable(mut gains_db: Bands, usable: usize) -> Bands {
    if let Some((held, beyond)) = gains_db.split_at_mut_checked(usable)
        && let Some(&last) = held.last()
    {
        beyond.fill(last);
    }
    gains_db
}

/// c = -strength * sign(d) * max(0, |d| - tolerance), smoothed over neighbouring bands and capped.
fn gentle(difference: &Bands, noisy: &[bool; BAND_COUNT]) -> Bands {
    let most_lift = |band: usize| if noisy[band] { 0.0 } else { most_lift_db(CENTRES_HZ[band]) };
    let wanted: Bands = std::array::from_fn(|band| {
        let excess = (difference[band].abs() - TOLERANCE_DB[band]).max(0.0).copysign(difference[band]);
        let absent = difference[band] < -ABSENT_DB;
        // What must not be lifted does not lift its neighbours either.
        if absent || excess < 0.0 && most_lift(band) == 0.0 { 0.0 } else { -STRENGTH * excess }
    });
    std::array::from_fn(|band| {
        let before = wanted[band.saturating_sub(1)];
        let after = wanted[(band + 1).min(BAND_COUNT - 1)];
        (0.25 * before + 0.5 * wanted[band] + 0.25 * after).clamp(-MOST_CUT_DB, most_lift(band))
    })
}

/// Bands in which the music is hardly louder than what is left of them in its pauses: lifting them would lift the noise.
fn noisy_bands(mix: &Measurements) -> [bool; BAND_COUNT] {
    let (level, floor) = (mix.spectrum.total_db(), mix.spectrum.noise_floor_db);
    std::array::from_fn(|band| floor[band] > SILENT_BAND_DB && level[band] - floor[band] < NOISY_DB)
}

/// One decision for each stretch of noisy bands that would have been lifted.
fn unlifted(difference: &Bands, noisy: &[bool; BAND_COUNT]) -> Vec<Decision> {
    let refused = |band: usize| {
        noisy[band] && difference[band] < -TOLERANCE_DB[band] && difference[band] >= -ABSENT_DB && CENTRES_HZ[band] >= BOTTOM_HZ
    };
    let mut found = Vec::new();
    let mut band = 0;
    while band < BAND_COUNT {
        let stretch = (band..BAND_COUNT).take_while(|&b| refused(b)).count();
        if stretch > 0 {
            let region = Region { from_hz: band_edges_hz(band).0, to_hz: band_edges_hz(band + stretch - 1).1 };
            found.push(Decision::NoiseNotLifted { region });
        }
        band += stretch.max(1);
    }
    found
}

fn most_lift_db(hz: f64) -> f64 {
    if hz < BOTTOM_HZ {
        0.0
    } else if hz < TOP_HZ {
        MOST_LIFT_DB
    } else {
        MOST_LIFT_TOP_DB
    }
}

/// -1 at 100 Hz, 0 at 1 kHz, 1 at 10 kHz, straight over log frequency, level beyond.
fn tilt_share(hz: f64) -> f64 {
    ((hz / TILT_PIVOT_HZ).log10() / TILT_DECADES).clamp(-1.0, 1.0)
}

/// 1 in the deep bass, one half at the corner, with the slope of a second-order shelf.
fn low_end_share(hz: f64) -> f64 {
    1.0 / (1.0 + (hz / LOW_END_HZ).powi(4))
}

/// One decision for each stretch of bands that moves the same way.
fn stretches(gains_db: &[f64], difference: &Bands) -> Vec<Decision> {
    let mut found = Vec::new();
    let mut band = 0;
    while band < gains_db.len() {
        let sign = gains_db[band];
        let stretch = (band..gains_db.len()).take_while(|&b| gains_db[b].abs() >= LEAST_DB && gains_db[b] * sign > 0.0).count();
        if let Some(peak) = (band..band + stretch).max_by(|&a, &b| gains_db[a].abs().total_cmp(&gains_db[b].abs())) {
            found.push(Decision::Tone {
                region: Region { from_hz: band_edges_hz(band).0, to_hz: band_edges_hz(band + stretch - 1).1 },
                excess_db: difference[peak],
                gain_db: gains_db[peak],
            });
        }
        band += stretch.max(1);
    }
    found
}

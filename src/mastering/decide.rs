//! Decides: from measurements, a style's figures and the artist's choices to a plan.

use super::controls::{Controls, LoudnessChoice};
use super::multiband::{BANDS, CROSSOVERS_HZ};
use super::nearest::{self, Nearness};
use super::plan::{BandCompression, ChosenBy, Decision, Dynamics, LoudnessGoal, Plan, Region, StyleChoice, Tone, Width};
use super::style::{Style, StyleId};
use super::style_table::TOLERANCE_DB;
use crate::measure::{BAND_COUNT, CENTRES_HZ, Measurements, band_edges_hz};

/// Ceiling of every master: the room that lossy encoders ask for.
const CEILING_DBTP: f64 = -1.0;

/// How much of the excess over the tolerance is corrected.
const STRENGTH: f64 = 0.5;
const MOST_LIFT_DB: f64 = 3.0;
const MOST_CUT_DB: f64 = 4.0;
/// Above 10 kHz a lift is mostly hiss and harshness.
const MOST_LIFT_TOP_DB: f64 = 1.5;
const TOP_HZ: f64 = 10_000.0;
/// Below this there is nothing to hear but rumble: never lifted.
const BOTTOM_HZ: f64 = 40.0;
/// A band this far below the style holds nothing to lift: the microphone, the room or the codec ended there.
const ABSENT_DB: f64 = 20.0;
/// An equaliser that moves less than this is left out.
const LEAST_DB: f64 = 0.1;

/// Everything the chain will do to a recording, and why.
#[must_use]
pub fn plan(mix: &Measurements, controls: &Controls) -> Plan {
    let Nearness { best, runner_up: second, confidence, clear } = nearest::nearest(mix);
    let (id, chosen_by, decision) = match controls.style {
        Some(id) => (id, ChosenBy::Artist, Decision::StyleChosen { id }),
        None if clear => (best, ChosenBy::Nearness, Decision::StyleNearest { id: best, runner_up: second }),
        None => (StyleId::AllGenres, ChosenBy::Nearness, Decision::StyleUnclear { nearest: best, runner_up: second, confidence }),
    };
    let runner_up = if id == best { second } else { best };
    let style = id.style();
    let mut decisions = vec![decision];
    let tone = decide_tone(mix, style, &mut decisions);
    let dynamics = decide_dynamics(mix, style, &mut decisions);
    let width = decide_width(mix, style, &mut decisions);
    let loudness = LoudnessGoal {
        target_lufs: match controls.loudness {
            LoudnessChoice::Open => style.open_lufs,
            LoudnessChoice::Loud => style.loud_lufs,
            LoudnessChoice::Exactly { lufs } => lufs,
        },
        ceiling_dbtp: CEILING_DBTP,
    };
    decisions.push(Decision::Loudness { from_lufs: mix.loudness.integrated_lufs, to_lufs: loudness.target_lufs });
    Plan { style: StyleChoice { id, chosen_by, runner_up }, tone, dynamics, width, loudness, decisions }
}

/// Half of what lies outside the style's tolerance band comes back towards it, smoothed over neighbouring bands and capped.
fn decide_tone(mix: &Measurements, style: &Style, decisions: &mut Vec<Decision>) -> Option<Tone> {
    let shape = mix.spectrum.shape_db();
    let mut difference = [0.0; BAND_COUNT];
    for (band, value) in difference.iter_mut().enumerate().take(mix.spectrum.usable_bands) {
        *value = shape[band] - style.curve_db[band];
    }
    let wanted: [f64; BAND_COUNT] = std::array::from_fn(|band| {
        let excess = (difference[band].abs() - TOLERANCE_DB[band]).max(0.0).copysign(difference[band]);
        let absent = difference[band] < -ABSENT_DB;
        if absent { 0.0 } else { -STRENGTH * excess }
    });
    let gains_db: [f64; BAND_COUNT] = std::array::from_fn(|band| {
        let before = wanted[band.saturating_sub(1)];
        let after = wanted[(band + 1).min(BAND_COUNT - 1)];
        (0.25 * before + 0.5 * wanted[band] + 0.25 * after).clamp(-MOST_CUT_DB, most_lift_db(CENTRES_HZ[band]))
    });
    if gains_db.iter().all(|db| db.abs() < LEAST_DB) {
        let largest_db = difference.iter().copied().fold(0.0, |m: f64, d| if d.abs() > m.abs() { d } else { m });
        decisions.push(Decision::ToneLeftAlone { largest_db });
        return None;
    }
    decisions.extend(tone_decisions(&gains_db, &difference));
    Some(Tone { gains_db })
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

/// One decision for each stretch of bands that moves the same way.
fn tone_decisions(gains_db: &[f64; BAND_COUNT], difference: &[f64; BAND_COUNT]) -> Vec<Decision> {
    let mut found = Vec::new();
    let mut band = 0;
    while band < BAND_COUNT {
        let sign = gains_db[band];
        let stretch = (band..BAND_COUNT).take_while(|&b| gains_db[b].abs() >= LEAST_DB && gains_db[b] * sign > 0.0).count();
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

/// Attack and release in ms per band: the lower, the slower.
const ATTACK_MS: [f64; BANDS] = [40.0, 25.0, 12.0, 6.0];
const RELEASE_MS: [f64; BANDS] = [200.0, 150.0, 100.0, 70.0];
/// With the knee of 6 dB, compression begins at the mean itself.
const THRESHOLD_OVER_MEAN_DB: f64 = 3.0;
const LEAST_RATIO: f64 = 1.3;
const MOST_RATIO: f64 = 1.8;
const MOST_COMPRESSION_DB: f64 = 2.5;
/// The ratio is at its highest when the mix's peaks stand this far above the style's.
const FULL_EXCESS_DB: f64 = 8.0;

/// Loud moments are held where the mix's peaks stand further over its loudness than the style's do.
fn decide_dynamics(mix: &Measurements, style: &Style, decisions: &mut Vec<Decision>) -> Option<Dynamics> {
    let (plr_db, style_db) = (mix.plr_db(), style.plr_db.high);
    let excess = style.plr_db.excess(plr_db).max(0.0);
    if excess < 0.5 {
        decisions.push(Decision::DynamicsLeftAlone { plr_db, style_db });
        return None;
    }
    let share = (excess / FULL_EXCESS_DB).min(1.0);
    let most_db = (0.5 * excess).min(MOST_COMPRESSION_DB);
    let top_hz = 0.45 * f64::from(mix.sample_rate);
    let edges = [20.0, CROSSOVERS_HZ[0], CROSSOVERS_HZ[1], CROSSOVERS_HZ[2], top_hz];
    let bands = (0..BANDS)
        .map(|band| BandCompression {
            from_hz: edges[band].min(top_hz),
            to_hz: edges[band + 1].min(top_hz),
            threshold_over_mean_db: THRESHOLD_OVER_MEAN_DB,
            ratio: LEAST_RATIO + share * (MOST_RATIO - LEAST_RATIO),
            attack_ms: ATTACK_MS[band],
            release_ms: RELEASE_MS[band],
            most_db,
        })
        .collect();
    decisions.push(Decision::Compress { plr_db, style_db, most_db });
    Some(Dynamics { bands })
}

/// Bass counts as centred when its side signal is this far below the mid.
const CENTRED_DB: f64 = -20.0;
/// A recording with less side signal than this is mono in all but name: there is nothing to widen.
const NEARLY_MONO_DB: f64 = -40.0;
const MOST_WIDER_DB: f64 = 1.5;
const MOST_NARROWER_DB: f64 = 3.0;
/// Channels less alike than this are never driven further apart.
const LEAST_CORRELATION: f64 = 0.3;

fn decide_width(mix: &Measurements, style: &Style, decisions: &mut Vec<Decision>) -> Option<Width> {
    let Some(stereo) = mix.stereo.filter(|stereo| stereo.side_db > NEARLY_MONO_DB) else {
        decisions.push(Decision::MonoKept);
        return None;
    };
    let excess = style.side_db.excess(stereo.side_db);
    let may_widen = stereo.correlation > LEAST_CORRELATION;
    let most = if may_widen { MOST_WIDER_DB } else { 0.0 };
    let side_gain_db = (-STRENGTH * excess).clamp(-MOST_NARROWER_DB, most);
    let mono_below_hz = style.mono_below_hz.filter(|_| stereo.bass_side_db > CENTRED_DB);
    if let Some(below_hz) = mono_below_hz {
        decisions.push(Decision::MonoBass { below_hz, side_db: stereo.bass_side_db });
    }
    if side_gain_db.abs() >= LEAST_DB {
        decisions.push(Decision::Width {
            side_db: stereo.side_db,
            style_db: if excess > 0.0 { style.side_db.high } else { style.side_db.low },
            gain_db: side_gain_db,
        });
    } else {
        decisions.push(Decision::WidthLeftAlone { side_db: stereo.side_db });
    }
    let side_gain_db = if side_gain_db.abs() >= LEAST_DB { side_gain_db } else { 0.0 };
    (mono_below_hz.is_some() || side_gain_db != 0.0).then_some(Width { mono_below_hz, side_gain_db })
}

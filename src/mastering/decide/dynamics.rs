//! How compressor, glue and saturation are set: by how far the mix's peaks stand over its loudness against the target's.

use super::Brief;
use crate::mastering::decision::Decision;
use crate::mastering::dimension::Dimension;
use crate::mastering::multiband::{BANDS, CROSSOVERS_HZ};
use crate::mastering::plan::{BandCompression, Dynamics, Limiting, LoudnessGoal, Saturation};
use crate::mastering::style::Usual;

/// Attack and release in ms per band: the lower, the slower.
const ATTACK_MS: [f64; BANDS] = [40.0, 25.0, 12.0, 6.0];
const RELEASE_MS: [f64; BANDS] = [200.0, 150.0, 100.0, 70.0];
/// With the knee of 6 dB, compression begins at the mean itself.
const THRESHOLD_OVER_MEAN_DB: f64 = 3.0;
const LEAST_RATIO: f64 = 1.3;
const MOST_RATIO: f64 = 1.8;
const MOST_COMPRESSION_DB: f64 = 2.5;
/// The ratio is at its highest when the mix's peaks stand this far above the target's.
const FULL_EXCESS_DB: f64 = 8.0;
/// Less excess than this is none.
const LEAST_EXCESS_DB: f64 = 0.5;
/// A song's peaks are no surer a figure than this: a reference's is a range this wide on both sides.
const REFERENCE_PLR_ROOM_DB: f64 = 1.0;

/// The glue is slower than the bands: it follows bars, not beats.
const GLUE_ATTACK_MS: f64 = 30.0;
const GLUE_RELEASE_MS: f64 = 300.0;
const GLUE_RATIO: f64 = 1.5;

/// Saturation leaves everything further than this below the highest peak as it is.
const KNEE_BELOW_PEAK_DB: f64 = 6.0;

pub fn decide(brief: &Brief, goal: &LoudnessGoal, said: &mut Vec<Decision>) -> (Option<Dynamics>, Option<Saturation>) {
    if brief.exact {
        return (None, None);
    }
    // What is meant is left to stand: of dynamics no peak is rounded off, and what holds loud moments would even an arc out as well.
    // (The limiter: `Limiting::WhileMeant`.)
    let meant = |dimension| brief.controls.meant.contains(dimension);
    let (dynamics, arc) = (meant(Dimension::Dynamics), meant(Dimension::Arc));
    let compression = if dynamics || arc { None } else { compression(brief, said) };
    let saturation = if dynamics { None } else { saturation(brief, goal, said) };
    (compression, saturation)
}

/// Loud moments are held where the mix's peaks stand further over its loudness than the target's do.
fn compression(brief: &Brief, said: &mut Vec<Decision>) -> Option<Dynamics> {
    let usual = match brief.dynamics_of {
        Some(reference) => {
            let plr_db = reference.plr_db();
            Usual { low: plr_db - REFERENCE_PLR_ROOM_DB, high: plr_db + REFERENCE_PLR_ROOM_DB }
        }
        None => brief.style.plr_db,
    };
    let (plr_db, target_db) = (brief.mix.plr_db(), usual.high);
    let excess = usual.excess(plr_db).max(0.0);
    let share = brief.controls.amount * (excess / FULL_EXCESS_DB).min(1.0);
    let most_db = brief.controls.amount * (0.5 * excess).min(MOST_COMPRESSION_DB);
    if excess < LEAST_EXCESS_DB {
        said.push(Decision::DynamicsLeftAlone { plr_db, target_db });
        return None;
    }
    let top_hz = 0.45 * f64::from(brief.mix.sample_rate);
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
    said.push(Decision::Compress { plr_db, target_db, most_db });
    // A reference says how far peaks may stand; glue is a habit of the style.
    let glue_db = if brief.dynamics_of.is_some() { 0.0 } else { brief.controls.amount * brief.style.glue_db };
    let glue = (glue_db > 0.0).then_some(BandCompression {
        from_hz: edges[0],
        to_hz: top_hz,
        threshold_over_mean_db: THRESHOLD_OVER_MEAN_DB,
        ratio: GLUE_RATIO,
        attack_ms: GLUE_ATTACK_MS,
        release_ms: GLUE_RELEASE_MS,
        most_db: glue_db,
    });
    if glue.is_some() {
        said.push(Decision::Glue { most_db: glue_db });
    }
    Some(Dynamics { bands, glue })
}

/// The highest peaks are rounded off where they would otherwise all be the limiter's work.
fn saturation(brief: &Brief, goal: &LoudnessGoal, said: &mut Vec<Decision>) -> Option<Saturation> {
    let drive_db = goal.target_lufs - brief.mix.loudness.integrated_lufs;
    let over_db = brief.mix.peaks.true_peak_dbtp + drive_db - goal.ceiling_dbtp;
    let most_db = brief.controls.amount * brief.style.saturation_db.min(0.5 * over_db);
    if goal.limiting == Limiting::Off || most_db < 0.1 {
        return None;
    }
    said.push(Decision::Saturate { most_db });
    Some(Saturation { knee_below_peak_db: KNEE_BELOW_PEAK_DB, most_db })
}

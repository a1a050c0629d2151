//! How loud the master is to be, and whether the mix is a finished master already.

use super::{Brief, CEILING_DBTP};
use crate::mastering::controls::{Controls, LoudnessChoice};
use crate::mastering::plan::{Limiting, LoudnessGoal, Tone, Width};

/// What the largest streaming services turn records to (Spotify, YouTube, TIDAL, Amazon; 2026).
const STREAMING_LUFS: f64 = -14.0;

pub fn goal(brief: &Brief) -> LoudnessGoal {
    let asked = match (brief.controls.loudness, brief.dynamics_of) {
        (LoudnessChoice::Open, Some(reference)) => reference.loudness.integrated_lufs,
        (LoudnessChoice::Open, None) => brief.style.open_lufs,
        (LoudnessChoice::Streaming, _) => STREAMING_LUFS,
        (LoudnessChoice::Loud, _) => brief.style.loud_lufs,
        (LoudnessChoice::Exactly { lufs }, _) => lufs,
    };
    let asked = asked.clamp(*Controls::LUFS.start(), *Controls::LUFS.end());
    // What one gain gives; the amount scales the rest.
    let (lufs, peak) = (brief.mix.loudness.integrated_lufs, brief.mix.peaks.true_peak_dbtp);
    let plain = asked.min(lufs + CEILING_DBTP - peak);
    LoudnessGoal {
        target_lufs: plain + brief.amount * (asked - plain),
        ceiling_dbtp: CEILING_DBTP,
        mix_lra_lu: brief.mix.loudness.lra_lu,
        limiting: if brief.amount == 0.0 || brief.exact { Limiting::Off } else { Limiting::WhileClean },
    }
}

/// A finished record of a style is about this much quieter than its open value, at most ...
const QUIETER_LU: f64 = 1.5;
/// ... its peaks stand no further over its loudness than the style's do, give or take ...
const PLR_ROOM_DB: f64 = 1.0;
/// ... no higher than a converter can take ...
const MOST_PEAK_DBTP: f64 = 1.0;
/// ... and neither tone nor width asks for more than this: half of 2 dB beyond the tolerance.
const MOST_CHANGE_DB: f64 = 1.0;

/// Whether there is nothing to do but harm. Only where the artist asked for nothing in particular.
pub fn is_finished(brief: &Brief, tone: Option<&Tone>, width: Option<&Width>) -> bool {
    let Brief { mix, style, controls, .. } = brief;
    let untouched = controls.loudness == LoudnessChoice::Open
        && controls.tilt_db == 0.0
        && controls.low_end_db == 0.0
        && controls.width_db == 0.0
        && brief.tone_of.is_none()
        && brief.dynamics_of.is_none();
    let small = |gains: &[f64]| gains.iter().all(|db| db.abs() < MOST_CHANGE_DB);
    untouched
        && mix.loudness.integrated_lufs >= style.open_lufs - QUIETER_LU
        && mix.plr_db() <= style.plr_db.high + PLR_ROOM_DB
        && mix.peaks.true_peak_dbtp <= MOST_PEAK_DBTP
        && tone.is_none_or(|tone| small(&tone.gains_db))
        && width.is_none_or(|width| small(&width.side_db))
}

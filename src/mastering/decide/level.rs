//! How loud the master is to be, and whether the mix is a finished master already.

use super::{Brief, CEILING_DBTP, image, tone};
use crate::mastering::controls::{Controls, LoudnessChoice};
use crate::mastering::dimension::{Dimension, Meant};
use crate::mastering::plan::{Limiting, LoudnessGoal};

/// What the largest streaming services turn records to (Spotify, YouTube, TIDAL, Amazon; 2026).
const STREAMING_LUFS: f64 = -14.0;

/// The loudness has a control of its own, so the amount does not change it: more of the rest must not merely be louder. But at an
/// amount of 0 there is no limiter to reach it with.
pub fn goal(brief: &Brief) -> LoudnessGoal {
    let own_lufs = brief.mix.loudness.integrated_lufs;
    let asked = match (brief.controls.loudness, brief.dynamics_of) {
        (LoudnessChoice::Open, _) if brief.finished => own_lufs,
        (LoudnessChoice::Open, Some(reference)) => reference.loudness.integrated_lufs,
        (LoudnessChoice::Open, None) => brief.style.open_lufs,
        (LoudnessChoice::Streaming, _) => STREAMING_LUFS,
        (LoudnessChoice::Loud, _) => brief.style.loud_lufs,
        (LoudnessChoice::Exactly { lufs }, _) => lufs,
    };
    let one_gain = brief.controls.amount == 0.0 || brief.exact || brief.finished && !has_wishes(&brief.controls);
    LoudnessGoal {
        target_lufs: asked.clamp(*Controls::LUFS.start(), *Controls::LUFS.end()),
        ceiling_dbtp: CEILING_DBTP,
        mix_lra_lu: brief.mix.loudness.lra_lu,
        limiting: if one_gain { Limiting::Off } else { limiting(brief.controls.meant) },
    }
}

/// The limiter is asked to spare dynamics and arc where they are meant, whatever loudness is asked for: each loudness is meant "as far as
/// the song stays whole".
fn limiting(meant: Meant) -> Limiting {
    let spared: Meant = [Dimension::Dynamics, Dimension::Arc].into_iter().filter(|&d| meant.contains(d)).collect();
    if spared.is_empty() { Limiting::WhileClean } else { Limiting::WhileMeant(spared) }
}

fn has_wishes(controls: &Controls) -> bool {
    [controls.tilt_db, controls.low_end_db, controls.width_db].iter().any(|&db| db != 0.0)
}

/// A finished record of a style is about this much quieter than its open value, at most ...
const QUIETER_LU: f64 = 1.5;
/// ... its peaks stand no further over its loudness than the style's do, give or take ...
const PLR_ROOM_DB: f64 = 1.0;
/// ... no higher than a converter can take ...
const MOST_PEAK_DBTP: f64 = 1.0;
/// ... and neither tone nor width asks for more than this: half of 2 dB beyond the tolerance.
const MOST_CHANGE_DB: f64 = 1.0;

/// Whether there is nothing to do but harm: only where no other loudness and no reference is asked for.
pub fn is_finished(brief: &Brief) -> bool {
    let Brief { mix, style, controls, .. } = brief;
    let small = |gains: &[f64]| gains.iter().all(|db| db.abs() < MOST_CHANGE_DB);
    controls.loudness == LoudnessChoice::Open
        && brief.tone_of.is_none()
        && brief.dynamics_of.is_none()
        && mix.loudness.integrated_lufs >= style.open_lufs - QUIETER_LU
        && mix.plr_db() <= style.plr_db.high + PLR_ROOM_DB
        && mix.peaks.true_peak_dbtp <= MOST_PEAK_DBTP
        && small(&tone::correction(brief))
        && small(&image::correction(brief))
}

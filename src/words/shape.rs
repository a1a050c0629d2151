//! What the artist may choose by ear, in plain words: steps rather than decibels.

use super::numbers::one_decimal;
use crate::mastering::{Controls, LoudnessChoice};

/// One step of tone, low end and width: about the least that is heard as a change.
pub const STEP_DB: f64 = 0.5;

#[must_use]
pub fn amount_said(amount: f64) -> String {
    let percent = (100.0 * amount).round();
    if percent <= 0.0 { "0 %: your mix with one gain, nothing else".into() } else { format!("{percent:.0} %") }
}

#[must_use]
pub fn tilt_said(db: f64) -> String {
    steps_said(db, "warmer", "brighter")
}

#[must_use]
pub fn low_end_said(db: f64) -> String {
    steps_said(db, "less bass", "more bass")
}

#[must_use]
pub fn width_said(db: f64) -> String {
    steps_said(db, "narrower", "wider")
}

fn steps_said(db: f64, below: &str, above: &str) -> String {
    let steps = (db / STEP_DB).round();
    let count = match steps.abs() {
        0.0 => return "no change".into(),
        1.0 => "1 step".to_owned(),
        many => format!("{many:.0} steps"),
    };
    format!("{count} {}", if steps < 0.0 { below } else { above })
}

#[must_use]
pub fn loudness_label(loudness: LoudnessChoice) -> &'static str {
    match loudness {
        LoudnessChoice::Open => "Open",
        LoudnessChoice::Streaming => "Streaming",
        LoudnessChoice::Loud => "Loud",
        LoudnessChoice::Exactly { .. } => "Exact",
    }
}

/// What the choice means; `like_reference`: the loudness of a reference track is used.
#[must_use]
pub fn loudness_meaning(loudness: LoudnessChoice, like_reference: bool) -> String {
    match loudness {
        LoudnessChoice::Open if like_reference => "As loud as your reference track, as far as the song stays whole.".into(),
        LoudnessChoice::Open => "Room to breathe: loud and quiet parts keep their distance.".into(),
        LoudnessChoice::Streaming => "What streaming services turn songs to, so they leave it as it is.".into(),
        LoudnessChoice::Loud => "Towards the loudest records of the style, as far as the song stays whole.".into(),
        LoudnessChoice::Exactly { lufs } => {
            format!("Set to {} LUFS under “For engineers”, as far as the song stays whole.", one_decimal(lufs))
        }
    }
}

/// What was changed, for the closed panel; nothing while everything is as at the start.
#[must_use]
pub fn shaped(controls: &Controls) -> Option<String> {
    let mut said = Vec::new();
    if controls.amount < 1.0 {
        said.push(format!("{:.0} %", (100.0 * controls.amount).round()));
    }
    match controls.loudness {
        LoudnessChoice::Open => {}
        LoudnessChoice::Streaming => said.push("streaming loudness".into()),
        LoudnessChoice::Loud => said.push("loud".into()),
        LoudnessChoice::Exactly { .. } => said.push("exact loudness".into()),
    }
    for (db, words) in
        [(controls.tilt_db, tilt_said as fn(f64) -> String), (controls.low_end_db, low_end_said), (controls.width_db, width_said)]
    {
        if db != 0.0 {
            said.push(words(db));
        }
    }
    (!said.is_empty()).then(|| said.join(", "))
}

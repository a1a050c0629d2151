//! What the master changed, in exactly three sentences: loudness, tone, movement and width. All measured from the two recordings.

use super::numbers::one_decimal;
use crate::compare::{Comparison, ToneChange};

/// Differences smaller than these are not worth naming: about what a careful listener notices.
const LOUDNESS_NOTICED_LU: f64 = 0.3;
const MOVEMENT_NOTICED_DB: f64 = 0.5;
const WIDTH_NOTICED_DB: f64 = 0.5;

#[must_use]
pub fn what_changed(comparison: &Comparison) -> [String; 3] {
    [loudness(comparison.loudness_lu), tone(comparison), movement_and_width(comparison)]
}

fn loudness(change_lu: f64) -> String {
    let by = one_decimal(change_lu.abs());
    if change_lu.abs() < LOUDNESS_NOTICED_LU {
        "The master is as loud as your mix.".into()
    } else if change_lu > 0.0 {
        format!("The master is {by} dB louder than your mix.")
    } else {
        format!("The master is {by} dB quieter than your mix.")
    }
}

fn tone(comparison: &Comparison) -> String {
    let named = |change: &ToneChange, word: &str| format!("{} dB {word} {}", one_decimal(change.db.abs()), part(change));
    match (&comparison.largest_fall, &comparison.largest_rise) {
        (None, None) => "At equal loudness its tone is the same to within half a decibel.".into(),
        (Some(fall), None) => format!("At equal loudness it has up to {}.", named(fall, "less in")),
        (None, Some(rise)) => format!("At equal loudness it has up to {}.", named(rise, "more in")),
        (Some(fall), Some(rise)) => {
            format!("At equal loudness it has up to {}, and up to {}.", named(fall, "less in"), named(rise, "more in"))
        }
    }
}

/// Plain names for parts of the spectrum, by where the middle of the stretch lies; a stretch of more than four octaves is named by its ends.
fn part(change: &ToneChange) -> String {
    if change.to_hz / change.from_hz > 16.0 {
        return format!("everything from {} to {}", name_at(change.from_hz * 1.2), name_at(change.to_hz / 1.2));
    }
    name_at((change.from_hz * change.to_hz).sqrt()).into()
}

fn name_at(hz: f64) -> &'static str {
    match hz {
        hz if hz < 60.0 => "the deepest bass",
        hz if hz < 160.0 => "the bass",
        hz if hz < 500.0 => "the low mids",
        hz if hz < 2000.0 => "the mids",
        hz if hz < 6000.0 => "the upper mids",
        hz if hz < 12_000.0 => "the treble",
        _ => "the highest treble",
    }
}

fn movement_and_width(comparison: &Comparison) -> String {
    let movement = if comparison.plr_db.abs() < MOVEMENT_NOTICED_DB {
        "Its peaks stand as far above the average as yours".into()
    } else if comparison.plr_db < 0.0 {
        format!("Its peaks stand {} dB closer to the average, so hits are held tighter", one_decimal(-comparison.plr_db))
    } else {
        format!("Its peaks stand {} dB further above the average, so hits stick out more", one_decimal(comparison.plr_db))
    };
    let width = match comparison.width_db {
        None => "it is mono, like your mix",
        Some(change) if change.abs() < WIDTH_NOTICED_DB => "the stereo image is as wide as before",
        Some(change) if change < 0.0 => "the stereo image is narrower",
        Some(_) => "the stereo image is wider",
    };
    format!("{movement}; {width}.")
}

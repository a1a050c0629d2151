//! What the streaming services do to this record's level.

use super::numbers::one_decimal;
use crate::compare::platforms::{Platform, Quieter, Source, TABLE_YEAR, playback_gain_db};

#[must_use]
pub fn platform_name(platform: Platform) -> &'static str {
    match platform {
        Platform::Spotify => "Spotify",
        Platform::AppleMusic => "Apple Music",
        Platform::YouTube => "YouTube",
        Platform::Tidal => "TIDAL",
        Platform::Amazon => "Amazon Music",
        Platform::Deezer => "Deezer",
    }
}

/// `what`: "this master", "your mix".
#[must_use]
pub fn on_platform(platform: Platform, what: &str, integrated_lufs: f64, true_peak_dbtp: f64) -> String {
    let row = platform.normalisation();
    let gain_db = playback_gain_db(platform, integrated_lufs, true_peak_dbtp);
    let missing_db = row.target_lufs - integrated_lufs - gain_db;
    let (by, missing) = (one_decimal(gain_db.abs()), one_decimal(missing_db));
    let name = platform_name(platform);
    let (about, known) = match row.source {
        Source::Stated => ("", ""),
        Source::Reported => ("about ", ", as far as is known"),
    };
    let held = match row.quieter {
        Quieter::RaisedTo { .. } if missing_db.is_finite() && missing != "0.0" => {
            format!("; its peaks leave no room for the {missing} dB that are missing")
        }
        _ => String::new(),
    };
    if by == "0.0" {
        format!("On {name} {what} plays as it is{known}{held}.")
    } else if gain_db < 0.0 {
        format!("On {name} {what} is turned down {about}{by} dB.")
    } else {
        format!("On {name} {what} is turned up {about}{by} dB{held}.")
    }
}

/// Beside the choice of platforms.
#[must_use]
pub fn platforms_note() -> String {
    format!("As known in {TABLE_YEAR}, for single tracks. Each service may change this, and listeners may switch it off.")
}

/// A choice of playback levels.
#[must_use]
pub fn levels_on(platform: Platform) -> String {
    format!("As on {}", platform_name(platform))
}

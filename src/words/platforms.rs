//! What the streaming services do to this record's level, and ask of its peaks.

use super::numbers::one_decimal;
use crate::compare::platforms::{Delivered, Headroom, Platform, Quieter, Source, TABLE_YEAR, delivered};

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

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformWords {
    pub name: &'static str,
    /// What happens to the record.
    pub change: String,
    /// How loud it is then.
    pub level: String,
    /// Whether its true peak is what the service asks for.
    pub peaks: String,
}

#[must_use]
pub fn on_platform(platform: Platform, integrated_lufs: f64, true_peak_dbtp: f64) -> PlatformWords {
    let row = platform.normalisation();
    let Delivered { gain_db, level_lufs, headroom } = delivered(platform, integrated_lufs, true_peak_dbtp);
    let missing_db = row.target_lufs - level_lufs;
    let (by, missing) = (one_decimal(gain_db.abs()), one_decimal(missing_db));
    let (about, known) = hedge(row.source);
    let held = match row.quieter {
        Quieter::RaisedTo { .. } if missing_db.is_finite() && missing != "0.0" => {
            format!("; its peaks leave no room for the {missing} dB that are missing")
        }
        _ => String::new(),
    };
    let change = if by == "0.0" {
        format!("plays as it is{known}{held}")
    } else if gain_db < 0.0 {
        format!("turned down {about}{by} dB")
    } else {
        format!("turned up {about}{by} dB{held}")
    };
    let level = format!("{about}{} LUFS", one_decimal(level_lufs));
    PlatformWords { name: platform_name(platform), change, level, peaks: asked_peak(headroom) }
}

fn asked_peak(headroom: Option<Headroom>) -> String {
    let Some(Headroom { asked_dbtp, over_db, source }) = headroom else { return "no wish known".into() };
    let asked = one_decimal(asked_dbtp);
    let (_, known) = hedge(source);
    if over_db > 0.0 {
        format!("asks for {asked} dBTP at most{known}: {} dB above it", one_decimal(over_db))
    } else {
        format!("asks for {asked} dBTP at most{known}: kept")
    }
}

/// In front of a figure, and behind a statement.
fn hedge(source: Source) -> (&'static str, &'static str) {
    match source {
        Source::Stated => ("", ""),
        Source::Reported => ("about ", ", as far as is known"),
    }
}

/// Below the table.
#[must_use]
pub fn platforms_note() -> String {
    format!("As known in {TABLE_YEAR}, for single tracks. Each service may change this, and listeners may switch it off.")
}

/// A choice of playback levels.
#[must_use]
pub fn levels_on(platform: Platform) -> String {
    format!("As on {}", platform_name(platform))
}

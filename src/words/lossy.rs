//! What a lossy copy does to the peaks.

use super::numbers::one_decimal;
use crate::compare::lossy::{Codec, Tried};

pub const HEADING: &str = "After a lossy encoder";
pub const NOTE: &str = "Lossy formats change the waveform, so its peaks may rise. Here this browser encodes and decodes the AI master and measures what comes out: an approximation of what streaming does. Services use encoders and settings of their own.";
pub const TRY: &str = "Try a lossy copy";

pub const SERVICE: &str = "Service";
pub const CHANGE: &str = "What it does";
pub const LEVEL: &str = "Level then";
pub const PEAKS: &str = "True peak";

#[must_use]
pub fn codec_name(codec: Codec) -> &'static str {
    match codec {
        Codec::Opus => "Opus",
        Codec::Aac => "AAC",
    }
}

/// Above the table of services.
#[must_use]
pub fn table_of(voice: &str) -> String {
    format!("What they make of {voice}")
}

/// On the button, while it goes on; `done` from 0 to 1.
#[must_use]
pub fn trying(codec: Codec, done: f32) -> String {
    format!("Trying {}: {:.0} %", codec_name(codec), (100.0 * done.clamp(0.0, 1.0)).floor())
}

/// `before_dbtp`: the true peak of what was encoded.
#[must_use]
pub fn tried(codec: Codec, tried: Tried, before_dbtp: f64) -> String {
    let name = codec_name(codec);
    match tried {
        Tried::Peak { kbps, true_peak_dbtp } if true_peak_dbtp.is_finite() => {
            let reached = format!("After {name} at {kbps} kb/s peaks reach {} dBTP", one_decimal(true_peak_dbtp));
            let rise_db = true_peak_dbtp - before_dbtp;
            let by = one_decimal(rise_db.abs());
            let beside = match rise_db {
                _ if by == "0.0" => ", as high as before".into(),
                _ if !rise_db.is_finite() => String::new(),
                rise if rise > 0.0 => format!(", {by} dB higher than before"),
                _ => format!(", {by} dB lower than before"),
            };
            // As it is written: a figure that reads 0.0 is not above it.
            let is_over = true_peak_dbtp > 0.0 && one_decimal(true_peak_dbtp) != "0.0";
            let over = if is_over { " A player without headroom of its own clips what is above 0." } else { "" };
            format!("{reached}{beside}.{over}")
        }
        Tried::Peak { kbps, .. } => format!("After {name} at {kbps} kb/s there is only silence."),
        Tried::NotOffered => format!("{name}: this browser does not offer to encode this song with it, so it was not tried."),
        Tried::Failed => format!("{name}: this browser's encoder or decoder gave up, so nothing was measured."),
    }
}

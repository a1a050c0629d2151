//! The plots: titles, axes, lines and tables, and in one sentence what each shows.

use super::numbers::{clock_time, one_decimal, signed, two_decimals};
use super::reference::plotted_band;
use crate::mastering::StyleId;

pub const TONE_PLOT: &str = "Change of tone, at equal loudness";
pub const BALANCE_PLOT: &str = "Bass to treble";
pub const LOUDNESS_PLOT: &str = "Loudness along the song";
pub const LIMITER_PLOT: &str = "The limiter along the song";
pub const STEREO_PLOT: &str = "Stereo width from bass to treble";

pub const MIX_LINE: &str = "dashed: your mix";
pub const MASTER_LINE: &str = "solid: AI master";
pub const CHANGE_LINE: &str = "master less mix";
pub const REDUCTION_LINE: &str = "largest reduction of each stretch";

pub const HZ_AXIS: &str = "Frequency, logarithmic";
pub const TIME_AXIS: &str = "Time, minutes and seconds";
pub const CHANGE_AXIS: &str = "Change, dB";
pub const LEVEL_AXIS: &str = "Level, dB";
pub const LUFS_AXIS: &str = "Short-term loudness, LUFS";
pub const REDUCTION_AXIS: &str = "Reduction, dB";
pub const SIDE_AXIS: &str = "Side, % of the power";

pub const AS_TABLE: &str = "As a table";
pub const LOUDNESS_TABLE: &str = "Loudness of the 3 s before each time";
pub const LIMITER_TABLE: &str = "The limiter’s largest reduction from each time to the next";
pub const BALANCE_TABLE: &str = "Level of each third octave, against the mean of 200 Hz to 2 kHz";
pub const STEREO_TABLE: &str = "Share of the side in each third octave, and correlation of left and right in it";

pub const MIX: &str = "Your mix";
pub const MASTER: &str = "AI master";
pub const BAND: &str = "Band";
pub const USUAL: &str = "Usual";
pub const TIME: &str = "Time";
pub const FROM: &str = "From";
pub const MIX_LUFS: &str = "Your mix, LUFS";
pub const MASTER_LUFS: &str = "AI master, LUFS";
pub const REDUCTION_DB: &str = "Reduction, dB";
pub const MIX_DB: &str = "Your mix, dB";
pub const MASTER_DB: &str = "AI master, dB";
pub const USUAL_DB: &str = "Usual, dB";
pub const MIX_SIDE: &str = "Your mix, side %";
pub const MASTER_SIDE: &str = "AI master, side %";
pub const MIX_CORRELATION: &str = "Your mix, correlation";
pub const MASTER_CORRELATION: &str = "AI master, correlation";

pub const NO_LIMITER: &str = "No limiter was at work.";
pub const NOT_LOOKED_AT: &str = "The recordings were not looked at along their length.";
pub const NO_STEREO: &str = "Your mix or its master is mono: there is no width to draw.";
pub const ALL_MONO: &str = "Left and right are alike in your mix and in the AI master: nothing is in the side.";

/// "31.5 Hz", "12.5 kHz": a third octave by its nominal centre (IEC 61260-1).
#[must_use]
pub fn band_name(hz: f64) -> String {
    if hz < 1_000.0 { format!("{hz} Hz") } else { format!("{} kHz", hz / 1_000.0) }
}

/// "−3.0 to +3.0".
#[must_use]
pub fn usual(middle_db: f64, tolerance_db: f64) -> String {
    format!("{} to {}", signed(middle_db - tolerance_db), signed(middle_db + tolerance_db))
}

/// What the shaded band is.
#[must_use]
pub fn usual_band(style: StyleId, reference: bool) -> String {
    format!("shaded: {}", plotted_band(style, reference))
}

/// What the curve of the change shows; `ends`: the largest fall and rise as frequency and dB.
#[must_use]
pub fn tone_plotted(fall: (f64, f64), rise: (f64, f64)) -> String {
    let at = |(hz, db): (f64, f64)| format!("{} dB at {}", signed(db), band_name(hz));
    match (fall.1 < -0.05, rise.1 > 0.05) {
        (false, false) => "No third octave changes by as much as 0.1 dB.".into(),
        (true, false) => format!("The third octave that changes most: {}; none rises.", at(fall)),
        (false, true) => format!("The third octave that changes most: {}; none falls.", at(rise)),
        (true, true) => format!("Third octaves change from {} to {}.", at(fall), at(rise)),
    }
}

/// Least, most and where the most is, of mix and master; `pauses_lu`: so far below the loudest nothing is drawn, and something is there.
#[must_use]
pub fn loudness_plotted(mix: Option<(f64, f64, f64)>, master: Option<(f64, f64, f64)>, pauses_lu: Option<f64>) -> String {
    let pauses =
        pauses_lu.map_or_else(String::new, |lu| format!(" Pauses, more than {lu:.0} LU below the loudest, are left out."));
    let said = |name: &str, (least, most, at_s): (f64, f64, f64)| {
        format!("{name} lies between {} and {} LUFS, loudest at {}", one_decimal(least), one_decimal(most), clock_time(at_s))
    };
    match (mix, master) {
        (Some(mix), Some(master)) => format!("{}; {}.{pauses}", said("Your mix", mix), said("the master", master)),
        (Some(mix), None) => format!("{}; the master is silent or too short.{pauses}", said("Your mix", mix)),
        (None, Some(master)) => format!("{}; your mix is silent or too short.{pauses}", said("The master", master)),
        (None, None) => "Both are silent, or shorter than 3 s.".into(),
    }
}

/// Less than this reads as nothing.
pub const LEAST_REDUCTION_DB: f64 = 0.05;

/// `held`: the share of the song of which more than `over_db` is taken.
#[must_use]
pub fn limiter_plotted(most_db: f64, at_s: f64, held: f64, over_db: f64) -> String {
    if most_db < LEAST_REDUCTION_DB {
        return "The limiter had nothing to do.".into();
    }
    let over = one_decimal(over_db);
    let share = match 100.0 * held {
        share if share <= 0.0 => format!("never more than {over} dB"),
        // A few peaks are no "0.0 %".
        share if share < 0.05 => format!("more than {over} dB for less than 0.1 % of the time"),
        share => format!("more than {over} dB for {} % of the time", one_decimal(share)),
    };
    format!("At most {} dB are taken, at {}; {share}.", one_decimal(most_db), clock_time(at_s))
}

/// Where mix and master are widest, and what changes most, as frequency and per cent; the correlations of left and right.
#[must_use]
pub fn stereo_plotted(
    mix: (f64, f64),
    master: (f64, f64),
    changed: Option<(f64, f64)>,
    correlations: Option<(f64, f64)>,
) -> String {
    let widest = |(hz, share): (f64, f64)| format!("at {}, with {} %", band_name(hz), one_decimal(share));
    let changed = changed.map_or_else(
        || "no third octave changes by as much as 0.1 points".into(),
        |(hz, points)| format!("most changes at {}, by {} points", band_name(hz), signed(points)),
    );
    let correlations = correlations.map_or_else(String::new, |(mix, master)| {
        format!(" Left and right correlate by {} in your mix and {} in the master.", two_decimals(mix), two_decimals(master))
    });
    format!(
        "Your mix is widest {} of the power in the side, the master {}; {changed}.{correlations} 0 % is mono, at 50 % there is as much side as mid.",
        widest(mix),
        widest(master)
    )
}

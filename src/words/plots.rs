//! The plots: titles, axes, lines and tables, and in one sentence what each shows.

use super::numbers::{clock_time, frequency, one_decimal, signed};

pub const TONE_PLOT: &str = "Change of tone, at equal loudness";
pub const BALANCE_PLOT: &str = "Balance of both, over what is usual";
pub const LOUDNESS_PLOT: &str = "Short-term loudness along the song";
pub const LIMITER_PLOT: &str = "The limiter along the song";
pub const MIX_LINE: &str = "dashed: your mix";
pub const MASTER_LINE: &str = "solid: AI master";
pub const CHANGE_LINE: &str = "master less mix";
pub const REDUCTION_LINE: &str = "largest reduction of each stretch";

pub const HZ_AXIS: &str = "Frequency, logarithmic";
pub const TIME_AXIS: &str = "Time, minutes and seconds";
pub const CHANGE_AXIS: &str = "Change, dB";
pub const LEVEL_AXIS: &str = "Level, dB";
pub const LUFS_AXIS: &str = "Loudness, LUFS";
pub const REDUCTION_AXIS: &str = "Reduction, dB";

pub const MIX: &str = "Your mix";
pub const MASTER: &str = "AI master";
pub const BAND: &str = "Band";
pub const USUAL: &str = "Usual";
pub const TIME: &str = "Time";

/// What the curve of the change shows; `ends`: the largest fall and rise as frequency and dB.
#[must_use]
pub fn tone_plotted(fall: (f64, f64), rise: (f64, f64)) -> String {
    let at = |(hz, db): (f64, f64)| format!("{} dB at {}", signed(db), frequency(hz));
    match (fall.1 < -0.05, rise.1 > 0.05) {
        (false, false) => "No third octave changes by as much as 0.1 dB.".into(),
        (true, false) => format!("The third octave that changes most: {}; none rises.", at(fall)),
        (false, true) => format!("The third octave that changes most: {}; none falls.", at(rise)),
        (true, true) => format!("Third octaves change from {} to {}.", at(fall), at(rise)),
    }
}

/// Least, most and where the most is, of mix and master.
#[must_use]
pub fn loudness_plotted(mix: Option<(f64, f64, f64)>, master: Option<(f64, f64, f64)>) -> String {
    let said = |name: &str, (least, most, at_s): (f64, f64, f64)| {
        format!("{name} lies between {} and {} LUFS, loudest at {}", one_decimal(least), one_decimal(most), clock_time(at_s))
    };
    match (mix, master) {
        (Some(mix), Some(master)) => format!("{}; {}.", said("Your mix", mix), said("the master", master)),
        (Some(mix), None) => format!("{}; the master is silent or too short.", said("Your mix", mix)),
        (None, Some(master)) => format!("{}; your mix is silent or too short.", said("The master", master)),
        (None, None) => "Both are silent, or shorter than 3 s.".into(),
    }
}

/// `held`: the share of the song of which more than `over_db` is taken.
#[must_use]
pub fn limiter_plotted(most_db: f64, at_s: f64, held: f64, over_db: f64) -> String {
    if most_db < 0.05 {
        return "The limiter had nothing to do.".into();
    }
    format!(
        "At most {} dB are taken, at {}; more than {} dB for {} % of the time.",
        one_decimal(most_db),
        clock_time(at_s),
        one_decimal(over_db),
        one_decimal(100.0 * held)
    )
}

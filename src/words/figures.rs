//! Four figures before and after, each with a plain name, its unit, and what it means.

use super::numbers::one_decimal;
use crate::measure::Measurements;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// A stable name for the row.
    pub key: &'static str,
    pub label: &'static str,
    pub unit: &'static str,
    pub meaning: &'static str,
    pub before: String,
    /// `None` while there is no master yet.
    pub after: Option<String>,
}

/// Loudness, highest peak, punch, and the span from quiet to loud.
#[must_use]
pub fn figures(before: &Measurements, after: Option<&Measurements>) -> [Figure; 4] {
    let figure = |key, label, unit, meaning, of: fn(&Measurements) -> f64| Figure {
        key,
        label,
        unit,
        meaning,
        before: one_decimal(of(before)),
        after: after.map(|m| one_decimal(of(m))),
    };
    [
        figure("loudness", "Loudness", "LUFS", "How loud the song is on the whole; closer to 0 is louder.", |m| {
            m.loudness.integrated_lufs
        }),
        figure("peak", "Highest peak", "dBTP", "Where the waveform reaches furthest; above 0 it may distort.", |m| {
            m.peaks.true_peak_dbtp
        }),
        figure("punch", "Punch", "dB PLR", "How far the peaks stand over the loudness.", Measurements::plr_db),
        figure("range", "Quiet to loud", "LU LRA", "How far quiet and loud sections lie apart.", |m| m.loudness.lra_lu),
    ]
}

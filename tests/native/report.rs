//! The engineer's report: whole, self-contained, safe whatever a song is called, and true to the figures it was made from.

mod drawn;
mod fixture;
mod whole;

use testpress::words::{plots, report as said};

pub fn every_sentence() -> Vec<String> {
    let changes = [0.0, 1.5].map(|db| [0.0, -1.5].map(|fall| plots::tone_plotted((100.0, fall), (8_000.0, db))));
    let curve = (-20.0, -9.5, 83.0);
    let known = [None, Some(curve)];
    let levels = known.map(|mix| known.map(|master| plots::loudness_plotted(mix, master)));
    let limiter = [0.0, 3.4].map(|most_db| plots::limiter_plotted(most_db, 83.4, 0.12, 0.5));
    let fixed = [
        said::NOTE,
        said::LEAD,
        said::WHO,
        said::NO_MOMENTS,
        said::NO_CHARACTER,
        said::STARTING_REFERENCE,
        said::NO_MARKERS,
        said::NO_BLIND,
        said::BLIND_NOTE,
        said::ALONG_UNITS,
        said::BANDS_UNITS,
        said::NO_LIMITER,
        said::NOT_LOOKED_AT,
    ];
    let fixed = fixed.into_iter().chain(said::report_method()).map(String::from);
    fixed.chain(changes.into_iter().flatten()).chain(levels.into_iter().flatten()).chain(limiter).collect()
}

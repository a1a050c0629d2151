//! The engineer's report: whole, self-contained, safe whatever a song is called, and true to the figures it was made from.

mod drawn;
pub mod fixture;
mod whole;

use testpress::words::report as said;

pub fn every_sentence() -> Vec<String> {
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
        said::BANDS_UNITS,
    ];
    fixed.into_iter().chain(said::report_method()).map(String::from).collect()
}

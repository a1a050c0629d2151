//! What is taken out before anything else: a constant offset, and rumble. Only where it is there.

use super::Brief;
use crate::mastering::decision::Decision;
use crate::mastering::plan::Cleaning;
use crate::units::{db_to_power, gain_to_db, power_to_db};

/// An offset this far below the highest sample costs no headroom worth a word.
const LEAST_DC_DB: f64 = -45.0;
/// Rumble counts when it is this close to the power of everything.
const RUMBLE_DB: f64 = -30.0;
/// Below the lowest note of any instrument: 16.4 Hz of a large organ loses 3.7 dB, 27.5 Hz of a piano 0.1 dB.
const HIGH_PASS_HZ: f64 = 17.0;

pub fn decide(brief: &Brief, said: &mut Vec<Decision>) -> Option<Cleaning> {
    if brief.exact {
        return None;
    }
    let spectrum = &brief.mix.spectrum;
    let peak_dbfs = brief.mix.peaks.sample_peak_dbfs;
    let offset_dbfs = brief.mix.integrity.as_ref().map(|found| gain_to_db(found.dc_offset));
    let dc_dbfs = offset_dbfs.filter(|db| db - peak_dbfs > LEAST_DC_DB);
    let total_db = power_to_db(spectrum.total_db().iter().map(|&db| db_to_power(db)).sum());
    let rumble = spectrum.subsonic_db - total_db > RUMBLE_DB;
    if dc_dbfs.is_none() && !rumble {
        return None;
    }
    said.push(Decision::Clean { dc_dbfs, rumble, high_pass_hz: HIGH_PASS_HZ });
    Some(Cleaning { high_pass_hz: HIGH_PASS_HZ })
}

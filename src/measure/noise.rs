//! What a recording's bands hold while the music pauses.

use super::filter_bank::BAND_COUNT;
use super::spectrum::{Frame, SILENT_BAND_DB};
use crate::units::{db_to_power, power_to_db};

/// A frame counts as a pause when it is this far below the song's mean power...
const PAUSE_DB: f64 = -20.0;
/// ...and as more than digital silence when it is above this: what lies lower nobody could lift into hearing.
const SILENCE_DB: f64 = -90.0;
/// Fewer pauses than this say nothing.
const LEAST_FRAMES: usize = 4;
/// Within the pauses, each band's level that it rarely falls below: reverberation and quiet notes are no noise.
const PERCENTILE: f64 = 0.10;

/// A low percentile of each band's power over the song's quiet frames.
///
/// After minimum statistics (Martin 2001, "Noise power spectral density estimation based on optimal smoothing and minimum
/// statistics", IEEE TSAP 9): noise is what a band falls back to between sounds. Taken over the quiet frames only, because the
/// lowest level of a band in dense music is still music. It can only be too high where the pauses are not empty, and too low in a
/// fade.
pub(super) fn noise_floor_db(frames: &[Frame], mean_power: f64) -> [f64; BAND_COUNT] {
    let quiet: Vec<&Frame> = frames
        .iter()
        .filter(|frame| {
            let power: f64 = frame.mid.iter().chain(&frame.side).map(|&p| f64::from(p)).sum();
            (db_to_power(SILENCE_DB)..=db_to_power(PAUSE_DB)).contains(&(power / mean_power))
        })
        .collect();
    if quiet.len() < LEAST_FRAMES {
        return [SILENT_BAND_DB; BAND_COUNT];
    }
    std::array::from_fn(|band| {
        let mut levels: Vec<f32> = quiet.iter().map(|frame| frame.mid[band] + frame.side[band]).collect();
        levels.sort_unstable_by(f32::total_cmp);
        power_to_db(f64::from(levels[((levels.len() - 1) as f64 * PERCENTILE).round() as usize])).max(SILENT_BAND_DB)
    })
}

//! The spectrum's drawing: bands are held against the target, where there is one.

use testpress::measure::{BAND_COUNT, SILENT_BAND_DB, Spectrum};
use testpress::plots::spectrum::{Curve, band_path, bands_outside, curve, mid_curve};

const TOLERANCE_DB: [f64; BAND_COUNT] = [3.0; BAND_COUNT];

/// Level but for one band of the mid, with a side signal that is louder in the treble.
fn spectrum(usable_bands: usize) -> Spectrum {
    let mid_db = std::array::from_fn(|band| if band == 25 { -40.0 } else { -30.0 });
    let side_db = std::array::from_fn(|band| if band > 20 { -25.0 } else { -60.0 });
    Spectrum { mid_db, side_db, noise_floor_db: [SILENT_BAND_DB; BAND_COUNT], subsonic_db: SILENT_BAND_DB, usable_bands }
}

#[test]
fn a_recording_lies_within_the_band_around_itself() {
    for of in [curve, mid_curve] {
        let own = of(&spectrum(BAND_COUNT));
        assert_eq!(bands_outside(&own, &own, &TOLERANCE_DB), 0);
    }
}

#[test]
fn the_mid_is_drawn_without_the_side() {
    let (all, mid) = (curve(&spectrum(BAND_COUNT)), mid_curve(&spectrum(BAND_COUNT)));
    assert!(mid[25].is_some_and(|db| (db + 10.0).abs() < 1e-9) && all[25].is_some_and(|db| db > 0.0), "{all:?}");
}

#[test]
fn where_the_target_ends_nothing_lies_outside_and_nothing_is_shaded() {
    let short = mid_curve(&spectrum(12));
    let far: Curve = [Some(50.0); BAND_COUNT];
    assert_eq!(bands_outside(&far, &short, &TOLERANCE_DB), 12);
    assert_eq!(band_path(&short, &TOLERANCE_DB).matches(['M', 'L']).count(), 2 * 12);
}

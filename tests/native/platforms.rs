//! Laws of the platforms' table, and of the sentences about it.

use testpress::compare::platforms::{Platform, Quieter, Source, TABLE, playback_gain_db};
use testpress::words::{on_platform, platform_name, platforms_note};

const MASTER: &str = "this master";

#[test]
fn each_platform_has_the_row_that_bears_its_name() {
    assert_eq!(Platform::ALL.map(|platform| platform.normalisation().platform), Platform::ALL);
    assert_eq!(TABLE.map(|row| row.target_lufs), [-14.0, -16.0, -14.0, -14.0, -14.0, -15.0]);
}

#[test]
fn a_loud_master_is_turned_down_to_the_target_by_all_whatever_its_peaks() {
    for row in TABLE {
        for true_peak in [-6.0, -1.0, 2.0] {
            let gain = playback_gain_db(row.platform, -8.9, true_peak);
            assert!((-8.9 + gain - row.target_lufs).abs() < 1e-12, "{row:?}: {gain}");
        }
    }
}

/// The example that Spotify gives: -20 LUFS with a true peak of -5 is lifted to -16 only.
#[test]
fn spotify_lifts_as_in_its_own_example() {
    assert_eq!(playback_gain_db(Platform::Spotify, -20.0, -5.0), 4.0);
    assert_eq!(playback_gain_db(Platform::Spotify, -16.0, -9.0), 2.0);
    assert_eq!(playback_gain_db(Platform::Spotify, -20.0, -0.3), 0.0, "peaks above -1 dBTP are no reason to turn down");
}

#[test]
fn a_lift_never_passes_the_target_nor_the_peaks_and_some_never_lift() {
    for row in TABLE {
        for tenths in -400..-100 {
            let lufs = f64::from(tenths) / 10.0;
            for true_peak in [-20.0, -7.3, -1.0, 0.0, 1.5] {
                let gain = playback_gain_db(row.platform, lufs, true_peak);
                assert!(lufs + gain <= row.target_lufs + 1e-9, "{row:?} {lufs} {true_peak}: {gain}");
                match row.quieter {
                    Quieter::NeverRaised => assert!(gain <= 0.0, "{row:?}: {gain}"),
                    Quieter::RaisedTo { true_peak_dbtp } => {
                        assert!(gain <= 0.0 || true_peak + gain <= true_peak_dbtp + 1e-9, "{row:?} {true_peak}: {gain}");
                    }
                }
            }
        }
    }
}

#[test]
fn silence_and_nonsense_play_as_they_are() {
    for (lufs, true_peak) in [(f64::NEG_INFINITY, f64::NEG_INFINITY), (f64::NAN, -1.0), (-20.0, f64::NAN)] {
        assert_eq!(playback_gain_db(Platform::Spotify, lufs, true_peak), 0.0);
        assert!(!on_platform(Platform::Spotify, MASTER, lufs, true_peak).contains("NaN"));
    }
}

#[test]
fn the_sentence_says_how_much_and_how_sure() {
    for (platform, lufs, true_peak, text) in [
        (Platform::Spotify, -8.9, -1.0, "On Spotify this master is turned down 5.1 dB."),
        (Platform::Spotify, -16.0, -9.0, "On Spotify this master is turned up 2.0 dB."),
        (
            Platform::Spotify,
            -20.0,
            -5.0,
            "On Spotify this master is turned up 4.0 dB; its peaks leave no room for the 2.0 dB that are missing.",
        ),
        (
            Platform::Spotify,
            -16.5,
            -0.5,
            "On Spotify this master plays as it is; its peaks leave no room for the 2.5 dB that are missing.",
        ),
        (Platform::Spotify, -13.97, -1.0, "On Spotify this master plays as it is."),
        (Platform::Tidal, -20.0, -9.0, "On TIDAL this master plays as it is."),
        (Platform::AppleMusic, -8.9, -1.0, "On Apple Music this master is turned down about 7.1 dB."),
        (Platform::Deezer, -20.0, -9.0, "On Deezer this master plays as it is, as far as is known."),
    ] {
        assert_eq!(on_platform(platform, MASTER, lufs, true_peak), text);
    }
}

#[test]
fn what_is_only_reported_is_never_said_as_certain() {
    for row in TABLE {
        for lufs in [-8.0, -14.0, -30.0] {
            let said = on_platform(row.platform, "your mix", lufs, -3.0);
            let hedged = said.contains("about ") || said.contains("as far as is known");
            assert_eq!(hedged, row.source == Source::Reported, "{said}");
            assert!(said.contains(platform_name(row.platform)) && said.contains("your mix"), "{said}");
        }
    }
    assert!(platforms_note().contains("2026") && platforms_note().contains("may change"));
}

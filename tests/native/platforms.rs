//! Laws of the platforms' table, and of the sentences about it.

use testpress::compare::platforms::{AskedPeak, Platform, Quieter, Source, TABLE, delivered, playback_gain_db};
use testpress::words::{PlatformWords, on_platform, platform_name, platforms_note};

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
        let said = format!("{:?}", on_platform(Platform::Spotify, lufs, true_peak));
        assert!(!said.contains("NaN") && !said.contains("inf"), "{said}");
    }
}

#[test]
fn what_is_delivered_is_the_level_and_the_gain_and_the_wish_of_its_loudness() {
    for row in TABLE {
        for lufs in [-20.0, row.target_lufs, row.target_lufs + 0.2, -8.0] {
            for tenths in -40..20 {
                let true_peak = f64::from(tenths) / 10.0;
                let got = delivered(row.platform, lufs, true_peak);
                assert_eq!(got.gain_db, playback_gain_db(row.platform, lufs, true_peak));
                assert_eq!(got.level_lufs, lufs + got.gain_db);
                let Some(AskedPeak { dbtp, when_louder_dbtp, source }) = row.asked_peak else {
                    assert_eq!(got.headroom, None);
                    continue;
                };
                let headroom = got.headroom.expect("a wish");
                let asked = if lufs > row.target_lufs + 0.1 { when_louder_dbtp } else { dbtp };
                assert_eq!((headroom.asked_dbtp, headroom.source), (asked, source));
                assert!((headroom.over_db - (true_peak - asked).max(0.0)).abs() < 1e-9, "{row:?} {true_peak}: {headroom:?}");
            }
        }
    }
}

/// A limiter's -1 dBTP may measure -0.99: what reads as kept is kept.
#[test]
fn a_wish_is_missed_only_by_what_a_reader_sees() {
    let over = |true_peak| delivered(Platform::AppleMusic, -16.0, true_peak).headroom.expect("a wish").over_db;
    assert_eq!([over(f64::NEG_INFINITY), over(-1.0), over(-0.96)], [0.0; 3]);
    assert!((over(-0.9) - 0.1).abs() < 1e-9);
}

#[test]
fn spotify_asks_for_more_of_a_loud_master() {
    let asked = |lufs| delivered(Platform::Spotify, lufs, -1.0).headroom.expect("a wish").asked_dbtp;
    assert_eq!([asked(-9.0), asked(-13.8), asked(-14.0), asked(-20.0)], [-2.0, -2.0, -1.0, -1.0]);
    // Made for the target, and 0.04 LU beside it.
    assert_eq!(asked(-13.96), -1.0);
}

#[test]
fn the_words_say_how_much_and_how_sure() {
    for (platform, lufs, true_peak, change, level, peaks) in [
        (Platform::Spotify, -8.9, -1.0, "turned down 5.1 dB", "−14.0 LUFS", "asks for −2.0 dBTP at most: 1.0 dB above it"),
        (Platform::Spotify, -16.0, -9.0, "turned up 2.0 dB", "−14.0 LUFS", "asks for −1.0 dBTP at most: kept"),
        (
            Platform::Spotify,
            -20.0,
            -5.0,
            "turned up 4.0 dB; its peaks leave no room for the 2.0 dB that are missing",
            "−16.0 LUFS",
            "asks for −1.0 dBTP at most: kept",
        ),
        (
            Platform::Spotify,
            -16.5,
            -0.5,
            "plays as it is; its peaks leave no room for the 2.5 dB that are missing",
            "−16.5 LUFS",
            "asks for −1.0 dBTP at most: 0.5 dB above it",
        ),
        (Platform::Spotify, -14.03, -1.0, "plays as it is", "−14.0 LUFS", "asks for −1.0 dBTP at most: kept"),
        (Platform::Tidal, -20.0, -9.0, "plays as it is", "−20.0 LUFS", "no wish known"),
        (Platform::AppleMusic, -8.9, -1.0, "turned down about 7.1 dB", "about −16.0 LUFS", "asks for −1.0 dBTP at most: kept"),
        (
            Platform::Amazon,
            -20.0,
            -9.0,
            "plays as it is, as far as is known",
            "about −20.0 LUFS",
            "asks for −2.0 dBTP at most, as far as is known: kept",
        ),
    ] {
        let want =
            PlatformWords { name: platform_name(platform), change: change.into(), level: level.into(), peaks: peaks.into() };
        assert_eq!(on_platform(platform, lufs, true_peak), want);
    }
}

#[test]
fn what_is_only_reported_is_never_said_as_certain() {
    for row in TABLE {
        for lufs in [-8.0, -14.0, -30.0] {
            let said = on_platform(row.platform, lufs, -3.0);
            let is_hedged = |said: &str| said.contains("about ") || said.contains("as far as is known");
            for part in [&said.change, &said.level] {
                assert_eq!(is_hedged(part), row.source == Source::Reported, "{said:?}");
            }
            let reported = row.asked_peak.is_some_and(|asked| asked.source == Source::Reported);
            assert_eq!(is_hedged(&said.peaks), reported, "{said:?}");
        }
    }
    assert!(platforms_note().contains("2026") && platforms_note().contains("may change"));
}

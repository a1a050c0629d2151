//! Level matching: no version may win by being louder.

use crate::measure::Track;

/// One version as the match sees it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    pub track: &'a Track,
    /// Where on the song's time line it sounds, in seconds.
    pub covers_s: (f64, f64),
    /// Another recording (a reference) does not narrow what is compared down.
    pub same_recording: bool,
    /// One channel, heard from both loudspeakers.
    pub mono: bool,
}

/// One channel alone reads this much less than the same on two, as which it is played: 10 log10 2.
const DUAL_MONO_LU: f64 = 3.010_3;

/// In a loop, what is this much quieter than the loudest version there is a pause or a fade: to match it would leave nothing of the others.
const PAUSE_LU: f64 = 20.0;

/// The loudness by which versions are matched, in LUFS as heard: of the loop, while one is set; else of all that the versions have in
/// common.
///
/// `None` for a version that has none: it is not matched, nor are others to it. Where the loop is a pause for all, it does not count.
#[must_use]
pub fn loudness_to_match(sides: &[Side], looped_s: Option<(f64, f64)>) -> Vec<Option<f64>> {
    let heard = |side: &Side, lufs: f64| if side.mono { lufs + DUAL_MONO_LU } else { lufs };
    if let Some((from_s, to_s)) = looped_s {
        let there = |side: &Side| side.track.lufs_over(from_s, to_s).map(|lufs| heard(side, lufs));
        let there: Vec<Option<f64>> = sides.iter().map(there).collect();
        let loudest = there.iter().copied().flatten().fold(f64::NEG_INFINITY, f64::max);
        if loudest.is_finite() {
            return there.into_iter().map(|lufs| lufs.filter(|lufs| *lufs > loudest - PAUSE_LU)).collect();
        }
    }
    let together = sides.iter().filter(|side| side.same_recording);
    let common_s =
        together.fold((0.0f64, f64::INFINITY), |(from, to), side| (from.max(side.covers_s.0), to.min(side.covers_s.1)));
    let over = |side: &Side| {
        let common = if side.same_recording { side.track.lufs_over(common_s.0, common_s.1) } else { None };
        common.or_else(|| side.track.lufs_over(0.0, f64::INFINITY)).map(|lufs| heard(side, lufs))
    };
    sides.iter().map(over).collect()
}

/// Playback gains in dB, all <= 0, that bring every version to the loudness of the quietest.
///
/// Only ever attenuates: boosting could clip. What has no loudness stays as it is.
#[must_use]
pub fn match_levels_db(loudness_lufs: &[Option<f64>]) -> Vec<f64> {
    let quietest = loudness_lufs.iter().copied().flatten().fold(f64::INFINITY, f64::min);
    loudness_lufs.iter().map(|lufs| lufs.map_or(0.0, |lufs| quietest - lufs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(track: &Track, mono: bool) -> Side<'_> {
        Side { track, covers_s: (0.0, 10.0), same_recording: true, mono }
    }

    /// Ten seconds, of which the first five have one loudness and the rest another.
    fn track(first_lufs: f64, then_lufs: f64) -> Track {
        let energy = |hop: usize| 441.0 * 10f64.powf((if hop < 500 { first_lufs } else { then_lufs } + 0.691) / 10.0);
        Track::of(&crate::measure::HopPowers::new(44_100, (0..1_000).map(energy).collect()))
    }

    #[test]
    fn a_version_that_pauses_in_a_loop_holds_nobody_back() {
        let (steady, pausing) = (track(-12.0, -12.0), track(-12.0, -65.0));
        let sides = [side(&steady, false), side(&steady, true), side(&pausing, false)];
        let there = loudness_to_match(&sides, Some((6.0, 9.0)));
        assert!((there[0].unwrap_or(0.0) + 12.0).abs() < 0.02 && there[2].is_none(), "{there:?}");
        assert!((there[1].unwrap_or(0.0) + 12.0 - DUAL_MONO_LU).abs() < 0.02, "mono is heard from both sides: {there:?}");
        let before = loudness_to_match(&sides, Some((1.0, 4.0)));
        assert!((before[2].unwrap_or(0.0) + 12.0).abs() < 0.02, "{before:?}");
        let silent = track(-90.0, -90.0);
        assert_eq!(loudness_to_match(&[side(&silent, false)], Some((1.0, 4.0))), [None]);
    }

    #[test]
    fn the_quietest_stays_and_the_others_come_down_to_it() {
        let found = match_levels_db(&[Some(-18.0), Some(-12.0), None, Some(-9.5)]);
        assert_eq!(found, vec![0.0, -6.0, 0.0, -8.5]);
        assert!(match_levels_db(&[]).is_empty());
    }
}

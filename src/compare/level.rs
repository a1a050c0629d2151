//! Level matching: no version may win by being louder.

/// Playback gains in dB, all <= 0, that bring every version to the loudness of the quietest.
///
/// Only ever attenuates: boosting could clip. `loudness_lufs` are measured over the same region.
#[must_use]
pub fn match_levels_db(loudness_lufs: &[f64]) -> Vec<f64> {
    let quietest = loudness_lufs.iter().copied().fold(f64::INFINITY, f64::min);
    loudness_lufs.iter().map(|lufs| quietest - lufs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quietest_stays_and_the_others_come_down_to_it() {
        assert_eq!(match_levels_db(&[-18.0, -12.0, -9.5]), vec![0.0, -6.0, -8.5]);
        assert!(match_levels_db(&[]).is_empty());
    }
}

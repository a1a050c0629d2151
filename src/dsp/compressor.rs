//! Gain computer and smoothing of a compressor, at the rate of the detector's hops.
//!
//! D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design", JAES 60 (2012).

use super::decibel;
use crate::units::{larger, smoothing_pole};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompressorParams {
    pub threshold_db: f64,
    pub ratio: f64,
    pub knee_db: f64,
    pub attack_ms: f64,
    pub release_ms: f64,
    /// Reduction never exceeds this.
    pub most_db: f64,
}

/// The slow time constant of the release is this many times the fast one.
const SLOW_RELEASE: f64 = 8.0;

/// From level to gain reduction, both in dB, the reduction positive.
#[derive(Clone, Debug)]
pub struct Compressor {
    params: CompressorParams,
    attack: f32,
    release: f32,
    slow: f32,
    held_db: f32,
    running_mean_db: f32,
    smoothed_db: f32,
}

impl Compressor {
    /// `rate`: how many levels come per second.
    #[must_use]
    pub fn new(params: CompressorParams, rate: f64) -> Self {
        let release_s = params.release_ms / 1000.0;
        Self {
            params,
            attack: smoothing_pole(params.attack_ms / 1000.0, rate) as f32,
            release: smoothing_pole(release_s, rate) as f32,
            slow: smoothing_pole(SLOW_RELEASE * release_s, rate) as f32,
            held_db: 0.0,
            running_mean_db: 0.0,
            smoothed_db: 0.0,
        }
    }

    /// Reduction that the static curve asks for at `level_db` (eq. 4): with o = level - threshold and knee W, 0 for 2o < -W,
    /// (1 - 1/R)(o + W/2)^2/(2W) inside the knee, (1 - 1/R) o above.
    fn asked_db(&self, level_db: f32) -> f32 {
        let p = &self.params;
        let (over, knee, slope) = (level_db - p.threshold_db as f32, p.knee_db as f32, (1.0 - 1.0 / p.ratio) as f32);
        let asked = if 2.0 * over < -knee {
            0.0
        } else if 2.0 * over <= knee {
            slope * (over + 0.5 * knee).powi(2) / (2.0 * knee)
        } else {
            slope * over
        };
        if asked < p.most_db as f32 { asked } else { p.most_db as f32 }
    }

    /// The next reduction, for a mean `power` over the hop.
    ///
    /// Smooth decoupled detector (eq. 17): release first, then attack. The release depends on the programme: it falls quickly to
    /// the running mean of the reduction and from there only as slowly as that mean, so a single hit is let go at once while
    /// dense music is not pumped.
    pub fn next(&mut self, power: f32) -> f32 {
        let asked = self.asked_db(decibel::from_power(power));
        self.running_mean_db = asked + self.slow * (self.running_mean_db - asked);
        let floor = if self.held_db < self.running_mean_db { self.held_db } else { self.running_mean_db };
        self.held_db = larger(asked, floor + self.release * (self.held_db - floor));
        self.smoothed_db = self.held_db + self.attack * (self.smoothed_db - self.held_db);
        self.smoothed_db
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::db_to_power;

    const PARAMS: CompressorParams =
        CompressorParams { threshold_db: -20.0, ratio: 2.0, knee_db: 6.0, attack_ms: 10.0, release_ms: 100.0, most_db: 4.0 };

    fn settled(level_db: f64) -> f32 {
        let mut compressor = Compressor::new(PARAMS, 1000.0);
        (0..20_000).fold(0.0, |_, _| compressor.next(db_to_power(level_db) as f32))
    }

    #[test]
    fn static_curve_is_the_papers() {
        assert_eq!(settled(-30.0), 0.0);
        // At the threshold itself: (1 - 1/2) 3^2 / (2 * 6).
        assert!((settled(-20.0) - 0.375).abs() < 1e-3);
        assert!((settled(-14.0) - 3.0).abs() < 1e-3);
        assert!((settled(0.0) - 4.0).abs() < 1e-3);
    }

    #[test]
    fn attack_and_release_take_their_times() {
        let mut compressor = Compressor::new(PARAMS, 1000.0);
        let loud = db_to_power(-14.0) as f32;
        let rise = (0..10).fold(0.0, |_, _| compressor.next(loud));
        assert!((rise / 3.0 - 0.632).abs() < 0.03, "{rise}");
        // One short hit is let go fast; after long loudness the release is slower.
        let fall = |hops: usize| {
            let mut c = Compressor::new(PARAMS, 1000.0);
            for _ in 0..hops {
                c.next(loud);
            }
            let top = c.smoothed_db;
            (0..200).fold(0.0, |_, _| c.next(1e-9)) / top
        };
        assert!(fall(50) < 0.3, "{}", fall(50));
        assert!(fall(20_000) > 0.6, "{}", fall(20_000));
    }
}

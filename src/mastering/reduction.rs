//! What the limiter took off along the song, as it was applied to the samples.

/// Reductions above this hold a song: smaller ones are not heard as such.
pub const HELD_DB: f64 = 0.5;

/// The limiter's gain reduction along a song: not what was asked of it, but the factor that each sample was multiplied by (drive and
/// ride taken out), read every 32 frames, in dB, 0 or more.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduction {
    step_s: f64,
    db: Vec<f32>,
}

/// A stretch under the limiter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    pub most_db: f64,
    pub mean_db: f64,
    /// Share of the time that more than [`HELD_DB`] is taken, 0 to 1.
    pub share: f64,
}

impl Reduction {
    /// Of a song without a limiter.
    pub const NONE: Self = Self { step_s: 1.0, db: Vec::new() };

    /// A value in dB for every `step_s`.
    #[must_use]
    pub fn new(step_s: f64, db: Vec<f32>) -> Self {
        Self { step_s, db }
    }

    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.db.len() as f64 * self.step_s
    }

    /// Where most is taken, in seconds.
    #[must_use]
    pub fn most_at_s(&self) -> f64 {
        let most = self.db.iter().enumerate().fold((0, 0.0), |most, (at, &db)| if db > most.1 { (at, db) } else { most });
        most.0 as f64 * self.step_s
    }

    /// What is taken between two places, in seconds.
    #[must_use]
    pub fn over(&self, from_s: f64, to_s: f64) -> Held {
        let step = |at_s: f64| ((at_s.max(0.0) / self.step_s) as usize).min(self.db.len());
        let db = &self.db[step(from_s)..step(to_s).max(step(from_s))];
        let count = db.len().max(1) as f64;
        Held {
            most_db: f64::from(db.iter().copied().fold(0.0, f32::max)),
            mean_db: db.iter().map(|&db| f64::from(db)).sum::<f64>() / count,
            share: db.iter().filter(|&&db| f64::from(db) > HELD_DB).count() as f64 / count,
        }
    }

    /// The largest value of each of at most `points` equal stretches, and how long one is: for a drawing.
    #[must_use]
    pub fn curve(&self, points: usize) -> (f64, Vec<f32>) {
        let steps = self.db.len().div_ceil(points.max(1)).max(1);
        (steps as f64 * self.step_s, self.db.chunks(steps).map(|db| db.iter().copied().fold(0.0, f32::max)).collect())
    }
}

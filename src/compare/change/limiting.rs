//! What the limiter did along the song.

use serde::{Deserialize, Serialize};

use crate::mastering::{HELD_DB, Reduction};

/// Points of the curve at most: enough for a drawing.
const CURVE_POINTS: usize = 600;

/// The limiter's work, from the gain that was applied to the samples.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LimiterWork {
    pub most_db: f64,
    /// Where most is taken, in seconds.
    pub most_at_s: f64,
    /// Share of the song of which more than [`Self::HELD_DB`] is taken, 0 to 1.
    pub held: f64,
    /// The largest reduction in every `curve_step_s`, in dB; nothing where there was no limiter.
    pub curve_db: Vec<f32>,
    pub curve_step_s: f64,
}

impl LimiterWork {
    pub const HELD_DB: f64 = HELD_DB;

    pub(super) fn of(reduction: &Reduction) -> Self {
        let whole = reduction.over(0.0, reduction.seconds());
        let (curve_step_s, curve_db) = reduction.curve(CURVE_POINTS);
        Self { most_db: whole.most_db, most_at_s: reduction.most_at_s(), held: whole.share, curve_db, curve_step_s }
    }
}

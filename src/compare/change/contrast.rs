//! How far loud and quiet parts of a song stand apart.

use serde::{Deserialize, Serialize};

use crate::measure::Track;
use crate::units::{db_to_power, power_to_db};

/// Ten short-term values a second, as for the loudness range (EBU Tech 3342).
const STEP_S: f64 = 0.1;
/// What lies this far below the song's loudest 3 s is a pause or a fade, no part of its form.
const PAUSE_LU: f64 = 30.0;
/// A short-term value is of the 3 s before it.
const SHORT_TERM_STEPS: usize = 30;
/// What counts as loud, and what as quiet, of the song's length.
const SHARE: f64 = 0.2;

/// The loudest fifth of the song less its quietest fifth: mean power of their short-term values.
///
/// Which fifths they are is taken from the first recording, and the *same places* are looked at in the second. That is how far chorus and
/// verse stand apart where one is loud and the other quiet; which is which, nobody has told us.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    pub before_lu: f64,
    pub after_lu: f64,
    /// Where the first recording rises most from one 3 s to the next, in seconds.
    pub turns_at_s: f64,
}

impl Contrast {
    /// `None` where less than ten seconds sound.
    pub(super) fn of(before: &Track, after: &Track) -> Option<Self> {
        let (old, new) = (before.short_term_curve(STEP_S), after.short_term_curve(STEP_S));
        let loudest = old.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sounds = |at: &usize| {
            let heard = |lufs: Option<&f32>| lufs.is_some_and(|lufs| *lufs > loudest - PAUSE_LU as f32);
            heard(old.get(*at)) && new.get(*at).is_some_and(|lufs| lufs.is_finite())
        };
        let mut places: Vec<usize> = (SHORT_TERM_STEPS..old.len()).filter(sounds).collect();
        let turn = places.iter().copied().filter(|at| sounds(&(at + SHORT_TERM_STEPS)));
        let turns_at_s = STEP_S * turn.max_by(|&a, &b| rise(&old, a).total_cmp(&rise(&old, b)))? as f64;
        places.sort_unstable_by(|&a, &b| old[a].total_cmp(&old[b]));
        let fifth = (SHARE * places.len() as f64) as usize;
        if places.len() < 70 {
            return None;
        }
        let level = |curve: &[f32], places: &[usize]| {
            power_to_db(places.iter().map(|&at| db_to_power(f64::from(curve[at]))).sum::<f64>() / places.len() as f64)
        };
        let apart = |curve: &[f32]| level(curve, &places[places.len() - fifth..]) - level(curve, &places[..fifth]);
        Some(Self { before_lu: apart(&old), after_lu: apart(&new), turns_at_s })
    }

    #[must_use]
    pub fn change_lu(&self) -> f64 {
        self.after_lu - self.before_lu
    }
}

/// From the 3 s before a place to the 3 s after it.
fn rise(curve: &[f32], at: usize) -> f32 {
    curve[at + SHORT_TERM_STEPS] - curve[at]
}

//! Places worth hearing: where the second recording differs most from the first, each in a way of its own.

use serde::{Deserialize, Serialize};

use super::along::Along;
use super::change::{AUDIBLE_DB, TonePart};
use crate::mastering::Reduction;
use crate::measure::Track;
use crate::units::power_to_db;

/// A stretch to loop, and what is so there. All figures are of that very stretch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeMoment {
    pub from_s: f64,
    pub to_s: f64,
    pub what: Difference,
}

/// One kind of difference each. Tone and width are at equal loudness of the stretch, as a loop is played.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Difference {
    /// The limiter's largest reduction, and the share of the stretch of which it takes more than [`crate::mastering::HELD_DB`].
    Limiting { most_db: f64, held: f64 },
    /// This is `under_lu` quieter than the whole of the first recording, and raised by `lu` more (or, negative, less) than the whole.
    Quiet { lu: f64, under_lu: f64 },
    /// [`TonePart::Sub`] or [`TonePart::Bass`].
    LowEnd { part: TonePart, db: f64 },
    /// [`TonePart::LowMids`] or [`TonePart::Mids`].
    Middle { part: TonePart, db: f64 },
    /// [`TonePart::Presence`] or [`TonePart::Air`].
    Top { part: TonePart, db: f64 },
    /// Side against mid above the bass.
    Width { db: f64 },
    /// Side against mid below 178 Hz.
    BassCentred { db: f64 },
}

/// The kinds, in no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Limiting,
    Quiet,
    LowEnd,
    Middle,
    Top,
    Width,
    BassCentred,
}

const KINDS: [Kind; 7] = [Kind::Limiting, Kind::Quiet, Kind::LowEnd, Kind::Middle, Kind::Top, Kind::Width, Kind::BassCentred];

/// No list is longer.
pub const MOST_MOMENTS: usize = 6;

/// How long a loop is before it is snapped: of a song that is long enough, and of a short one.
const LENGTH_S: f64 = 8.0;
const SHORT_LENGTH_S: f64 = 5.0;
const SHORT_SONG_S: f64 = 40.0;
/// Candidates begin this far apart.
const STEP_S: f64 = 1.0;
/// Between the middles of two moments lies at least this share of the song, and one and a half loops.
const APART: f64 = 1.0 / 12.0;

/// Either end moves to where a sound sets in, this far at most.
const SNAP_S: f64 = 0.5;
/// What counts as setting in: the level of the next 50 ms over that of the last.
const RISE_DB: f64 = 3.0;
const RISE_S: f64 = 0.05;
/// The loop begins a little before it.
const LEAD_S: f64 = 0.01;

/// Smaller differences are no moments.
const LIMITING_DB: f64 = 0.5;
const QUIET_LU: f64 = 1.0;
const TONE_DB: f64 = AUDIBLE_DB;
const WIDTH_DB: f64 = 0.5;
const BASS_CENTRED_DB: f64 = -3.0;

/// A quiet part lies this far under the whole; twenty more, and it is a pause.
const QUIET_UNDER_LU: f64 = 4.0;
const PAUSE_UNDER_LU: f64 = 24.0;
/// A part this far under all parts together is too faint to be heard there.
const FAINT_DB: f64 = 40.0;
/// The ear is so deaf down there that this much sooner is too faint.
const FAINT_SUB_DB: f64 = 20.0;
/// Side signals this far under the mid are not heard.
const NARROW_DB: f64 = -30.0;
const CENTRED_BASS_DB: f64 = -20.0;

/// What both recordings are, along one time line.
struct Pair<'a> {
    along: &'a Along,
    before: &'a Track,
    after: &'a Track,
    reduction: Option<&'a Reduction>,
    whole_lufs: [f64; 2],
}

/// The places where the recordings differ most in kind, in the order of time: at most six, each of another kind, far from each other; fewer,
/// or none, where the song offers fewer.
///
/// The kind that differs most plainly chooses its place first.
#[must_use]
pub fn moments(along: &Along, before: &Track, after: &Track, reduction: Option<&Reduction>) -> Vec<ChangeMoment> {
    let whole = |track: &Track| track.lufs_over(0.0, f64::INFINITY);
    let Some(whole_lufs) = whole(before).zip(whole(after)) else { return Vec::new() };
    let pair = Pair { along, before, after, reduction, whole_lufs: whole_lufs.into() };
    let seconds = along.seconds();
    let length_s = if seconds < SHORT_SONG_S { SHORT_LENGTH_S } else { LENGTH_S };
    let count = ((seconds - length_s) / STEP_S + 1.0).max(0.0) as usize;
    let places: Vec<Place> = (0..count).filter_map(|at| pair.place(at as f64 * STEP_S, at as f64 * STEP_S + length_s)).collect();
    let mut ranked: Vec<(Kind, Vec<&Place>)> = KINDS.iter().map(|&kind| (kind, ranked(kind, &places))).collect();
    ranked.retain(|(_, places)| !places.is_empty());
    ranked.sort_by(|a, b| plainness(b).total_cmp(&plainness(a)));

    let apart_s = (APART * seconds).max(1.5 * length_s);
    let mut chosen: Vec<ChangeMoment> = Vec::new();
    for (kind, places) in ranked {
        let clear =
            |place: &&&Place| chosen.iter().all(|other| (place.middle_s() - 0.5 * (other.from_s + other.to_s)).abs() >= apart_s);
        let Some(place) = places.iter().find(clear).filter(|_| chosen.len() < MOST_MOMENTS) else { continue };
        let (from_s, to_s) = (pair.snapped(place.from_s), pair.snapped(place.to_s));
        // What was so of the stretch must be so of what is played.
        let snapped = pair.place(from_s, to_s).filter(|snapped| kind.of(snapped).is_some_and(|what| what.is_heard()));
        let place = snapped.as_ref().unwrap_or(place);
        let Some(what) = kind.of(place) else { continue };
        chosen.push(ChangeMoment { from_s: place.from_s, to_s: place.to_s, what });
    }
    chosen.sort_by(|a, b| a.from_s.total_cmp(&b.from_s));
    chosen
}

/// The places where a kind is heard, the best first.
fn ranked(kind: Kind, places: &[Place]) -> Vec<&Place> {
    let mut found: Vec<(f64, &Place)> =
        places.iter().filter_map(|place| Some((kind.of(place).filter(Difference::is_heard)?.merit(place), place))).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, place)| place).collect()
}

fn plainness((kind, places): &(Kind, Vec<&Place>)) -> f64 {
    places.first().and_then(|place| kind.of(place)).map_or(0.0, |what| what.plainness())
}

/// One candidate: what both are there.
struct Place {
    from_s: f64,
    to_s: f64,
    /// Of the first recording, less its whole.
    level_lu: f64,
    /// What is raised here, beyond the whole.
    raised_lu: f64,
    limiting: Option<crate::mastering::Held>,
    /// Change of each part at equal loudness; `None` where it is too faint.
    parts_db: [Option<f64>; TonePart::ALL.len()],
    /// Each part's level under all parts together, in the first recording.
    shares_db: [f64; TonePart::ALL.len()],
    width_db: Option<f64>,
    bass_width_db: Option<f64>,
}

impl Place {
    fn middle_s(&self) -> f64 {
        0.5 * (self.from_s + self.to_s)
    }

    /// Of two neighbouring parts the one that differs more; `None` where they differ in opposite ways.
    fn tone(&self, parts: [TonePart; 2]) -> Option<(TonePart, f64)> {
        let found = parts.into_iter().filter_map(|part| Some((part, self.parts_db[part as usize]?)));
        let (part, db) = found.clone().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        let all_agree = found.map(|(_, other_db)| other_db * db.signum()).all(|along_db| along_db > -TONE_DB);
        all_agree.then_some((part, db))
    }
}

impl Pair<'_> {
    /// `None` where one of them is silent, or outside the song.
    fn place(&self, from_s: f64, to_s: f64) -> Option<Place> {
        let (old_lufs, new_lufs) = (self.before.lufs_over(from_s, to_s)?, self.after.lufs_over(from_s, to_s)?);
        let gain_lu = new_lufs - old_lufs;
        let [old, new] = self.along.over(from_s, to_s);
        let all = old.of(0..TonePart::ALL.len());
        let shares_db: [f64; 6] = std::array::from_fn(|part| power_to_db(old.of(part..part + 1) / all));
        let parts_db = std::array::from_fn(|part| {
            let change_db = power_to_db(new.of(part..part + 1) / old.of(part..part + 1)) - gain_lu;
            (shares_db[part] > if part == TonePart::Sub as usize { -FAINT_SUB_DB } else { -FAINT_DB })
                .then_some(change_db)
                .filter(|db| db.is_finite())
        });
        let bass = TonePart::LowMids as usize;
        let width_db = |parts: std::ops::Range<usize>, least_db: f64| {
            let (old_db, new_db) = (old.side_db(parts.clone())?, new.side_db(parts)?);
            (old_db.max(new_db) > least_db).then_some(new_db - old_db)
        };
        Some(Place {
            from_s,
            to_s,
            level_lu: old_lufs - self.whole_lufs[0],
            raised_lu: gain_lu - (self.whole_lufs[1] - self.whole_lufs[0]),
            limiting: self.reduction.map(|reduction| reduction.over(from_s, to_s)),
            parts_db,
            shares_db,
            width_db: width_db(bass..TonePart::ALL.len(), NARROW_DB),
            bass_width_db: width_db(0..bass, CENTRED_BASS_DB),
        })
    }

    /// Where a sound sets in near a place; the place itself where none does.
    fn snapped(&self, at_s: f64) -> f64 {
        let level = |from_s: f64| self.before.lufs_over(from_s, from_s + RISE_S).unwrap_or(-70.0);
        let steps = (SNAP_S / LEAD_S) as i32;
        let rises = (-steps..=steps)
            .map(|step| at_s + f64::from(step) * LEAD_S)
            .filter(|at_s| (RISE_S..self.along.seconds() - RISE_S).contains(at_s));
        let best = rises.map(|at_s| (level(at_s) - level(at_s - RISE_S), at_s)).max_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|(rise_db, _)| *rise_db >= RISE_DB).map_or(at_s, |(_, at_s)| (at_s - LEAD_S).max(0.0))
    }
}

impl Kind {
    fn of(self, place: &Place) -> Option<Difference> {
        match self {
            Self::Limiting => place.limiting.map(|held| Difference::Limiting { most_db: held.most_db, held: held.share }),
            Self::Quiet => (-PAUSE_UNDER_LU..=-QUIET_UNDER_LU)
                .contains(&place.level_lu)
                .then_some(Difference::Quiet { lu: place.raised_lu, under_lu: -place.level_lu }),
            Self::LowEnd => place.tone([TonePart::Sub, TonePart::Bass]).map(|(part, db)| Difference::LowEnd { part, db }),
            Self::Middle => place.tone([TonePart::LowMids, TonePart::Mids]).map(|(part, db)| Difference::Middle { part, db }),
            Self::Top => place.tone([TonePart::Presence, TonePart::Air]).map(|(part, db)| Difference::Top { part, db }),
            Self::Width => place.width_db.map(|db| Difference::Width { db }),
            Self::BassCentred => place.bass_width_db.map(|db| Difference::BassCentred { db }),
        }
    }
}

impl Difference {
    fn is_heard(&self) -> bool {
        match *self {
            Self::Limiting { most_db, .. } => most_db >= LIMITING_DB,
            Self::Quiet { lu, .. } => lu.abs() >= QUIET_LU,
            Self::LowEnd { db, .. } | Self::Middle { db, .. } | Self::Top { db, .. } => db.abs() >= TONE_DB,
            Self::Width { db } => db.abs() >= WIDTH_DB,
            Self::BassCentred { db } => db <= BASS_CENTRED_DB,
        }
    }

    /// How plainly it is heard, for all kinds alike: 1 for what is just a moment. Judgement.
    fn plainness(&self) -> f64 {
        match *self {
            Self::Limiting { most_db, .. } => most_db / LIMITING_DB,
            Self::Quiet { lu, .. } => lu.abs() / QUIET_LU,
            Self::LowEnd { db, .. } | Self::Middle { db, .. } | Self::Top { db, .. } => db.abs() / TONE_DB,
            Self::Width { db } => db.abs() / WIDTH_DB,
            Self::BassCentred { db } => db / BASS_CENTRED_DB,
        }
    }

    /// How good a place is among those of its kind. A difference of tone that is the same everywhere is heard best where there is most
    /// of what it changes: 10 dB more of it count as much as 1 dB more of change.
    fn merit(&self, place: &Place) -> f64 {
        match *self {
            Self::Limiting { .. } => place.limiting.map_or(0.0, |held| held.mean_db),
            Self::LowEnd { part, db } | Self::Middle { part, db } | Self::Top { part, db } => {
                db.abs() + 0.1 * (place.shares_db[part as usize] + place.level_lu)
            }
            Self::Quiet { .. } | Self::Width { .. } | Self::BassCentred { .. } => self.plainness(),
        }
    }

    /// Matching the loudness of the loop would take the difference away.
    #[must_use]
    pub fn needs_real_levels(&self) -> bool {
        matches!(self, Self::Quiet { .. })
    }
}

//! The list of what changed: each with its size, the decision behind it, and where to hear it.

use serde::{Deserialize, Serialize};

use super::{AUDIBLE_DB, Comparison, PsrChange, TonePart};
use crate::mastering::{Decision, Plan};

/// One thing that differs enough to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeLine {
    pub change: Change,
    /// The decision of the plan that asked for it; `None` where none did, so that it came with something else.
    pub why: Option<Decision>,
    /// `None` where the recordings were not looked at along their length.
    pub hear: Option<Hear>,
}

/// What differs, and by how much: the second recording less the first, or first and second.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    Loudness {
        lu: f64,
        true_peak_db: f64,
    },
    /// A part's level, at equal loudness.
    Tone {
        part: TonePart,
        db: f64,
    },
    Peaks {
        plr_db: f64,
        psr: Option<PsrChange>,
        /// The octave whose crest changes most: its centre in Hz, and the change.
        crest: Option<(f64, f64)>,
    },
    /// How sharply sounds set in, in one of the four onset bands.
    Onsets {
        band: usize,
        db: f64,
    },
    Contrast {
        before_lu: f64,
        after_lu: f64,
        lra_lu: f64,
    },
    Width {
        before_db: f64,
        after_db: f64,
    },
    BassWidth {
        before_db: f64,
        after_db: f64,
    },
    MonoFold {
        before_lu: f64,
        after_lu: f64,
    },
    Limiter {
        most_db: f64,
        most_at_s: f64,
        held: f64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hear {
    pub from_s: f64,
    pub to_s: f64,
    pub listen: Listen,
}

/// How a difference is heard best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Listen {
    /// Go back and forth, equally loud.
    Switch,
    /// Go back and forth at real levels: matching would take the difference away.
    SwitchAtRealLevels,
    /// One recording less the other: what a switch hardly shows.
    OnlyTheChange,
}

/// Smaller changes are no lines. Loudness and width: about what a careful listener notices. The rest is judgement, made so that what a
/// gain or a dither leaves is none.
const LOUDNESS_LU: f64 = 0.3;
const PEAKS_DB: f64 = 0.5;
const ONSETS_DB: f64 = 1.0;
const CONTRAST_LU: f64 = 0.5;
const WIDTH_DB: f64 = 0.5;
const BASS_WIDTH_DB: f64 = 3.0;
const MONO_FOLD_LU: f64 = 0.5;
const LIMITER_DB: f64 = 0.5;

/// A side signal this far under the mid is not heard, however it changes.
const NO_WIDTH_DB: f64 = -40.0;
const CENTRED_BASS_DB: f64 = -20.0;
/// A decision over less than this share of a change is not the reason of it.
const LEAST_SHARE: f64 = 0.5;
/// A change of tone below this is heard better by itself than by switching.
const SMALL_TONE_DB: f64 = 1.5;

/// What differs enough to be heard, the most audible first; nothing where nothing does.
#[must_use]
pub fn lines(comparison: &Comparison, plan: &Plan) -> Vec<ChangeLine> {
    let mut found: Vec<Change> = changes(comparison).into_iter().filter(Change::is_heard).collect();
    found.sort_by(|a, b| b.weight().total_cmp(&a.weight()));
    let line =
        |change: Change| ChangeLine { change, why: change.reason(comparison, &plan.decisions), hear: change.place(comparison) };
    found.into_iter().map(line).collect()
}

fn changes(comparison: &Comparison) -> Vec<Change> {
    let Comparison { loudness_lu, true_peak_db, plr_db, lra_lu, punch, .. } = *comparison;
    let mut all = vec![
        Change::Loudness { lu: loudness_lu, true_peak_db },
        Change::Peaks { plr_db, psr: punch.psr, crest: punch.largest_crest() },
    ];
    let (band, db) = punch.largest_onset();
    all.push(Change::Onsets { band, db });
    let parts = TonePart::ALL.into_iter().zip(comparison.parts_db);
    all.extend(parts.filter_map(|(part, db)| Some(Change::Tone { part, db: db? })));
    all.extend(comparison.contrast.map(|c| Change::Contrast { before_lu: c.before_lu, after_lu: c.after_lu, lra_lu }));
    if let Some(image) = comparison.image {
        let (before_db, after_db) = image.side_db;
        all.push(Change::Width { before_db, after_db });
        let (before_db, after_db) = image.bass_side_db;
        all.push(Change::BassWidth { before_db, after_db });
        let (before_lu, after_lu) = image.mono_fold_lu;
        all.push(Change::MonoFold { before_lu, after_lu });
    }
    let limiter = comparison.limiter.as_ref();
    all.extend(limiter.map(|l| Change::Limiter { most_db: l.most_db, most_at_s: l.most_at_s, held: l.held }));
    all
}

impl Change {
    /// The figure that stands for it, with its sign.
    #[must_use]
    pub fn size(&self) -> f64 {
        match *self {
            Self::Loudness { lu, .. } => lu,
            Self::Tone { db, .. } | Self::Onsets { db, .. } => db,
            // What is so for most of the song says more than its one highest peak.
            Self::Peaks { psr: Some(psr), .. } if psr.median_db.abs() >= PEAKS_DB => psr.median_db,
            Self::Peaks { plr_db, .. } => plr_db,
            Self::Contrast { before_lu, after_lu, .. } | Self::MonoFold { before_lu, after_lu } => after_lu - before_lu,
            Self::Width { before_db, after_db } => after_db - before_db,
            // What is centred already can't be more so by ear.
            Self::BassWidth { before_db, after_db } => after_db.max(CENTRED_BASS_DB) - before_db.max(CENTRED_BASS_DB),
            Self::Limiter { most_db, .. } => -most_db,
        }
    }

    fn is_heard(&self) -> bool {
        let least = match self {
            Self::Loudness { .. } => LOUDNESS_LU,
            Self::Tone { .. } => AUDIBLE_DB,
            Self::Peaks { .. } => PEAKS_DB,
            Self::Onsets { .. } => ONSETS_DB,
            Self::Contrast { .. } => CONTRAST_LU,
            Self::Width { before_db, after_db } if before_db.max(*after_db) < NO_WIDTH_DB => f64::INFINITY,
            Self::Width { .. } => WIDTH_DB,
            Self::BassWidth { .. } => BASS_WIDTH_DB,
            Self::MonoFold { .. } => MONO_FOLD_LU,
            Self::Limiter { .. } => LIMITER_DB,
        };
        self.size().abs() >= least
    }

    /// How plainly it is heard: 1 for about what nobody misses who is told to listen for it. Judgement.
    fn weight(&self) -> f64 {
        let plain = match self {
            Self::Loudness { .. } => 2.0,
            Self::Tone { .. } | Self::Contrast { .. } | Self::Width { .. } | Self::MonoFold { .. } => 1.0,
            Self::Peaks { .. } | Self::Onsets { .. } => 2.0,
            Self::BassWidth { .. } => 6.0,
            Self::Limiter { .. } => 3.0,
        };
        self.size().abs() / plain
    }

    /// The decision that asked for a change of this kind, in this direction, and for enough of it.
    fn reason(&self, comparison: &Comparison, decisions: &[Decision]) -> Option<Decision> {
        let size = self.size();
        let along = |db: f64| db * size > 0.0;
        let find = |wanted: &dyn Fn(&Decision) -> bool| decisions.iter().copied().find(|decision| wanted(decision));
        let explains = |most_db: f64| most_db.abs() >= LEAST_SHARE * size.abs();
        let louder = || find(&|d| matches!(d, Decision::Loudness { from_lufs, to_lufs } if to_lufs - from_lufs >= LOUDNESS_LU));
        let limited =
            || comparison.limiter.as_ref().filter(|l| l.most_db >= LIMITER_DB && explains(l.most_db)).and_then(|_| louder());
        let held =
            || find(&|d| matches!(d, Decision::Compress { most_db, .. } | Decision::Glue { most_db } if explains(*most_db)));
        match self {
            Self::Loudness { .. } => {
                find(&|d| matches!(d, Decision::Loudness { from_lufs, to_lufs } if along(to_lufs - from_lufs)))
            }
            Self::Tone { part, .. } => tone_reason(*part, size, decisions),
            Self::Peaks { .. } | Self::Onsets { .. } if size > 0.0 => None,
            Self::Peaks { .. } => {
                held().or_else(limited).or_else(|| find(&|d| matches!(d, Decision::Saturate { most_db } if explains(*most_db))))
            }
            Self::Onsets { .. } => held().or_else(limited),
            // The plan keeps the form: where it changes, that came with something else.
            Self::Contrast { .. } => None,
            Self::Width { .. } => width_reason(size, decisions),
            Self::BassWidth { .. } if size < 0.0 => find(&|d| matches!(d, Decision::MonoBass { .. })),
            Self::BassWidth { .. } => None,
            Self::MonoFold { .. } => {
                width_reason(size, decisions).or_else(|| find(&|d| matches!(d, Decision::MonoBass { .. } if size < 0.0)))
            }
            Self::Limiter { .. } => louder(),
        }
    }

    fn place(&self, comparison: &Comparison) -> Option<Hear> {
        let places = comparison.places.as_ref()?;
        let limited_s = comparison.limiter.as_ref().filter(|l| l.most_db >= LIMITER_DB).map(|l| places.around(l.most_at_s));
        let ((from_s, to_s), listen) = match self {
            Self::Loudness { .. } => (places.fullest_s, Listen::SwitchAtRealLevels),
            Self::Tone { part, db } => {
                let listen = if db.abs() < SMALL_TONE_DB { Listen::OnlyTheChange } else { Listen::Switch };
                (places.parts_s[*part as usize], listen)
            }
            Self::Peaks { .. } | Self::Onsets { .. } => (limited_s.unwrap_or(places.fullest_s), Listen::Switch),
            Self::Contrast { .. } => (places.around(comparison.contrast.as_ref()?.turns_at_s), Listen::SwitchAtRealLevels),
            Self::Width { .. } | Self::MonoFold { .. } => (places.widest_s, Listen::Switch),
            Self::BassWidth { .. } => (places.widest_bass_s, Listen::OnlyTheChange),
            Self::Limiter { .. } => (limited_s?, Listen::OnlyTheChange),
        };
        Some(Hear { from_s, to_s, listen })
    }
}

/// Whether a decision over `asked_db` can be the reason of a change by `db`.
fn asks(asked_db: f64, db: f64) -> bool {
    asked_db * db > 0.0 && asked_db.abs() >= LEAST_SHARE * db.abs()
}

/// The equaliser's own reason where it works in the part; else the artist's wish, or the cleaning of what is too low to hear.
fn tone_reason(part: TonePart, db: f64, decisions: &[Decision]) -> Option<Decision> {
    let (from_hz, to_hz) = part.edges_hz();
    let octaves = |decision: &Decision| match decision {
        Decision::Tone { region, gain_db, .. } if asks(*gain_db, db) => {
            (region.to_hz.min(to_hz) / region.from_hz.max(from_hz)).log2()
        }
        _ => 0.0,
    };
    let equaliser = decisions.iter().filter(|d| octaves(d) > 0.0).max_by(|a, b| octaves(a).total_cmp(&octaves(b))).copied();
    let asked = |decision: &&Decision| match decision {
        Decision::Tilt { db: tilt_db } => match part {
            TonePart::Mids => false,
            TonePart::Presence | TonePart::Air => asks(*tilt_db, db),
            TonePart::Sub | TonePart::Bass | TonePart::LowMids => asks(-tilt_db, db),
        },
        Decision::LowEnd { db: low_db } => asks(*low_db, db) && part <= TonePart::Bass,
        Decision::Clean { rumble: true, .. } => part == TonePart::Sub && db < 0.0,
        _ => false,
    };
    equaliser.or_else(|| decisions.iter().find(asked).copied())
}

fn width_reason(db: f64, decisions: &[Decision]) -> Option<Decision> {
    let asked = |decision: &&Decision| match decision {
        Decision::Width { gain_db, .. } => asks(*gain_db, db),
        Decision::WidthChosen { possible_db, .. } => asks(*possible_db, db),
        _ => false,
    };
    decisions.iter().find(asked).copied()
}

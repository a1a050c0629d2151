//! Along the song: loudness of both recordings, and what the limiter takes.

use super::drawing::{Axis, Drawing, Ink, Mark, Plot, Scale, WIDTH, line};
use super::table::Table;
use super::{PlotFacts, cell};
use crate::compare::LimiterWork;
use crate::measure::Track;
use crate::words::{self, plots as said};

/// Short-term loudness looks back so far.
const SHORT_TERM_S: f64 = 3.0;
/// Points of a line along the song at most, and its finest step.
const MOST_POINTS: f64 = 600.0;
const FINEST_S: f64 = 0.1;
/// Steps of a time axis and of a table, the first of which gives no more marks or rows than fit.
const TIME_STEPS_S: [f64; 11] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0];
const MOST_TIMES: f64 = 9.0;
const MOST_ROWS: f64 = 20.0;
/// What lies further than this below the loudest is a pause: it is not drawn.
const LOUDNESS_SPAN_LU: f64 = 36.0;
const LOUDNESS_STEP_LU: f64 = 6.0;
const LIMITER_STEPS_DB: [f64; 4] = [0.5, 1.0, 3.0, 6.0];
const MOST_LEVELS: f64 = 7.0;

/// Short-term loudness of both recordings, a value every `step_s` from 0 on; `None` in silence and before 3 s.
pub struct Loudness {
    pub step_s: f64,
    pub mix_lufs: Vec<Option<f32>>,
    pub master_lufs: Vec<Option<f32>>,
}

impl Loudness {
    #[must_use]
    pub fn of(facts: &PlotFacts) -> Self {
        let finest = (facts.seconds / MOST_POINTS).max(FINEST_S);
        // Whole hops of the track, so that a value stands where it is drawn.
        let step_s = (finest / FINEST_S).ceil() * FINEST_S;
        let lufs = |track: &Track| -> Vec<Option<f32>> {
            let settled = |(at, lufs): (usize, f32)| (at as f64 * step_s >= SHORT_TERM_S && lufs.is_finite()).then_some(lufs);
            track.short_term_curve(step_s).into_iter().enumerate().map(settled).collect()
        };
        Self { step_s, mix_lufs: lufs(facts.mix_track), master_lufs: lufs(facts.master_track) }
    }

    /// Without what lies below `floor_lufs`; whether there was such.
    fn without_pauses(mut self, floor_lufs: f32) -> (Self, bool) {
        let mut found = false;
        for lufs in self.mix_lufs.iter_mut().chain(&mut self.master_lufs) {
            if lufs.is_some_and(|lufs| lufs < floor_lufs) {
                *lufs = None;
                found = true;
            }
        }
        (self, found)
    }

    /// Of both, where there is any.
    fn loudest(&self) -> Option<f32> {
        self.mix_lufs.iter().chain(&self.master_lufs).copied().flatten().reduce(f32::max)
    }

    /// Least, most, and where in seconds.
    fn ends(&self, curve: &[Option<f32>]) -> Option<(f64, f64, f64)> {
        let there = || curve.iter().enumerate().filter_map(|(at, lufs)| Some((at, f64::from((*lufs)?))));
        let (at, most) = there().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let least = there().map(|(_, lufs)| lufs).fold(most, f64::min);
        Some((least, most, at as f64 * self.step_s))
    }

    fn table(&self, seconds: f64) -> Table {
        let lufs = |curve: &[Option<f32>], at_s: f64| {
            let value = curve.get((at_s / self.step_s).round() as usize).copied().flatten();
            cell(value.map(f64::from), words::one_decimal)
        };
        let row = |at_s: f64| vec![words::clock_time(at_s), lufs(&self.mix_lufs, at_s), lufs(&self.master_lufs, at_s)];
        Table {
            id: "plot-loudness-table",
            caption: said::LOUDNESS_TABLE.into(),
            head: vec![said::TIME, said::MIX_LUFS, said::MASTER_LUFS],
            rows: times(seconds, MOST_ROWS).map(row).collect(),
        }
    }
}

/// Short-term loudness of both.
#[must_use]
pub fn loudness(facts: &PlotFacts) -> Plot {
    let curves = Loudness::of(facts);
    let floor = curves.loudest().map_or(f32::NEG_INFINITY, |most| most - LOUDNESS_SPAN_LU as f32);
    let (curves, pauses) = curves.without_pauses(floor);
    let (mix, master) = (curves.ends(&curves.mix_lufs), curves.ends(&curves.master_lufs));
    let both = || mix.iter().chain(&master);
    let drawn = both().map(|ends| ends.1).reduce(f64::max).map(|most| {
        let least = both().map(|ends| ends.0).fold(most, f64::min);
        let high = LOUDNESS_STEP_LU * (most / LOUDNESS_STEP_LU).ceil();
        let low = (LOUDNESS_STEP_LU * (least / LOUDNESS_STEP_LU).floor()).min(high - 2.0 * LOUDNESS_STEP_LU);
        let (x, y) = (time_scale(facts), Scale { low, high, length: 300.0 });
        let path = |curve: &[Option<f32>]| {
            let point =
                |(at, lufs): (usize, &Option<f32>)| Some((x.across(at as f64 * curves.step_s), y.down(f64::from((*lufs)?))));
            line(curve.iter().enumerate().map(point))
        };
        Drawing {
            height: y.length,
            x: time_axis(&x),
            y: Axis { title: said::LUFS_AXIS, marks: levels(&y, LOUDNESS_STEP_LU, words::whole) },
            paths: vec![(Ink::Mix, path(&curves.mix_lufs)), (Ink::Master, path(&curves.master_lufs))],
        }
    });
    Plot {
        id: "plot-loudness",
        title: said::LOUDNESS_PLOT,
        legend: vec![(Ink::Mix, said::MIX_LINE.into()), (Ink::Master, said::MASTER_LINE.into())],
        table: drawn.as_ref().map(|_| curves.table(facts.seconds)),
        drawing: drawn,
        said: said::loudness_plotted(mix, master, pauses.then_some(LOUDNESS_SPAN_LU)),
    }
}

/// What the limiter takes hangs from the top, as on its meter.
#[must_use]
pub fn limiter(facts: &PlotFacts) -> Plot {
    let work = facts.comparison.limiter.as_ref();
    let was_there = work.filter(|work| !work.curve_db.is_empty() && work.curve_step_s > 0.0);
    let at_work = was_there.filter(|work| work.most_db >= said::LEAST_REDUCTION_DB);
    Plot {
        id: "plot-limiter",
        title: said::LIMITER_PLOT,
        legend: vec![(Ink::Limiter, said::REDUCTION_LINE.into())],
        drawing: at_work.map(|work| reduction(facts, work)),
        said: match (was_there, work) {
            (Some(work), _) => said::limiter_plotted(work.most_db, work.most_at_s, work.held, LimiterWork::HELD_DB),
            (None, Some(_)) => said::NO_LIMITER.into(),
            (None, None) => said::NOT_LOOKED_AT.into(),
        },
        table: at_work.map(|work| reduction_table(facts, work)),
    }
}

fn reduction(facts: &PlotFacts, work: &LimiterWork) -> Drawing {
    let most = if work.most_db.is_finite() { work.most_db } else { 0.0 };
    let [finest, .., coarsest] = LIMITER_STEPS_DB;
    let step = LIMITER_STEPS_DB.into_iter().find(|step| most / step <= MOST_LEVELS).unwrap_or(coarsest);
    let high = (step * (most / step).ceil()).max(2.0 * finest);
    let (x, y) = (time_scale(facts), Scale { low: 0.0, high, length: 200.0 });
    // A value stands for a stretch: it holds to its end.
    let held = work.curve_db.iter().enumerate().flat_map(|(at, &db)| {
        let ends = [at as f64, at as f64 + 1.0].map(|at| x.across(at * work.curve_step_s));
        ends.map(|end| Some((end, y.across(f64::from(db)))))
    });
    let mut area = line(held);
    let end = x.across(work.curve_db.len() as f64 * work.curve_step_s);
    area.push_str(&format!("L{end:.1} 0.0L0.0 0.0Z"));
    let marks = levels(&y, step, words::one_decimal).into_iter().map(|mark| Mark { at: y.length - mark.at, ..mark });
    Drawing {
        height: y.length,
        x: time_axis(&x),
        y: Axis { title: said::REDUCTION_AXIS, marks: marks.collect() },
        paths: vec![(Ink::Limiter, area)],
    }
}

fn reduction_table(facts: &PlotFacts, work: &LimiterWork) -> Table {
    let starts: Vec<f64> = times(facts.seconds, MOST_ROWS).collect();
    let row = |(row, &from_s): (usize, &f64)| {
        let to_s = starts.get(row + 1).copied().unwrap_or(facts.seconds);
        let slot = |at: f64| (at as usize).min(work.curve_db.len());
        // Also of what only reaches into the row.
        let from = slot((from_s / work.curve_step_s).floor());
        let to = slot((to_s / work.curve_step_s).ceil()).max(from);
        let taken = work.curve_db[from..to].iter().copied().fold(0.0, f32::max);
        vec![words::clock_time(from_s), words::one_decimal(f64::from(taken))]
    };
    Table {
        id: "plot-limiter-table",
        caption: said::LIMITER_TABLE.into(),
        head: vec![said::FROM, said::REDUCTION_DB],
        rows: starts.iter().enumerate().map(row).collect(),
    }
}

fn time_scale(facts: &PlotFacts) -> Scale {
    Scale { low: 0.0, high: facts.seconds.max(FINEST_S), length: WIDTH }
}

/// From 0 on, at most `most` and one, all within the song.
fn times(seconds: f64, most: f64) -> impl Iterator<Item = f64> {
    let [.., coarsest] = TIME_STEPS_S;
    let step = TIME_STEPS_S.into_iter().find(|step| seconds / step <= most).unwrap_or(coarsest);
    (0..=(seconds / step) as usize).map(move |at| at as f64 * step)
}

fn time_axis(scale: &Scale) -> Axis {
    let mark = |(nth, at_s): (usize, f64)| Mark { at: scale.across(at_s), said: words::clock_time(at_s), minor: nth % 2 == 1 };
    Axis { title: said::TIME_AXIS, marks: times(scale.high, MOST_TIMES).enumerate().map(mark).collect() }
}

/// A mark at every multiple of `step` on a scale that grows upwards.
pub(super) fn levels(scale: &Scale, step: f64, name: fn(f64) -> String) -> Vec<Mark> {
    let first = (scale.low / step).ceil() as i32;
    let last = (scale.high / step).floor() as i32;
    let mark = |value: f64| Mark { at: scale.down(value), said: name(value), minor: false };
    (first..=last).map(|at| mark(f64::from(at) * step)).collect()
}

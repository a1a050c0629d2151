//! The four plots: change of tone, balance, loudness and limiting along the song.

use super::PlotFacts;
use super::drawing::{Axis, Drawing, Scale, WIDTH, line};
use super::spectrum::{BOTTOM_DB, Balance, SPECTRUM_SIZE, TOP_DB, band_path, bands_outside, curve_path, x_of, y_of};
use crate::compare::LimiterWork;
use crate::mastering::TOLERANCE_DB;
use crate::measure::{BAND_COUNT, CENTRES_HZ, Track};
use crate::words::{self, plots as said};

/// Where the frequency axis is marked.
const MARKS_HZ: [f64; 10] = [31.5, 63.0, 125.0, 250.0, 500.0, 1_000.0, 2_000.0, 4_000.0, 8_000.0, 16_000.0];
/// Short-term loudness looks back so far.
const SHORT_TERM_S: f64 = 3.0;
/// Points of a line along the song at most, and its finest step.
const MOST_POINTS: f64 = 600.0;
const FINEST_S: f64 = 0.1;
/// Steps of a time axis, the first of which gives no more marks than fit.
const TIME_STEPS_S: [f64; 11] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0];
const MOST_TIMES: f64 = 9.0;
/// The loudness axis ends this far below the loudest: what lies deeper is a pause.
const LOUDNESS_SPAN_LU: f64 = 36.0;
const LOUDNESS_STEP_LU: f64 = 6.0;
const TONE_STEP_DB: f64 = 3.0;
const LIMITER_STEPS_DB: [f64; 4] = [0.5, 1.0, 3.0, 6.0];
const MOST_LEVELS: f64 = 7.0;

/// Short-term loudness of both recordings, a value every `step_s` from 0 on; `None` in silence and before 3 s.
pub struct Loudness {
    pub step_s: f64,
    pub mix_lufs: Vec<Option<f32>>,
    pub master_lufs: Vec<Option<f32>>,
}

impl Loudness {
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

    /// Least, most, and where in seconds.
    fn ends(&self, curve: &[Option<f32>]) -> Option<(f64, f64, f64)> {
        let there = || curve.iter().enumerate().filter_map(|(at, lufs)| Some((at, f64::from((*lufs)?))));
        let (at, most) = there().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let least = there().map(|(_, lufs)| lufs).fold(most, f64::min);
        Some((least, most, at as f64 * self.step_s))
    }
}

/// Change of tone; 0 is in the middle.
pub fn tone(facts: &PlotFacts) -> Drawing {
    let usable = facts.mix.spectrum.usable_bands.min(BAND_COUNT);
    let change = &facts.comparison.tone_db[..usable];
    let (mut fall, mut rise) = ((0.0, 0.0), (0.0, 0.0));
    for (&db, &hz) in change.iter().zip(&CENTRES_HZ) {
        if db < fall.1 {
            fall = (hz, db);
        } else if db > rise.1 {
            rise = (hz, db);
        }
    }
    let furthest = f64::max(rise.1, -fall.1);
    let end = TONE_STEP_DB * (furthest / TONE_STEP_DB).ceil().max(1.0);
    let scale = Scale { low: -end, high: end, length: 300.0 };
    let points = change.iter().zip(&CENTRES_HZ).map(|(&db, &hz)| Some((x_of(hz), scale.down(db))));
    // Further than this, marks would run into each other.
    let step = TONE_STEP_DB * (end / (3.0 * TONE_STEP_DB)).ceil();
    Drawing {
        id: "plot-tone",
        title: said::TONE_PLOT,
        legend: vec![said::CHANGE_LINE.into()],
        height: scale.length,
        x: frequencies(),
        y: Axis { title: said::CHANGE_AXIS, marks: levels(&scale, step, words::signed) },
        paths: vec![("zero", format!("M0 {:.1}H{WIDTH}", scale.down(0.0))), ("master", line(points))],
        said: said::tone_plotted(fall, rise),
    }
}

/// Both spectra over the band of style or reference track.
pub fn balance(facts: &PlotFacts) -> Drawing {
    let (style, referred) = (facts.style, facts.reference.is_some());
    let Balance { target, before, after } = balances(facts);
    let outside = |curve| bands_outside(curve, &target, &TOLERANCE_DB);
    let marks = [10.0, 0.0, -10.0, -20.0, -30.0].into_iter().filter(|db| (BOTTOM_DB..=TOP_DB).contains(db));
    Drawing {
        id: "plot-balance",
        title: said::BALANCE_PLOT,
        legend: vec![
            said::MIX_LINE.into(),
            said::MASTER_LINE.into(),
            format!("shaded: {}", words::plotted_band(style, referred)),
        ],
        height: SPECTRUM_SIZE.1,
        x: frequencies(),
        y: Axis { title: said::LEVEL_AXIS, marks: marks.map(|db| (y_of(db), words::signed(db))).collect() },
        paths: vec![("band", band_path(&target, &TOLERANCE_DB)), ("mix", curve_path(&before)), ("master", curve_path(&after))],
        said: words::spectrum_summary(outside(&before), Some(outside(&after)), style, referred),
    }
}

pub fn balances(facts: &PlotFacts) -> Balance {
    Balance::of(facts.style, facts.reference, facts.mix, facts.master)
}

pub fn loudness(facts: &PlotFacts) -> Drawing {
    let curves = Loudness::of(facts);
    let (mix, master) = (curves.ends(&curves.mix_lufs), curves.ends(&curves.master_lufs));
    let both = || mix.iter().chain(&master);
    let most = both().map(|ends| ends.1).fold(f64::NEG_INFINITY, f64::max);
    let most = if most.is_finite() { most } else { 0.0 };
    let least = both().map(|ends| ends.0).fold(most, f64::min).max(most - LOUDNESS_SPAN_LU);
    let high = LOUDNESS_STEP_LU * (most / LOUDNESS_STEP_LU).ceil();
    let low = (LOUDNESS_STEP_LU * (least / LOUDNESS_STEP_LU).floor()).min(high - 2.0 * LOUDNESS_STEP_LU);
    let (x, y) = (time_scale(facts), Scale { low, high, length: 300.0 });
    let path = |curve: &[Option<f32>]| {
        let point = |(at, lufs): (usize, &Option<f32>)| Some((x.across(at as f64 * curves.step_s), y.down(f64::from((*lufs)?))));
        line(curve.iter().enumerate().map(point))
    };
    Drawing {
        id: "plot-loudness",
        title: said::LOUDNESS_PLOT,
        legend: vec![said::MIX_LINE.into(), said::MASTER_LINE.into()],
        height: y.length,
        x: times(&x),
        y: Axis { title: said::LUFS_AXIS, marks: levels(&y, LOUDNESS_STEP_LU, words::one_decimal) },
        paths: vec![("mix", path(&curves.mix_lufs)), ("master", path(&curves.master_lufs))],
        said: said::loudness_plotted(mix, master),
    }
}

/// What the limiter takes hangs from the top, as on its meter.
pub fn limiter(facts: &PlotFacts, work: &LimiterWork) -> Drawing {
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
    if !area.is_empty() {
        let end = x.across(work.curve_db.len() as f64 * work.curve_step_s);
        area.push_str(&format!("L{end:.1} 0.0L0.0 0.0Z"));
    }
    let marks = levels(&y, step, words::one_decimal).into_iter().map(|(place, said)| (y.length - place, said));
    Drawing {
        id: "plot-limiter",
        title: said::LIMITER_PLOT,
        legend: vec![said::REDUCTION_LINE.into()],
        height: y.length,
        x: times(&x),
        y: Axis { title: said::REDUCTION_AXIS, marks: marks.collect() },
        paths: vec![("limiter", area)],
        said: said::limiter_plotted(work.most_db, work.most_at_s, work.held, LimiterWork::HELD_DB),
    }
}

fn frequencies() -> Axis {
    let marks = MARKS_HZ.map(|hz| (x_of(hz), if hz < 1_000.0 { format!("{hz} Hz") } else { words::frequency(hz) }));
    Axis { title: said::HZ_AXIS, marks: marks.into() }
}

fn time_scale(facts: &PlotFacts) -> Scale {
    Scale { low: 0.0, high: facts.seconds.max(FINEST_S), length: WIDTH }
}

fn times(scale: &Scale) -> Axis {
    let [.., coarsest] = TIME_STEPS_S;
    let step = TIME_STEPS_S.into_iter().find(|step| scale.high / step <= MOST_TIMES).unwrap_or(coarsest);
    let count = (scale.high / step) as usize;
    let mark = |at: usize| (scale.across(at as f64 * step), words::clock_time(at as f64 * step));
    Axis { title: said::TIME_AXIS, marks: (0..=count).map(mark).collect() }
}

/// A mark at every multiple of `step` on a scale that grows upwards.
fn levels(scale: &Scale, step: f64, name: fn(f64) -> String) -> Vec<(f64, String)> {
    let first = (scale.low / step).ceil() as i32;
    let last = (scale.high / step).floor() as i32;
    (first..=last).map(|at| f64::from(at) * step).map(|value| (scale.down(value), name(value))).collect()
}

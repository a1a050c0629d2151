//! The plots: what is drawn, what is said and what is listed are one, for pairs that are known and for real songs.

mod colours;
mod real;
mod spectrum;

use testpress::audio::AudioBuffer;
use testpress::compare::{Along, Comparison};
use testpress::mastering::{Reduction, StyleId};
use testpress::measure::{HopPowers, Measurements, Stereo, Track};
use testpress::pace::{Unpaced, run};
use testpress::plots::{Drawing, Ink, Plot, PlotFacts, balance, limiter, loudness, stereo, tone};
use testpress::words::plots as said;

use crate::support::measured;

/// A minute of a mix and its master.
struct Pair {
    mix: Measurements,
    mix_track: Track,
    master: Measurements,
    master_track: Track,
    comparison: Comparison,
}

const SECONDS: f64 = 60.0;

/// Loudness of a minute, by the second.
fn track(lufs: impl Fn(f64) -> f64) -> Track {
    let hops = (0..6_000).map(|hop| 441.0 * 10f64.powf((lufs(f64::from(hop) / 100.0) + 0.691) / 10.0));
    Track::of(&HopPowers::new(44_100, hops.collect()))
}

fn stereo_measured(lufs: f64) -> Measurements {
    let stereo = Stereo { correlation: 0.8, side_db: -10.0, bass_side_db: -10.0, band_correlation: [0.8; 30], mono_fold_lu: 0.4 };
    Measurements { stereo: Some(stereo), ..measured(lufs) }
}

impl Pair {
    fn new() -> Self {
        let (mix, master) = (stereo_measured(-18.0), stereo_measured(-12.0));
        let comparison = Comparison::of(&mix, &master);
        Self { mix, master, comparison, mix_track: track(|_| -18.0), master_track: track(|_| -12.0) }
    }

    /// With a limiter that takes `db` between two places.
    fn limited(db: f32, from_s: f64, to_s: f64) -> Self {
        let taken = (0..6_000).map(|step| if (from_s..to_s).contains(&(f64::from(step) / 100.0)) { db } else { 0.0 });
        let pair = Self::new();
        let quiet = AudioBuffer::new(vec![vec![0.01; 44_100]; 2], 44_100);
        let along = run(Along::measure(&quiet, &quiet, &mut Unpaced)).expect("a second");
        let reduction = Reduction::new(0.01, taken.collect());
        let comparison = pair.comparison.clone().along(&along, &pair.mix_track, &pair.master_track, Some(&reduction));
        Self { comparison, ..pair }
    }

    fn plot(&self, make: fn(&PlotFacts) -> Plot) -> Plot {
        make(&PlotFacts {
            seconds: SECONDS,
            mix: &self.mix,
            mix_track: &self.mix_track,
            master: &self.master,
            master_track: &self.master_track,
            style: StyleId::Indie,
            reference: None,
            comparison: &self.comparison,
        })
    }
}

/// The points of a line, in the drawing's units: from the left and from the top.
fn points(drawing: &Drawing, ink: Ink) -> Vec<(f64, f64)> {
    let (_, data) = drawing.paths.iter().find(|path| path.0 == ink).expect("the line");
    let point = |pair: &str| pair.split_once(' ').map(|(x, y)| (x.parse().expect("a place"), y.parse().expect("a place")));
    data.trim_end_matches('Z').split(['M', 'L']).filter_map(point).collect()
}

fn number(text: &str) -> f64 {
    text.replace('−', "-").parse().unwrap_or_else(|_| panic!("no number: {text}"))
}

/// "1:23" in seconds.
fn clock(text: &str) -> f64 {
    text.split(':').fold(0.0, |seconds, part| 60.0 * seconds + number(part))
}

/// What stands between two parts of a sentence.
fn between<'a>(said: &'a str, before: &str, after: &str) -> &'a str {
    let rest = said.split_once(before).unwrap_or_else(|| panic!("{before} in {said}")).1;
    rest.split_once(after).map_or(rest, |(found, _)| found)
}

/// The value that a place from the top stands for, by the marks of the axis.
fn value(drawing: &Drawing, y: f64) -> f64 {
    let [first, .., last] = drawing.y.marks.as_slice() else { panic!("two marks") };
    let (low, high) = (number(&first.said), number(&last.said));
    low + (high - low) * (y - first.at) / (last.at - first.at)
}

#[test]
fn limiting_is_drawn_said_and_listed_where_it_is() {
    for (from_s, to_s) in [(20.0, 30.0), (40.0, 55.0)] {
        let plot = Pair::limited(4.0, from_s, to_s).plot(limiter);
        let share = 100.0 * (to_s - from_s) / SECONDS;
        let expected = format!("At most 4.0 dB are taken, at 0:{from_s:.0}; more than 0.5 dB for {share:.1} % of the time.");
        assert_eq!(plot.said, expected);
        let drawing = plot.drawing.as_ref().expect("a drawing");
        let drawn = points(drawing, Ink::Limiter);
        let x = |at_s: f64| 1_000.0 * at_s / SECONDS;
        for &(at, y) in &drawn {
            let taken = value(drawing, y);
            if (x(from_s) + 0.1..x(to_s) - 0.1).contains(&at) {
                assert!((taken - 4.0).abs() < 0.05, "{taken} dB at {at}");
            } else if at < x(from_s) - 0.1 || at > x(to_s) + 0.1 {
                assert!(taken.abs() < 0.01, "{taken} dB at {at}");
            }
        }
        for row in plot.table.expect("a table").rows {
            let within = (from_s..to_s).contains(&clock(&row[0]));
            assert_eq!(row[1], if within { "4.0" } else { "0.0" }, "{row:?}");
        }
    }
}

#[test]
fn a_few_peaks_are_not_called_none() {
    let said = |pair: Pair| pair.plot(limiter).said;
    assert!(said(Pair::limited(1.1, 20.0, 20.02)).ends_with("at 0:20; more than 0.5 dB for less than 0.1 % of the time."));
    assert!(said(Pair::limited(0.4, 20.0, 30.0)).ends_with("At most 0.4 dB are taken, at 0:20; never more than 0.5 dB."));
}

#[test]
fn without_a_limiter_there_is_a_sentence_and_no_picture() {
    let plot = Pair::new().plot(limiter);
    assert!(plot.drawing.is_none() && plot.table.is_none() && plot.svg() == Default::default());
    assert_eq!(plot.said, said::NOT_LOOKED_AT);
    let idle = Pair::limited(0.0, 0.0, 0.0).plot(limiter);
    assert!(idle.drawing.is_none() && idle.said == "The limiter had nothing to do.");
}

/// Louder by 6 LU from 30 to 45 s in the mix; the master has its loud part elsewhere.
#[test]
fn a_louder_chorus_is_where_it_is_said_to_be() {
    let chorus = |from_s: f64, to_s: f64| track(move |at_s| if (from_s..to_s).contains(&at_s) { -14.0 } else { -20.0 });
    for (mix_s, master_s) in [((30.0, 45.0), (10.0, 25.0)), ((10.0, 25.0), (30.0, 45.0))] {
        let pair = Pair { mix_track: chorus(mix_s.0, mix_s.1), master_track: chorus(master_s.0, master_s.1), ..Pair::new() };
        let plot = pair.plot(loudness);
        let drawing = plot.drawing.as_ref().expect("a drawing");
        let (mix, master) = plot.said.split_once("; ").expect("both");
        for (sentence, ink, (from_s, to_s), column) in [(mix, Ink::Mix, mix_s, 1), (master, Ink::Master, master_s, 2)] {
            let loudest_s = clock(between(sentence, "loudest at ", "."));
            assert!((from_s + 2.0..=to_s).contains(&loudest_s), "{sentence}");
            assert!(sentence.contains("between −20.0 and −14.0 LUFS"), "{sentence}");
            let at = |s: f64| {
                let near = |p: &&(f64, f64)| (p.0 - 1_000.0 * s / SECONDS).abs() < 2.0;
                value(drawing, points(drawing, ink).iter().find(near).expect("a point").1)
            };
            assert!((at(from_s + 5.0) + 14.0).abs() < 0.1 && (at(from_s - 1.0) + 20.0).abs() < 0.1, "{sentence}");
            for row in &plot.table.as_ref().expect("a table").rows {
                let at_s = clock(&row[0]);
                let expected = if at_s < 3.0 {
                    "–"
                } else if at_s >= from_s + 3.0 && at_s <= to_s {
                    "−14.0"
                } else if at_s <= from_s || at_s >= to_s + 3.0 {
                    "−20.0"
                } else {
                    continue;
                };
                assert_eq!(row[column], expected, "{row:?}");
            }
        }
    }
}

/// A break of ten seconds is a gap in the line, and what is said is only of what is drawn.
#[test]
fn a_pause_is_left_out_and_said_to_be() {
    let broken = track(|at_s| if (30.0..40.0).contains(&at_s) { -69.0 } else { -20.0 });
    let plot = Pair { mix_track: broken, ..Pair::new() }.plot(loudness);
    assert!(plot.said.ends_with("Pauses, more than 36 LU below the loudest, are left out."), "{}", plot.said);
    let drawing = plot.drawing.as_ref().expect("a drawing");
    let gap = |p: &&(f64, f64)| (1_000.0 * 33.2 / SECONDS..1_000.0 * 39.8 / SECONDS).contains(&p.0);
    assert_eq!(
        (points(drawing, Ink::Mix).iter().filter(gap).count(), points(drawing, Ink::Master).iter().filter(gap).count() > 50),
        (0, true)
    );
    let lowest = points(drawing, Ink::Mix).iter().map(|p| value(drawing, p.1)).fold(0.0, f64::min);
    assert!((number(between(&plot.said, "between ", " and")) - lowest).abs() < 0.1, "{}: {lowest}", plot.said);
    assert!(!Pair::new().plot(loudness).said.contains("Pauses"));
}

#[test]
fn a_narrowed_side_is_narrower_and_a_widened_one_wider() {
    // 3 dB under the mid, the side has 33.4 % of the power; 9 and 12 dB under it 11.2 and 5.9 %, 3 and 6 dB over it 66.6 and 79.9 %.
    for (gain_db, after, most, points_said) in [(-6.0, 11.2, 5.9, "−27.5"), (6.0, 66.6, 79.9, "+46.5")] {
        let mut pair = Pair::new();
        for band in 20..30 {
            pair.mix.spectrum.side_db[band] = -33.0;
            pair.master.spectrum.side_db[band] = -33.0 + gain_db;
        }
        // More than elsewhere at 8 kHz.
        pair.master.spectrum.side_db[25] += 0.5 * gain_db;
        let plot = pair.plot(stereo);
        assert!(plot.said.contains(&format!("most changes at 8 kHz, by {points_said} points.")), "{}", plot.said);
        let drawing = plot.drawing.as_ref().expect("a drawing");
        let (mix, master) = (points(drawing, Ink::Mix), points(drawing, Ink::Master));
        for band in 0..30 {
            let (was, is) = (value(drawing, mix[band].1), value(drawing, master[band].1));
            let expected = match band {
                0..20 => (9.1, 9.1),
                25 => (33.4, most),
                _ => (33.4, after),
            };
            assert!((was - expected.0).abs() < 0.3 && (is - expected.1).abs() < 0.3, "band {band}: {was} {is}");
        }
        let rows = plot.table.expect("a table").rows;
        assert_eq!((rows[4][1].as_str(), rows[4][2].as_str(), rows[4][3].as_str()), ("9.1", "9.1", "0.80"));
        assert!((number(&rows[25][2]) - most).abs() < 0.2, "{:?}", rows[25]);
    }
}

#[test]
fn what_cannot_be_heard_has_no_width() {
    let mut pair = Pair::new();
    // Nothing but hiss, all of it in the side.
    pair.mix.spectrum.mid_db[29] = -120.0;
    pair.mix.spectrum.side_db[29] = -95.0;
    pair.master.spectrum.usable_bands = 28;
    let plot = pair.plot(stereo);
    let drawing = plot.drawing.expect("a drawing");
    assert_eq!((points(&drawing, Ink::Mix).len(), points(&drawing, Ink::Master).len()), (29, 28));
    assert!(!plot.said.contains("20 kHz"), "{}", plot.said);
    assert_eq!(plot.table.expect("a table").rows[29][1..], ["–"; 4]);
}

#[test]
fn mono_has_no_width_to_draw() {
    let mono = Pair { mix: measured(-18.0), master: measured(-12.0), ..Pair::new() };
    let plot = mono.plot(stereo);
    assert!(plot.drawing.is_none() && plot.said == said::NO_STEREO);
    let mut alike = Pair::new();
    alike.mix.spectrum.side_db = [-150.0; 30];
    alike.master.spectrum.side_db = [-150.0; 30];
    assert_eq!(alike.plot(stereo).said, said::ALL_MONO);
}

/// Everything within its frame, every name there, every mark in order.
pub fn check(plot: &Plot) {
    let svg = format!("<figure>{}{}{}</figure>", plot.caption().into_text(), plot.svg().into_text(), plot.sentence().into_text());
    assert!(!svg.contains("NaN") && !svg.contains("inf") && !svg.contains("style="), "{svg}");
    let tree = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let ids: Vec<&str> = tree.descendants().filter_map(|node| node.attribute("id")).collect();
    let Some(drawing) = &plot.drawing else {
        assert!(plot.table.is_none() && !svg.contains("<svg"));
        return;
    };
    let sheet = tree.descendants().find(|node| node.attribute("role") == Some("img")).expect("a picture");
    let named = sheet.attribute("aria-labelledby").expect("a name");
    assert!(named.split(' ').all(|id| ids.contains(&id)) && named.split(' ').count() == 2, "{named}: {ids:?}");
    let titles = sheet.descendants().filter(|node| node.attribute("class").is_some_and(|class| class.starts_with("plot-axis")));
    assert_eq!(titles.count(), 2, "both axes have a title");
    assert!(!drawing.paths.is_empty() && !plot.legend.is_empty() && !plot.said.contains('-'), "{}", plot.said);
    for (ink, data) in &drawing.paths {
        assert!(data.starts_with('M'), "{ink:?}: {data}");
        if *ink != Ink::Zero {
            let inside = |p: &(f64, f64)| (0.0..=1_000.0).contains(&p.0) && (0.0..=drawing.height).contains(&p.1);
            assert!(points(drawing, *ink).iter().all(inside), "{}: {ink:?}", plot.id);
        }
    }
    for (axis, length) in [(&drawing.x, 1_000.0), (&drawing.y, drawing.height)] {
        assert!((2..=11).contains(&axis.marks.len()), "{}: {} marks", plot.id, axis.marks.len());
        assert!(axis.marks.iter().all(|mark| (0.0..=length).contains(&mark.at) && !mark.said.contains('-')), "{axis:?}");
        let shown: Vec<f64> = axis.marks.iter().filter(|mark| !mark.minor).map(|mark| mark.at).collect();
        assert!(shown.len() <= 8 && shown.windows(2).all(|pair| (pair[1] - pair[0]).abs() > 0.1 * length), "{axis:?}");
    }
    if let Some(table) = &plot.table {
        assert!(!table.rows.is_empty() && table.rows.len() <= 30);
        assert!(table.rows.iter().all(|row| row.len() == table.head.len()), "{}", table.id);
        let names: std::collections::HashSet<&String> = table.rows.iter().map(|row| &row[0]).collect();
        assert_eq!(names.len(), table.rows.len(), "{}: a row's name twice", table.id);
    }
}

#[test]
fn every_plot_is_whole() {
    let pair = Pair::limited(3.0, 12.0, 50.0);
    for make in [tone, balance, loudness, limiter, stereo] {
        check(&pair.plot(make));
    }
}

pub fn every_sentence() -> Vec<String> {
    let changes = [0.0, 1.5].map(|db| [0.0, -1.5].map(|fall| said::tone_plotted((100.0, fall), (8_000.0, db))));
    let curve = (-20.0, -9.5, 83.0);
    let known = [None, Some(curve)];
    let levels = known.map(|mix| known.map(|master| said::loudness_plotted(mix, master, mix.map(|_| 36.0))));
    let limiter = [0.0, 3.4].map(|most_db| said::limiter_plotted(most_db, 83.4, 0.12, 0.5));
    let wide = [None, Some((4_000.0, -2.1))].map(|changed| {
        [None, Some((0.8, -0.1))]
            .map(|correlations| said::stereo_plotted((8_000.0, 19.2), (12_500.0, 22.0), changed, correlations))
    });
    let fixed = [said::NO_LIMITER, said::NOT_LOOKED_AT, said::NO_STEREO, said::ALL_MONO].map(String::from);
    let all = changes.into_iter().chain(levels).chain(wide).flatten();
    all.chain(limiter).chain(fixed).collect()
}

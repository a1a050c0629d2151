//! The plots: the right points at the right places, for figures that are known.

use testpress::compare::LimiterWork;
use testpress::measure::{BAND_COUNT, HopPowers, Track};
use testpress::plots::spectrum::x_of;
use testpress::report::html;

use super::fixture::{Known, song};
use super::whole::parsed;

/// The points of a plot's path, in the drawing's units: from the left and from the top.
fn points(page: &str, plot: &str, class: &str) -> Vec<(f64, f64)> {
    let tree = parsed(page);
    let figure = tree.descendants().find(|node| node.attribute("id") == Some(plot)).expect("the plot");
    let class = format!("plot-{class}");
    let path = figure.descendants().find(|node| node.attribute("class") == Some(&class)).expect("the path");
    let data = path.attribute("d").unwrap_or_default().trim_end_matches('Z');
    let point = |pair: &str| pair.split_once(' ').map(|(x, y)| (x.parse().expect("a place"), y.parse().expect("a place")));
    data.split(['M', 'L']).filter_map(point).collect()
}

fn spoken(page: &str, plot: &str) -> String {
    let tree = parsed(page);
    let id = format!("{plot}-said");
    let named_so =
        |node: &roxmltree::Node| node.attribute("aria-labelledby").is_some_and(|ids| ids.split(' ').any(|of| of == id));
    assert!(tree.descendants().any(|node| named_so(&node)), "{id} names no picture");
    let sentence = tree.descendants().find(|node| node.attribute("id") == Some(&id)).expect("words");
    sentence.text().expect("a text").to_owned()
}

/// Loudness of each of `levels`, 10 ms each.
fn track(levels_lufs: impl Iterator<Item = f64>) -> Track {
    let energies = levels_lufs.map(|lufs| 441.0 * 10f64.powf((lufs + 0.691) / 10.0)).collect();
    Track::of(&HopPowers::new(44_100, energies))
}

#[test]
fn the_curve_of_the_change_has_its_extremes_where_they_are() {
    let mut known = song();
    known.mix.spectrum.usable_bands = BAND_COUNT;
    known.comparison.tone_db = [0.0; BAND_COUNT];
    known.comparison.tone_db[6] = -2.0;
    known.comparison.tone_db[26] = 1.5;
    let page = known.with(html);
    let drawn = points(&page, "plot-tone", "master");
    assert_eq!(drawn.len(), BAND_COUNT);
    // The axis goes from -3 to 3 dB over 300 units; 0 is in the middle.
    let at = |x: f64| drawn.iter().find(|point| (point.0 - x).abs() < 0.06).expect("a point").1;
    assert_eq!((at(x_of(100.0)), at(x_of(10_000.0)), at(x_of(1_000.0))), (250.0, 75.0, 150.0));
    assert!(drawn.iter().all(|point| (75.0..=250.0).contains(&point.1)));
    assert_eq!(spoken(&page, "plot-tone"), "Third octaves change from −2.0 dB at 100 Hz to +1.5 dB at 10 kHz.");
    known.comparison.tone_db[6] = -7.0;
    let drawn = points(&known.with(html), "plot-tone", "master");
    let lowest = drawn.iter().map(|point| point.1).fold(0.0, f64::max);
    assert!((lowest - (150.0 + 150.0 * 7.0 / 9.0)).abs() < 0.06, "the axis grows with the change: {lowest}");
}

#[test]
fn loudness_is_drawn_at_its_time_and_level() {
    let known = Known {
        mix_track: track((0..1_600).map(|_| -23.0)),
        master_track: track((0..1_600).map(|hop| if hop < 1_000 { -20.0 } else { -10.0 })),
        ..song()
    };
    let page = known.with(html);
    let (mix, master) = (points(&page, "plot-loudness", "mix"), points(&page, "plot-loudness", "master"));
    // Nothing before 3 s; the song ends at the right edge.
    assert!((mix[0].0 - 187.5).abs() < 0.1 && (mix[mix.len() - 1].0 - 1_000.0).abs() < 0.1, "{:?}", mix[0]);
    // The axis goes from -24 to -6 LUFS over 300 units.
    let y = |lufs: f64| 300.0 * (-6.0 - lufs) / 18.0;
    assert!(mix.iter().all(|point| (point.1 - y(-23.0)).abs() < 0.3), "{:?}", mix[0]);
    assert!((master[0].1 - y(-20.0)).abs() < 0.3 && (master[master.len() - 1].1 - y(-10.0)).abs() < 0.3);
    // The step at 10 s has gone through after 3 s more.
    let after = master.iter().find(|point| point.0 > 1_000.0 * 13.05 / 16.0).expect("a point");
    let before = master.iter().rev().find(|point| point.0 < 1_000.0 * 9.95 / 16.0).expect("a point");
    assert!((after.1 - y(-10.0)).abs() < 0.3 && (before.1 - y(-20.0)).abs() < 0.3, "{before:?}, {after:?}");
    assert!(spoken(&page, "plot-loudness").contains("the master lies between −20.0 and −10.0 LUFS"), "{page}");
}

#[test]
fn the_limiter_hangs_from_the_top_where_it_worked() {
    let mut known = song();
    let mut curve_db = vec![0.0; 160];
    curve_db[40] = 2.5;
    known.comparison.limiter = Some(LimiterWork { most_db: 2.5, most_at_s: 4.05, held: 0.00625, curve_db, curve_step_s: 0.1 });
    let page = known.with(html);
    let drawn = points(&page, "plot-limiter", "limiter");
    // To 2.5 dB over 200 units.
    let deepest: Vec<f64> = drawn.iter().filter(|point| point.1 > 199.9).map(|point| point.0).collect();
    assert_eq!(deepest, [250.0, 256.3]);
    assert!(drawn.iter().all(|point| point.1 < 0.1 || deepest.contains(&point.0)), "nothing elsewhere");
    assert_eq!(spoken(&page, "plot-limiter"), "At most 2.5 dB are taken, at 0:04; more than 0.5 dB for 0.6 % of the time.");
    known.comparison.limiter = None;
    let without = known.with(html);
    let tree = parsed(&without);
    let figure = tree.descendants().find(|node| node.attribute("id") == Some("plot-limiter")).expect("the figure");
    assert!(!figure.descendants().any(|node| node.has_tag_name("svg")), "no limiter, no plot");
}

#[test]
fn the_balance_is_that_of_both_over_the_style() {
    let mut known = song();
    let style = known.plan.style.id.style().curve_db;
    known.mix.spectrum.usable_bands = BAND_COUNT;
    known.mix.spectrum.mid_db = style;
    known.mix.spectrum.side_db = [-150.0; BAND_COUNT];
    known.outcome.after.spectrum = known.mix.spectrum.clone();
    known.outcome.after.spectrum.mid_db[4] += 9.0;
    let page = known.with(html);
    let (mix, master) = (points(&page, "spectrum", "mix"), points(&page, "spectrum", "master"));
    // 60 dB over 400 units.
    assert!((mix[4].1 - master[4].1 - 400.0 * 9.0 / 60.0).abs() < 0.2, "{:?} {:?}", mix[4], master[4]);
    assert_eq!(mix[5], master[5]);
    assert!(spoken(&page, "spectrum").contains("no band lies outside"), "{}", spoken(&page, "spectrum"));
    assert!(spoken(&page, "spectrum").ends_with("in the master 1."));
}

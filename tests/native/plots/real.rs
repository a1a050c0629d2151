//! Real songs: everything said is what is drawn, and no two songs are told the same.

use std::collections::HashSet;

use testpress::mastering::Controls;
use testpress::plots::{Ink, Plot, PlotFacts, balance, limiter, loudness, side_share, stereo, tone};

use super::{between, check, clock, number, points, value};
use crate::report::fixture::made;
use crate::songs::known_songs;
use crate::support::{decoded, real_songs, track};

/// What measurements alone give, of every song.
#[test]
fn every_song_has_its_own_balance_and_width() {
    let mut said = HashSet::new();
    for known in known_songs() {
        let (mix, master) = (&known.before, &known.outcome.after);
        let comparison = testpress::compare::Comparison::of(mix, master);
        let facts = PlotFacts {
            seconds: known.song.seconds,
            mix,
            mix_track: &track(-18.0),
            master,
            master_track: &track(-12.0),
            style: known.plan.style.id,
            reference: None,
            comparison: &comparison,
        };
        for make in [tone, balance, stereo] {
            check(&make(&facts));
        }
        let plot = stereo(&facts);
        assert_eq!(plot.drawing.is_some(), mix.stereo.is_some() && master.stereo.is_some(), "{}", known.song.name());
        let Some(drawing) = &plot.drawing else { continue };
        let name = known.song.name();
        for (ink, from, to) in [(Ink::Mix, "Your mix is widest at ", " %"), (Ink::Master, ", the master at ", " %")] {
            let Some((_, widest)) =
                plot.said.contains(from).then(|| between(&plot.said, from, to)).and_then(|s| s.split_once("with "))
            else {
                // Left and right are alike.
                continue;
            };
            let top = points(drawing, ink).iter().map(|p| value(drawing, p.1)).fold(0.0, f64::max);
            assert!((number(widest) - top).abs() < 0.2, "{name}: {} against {top:.2}", plot.said);
        }
        if side_share(mix).iter().flatten().any(|share| *share > 0.001) {
            assert!(said.insert(plot.said.clone()), "{name} is told what another is: {}", plot.said);
        }
        println!("{name}: {}", plot.said);
    }
}

/// Along the song, of some that are mastered for it.
#[test]
fn some_songs_have_their_own_loudness_and_limiting() {
    let mut songs = real_songs();
    songs.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    let mut told = HashSet::new();
    for song in songs.iter().filter(|song| song.seconds > 20.0).take(4) {
        let known = made(&song.name(), &decoded(song), Controls::UNTOUCHED);
        let plots: Vec<Plot> = known.with(|facts| [loudness, limiter].map(|make| make(&facts.plots())).into());
        plots.iter().for_each(check);
        let [levels, taken] = plots.as_slice() else { panic!("two plots") };
        let drawing = levels.drawing.as_ref().expect("a drawing");
        let (mix, master) = levels.said.split_once("; ").expect("both");
        for (sentence, ink) in [(mix, Ink::Mix), (master, Ink::Master)] {
            let drawn = points(drawing, ink);
            let top = drawn.iter().fold(drawn[0], |top, p| if p.1 < top.1 { *p } else { top });
            let most = number(between(sentence, " and ", " LUFS"));
            assert!((most - value(drawing, top.1)).abs() < 0.1, "{}: {sentence}", song.name());
            let at_s = clock(between(sentence, "loudest at ", "."));
            let least = number(between(sentence, "between ", " and"));
            let lowest = drawn.iter().map(|p| value(drawing, p.1)).fold(0.0, f64::min);
            assert!((least - lowest).abs() < 0.1, "{}: {sentence}, {lowest} is drawn", song.name());
            // Ties within the width of a line are one.
            let near = drawn.iter().filter(|p| p.1 < top.1 + 0.2).any(|p| (p.0 * song.seconds / 1_000.0 - at_s).abs() < 1.5);
            assert!(near, "{}: {sentence}", song.name());
        }
        if let Some(drawing) = taken.drawing.as_ref().filter(|_| taken.said.starts_with("At most")) {
            let deepest = points(drawing, Ink::Limiter).iter().map(|p| value(drawing, p.1)).fold(0.0, f64::max);
            assert!((deepest - number(between(&taken.said, "At most ", " dB"))).abs() < 0.1, "{}: {}", song.name(), taken.said);
            let table = taken.table.as_ref().expect("a table");
            let most = table.rows.iter().map(|row| number(&row[1])).fold(0.0, f64::max);
            assert!((most - deepest).abs() < 0.1, "{}: {most} in the table", song.name());
        }
        println!("{}: {} {}", song.name(), levels.said, taken.said);
        assert!(told.insert(levels.said.clone()) && told.insert(taken.said.clone()), "{}: told before", song.name());
    }
}

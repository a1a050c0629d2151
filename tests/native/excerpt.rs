//! The first hearing: the loudest half minute, mastered before the rest.

use testpress::audio::AudioBuffer;
use testpress::mastering::{Controls, EXCERPT_S, LoudnessChoice, excerpt, loudest_stretch, master, plan};
use testpress::measure::{Track, survey};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::seconds_to_frames;

use crate::support::{decoded, independent_lufs, real_songs, skip, track};

fn cut(audio: &AudioBuffer, (from_s, to_s): (f64, f64)) -> AudioBuffer {
    let frame = |seconds| seconds_to_frames(seconds, audio.sample_rate());
    let planes = audio.channels().iter().map(|plane| plane[frame(from_s)..frame(to_s)].to_vec()).collect();
    AudioBuffer::new(planes, audio.sample_rate())
}

/// The gain of `of` over `against` in dB that leaves the least, and how far below `against` that is, in dB.
fn held_against(of: &AudioBuffer, against: &AudioBuffer) -> (f64, f64) {
    let both = of.channels().iter().flatten().zip(against.channels().iter().flatten());
    let (mut cross, mut own, mut other) = (0.0, 0.0, 0.0);
    for (&a, &b) in both {
        let (a, b) = (f64::from(a), f64::from(b));
        (cross, own, other) = (cross + a * b, own + a * a, other + b * b);
    }
    let left = own - cross * cross / other;
    (20.0 * (cross / other).log10(), 10.0 * (left / own).log10())
}

/// What is heard first is what comes: the whole master, at the same place, a little louder or quieter.
#[test]
fn it_is_the_same_stretch_of_the_whole_master() {
    let songs = real_songs();
    if songs.is_empty() {
        return skip("real songs");
    }
    for song in songs {
        let audio = decoded(&song);
        let (measurements, hops) = run(survey(&audio, Stage::Measure, &mut Unpaced)).expect("measured");
        let along = Track::of(&hops);
        let Some(covers_s) = loudest_stretch(&along) else {
            assert!(audio.seconds() < 2.0 * EXCERPT_S, "{}", song.name());
            continue;
        };
        let plan = plan(&measurements, &Controls::UNTOUCHED, None);
        let first = run(excerpt(&audio, &along, covers_s, &plan, &mut Unpaced)).expect("an excerpt");
        let whole = run(master(&audio, &plan, &mut Unpaced)).expect("a master");
        let same = cut(&whole.audio, covers_s);
        assert_eq!((first.audio.frames(), first.covers_s), (same.frames(), covers_s));
        let (gain_db, left_db) = held_against(&first.audio, &same);
        println!("{:50} {gain_db:+.2} dB, {left_db:.1} dB left", song.name());
        assert!(gain_db.abs() < 0.3 && left_db < -40.0, "{}: {gain_db} dB, {left_db} dB left", song.name());
        assert!(first.measurements.peaks.true_peak_dbtp <= plan.loudness.ceiling_dbtp + 1e-6);
        let theirs = independent_lufs(&first.audio);
        assert!((first.measurements.loudness.integrated_lufs - theirs).abs() < 0.1, "{}: {theirs}", song.name());
    }
}

/// Driven as loud as it gets, the whole may stop where the part did not, or the other way round: then they differ more.
#[test]
fn loud_ones_stay_near() {
    let songs = real_songs();
    if songs.is_empty() {
        return skip("real songs");
    }
    let loud = Controls { loudness: LoudnessChoice::Loud, ..Controls::UNTOUCHED };
    let mut gains_db = Vec::new();
    for song in songs.iter().filter(|song| song.genre != "speech").step_by(3) {
        let audio = decoded(song);
        let (measurements, hops) = run(survey(&audio, Stage::Measure, &mut Unpaced)).expect("measured");
        let along = Track::of(&hops);
        let Some(covers_s) = loudest_stretch(&along) else { continue };
        let plan = plan(&measurements, &loud, None);
        let first = run(excerpt(&audio, &along, covers_s, &plan, &mut Unpaced)).expect("an excerpt");
        let whole = run(master(&audio, &plan, &mut Unpaced)).expect("a master");
        let (gain_db, left_db) = held_against(&first.audio, &cut(&whole.audio, covers_s));
        println!("{:50} {gain_db:+.2} dB, {left_db:.1} dB left, {:?}", song.name(), whole.outcome.reach);
        assert!(gain_db.abs() < 1.5 && left_db < -20.0, "{}: {gain_db} dB, {left_db} dB left", song.name());
        gains_db.push(gain_db);
    }
    assert!(!gains_db.is_empty());
}

#[test]
fn a_short_song_has_none() {
    let seconds = |seconds: f64| track(-14.0).placed(0.0, seconds);
    assert_eq!(loudest_stretch(&seconds(59.0)), None);
    assert_eq!(loudest_stretch(&seconds(61.0)), Some((0.0, 30.0)));
    let late = track(-14.0).placed(80.0, 200.0);
    let (from_s, to_s) = loudest_stretch(&late).expect("a stretch");
    assert!(from_s <= 80.0 && to_s >= 90.0, "{from_s} to {to_s}");
}

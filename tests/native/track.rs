//! A recording's loudness along its length, against an independent meter on the samples themselves.

use testpress::audio::AudioBuffer;
use testpress::measure::{Track, survey};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::seconds_to_frames;

use crate::support::{decoded, independent_lufs, real_songs, skip};

fn track_of(audio: &AudioBuffer) -> Track {
    Track::of(&run(survey(audio, Stage::Measure, &mut Unpaced)).expect("measured").1)
}

fn cut(audio: &AudioBuffer, from_s: f64, to_s: f64) -> AudioBuffer {
    let frame = |seconds| seconds_to_frames(seconds, audio.sample_rate());
    AudioBuffer::new(
        audio.channels().iter().map(|plane| plane[frame(from_s)..frame(to_s)].to_vec()).collect(),
        audio.sample_rate(),
    )
}

/// Stretches that begin and end anywhere, also between hops; an independent meter reads the samples.
#[test]
fn any_stretch_reads_as_an_independent_meter_reads_it() {
    let songs = real_songs();
    if songs.is_empty() {
        return skip("real songs");
    }
    let mut worst: f64 = 0.0;
    for song in songs {
        let audio = decoded(&song);
        let track = track_of(&audio);
        assert!((track.seconds() - audio.seconds()).abs() < 0.011);
        for (from_s, length_s) in [(10.003, 12.0), (20.0, 3.0), (31.4159, 1.2345), (25.777, 0.5)] {
            let stretch = cut(&audio, from_s, from_s + length_s);
            let (ours, theirs) = (track.lufs_over(from_s, from_s + length_s).expect("sound"), independent_lufs(&stretch));
            worst = worst.max((ours - theirs).abs());
            // The filters of theirs begin at rest where the stretch begins: in half a second that is heard.
            let within = if length_s < 2.0 { 0.25 } else { 0.05 };
            assert!((ours - theirs).abs() < within, "{}: {length_s} s from {from_s}: {ours} against {theirs} LUFS", song.name());
        }
    }
    println!("largest difference to an independent meter: {worst:.3} LU");
}

#[test]
fn short_stretches_have_their_ungated_power_and_silence_has_none() {
    let rate = 48_000;
    let tone = |frame: usize| if frame < 2 * rate { (frame as f32 * 0.131).sin() * 0.5 } else { 0.0 };
    let audio = AudioBuffer::new(vec![(0..4 * rate).map(tone).collect()], rate as u32);
    let track = track_of(&audio);
    let whole = track.lufs_over(0.5, 1.5).expect("sound");
    let short = track.lufs_over(1.0, 1.1).expect("sound");
    assert!((whole - short).abs() < 0.05, "{whole} {short}");
    // Half of it is silence: half the power.
    let half = track.lufs_over(1.9, 2.1).expect("sound");
    assert!((whole - half - 3.01).abs() < 0.1, "{whole} {half}");
    for (from_s, to_s) in [(2.5, 3.5), (2.5, 2.6), (5.0, 6.0), (1.0, 1.0), (2.0, 1.0), (f64::NAN, 1.0)] {
        assert_eq!(track.lufs_over(from_s, to_s), None, "{from_s} to {to_s}");
    }
    assert!(track.short_term_lufs(1.0) < track.momentary_lufs(1.0) - 4.0, "a third of 3 s has sounded");
}

#[test]
fn the_fullest_stretch_is_where_it_is_loudest() {
    let rate = 8_000;
    let loud = |frame: usize| if (20 * rate..32 * rate).contains(&frame) { 0.5 } else { 0.1 };
    let audio = AudioBuffer::new(vec![(0..60 * rate).map(|n| (n as f32 * 0.7).sin() * loud(n)).collect()], rate as u32);
    let track = track_of(&audio);
    assert!((track.fullest(12.0) - 20.0).abs() < 0.02, "{}", track.fullest(12.0));
    assert!(track.fullest(100.0).abs() < 1e-9);
}

#[test]
fn the_drawn_curve_is_what_the_meter_reads() {
    let rate = 44_100;
    let loud = |n: usize| if (rate as usize * 4..rate as usize * 7).contains(&n) { 0.9 } else { 0.0001 };
    let plane = (0..rate as usize * 15).map(|n| (n as f32 * 0.14).sin() * loud(n)).collect();
    let track = track_of(&AudioBuffer::new(vec![plane], rate));
    let curve = track.short_term_curve(0.1);
    assert_eq!(curve.len(), 151);
    for (index, lufs) in curve.iter().enumerate() {
        let meter = track.short_term_lufs((index as f64 + 0.01) / 10.0);
        let same = (f64::from(*lufs) - meter).abs() < 0.01 || (lufs.is_infinite() && meter.is_infinite());
        assert!(same, "at {index}: {lufs} against {meter} LUFS");
    }
}

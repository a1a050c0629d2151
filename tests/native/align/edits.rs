//! What is not the same recording from end to end: drift, other edits, other songs.

use std::ops::RangeInclusive;

use testpress::dsp::resample::resample;
use testpress::pace::Stage;

use super::*;

/// Slower by `ppm`, as a tape machine plays: converted to a rate so much higher, and called the old one.
fn slower(audio: &AudioBuffer, ppm: f64) -> AudioBuffer {
    // One hertz of it is 20 ppm.
    const RATE: u32 = 50_000;
    let relabelled = AudioBuffer::new(audio.channels().to_vec(), RATE);
    let to = (f64::from(RATE) * (1.0 + ppm * 1e-6)).round() as u32;
    let longer = run(resample(relabelled, to, Stage::Align, &mut Unpaced)).expect("never superseded");
    AudioBuffer::new(longer.into_channels(), audio.sample_rate())
}

#[test]
fn drift_is_measured() {
    for (name, mix) in songs() {
        let mix = &minute(mix);
        for ppm in [20.0, -100.0, 300.0] {
            let found = aligned(mix, &shifted(&slower(mix, ppm), 1234));
            let middle = mix.frames() as f64 / 2.0;
            let beside = found.offset_frames as f64 - 1234.0 - middle * ppm * 1e-6;
            println!("{name:.20} {ppm} ppm: {:?}, {beside:.1} frames beside", found.fit);
            let Fit::Drifts { ppm: measured, apart_ms } = found.fit else { panic!("{name}, {ppm} ppm: {found:?}") };
            assert!((measured / ppm - 1.0).abs() < 0.1, "{name}: {measured} for {ppm} ppm");
            let apart = 1000.0 * mix.seconds() / 2.0 * ppm.abs() * 1e-6;
            assert!((apart_ms / apart - 1.0).abs() < 0.1, "{name}: {apart_ms} for {apart} ms");
            assert!(beside.abs() < 1e-4 * f64::from(mix.sample_rate()), "{name}: {beside} frames");
        }
    }
}

/// The one stretch of agreement, its ends where they must be within a window's length.
#[track_caller]
fn agrees(name: &str, found: &Alignment, from_s: RangeInclusive<f64>, to_s: RangeInclusive<f64>) {
    const WINDOW_S: f64 = 3.0;
    println!("{name:.20}: {} frames, {:?}, must be {from_s:.1?} to {to_s:.1?}", found.offset_frames, found.fit);
    let Fit::OtherEdit { agrees_s } = &found.fit else { panic!("{name}: {found:?}") };
    let [(start, end)] = agrees_s[..] else { panic!("{name}: {agrees_s:?}") };
    let near = |s: f64, range: RangeInclusive<f64>| (range.start() - WINDOW_S..=range.end() + WINDOW_S).contains(&s);
    assert!(near(start, from_s) && near(end, to_s), "{name}: {start} to {end}");
}

#[test]
fn a_cut_is_found() {
    for (name, mix) in songs() {
        let rate = mix.sample_rate() as usize;
        let at = mix.frames() * 2 / 5;
        let cut = mapped(mix, |_, plane| [&plane[..at], &plane[at + 8 * rate..]].concat());
        let found = aligned(mix, &cut);
        let at_s = at as f64 / rate as f64;
        if found.offset_frames == 0 {
            agrees(name, &found, 0.0..=0.0, at_s..=at_s);
        } else {
            assert_eq!(found.offset_frames, -8 * rate as i64, "{name}");
            agrees(name, &found, at_s + 8.0..=at_s + 8.0, mix.seconds()..=mix.seconds());
        }
    }
}

/// What is repeated lies in the version twice, so either place is right for it.
#[test]
fn a_repeated_chorus_is_found() {
    for (name, mix) in songs() {
        let rate = mix.sample_rate() as usize;
        let at = mix.frames() * 2 / 5;
        let again = mapped(mix, |_, plane| [&plane[..at], &plane[at - 12 * rate..]].concat());
        let found = aligned(mix, &again);
        let at_s = at as f64 / rate as f64;
        if found.offset_frames == 0 {
            agrees(name, &found, 0.0..=0.0, at_s - 12.0..=at_s);
        } else {
            assert_eq!(found.offset_frames, 12 * rate as i64, "{name}");
            agrees(name, &found, at_s - 12.0..=at_s, mix.seconds()..=mix.seconds());
        }
    }
}

/// Twelve seconds of another song in the middle, as loud: the rest agrees on both sides.
#[test]
fn a_replaced_stretch_is_found() {
    for (index, (name, mix)) in songs().iter().enumerate() {
        let rate = mix.sample_rate() as usize;
        let other = minute(&songs()[(index + 1) % songs().len()].1);
        let range = 20 * rate..32 * rate;
        let rms = |plane: &[f32]| (plane.iter().map(|x| x * x).sum::<f32>() / plane.len() as f32).sqrt();
        let version = mapped(mix, |_, plane| {
            let piece = &other.channels()[0][..range.len().min(other.frames())];
            let gain = rms(plane) / rms(piece);
            let mut mixed = plane.to_vec();
            mixed[range.clone()].iter_mut().zip(piece).for_each(|(out, x)| *out = gain * x);
            mixed[range.start + piece.len()..range.end].fill(0.0);
            mixed
        });
        let found = aligned(mix, &version);
        println!("{name:.20}: {found:?}");
        assert_eq!(found.offset_frames, 0, "{name}");
        let Fit::OtherEdit { agrees_s } = &found.fit else { panic!("{name}: {found:?}") };
        let [first, last] = agrees_s[..] else { panic!("{name}: {agrees_s:?}") };
        assert!((first.1 - 20.0).abs() < 3.0 && (last.0 - 32.0).abs() < 3.0, "{name}: {agrees_s:?}");
    }
}

#[test]
fn other_songs_are_other_songs() {
    let mut pairs = 0;
    for (name, mix) in songs() {
        for (other_name, other) in songs().iter().filter(|(other, _)| other != name) {
            // Rates differ; as a recording, each is as good at any.
            let other = AudioBuffer::new(minute(other).into_channels(), mix.sample_rate());
            let found = aligned(&minute(mix), &other);
            assert_eq!(
                found,
                Alignment { offset_frames: 0, inverted: [false; 2], fit: Fit::OtherRecording },
                "{name}, {other_name}"
            );
            pairs += 1;
        }
    }
    println!("{pairs} pairs of different songs");
}

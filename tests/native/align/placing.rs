//! A version on the mix's time line; and versions of which there is next to nothing.

use testpress::pace::{Pace, Stage, Superseded};

use super::*;
use crate::support::signal;

const RATE: u32 = 44_100;

fn music(channels: usize, seconds: f64) -> AudioBuffer {
    AudioBuffer::new(signal(channels, RATE, seconds), RATE)
}

fn at(offset_frames: i64, inverted: [bool; 2]) -> Alignment {
    Alignment { offset_frames, inverted, fit: Fit::Same }
}

#[test]
fn a_version_is_cut_and_padded_to_the_mix() {
    let version = AudioBuffer::new(vec![vec![1.0, 2.0, 3.0, 4.0], vec![5.0, 6.0, 7.0, 8.0]], RATE);
    let placed = |offset, frames, inverted| at(offset, inverted).place(version.clone(), frames).into_channels();
    let upright = [false; 2];
    assert_eq!(placed(0, 4, upright), version.channels());
    assert_eq!(placed(1, 4, upright)[0], [2.0, 3.0, 4.0, 0.0]);
    assert_eq!(placed(-1, 6, [false, true]), [vec![0.0, 1.0, 2.0, 3.0, 4.0, 0.0], vec![-0.0, -5.0, -6.0, -7.0, -8.0, 0.0]]);
    assert_eq!(placed(-2, 3, upright)[0], [0.0, 0.0, 1.0]);
    assert_eq!(placed(1, 2, [true, false])[0], [-2.0, -3.0]);
    // They never meet.
    for offset in [4, 100, -4, -100, i64::from(i32::MAX), -i64::from(i32::MAX)] {
        assert_eq!(placed(offset, 4, upright), [[0.0; 4]; 2], "{offset}");
        assert!(at(offset, upright).covers(4, 4).is_empty(), "{offset}");
    }
    assert_eq!(at(1, upright).covers(4, 4), 0..3);
    assert_eq!(at(-1, upright).covers(4, 6), 1..5);
    assert_eq!(at(-2, upright).covers(4, 3), 2..3);
    assert_eq!(at(0, upright).covers(0, 3), 0..0);
}

/// What is found and placed nulls against the mix, wherever it sounds.
#[test]
fn a_placed_version_nulls() {
    let mix = music(2, 20.0);
    for shift in [777, -5000] {
        let version =
            mapped(&shifted(&mix, shift), |channel, plane| plane.iter().map(|x| if channel == 1 { -x } else { *x }).collect());
        let found = aligned(&mix, &version);
        assert_eq!(found, at(shift, [false, true]));
        let heard = found.covers(version.frames(), mix.frames());
        assert_eq!(heard, usize::try_from(-shift).unwrap_or(0)..mix.frames());
        let placed = found.place(version, mix.frames());
        for (a, b) in placed.channels().iter().zip(mix.channels()) {
            assert_eq!(a[heard.clone()], b[heard.clone()]);
            assert!(a[..heard.start].iter().all(|&x| x == 0.0));
        }
    }
}

#[test]
fn a_mix_out_of_phase_is_found_too() {
    let plane = music(1, 20.0).into_channels().remove(0);
    let opposite = plane.iter().map(|x| -x).collect();
    let mix = AudioBuffer::new(vec![plane, opposite], RATE);
    assert_eq!(aligned(&mix, &shifted(&mix, 99)), at(99, [false; 2]));
}

/// A teaser is found in its song, and the song around its teaser.
#[test]
fn an_excerpt_is_found() {
    for (name, mix) in songs() {
        let rate = mix.sample_rate() as usize;
        let from = mix.frames() / 2;
        let teaser = mapped(mix, |_, plane| plane[from..from + 12 * rate].to_vec());
        let found = aligned(mix, &teaser);
        println!("{name:.20}: {found:?}");
        assert_eq!((found.offset_frames, &found.fit), (-(from as i64), &Fit::Same), "{name}");
        let found = aligned(&teaser, mix);
        assert_eq!((found.offset_frames, &found.fit), (from as i64, &Fit::Same), "{name}");
    }
}

#[test]
fn nothing_to_find_is_no_recording_of_it() {
    let mix = music(2, 20.0);
    let silent = |channels, frames| AudioBuffer::new(vec![vec![0.0; frames]; channels], RATE);
    let not_a_number = mapped(&mix, |_, plane| plane.iter().map(|_| f32::NAN).collect());
    for version in [silent(2, 882_000), silent(1, 22_050), silent(2, 1), silent(1, 0), not_a_number] {
        assert_eq!(aligned(&mix, &version).fit, Fit::OtherRecording, "{} frames", version.frames());
        assert_eq!(aligned(&version, &mix).fit, Fit::OtherRecording, "{} frames", version.frames());
        assert_eq!(aligned(&version, &version).fit, Fit::OtherRecording, "{} frames", version.frames());
    }
    for seconds in [0.01, 0.1, 0.5, 1.0, 2.0] {
        let short = mapped(&mix, |_, plane| plane[30_000..30_000 + (seconds * 44_100.0) as usize].to_vec());
        let found = aligned(&mix, &short);
        assert!(found.fit == Fit::OtherRecording || found.offset_frames == -30_000, "{seconds} s: {found:?}");
        println!("{seconds} s: {found:?}");
    }
    // Three seconds are the shortest that the decoder lets in.
    let short = mapped(&mix, |_, plane| plane[30_000..30_000 + 3 * 44_100].to_vec());
    assert_eq!(aligned(&mix, &short), at(-30_000, [false; 2]));
}

/// Goes on for so many breaths, and hears the share done.
struct Breaths(usize, f32);

impl Pace for Breaths {
    async fn breathe(&mut self, stage: Stage, done: f32) -> Result<(), Superseded> {
        assert_eq!(stage, Stage::Align);
        assert!(done >= self.1 && done <= 1.0, "{done} after {}", self.1);
        self.1 = done;
        self.0 = self.0.checked_sub(1).ok_or(Superseded)?;
        Ok(())
    }
}

#[test]
fn it_breathes_goes_forward_and_can_be_stopped() {
    let mix = music(2, 20.0);
    let version = shifted(&mix, 500);
    let mut patient = Breaths(1_000_000, 0.0);
    assert!(run(align(&mix, &version, &mut patient)).is_ok());
    assert_eq!(patient.1, 1.0);
    let breaths = 1_000_000 - patient.0;
    for stopped in [0, 1, breaths / 2, breaths - 1] {
        assert_eq!(run(align(&mix, &version, &mut Breaths(stopped, 0.0))), Err(Superseded));
    }
}

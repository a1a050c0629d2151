//! The same recording in every state that a file may be in: the offset must be right to the frame.

use std::time::Instant;

use testpress::decode::{Limits, decode};
use testpress::demo::demo_mix;
use testpress::dsp::resample::resample;
use testpress::mastering::{Controls, master, plan};
use testpress::pace::Stage;

use super::*;
use crate::support::{ffmpeg, float_wav, measurements};

const SHIFT: i64 = 1234;

/// Frames beside the right place; must be 0, and the same recording.
#[track_caller]
fn check(name: &str, case: &str, mix: &AudioBuffer, version: &AudioBuffer, offset: i64, inverted: [bool; 2]) {
    let began = Instant::now();
    let found = aligned(mix, version);
    let took = began.elapsed();
    println!(
        "{name:.20} {case}: {} frames beside, {:?}, {:?}, {:.2} s for {:.0} s",
        found.offset_frames - offset,
        found.fit,
        found.inverted,
        took.as_secs_f64(),
        mix.seconds()
    );
    assert_eq!((found.offset_frames, &found.fit), (offset, &Fit::Same), "{name}: {case}");
    let channels = version.channels().len();
    assert_eq!(found.inverted[..channels], inverted[..channels], "{name}: {case}");
}

const UPRIGHT: [bool; 2] = [false; 2];

#[test]
fn shifted_songs() {
    for (name, mix) in songs() {
        let rate = i64::from(mix.sample_rate());
        check(name, "itself", mix, mix, 0, UPRIGHT);
        for (case, offset) in [("1234 later", SHIFT), ("2 s of silence", 2 * rate), ("3 s missing", -3 * rate)] {
            check(name, case, mix, &shifted(mix, offset), offset, UPRIGHT);
        }
    }
}

#[test]
fn the_demo_made_of_loops() {
    let mix = run(demo_mix(&mut Unpaced)).expect("never superseded");
    for offset in [0, SHIFT, -44_100 * 3, 44_100 * 10] {
        check("demo", "shifted", &mix, &shifted(&mix, offset), offset, UPRIGHT);
    }
}

#[test]
fn faded_clipped_loud_soft_and_noisy_songs() {
    for (name, mix) in songs() {
        let mix = &minute(mix);
        let rate = f64::from(mix.sample_rate());
        let frames = mix.frames();
        let later = shifted(mix, SHIFT);
        let faded = mapped(&later, |_, plane| {
            let fade = |n: usize| (n as f64 / (5.0 * rate)).min((frames.saturating_sub(n)) as f64 / (5.0 * rate)).clamp(0.0, 1.0);
            plane.iter().enumerate().map(|(n, x)| x * fade(n) as f32).collect()
        });
        check(name, "faded", mix, &faded, SHIFT, UPRIGHT);
        for gain in [4.0, 0.25] {
            check(name, "gain", mix, &mapped(&later, |_, plane| plane.iter().map(|x| x * gain).collect()), SHIFT, UPRIGHT);
        }
        let clipped = mapped(&later, |_, plane| plane.iter().map(|x| (8.0 * x).clamp(-0.8, 0.8)).collect());
        check(name, "clipped", mix, &clipped, SHIFT, UPRIGHT);
        check(name, "noise at 0 dB", mix, &noisy(&later, 1.0), SHIFT, UPRIGHT);
    }
}

#[test]
fn reversed_polarity_and_mono() {
    for (name, mix) in songs() {
        let mix = &minute(mix);
        let later = shifted(mix, SHIFT);
        for inverted in [[true, true], [false, true], [true, false]] {
            if mix.is_mono() && inverted[0] != inverted[1] {
                continue;
            }
            let version = mapped(&later, |channel, plane| {
                let sign = if inverted[channel] { -1.0 } else { 1.0 };
                plane.iter().map(|x| sign * x).collect()
            });
            check(name, "reversed", mix, &version, SHIFT, inverted);
        }
        let (left, right) = later.left_right();
        let right = right.unwrap_or(left);
        let mono = AudioBuffer::new(vec![left.iter().zip(right).map(|(l, r)| 0.5 * (l + r)).collect()], mix.sample_rate());
        check(name, "mono version", mix, &mono, SHIFT, UPRIGHT);
        check(name, "mono mix", &mono, mix, -SHIFT, UPRIGHT);
    }
}

#[test]
fn our_own_masters() {
    for (name, mix) in songs() {
        let controls = Controls::UNTOUCHED;
        let made = run(master(mix, &plan(&measurements(mix), &controls, None), &mut Unpaced)).expect("a master");
        check(name, "master", mix, &shifted(&made.audio, SHIFT), SHIFT, UPRIGHT);
    }
}

/// Whatever delay is left after decoding: the decoder takes LAME's out, so none is.
#[test]
fn mp3_of_the_song() {
    let limits = Limits { max_bytes: u64::MAX, memory_bytes: u64::MAX };
    for (name, mix) in songs() {
        let mix = &minute(mix);
        let source = float_wav(shifted(mix, SHIFT).channels(), mix.sample_rate());
        for arguments in [&["-c:a", "libmp3lame", "-b:a", "128k"][..], &["-c:a", "libmp3lame", "-q:a", "2", "-write_xing", "0"]] {
            let Some(file) = ffmpeg(&source, arguments, "mp3") else { return };
            let version = run(decode(file, &limits, &mut Unpaced)).expect("a song").audio;
            // Without its header nothing tells the delay: an encoder's 576 and a decoder's 529 frames.
            let delay = if arguments.contains(&"-write_xing") { 1105 } else { 0 };
            check(name, arguments[3], mix, &version, SHIFT + delay, UPRIGHT);
        }
    }
}

#[test]
fn there_and_back_at_another_rate() {
    for (name, mix) in songs() {
        let mix = &minute(mix);
        let rate = mix.sample_rate();
        let other = if rate == 48_000 { 44_100 } else { 48_000 };
        let there = run(resample(shifted(mix, SHIFT), other, Stage::Align, &mut Unpaced)).expect("never superseded");
        let back = run(resample(there, rate, Stage::Align, &mut Unpaced)).expect("never superseded");
        check(name, "resampled", mix, &back, SHIFT, UPRIGHT);
    }
}

//! Sample-rate conversion: what passes, what must not, and where everything lies.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;
use testpress::audio::AudioBuffer;
use testpress::dsp::resample::{resample, resampled_frames};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::gain_to_db;

const PAIRS: [(u32, u32); 9] = [
    (44_100, 48_000),
    (48_000, 44_100),
    (44_100, 96_000),
    (96_000, 44_100),
    (48_000, 96_000),
    (96_000, 48_000),
    (8000, 44_100),
    (44_100, 8000),
    (192_000, 44_100),
];

fn converted(planes: Vec<Vec<f32>>, from: u32, to: u32) -> AudioBuffer {
    run(resample(AudioBuffer::new(planes, from), to, Stage::Align, &mut Unpaced)).expect("never superseded")
}

fn tone(rate: u32, hz: f64, seconds: f64) -> Vec<f32> {
    (0..(seconds * f64::from(rate)) as usize)
        .map(|n| (0.5 * (TAU * hz * n as f64 / f64::from(rate) + 0.3).sin()) as f32)
        .collect()
}

/// Amplitude and phase of the sine at `hz`, and the root of what power is left beside it, by least squares over the middle.
///
/// The stretch holds whole cycles of every frequency asked for, so that sine and cosine are orthogonal.
fn fit(plane: &[f32], rate: u32, hz: f64) -> (f64, f64, f64) {
    let stretch = rate as usize / 5..rate as usize * 2 / 5;
    let count = stretch.len() as f64;
    let angle = |n: usize| TAU * hz * n as f64 / f64::from(rate);
    let (mut s, mut c) = (0.0, 0.0);
    for n in stretch.clone() {
        s += f64::from(plane[n]) * angle(n).sin();
        c += f64::from(plane[n]) * angle(n).cos();
    }
    let (s, c) = (2.0 * s / count, 2.0 * c / count);
    let rest: f64 = stretch.map(|n| (f64::from(plane[n]) - s * angle(n).sin() - c * angle(n).cos()).powi(2)).sum();
    (s.hypot(c), c.atan2(s), (2.0 * rest / count).sqrt())
}

#[test]
fn sines_pass_unchanged_and_leave_no_images() {
    let (mut worst_db, mut worst_rest) = (0.0f64, f64::NEG_INFINITY);
    for (from, to) in PAIRS {
        let lower = f64::from(from.min(to));
        for share in [0.002, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45] {
            // Whole cycles in a fifth of a second.
            let hz = (lower * share / 5.0).round() * 5.0;
            let out = converted(vec![tone(from, hz, 0.6)], from, to);
            let (amplitude, phase, rest) = fit(&out.channels()[0], to, hz);
            let change = gain_to_db(amplitude / 0.5);
            assert!(change.abs() < 0.01, "{from} to {to}: {change} dB at {hz} Hz");
            assert!((phase - 0.3).abs() < 1e-3, "{from} to {to}: turned to {phase} at {hz} Hz");
            let rest = gain_to_db(rest / 0.5);
            assert!(rest < -120.0, "{from} to {to}: {rest} dB beside {hz} Hz");
            (worst_db, worst_rest) = (worst_db.max(change.abs()), worst_rest.max(rest));
        }
    }
    println!("pass band within {worst_db:.6} dB, the rest at {worst_rest:.1} dB at most");
}

/// Above half the lower rate there is nothing to hear, and nothing may fold down.
#[test]
fn nothing_folds_down() {
    let mut worst = f64::NEG_INFINITY;
    for (from, to) in PAIRS.into_iter().filter(|(from, to)| from > to) {
        for place in [0.0, 0.1, 0.3, 0.6, 0.95] {
            let (low, high) = (0.5 * f64::from(to), 0.5 * f64::from(from));
            let hz = low + place * (high - low);
            let plane = converted(vec![tone(from, hz, 0.6)], from, to).into_channels().remove(0);
            // Switching a tone on and off is heard; the middle is not.
            let middle = &plane[plane.len() / 3..plane.len() * 2 / 3];
            let rms = (middle.iter().map(|x| f64::from(x * x)).sum::<f64>() / middle.len() as f64).sqrt();
            let level = gain_to_db(rms / 0.5f64.sqrt() / 0.5);
            assert!(level < -120.0, "{from} to {to}: {level} dB of {hz} Hz");
            worst = worst.max(level);
        }
    }
    println!("folded: {worst:.1} dB at most");
}

/// The phase of its spectrum tells where an impulse lies, to any fraction of a frame.
#[test]
fn an_impulse_stays_in_its_place() {
    for (from, to) in PAIRS {
        for seconds in [0.0, 0.1, 0.317, 0.499] {
            let mut plane = vec![0.0; from as usize / 2];
            let at = (seconds * f64::from(from)) as usize;
            plane[at] = 1.0;
            let out = converted(vec![plane], from, to).into_channels().remove(0);
            let want = at as f64 * f64::from(to) / f64::from(from);
            let peak = (0..out.len()).max_by(|&a, &b| out[a].abs().total_cmp(&out[b].abs())).unwrap();
            assert!((peak as f64 - want).abs() <= 0.51 + 0.1 * f64::from(to / from), "{from} to {to}: at {peak}, not {want}");
            if (0.05..0.4).contains(&seconds) {
                let centre = centre(&out);
                assert!((centre - want).abs() < 1e-3, "{from} to {to}: at {centre}, not {want}");
            }
        }
    }
}

/// From the phase of the lowest bins: an impulse at n turns bin k by -2 pi k n / N.
fn centre(plane: &[f32]) -> f64 {
    let fft = RealFftPlanner::<f64>::new().plan_fft_forward(plane.len());
    let mut bins = fft.make_output_vec();
    fft.process(&mut plane.iter().map(|&x| f64::from(x)).collect::<Vec<_>>(), &mut bins).expect("lengths fit");
    (-bins[1].arg() / TAU).rem_euclid(1.0) * plane.len() as f64
}

#[test]
fn channels_lengths_and_rates_are_right() {
    for (from, to) in PAIRS {
        for frames in [1, 2, 7, 100, 1023, 44_100, 100_001] {
            let want = (frames as f64 * f64::from(to) / f64::from(from)).round() as usize;
            assert_eq!(resampled_frames(frames, from, to), want);
            if want == 0 {
                continue;
            }
            let left: Vec<f32> = (0..frames).map(|n| (n as f32 * 0.01).sin()).collect();
            let right: Vec<f32> = left.iter().map(|x| -0.5 * x).collect();
            let stereo = converted(vec![left.clone(), right], from, to);
            assert_eq!((stereo.frames(), stereo.sample_rate(), stereo.channels().len()), (want, to, 2), "{from} to {to}");
            let mono = converted(vec![left], from, to);
            // The second plane does not hear the first.
            assert_eq!(mono.channels()[0], stereo.channels()[0]);
            assert!(stereo.channels()[1].iter().zip(&stereo.channels()[0]).all(|(r, l)| (r + 0.5 * l).abs() < 1e-6));
        }
    }
    assert_eq!(converted(vec![vec![]], 44_100, 48_000).frames(), 0);
}

#[test]
fn silence_stays_silent_and_the_same_rate_is_the_same_audio() {
    assert!(converted(vec![vec![0.0; 5000]; 2], 48_000, 44_100).channels().iter().flatten().all(|&x| x == 0.0));
    let plane = tone(44_100, 1000.0, 0.1);
    let address = plane.as_ptr();
    let same = converted(vec![plane], 44_100, 44_100).into_channels().remove(0);
    assert_eq!(same.as_ptr(), address, "no copy is made");
}

/// Of 44,101 and 48,000 no block is shorter than a second, and in single precision its long transform leaves a little more behind.
#[test]
fn odd_rates_work() {
    for (from, most_db) in [(44_056, -120.0), (44_101, -110.0)] {
        let out = converted(vec![tone(from, 1000.0, 0.6)], from, 48_000);
        let (amplitude, _, rest) = fit(&out.channels()[0], 48_000, 1000.0);
        assert!(gain_to_db(amplitude / 0.5).abs() < 0.01, "{from}: {amplitude}");
        assert!(gain_to_db(rest / 0.5) < most_db, "{from}: {} dB", gain_to_db(rest / 0.5));
    }
}

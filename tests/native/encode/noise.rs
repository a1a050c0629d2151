//! The noise of 16 bits: its statistics, and where shaping puts it.

use std::f64::consts::TAU;

use testpress::audio::AudioBuffer;
use testpress::encode::{Noise, SHAPING, shaping_fits};

use super::on_grid;
use crate::support::Noise as Random;

const FRAMES: usize = 1 << 18;
const STEP: f64 = 1.0 / 32_768.0;

/// In steps.
fn errors(plane: Vec<f32>, noise: Noise, rate: u32) -> Vec<f64> {
    let audio = AudioBuffer::new(vec![plane], rate);
    let grid = on_grid(&audio, 16, noise);
    grid.channels()[0].iter().zip(&audio.channels()[0]).map(|(got, meant)| (f64::from(*got) - f64::from(*meant)) / STEP).collect()
}

fn power(errors: &[f64]) -> f64 {
    errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64
}

fn music() -> Vec<f32> {
    let mut random = Random::new(8);
    (0..FRAMES).map(|n| (0.3 * (TAU * 997.0 * n as f64 / 44_100.0).sin() + 0.01 * random.next()) as f32).collect()
}

#[test]
fn at_16_bits_the_error_does_not_depend_on_the_signal() {
    let between = |part: f64| vec![((100.0 + part) * STEP) as f32; FRAMES];
    for plane in [music(), between(0.0), between(0.25), between(0.5)] {
        let errors = errors(plane, Noise::Plain, 44_100);
        let mean = errors.iter().sum::<f64>() / FRAMES as f64;
        assert!(mean.abs() < 0.006, "mean {mean}");
        assert!((power(&errors) - 0.25).abs() < 0.005, "power {}", power(&errors));
    }
}

/// Power of the error in a band of `width` bins around a frequency, by a windowed transform of stretches.
fn density_db(errors: &[f64], hz: f64, rate: f64) -> f64 {
    const LENGTH: usize = 4096;
    let mut planner = realfft::RealFftPlanner::<f64>::new();
    let transform = planner.plan_fft_forward(LENGTH);
    let (mut sum, mut count) = (0.0, 0);
    let centre = (hz / rate * LENGTH as f64).round() as usize;
    for stretch in errors.chunks_exact(LENGTH) {
        let mut time: Vec<f64> =
            stretch.iter().enumerate().map(|(n, e)| e * (0.5 - 0.5 * (TAU * n as f64 / LENGTH as f64).cos())).collect();
        let mut bins = transform.make_output_vec();
        transform.process(&mut time, &mut bins).expect("lengths fit");
        for bin in &bins[centre - 8..=centre + 8] {
            sum += bin.norm_sqr();
            count += 1;
        }
    }
    // Relative to white noise of a quarter of a step squared; a Hann window's mean square is 3/8.
    10.0 * (sum / f64::from(count) / (LENGTH as f64 * 0.375 * 0.25)).log10()
}

#[test]
fn shaping_follows_its_filter_and_nothing_else() {
    for rate in [44_100, 48_000] {
        let shaped = errors(music(), Noise::Shaped, rate);
        let plain = errors(music(), Noise::Plain, rate);
        for hz in [300.0, 1_000.0, 3_000.0, 8_000.0, 12_000.0, 16_000.0, 20_000.0] {
            let (mut re, mut im) = (1.0, 0.0);
            for (k, c) in SHAPING.iter().enumerate() {
                let angle = TAU * hz * (k + 1) as f64 / f64::from(rate);
                re -= c * angle.cos();
                im += c * angle.sin();
            }
            let expected = 20.0 * f64::hypot(re, im).log10();
            let (got, white) = (density_db(&shaped, hz, f64::from(rate)), density_db(&plain, hz, f64::from(rate)));
            assert!((got - expected).abs() < 1.0, "{rate}: {hz} Hz: {got:.1} dB, the filter says {expected:.1}");
            assert!(white.abs() < 0.7, "{rate}: {hz} Hz: plain noise has {white:.1} dB");
        }
        let in_all = 10.0 * (power(&shaped) / 0.25).log10();
        assert!((in_all - 12.19).abs() < 0.1, "{in_all} dB in all");
    }
}

#[test]
fn noise_is_shaped_only_where_the_filter_was_made_for() {
    assert!(shaping_fits(16, 44_100) && shaping_fits(16, 48_000));
    assert!(!shaping_fits(24, 44_100) && !shaping_fits(16, 96_000));
    assert_eq!(errors(music(), Noise::Shaped, 96_000), errors(music(), Noise::Plain, 96_000));
}

#[test]
fn shaped_noise_stays_small_at_full_scale_and_silence_stays_silent() {
    let mut plane = vec![0.0; 1_000];
    plane.extend((0..10_000).map(|n| if n / 50 % 2 == 0 { 1.5 } else { -1.5 }));
    plane.extend([f32::NAN, f32::INFINITY, f32::NEG_INFINITY]);
    plane.extend(vec![0.25; 10_000]);
    plane.extend(vec![0.0; 1_000]);
    let grid = on_grid(&AudioBuffer::new(vec![plane], 44_100), 16, Noise::Shaped);
    let out = &grid.channels()[0];
    assert!(out[..1_000].iter().chain(&out[out.len() - 1_000..]).all(|x| *x == 0.0));
    assert!(out.iter().all(|x| (-1.0..=1.0 - STEP as f32).contains(x)));
    let quiet = &out[out.len() - 11_000..out.len() - 1_000];
    assert!(quiet.iter().all(|x| (x - 0.25).abs() < 16.0 * STEP as f32), "what saturated was not made good later");
}

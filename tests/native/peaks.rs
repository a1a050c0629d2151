//! True peak against EBU Tech 3341 cases 15 to 19, and against interpolation by a whole FFT.

use std::f64::consts::TAU;

use crate::support::{Noise, oracle_peak};
use testpress::dsp::interpolate::{PeakScan, SLOT};
use testpress::units::gain_to_db;

fn ours_db(plane: &[f32]) -> f64 {
    gain_to_db(f64::from(PeakScan::new().peak(plane, 0..plane.len(), 0.0)))
}

/// One second with 10 ms fades.
fn tone(rate: f64, hz: f64, amplitude: f64, degrees: f64) -> Vec<f32> {
    let frames = rate as usize;
    let fade = rate * 0.01;
    (0..frames)
        .map(|n| {
            let edge = (n as f64 / fade).min((frames - n) as f64 / fade).min(1.0);
            (edge * amplitude * (TAU * hz * n as f64 / rate + degrees.to_radians()).sin()) as f32
        })
        .collect()
}

#[test]
fn tech_3341_cases_15_to_19() {
    for rate in [44_100.0, 48_000.0, 96_000.0] {
        for (case, divisor, amplitude, degrees, want) in [
            (15, 4.0, 0.50, 0.0, -6.0),
            (16, 4.0, 0.50, 45.0, -6.0),
            (17, 6.0, 0.50, 60.0, -6.0),
            (18, 8.0, 0.50, 67.5, -6.0),
            (19, 4.0, 1.41, 45.0, 3.0),
        ] {
            let got = ours_db(&tone(rate, rate / divisor, amplitude, degrees));
            assert!(
                (want - 0.4..=want + 0.2).contains(&got),
                "case {case} at {rate} Hz: {got:.3} dBTP, must be {want} +0.2/-0.4"
            );
        }
    }
}

#[test]
fn within_0_05_db_of_an_fft_at_16x() {
    // Noise band-limited to 0.45 fs, and clicks of it between silences.
    let frames = 1 << 13;
    for seed in 1..6 {
        let mut noise = Noise::new(seed);
        let lines: Vec<(f64, f64)> = (0..200).map(|_| (0.45 * noise.next().abs(), TAU * noise.next())).collect();
        let plane: Vec<f32> = (0..frames)
            .map(|n| {
                let window = (TAU * n as f64 / f64::from(frames)).cos().mul_add(-0.5, 0.5);
                let sum: f64 = lines.iter().map(|(cycles, phase)| (TAU * cycles * f64::from(n) + phase).sin()).sum();
                (window * sum / 30.0) as f32
            })
            .collect();
        let want = gain_to_db(oracle_peak(&plane));
        assert!((ours_db(&plane) - want).abs() < 0.05, "seed {seed}: {} dB, the oracle {want} dB", ours_db(&plane));
    }
}

#[test]
fn the_skip_is_exact() {
    // With and without a floor to skip by, in blocks or whole, the peak is the same.
    let mut noise = Noise::new(9);
    let plane: Vec<f32> = (0..50_000).map(|n| (noise.next() * if n / 1000 % 7 == 3 { 0.9 } else { 0.2 }) as f32).collect();
    let mut scan = PeakScan::new();
    let whole = scan.peak(&plane, 0..plane.len(), 0.0);
    assert_eq!(scan.peak(&plane, 0..plane.len(), whole * 0.999), whole);
    let blocks = (0..plane.len()).step_by(1000).fold(0.0, |best, at| scan.peak(&plane, at..at + 1000, best));
    assert!((blocks / whole - 1.0).abs() < 1e-6, "{blocks} and {whole}");
    assert_eq!(scan.peak(&plane, 0..plane.len(), 10.0), 10.0);
}

#[test]
fn the_envelope_covers_every_peak() {
    let plane = tone(48_000.0, 11_900.0, 0.9, 45.0);
    let mut scan = PeakScan::new();
    let mut envelope = vec![0.0f32; plane.len() / SLOT];
    scan.envelope(&plane, 0, &mut envelope, 0.1);
    let peak = scan.peak(&plane, 0..plane.len(), 0.0);
    let top = envelope.iter().copied().fold(0.0, f32::max);
    assert!((gain_to_db(f64::from(top / peak))).abs() < 0.15, "{top} against {peak}");
    assert!(envelope.iter().zip(plane.chunks(SLOT)).all(|(e, slot)| slot.iter().all(|x| *e >= x.abs())));
    // In parts as in one go.
    let mut parts = vec![0.0f32; envelope.len()];
    for (index, part) in parts.chunks_mut(16 * 5).enumerate() {
        scan.envelope(&plane, index * 16 * 5, part, 0.1);
    }
    assert_eq!(parts, envelope);
}

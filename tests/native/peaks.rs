//! True peak against EBU Tech 3341 cases 15 to 23, and against interpolation by a whole FFT.

use std::f64::consts::TAU;

use crate::support::{Noise, decoded, oracle_peak, real_songs};
use realfft::RealFftPlanner;
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

/// Keeps what lies below `to` cycles per frame; a cosine's half takes over from nine tenths of it.
fn low_passed(plane: &[f64], to: f64) -> Vec<f64> {
    let mut planner = RealFftPlanner::<f64>::new();
    let (forward, inverse) = (planner.plan_fft_forward(plane.len()), planner.plan_fft_inverse(plane.len()));
    let mut bins = forward.make_output_vec();
    forward.process(&mut plane.to_vec(), &mut bins).expect("lengths fit");
    for (bin, value) in bins.iter_mut().enumerate() {
        let place = (bin as f64 / plane.len() as f64 / to - 0.9) / 0.1;
        *value *= (0.5 + 0.5 * (0.5 * TAU * place.clamp(0.0, 1.0)).cos()) / plane.len() as f64;
    }
    let mut out = inverse.make_output_vec();
    inverse.process(&mut bins, &mut out).expect("lengths fit");
    out
}

#[test]
fn tech_3341_cases_20_to_23() {
    // At four times the rate: a sine of fs/6 at half scale, in whose middle one period of fs/4 at full scale; then every fourth sample
    // from the offset on. The document leaves the low-pass before it to the maker: here it ends at fs/2.
    for rate in [44_100usize, 48_000, 96_000] {
        let frames = 4 * 24 * (rate / 24);
        let burst = frames / 2 / 24 * 24;
        let fade = 0.04 * rate as f64;
        let fine: Vec<f64> = (0..frames)
            .map(|n| {
                let edge = (n as f64 / fade).min((frames - n) as f64 / fade).min(1.0);
                let cycles = |period: usize, from: usize| TAU * ((n + period - from % period) % period) as f64 / period as f64;
                match n {
                    n if n < burst => 0.5 * edge * cycles(24, 0).sin(),
                    n if n < burst + 16 => cycles(16, burst).sin(),
                    _ => 0.5 * edge * cycles(24, burst + 16).sin(),
                }
            })
            .collect();
        let fine = low_passed(&fine, 0.125);
        for offset in 0..4 {
            let plane: Vec<f32> = fine.iter().skip(offset).step_by(4).map(|&x| x as f32).collect();
            let got = ours_db(&plane);
            assert!((-0.4..=0.2).contains(&got), "case {} at {rate} Hz: {got:.3} dBTP, must be 0 +0.2/-0.4", 20 + offset);
        }
    }
}

#[test]
fn within_0_05_db_of_an_fft_at_16x_on_real_songs() {
    let mut worst = 0.0f64;
    for song in real_songs() {
        let audio = decoded(&song);
        let frames = 1 << 15;
        for (plane, at) in audio.channels().iter().flat_map(|plane| (1..6).map(move |sixth| (plane, plane.len() / 6 * sixth))) {
            let faded = plane[at..at + frames]
                .iter()
                .enumerate()
                .map(|(n, &x)| f64::from(x) * (TAU * n as f64 / frames as f64).cos().mul_add(-0.5, 0.5));
            let stretch: Vec<f32> = low_passed(&faded.collect::<Vec<f64>>(), 0.45).into_iter().map(|x| x as f32).collect();
            let (got, want) = (ours_db(&stretch), gain_to_db(oracle_peak(&stretch)));
            worst = worst.max((got - want).abs());
            assert!((got - want).abs() <= 0.05, "{} at {at}: {got:.3} dBTP, the oracle {want:.3}", song.name());
        }
    }
    println!("at most {worst:.3} dB from the oracle");
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

//! Spectrum, noise floor, crest, onsets, PSR and stereo of signals whose figures are known.

use std::f64::consts::TAU;

use crate::support::Noise;
use testpress::audio::AudioBuffer;
use testpress::measure::{BAND_COUNT, CENTRES_HZ, Measurements, SILENT_BAND_DB, erb_centre_hz, measure};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::db_to_gain;

const RATE: u32 = 48_000;

fn measured(channels: Vec<Vec<f32>>) -> Measurements {
    run(measure(&AudioBuffer::new(channels, RATE), Stage::Measure, &mut Unpaced)).expect("a loudness")
}

fn plane(seconds: usize, mut at: impl FnMut(f64) -> f64) -> Vec<f32> {
    (0..seconds * RATE as usize).map(|n| at(n as f64 / f64::from(RATE)) as f32).collect()
}

fn noise(seconds: usize, gain: f64, seed: u64) -> Vec<f32> {
    let mut noise = Noise::new(seed);
    plane(seconds, |_| gain * noise.next())
}

#[test]
fn erb_bands_hold_the_power_of_what_lies_in_them() {
    let hz = erb_centre_hz(20);
    let m = measured(vec![plane(4, |t| 0.5 * (TAU * hz * t).sin())]);
    assert!((m.erb.level_db[20] - 10.0 * 0.125f64.log10()).abs() < 0.05, "{}", m.erb.level_db[20]);
    assert!(m.erb.level_db[17] < m.erb.level_db[20] - 60.0);
    // White noise of mean square 1/12 has the same power per hertz everywhere.
    let white = measured(vec![noise(20, 0.5, 1)]);
    for band in 5..41 {
        let erb_hz = 24.7 * (1.0 + 0.00437 * erb_centre_hz(band));
        let want = 10.0 * (1.0 / 12.0 * erb_hz / 24_000.0f64).log10();
        assert!((white.erb.level_db[band] - want).abs() < 0.5, "band {band}: {} dB, {want}", white.erb.level_db[band]);
    }
}

#[test]
fn correlation_and_width_per_band_are_those_of_the_channels() {
    // Below 500 Hz mono, above 2 kHz unrelated; a tone at 1 kHz 6 dB louder on the left.
    let (mut low, mut left, mut right) = (Noise::new(1), Noise::new(2), Noise::new(3));
    let mut channels = vec![Vec::new(), Vec::new()];
    let mut state = [0.0f64; 6];
    for n in 0..20 * RATE as usize {
        // Two poles each: the same noise low-passed for both, noises of their own high-passed.
        let mut low_pass = |at: usize, x: f64, pole: f64| {
            state[at] += pole * (x - state[at]);
            state[at + 1] += pole * (state[at] - state[at + 1]);
            state[at + 1]
        };
        let bass = low_pass(0, low.next(), 0.02);
        let (l, r) = (left.next(), right.next());
        let (l, r) = (l - low_pass(2, l, 0.6), r - low_pass(4, r, 0.6));
        let tone = (TAU * 1000.0 * n as f64 / f64::from(RATE)).sin();
        channels[0].push((bass + 0.05 * l + 0.2 * tone) as f32);
        channels[1].push((bass + 0.05 * r + 0.1 * tone) as f32);
    }
    let m = measured(channels);
    let stereo = m.stereo.expect("stereo");
    let side = m.spectrum.band_side_db();
    assert!(stereo.band_correlation[4] > 0.99 && side[4] < -25.0, "{:?}", stereo.band_correlation);
    assert!(stereo.band_correlation[16] > 0.98, "a tone panned is still one tone: {}", stereo.band_correlation[16]);
    // Panned by 2:1: mid 1.5, side 0.5.
    assert!((side[16] + 20.0 * 3f64.log10()).abs() < 0.3, "{}", side[16]);
    assert!(stereo.band_correlation[27].abs() < 0.1 && side[27].abs() < 0.5, "{} {}", stereo.band_correlation[27], side[27]);
}

#[test]
fn folding_to_mono_loses_what_the_channels_do_not_share() {
    let (a, b) = (noise(10, 0.3, 1), noise(10, 0.3, 2));
    let fold = |left: &Vec<f32>, right: &Vec<f32>| {
        let lost = measured(vec![left.clone(), right.clone()]).stereo.expect("stereo").mono_fold_lu;
        let mid: Vec<f32> = left.iter().zip(right).map(|(l, r)| 0.5 * (l + r)).collect();
        (lost, mid)
    };
    assert!(fold(&a, &a).0.abs() < 0.01);
    assert!((fold(&a, &b).0 - 3.01).abs() < 0.05);
    let inverted: Vec<f32> = a.iter().map(|x| -x).collect();
    assert_eq!(fold(&a, &inverted).0, 100.0);
    // As the meter has it: both channels before, the same mid on both after.
    let half: Vec<f32> = a.iter().zip(&b).map(|(x, y)| 0.8 * x + 0.2 * y).collect();
    let (lost, mid) = fold(&a, &half);
    let loudness = |l: &Vec<f32>, r: &Vec<f32>| measured(vec![l.clone(), r.clone()]).loudness.integrated_lufs;
    assert!((loudness(&a, &half) - loudness(&mid, &mid) - lost).abs() < 0.05, "{lost}");
}

#[test]
fn the_noise_floor_is_what_the_pauses_hold_and_unknown_without_pauses() {
    let hiss = noise(30, db_to_gain(-60.0), 4);
    let music = noise(30, db_to_gain(-14.0), 5);
    let seconds = |n: usize| n / RATE as usize;
    let paused: Vec<f32> = (0..hiss.len()).map(|n| hiss[n] + if seconds(n) % 6 < 4 { music[n] } else { 0.0 }).collect();
    let (m, alone) = (measured(vec![paused]), measured(vec![hiss.clone()]).spectrum.mid_db);
    for band in 6..BAND_COUNT {
        let (floor, want) = (m.spectrum.noise_floor_db[band], alone[band]);
        // A low percentile of few, narrow-band frames lies below their mean.
        assert!((-6.0..1.0).contains(&(floor - want)), "{} Hz: {floor} dB, is {want}", CENTRES_HZ[band]);
        assert!(band < 15 || floor - want > -1.5, "{} Hz: {floor} dB, is {want}", CENTRES_HZ[band]);
    }
    let dense: Vec<f32> = hiss.iter().zip(&music).map(|(h, m)| h + m).collect();
    assert_eq!(measured(vec![dense]).spectrum.noise_floor_db, [SILENT_BAND_DB; BAND_COUNT]);
    let cut: Vec<f32> = (0..hiss.len()).map(|n| if seconds(n) % 6 < 4 { music[n] } else { 0.0 }).collect();
    assert_eq!(measured(vec![cut]).spectrum.noise_floor_db, [SILENT_BAND_DB; BAND_COUNT], "digital silence is no floor");
}

#[test]
fn crest_per_octave_tells_a_steady_octave_from_a_struck_one() {
    // 500 Hz steady; 4 kHz in bursts of a twentieth of the time.
    let m = measured(vec![plane(20, |t| {
        let burst = if t % 0.5 < 0.025 { 1.0 } else { 0.0 };
        0.2 * (TAU * 517.0 * t).sin() + 0.2 * burst * (TAU * 4013.0 * t).sin()
    })]);
    let crest = m.dynamics.octave_crest_db;
    assert!((crest[4].expect("500 Hz") - 3.01).abs() < 0.4, "{crest:?}");
    assert!((crest[7].expect("4 kHz") - 3.01 - 13.01).abs() < 0.8, "{crest:?}");
    // Gaussian noise stands about 12 to 14 dB over its RMS.
    let mut source = Noise::new(7);
    let gaussian = plane(20, |_| 0.02 * (0..12).map(|_| source.next()).sum::<f64>());
    for crest in measured(vec![gaussian]).dynamics.octave_crest_db.iter().skip(3) {
        assert!((9.0..15.5).contains(&crest.expect("noise everywhere")), "{crest:?}");
    }
}

#[test]
fn onsets_are_sharp_where_hits_are_and_keep_time_where_they_do() {
    let hits = |attack_s: f64, jitter: f64| {
        let mut times = Noise::new(11);
        let mut starts: Vec<f64> = (0..60).map(|beat| 0.5 * f64::from(beat) + jitter * times.next()).collect();
        starts.sort_by(f64::total_cmp);
        let mut noise = Noise::new(12);
        plane(30, |t| {
            let since = starts.iter().rev().find(|&&s| s <= t).map_or(9.0, |s| t - s);
            let level = (since / attack_s).min(1.0) * (-since / 0.1).exp();
            0.3 * level * (noise.next() + (TAU * 70.0 * t).sin()) + 0.001 * noise.next()
        })
    };
    let (sharp, soft, loose) =
        (measured(vec![hits(0.001, 0.0)]), measured(vec![hits(0.06, 0.0)]), measured(vec![hits(0.001, 0.24)]));
    let held = measured(vec![plane(30, |t| 0.2 * ((TAU * 70.0 * t).sin() + (TAU * 700.0 * t).sin() + (TAU * 7000.0 * t).sin()))]);
    for band in 0..4 {
        let (sharp, soft, held) = (sharp.onsets.rise_db[band], soft.onsets.rise_db[band], held.onsets.rise_db[band]);
        assert!(sharp > soft + 3.0 && held < 1.0, "band {band}: {sharp} {soft} {held}");
    }
    let (even, loose) = (sharp.onsets.rhythm, loose.onsets.rhythm);
    assert!(even.regularity[0] > 0.8 && loose.regularity[0] < 0.4, "{even:?} {loose:?}");
    let interval = even.interval_s.expect("a beat");
    assert!((interval - 0.5).abs() < 0.03 || (interval - 1.0).abs() < 0.03, "{interval} s");
}

#[test]
fn psr_is_peak_over_loudness_of_the_same_three_seconds() {
    // A 1 kHz sine on both channels: peak -20, loudness -20 LUFS (Tech 3341, section 2.9): PSR 0.
    let tone = plane(20, |t| 0.1 * (TAU * 1000.0 * t).sin());
    let psr = measured(vec![tone.clone(), tone]).dynamics.psr.expect("20 s");
    assert!(psr.p10_db.abs() < 0.02 && psr.median_db.abs() < 0.02 && psr.below_8_db == 1.0, "{psr:?}");
    // The same with one click of 12 dB more each second for the second half.
    let clicks = plane(20, |t| {
        let click = if t > 10.0 && t % 1.0 < 0.0005 { 0.3 } else { 0.0 };
        (0.1 + click) * (TAU * 1000.0 * t).sin()
    });
    let psr = measured(vec![clicks.clone(), clicks]).dynamics.psr.expect("20 s");
    assert!(psr.p10_db < 0.1 && psr.median_db > 8.0, "{psr:?}");
    // From 7 s on, when a click comes into the window, to the end.
    assert!((psr.below_8_db - 70.0 / 171.0).abs() < 0.03, "{psr:?}");
    assert!(measured(vec![noise(2, 0.1, 1)]).dynamics.psr.is_none());
}

#[test]
fn after_a_gain_everything_is_as_measured_after_it() {
    let hiss = noise(12, 0.0004, 3);
    let half = |n: usize| (n / (3 * RATE as usize)).is_multiple_of(2);
    let music: Vec<f32> =
        noise(12, 0.4, 1).iter().zip(&hiss).enumerate().map(|(n, (m, h))| if half(n) { m + h } else { *h }).collect();
    let quieter: Vec<f32> = music.iter().map(|x| 0.25 * x).collect();
    let (mut said, mut is) =
        (measured(vec![music.clone(), hiss.clone()]), measured(vec![quieter, hiss.iter().map(|x| 0.25 * x).collect()]));
    said = said.after_gain(-20.0 * 4f64.log10());
    (said.integrity, is.integrity) = (None, None);
    let (said, is) = (serde_json::to_value(&said).expect("data"), serde_json::to_value(&is).expect("data"));
    alike("", &said, &is);
}

#[test]
fn short_and_odd_recordings_have_finite_figures() {
    for rate in [1_234u32, 8_000, 11_025, 32_000, 192_000, 384_000] {
        for (seconds, channels) in [(0.45, 1), (0.45, 2), (3.5, 2)] {
            let mut noise = Noise::new(u64::from(rate));
            let frames = (seconds * f64::from(rate)) as usize;
            let planes = (0..channels).map(|_| (0..frames).map(|_| 0.3 * noise.next() as f32).collect()).collect();
            let m = run(measure(&AudioBuffer::new(planes, rate), Stage::Measure, &mut Unpaced)).expect("a loudness");
            // JSON has no infinities: they would not come back.
            let text = serde_json::to_string(&m).expect("data");
            let back: Measurements =
                serde_json::from_str(&text).unwrap_or_else(|e| panic!("{rate} Hz, {seconds} s: {e}: {text}"));
            assert_eq!(back.dynamics.psr.is_some(), seconds > 3.0);
        }
    }
}

/// Every number of both within a thousandth.
fn alike(path: &str, a: &serde_json::Value, b: &serde_json::Value) {
    use serde_json::Value::{Array, Number, Object};
    match (a, b) {
        (Object(a), Object(b)) => {
            assert_eq!(a.len(), b.len(), "{path}");
            a.iter().for_each(|(key, a)| alike(&format!("{path}.{key}"), a, &b[key]));
        }
        (Array(a), Array(b)) => {
            assert_eq!(a.len(), b.len(), "{path}");
            a.iter().zip(b).enumerate().for_each(|(i, (a, b))| alike(&format!("{path}[{i}]"), a, b));
        }
        (Number(a), Number(b)) => {
            let (a, b) = (a.as_f64().expect("a number"), b.as_f64().expect("a number"));
            assert!((a - b).abs() < 1e-3, "{path}: {a} and {b}");
        }
        (a, b) => assert_eq!(a, b, "{path}"),
    }
}

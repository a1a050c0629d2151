//! The saturation folds nothing back, moves nothing in time, and leaves what is below its knee as it was.

use std::f64::consts::TAU;

use crate::support::{decoded, real_songs, signal};
use testpress::audio::AudioBuffer;
use testpress::dsp::interpolate::PeakScan;
use testpress::dsp::saturate::{Saturator, SaturatorParams};
use testpress::mastering::plan::Saturation;
use testpress::mastering::saturation::{SaturationReport, apply};
use testpress::pace::{Unpaced, run};
use testpress::units::{db_to_gain, gain_to_db};

const SIZE: usize = 1 << 15;

/// Knee 6 dB below full.
fn params(full: f64, most_db: f64) -> SaturatorParams {
    SaturatorParams { knee: full * db_to_gain(-6.0), full, most_db }
}

fn saturated(plane: &[f32], params: &SaturatorParams, block: usize) -> Vec<f32> {
    let mut out = plane.to_vec();
    let mut saturator = Saturator::new(params);
    for start in (0..plane.len()).step_by(block) {
        saturator.process(&mut out, start..(start + block).min(plane.len()));
    }
    out
}

/// Magnitudes of the bins of `SIZE` samples under a four-term Blackman-Harris window, whose side lobes are 92 dB down (Harris 1978).
fn magnitudes(samples: &[f32]) -> Vec<f64> {
    let forward = realfft::RealFftPlanner::<f64>::new().plan_fft_forward(SIZE);
    let mut time: Vec<f64> = (0..SIZE)
        .map(|n| {
            let terms = [0.358_75, -0.488_29, 0.141_28, -0.011_68];
            let window: f64 = terms.iter().enumerate().map(|(k, a)| a * (TAU * (k * n) as f64 / SIZE as f64).cos()).sum();
            window * f64::from(samples[n])
        })
        .collect();
    let mut bins = forward.make_output_vec();
    forward.process(&mut time, &mut bins).expect("lengths fit");
    bins.iter().map(|bin| bin.norm()).collect()
}

/// The highest line below 20 kHz that is no harmonic of a tone driven to full, in dB over the tone.
fn worst_alias_dbc(hz: f64, rate: f64, params: &SaturatorParams) -> f64 {
    // On an odd bin: no alias of a power-of-two transform can fall on a harmonic.
    let bin = 2 * (hz / rate * SIZE as f64 / 2.0) as usize + 1;
    let tone: Vec<f32> =
        (0..SIZE + 2000).map(|n| (params.full * (TAU * ((bin * n) % SIZE) as f64 / SIZE as f64).sin()) as f32).collect();
    let lines = magnitudes(&saturated(&tone, params, tone.len())[1000..]);
    let worst = (5..(20_000.0 / rate * SIZE as f64) as usize)
        .filter(|line| (line + 4) % bin > 8)
        .map(|line| lines[line])
        .fold(0.0, f64::max);
    gain_to_db(worst / lines[bin])
}

/// The curve by its formula, in f64: y = x - sign(x) w s t^4/(t^3 + b^3).
fn curve(x: f64, params: &SaturatorParams) -> f64 {
    let width = params.full - params.knee;
    let t = (x.abs() - params.knee).max(0.0) / width;
    let loss = params.full * (1.0 - db_to_gain(-params.most_db));
    let bend = 0.7 * width / loss - 1.0;
    x - (0.7 * width * t.powi(4) / (t.powi(3) + bend)).copysign(x)
}

/// What a long stretch of one value becomes.
fn level(x: f64, params: &SaturatorParams) -> f64 {
    f64::from(saturated(&[x as f32; 600], params, 600)[300])
}

#[test]
fn nothing_folds_back() {
    for rate in [44_100.0, 48_000.0] {
        for hz in [1000.0, 3300.0, 5000.0, 8300.0, 9500.0, 11_000.0] {
            for most_db in [1.0, 1.2, 1.5] {
                let alias_dbc = worst_alias_dbc(hz, rate, &params(1.0, most_db));
                assert!(alias_dbc <= -80.0, "{hz} Hz at {rate} Hz, {most_db} dB: {alias_dbc:.1} dBc");
            }
        }
    }
}

#[test]
fn the_curve_is_straight_to_its_knee_then_bends_smoothly_and_keeps_rising() {
    for (full, knee_db, most_db) in [(1.0, -6.0, 1.2), (0.02, -6.0, 1.5), (3.0, -12.0, 1.0), (1.0, -3.0, 1.0)] {
        let params = SaturatorParams { knee: full * db_to_gain(knee_db), full, most_db };
        assert_eq!(level(0.999 * params.knee, &params), f64::from((0.999 * params.knee) as f32));
        let lost_db = gain_to_db(full / level(full, &params));
        assert!((lost_db - most_db).abs() < 1e-4, "{lost_db} dB of {most_db}");
        let mut before = 0.0;
        for step in 1..200 {
            let x = full * f64::from(step) / 50.0;
            let y = level(x, &params);
            assert!((y - curve(x, &params)).abs() < 1e-6 * x, "{x}: {y}");
            assert!(y <= x * 1.000_001 && y - before > full / 50.0 / 15.5, "{x}: {y} after {before}");
            assert_eq!(level(-x, &params), -y);
            before = y;
        }
        // Second derivative on both sides of the knee.
        let (h, at) = (1e-3 * full, params.knee);
        let second = |x: f64| (curve(x + h, &params) - 2.0 * curve(x, &params) + curve(x - h, &params)) * full / (h * h);
        assert!((second(at) - second(at - 2.0 * h)).abs() < 0.01 && (second(at + h) - second(at)).abs() < 0.05);
    }
}

#[test]
fn asked_for_more_than_a_rising_curve_can_lose_it_still_rises() {
    let params = SaturatorParams { knee: 0.9, full: 1.0, most_db: 6.0 };
    let levels: Vec<f64> = (0..400).map(|step| level(f64::from(step) / 100.0, &params)).collect();
    assert!(levels.windows(2).all(|pair| pair[1] > pair[0]));
    for idle in [
        SaturatorParams { knee: 1.0, full: 1.0, most_db: 1.0 },
        SaturatorParams { knee: 0.5, full: 1.0, most_db: 0.0 },
        SaturatorParams { knee: 0.5, full: f64::NAN, most_db: 1.0 },
    ] {
        assert_eq!(level(1.7, &idle), f64::from(1.7f32));
    }
}

#[test]
fn far_from_a_peak_all_is_as_it_was_and_a_peak_stays_in_its_place() {
    let mut plane = signal(1, 44_100, 1.0).remove(0);
    plane.iter_mut().for_each(|x| *x *= 0.4);
    let quiet = plane.clone();
    // A slow bump: its change is symmetric about its middle.
    let at = 20_000;
    for n in 0..400usize {
        let bump = 0.5 - 0.5 * (TAU * n as f64 / 400.0).cos();
        plane[at - 200 + n] = bump as f32;
    }
    let out = saturated(&plane, &params(1.0, 1.2), 4096);
    let bits = |x: &[f32]| x.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&out[..at - 500]), bits(&plane[..at - 500]));
    assert_eq!(bits(&out[at + 500..]), bits(&plane[at + 500..]));
    assert_eq!(bits(&saturated(&quiet, &params(1.0, 1.2), 4096)), bits(&quiet));
    let expected = curve(1.0, &params(1.0, 1.2));
    assert!((f64::from(out[at]) - expected).abs() < 1e-4, "{} of {expected}", out[at]);
    for n in 1..200 {
        let (before, after) = (out[at - n] - plane[at - n], out[at + n] - plane[at + n]);
        assert!((before - after).abs() < 1e-6, "{n} frames off: {before}, {after}");
    }
}

#[test]
fn blocks_and_polarity_do_not_matter_and_a_saturator_can_be_used_again() {
    let plane: Vec<f32> = signal(1, 44_100, 0.5).remove(0).iter().map(|x| 1.5 * x).collect();
    let params = params(1.0, 1.5);
    let whole = saturated(&plane, &params, plane.len());
    assert!(whole != plane);
    for block in [1, 7, 119, 120, 121, 4096] {
        assert!(saturated(&plane, &params, block) == whole, "blocks of {block}");
    }
    let inverted: Vec<f32> = plane.iter().map(|x| -x).collect();
    assert!(saturated(&inverted, &params, 1000).iter().zip(&whole).all(|(a, b)| (-a).to_bits() == b.to_bits()));
    let mut saturator = Saturator::new(&params);
    for _ in 0..2 {
        let mut again = plane.clone();
        saturator.process(&mut again, 0..plane.len());
        assert!(again == whole);
    }
}

#[test]
fn peaks_between_samples_are_not_skipped() {
    let params = params(1.0, 1.5);
    for step in 0..40 {
        // Pairs of equal sign at a quarter of the rate: a sine whose peaks lie between samples, 3 dB over them.
        let peak = 0.46 + 0.005 * f64::from(step);
        let plane: Vec<f32> = (0..2000).map(|n| (peak * 0.5f64.sqrt() * [1.0, 1.0, -1.0, -1.0][n % 4]) as f32).collect();
        assert!(plane.iter().all(|x| f64::from(x.abs()) < params.knee));
        let acted = saturated(&plane, &params, 512)[900..1100] != plane[900..1100];
        assert!(acted || peak < 1.06 * params.knee, "left alone with peaks of {peak}");
        assert!(!acted || peak > 0.999 * params.knee, "acted on peaks of {peak}");
    }
}

#[test]
fn what_is_no_audio_does_no_harm() {
    let params = params(1.0, 1.2);
    assert!(saturated(&[], &params, 1).is_empty());
    for frames in [1, 2, 5, 119, 241] {
        let silence = vec![-0.0f32; frames];
        assert!(saturated(&silence, &params, 50).iter().all(|x| x.to_bits() == (-0.0f32).to_bits()));
        let full = saturated(&vec![1.0; frames], &params, 50);
        assert!(full.iter().all(|x| (0.5..1.05).contains(x)), "{full:?}");
    }
    for poison in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MAX] {
        let mut plane: Vec<f32> = signal(1, 44_100, 0.2).remove(0).iter().map(|x| 1.5 * x).collect();
        let clean = saturated(&plane, &params, 1000);
        plane[4000] = poison;
        let out = saturated(&plane, &params, 1000);
        assert_eq!(out[4000].to_bits(), poison.to_bits());
        for (n, (x, clean)) in out.iter().zip(&clean).enumerate() {
            assert!(n == 4000 || x.is_finite(), "{poison} at 4000 spread to {n}");
            assert!((3900..4100).contains(&n) || x == clean, "{poison} at 4000 changed {n}");
        }
    }
}

fn true_peak(audio: &AudioBuffer) -> f64 {
    let mut scan = PeakScan::new();
    audio.channels().iter().fold(0.0f64, |peak, plane| peak.max(scan.peak(plane, 0..plane.len(), 0.0).into()))
}

fn stage(audio: &AudioBuffer, knee_below_db: f64, most_db: f64) -> (AudioBuffer, SaturationReport) {
    let mut out = audio.clone();
    let saturation = Saturation { knee_below_peak_db: knee_below_db, most_db };
    let report = run(apply(&mut out, &saturation, &mut Unpaced)).expect("never superseded");
    (out, report)
}

#[test]
fn the_stage_says_what_it_did_and_keeps_the_centre() {
    for rate in [8000, 44_100, 192_000] {
        let plane: Vec<f32> = signal(1, rate, 2.0).remove(0);
        let (mono, report) = stage(&AudioBuffer::new(vec![plane.clone()], rate), 6.0, 1.2);
        // The clicks are noise up to half the rate, where the filters upwards let go.
        assert!((0.9..1.3).contains(&report.most_reduction_db), "{rate} Hz: {report:?}");
        let over = true_peak(&AudioBuffer::new(vec![plane.clone()], rate)) * db_to_gain(-6.0);
        let share = 100.0 * plane.iter().filter(|x| f64::from(x.abs()) > over).count() as f64 / plane.len() as f64;
        assert!((report.acted_percent - share).abs() < 0.1 + 0.05 * share, "{rate} Hz: {report:?}, {share} % of the samples");
        let (both, stereo_report) = stage(&AudioBuffer::new(vec![plane.clone(), plane], rate), 6.0, 1.2);
        assert_eq!(both.channels()[0], both.channels()[1]);
        assert_eq!(both.channels()[0], mono.channels()[0]);
        assert_eq!(stereo_report.most_reduction_db, report.most_reduction_db);
    }
}

#[test]
fn real_songs_lose_peak_and_keep_the_rest() {
    for song in real_songs().iter().filter(|song| song.seconds < 110.0 && song.path.to_string_lossy().contains("music")) {
        let audio = decoded(song);
        let (out, report) = stage(&audio, 6.0, 1.2);
        let lower_db = gain_to_db(true_peak(&audio) / true_peak(&out));
        assert!((0.5..1.3).contains(&lower_db), "{}: {lower_db:.2} dB lower, {report:?}", song.name());
        assert!(report.acted_percent < 20.0, "{}: {report:?}", song.name());
    }
}

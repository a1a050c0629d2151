//! Each stage of the chain does what its part of the plan says, alone, measured on its output.

use std::f64::consts::TAU;

use crate::support::{Noise, measurements};
use testpress::audio::AudioBuffer;
use testpress::mastering::plan::{BandCompression, Dynamics, Limiting, LoudnessGoal, Plan, Tone, Width};
use testpress::mastering::{Controls, master, plan};
use testpress::measure::{BAND_COUNT, CENTRES_HZ};
use testpress::pace::{Unpaced, run};

const RATE: u32 = 48_000;

/// A plan in which nothing happens but what the test puts in; so quiet that the limiter rests.
fn nothing(audio: &AudioBuffer) -> Plan {
    let mut plan = plan(&measurements(audio), &Controls::UNTOUCHED, None);
    (plan.tone, plan.dynamics, plan.width, plan.saturation) = (None, None, None, None);
    plan.loudness = LoudnessGoal { target_lufs: -40.0, ceiling_dbtp: -1.0, mix_lra_lu: 6.0, limiting: Limiting::WhileClean };
    plan
}

fn rendered(audio: &AudioBuffer, plan: &Plan) -> AudioBuffer {
    run(master(audio, plan, &mut Unpaced)).expect("a master").audio
}

fn noise(seconds: usize, seed: u64) -> Vec<f32> {
    let mut noise = Noise::new(seed);
    (0..seconds * RATE as usize).map(|_| 0.2 * noise.next() as f32).collect()
}

fn sine(hz: f64, seconds: usize) -> Vec<f32> {
    (0..seconds * RATE as usize).map(|n| (0.3 * (TAU * hz * n as f64 / f64::from(RATE)).sin()) as f32).collect()
}

/// Amplitude and phase of a tone in the middle of a plane.
fn tone_at(plane: &[f32], hz: f64) -> (f64, f64) {
    let middle = &plane[plane.len() / 4..3 * plane.len() / 4];
    let (mut re, mut im) = (0.0, 0.0);
    for (n, &x) in middle.iter().enumerate() {
        let angle = TAU * hz * n as f64 / f64::from(RATE);
        re += f64::from(x) * angle.cos();
        im += f64::from(x) * angle.sin();
    }
    (re.hypot(im), im.atan2(re).to_degrees())
}

#[test]
fn the_equaliser_gives_each_band_its_gain() {
    let audio = AudioBuffer::new(vec![noise(12, 1), noise(12, 2)], RATE);
    let mut plan = nothing(&audio);
    let gains_db: [f64; BAND_COUNT] = std::array::from_fn(|band| 2.0 * (band as f64 / 4.0).sin());
    plan.tone = Some(Tone { gains_db });
    let (before, after) = (measurements(&audio).spectrum.total_db(), measurements(&rendered(&audio, &plan)).spectrum.total_db());
    let offset = after[16] - before[16] - gains_db[16];
    for band in 2..BAND_COUNT {
        let got = after[band] - before[band] - offset;
        assert!((got - gains_db[band]).abs() < 0.3, "{} Hz: {:.2} dB asked, {got:.2} got", CENTRES_HZ[band], gains_db[band]);
    }
}

#[test]
fn bass_goes_to_the_centre_and_the_side_keeps_its_phase() {
    let corner = 110.0;
    for (hz, high_pass_db) in [(40.0f64, -17.6), (110.0, -3.01), (1000.0, 0.0)] {
        // On the left only: half of it is mid, half side, in phase.
        let audio = AudioBuffer::new(vec![sine(hz, 6), vec![0.0; 6 * RATE as usize]], RATE);
        let mut plan = nothing(&audio);
        plan.width = Some(Width { mono_below_hz: Some(corner), side_db: [1.0; BAND_COUNT] });
        let out = rendered(&audio, &plan);
        let combine =
            |sign: f32| -> Vec<f32> { out.channels()[0].iter().zip(&out.channels()[1]).map(|(l, r)| l + sign * r).collect() };
        let ((mid, mid_phase), (side, side_phase)) = (tone_at(&combine(1.0), hz), tone_at(&combine(-1.0), hz));
        let got = 20.0 * (side / mid).log10();
        assert!((got - (high_pass_db + 1.0)).abs() < 0.2, "{hz} Hz: side {got:.2} dB, asked {:.2}", high_pass_db + 1.0);
        assert!((side_phase - mid_phase).abs() < 1.0, "{hz} Hz: side turned by {:.2} degrees", side_phase - mid_phase);
    }
}

#[test]
fn the_compressor_holds_beats_and_keeps_sections_apart() {
    // A beat twice a second, 14 dB over its bed; the second half of the song 8 dB louder than the first.
    let mut bed = Noise::new(5);
    let plane: Vec<f32> = (0..40 * RATE as usize)
        .map(|n| {
            let beat = if n % (RATE as usize / 2) < RATE as usize / 10 { 0.25 } else { 0.05 };
            let section = if n < 20 * RATE as usize { 0.4 } else { 1.0 };
            (section * beat * bed.next()) as f32
        })
        .collect();
    let audio = AudioBuffer::new(vec![plane.clone(), plane], RATE);
    let mut plan = nothing(&audio);
    let band = |from_hz: f64, to_hz: f64| BandCompression {
        from_hz,
        to_hz,
        threshold_over_mean_db: 0.0,
        ratio: 1.8,
        attack_ms: 5.0,
        release_ms: 80.0,
        most_db: 2.5,
    };
    plan.dynamics = Some(Dynamics {
        bands: vec![band(20.0, 120.0), band(120.0, 900.0), band(900.0, 5500.0), band(5500.0, 20_000.0)],
        glue: None,
    });
    let result = run(master(&audio, &plan, &mut Unpaced)).expect("a master");
    assert_eq!(result.outcome.compression_most_db.len(), 4);
    for most in &result.outcome.compression_most_db {
        assert!((1.0..=2.5).contains(most), "{most} dB");
    }
    let (before, after) = (measurements(&audio), &result.outcome.after);
    // Each beat is 0.1 s of every 0.5; its bed is looked at once the release is over.
    let contrast = |audio: &AudioBuffer| {
        let power = |from: usize, to: usize| {
            let period = RATE as usize / 2;
            let parts =
                audio.channels()[0].chunks(period).map(|beat| beat[from..to].iter().map(|x| f64::from(x * x)).sum::<f64>());
            parts.sum::<f64>() / (to - from) as f64
        };
        10.0 * (power(0, RATE as usize / 10) / power(RATE as usize / 3, RATE as usize * 2 / 5)).log10()
    };
    let held = contrast(&audio) - contrast(&result.audio);
    assert!((1.0..=2.5).contains(&held), "beats stand {held} dB less over their bed");
    assert!(
        (before.loudness.lra_lu - after.loudness.lra_lu).abs() < 0.3,
        "{} -> {}",
        before.loudness.lra_lu,
        after.loudness.lra_lu
    );
    let (old, new) = (before.spectrum.shape_db(), after.spectrum.shape_db());
    for band in 4..BAND_COUNT {
        assert!((old[band] - new[band]).abs() < 0.5, "{} Hz moved by {} dB", CENTRES_HZ[band], new[band] - old[band]);
    }
}

#[test]
fn spectrum_crest_and_correlation_read_known_signals() {
    let tone = sine(1000.0, 5);
    let inverted: Vec<f32> = tone.iter().map(|x| -x).collect();
    let same = measurements(&AudioBuffer::new(vec![tone.clone(), tone.clone()], RATE));
    assert!((same.dynamics.crest_db - 3.01).abs() < 0.02, "{}", same.dynamics.crest_db);
    // 0.3 amplitude: a mean square of 0.045.
    assert!((same.spectrum.mid_db[16] - 10.0 * 0.045f64.log10()).abs() < 0.05, "{}", same.spectrum.mid_db[16]);
    assert!(same.spectrum.mid_db[12] < same.spectrum.mid_db[16] - 60.0);
    let correlation =
        |right: Vec<f32>| measurements(&AudioBuffer::new(vec![tone.clone(), right], RATE)).stereo.expect("stereo").correlation;
    assert!((correlation(tone.clone()) - 1.0).abs() < 1e-6);
    assert!((correlation(inverted) + 1.0).abs() < 1e-6);
    assert!(correlation(noise(5, 3)).abs() < 0.02);
    // One channel alone is as much side as mid.
    let one = measurements(&AudioBuffer::new(vec![noise(5, 4), vec![0.0; 5 * RATE as usize]], RATE));
    assert!(one.stereo.expect("stereo").side_db.abs() < 0.01);
}

//! The chain on real songs: loudness, ceiling, alignment, identity, and what it must leave alone.

use crate::support::{Noise, decoded, oracle_peak, real_songs};
use testpress::audio::AudioBuffer;
use testpress::demo::demo_mix;
use testpress::mastering::{Controls, LoudnessChoice, Mastered, Plan, Reach, StyleId, master, plan};
use testpress::measure::{Measurements, measure};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::{db_to_gain, gain_to_db};

const CEILING_DBTP: f64 = -1.0;

fn measured(audio: &AudioBuffer) -> Measurements {
    run(measure(audio, Stage::Measure, &mut Unpaced)).expect("a loudness")
}

fn mastered(audio: &AudioBuffer, controls: &Controls) -> (Measurements, Plan, Mastered) {
    let before = measured(audio);
    let plan = plan(&before, controls);
    let mastered = run(master(audio, &before, &plan, &mut Unpaced)).expect("a master");
    (before, plan, mastered)
}

fn exactly(lufs: f64) -> Controls {
    Controls { loudness: LoudnessChoice::Exactly { lufs }, ..Controls::UNTOUCHED }
}

/// An independent reading: the `ebur128` crate.
fn independent_lufs(audio: &AudioBuffer) -> f64 {
    let mut meter = ebur128::EbuR128::new(audio.channels().len() as u32, audio.sample_rate(), ebur128::Mode::I).expect("a meter");
    let planes: Vec<&[f32]> = audio.channels().iter().map(Vec::as_slice).collect();
    meter.add_frames_planar_f32(&planes).expect("frames");
    meter.loudness_global().expect("a loudness")
}

#[test]
fn real_songs_reach_their_loudness_or_say_so_and_never_pass_the_ceiling() {
    for song in real_songs() {
        let audio = decoded(&song);
        let name = song.name();
        for controls in [Controls::UNTOUCHED, exactly(-14.0), exactly(-9.0)] {
            let (before, plan, result) = mastered(&audio, &controls);
            let lufs = independent_lufs(&result.audio);
            let (reached, target) = match result.outcome.reach {
                Reach::Reached { lufs } => (lufs, plan.loudness.target_lufs),
                Reach::StoppedClean { reached_lufs, asked_lufs } => {
                    assert!(reached_lufs < asked_lufs, "{name}: stopped at {reached_lufs}, asked {asked_lufs}");
                    (reached_lufs, reached_lufs)
                }
            };
            assert!((lufs - reached).abs() <= 0.05, "{name}: says {reached}, is {lufs} LUFS");
            assert!((reached - target).abs() <= 0.1, "{name}: {reached} LUFS, target {target}");

            let after = measured(&result.audio);
            assert!((after.loudness.integrated_lufs - result.outcome.after.loudness.integrated_lufs).abs() < 1e-3, "{name}");
            assert!(result.outcome.after.peaks.true_peak_dbtp <= CEILING_DBTP, "{name}");
            for plane in result.audio.channels() {
                // The oracle works on stretches: the loudest second is enough to prove the ceiling there.
                let loudest = plane.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).map_or(0, |(at, _)| at);
                let from = loudest.saturating_sub(8192);
                let stretch = &plane[from..(from + 16_384).min(plane.len())];
                let peak = gain_to_db(oracle_peak(stretch));
                assert!(peak <= CEILING_DBTP + 0.05, "{name}: {peak} dBTP");
            }
            assert_eq!(result.audio.frames(), audio.frames(), "{name}");
            assert_eq!(result.audio.sample_rate(), audio.sample_rate(), "{name}");
            assert_eq!(result.audio.is_mono(), audio.is_mono(), "{name}");
            let (lra, was) = (result.outcome.after.loudness.lra_lu, before.loudness.lra_lu);
            println!("{name}: {was:.2} -> {lra:.2} LU, {:?}", result.outcome.reach);
        }
    }
}

#[test]
fn the_demo_mix_has_the_faults_it_is_made_for_and_they_are_found() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let (before, plan, result) = mastered(&audio, &Controls::UNTOUCHED);
    assert!((before.loudness.integrated_lufs + 18.0).abs() < 0.01);
    assert!((38.0..43.0).contains(&audio.seconds()));
    let shape = before.spectrum.shape_db();
    let style = StyleId::Pop.style();
    assert!(shape[10] - style.curve_db[10] > 2.3, "250 Hz: {:.1} dB against {:.1}", shape[10], style.curve_db[10]);
    assert!(shape[25] - style.curve_db[25] < -3.7, "8 kHz: {:.1} dB against {:.1}", shape[25], style.curve_db[25]);
    let gains = plan.tone.expect("an equaliser").gains_db;
    assert!(gains[10] < -0.5 || gains[9] < -0.5 || gains[11] < -0.5, "{gains:?}");
    assert!(gains[23..27].iter().any(|&db| db > 0.5), "{gains:?}");
    assert!(matches!(result.outcome.reach, Reach::Reached { .. }), "{:?}", result.outcome.reach);
}

#[test]
fn where_there_is_nothing_to_do_it_is_one_gain() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let before = measured(&audio);
    let mut neutral = plan(&before, &exactly(-20.0));
    (neutral.tone, neutral.dynamics, neutral.width) = (None, None, None);
    let result = run(master(&audio, &before, &neutral, &mut Unpaced)).expect("a master");
    let gain = db_to_gain(-2.0);
    for (plane, original) in result.audio.channels().iter().zip(audio.channels()) {
        let worst = plane.iter().zip(original).map(|(y, x)| (f64::from(*y) - gain * f64::from(*x)).abs()).fold(0.0, f64::max);
        assert!(gain_to_db(worst) < -80.0, "{} dB", gain_to_db(worst));
    }
}

#[test]
fn polarity_and_channel_swaps_go_through_exactly() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let (left, right) = (&audio.channels()[0], &audio.channels()[1]);
    let (_, first_plan, first) = mastered(&audio, &exactly(-12.0));
    let negative = |plane: &[f32]| plane.iter().map(|x| -x).collect::<Vec<f32>>();
    let inverted = AudioBuffer::new(vec![negative(left), negative(right)], audio.sample_rate());
    let (_, second_plan, second) = mastered(&inverted, &exactly(-12.0));
    assert_eq!(first_plan, second_plan);
    for (a, b) in first.audio.channels().iter().zip(second.audio.channels()) {
        assert!(a.iter().zip(b).all(|(a, b)| *a == -b));
    }
    let swapped = AudioBuffer::new(vec![right.clone(), left.clone()], audio.sample_rate());
    let (_, _, third) = mastered(&swapped, &exactly(-12.0));
    let difference =
        first.audio.channels()[0].iter().zip(&third.audio.channels()[1]).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(difference < 1e-5, "{difference}");
}

#[test]
fn hostile_signals_stay_below_the_ceiling() {
    let rate = 44_100;
    let frames = 5 * rate as usize;
    let mut noise = Noise::new(3);
    let clicks: Vec<f32> = (0..frames).map(|n| if n % 997 == 0 { 4.0 } else { 0.01 * noise.next() as f32 }).collect();
    let square: Vec<f32> = (0..frames).map(|n| if n / 2 % 2 == 0 { 0.9 } else { -0.9 }).collect();
    let onset: Vec<f32> = (0..frames).map(|n| 3.0 * (-(n as f32) / 20_000.0).exp() * (n as f32 * 0.05).cos()).collect();
    let white: Vec<f32> = (0..frames).map(|_| noise.next() as f32).collect();
    for (name, plane) in [("clicks", clicks), ("square", square), ("onset", onset), ("white", white)] {
        for channels in [vec![plane.clone()], vec![plane.clone(), plane.iter().map(|x| 0.5 * x).collect()]] {
            let audio = AudioBuffer::new(channels, rate);
            let (_, _, result) = mastered(&audio, &exactly(-8.0));
            assert!(
                result.outcome.after.peaks.true_peak_dbtp <= CEILING_DBTP,
                "{name}: {}",
                result.outcome.after.peaks.true_peak_dbtp
            );
            for plane in result.audio.channels() {
                let peak = gain_to_db(oracle_peak(&plane[..1 << 15]));
                // White noise up to Nyquist lies partly where no meter of the standard looks.
                let allowed = if name == "white" || name == "clicks" { 1.0 } else { 0.05 };
                assert!(peak <= CEILING_DBTP + allowed, "{name}: {peak} dBTP");
            }
        }
    }
}

#[test]
fn a_mono_song_stays_one_channel_and_a_centred_one_stays_centred() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let mid: Vec<f32> = audio.channels()[0].iter().zip(&audio.channels()[1]).map(|(l, r)| 0.5 * (l + r)).collect();
    let centred = AudioBuffer::new(vec![mid.clone(), mid], audio.sample_rate());
    let (_, _, result) = mastered(&centred, &Controls::UNTOUCHED);
    assert_eq!(result.audio.channels()[0], result.audio.channels()[1]);
}

//! Do no harm: what is finished, quiet, noisy, mono or merely louder comes out as it should.

use crate::support::{Noise, Song, decoded, independent_lufs, measurements, real_songs, signal};
use testpress::audio::AudioBuffer;
use testpress::demo::demo_mix;
use testpress::mastering::{Controls, Decision, LoudnessChoice, Mastered, Plan, Reach, StyleId, master, plan};
use testpress::measure::{HopPowers, Measurements, survey};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::db_to_gain;

fn mastered(audio: &AudioBuffer, controls: &Controls) -> (Measurements, Plan, Mastered) {
    let before = measurements(audio);
    let plan = plan(&before, controls, None);
    let mastered = run(master(audio, &plan, &mut Unpaced)).expect("a master");
    (before, plan, mastered)
}

fn demo() -> AudioBuffer {
    run(demo_mix(&mut Unpaced)).expect("a mix")
}

fn in_style(id: StyleId) -> Controls {
    Controls { style: Some(id), ..Controls::UNTOUCHED }
}

fn largest_gain_db(plan: &Plan) -> f64 {
    plan.tone.as_ref().map_or(0.0, |tone| tone.gains_db.iter().fold(0.0, |m: f64, db| m.max(db.abs())))
}

/// `seconds` from the middle of a song.
fn excerpt(song: &Song, seconds: usize) -> AudioBuffer {
    let audio = decoded(song);
    let length = (seconds * audio.sample_rate() as usize).min(audio.frames());
    let from = (audio.frames() - length) / 2;
    AudioBuffer::new(audio.channels().iter().map(|plane| plane[from..from + length].to_vec()).collect(), audio.sample_rate())
}

#[test]
fn a_master_of_ours_is_left_alone_the_second_time() {
    let songs = real_songs();
    let short = songs.iter().filter(|song| song.seconds < 150.0 && song.rate > 40_000).map(decoded);
    for audio in short.chain([demo()]) {
        let (_, first_plan, first) = mastered(&audio, &Controls::UNTOUCHED);
        let style = first_plan.style.id;
        let (before, second_plan, second) = mastered(&first.audio, &in_style(style));
        let (was, is) = (largest_gain_db(&first_plan), largest_gain_db(&second_plan));
        // Half of an excess comes back each time: 2 dB of it leave 1, of which half would be 0.5.
        assert!(is < 0.5 || was > 1.0 && is <= was, "{style:?}: the equaliser moved {was} dB, then {is} dB");
        let lost = before.plr_db() - second.outcome.after.plr_db();
        assert!(lost < 0.5, "{style:?}: {lost} dB of PLR lost the second time");
    }
}

#[test]
fn a_finished_master_goes_through_and_is_told_so() {
    // A finished record, made by a plan that had everything to do: its own style finds nothing left.
    let (_, _, first) = mastered(&demo(), &in_style(StyleId::Pop));
    let (_, _, second) = mastered(&first.audio, &in_style(StyleId::Pop));
    let (_, _, third) = mastered(&second.audio, &in_style(StyleId::Pop));
    let (before, plan, result) = mastered(&third.audio, &in_style(StyleId::Pop));
    assert!(plan.decisions.iter().any(|d| matches!(d, Decision::AlreadyFinished { .. })), "{:?}", plan.decisions);
    assert!((result.outcome.after.plr_db() - before.plr_db()).abs() < 0.05);
    assert!((result.outcome.after.loudness.integrated_lufs - before.loudness.integrated_lufs).abs() < 0.2);
    // A wish is granted, without making it any quieter or touching the rest; half of everything is still nothing.
    let (_, brighter, warm) = mastered(&third.audio, &Controls { tilt_db: 0.5, ..in_style(StyleId::Pop) });
    assert!(brighter.dynamics.is_none() && brighter.tone.is_some());
    assert!((warm.outcome.after.loudness.integrated_lufs - before.loudness.integrated_lufs).abs() < 0.1);
    let (_, half, _) = mastered(&third.audio, &Controls { amount: 0.5, ..in_style(StyleId::Pop) });
    assert_eq!(half.decisions, plan.decisions);
    let (_, unfinished, _) = mastered(&demo(), &Controls { amount: 0.1, ..in_style(StyleId::Pop) });
    assert!(!unfinished.decisions.iter().any(|d| matches!(d, Decision::AlreadyFinished { .. })));
    // Asked for more, it does it.
    let louder = Controls { loudness: LoudnessChoice::Loud, ..in_style(StyleId::Pop) };
    let (_, plan, _) = mastered(&third.audio, &louder);
    assert!(!plan.decisions.iter().any(|d| matches!(d, Decision::AlreadyFinished { .. })));
}

#[test]
fn hiss_is_not_lifted() {
    let rate = 44_100;
    let mut hiss = Noise::new(11);
    // Notes of 0.7 s with pauses, nothing above 2 kHz but hiss.
    let plane: Vec<f32> = (0..30 * rate)
        .map(|n| {
            let t = n as f64 / f64::from(rate);
            let on = if t % 1.0 < 0.7 { 1.0 } else { 0.0 };
            let tones: f64 = [60.0, 110.0, 220.0, 330.0, 660.0, 1320.0]
                .iter()
                .map(|hz| (std::f64::consts::TAU * hz * t).sin() * 60.0 / hz)
                .sum();
            (0.2 * on * tones + 0.0008 * hiss.next()) as f32
        })
        .collect();
    let audio = AudioBuffer::new(vec![plane.clone(), plane], rate as u32);
    let (_, plan, _) = mastered(&audio, &in_style(StyleId::Pop));
    if let Some(tone) = &plan.tone {
        for (hz, gain) in testpress::measure::CENTRES_HZ.iter().zip(tone.gains_db).skip(20) {
            assert!(gain <= 0.0, "{hz} Hz lifted by {gain} dB");
        }
    }
}

#[test]
fn quiet_beginnings_and_endings_keep_their_shape() {
    let mut audio = demo();
    let rate = audio.sample_rate() as usize;
    let frames = audio.frames();
    for plane in audio.channels_mut() {
        for (n, x) in plane.iter_mut().enumerate() {
            let edge = n.min(frames - 1 - n) as f64 / rate as f64;
            *x *= db_to_gain(-24.0 * (1.0 - edge / 8.0).max(0.0)) as f32;
        }
    }
    let (_, _, result) = mastered(&audio, &in_style(StyleId::Pop));
    let shape = |hops: &HopPowers| hops.momentary_lufs().step_by(10).map(|lufs| lufs.max(-70.0)).collect::<Vec<f64>>();
    let (was, is) = (shape(&run(survey(&audio, Stage::Measure, &mut Unpaced)).expect("measured").1), shape(&result.hops));
    let mean = |shape: &[f64]| shape.iter().sum::<f64>() / shape.len() as f64;
    let count = was.len();
    let main = mean(&is[count / 3..2 * count / 3]) - mean(&was[count / 3..2 * count / 3]);
    for (from, to) in [(5, 25), (25, 50), (count - 50, count - 25), (count - 25, count - 5)] {
        let moved = mean(&is[from..to]) - mean(&was[from..to]) - main;
        assert!(moved.abs() < 2.0, "tenths {from} to {to}: {moved} dB against the middle");
    }
}

#[test]
fn the_master_is_aligned_and_as_long() {
    let audio = demo();
    let (_, _, result) = mastered(&audio, &in_style(StyleId::Rock));
    let (x, y) = (&audio.channels()[0], &result.audio.channels()[0]);
    assert_eq!(x.len(), y.len());
    let middle = x.len() / 3..x.len() / 3 + 200_000;
    let product =
        |lag: isize| -> f64 { middle.clone().map(|n| f64::from(x[n]) * f64::from(y[(n as isize + lag) as usize])).sum() };
    let best = (-40..=40).max_by(|&a, &b| product(a).total_cmp(&product(b))).expect("a lag");
    assert_eq!(best, 0);
}

#[test]
fn gain_before_silence_before_and_another_run_change_nothing() {
    let audio = demo();
    let controls = Controls { loudness: LoudnessChoice::Exactly { lufs: -12.0 }, ..Controls::UNTOUCHED };
    let (_, plan, first) = mastered(&audio, &controls);
    let (_, _, again) = mastered(&audio, &controls);
    assert_eq!(first.audio, again.audio, "bit by bit");
    let lufs = first.outcome.after.loudness.integrated_lufs;
    for gain_db in [-12.0, 12.0] {
        let planes =
            audio.channels().iter().map(|plane| plane.iter().map(|x| x * db_to_gain(gain_db) as f32).collect()).collect();
        let (_, other, result) = mastered(&AudioBuffer::new(planes, audio.sample_rate()), &controls);
        assert!((result.outcome.after.loudness.integrated_lufs - lufs).abs() <= 0.02);
        assert_eq!(plan.decisions.len(), other.decisions.len());
        let (ours, theirs) = (plan.tone.as_ref().expect("an equaliser"), other.tone.expect("an equaliser"));
        assert!(ours.gains_db.iter().zip(theirs.gains_db).all(|(a, b)| (a - b).abs() < 0.01));
    }
    let silence = vec![0.0f32; 2 * audio.sample_rate() as usize];
    let planes = audio.channels().iter().map(|plane| [&silence[..], plane].concat()).collect();
    let (_, _, late) = mastered(&AudioBuffer::new(planes, audio.sample_rate()), &controls);
    assert!((late.outcome.after.loudness.integrated_lufs - lufs).abs() <= 0.05);
}

#[test]
fn every_rate_and_a_constant_offset_are_mastered() {
    for rate in [8000, 22_050, 96_000, 192_000] {
        let mut planes = signal(2, rate, 6.0);
        planes.iter_mut().flatten().for_each(|x| *x += 0.05);
        let (before, plan, result) = mastered(&AudioBuffer::new(planes, rate), &in_style(StyleId::Indie));
        assert!(plan.decisions.iter().any(|d| matches!(d, Decision::Clean { dc_dbfs: Some(_), .. })), "{:?}", plan.decisions);
        let offset =
            |audio: &AudioBuffer| audio.channels()[0].iter().map(|&x| f64::from(x)).sum::<f64>().abs() / audio.frames() as f64;
        let gain = db_to_gain(result.outcome.after.loudness.integrated_lufs - before.loudness.integrated_lufs);
        assert!(offset(&result.audio) < 0.05 * gain * 0.03, "{rate} Hz: an offset of {} is left", offset(&result.audio));
        assert!(result.outcome.after.peaks.true_peak_dbtp <= -1.0);
    }
}

#[test]
fn every_style_reaches_its_loudness_on_every_song_or_says_why_not() {
    let (mut reached, mut asked) = (0, 0);
    for song in &real_songs() {
        let audio = excerpt(song, 12);
        for id in StyleId::ALL {
            let (_, plan, result) = mastered(&audio, &in_style(id));
            let meter = independent_lufs(&result.audio);
            let said = match result.outcome.reach {
                Reach::Reached { lufs } => {
                    assert!((meter - plan.loudness.target_lufs).abs() <= 0.05, "{} {id:?}: {meter} LUFS", song.name());
                    reached += 1;
                    lufs
                }
                Reach::StoppedClean { reached_lufs, .. } => reached_lufs,
                Reach::OneGain { lufs, .. } => lufs,
            };
            assert!((meter - said).abs() <= 0.05, "{} {id:?}: says {said}, is {meter} LUFS", song.name());
            assert!(result.outcome.after.peaks.true_peak_dbtp <= -1.0, "{} {id:?}", song.name());
            asked += 1;
        }
    }
    println!("{reached} of {asked} reached");
    assert!(10 * reached >= 7 * asked, "only {reached} of {asked} reached");
}

#[test]
fn the_form_is_kept_by_holding_quiet_parts_back() {
    // Verses 8 dB under choruses, drums over both: pressed hard, the choruses would sink into the verses.
    let rate = 44_100;
    let mut noise = Noise::new(23);
    let plane: Vec<f32> = (0..64 * rate)
        .map(|n| {
            let section = if n / (8 * rate) % 2 == 0 { 0.4 } else { 1.0 };
            let hit = (-((n % (rate / 2)) as f64) / 2000.0).exp();
            (section * (0.08 + 0.5 * hit) * noise.next()) as f32
        })
        .collect();
    let audio = AudioBuffer::new(vec![plane.clone(), plane], rate as u32);
    let controls = Controls { loudness: LoudnessChoice::Exactly { lufs: -8.0 }, amount: 0.01, ..in_style(StyleId::Classical) };
    let (before, _, result) = mastered(&audio, &controls);
    let outcome = &result.outcome;
    assert!(
        outcome.ride_most_db > 0.2 && outcome.ride_most_db <= 4.0,
        "{} dB held back, {:?}",
        outcome.ride_most_db,
        outcome.reach
    );
    let lost = before.loudness.lra_lu - outcome.after.loudness.lra_lu;
    assert!(lost <= (0.15 * before.loudness.lra_lu).max(0.5) + 0.1, "{lost} LU of {}", before.loudness.lra_lu);
}

#[test]
fn three_seconds_and_a_silent_half_are_mastered() {
    for (sound, silence) in [(3, 0), (4, 20), (2, 1)] {
        let mut planes = signal(1, 48_000, f64::from(sound));
        planes[0].extend(vec![0.0; silence * 48_000]);
        let (_, _, result) =
            mastered(&AudioBuffer::new(planes, 48_000), &Controls { loudness: LoudnessChoice::Loud, ..in_style(StyleId::Metal) });
        assert!(result.audio.channels()[0].iter().all(|x| x.is_finite()));
        assert!(result.outcome.after.peaks.true_peak_dbtp <= -1.0);
        let tail = &result.audio.channels()[0][result.audio.frames() - silence * 24_000..];
        assert!(tail.iter().all(|x| x.abs() < 1e-4), "silence stays silent");
    }
}

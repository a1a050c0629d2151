//! "It is meant": that dimension is left alone in the rendered master, and everything else still happens.

use testpress::audio::AudioBuffer;
use testpress::compare::Character;
use testpress::demo::demo_mix;
use testpress::mastering::plan::Limiting;
use testpress::mastering::{
    Controls, Decision, Dimension, LoudnessChoice, Mastered, Meant, Plan, Reach, Stop, StyleId, master, plan,
};
use testpress::measure::{BAND_COUNT, Measurements, REFERENCE_BANDS};
use testpress::pace::{Unpaced, run};
use testpress::words::character_question;

use crate::support::{Noise, measurements};

pub fn mastered(audio: &AudioBuffer, before: &Measurements, controls: &Controls) -> (Plan, Mastered) {
    let plan = plan(before, controls, None);
    let mastered = run(master(audio, &plan, &mut Unpaced)).expect("a master");
    (plan, mastered)
}

/// Change of each band at equal integrated loudness.
pub fn moved_db(before: &Measurements, after: &Measurements) -> [f64; BAND_COUNT] {
    let louder = after.loudness.integrated_lufs - before.loudness.integrated_lufs;
    let (was, is) = (before.spectrum.total_db(), after.spectrum.total_db());
    std::array::from_fn(|band| is[band] - was[band] - louder)
}

fn largest(moved: &[f64]) -> f64 {
    moved.iter().fold(0.0, |most: f64, db| most.max(db.abs()))
}

/// The demo mix through a first-order low-pass, twice: half a studio's worth of blankets.
fn dark_demo() -> AudioBuffer {
    let mut audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    for plane in audio.channels_mut() {
        for _ in 0..2 {
            let mut last = 0.0f32;
            for x in plane.iter_mut() {
                last += 0.36 * (*x - last);
                *x = last;
            }
        }
    }
    audio
}

#[test]
fn a_dark_top_is_asked_about_and_left_alone_when_meant() {
    let audio = dark_demo();
    let before = measurements(&audio);
    let controls = Controls { style: Some(StyleId::Pop), ..Controls::UNTOUCHED };
    let (plain_plan, plain) = mastered(&audio, &before, &controls);
    let character = Character::of(&before, &plain.outcome.after, StyleId::Pop).expect("a spectrum");
    let asked = character.questions();
    let question = asked.iter().find(|t| t.dimension == Dimension::Top).expect("the top is asked about");
    assert_eq!(character_question(question, StyleId::Pop).asked, "Is the dark top meant?");

    let (plan, result) = mastered(&audio, &before, &Controls { meant: Meant::NOTHING.with(Dimension::Top), ..controls });
    let top = Dimension::Top.bands().expect("bands");
    let (was, is) = (moved_db(&before, &plain.outcome.after), moved_db(&before, &result.outcome.after));
    println!("top at equal loudness: {:.2?} without the answer, {:.2?} with it", &was[top.clone()], &is[top.clone()]);
    assert!(largest(&was[top.clone()]) > 1.0, "otherwise there is nothing to leave alone: {was:?}");
    assert!(largest(&is[top.clone()]) <= 0.3, "{is:?}");
    let again = Character::of(&before, &result.outcome.after, StyleId::Pop).expect("a spectrum");
    assert!(again.questions().iter().all(|t| t.dimension != Dimension::Top));
    assert!(again.kept() > character.kept(), "{again:?} {character:?}");

    // All else: the mud is cut, width, bass, compressor and loudness are as they were.
    let (old, new) = (plain_plan.tone.expect("an equaliser").gains_db, plan.tone.expect("an equaliser").gains_db);
    assert!(new[top.clone()].iter().all(|&db| db == 0.0), "{new:?}");
    assert!(new[9..12].iter().any(|&db| db < -0.4), "{new:?}");
    let rest = &old[..20].iter().zip(&new[..20]).map(|(a, b)| b - a).collect::<Vec<_>>();
    assert!(rest.iter().all(|db| (db - rest[0]).abs() < 1e-9), "the rest moves as one: {rest:?}");
    let middle = |gains: &[f64; BAND_COUNT]| gains[REFERENCE_BANDS].iter().sum::<f64>() / REFERENCE_BANDS.len() as f64;
    assert!(middle(&old).abs() > 0.05 && middle(&new).abs() < 1e-9, "what the cut takes off the middle comes back: {new:?}");
    let steps = |gains: &[f64; BAND_COUNT]| gains.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f64::max);
    assert!(steps(&new) <= steps(&old).max(1.4), "no wall: {old:?} {new:?}");
    assert_eq!((&plain_plan.width, &plain_plan.dynamics), (&plan.width, &plan.dynamics));
    let (Reach::Reached { lufs: old }, Reach::Reached { lufs: new }) = (plain.outcome.reach, result.outcome.reach) else {
        panic!("{:?} {:?}", plain.outcome.reach, result.outcome.reach)
    };
    assert!((old - new).abs() <= 0.05);
    assert!(plan.decisions.contains(&Decision::LeftAsMeant { dimension: Dimension::Top }));
    assert!(!plain_plan.decisions.iter().any(|d| matches!(d, Decision::LeftAsMeant { .. })));
}

#[test]
fn a_wish_still_counts_where_the_rest_is_left_alone() {
    let before = measurements(&dark_demo());
    let meant = Meant::NOTHING.with(Dimension::Top);
    let controls = Controls { style: Some(StyleId::Pop), meant, tilt_db: 2.0, ..Controls::UNTOUCHED };
    let gains = plan(&before, &controls, None).tone.expect("an equaliser").gains_db;
    assert!((gains[26] - 2.0).abs() < 1e-9, "{gains:?}");
}

#[test]
fn each_part_of_the_spectrum_can_be_meant() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    // Jazz is far from it nearly everywhere.
    let before = measurements(&audio);
    for style in [StyleId::Pop, StyleId::Jazz, StyleId::Metal] {
        let controls = Controls { style: Some(style), ..Controls::UNTOUCHED };
        for dimension in Dimension::ALL {
            let Some(bands) = dimension.bands() else { continue };
            let made = plan(&before, &Controls { meant: Meant::NOTHING.with(dimension), ..controls }, None);
            if let Some(tone) = &made.tone {
                assert!(tone.gains_db[bands.clone()].iter().all(|&db| db == 0.0), "{dimension:?}: {:?}", tone.gains_db);
            }
            assert!(made.decisions.contains(&Decision::LeftAsMeant { dimension }));
        }
        let every = plan(&before, &Controls { meant: Dimension::ALL.into_iter().collect(), ..controls }, None);
        assert!(every.tone.is_none() && every.width.is_none() && every.dynamics.is_none() && every.saturation.is_none());
    }
}

/// Eight seconds quiet, eight loud, four times; drums over it.
fn verses_and_choruses(hit: f64) -> AudioBuffer {
    let rate = 44_100;
    let mut noise = Noise::new(23);
    let plane: Vec<f32> = (0..64 * rate)
        .map(|n| {
            let section = if n / (8 * rate) % 2 == 0 { 0.4 } else { 1.0 };
            let beat = (-((n % (rate / 2)) as f64) / 600.0).exp();
            (section * (0.03 + hit * beat) * noise.next()) as f32
        })
        .collect();
    AudioBuffer::new(vec![plane.clone(), plane], rate as u32)
}

#[test]
fn dynamics_that_are_meant_keep_their_peaks() {
    let audio = verses_and_choruses(0.9);
    let before = measurements(&audio);
    let loud = LoudnessChoice::Exactly { lufs: -10.0 };
    let controls = Controls { style: Some(StyleId::Metal), loudness: loud, ..Controls::UNTOUCHED };
    let (plain_plan, plain) = mastered(&audio, &before, &controls);
    assert!(plain_plan.dynamics.is_some() && plain_plan.saturation.is_some());
    let lost = before.plr_db() - plain.outcome.after.plr_db();
    let (plan, result) = mastered(&audio, &before, &Controls { meant: Meant::NOTHING.with(Dimension::Dynamics), ..controls });
    let left = before.plr_db() - result.outcome.after.plr_db();
    println!("PLR {:.1}: {lost:.2} dB lost, {left:.2} where it is meant, {:?}", before.plr_db(), result.outcome.reach);
    assert!(plan.dynamics.is_none() && plan.saturation.is_none() && lost > 3.0);
    assert!(result.outcome.limiter_most_db <= 1.1, "{} dB", result.outcome.limiter_most_db);
    assert!(matches!(result.outcome.reach, Reach::StoppedClean { because: Stop::Meant, .. }), "{:?}", result.outcome.reach);
    assert!(plan.tone == plain_plan.tone && plan.width == plain_plan.width, "all else still happens");
    // What can be had within that is had.
    let easy = Controls {
        loudness: LoudnessChoice::Exactly { lufs: -30.0 },
        meant: Meant::NOTHING.with(Dimension::Dynamics),
        ..controls
    };
    let (_, result) = mastered(&audio, &before, &easy);
    assert!(matches!(result.outcome.reach, Reach::Reached { .. }), "{:?}", result.outcome.reach);
}

#[test]
fn an_arc_that_is_meant_keeps_its_span() {
    let audio = verses_and_choruses(0.25);
    let before = measurements(&audio);
    let loud = LoudnessChoice::Exactly { lufs: -9.0 };
    let controls = Controls { style: Some(StyleId::Rock), loudness: loud, ..Controls::UNTOUCHED };
    let (_, plain) = mastered(&audio, &before, &controls);
    let (plan, result) = mastered(&audio, &before, &Controls { meant: Meant::NOTHING.with(Dimension::Arc), ..controls });
    let lost = |made: &Mastered| before.loudness.lra_lu - made.outcome.after.loudness.lra_lu;
    println!(
        "range {:.2}: {:.2} LU lost, {:.2} where it is meant, {:?}",
        before.loudness.lra_lu,
        lost(&plain),
        lost(&result),
        result.outcome.reach
    );
    assert!(matches!(plan.loudness.limiting, Limiting::WhileMeant(_)));
    assert!(plan.dynamics.is_none());
    assert!(lost(&plain) > 0.3, "otherwise there is nothing to leave alone");
    assert!(lost(&result) <= 0.25, "{} LU", lost(&result));
}

#[test]
fn a_width_that_is_meant_stays() {
    let mut audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let frames = audio.frames();
    if let [left, right] = audio.channels_mut() {
        for frame in 0..frames {
            let (mid, side) = (0.5 * (left[frame] + right[frame]), 0.2 * (left[frame] - right[frame]));
            (left[frame], right[frame]) = (mid + side, mid - side);
        }
    }
    let before = measurements(&audio);
    let controls = Controls { style: Some(StyleId::Rock), ..Controls::UNTOUCHED };
    let (plain_plan, plain) = mastered(&audio, &before, &controls);
    let (plan, result) = mastered(&audio, &before, &Controls { meant: Meant::NOTHING.with(Dimension::Width), ..controls });
    let wider = |made: &Mastered| made.outcome.after.stereo.expect("stereo").side_db - before.stereo.expect("stereo").side_db;
    println!("width {:+.2} dB, {:+.2} where it is meant", wider(&plain), wider(&result));
    assert!(plain_plan.width.is_some() && plan.width.is_none() && plan.tone == plain_plan.tone);
    assert!(wider(&plain) > 0.5 && wider(&result).abs() <= 0.3);
}

#[test]
fn answers_are_written_as_a_list_and_old_records_have_none() {
    let controls = Controls { meant: [Dimension::Width, Dimension::Top].into_iter().collect(), ..Controls::UNTOUCHED };
    let text = serde_json::to_string(&controls).expect("plain data");
    assert!(text.contains(r#""meant":["top","width"]"#), "{text}");
    assert_eq!(serde_json::from_str::<Controls>(&text).expect("the same"), controls);
    let old = text.replace(r#","meant":["top","width"]"#, "");
    assert_eq!(serde_json::from_str::<Controls>(&old).expect("an old record"), Controls::UNTOUCHED);
    let taken_back = controls.meant.without(Dimension::Top).without(Dimension::Top);
    assert_eq!(taken_back.iter().collect::<Vec<_>>(), [Dimension::Width]);
}

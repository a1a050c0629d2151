//! What the artist's controls and a reference track do to the plan, and to the sound.

use crate::support::{decoded, measurements, real_songs};
use testpress::audio::AudioBuffer;
use testpress::demo::demo_mix;
use testpress::mastering::{Controls, LoudnessChoice, Mastered, Plan, Reach, ReferenceUse, StyleId, master, plan};
use testpress::measure::{BAND_COUNT, CENTRES_HZ, Measurements};
use testpress::pace::{Unpaced, run};
use testpress::units::{db_to_gain, gain_to_db};

/// A fixed style, so that nothing but the control differs.
const POP: Controls = Controls { style: Some(StyleId::Pop), ..Controls::UNTOUCHED };

fn mastered(audio: &AudioBuffer, controls: &Controls, reference: Option<&Measurements>) -> (Plan, Mastered) {
    let plan = plan(&measurements(audio), controls, reference);
    let mastered = run(master(audio, &plan, &mut Unpaced)).expect("a master");
    (plan, mastered)
}

fn demo() -> AudioBuffer {
    run(demo_mix(&mut Unpaced)).expect("a mix")
}

/// Change of the third-octave shape, relative to its own middle.
fn moved(before: &Measurements, after: &Measurements) -> [f64; BAND_COUNT] {
    let (was, is) = (before.spectrum.shape_db(), after.spectrum.shape_db());
    std::array::from_fn(|band| is[band] - was[band])
}

fn band_at(hz: f64) -> usize {
    CENTRES_HZ.iter().position(|&centre| centre == hz).expect("a centre")
}

#[test]
fn an_amount_of_nothing_is_the_mix_with_one_gain() {
    let audio = demo();
    let before = measurements(&audio);
    for lufs in [-30.0, -14.0, -6.0] {
        let controls = Controls { amount: 0.0, loudness: LoudnessChoice::Exactly { lufs }, tilt_db: 2.0, width_db: 2.0, ..POP };
        let (plan, result) = mastered(&audio, &controls, None);
        let asked_db = lufs - before.loudness.integrated_lufs;
        let gain_db = asked_db.min(-1.0 - before.peaks.true_peak_dbtp);
        let Reach::OneGain { asked_lufs, lufs: reached_lufs } = result.outcome.reach else { panic!("{:?}", plan.loudness) };
        assert!(asked_lufs == lufs && (reached_lufs - before.loudness.integrated_lufs - gain_db).abs() < 0.03);
        let gain = gain_to_db(f64::from(result.audio.channels()[0][100_000]) / f64::from(audio.channels()[0][100_000]));
        assert!((gain - gain_db).abs() < 0.03, "{gain} dB, {gain_db} allowed");
        let exact = db_to_gain(gain);
        for (out, source) in result.audio.channels().iter().zip(audio.channels()) {
            let worst = out.iter().zip(source).map(|(y, x)| (f64::from(*y) - exact * f64::from(*x)).abs()).fold(0.0, f64::max);
            assert!(gain_to_db(worst) < -120.0, "{} dB off one gain", gain_to_db(worst));
        }
    }
}

#[test]
fn the_amount_scales_the_change_and_not_the_loudness() {
    let audio = demo();
    let before = measurements(&audio);
    let lufs = before.loudness.integrated_lufs + 4.0;
    let mut changes = Vec::new();
    for amount in [0.25, 0.5, 1.0] {
        let (plan, result) = mastered(&audio, &Controls { amount, loudness: LoudnessChoice::Exactly { lufs }, ..POP }, None);
        assert!((result.outcome.after.loudness.integrated_lufs - lufs).abs() <= 0.05);
        let change = moved(&before, &result.outcome.after);
        changes.push((plan.tone.expect("an equaliser").gains_db, change.iter().map(|db| db * db).sum::<f64>().sqrt()));
    }
    for band in 0..BAND_COUNT {
        assert!((2.0 * changes[1].0[band] - changes[2].0[band]).abs() < 1e-9);
    }
    assert!(changes[2].1 > 1.6 * changes[1].1 && changes[1].1 > 1.6 * changes[0].1);
}

#[test]
fn tilt_low_end_and_width_are_heard_where_they_should_be() {
    let audio = demo();
    let quiet = LoudnessChoice::Exactly { lufs: -24.0 };
    let (_, plain) = mastered(&audio, &Controls { loudness: quiet, ..POP }, None);
    let change = |controls: Controls| {
        moved(&plain.outcome.after, &mastered(&audio, &Controls { loudness: quiet, ..controls }, None).1.outcome.after)
    };
    let bright = change(Controls { tilt_db: 2.0, ..POP });
    let rise = bright[band_at(10_000.0)] - bright[band_at(1000.0)];
    assert!((rise - 2.0).abs() < 0.4, "10 kHz against 1 kHz: {rise} dB");
    let fall = bright[band_at(100.0)] - bright[band_at(1000.0)];
    assert!((fall + 2.0).abs() < 0.4, "100 Hz against 1 kHz: {fall} dB");
    let deep = change(Controls { low_end_db: 2.0, ..POP });
    let more = deep[band_at(50.0)] - deep[band_at(1000.0)];
    assert!((more - 2.0).abs() < 0.4, "50 Hz against 1 kHz: {more} dB");
    let (narrow_plan, narrow) = mastered(&audio, &Controls { loudness: quiet, width_db: -4.0, ..POP }, None);
    let side = |m: &Measurements| m.stereo.as_ref().expect("stereo").side_db;
    let narrower = side(&narrow.outcome.after) - side(&plain.outcome.after);
    assert!((narrower + 4.0).abs() < 0.5, "{narrower} dB of width, {:?}", narrow_plan.width);
}

#[test]
fn tone_and_dynamics_are_taken_from_a_reference_separately() {
    let audio = demo();
    let mut bright = demo();
    for plane in bright.channels_mut() {
        let mut last = 0.0;
        for x in plane.iter_mut() {
            (last, *x) = (*x, 0.5 * (*x - 0.85 * last));
        }
    }
    let reference = measurements(&bright);
    let used = |tone: bool, dynamics: bool| Controls { reference: Some(ReferenceUse { tone, dynamics, exact: false }), ..POP };
    let before = measurements(&audio);
    let of_style = plan(&before, &POP, None);
    let tone = plan(&before, &used(true, false), Some(&reference));
    assert_ne!(tone.tone, of_style.tone);
    assert_eq!(tone.loudness, of_style.loudness);
    assert!(tone.tone.expect("an equaliser").gains_db[24] > 1.0, "towards a bright reference");
    let dynamics = plan(&before, &used(false, true), Some(&reference));
    assert_eq!(dynamics.tone, of_style.tone);
    assert!((dynamics.loudness.target_lufs - reference.loudness.integrated_lufs).abs() < 0.01);
    let neither = plan(&before, &used(false, false), Some(&reference));
    assert_eq!(neither, of_style);
    assert_eq!(plan(&before, &used(true, true), None), of_style, "no reference track, nothing to follow");
}

#[test]
fn a_loud_reference_neither_pumps_nor_takes_the_bass_away() {
    let songs = real_songs();
    let named = |part: &str| songs.iter().find(|song| song.name().contains(part));
    let Some(crushed) = named("psychedelic") else { return };
    let reference = measurements(&decoded(crushed));
    for song in ["jazz", "folk"].into_iter().filter_map(named) {
        let audio = decoded(song);
        let before = measurements(&audio);
        let follow = Some(ReferenceUse { tone: true, dynamics: true, exact: false });
        let (plan, result) = mastered(&audio, &Controls { reference: follow, ..Controls::UNTOUCHED }, Some(&reference));
        let gains = plan.tone.expect("an equaliser").gains_db;
        assert!(gains.iter().all(|db| (-4.0..=3.0).contains(db)), "{}: {gains:?}", song.name());
        let outcome = &result.outcome;
        assert!(outcome.limiter_p95_db <= 6.05, "{}: {} dB", song.name(), outcome.limiter_p95_db);
        let lost = before.loudness.lra_lu - outcome.after.loudness.lra_lu;
        assert!(lost <= (0.15 * before.loudness.lra_lu).max(0.5) + 0.1, "{}: {lost} LU of range lost", song.name());
        let Reach::StoppedClean { asked_lufs, reached_lufs, .. } = outcome.reach else {
            panic!("-5 LUFS can't be reached cleanly")
        };
        assert!(asked_lufs > -6.0 && reached_lufs < asked_lufs);
    }
}

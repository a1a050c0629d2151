//! Degrade and restore: a real song, bent out of shape, comes back when the original is its reference.

use std::f64::consts::PI;

use crate::support::{decoded, measurements, real_songs};
use testpress::audio::AudioBuffer;
use testpress::mastering::{Controls, Reach, ReferenceUse, master, plan};
use testpress::measure::BAND_COUNT;
use testpress::pace::{Unpaced, run};
use testpress::units::db_to_gain;

/// Full-band songs reach up to here.
const FULL_BAND_HZ: u32 = 40_000;
/// Far enough down that no ceiling bites on the way back.
const DOWN_DB: f64 = -14.0;
/// What is quieter than this in a band is not music.
const HEARD_DBFS: f64 = -95.0;

/// A biquad run over a plane in f64 (transposed direct form II).
fn filter(plane: &mut [f32], b: [f64; 3], a: [f64; 2]) {
    let (mut s1, mut s2) = (0.0, 0.0);
    for x in plane {
        let input = f64::from(*x);
        let y = b[0] * input + s1;
        s1 = b[1] * input - a[0] * y + s2;
        s2 = b[2] * input - a[1] * y;
        *x = y as f32;
    }
}

/// The peaking filter of R. Bristow-Johnson's "Audio EQ Cookbook".
fn bell(plane: &mut [f32], hz: f64, q: f64, db: f64, rate: u32) {
    let (w, a) = (2.0 * PI * hz / f64::from(rate), 10f64.powf(db / 40.0));
    let alpha = w.sin() / (2.0 * q);
    let a0 = 1.0 + alpha / a;
    let b = [(1.0 + alpha * a) / a0, -2.0 * w.cos() / a0, (1.0 - alpha * a) / a0];
    filter(plane, b, [b[1], (1.0 - alpha / a) / a0]);
}

/// The high shelf of the same, slope 1.
fn high_shelf(plane: &mut [f32], hz: f64, db: f64, rate: u32) {
    let (w, a) = (2.0 * PI * hz / f64::from(rate), 10f64.powf(db / 40.0));
    let (cos, root) = (w.cos(), 2.0 * a.sqrt() * w.sin() * std::f64::consts::FRAC_1_SQRT_2);
    let a0 = (a + 1.0) - (a - 1.0) * cos + root;
    let b = [
        a * ((a + 1.0) + (a - 1.0) * cos + root) / a0,
        -2.0 * a * ((a - 1.0) + (a + 1.0) * cos) / a0,
        a * ((a + 1.0) + (a - 1.0) * cos - root) / a0,
    ];
    filter(plane, b, [2.0 * ((a - 1.0) - (a + 1.0) * cos) / a0, ((a + 1.0) - (a - 1.0) * cos - root) / a0]);
}

/// -6 dB, +4.5 dB at 280 Hz, -4.5 dB above 5 kHz, side times 0.6.
fn degraded(audio: &AudioBuffer) -> AudioBuffer {
    let rate = audio.sample_rate();
    let mut planes = audio.channels().to_vec();
    for plane in &mut planes {
        plane.iter_mut().for_each(|x| *x *= db_to_gain(-6.0) as f32);
        bell(plane, 280.0, 1.0, 4.5, rate);
        high_shelf(plane, 5000.0, -4.5, rate);
    }
    if let [left, right] = planes.as_mut_slice() {
        for (l, r) in left.iter_mut().zip(right) {
            let (mid, side) = (0.5 * (*l + *r), 0.6 * 0.5 * (*l - *r));
            (*l, *r) = (mid + side, mid - side);
        }
    }
    AudioBuffer::new(planes, rate)
}

/// RMS of the third-octave differences after level matching, over the bands that hold music.
fn distance_db(was: &[f64; BAND_COUNT], is: &[f64; BAND_COUNT], level_db: f64) -> f64 {
    let heard = (0..BAND_COUNT).filter(|&band| was[band] > HEARD_DBFS);
    let (sum, count) = heard.fold((0.0, 0), |(sum, count), band| (sum + (is[band] - was[band] - level_db).powi(2), count + 1));
    (sum / f64::from(count.max(1))).sqrt()
}

#[test]
fn an_outright_match_restores_every_song() {
    for song in real_songs().iter().filter(|song| song.rate >= FULL_BAND_HZ) {
        let mut original = decoded(song);
        original.channels_mut().iter_mut().flatten().for_each(|x| *x *= db_to_gain(DOWN_DB) as f32);
        let goal = measurements(&original);
        let bent = degraded(&original);
        let before = measurements(&bent);
        let reference = Some(ReferenceUse { tone: true, dynamics: true, exact: true });
        let plan = plan(&before, &Controls { reference, ..Controls::UNTOUCHED }, Some(&goal));
        let restored = run(master(&bent, &plan, &mut Unpaced)).expect("a master");
        let after = &restored.outcome.after;
        assert!(matches!(restored.outcome.reach, Reach::OneGain { .. }), "{:?}", restored.outcome.reach);
        let level_db = after.loudness.integrated_lufs - goal.loudness.integrated_lufs;
        assert!(level_db.abs() < 0.05, "{}: {level_db} LU", song.name());
        let (mid, side) = (
            distance_db(&goal.spectrum.mid_db, &after.spectrum.mid_db, level_db),
            distance_db(&goal.spectrum.side_db, &after.spectrum.side_db, level_db),
        );
        let bent_by = before.loudness.integrated_lufs - goal.loudness.integrated_lufs;
        let was = distance_db(&goal.spectrum.mid_db, &before.spectrum.mid_db, bent_by);
        println!("{}: mid {was:.2} -> {mid:.3} dB, side {side:.3} dB", song.name());
        assert!(was > 1.5, "{}: bent by only {was} dB", song.name());
        assert!(mid <= 0.1 && side <= 0.1, "{}: mid {mid} dB, side {side} dB", song.name());
    }
}

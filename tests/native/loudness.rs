//! Loudness against EBU Tech 3341 (v4, 2023), Tech 3342, and two independent meters.

use std::f64::consts::TAU;

use crate::support::{Song, decoded, real_songs};
use testpress::audio::AudioBuffer;
use testpress::measure::{HopPowers, Loudness, LoudnessMeter, SURROUND_WEIGHT, k_weighting, measure};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::{db_to_gain, seconds_to_frames};

const RATES: [u32; 3] = [44_100, 48_000, 96_000];

/// A 1 kHz sine in steps of (seconds, peak level in dBFS); its phase runs on over the steps.
fn steps(rate: u32, parts: &[(f64, f64)]) -> Vec<f32> {
    let mut frames = 0;
    let mut out = Vec::new();
    for &(seconds, dbfs) in parts {
        let gain = if dbfs == f64::NEG_INFINITY { 0.0 } else { db_to_gain(dbfs) };
        for _ in 0..seconds_to_frames(seconds, rate) {
            out.push((gain * (TAU * 1000.0 * f64::from(frames) / f64::from(rate)).sin()) as f32);
            frames += 1;
        }
    }
    out
}

fn meter(rate: u32, plane: &[f32]) -> HopPowers {
    let mut meter = LoudnessMeter::new(rate);
    // In uneven blocks, as files arrive.
    for (left, right) in plane.chunks(4999).zip(plane.chunks(4999)) {
        meter.push(left, Some(right));
    }
    meter.finish()
}

fn loudness(rate: u32, parts: &[(f64, f64)]) -> Loudness {
    meter(rate, &steps(rate, parts)).loudness().expect("a loudness")
}

#[track_caller]
fn close(what: &str, rate: u32, got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{what} at {rate} Hz: {got:.3}, must be {want} +-{tolerance}");
}

#[test]
fn k_weighting_is_the_standards_table_at_48_khz() {
    let [shelf, high_pass] = k_weighting(48_000);
    let got = [shelf.b[0], shelf.b[1], shelf.b[2], shelf.a[0], shelf.a[1], high_pass.a[0], high_pass.a[1]];
    // BS.1770-5, tables 1 and 2, as printed.
    let table = [
        1.535_124_859_586_97,
        -2.691_696_189_406_38,
        1.198_392_810_852_85,
        -1.690_659_293_182_41,
        0.732_480_774_215_85,
        -1.990_047_454_833_98,
        0.990_072_250_366_21,
    ];
    for (got, want) in got.into_iter().zip(table) {
        assert!((got - want).abs() < 1e-9, "{got} is not {want}");
    }
    assert_eq!(high_pass.b, [1.0, -2.0, 1.0]);
}

#[test]
fn tech_3341_cases_1_and_2_steady_tones() {
    for rate in RATES {
        for level in [-23.0, -33.0] {
            let l = loudness(rate, &[(20.0, level)]);
            close("I", rate, l.integrated_lufs, level, 0.1);
            close("M", rate, l.max_momentary_lufs, level, 0.1);
            close("S", rate, l.max_short_term_lufs, level, 0.1);
        }
    }
}

#[test]
fn tech_3341_cases_3_to_5_gating() {
    for rate in RATES {
        let case_3 = [(10.0, -36.0), (60.0, -23.0), (10.0, -36.0)];
        let case_4 = [(10.0, -72.0), (10.0, -36.0), (60.0, -23.0), (10.0, -36.0), (10.0, -72.0)];
        let case_5 = [(20.0, -26.0), (20.1, -20.0), (20.0, -26.0)];
        for (case, parts) in [(3, &case_3[..]), (4, &case_4), (5, &case_5)] {
            close(&format!("case {case}"), rate, loudness(rate, parts).integrated_lufs, -23.0, 0.1);
        }
    }
}

#[test]
fn tech_3341_case_6_channel_weights() {
    for rate in RATES {
        let channel = |dbfs: f64| {
            let plane = steps(rate, &[(20.0, dbfs)]);
            let mut meter = LoudnessMeter::new(rate);
            meter.push(&plane, None);
            meter.finish()
        };
        let channels = [
            (channel(-28.0), 1.0),
            (channel(-28.0), 1.0),
            (channel(-24.0), 1.0),
            (channel(-30.0), SURROUND_WEIGHT),
            (channel(-30.0), SURROUND_WEIGHT),
        ];
        let sum = HopPowers::weighted(&channels).expect("channels").integrated_lufs().expect("a loudness");
        close("case 6", rate, sum, -23.0, 0.1);
    }
}

#[test]
fn tech_3341_case_9_short_term_and_12_momentary_are_constant() {
    for rate in RATES {
        let case_9: Vec<_> = [(1.34, -20.0), (1.66, -30.0)].repeat(5);
        for s in meter(rate, &steps(rate, &case_9)).short_term_lufs() {
            close("case 9", rate, s, -23.0, 0.1);
        }
        let case_12: Vec<_> = [(0.18, -20.0), (0.22, -30.0)].repeat(25);
        for m in meter(rate, &steps(rate, &case_12)).momentary_lufs().skip(60) {
            close("case 12", rate, m, -23.0, 0.1);
        }
    }
}

#[test]
fn tech_3341_cases_10_and_13_bursts_wherever_they_begin() {
    const SILENCE: f64 = f64::NEG_INFINITY;
    for rate in RATES {
        for i in 0..20 {
            let case_10 = [(f64::from(i) * 0.15, SILENCE), (3.0, -23.0), (1.0, SILENCE)];
            close("case 10", rate, loudness(rate, &case_10).max_short_term_lufs, -23.0, 0.1);
            let case_13 = [(f64::from(i) * 0.02, SILENCE), (0.4, -23.0), (1.0, SILENCE)];
            close("case 13", rate, loudness(rate, &case_13).max_momentary_lufs, -23.0, 0.1);
        }
    }
}

#[test]
fn tech_3342_cases_1_to_4_loudness_range() {
    let cases: [(&[(f64, f64)], f64); 4] = [
        (&[(20.0, -20.0), (20.0, -30.0)], 10.0),
        (&[(20.0, -20.0), (20.0, -15.0)], 5.0),
        (&[(20.0, -40.0), (20.0, -20.0)], 20.0),
        (&[(20.0, -50.0), (20.0, -35.0), (20.0, -20.0), (20.0, -35.0), (20.0, -50.0)], 15.0),
    ];
    for rate in RATES {
        for (parts, want) in cases {
            close("LRA", rate, loudness(rate, parts).lra_lu, want, 1.0);
        }
    }
}

#[test]
fn the_gate_shuts_out_what_is_below_it_and_a_block_is_400_ms() {
    // Equal lengths of -65 and -72: the quiet half must not count.
    close("gate", 48_000, loudness(48_000, &[(20.0, -65.0), (20.0, -72.0)]).integrated_lufs, -65.0, 0.1);
    assert!(meter(48_000, &steps(48_000, &[(0.399, -23.0)])).loudness().is_err());
    assert!(meter(48_000, &steps(48_000, &[(0.4, -23.0)])).loudness().is_ok());
    assert!(meter(48_000, &steps(48_000, &[(5.0, -80.0)])).loudness().is_err());
}

#[test]
fn one_channel_reads_3_lu_less_than_two() {
    let plane = steps(48_000, &[(5.0, 0.0)]);
    let mut mono = LoudnessMeter::new(48_000);
    mono.push(&plane, None);
    close("mono", 48_000, mono.finish().integrated_lufs().expect("a loudness"), -3.01, 0.02);
}

#[test]
fn real_songs_read_as_other_meters_read_them() {
    for song in real_songs() {
        let audio = decoded(&song);
        let ours = run(measure(&audio, Stage::Measure, &mut Unpaced)).expect("a loudness");
        let (lufs, lra) = oracle(&audio);
        let name = song.name();
        assert!(
            (ours.loudness.integrated_lufs - lufs).abs() <= 0.05,
            "{name}: {} LUFS, ebur128 {lufs}",
            ours.loudness.integrated_lufs
        );
        assert!((ours.loudness.lra_lu - lra).abs() <= 0.3, "{name}: LRA {}, ebur128 {lra}", ours.loudness.lra_lu);
        manifest_agrees(&song, &ours.loudness, ours.peaks.true_peak_dbtp);
    }
}

/// The manifest holds ffmpeg's readings, rounded to a tenth.
fn manifest_agrees(song: &Song, loudness: &Loudness, dbtp: f64) {
    let name = song.name();
    let rounding = 0.05;
    assert!(
        (loudness.integrated_lufs - song.lufs).abs() <= 0.05 + rounding,
        "{name}: {} LUFS, ffmpeg {}",
        loudness.integrated_lufs,
        song.lufs
    );
    assert!((loudness.lra_lu - song.lra).abs() <= 0.3 + rounding, "{name}: LRA {}, ffmpeg {}", loudness.lra_lu, song.lra);
    assert!((dbtp - song.dbtp).abs() <= 0.3 + rounding, "{name}: {dbtp} dBTP, ffmpeg {}", song.dbtp);
}

fn oracle(audio: &AudioBuffer) -> (f64, f64) {
    let mode = ebur128::Mode::I | ebur128::Mode::LRA;
    let mut meter = ebur128::EbuR128::new(audio.channels().len() as u32, audio.sample_rate(), mode).expect("a meter");
    let planes: Vec<&[f32]> = audio.channels().iter().map(Vec::as_slice).collect();
    meter.add_frames_planar_f32(&planes).expect("frames");
    (meter.loudness_global().expect("a loudness"), meter.loudness_range().expect("a range"))
}

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

/// BS.1770-5, tables 1 and 2, as printed for 48 kHz; for the other rates the same analogue filters by the bilinear transform, computed
/// outside this program. Shelf b0 b1 b2 a1 a2, high-pass a1 a2.
#[rustfmt::skip]
const K_TABLE: [(u32, [f64; 7]); 6] = [
        (44_100, [1.530_841_230_050_35, -2.650_979_995_154_73, 1.169_079_079_921_59, -1.663_655_113_256_02, 0.712_595_428_073_225, -1.989_169_673_629_8, 0.989_199_035_787_039]),
        (48_000, [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85, -1.690_659_293_182_41, 0.732_480_774_215_85, -1.990_047_454_833_98, 0.990_072_250_366_21]),
        (88_200, [1.557_515_375_579_65, -2.905_627_079_926_35, 1.361_333_977_472_21, -1.830_919_987_962_33, 0.844_142_261_087_853, -1.994_577_515_450_34, 0.994_584_875_878_055]),
        (96_000, [1.559_714_228_975_8, -2.926_741_578_251_08, 1.378_261_202_315_82, -1.844_609_469_890_11, 0.855_843_322_930_641, -1.995_017_544_724_72, 0.995_023_759_040_923]),
        (176_400, [1.571_115_317_741_85, -3.036_544_502_404_65, 1.468_871_611_989_76, -1.915_329_316_833_05, 0.918_771_744_160_008, -1.997_286_922_423_81, 0.997_288_765_026_068]),
        (192_000, [1.572_227_215_091_28, -3.047_283_051_561_55, 1.477_971_340_979_61, -1.922_202_230_607_49, 0.925_117_735_116_826, -1.997_507_222_840_7, 0.997_508_778_355_51]),
];

#[test]
fn k_weighting_is_the_standards_table_at_every_rate() {
    for (rate, table) in K_TABLE {
        let [shelf, high_pass] = k_weighting(rate);
        let got = [shelf.b[0], shelf.b[1], shelf.b[2], shelf.a[0], shelf.a[1], high_pass.a[0], high_pass.a[1]];
        for (got, want) in got.into_iter().zip(table) {
            assert!((got - want).abs() < 1e-9, "{rate} Hz: {got} is not {want}");
        }
        assert_eq!(high_pass.b, [1.0, -2.0, 1.0]);
    }
}

#[test]
fn the_sample_rate_changes_no_loudness_by_more_than_0_05_lu() {
    // Tones from 60 Hz to 12 kHz, and all of them at once.
    let tones = [60.0, 250.0, 1000.0, 3000.0, 8000.0, 12_000.0];
    let lists: Vec<&[f64]> = tones.iter().map(std::slice::from_ref).chain([&tones[..]]).collect();
    for hz in lists {
        let readings: Vec<f64> = K_TABLE
            .iter()
            .map(|&(rate, _)| {
                let at = |n: usize| hz.iter().map(|hz| 0.1 * (TAU * hz * n as f64 / f64::from(rate)).sin()).sum::<f64>() as f32;
                let plane: Vec<f32> = (0..3 * rate as usize).map(at).collect();
                meter(rate, &plane).integrated_lufs().expect("a loudness")
            })
            .collect();
        let spread = readings.iter().fold(f64::MIN, |m, &x| m.max(x)) - readings.iter().fold(f64::MAX, |m, &x| m.min(x));
        assert!(spread <= 0.05, "{hz:?} Hz: {readings:?}");
    }
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
fn tech_3341_cases_11_and_14_successive_bursts_in_one_stream() {
    const SILENCE: f64 = f64::NEG_INFINITY;
    // Bursts that each fill the window exactly: (window, step, what the meter says over time).
    for rate in RATES {
        for (case, window_s, step_s) in [(11, 3.0, 0.15), (14, 0.4, 0.02)] {
            let parts: Vec<(f64, f64)> = (0..20)
                .flat_map(|i| {
                    let i = f64::from(i);
                    [(i * step_s, SILENCE), (window_s, -38.0 + i), (window_s - i * step_s, SILENCE)]
                })
                .collect();
            let hops = meter(rate, &steps(rate, &parts));
            let readings: Vec<f64> = if case == 11 { hops.short_term_lufs().collect() } else { hops.momentary_lufs().collect() };
            // What a maximum that is never reset shows at the end of each part; readings are named by where their window begins.
            for i in 0..20 {
                let hops_by_then = (f64::from(i + 1) * 2.0 * window_s * 100.0).round() as usize;
                let last = (hops_by_then - (window_s * 100.0) as usize).min(readings.len() - 1);
                let highest = readings[..=last].iter().copied().fold(f64::NEG_INFINITY, f64::max);
                close(&format!("case {case}, part {i}"), rate, highest, -38.0 + f64::from(i), 0.1);
            }
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
    for rate in RATES {
        close("gate", rate, loudness(rate, &[(20.0, -65.0), (20.0, -72.0)]).integrated_lufs, -65.0, 0.1);
        assert!(meter(rate, &steps(rate, &[(0.399, -23.0)])).loudness().is_err());
        close("400 ms", rate, loudness(rate, &[(0.4, -23.0)]).integrated_lufs, -23.0, 0.1);
        assert!(meter(rate, &steps(rate, &[(5.0, -80.0)])).loudness().is_err());
    }
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

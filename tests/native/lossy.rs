//! The check of lossy copies, as far as it needs no browser: the peak of what goes by, and what is said of it.

use crate::support::Noise;
use testpress::compare::lossy::{Codec, Tried};
use testpress::dsp::interpolate::{PeakScan, REACH};
use testpress::measure::RunningPeak;
use testpress::units::gain_to_db;
use testpress::words::lossy;

/// In dBTP, of the whole at once.
fn whole(plane: &[f32]) -> f64 {
    gain_to_db(f64::from(PeakScan::new().peak(plane, 0..plane.len(), 0.0)))
}

fn in_pieces(plane: &[f32], lengths: &[usize]) -> f64 {
    let mut running = RunningPeak::new();
    let (mut rest, mut lengths) = (plane, lengths.iter().cycle());
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at((*lengths.next().expect("endless")).min(rest.len()));
        running.push(piece);
        rest = behind;
    }
    running.finish()
}

#[test]
fn a_peak_that_goes_by_reads_as_the_whole() {
    let mut noise = Noise::new(11);
    let plane: Vec<f32> = (0..30_000).map(|_| (0.3 * noise.next()) as f32).collect();
    // The highest point lies between the samples: two in a row, above all others, anywhere: also at both ends, and at every seam.
    let places = [0, 1, 26, 156, 157, 4094, 4095, 4096, 4097, 4252, 4253, 8192, 15_000, 29_000, 29_842, 29_998];
    for place in places {
        let mut plane = plane.clone();
        plane[place] = 0.9;
        plane[place + 1] = 0.9;
        let want = whole(&plane);
        assert!(want > gain_to_db(0.95), "the peak lies between the samples: {want}");
        for lengths in [&[960][..], &[1024], &[1], &[7, 4096, 1, 157], &[4253], &[50_000]] {
            let got = in_pieces(&plane, lengths);
            assert!((got - want).abs() < 1e-4, "at {place} in pieces of {lengths:?}: {got}, the whole {want}");
        }
    }
}

#[test]
fn short_and_silent_recordings_have_a_peak_too() {
    assert_eq!(RunningPeak::new().finish(), f64::NEG_INFINITY);
    assert_eq!(in_pieces(&[0.0; 10_000], &[960]), f64::NEG_INFINITY);
    for frames in [1, 2, REACH - 1, REACH, 2 * REACH] {
        let plane = vec![0.5; frames];
        assert!((in_pieces(&plane, &[960]) - whole(&plane)).abs() < 1e-4, "{frames} frames");
    }
    let broken: Vec<f32> = (0..9_000).map(|n| if n == 5_000 { f32::NAN } else { 0.25 }).collect();
    assert!(in_pieces(&broken, &[960]).is_finite());
}

#[test]
fn opus_and_aac_are_asked_for_by_their_registered_names() {
    assert_eq!(Codec::ALL.map(|codec| (codec.registered(), codec.rates_kbps()[0])), [("opus", 128), ("mp4a.40.2", 256)]);
}

fn peak(true_peak_dbtp: f64) -> Tried {
    Tried::Peak { kbps: 128, true_peak_dbtp }
}

#[test]
fn the_sentence_says_how_high_and_how_much_higher() {
    let clips = " A player without headroom of its own clips what is above 0.";
    for (after, before, said) in [
        (-0.3, -1.0, "After Opus at 128 kb/s peaks reach −0.3 dBTP, 0.7 dB higher than before.".to_string()),
        (-1.02, -1.0, "After Opus at 128 kb/s peaks reach −1.0 dBTP, as high as before.".into()),
        (-1.5, -1.0, "After Opus at 128 kb/s peaks reach −1.5 dBTP, 0.5 dB lower than before.".into()),
        (0.04, -1.0, "After Opus at 128 kb/s peaks reach 0.0 dBTP, 1.0 dB higher than before.".into()),
        (0.4, -1.0, format!("After Opus at 128 kb/s peaks reach 0.4 dBTP, 1.4 dB higher than before.{clips}")),
        (-60.0, f64::NEG_INFINITY, "After Opus at 128 kb/s peaks reach −60.0 dBTP.".into()),
        (f64::NEG_INFINITY, -1.0, "After Opus at 128 kb/s there is only silence.".into()),
    ] {
        assert_eq!(lossy::tried(Codec::Opus, peak(after), before), said);
    }
}

#[test]
fn a_codec_that_is_not_there_gives_no_figure() {
    for codec in Codec::ALL {
        for tried in [Tried::NotOffered, Tried::Failed] {
            let said = lossy::tried(codec, tried, -1.0);
            assert!(said.starts_with(lossy::codec_name(codec)) && !said.contains("dBTP"), "{said}");
            assert!(said.contains("not tried") || said.contains("nothing was measured"), "{said}");
        }
    }
}

#[test]
fn no_service_is_said_to_use_these_settings() {
    assert!(lossy::NOTE.contains("an approximation of what streaming does") && lossy::NOTE.contains("settings of their own"));
    for said in every_sentence() {
        for name in ["Spotify", "Apple", "YouTube", "TIDAL", "Amazon", "Deezer"] {
            assert!(!said.contains(name), "{said}");
        }
    }
}

#[test]
fn progress_is_said_in_whole_percents() {
    assert_eq!(lossy::trying(Codec::Opus, 0.0), "Trying Opus: 0 %");
    assert_eq!(lossy::trying(Codec::Aac, 0.999), "Trying AAC: 99 %");
    assert_eq!(lossy::trying(Codec::Aac, f32::INFINITY), "Trying AAC: 100 %");
}

/// For the rules that every sentence keeps.
pub fn every_sentence() -> Vec<String> {
    let all = [peak(-1.4), peak(-1.0), peak(0.6), peak(f64::NEG_INFINITY), Tried::NotOffered, Tried::Failed];
    let tried = Codec::ALL.into_iter().flat_map(|codec| all.map(|tried| lossy::tried(codec, tried, -1.0)));
    tried.chain([lossy::NOTE.into()]).collect()
}

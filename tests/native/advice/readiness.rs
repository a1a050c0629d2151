//! Laws of the readiness check: each fault found for what it is, none invented, and peaks alone never a failure.

use testpress::advice::{Check, CheckId, ReadinessItem, ReadinessResult, readiness};
use testpress::audio::AudioBuffer;
use testpress::decode::FileFacts;
use testpress::measure::{ChannelFault, Clipping, Integrity, Measurements, Psr};

use crate::support::{measured, measurements, signal};
use ReadinessResult::{Advise, Fix, Pass};

pub fn facts(lossless: bool) -> FileFacts {
    FileFacts {
        container: "WAV".into(),
        codec: "24-bit PCM".into(),
        lossless,
        bits: lossless.then_some(24),
        sample_rate: 44_100,
        channels: 2,
        frames: 441_000,
        concealed_frames: 0,
    }
}

const CLEAN: Integrity = Integrity {
    clipping: Clipping { flat_runs: 0, longest_frames: 0, beyond_full_scale: 0.0 },
    dc_offset: 0.0,
    channel_fault: None,
    bits: Some(24),
    band_limit_hz: None,
    silence_start_s: 2.0,
    silence_end_s: 2.1,
    delay_frames: 0,
};

fn clean() -> Measurements {
    Measurements { integrity: Some(CLEAN), ..measured(-18.0) }
}

fn with(change: impl Fn(&mut Integrity)) -> Measurements {
    let mut integrity = CLEAN;
    change(&mut integrity);
    Measurements { integrity: Some(integrity), ..clean() }
}

fn loud(plr_db: f64, dense: f64) -> Measurements {
    let mut mix = clean();
    mix.peaks.true_peak_dbtp = plr_db + mix.loudness.integrated_lufs;
    mix.dynamics.psr = Some(Psr { p10_db: 6.0, median_db: 9.0, below_8_db: dense });
    mix
}

fn of(items: &[ReadinessItem], id: CheckId) -> ReadinessItem {
    *items.iter().find(|item| item.check.id() == id).unwrap_or_else(|| panic!("{id:?}"))
}

/// A mix, its file, and what a check of it comes to.
fn cases() -> Vec<(CheckId, FileFacts, Measurements, ReadinessResult)> {
    use CheckId::{BitDepth, Channels, Clipping, Damage, Delay, Density, Ends, Offset, SampleRate, Source};
    let lossless = || facts(true);
    let at = |hz: u32| FileFacts { sample_rate: hz, ..facts(true) };
    let runs = |count| with(move |found| (found.clipping.flat_runs, found.clipping.longest_frames) = (count, 3 + count / 10));
    let beyond = |share| with(move |found| found.clipping.beyond_full_scale = share);
    let ends_at = |hz: f64| with(move |found| found.band_limit_hz = Some(hz));
    let ends = |start, end| with(move |found| (found.silence_start_s, found.silence_end_s) = (start, end));
    vec![
        (Channels, lossless(), with(|found| found.channel_fault = Some(ChannelFault::LeftSilent)), Fix),
        (Channels, lossless(), with(|found| found.channel_fault = Some(ChannelFault::RightSilent)), Fix),
        (Channels, lossless(), with(|found| found.channel_fault = Some(ChannelFault::Inverted)), Fix),
        (Clipping, lossless(), runs(1), Pass),
        (Clipping, lossless(), runs(9), Pass),
        (Clipping, lossless(), runs(10), Advise),
        (Clipping, lossless(), runs(99), Advise),
        (Clipping, lossless(), runs(100), Fix),
        (Clipping, facts(false), beyond(0.019), Advise),
        (Clipping, facts(false), beyond(0.000_01), Pass),
        (Clipping, lossless(), beyond(0.019), Pass),
        (Density, lossless(), loud(14.0, 0.0), Pass),
        (Density, lossless(), loud(7.9, 0.0), Advise),
        (Density, lossless(), loud(9.0, 0.21), Advise),
        (Density, lossless(), loud(9.0, 0.19), Pass),
        (Density, lossless(), loud(5.9, 0.9), Fix),
        (Offset, lossless(), with(|found| found.dc_offset = 0.03), Fix),
        (Offset, lossless(), with(|found| found.dc_offset = 0.003), Pass),
        (Delay, lossless(), with(|found| found.delay_frames = 17), Advise),
        (Delay, lossless(), with(|found| found.delay_frames = -441), Advise),
        (Damage, FileFacts { concealed_frames: 1_152, ..facts(false) }, clean(), Advise),
        (Source, facts(false), clean(), Advise),
        (Source, facts(false), ends_at(16_000.0), Advise),
        (Source, lossless(), ends_at(16_000.0), Advise),
        (Source, at(96_000), ends_at(22_000.0), Pass),
        (BitDepth, lossless(), with(|found| found.bits = Some(16)), Advise),
        (BitDepth, FileFacts { bits: Some(16), ..facts(true) }, with(|found| found.bits = Some(16)), Advise),
        (BitDepth, lossless(), with(|found| found.bits = None), Pass),
        (SampleRate, at(22_050), clean(), Advise),
        (SampleRate, at(96_000), ends_at(22_000.0), Advise),
        (SampleRate, at(96_000), clean(), Pass),
        (Ends, lossless(), ends(0.0, 0.02), Advise),
        (Ends, lossless(), ends(2.0, 11.0), Advise),
        (Ends, lossless(), ends(1.2, 3.0), Pass),
    ]
}

/// For the words: one of everything that can be found, and a mix with nothing to find.
pub fn every_item() -> Vec<ReadinessItem> {
    let mut items: Vec<ReadinessItem> =
        cases().into_iter().map(|(id, facts, mix, _)| of(&readiness(&facts, &mix, None), id)).collect();
    items.extend(readiness(&facts(true), &clean(), None));
    for (plr_db, wished) in [(15.0, Some(6.0)), (11.0, Some(6.0)), (18.4, None), (18.4, Some(3.0))] {
        items.push(of(&readiness(&facts(true), &loud(plr_db, 0.0), wished), CheckId::Headroom));
    }
    items
}

#[test]
fn a_clean_mix_passes_in_everything() {
    let items = readiness(&facts(true), &clean(), None);
    assert_eq!(items.len(), 11);
    assert!(items.iter().all(|item| item.result == Pass), "{items:?}");
    for (index, item) in items.iter().enumerate() {
        assert!(items[..index].iter().all(|other| other.check.id() != item.check.id()), "{item:?} twice");
    }
}

#[test]
fn each_finding_has_its_result_and_leaves_the_other_checks_alone() {
    for (id, facts, mix, result) in cases() {
        let items = readiness(&facts, &mix, None);
        assert_eq!(of(&items, id).result, result, "{:?}", of(&items, id));
        assert!(items.iter().all(|item| item.check.id() == id || item.result != Fix), "{id:?}: {items:?}");
    }
}

#[test]
fn no_mix_fails_for_its_headroom() {
    for wished in [None, Some(0.1), Some(3.0), Some(6.0), Some(f64::NAN), Some(-3.0), Some(f64::INFINITY)] {
        for peak_db in [-40.0, -6.0, -3.0, -0.1, 0.0, 0.04, 0.1, 3.0, 12.0] {
            let mut mix = clean();
            mix.peaks.true_peak_dbtp = peak_db;
            mix.loudness.integrated_lufs = peak_db - 14.0;
            let items = readiness(&facts(true), &mix, wished);
            let room = wished.filter(|db| db.is_finite() && *db > 0.0).unwrap_or(0.0);
            let expected = if peak_db > 0.05 - room { Advise } else { Pass };
            assert_eq!(of(&items, CheckId::Headroom).result, expected, "{peak_db} dBTP, {wished:?} wished");
            assert!(items.iter().all(|item| item.result != Fix));
        }
    }
}

#[test]
fn only_what_a_file_has_is_asked_of_it() {
    let mono = Measurements { channels: 1, ..clean() };
    let ids = |items: Vec<ReadinessItem>| items.iter().map(|item| item.check.id()).collect::<Vec<_>>();
    let of_mono = ids(readiness(&facts(true), &mono, None));
    assert!(!of_mono.contains(&CheckId::Channels) && !of_mono.contains(&CheckId::Delay));
    assert!(!ids(readiness(&facts(false), &clean(), None)).contains(&CheckId::BitDepth));
    let master = Measurements { integrity: None, ..clean() };
    assert!(!ids(readiness(&facts(true), &master, None)).contains(&CheckId::Clipping));
}

#[test]
fn a_mix_that_is_really_clipped_offset_or_turned_over_is_found_out() {
    let rate = 44_100;
    let planes = signal(2, rate, 12.0);
    let found = |change: &dyn Fn(usize, f32) -> f32| {
        let changed = planes.iter().enumerate().map(|(c, plane)| plane.iter().map(|&x| change(c, x)).collect()).collect();
        readiness(&facts(true), &measurements(&AudioBuffer::new(changed, rate)), None)
    };
    let fixes = |items: &[ReadinessItem]| -> Vec<CheckId> {
        items.iter().filter(|item| item.result == Fix).map(|item| item.check.id()).collect()
    };
    assert_eq!(fixes(&found(&|_, x| x)), []);
    assert!(fixes(&found(&|_, x| (3.0 * x).clamp(-0.9, 0.9))).contains(&CheckId::Clipping));
    assert_eq!(fixes(&found(&|_, x| x + 0.05)), [CheckId::Offset]);
    assert_eq!(fixes(&found(&|c, x| if c == 0 { 0.0 } else { x })), [CheckId::Channels]);
    let one = &planes[0];
    let opposite = vec![one.clone(), one.iter().map(|x| -0.8 * x).collect()];
    let items = readiness(&facts(true), &measurements(&AudioBuffer::new(opposite, rate)), None);
    assert_eq!(fixes(&items), [CheckId::Channels]);
    let kept: Vec<ReadinessItem> = serde_json::from_str(&serde_json::to_string(&items).expect("plain data")).expect("the same");
    assert_eq!(kept, items);
    assert!(matches!(of(&kept, CheckId::Channels).check, Check::Channels { fault: Some(ChannelFault::Inverted) }));
}

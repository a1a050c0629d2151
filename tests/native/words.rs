//! Laws of the page's words: figures as people read them, a sentence for everything, nothing claimed that isn't known.

mod advice;
mod blind;
mod changes;
mod keep;
mod shape;
mod showcase;
mod voices;

use testpress::compare::{Comparison, ToneChange};
use testpress::decode::DecodeError;
use testpress::encode::{EncodeError, Format, Stretch, TakeRate, TakeSettings};
use testpress::mastering::plan::Region;
use testpress::mastering::{Decision, Dimension, Reach, ReferenceUse, Stop, StyleId};
use testpress::measure::BAND_COUNT;
use testpress::words::{
    clock_time, decision, engine_notice, fault_notice, figures, frequency, loudness_reached, master_file_name, megabytes,
    no_file_notice, one_decimal, page, range_hz, signed, song_stem, spoken_time, style_label, what_changed,
};
use testpress::worker::protocol::Fault;

use crate::support::measured;

fn comparison() -> Comparison {
    Comparison {
        loudness_lu: 6.0,
        true_peak_db: 2.0,
        plr_db: -4.0,
        lra_lu: -0.5,
        tone_db: [0.0; BAND_COUNT],
        largest_fall: Some(ToneChange { from_hz: 180.0, to_hz: 450.0, db: -1.9 }),
        largest_rise: None,
        width_db: Some(0.1),
        ..Comparison::of(&measured(-18.0), &measured(-12.0))
    }
}

fn every_fault() -> Vec<Fault> {
    let mut faults: Vec<Fault> = [
        DecodeError::Empty,
        DecodeError::TooManyBytes { bytes: 900_000_000, limit: 500_000_000 },
        DecodeError::TooLong { seconds: 7_200.0, needed: 8_000_000_000, available: 2_000_000_000 },
        DecodeError::NotAudio { looks_like: None },
        DecodeError::NotAudio { looks_like: Some("a PDF".into()) },
        DecodeError::Unsupported { what: "Opus".into() },
        DecodeError::Encrypted,
        DecodeError::NoAudio { container: "MP4".into() },
        DecodeError::TooManyChannels { channels: 6 },
        DecodeError::SampleRate { hz: 4_000 },
        DecodeError::FormatChanges { seconds: 61.0 },
        DecodeError::Truncated { seconds: 61.0, expected_seconds: 180.0 },
        DecodeError::Damaged { seconds: 61.0, detail: "0xdead".into() },
        DecodeError::TooShort { seconds: 0.2, needed_seconds: 1.0 },
        DecodeError::Silent,
    ]
    .into_iter()
    .map(Fault::File)
    .collect();
    faults.extend([
        Fault::Unreadable { detail: "NotFoundError".into() },
        Fault::Take(EncodeError::TooLong { bytes: 5_000_000_000, limit: 4_294_967_303 }),
        Fault::Take(EncodeError::NoMemory { bytes: 2_000_000_000 }),
        Fault::SourceGone,
        Fault::Engine { detail: "unreachable".into() },
    ]);
    faults
}

fn every_decision() -> Vec<Decision> {
    let region = Region { from_hz: 200.0, to_hz: 400.0 };
    let mut every = vec![
        Decision::StyleChosen { id: StyleId::Jazz },
        Decision::StyleNearest { id: StyleId::Indie, runner_up: StyleId::Rock, confidence: 0.31 },
        Decision::StyleUnclear { nearest: StyleId::Indie, runner_up: StyleId::Rock, confidence: 0.2 },
        Decision::Tone { region, excess_db: 4.1, gain_db: -1.9 },
        Decision::Tone { region, excess_db: -4.1, gain_db: 1.9 },
        Decision::ToneLeftAlone { largest_db: 1.2 },
        Decision::Compress { plr_db: 16.0, target_db: 13.0, most_db: 2.0 },
        Decision::DynamicsLeftAlone { plr_db: 11.0, target_db: 13.0 },
        Decision::MonoBass { below_hz: 100.0, side_db: -12.0 },
        Decision::Width { side_db: -14.0, target_db: -9.0, gain_db: 2.0 },
        Decision::WidthGuarded { side_db: -14.0, target_db: -9.0 },
        Decision::WidthLeftAlone { side_db: -7.0 },
        Decision::Reference { tone: true, dynamics: true, exact: false },
        Decision::Reference { tone: true, dynamics: true, exact: true },
        Decision::Reference { tone: true, dynamics: false, exact: false },
        Decision::Reference { tone: false, dynamics: true, exact: false },
        Decision::OneGain,
        Decision::AlreadyFinished { lufs: -12.2, plr_db: 11.0 },
        Decision::Clean { dc_dbfs: Some(-48.0), rumble: false, high_pass_hz: 17.0 },
        Decision::Clean { dc_dbfs: None, rumble: true, high_pass_hz: 17.0 },
        Decision::Clean { dc_dbfs: Some(-48.0), rumble: true, high_pass_hz: 17.0 },
        Decision::NoiseNotLifted { region },
        Decision::Tilt { db: 1.0 },
        Decision::Tilt { db: -1.0 },
        Decision::LowEnd { db: 1.0 },
        Decision::LowEnd { db: -1.5 },
        Decision::Glue { most_db: 1.5 },
        Decision::Saturate { most_db: 1.2 },
        Decision::WidthChosen { db: 2.0, possible_db: 2.0 },
        Decision::WidthChosen { db: 3.0, possible_db: 1.0 },
        Decision::MonoKept,
        Decision::Loudness { from_lufs: -18.0, to_lufs: -12.0 },
    ];
    every.extend(Dimension::ALL.map(|dimension| Decision::LeftAsMeant { dimension }));
    every
}

fn everything_said() -> Vec<String> {
    let both = Some(ReferenceUse { tone: true, dynamics: true, exact: false });
    let mut said: Vec<String> = [None, both]
        .iter()
        .flat_map(|r| every_decision().iter().map(|d| decision(d, StyleId::Indie, *r)).collect::<Vec<_>>())
        .collect();
    for fault in every_fault() {
        let notice = fault_notice(&fault, "Song.wav");
        said.extend([notice.found, notice.to_do]);
    }
    for notice in [engine_notice(true), engine_notice(false), no_file_notice()] {
        said.extend([notice.found, notice.to_do]);
    }
    said.extend(what_changed(&comparison()));
    said.extend(shape::every_sentence());
    said.extend(advice::every_sentence());
    said.extend(blind::every_sentence());
    said.extend(changes::every_sentence());
    said.extend(voices::every_sentence());
    said.extend(keep::every_sentence());
    said.extend(crate::character::every_sentence());
    said.extend(crate::report::every_sentence());
    said.extend(crate::plots::every_sentence());
    said.extend(
        [
            page::HONEST,
            page::SELLERS,
            page::PERSON_NOTE,
            page::FIRST_MINUTE_NOTE,
            page::BLIND_LEVELS,
            page::CANNOT_KEEP,
            page::BRIEF_UNSEEN,
            page::BRIEF_KEPT,
            page::BRIEF_REWRITTEN,
            page::MIXES_TOO_LONG,
            page::COPIED,
            page::COPY_BY_HAND,
        ]
        .map(String::from),
    );
    said
}

#[test]
fn figures_have_one_decimal_a_true_minus_and_no_negative_zero() {
    for (value, text) in [(-18.04, "−18.0"), (-0.04, "0.0"), (0.04, "0.0"), (-0.06, "−0.1"), (12.0, "12.0"), (-9.96, "−10.0")]
    {
        assert_eq!(one_decimal(value), text);
    }
    assert_eq!(signed(1.25), "+1.2");
    assert_eq!(signed(-0.01), "0.0");
    assert_eq!(one_decimal(f64::NEG_INFINITY), "−∞");
    assert_eq!(one_decimal(f64::NAN), "–");
}

#[test]
fn frequencies_read_as_they_are_named() {
    for (hz, text) in [(63.1, "63 Hz"), (199.5, "200 Hz"), (998.0, "1 kHz"), (1_584.9, "1.6 kHz"), (22_387.0, "22 kHz")] {
        assert_eq!(frequency(hz), text);
    }
    assert_eq!(range_hz(200.0, 400.0), "200–400 Hz");
    assert_eq!(range_hz(891.0, 7_080.0), "890 Hz – 7.1 kHz");
}

#[test]
fn times_and_sizes() {
    assert_eq!(clock_time(185.9), "3:05");
    assert_eq!(clock_time(3_729.0), "1:02:09");
    assert_eq!(clock_time(f64::NAN), "0:00");
    assert_eq!(spoken_time(61.0), "1 minute 1 second");
    assert_eq!(megabytes(41_600_000), "42 MB");
    assert_eq!(megabytes(10), "0.1 MB");
}

#[test]
fn a_download_keeps_the_songs_own_name() {
    for (file, saved) in [
        ("Song.wav", "Song - AI master 24-bit.wav"),
        ("My.Song v2.final.FLAC", "My.Song v2.final - AI master 24-bit.wav"),
        ("No extension", "No extension - AI master 24-bit.wav"),
        ("Vol. 2", "Vol. 2 - AI master 24-bit.wav"),
        ("a/b:c.mp3", "a-b-c - AI master 24-bit.wav"),
    ] {
        assert_eq!(master_file_name(file, &TakeSettings::USUAL), saved);
    }
    let usual = TakeSettings::USUAL;
    for (settings, saved) in [
        (TakeSettings { format: Format::Wav16, ..usual }, "Song - AI master 16-bit.wav"),
        (TakeSettings { format: Format::WavFloat, ..usual }, "Song - AI master 32-bit float.wav"),
        (TakeSettings { format: Format::Flac16, rate: TakeRate::Hz44100, ..usual }, "Song - AI master 16-bit 44.1 kHz.flac"),
        (TakeSettings { stretch: Stretch::BeforeLimiter, ..usual }, "Song - AI master 24-bit without the limiter.wav"),
    ] {
        assert_eq!(master_file_name("Song.wav", &settings), saved);
    }
    let long = master_file_name(&"\u{1F3B5}".repeat(4_000), &usual);
    assert!(long.len() < 240 && long.starts_with('\u{1F3B5}') && long.ends_with(" - AI master 24-bit.wav"), "{long}");
    assert_eq!(song_stem("  .wav"), ".wav");
    assert_eq!(song_stem(""), "Untitled");
}

#[test]
fn the_tone_sentence_says_what_was_found_and_what_is_done() {
    let said = decision(
        &Decision::Tone { region: Region { from_hz: 200.0, to_hz: 400.0 }, excess_db: 4.1, gain_db: -1.9 },
        StyleId::Indie,
        None,
    );
    assert_eq!(said, "Your mix has 4.1 dB more at 200–400 Hz than indie records usually have: 1.9 dB less there.");
}

#[test]
fn every_sentence_is_one_and_none_is_said_twice() {
    let said = everything_said();
    for sentence in &said {
        assert!(sentence.ends_with(['.', '?']), "{sentence}");
        assert!(sentence.starts_with(|c: char| c.is_uppercase() || c == '“' || c.is_ascii_digit()), "{sentence}");
        assert!(!sentence.contains("  ") && !sentence.contains("-0.0") && !sentence.contains("NaN"), "{sentence}");
    }
}

#[test]
fn nothing_is_claimed_that_a_measurement_cannot_know() {
    let banned = [
        "deliberate",
        "better than",
        "professional",
        "radio-ready",
        "industry standard",
        "neural",
        "analogue warmth",
        "improve",
        "perfect",
    ];
    for sentence in everything_said() {
        let lower = sentence.to_lowercase();
        assert!(!banned.iter().any(|word| lower.contains(word)), "{sentence}");
    }
}

#[test]
fn other_services_are_named_in_one_place_only() {
    for sentence in everything_said().into_iter().filter(|s| s != page::SELLERS) {
        assert!(!["LANDR", "Ozone", "eMastered", "BandLab"].iter().any(|name| sentence.contains(name)), "{sentence}");
    }
}

#[test]
fn a_fault_names_the_file_and_says_what_to_do() {
    for fault in every_fault() {
        let notice = fault_notice(&fault, "Song.wav");
        assert!(notice.to_do.len() > 10, "{fault:?}");
        if !matches!(fault, Fault::Engine { .. }) {
            assert!(notice.found.contains("“Song.wav”"), "{fault:?}: {}", notice.found);
        }
    }
    let long = Fault::File(DecodeError::TooLong { seconds: 7_200.0, needed: 8_000_000_000, available: 2_000_000_000 });
    assert!(fault_notice(&long, "Set.wav").to_do.contains("30:00"), "says what would fit");
}

#[test]
fn what_changed_is_three_sentences_for_any_comparison() {
    let plain = Comparison { loudness_lu: 0.0, plr_db: 0.0, largest_fall: None, width_db: None, ..comparison() };
    let quieter = Comparison { loudness_lu: -3.0, plr_db: 2.0, width_db: Some(-3.0), ..comparison() };
    for comparison in [comparison(), plain, quieter] {
        for sentence in what_changed(&comparison) {
            assert_eq!(sentence.matches(". ").count(), 0, "{sentence}");
            assert!(!sentence.contains("LUFS") && !sentence.contains("PLR"), "unexplained unit: {sentence}");
        }
    }
}

#[test]
fn loudness_that_was_reached_needs_no_word() {
    assert_eq!(loudness_reached(&Reach::Reached { lufs: -12.0 }), None);
    let said = loudness_reached(&Reach::StoppedClean { asked_lufs: -8.0, reached_lufs: -9.4, because: Stop::Slope })
        .expect("said plainly");
    assert!(said.contains("1.4 dB") && !said.contains("LUFS"), "calm: {said}");
}

#[test]
fn each_style_has_a_name_of_its_own() {
    let mut names: Vec<_> = StyleId::ALL.map(style_label).to_vec();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), StyleId::ALL.len());
}

#[test]
fn figures_wait_for_the_master() {
    let rows = figures(&measured(-18.0), None);
    assert!(rows.iter().all(|row| row.after.is_none()));
    let rows = figures(&measured(-18.0), Some(&measured(-12.0)));
    assert_eq!((rows[0].before.as_str(), rows[0].after.as_deref()), ("−18.0", Some("−12.0")));
}

#[test]
fn the_first_screen_has_at_most_60_words() {
    // With the studio's name and place.
    let screen = [page::TITLE, page::LEAD, page::CHOOSE, page::DEMO, page::PRIVATE, page::HONEST, "123 Studios London"];
    let words: usize = screen.iter().map(|text| text.split_whitespace().count()).sum();
    assert!(words <= 60, "{words}");
}

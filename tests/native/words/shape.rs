//! The words of the controls and of the reference track.

use testpress::mastering::{Controls, Decision, LoudnessChoice, ReferenceUse, StyleId};
use testpress::pace::Stage;
use testpress::words::{
    amount_said, band_note, beside_stage, decision, loudness_label, loudness_meaning, low_end_said, page, plotted_band,
    reference_used, shaped, spectrum_summary, tilt_said, width_said,
};
use testpress::worker::protocol::Beside;

const LOUDNESS: [LoudnessChoice; 4] =
    [LoudnessChoice::Open, LoudnessChoice::Streaming, LoudnessChoice::Loud, LoudnessChoice::Exactly { lufs: -11.0 }];

fn uses() -> Vec<Controls> {
    let mut all = Vec::new();
    for (tone, dynamics) in [(true, true), (true, false), (false, true)] {
        for loudness in LOUDNESS {
            all.push(Controls {
                reference: Some(ReferenceUse { tone, dynamics, exact: false }),
                loudness,
                ..Controls::UNTOUCHED
            });
        }
    }
    all.push(Controls::UNTOUCHED);
    all
}

/// For the rules that every sentence keeps.
pub fn every_sentence() -> Vec<String> {
    let mut said: Vec<String> = uses().iter().map(|controls| reference_used(controls, Some(StyleId::Jazz))).collect();
    for like_reference in [true, false] {
        said.extend(LOUDNESS.map(|loudness| loudness_meaning(loudness, like_reference)));
        said.push(band_note(like_reference));
        said.push(spectrum_summary(0, Some(12), StyleId::Jazz, like_reference));
    }
    said.extend([page::REFERENCE_NOTE, page::NO_WIDTH, page::EXACT_NOTE].map(String::from));
    said
}

#[test]
fn steps_have_a_direction_and_no_unit() {
    for (said, text) in [
        (tilt_said(-0.5), "1 step warmer"),
        (tilt_said(3.0), "6 steps brighter"),
        (low_end_said(-1.0), "2 steps less bass"),
        (low_end_said(0.5), "1 step more bass"),
        (width_said(-6.0), "12 steps narrower"),
        (width_said(0.0), "no change"),
        (amount_said(0.0), "0 %: your mix with one gain, nothing else"),
        (amount_said(0.35), "35 %"),
    ] {
        assert_eq!(said, text);
    }
}

#[test]
fn the_closed_panel_says_what_was_changed_and_nothing_else() {
    assert_eq!(shaped(&Controls::UNTOUCHED), None);
    let style = Controls { style: Some(StyleId::Pop), ..Controls::UNTOUCHED };
    assert_eq!(shaped(&style), None);
    let changed = Controls { amount: 0.6, loudness: LoudnessChoice::Streaming, tilt_db: -1.0, width_db: 0.5, ..style };
    assert_eq!(shaped(&changed).as_deref(), Some("60 %, streaming loudness, 2 steps warmer, 1 step wider"));
}

#[test]
fn the_calm_view_names_no_unit() {
    let units = ["LUFS", "dB", "LU ", "Hz", "PLR"];
    let exact = LoudnessChoice::Exactly { lufs: -11.0 };
    for sentence in
        every_sentence().into_iter().filter(|said| *said != loudness_meaning(exact, false) && said != page::EXACT_NOTE)
    {
        assert!(!units.iter().any(|unit| sentence.contains(unit)), "{sentence}");
    }
}

#[test]
fn what_a_reference_is_used_for_names_what_the_style_still_decides() {
    for controls in uses() {
        let said = reference_used(&controls, Some(StyleId::Jazz));
        assert!(said.contains("jazz records"), "{said}");
        let own = controls.loudness == LoudnessChoice::Open;
        let dynamics = controls.reference.is_some_and(|used| used.dynamics);
        assert_eq!(said.contains("as loud as you chose"), dynamics && !own, "{said}");
    }
}

#[test]
fn a_reference_has_stages_a_band_and_decisions_of_its_own() {
    assert!(beside_stage(Beside::Reference, Stage::Measure).contains("reference"));
    assert_ne!(plotted_band(StyleId::Jazz, true), plotted_band(StyleId::Jazz, false));
    let left = Decision::DynamicsLeftAlone { plr_db: 16.8, target_db: 16.5 };
    let both = Some(ReferenceUse { tone: true, dynamics: true, exact: false });
    assert!(decision(&left, StyleId::Jazz, both).ends_with("the 16.5 dB usual near your reference."));
    let nearest =
        decision(&Decision::StyleNearest { id: StyleId::Jazz, runner_up: StyleId::Pop, confidence: 0.3 }, StyleId::Jazz, None);
    // "No particular style" is no candidate.
    assert!(nearest.contains("14 styles") && nearest.contains("30 %"), "{nearest}");
}

#[test]
fn each_loudness_has_a_name_of_its_own() {
    let mut names = LOUDNESS.map(loudness_label).to_vec();
    names.dedup();
    assert_eq!(names.len(), LOUDNESS.len());
}

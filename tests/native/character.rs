//! What sets a mix apart, how much of it a master keeps, and that what the artist means is left alone.

mod answers;
mod songs;

use testpress::compare::Character;
use testpress::compare::character::Fate;
use testpress::mastering::{Dimension, StyleId};
use testpress::measure::{Measurements, Stereo};
use testpress::words::{character_method, character_question, character_summary, character_trait};

use crate::support::measured;

const STYLE: StyleId = StyleId::Pop;

/// A recording at the middle of everything that its style usually has.
fn average(id: StyleId) -> Measurements {
    let style = id.style();
    let mut m = measured(-14.0);
    m.spectrum.mid_db = style.curve_db.map(|db| db - 30.0);
    m.spectrum.side_db = [-150.0; 30];
    m.loudness.lra_lu = 0.5 * (style.lra_lu.low + style.lra_lu.high);
    m.peaks.true_peak_dbtp = m.loudness.integrated_lufs + 0.5 * (style.plr_db.low + style.plr_db.high);
    let side_db = 0.5 * (style.side_db.low.max(-20.0) + style.side_db.high);
    m.stereo = Some(Stereo { correlation: 0.6, side_db, bass_side_db: -30.0, band_correlation: [0.6; 30], mono_fold_lu: 0.5 });
    m
}

/// The same with one stretch of the spectrum raised.
fn with(mut m: Measurements, dimension: Dimension, db: f64) -> Measurements {
    let bands = dimension.bands().expect("of the spectrum");
    m.spectrum.mid_db[bands].iter_mut().for_each(|level| *level += db);
    m
}

fn dark(db: f64) -> Measurements {
    with(average(STYLE), Dimension::Top, -db)
}

fn of(before: &Measurements, after: &Measurements) -> Character {
    Character::of(before, after, STYLE).expect("a spectrum")
}

fn kept(character: &Character, dimension: Dimension) -> Option<f64> {
    character.traits.iter().find(|t| t.dimension == dimension).expect("measured").kept
}

/// Every kind of sentence, for the laws of all words.
pub fn every_sentence() -> Vec<String> {
    let wild = |sign: f64| {
        let mut m = average(STYLE);
        for (nth, dimension) in
            [Dimension::LowEnd, Dimension::LowMids, Dimension::Presence, Dimension::Top].into_iter().enumerate()
        {
            m = with(m, dimension, sign * (9.0 + nth as f64));
        }
        m.loudness.lra_lu += sign * 5.5;
        m.peaks.true_peak_dbtp += sign * 14.0;
        if let Some(stereo) = &mut m.stereo {
            stereo.side_db += sign * 8.0;
        }
        m
    };
    let (lots, little) = (wild(1.0), wild(-1.0));
    let pairs = [
        (average(STYLE), average(STYLE)),
        (dark(10.0), dark(10.0)),
        (dark(10.0), dark(3.0)),
        (dark(10.0), average(STYLE)),
        (dark(10.0), dark(14.0)),
        (dark(10.0), with(dark(7.0), Dimension::LowEnd, 12.0)),
        (lots.clone(), average(STYLE)),
        (little.clone(), average(STYLE)),
        (lots, little),
    ];
    let mut said = Vec::new();
    for id in [STYLE, StyleId::AllGenres] {
        said.push(character_method(id));
        for (before, after) in &pairs {
            let character = Character::of(before, after, id).expect("a spectrum");
            said.push(character_summary(&character));
            for t in &character.traits {
                let question = character_question(t, id);
                said.extend([character_trait(t), question.asked, question.found, question.then.to_owned()]);
            }
        }
    }
    said
}

#[test]
fn what_stays_as_it_is_is_kept_whole() {
    let mix = with(dark(10.0), Dimension::LowMids, 4.0);
    for master in [mix.clone(), mix.clone().after_gain(6.0)] {
        let same = of(&mix, &master);
        assert!((same.kept().expect("far") - 1.0).abs() < 1e-9 && (same.same_way - 1.0).abs() < 1e-9, "{same:?}");
        assert_eq!(same.fate(), Fate::Kept);
        assert!(same.questions().is_empty(), "nothing was moved");
        assert!(same.traits.iter().all(|t| t.kept.is_none_or(|share| (share - 1.0).abs() < 1e-9)));
        assert!(character_summary(&same).contains("kept all of what sets this mix apart from the average of pop records"));
    }
}

#[test]
fn what_is_moved_onto_the_average_is_lost() {
    let mix = dark(10.0);
    // (The table's curves are level to within a few hundredths of a decibel.)
    let lost = of(&mix, &average(STYLE).after_gain(3.0));
    assert!(lost.kept().expect("far") < 0.002 && lost.fate() == Fate::Flattened, "{lost:?}");
    assert!(kept(&lost, Dimension::Top).expect("far").abs() < 0.01);
    assert_eq!(lost.questions()[0].dimension, Dimension::Top);
    assert_eq!(character_question(&lost.questions()[0], STYLE).asked, "Is the dark top meant?");
    assert!(character_summary(&lost).contains("kept nothing"), "{}", character_summary(&lost));
}

#[test]
fn the_share_is_the_share_and_each_measure_counts() {
    let mut mix = average(STYLE);
    mix.loudness.lra_lu += 6.0;
    for share in [0.3, 0.5, 0.8, 1.3] {
        let mut master = average(STYLE);
        master.loudness.lra_lu += 6.0 * share;
        let character = of(&mix, &master);
        assert!((character.kept().expect("far") - share.min(1.0)).abs() < 1e-3, "{character:?}");
        assert!((kept(&character, Dimension::Arc).expect("far") - share).abs() < 1e-9);
        let fate = if share < 0.6 {
            Fate::Flattened
        } else if share > 1.0 {
            Fate::Further
        } else {
            Fate::Kept
        };
        assert_eq!(character.fate(), fate, "{share}");
    }
    // Each dimension moved to the average is missed by its own line, and by no other.
    for dimension in [Dimension::LowEnd, Dimension::LowMids, Dimension::Mids, Dimension::Presence, Dimension::Top] {
        let mix = with(average(STYLE), dimension, -8.0);
        let character = of(&mix, &with(average(STYLE), dimension, -2.0));
        let share = kept(&character, dimension).expect("far");
        assert!((share - 0.25).abs() < 0.01, "{dimension:?}: {share}");
        // All is held against the mids: where they are low themselves, the rest is high.
        let strongest = character.by_strength()[0].dimension;
        assert!(strongest == dimension || dimension == Dimension::Mids, "{strongest:?}");
    }
}

#[test]
fn a_difference_elsewhere_is_no_difference_kept() {
    let character = of(&dark(10.0), &with(average(STYLE), Dimension::LowEnd, -9.0));
    assert!(character.fate() == Fate::Redirected && character.kept().expect("far") < 0.1, "{character:?}");
    let opposite = of(&dark(10.0), &dark(-10.0));
    assert!(opposite.kept() == Some(0.0) && kept(&opposite, Dimension::Top).expect("far") < -0.9, "{opposite:?}");
}

#[test]
fn near_the_average_there_is_nothing_to_keep() {
    let character = of(&average(STYLE), &dark(3.0));
    assert_eq!((character.kept(), character.fate()), (None, Fate::Close));
    assert!(character.questions().is_empty());
    assert!(!character_summary(&character).contains('%'));
    // A test tone has no balance of tone.
    let mut tone = measured(-14.0);
    tone.spectrum.mid_db = [-150.0; 30];
    tone.spectrum.side_db = [-150.0; 30];
    tone.spectrum.mid_db[16] = -10.0;
    assert_eq!(Character::of(&tone, &tone, STYLE), None);
}

#[test]
fn the_headroom_of_any_mix_is_no_character() {
    let mut mix = average(STYLE);
    mix.peaks.true_peak_dbtp = mix.loudness.integrated_lufs + STYLE.style().plr_db.high + 3.9;
    let limited = of(&mix, &average(STYLE));
    assert!(limited.before < 0.01 && limited.after < 0.01, "{limited:?}");
    mix.peaks.true_peak_dbtp += 6.0;
    let limited = of(&mix, &average(STYLE));
    assert_eq!(limited.questions()[0].dimension, Dimension::Dynamics);
    assert_eq!(character_question(&limited.questions()[0], STYLE).asked, "Is the very dynamic sound meant?");
}

#[test]
fn what_the_file_cannot_hold_is_not_judged() {
    let mut mono = average(STYLE);
    mono.stereo = None;
    mono.spectrum.usable_bands = 21;
    let character = of(&mono, &mono);
    let measured: Vec<Dimension> = character.traits.iter().map(|t| t.dimension).collect();
    assert!(!measured.contains(&Dimension::Width) && !measured.contains(&Dimension::Top), "{measured:?}");
    // What a codec cut off was not mixed dark.
    let mut encoded = average(STYLE);
    encoded.spectrum.mid_db[27..].fill(-150.0);
    assert!(of(&encoded, &encoded).before < 0.05);
}

#[test]
fn no_more_is_asked_than_can_be_answered() {
    let mut mix = dark(12.0);
    for (dimension, db) in [(Dimension::LowEnd, -14.0), (Dimension::LowMids, 8.0), (Dimension::Presence, -9.0)] {
        mix = with(mix, dimension, db);
    }
    let asked = of(&mix, &average(STYLE)).questions();
    assert_eq!(asked.len(), 3);
    assert!(asked.windows(2).all(|pair| pair[0].before.tolerances.abs() >= pair[1].before.tolerances.abs()));
    let text = serde_json::to_string(&of(&mix, &average(STYLE))).expect("plain data");
    assert_eq!(serde_json::from_str::<Character>(&text).expect("the same"), of(&mix, &average(STYLE)));
}

//! The words of blind tests: what each outcome means, and never more.

use testpress::compare::SourceId;
use testpress::compare::blind::statistics::{abx_needed, binomial_tail, most_picked_tail};
use testpress::compare::blind::{BlindKind, BlindResult, Score};
use testpress::words::{abx_rule, blind_in_brief, blind_question, blind_round, blind_said, platforms_note};

fn name(id: SourceId) -> &'static str {
    match id {
        SourceId::ORIGINAL => "Original",
        SourceId::AUTOMATIC => "AI master",
        _ => "Anna’s master",
    }
}

fn abx(correct: u32, trials: u32) -> BlindResult {
    let p = binomial_tail(correct, trials, 0.5);
    let score = Score::Abx { a: SourceId::ORIGINAL, b: SourceId::AUTOMATIC, correct, trials, p };
    BlindResult { kind: BlindKind::Abx, region: None, score }
}

/// Picks of voices 1, 0, 2, in this order, the most first.
fn preference(counts: &[u32], no_preference: u32) -> BlindResult {
    let picks: Vec<_> = [1, 0, 2].map(SourceId).into_iter().zip(counts.iter().copied()).collect();
    let p = most_picked_tail(counts[0], counts.iter().sum(), counts.len() as u32);
    BlindResult { kind: BlindKind::Preference, region: None, score: Score::Preference { picks, no_preference, p } }
}

fn first_minute(original: u32, automatic: u32) -> BlindResult {
    let picks = vec![(SourceId::ORIGINAL, original), (SourceId::AUTOMATIC, automatic)];
    let score = Score::Preference { picks, no_preference: 1 - original - automatic, p: 1.0 };
    BlindResult { kind: BlindKind::FirstMinute, region: Some((62.0, 74.0)), score }
}

fn outcomes() -> Vec<BlindResult> {
    let mut all = vec![first_minute(1, 0), first_minute(0, 1), first_minute(0, 0)];
    all.extend([(12, 16), (14, 16), (16, 16), (8, 10), (7, 16), (0, 16), (1, 1), (100, 100)].map(|(c, n)| abx(c, n)));
    all.extend([
        preference(&[0, 0], 8),
        preference(&[1, 0], 0),
        preference(&[1, 0], 3),
        preference(&[6, 2], 1),
        preference(&[10, 1, 0], 2),
        preference(&[4, 4, 1], 0),
        preference(&[30, 30, 0], 0),
    ]);
    all
}

/// For the rules that every sentence keeps.
pub fn every_sentence() -> Vec<String> {
    let mut said: Vec<String> = outcomes().iter().flat_map(|r| [blind_said(r, name), blind_in_brief(r, name)]).collect();
    said.extend([BlindKind::FirstMinute, BlindKind::Preference, BlindKind::Abx].map(|kind| blind_question(kind).into()));
    said.extend([1, 4, 10, 16].map(|trials| abx_rule(trials, abx_needed(trials))));
    said.push(platforms_note());
    said.extend(crate::lossy::every_sentence());
    said
}

#[test]
fn the_first_pick_is_taste() {
    assert_eq!(blind_said(&first_minute(1, 0), name), "You picked your own mix. One pick is taste, not proof.");
    assert_eq!(blind_said(&first_minute(0, 1), name), "You picked the automatic master. One pick is taste, not proof.");
    assert!(blind_said(&first_minute(0, 0), name).starts_with("No difference for you: "));
}

#[test]
fn chance_is_said_as_a_count_of_tests_and_as_a_p() {
    for (result, chance) in [
        (abx(12, 16), "in about 1 of 26 such tests (p = 0.0384)"),
        (abx(14, 16), "in about 1 of 478 such tests (p = 0.00209)"),
        (abx(16, 16), "in about 1 of 65,536 such tests (p = 0.0000153)"),
        (abx(100, 100), "in fewer than 1 of a million such tests (p < 0.000001)"),
        (abx(8, 10), "in about 1 of 18 such tests (p = 0.0547)"),
        (abx(7, 16), "in about 8 of 10 such tests (p = 0.773)"),
        (abx(2, 16), "in nearly every such test (p > 0.999)"),
        (abx(0, 16), "in every such test (p = 1)"),
        (preference(&[6, 2], 1), "in about 3 of 10 such tests (p = 0.289)"),
    ] {
        let said = blind_said(&result, name);
        assert!(said.contains(chance), "{said}");
    }
}

#[test]
fn each_outcome_says_what_it_means() {
    assert_eq!(
        blind_said(&abx(12, 16), name),
        "You were right in 12 of 16 rounds. Guessing alone does as well in about 1 of 26 such tests (p = 0.0384): good evidence \
         that you hear a difference between “Original” and “AI master”. Which to prefer is another question."
    );
    assert_eq!(
        blind_said(&preference(&[10, 1, 0], 2), name),
        "You picked “AI master” 10 of 11 times. Picking with closed ears, one of them gets that many in about 1 of 2,567 such tests \
         (p = 0.000390): good evidence that you prefer it. That is your taste; other ears may differ. You had no preference in 2 \
         more rounds."
    );
    assert_eq!(blind_said(&preference(&[1, 0], 0), name), "You picked “AI master”. One pick is taste, not proof.");
    assert!(blind_said(&preference(&[4, 4, 1], 0), name).contains("“AI master” and “Original” 4 of 9 times each"));
    assert!(blind_said(&preference(&[30, 30, 0], 0), name).contains("no single favourite"));
    assert!(blind_said(&preference(&[0, 0], 8), name).starts_with("You had no preference in 8 rounds. That is a respectable"));
}

#[test]
fn evidence_is_claimed_where_it_is_and_nowhere_else() {
    for result in outcomes() {
        let said = blind_said(&result, name);
        assert!(!said.contains('!') && !said.contains("significant"), "{said}");
        let claims = said.contains("good evidence") || said.contains("hardly chance");
        assert_eq!(claims, result.score.is_evidence(), "{said}");
        assert!(claims || said.contains("proof"), "showing nothing proves nothing: {said}");
    }
    let said = blind_said(&abx(8, 10), name);
    assert!(said.contains("no difference shown") && said.contains("respectable") && said.contains("no proof"), "{said}");
}

#[test]
fn the_brief_has_the_figures() {
    assert_eq!(
        blind_in_brief(&abx(12, 16), name),
        "Blind ABX test, “Original” against “AI master”: 12 of 16 right (p = 0.0384)."
    );
    assert_eq!(
        blind_in_brief(&first_minute(0, 1), name),
        "Blind preference test, 1 round: “Original” 0, “AI master” 1, no preference 0 (p = 1), heard from 1:02 to 1:14."
    );
}

#[test]
fn rounds_are_counted_from_one() {
    assert_eq!(
        (blind_round((0, 16)), blind_round((15, 16)), blind_round((16, 16))),
        ("Round 1 of 16".into(), "Round 16 of 16".into(), "Round 16 of 16".into())
    );
    assert!(abx_rule(16, abx_needed(16)).contains("12 right or more") && abx_rule(4, abx_needed(4)).contains("too short"));
}

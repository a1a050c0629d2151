//! Laws of blind tests: fair draws, exact statistics, and a score that nobody sees before the end.

use std::collections::HashMap;

use testpress::compare::SourceId;
use testpress::compare::blind::random::{below, shuffle};
use testpress::compare::blind::statistics::{abx_needed, binomial_tail, most_picked_tail};
use testpress::compare::blind::{
    ABX_TRIALS, Answer, BlindError, BlindKind, BlindResult, BlindTest, Entropy, Label, MOST_TRIALS, Score,
};

use crate::support::Noise;

struct Seeded(Noise);

impl Entropy for Seeded {
    fn next_u32(&mut self) -> u32 {
        (self.0.word() >> 32) as u32
    }
}

fn seeded(seed: u64) -> Seeded {
    Seeded(Noise::new(seed))
}

/// Says the same words again and again.
struct Scripted(Vec<u32>, usize);

impl Entropy for Scripted {
    fn next_u32(&mut self) -> u32 {
        self.1 += 1;
        self.0[(self.1 - 1) % self.0.len()]
    }
}

/// Whether counts that should be equal differ more than chance makes them in one of a thousand draws: Pearson's chi-squared against
/// its quantile by Wilson & Hilferty 1931.
fn is_uneven(counts: &[u32]) -> bool {
    let expected = f64::from(counts.iter().sum::<u32>()) / counts.len() as f64;
    let chi_squared: f64 = counts.iter().map(|&count| (f64::from(count) - expected).powi(2) / expected).sum();
    let freedom = (counts.len() - 1) as f64;
    let spread = 2.0 / (9.0 * freedom);
    chi_squared > freedom * (1.0 - spread + 3.09 * spread.sqrt()).powi(3)
}

/// How often each order of `size` items comes, of 2,000 for each.
fn orders(size: usize, mut shuffle: impl FnMut(&mut [usize])) -> Vec<u32> {
    let possible: usize = (1..=size).product();
    let mut seen: HashMap<Vec<usize>, u32> = HashMap::new();
    for _ in 0..2_000 * possible {
        let mut items: Vec<usize> = (0..size).collect();
        shuffle(&mut items);
        *seen.entry(items).or_default() += 1;
    }
    let mut counts: Vec<u32> = seen.into_values().collect();
    counts.resize(possible, 0);
    counts
}

#[test]
fn every_order_is_as_likely() {
    for size in 2..=5 {
        let mut entropy = seeded(size as u64);
        assert!(!is_uneven(&orders(size, |items| shuffle(items, &mut entropy))), "{size}");
    }
}

/// Two well-known mistakes, to show that the test above would see them.
#[test]
fn biased_shuffles_are_found_out() {
    for size in 3..=5 {
        let mut entropy = seeded(size as u64);
        let naive = orders(size, |items| {
            for place in 0..items.len() {
                items.swap(place, below(items.len() as u32, &mut entropy) as usize);
            }
        });
        assert!(is_uneven(&naive), "any place with any other: {size}");
        let sattolo = orders(size, |items| {
            for last in (1..items.len()).rev() {
                items.swap(last, below(last as u32, &mut entropy) as usize);
            }
        });
        assert!(is_uneven(&sattolo), "never stays: {size}");
    }
}

/// A bound of 3/4 of the range, where a draw without rejection gives every third number twice as often.
#[test]
fn a_bounded_draw_has_no_bias() {
    const BOUND: u32 = 3 << 30;
    let thirds = |draw: &mut dyn FnMut() -> u32| {
        let mut counts = [0; 3];
        (0..30_000).for_each(|_| counts[(draw() % 3) as usize] += 1);
        counts
    };
    let mut entropy = seeded(7);
    assert!(!is_uneven(&thirds(&mut || below(BOUND, &mut entropy))));
    assert!(is_uneven(&thirds(&mut || ((u64::from(entropy.next_u32()) * u64::from(BOUND)) >> 32) as u32)));
    // 2^32 mod 3 = 1: of all words only 0 is surplus.
    assert_eq!(below(3, &mut Scripted(vec![0, u32::MAX], 0)), 2);
    assert_eq!(below(3, &mut Scripted(vec![1, u32::MAX], 0)), 0);
    // 2^32 mod 6 = 4: this word's low product is 2 and drawn again, the next one's is 4 and good.
    assert_eq!(below(6, &mut Scripted(vec![715_827_883, 1_431_655_766], 0)), 2);
    assert_eq!(below(6, &mut Scripted(vec![1_431_655_766, u32::MAX], 0)), 2);
}

#[test]
fn a_broken_generator_hangs_nothing() {
    assert_eq!((below(3, &mut Scripted(vec![0], 0)), below(1, &mut seeded(1)), below(0, &mut seeded(1))), (0, 0, 0));
}

#[test]
fn known_tails() {
    for (correct, trials, p) in [
        (12, 16, 2_517.0 / 65_536.0), // 0.0384
        (14, 16, 137.0 / 65_536.0),   // 0.00209
        (16, 16, 1.0 / 65_536.0),
        (8, 10, 56.0 / 1_024.0), // 0.0547
        (0, 0, 1.0),
        (0, 10, 1.0),
        (11, 10, 0.0),
        (500, 1_000, 0.512_612_509_089_180_7),
        (1_000, 1_000, 0.5f64.powi(1_000)),
    ] {
        let found = binomial_tail(correct, trials, 0.5);
        assert!((found - p).abs() <= 1e-11 * p, "{correct} of {trials}: {found}, not {p}");
    }
    assert!((binomial_tail(12, 16, 0.75) - 0.630_186).abs() < 1e-6, "what the default number of trials promises");
    assert_eq!(abx_needed(ABX_TRIALS), Some(12));
    assert_eq!((abx_needed(10), abx_needed(5), abx_needed(4)), (Some(9), Some(5), None));
}

/// In whole numbers, where nothing is rounded.
#[test]
fn tails_are_exact_and_symmetric() {
    for trials in 0..=100u32 {
        let mut row = vec![1u128];
        for k in 0..trials {
            row.push(row[k as usize] * u128::from(trials - k) / u128::from(k + 1));
        }
        for at_least in 0..=trials {
            let exact = row[at_least as usize..].iter().sum::<u128>() as f64 / 2f64.powi(trials as i32);
            let found = binomial_tail(at_least, trials, 0.5);
            assert!((found - exact).abs() <= 1e-12 * exact.max(1e-300) * f64::from(trials.max(1)), "{at_least} of {trials}");
            let fewer = 1.0 - binomial_tail(trials - at_least + 1, trials, 0.5);
            assert!((found - fewer).abs() < 1e-12, "P(X >= k) = P(X <= n - k): {at_least} of {trials}");
        }
    }
    for chance in [0.1, 0.5, 0.9] {
        let tails: Vec<f64> = (0..=1_000).map(|k| binomial_tail(k, 1_000, chance)).collect();
        assert!(tails.iter().all(|p| (0.0..=1.0).contains(p)) && tails.windows(2).all(|pair| pair[0] >= pair[1] - 1e-12));
    }
}

/// All ways to pick, counted one by one.
#[test]
fn the_tail_of_the_most_picked_is_the_count_of_all_ways() {
    for (voices, rounds) in [(2u32, 10u32), (3, 7), (4, 6), (5, 5)] {
        for most in 0..=rounds {
            let ways = voices.pow(rounds);
            let reached = (0..ways).filter(|way| {
                let mut counts = vec![0; voices as usize];
                (0..rounds).for_each(|round| counts[(way / voices.pow(round) % voices) as usize] += 1);
                counts.into_iter().max() >= Some(most)
            });
            let exact = reached.count() as f64 / f64::from(ways);
            let found = most_picked_tail(most, rounds, voices);
            assert!((found - exact).abs() < 1e-12, "{most} of {rounds}, {voices} voices: {found}, not {exact}");
        }
    }
}

#[test]
fn a_favourite_found_afterwards_pays_for_the_choice() {
    // Two voices: the sign test, two-sided.
    assert!((most_picked_tail(8, 10, 2) - 2.0 * binomial_tail(8, 10, 0.5)).abs() < 1e-12);
    // Above one half only one voice can be there: the union bound is exact.
    assert!((most_picked_tail(9, 16, 4) - 4.0 * binomial_tail(9, 16, 0.25)).abs() < 1e-12);
    assert!(most_picked_tail(8, 16, 4) <= 4.0 * binomial_tail(8, 16, 0.25));
    assert_eq!((most_picked_tail(0, 0, 3), most_picked_tail(1, 1, 3)), (1.0, 1.0));
    let far = most_picked_tail(1_000, 1_000, 2);
    assert!((far / 2.0 / 0.5f64.powi(1_000) - 1.0).abs() < 1e-9, "no overflow, nothing cancels: {far}");
}

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;
const C: SourceId = SourceId(7);

fn finished(mut test: BlindTest, mut answer: impl FnMut(&BlindTest) -> Answer) -> BlindResult {
    while !test.is_over() {
        assert!(test.result().is_none(), "a score before the end");
        let given = answer(&test);
        test.answer(given).expect("an answer to the question");
    }
    test.result().expect("a result")
}

/// Picks `voice`, wherever it is.
fn number_of(test: &BlindTest, voice: SourceId) -> Answer {
    let labels = test.labels();
    let number = labels.iter().position(|&label| test.heard(label) == Some(voice)).expect("it is one of them");
    Answer::Prefer(number as u32 + 1)
}

#[test]
fn a_listener_who_hears_x_is_right_and_one_who_does_not_is_not() {
    let test = BlindTest::abx(A, C, ABX_TRIALS, Some((60.0, 72.0)), &mut seeded(3)).expect("a test");
    assert_eq!(test.labels(), [Label::A, Label::B, Label::X]);
    assert_eq!((test.heard(Label::A), test.heard(Label::B), test.heard(Label::Number(1))), (Some(A), Some(C), None));
    let hears = |test: &BlindTest| if test.heard(Label::X) == Some(A) { Answer::XIsA } else { Answer::XIsB };
    let result = finished(test.clone(), hears);
    assert_eq!((result.kind, result.region), (BlindKind::Abx, Some((60.0, 72.0))));
    assert!(matches!(result.score, Score::Abx { a: A, b: C, correct: 16, trials: 16, .. }) && result.score.is_evidence());
    let deaf = finished(test, |test| if hears(test) == Answer::XIsA { Answer::XIsB } else { Answer::XIsA });
    assert!(matches!(deaf.score, Score::Abx { correct: 0, .. }) && deaf.score.p() == 1.0);
}

#[test]
fn eight_of_ten_is_not_evidence_and_nine_is() {
    for (right, evidence) in [(8, false), (9, true)] {
        let test = BlindTest::abx(A, B, 10, None, &mut seeded(5)).expect("a test");
        let result = finished(test, |test| {
            if (test.heard(Label::X) == Some(A)) == (test.progress().0 < right) { Answer::XIsA } else { Answer::XIsB }
        });
        assert!(matches!(result.score, Score::Abx { correct, .. } if correct as usize == right));
        assert_eq!(result.score.is_evidence(), evidence);
    }
}

#[test]
fn x_is_a_fair_coin_for_each_trial() {
    let mut entropy = seeded(11);
    // Per pair of neighbouring trials: AA, AB, BA, BB.
    let mut pairs = [0; 4];
    for _ in 0..2_000 {
        let mut test = BlindTest::abx(A, B, 2, None, &mut entropy).expect("a test");
        let mut pair = 0;
        while !test.is_over() {
            pair = 2 * pair + usize::from(test.heard(Label::X) == Some(B));
            test.answer(Answer::XIsA).expect("an answer");
        }
        pairs[pair] += 1;
    }
    assert!(!is_uneven(&pairs), "{pairs:?}");
}

#[test]
fn a_preference_follows_the_voice_through_the_shuffles() {
    let voices = [A, B, C];
    let test = BlindTest::preference(&voices, 12, None, &mut seeded(2)).expect("a test");
    let result = finished(test.clone(), |test| match test.progress().0 {
        0..=7 => number_of(test, C),
        8..=9 => number_of(test, A),
        _ => Answer::NoPreference,
    });
    let Score::Preference { picks, no_preference, p } = &result.score else { panic!("{result:?}") };
    assert_eq!((picks.as_slice(), *no_preference), ([(C, 8), (A, 2), (B, 0)].as_slice(), 2));
    assert_eq!(*p, most_picked_tail(8, 10, 3), "rounds without a pick are left out");
    assert_eq!(result.score.favourites(), [C]);
    let silent = finished(test.clone(), |_| Answer::NoPreference);
    assert!(silent.score.p() == 1.0 && silent.score.favourites().is_empty() && !silent.score.is_evidence());
    // A habit with one label is spread over the voices.
    let mut entropy = seeded(4);
    let mut counts = [0; 3];
    for _ in 0..60 {
        let test = BlindTest::preference(&voices, MOST_TRIALS, None, &mut entropy).expect("a test");
        let Score::Preference { picks, .. } = finished(test, |_| Answer::Prefer(1)).score else { panic!("a preference") };
        picks.iter().for_each(|(id, count)| counts[voices.iter().position(|voice| voice == id).unwrap()] += count);
    }
    assert!(!is_uneven(&counts), "{counts:?}");
}

#[test]
fn the_first_minute_is_one_pick_of_two() {
    let test = BlindTest::first_minute(Some((30.0, 42.0)), &mut seeded(1));
    assert_eq!(
        (test.kind(), test.progress(), test.labels()),
        (BlindKind::FirstMinute, (0, 1), vec![Label::Number(1), Label::Number(2)])
    );
    for voice in [A, B] {
        let result = finished(test.clone(), |test| number_of(test, voice));
        assert_eq!((result.score.favourites(), result.score.p()), (vec![voice], 1.0));
    }
}

#[test]
fn what_is_no_test_is_refused() {
    let entropy = &mut seeded(1);
    assert!(matches!(BlindTest::preference(&[A], 5, None, entropy), Err(BlindError::Voices { given: 1, .. })));
    assert!(matches!(BlindTest::preference(&[A, B, A], 5, None, entropy), Err(BlindError::Voices { given: 2, .. })));
    assert!(matches!(BlindTest::abx(A, A, 5, None, entropy), Err(BlindError::Voices { .. })));
    for trials in [0, MOST_TRIALS + 1] {
        assert_eq!(BlindTest::abx(A, B, trials, None, entropy), Err(BlindError::Trials { given: trials }));
    }
}

#[test]
fn an_answer_to_another_question_changes_nothing() {
    let mut preference = BlindTest::preference(&[A, B], 1, None, &mut seeded(1)).expect("a test");
    for wrong in [Answer::XIsA, Answer::XIsB, Answer::Prefer(0), Answer::Prefer(3)] {
        assert_eq!(preference.answer(wrong), Err(BlindError::NotAsked { answer: wrong }));
    }
    assert_eq!((preference.progress(), preference.heard(Label::Number(0)), preference.heard(Label::X)), ((0, 1), None, None));
    preference.answer(Answer::Prefer(2)).expect("an answer");
    assert!(preference.answer(Answer::Prefer(2)).is_err() && preference.labels().is_empty(), "it is over");
    assert_eq!(preference.heard(Label::Number(1)), None);
    let mut abx = BlindTest::abx(A, B, 1, None, &mut seeded(1)).expect("a test");
    assert!(abx.answer(Answer::NoPreference).is_err() && abx.answer(Answer::Prefer(1)).is_err() && abx.progress() == (0, 1));
    abx.answer(Answer::XIsB).expect("an answer");
    assert!(abx.answer(Answer::XIsB).is_err() && abx.progress() == (1, 1), "it is over");
}

#[test]
fn a_test_and_its_result_outlive_a_reload() {
    let mut test = BlindTest::preference(&[A, B, C], 4, Some((1.5, 9.0)), &mut seeded(9)).expect("a test");
    test.answer(Answer::Prefer(3)).expect("an answer");
    let text = serde_json::to_string(&test).expect("plain data");
    let again: BlindTest = serde_json::from_str(&text).expect("the same");
    assert_eq!(again, test);
    let result = finished(again, |_| Answer::Prefer(1));
    let text = serde_json::to_string(&result).expect("plain data");
    assert_eq!(serde_json::from_str::<BlindResult>(&text).expect("the same"), result);
    // A damaged record ends without a result, and without a panic.
    let damaged = r#"{"kind":"Abx","region":null,"behind":[[0]],"answers":["XIsA","XIsB"]}"#;
    assert_eq!(serde_json::from_str::<BlindTest>(damaged).expect("readable").result(), None);
}

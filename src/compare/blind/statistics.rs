//! How often chance alone does as well: exact, for tests of up to some thousands of trials.

/// A result that chance alone reaches less often than this is called evidence (Fisher's convention, one in twenty).
pub const EVIDENCE_BELOW: f64 = 0.05;

/// P(X >= `at_least`) for X of `trials` independent trials that each succeed with `chance` (0 to below 1).
///
/// With `chance` = 1/2 it is the one-sided p of an ABX test (Clark 1982, "High-resolution subjective testing using a double-blind
/// comparator", JAES 30 (5)): how often a listener who only guesses is right at least so often. A large p does not show that nothing
/// can be heard (Leventhal 1986, "Type 1 and type 2 errors in the statistical analysis of listening tests", JAES 34 (6)).
#[must_use]
pub fn binomial_tail(at_least: u32, trials: u32, chance: f64) -> f64 {
    if at_least == 0 {
        return 1.0;
    }
    binomial(trials, chance).skip(at_least as usize).sum::<f64>().min(1.0)
}

/// P(0), P(1) ... P(`trials`) successes. By recursion in logarithms, where 0.5^1000 does no harm:
/// P(j + 1) / P(j) = (trials - j) / (j + 1) * chance / (1 - chance).
fn binomial(trials: u32, chance: f64) -> impl Iterator<Item = f64> {
    let odds = (chance / (1.0 - chance)).ln();
    let mut log = f64::from(trials) * (-chance).ln_1p();
    (0..=trials).map(move |j| {
        let probability = log.exp();
        log += (f64::from(trials - j) / f64::from(j + 1)).ln() + odds;
        probability
    })
}

/// The p of a preference test: how often *some* voice of `voices` is picked at least `most` times in `picks` rounds, if each pick
/// falls on each voice with equal chance.
///
/// The voice that is asked about was chosen because it had the most picks, so its own binomial tail at 1/n would be too small by up to
/// n times. This is the exact distribution of the largest multinomial count instead (as Freeman 1979, algorithm AS 145, Applied
/// Statistics 28); for two voices it is the two-sided sign test (Dixon & Mood 1946, JASA 41). As in that test, rounds without a
/// preference are left out. Labels are shuffled anew in each round, so a listener who hears no difference does pick uniformly,
/// whatever their habits with labels: the p needs no other assumption.
///
/// With one voice more, that voice has j picks with P(j) of r picks and 1/v, and either j reaches `most`, or one of the others does in
/// the remaining r - j. Only sums of positive terms: nothing cancels.
#[must_use]
pub fn most_picked_tail(most: u32, picks: u32, voices: u32) -> f64 {
    // Per number of picks: the probability that one of the voices so far reaches `most`.
    let mut reached: Vec<f64> = (0..=picks).map(|picks| if picks >= most { 1.0 } else { 0.0 }).collect();
    for voice in 2..=voices {
        let chance = 1.0 / f64::from(voice);
        reached = (0..=picks)
            .map(|picks| {
                let others = reached[..=picks as usize].iter().rev();
                let terms = binomial(picks, chance).zip(others).zip(0..);
                terms.map(|((p, others), own)| if own >= most { p } else { p * others }).sum::<f64>().min(1.0)
            })
            .collect();
    }
    reached.last().copied().unwrap_or(1.0)
}

/// How many right answers of an ABX test of `trials` are evidence; `None` where even all of them are not.
#[must_use]
pub fn abx_needed(trials: u32) -> Option<u32> {
    (0..=trials).find(|&correct| binomial_tail(correct, trials, 0.5) < EVIDENCE_BELOW)
}

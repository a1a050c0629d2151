//! Laws of the verdict, over all answers and all classes of evidence.

use testpress::advice::{
    Advice, Answers, CheckId, Decides, Evidence, Purpose, Question, RULES, Reason, Stated, Toward, Verdict, Weighs, reasons,
    verdict,
};

use super::cases::{CLIPPING, PLAIN};
use super::{all_answers, classes, measured_classes};

fn advises_a_person(advice: Advice) -> bool {
    matches!(advice, Advice::ReasonsToAskAPerson | Advice::AutomaticForDemoPersonForRelease)
}

fn says_yes(answers: &Answers) -> bool {
    Question::ALL.iter().any(|&question| answers.to(question) == Some(true))
}

#[test]
fn every_advice_is_reached_and_every_rule_is_used() {
    let mut reached = Vec::new();
    let mut used = [false; RULES.len()];
    for evidence in measured_classes() {
        for answers in all_answers() {
            let said = reasons(&answers, &evidence);
            let holds =
                |rule: &testpress::advice::Rule| rule.is_for(answers.purpose) && rule.any.iter().any(|r| said.contains(r));
            let first = RULES.iter().position(holds).unwrap_or_else(|| panic!("no rule for {answers:?} {evidence:?}"));
            used[first] = true;
            let advice = verdict(&answers, &evidence).advice;
            assert_eq!(advice, RULES[first].advice);
            if !reached.contains(&advice) {
                reached.push(advice);
            }
        }
    }
    assert_eq!(reached.len(), Advice::ALL.len(), "{reached:?}");
    assert_eq!(used, [true; RULES.len()], "a rule that never decides");
}

#[test]
fn nobody_is_sent_to_a_person_by_default() {
    for evidence in classes() {
        for answers in all_answers() {
            let advice = verdict(&answers, &evidence).advice;
            if answers == Answers::default() || answers.purpose.is_none() {
                assert_eq!(advice, Advice::TooLittleToAdvise, "{answers:?}");
            }
            if !says_yes(&answers) {
                assert!(!advises_a_person(advice), "{answers:?} {evidence:?}");
            }
        }
    }
}

#[test]
fn a_demo_or_a_cheap_single_is_talked_into_a_person_only_when_asked() {
    for evidence in classes() {
        for answers in all_answers() {
            let throw_away = answers.lasting != Some(true) && answers.weight != Some(true);
            let spared = match answers.purpose {
                Some(Purpose::Demo) => throw_away,
                Some(Purpose::SingleLowBudget | Purpose::Library) => true,
                _ => false,
            };
            if spared && answers.discuss != Some(true) {
                assert!(!advises_a_person(verdict(&answers, &evidence).advice), "{answers:?} {evidence:?}");
            }
        }
    }
    let plain = Answers { purpose: Some(Purpose::Demo), ..Answers::default() };
    assert_eq!(verdict(&plain, &PLAIN).advice, Advice::AutomaticIsEnough);
}

/// Whatever is answered with no, the answer never becomes "a person" by it; whatever is answered with yes, "a person" stays.
#[test]
fn a_no_never_sends_to_a_person_and_a_yes_never_sends_away() {
    for evidence in measured_classes() {
        for answers in all_answers() {
            let skipped = verdict(&answers, &evidence).advice;
            for question in Question::ALL.into_iter().filter(|&question| answers.to(question).is_none()) {
                let with = |said| {
                    let mut answers = answers;
                    answers.set(question, Some(said));
                    verdict(&answers, &evidence).advice
                };
                assert!(advises_a_person(skipped) || !advises_a_person(with(false)), "{answers:?} {question:?}");
                assert!(!advises_a_person(skipped) || advises_a_person(with(true)), "{answers:?} {question:?}");
            }
        }
    }
}

/// The same case without one reason, made from answers and evidence rather than by the rules' own means.
fn without(reason: Reason, answers: &Answers, evidence: &Evidence) -> (Answers, Evidence) {
    let (mut answers, mut evidence) = (*answers, evidence.clone());
    match reason {
        Reason::NoPurpose => answers.purpose = Some(Purpose::Demo),
        Reason::For(_) => answers.purpose = None,
        Reason::Yes(question) | Reason::No(question) => answers.set(question, None),
        Reason::NotSaid(question) => answers.set(question, Some(false)),
        Reason::Finished => evidence.finished = None,
        Reason::Fault(id) => evidence.faults.retain(|check| check.id() != id),
        Reason::DistinctiveAndKept
        | Reason::CloseToStyle
        | Reason::CharacterKept
        | Reason::CharacterFlattened
        | Reason::CharacterRedirected => evidence.character = None,
        Reason::PunchLost => (evidence.plr_lost_db, evidence.dense_after) = (0.0, evidence.dense_before),
        Reason::FormLost => evidence.lra_lost = 0.0,
        Reason::QuieterThanAimed => evidence.quieter_db = 0.0,
        Reason::NothingLost => evidence.plr_lost_db = 9.0,
        Reason::StyleUnclear => evidence.style_unclear = false,
    }
    (answers, evidence)
}

fn without_all(reasons: &[Reason], answers: &Answers, evidence: &Evidence) -> Advice {
    let start = (*answers, evidence.clone());
    let (answers, evidence) = reasons.iter().fold(start, |(answers, evidence), &reason| without(reason, &answers, &evidence));
    verdict(&answers, &evidence).advice
}

fn marked(verdict: &Verdict, decides: Decides) -> Vec<Reason> {
    verdict.stated.iter().filter(|stated| stated.decides == decides).map(|stated| stated.reason).collect()
}

#[test]
fn without_a_deciding_reason_the_advice_is_another_and_without_any_other_it_is_the_same() {
    for evidence in classes() {
        for answers in all_answers() {
            let verdict = verdict(&answers, &evidence);
            let advice = verdict.advice;
            let (alone, together) = (marked(&verdict, Decides::Alone), marked(&verdict, Decides::Together));
            assert!(!alone.is_empty() || together.len() > 1, "nothing decides {answers:?} {evidence:?}");
            for reason in &alone {
                assert_ne!(without_all(&[*reason], &answers, &evidence), advice, "{reason:?} {answers:?} {evidence:?}");
            }
            if !together.is_empty() {
                assert!(together.len() > 1, "{together:?}");
                assert_ne!(without_all(&together, &answers, &evidence), advice, "{together:?} {answers:?} {evidence:?}");
                for kept in 0..together.len() {
                    let mut others = together.clone();
                    others.remove(kept);
                    assert_eq!(without_all(&others, &answers, &evidence), advice, "{others:?} {answers:?} {evidence:?}");
                }
            }
            let rest = verdict.stated.iter().filter(|s| s.weighs == Weighs::For && s.decides != Decides::Alone);
            for Stated { reason, .. } in rest {
                assert_eq!(without_all(&[*reason], &answers, &evidence), advice, "{reason:?} {answers:?} {evidence:?}");
            }
        }
    }
}

#[test]
fn what_was_not_said_decides_only_where_either_answer_would_help() {
    for evidence in measured_classes() {
        for answers in all_answers() {
            let found = verdict(&answers, &evidence);
            for stated in &found.stated {
                let Reason::NotSaid(question) = stated.reason else { continue };
                assert_eq!((found.advice, stated.decides), (Advice::TooLittleToAdvise, Decides::Alone));
                for said in [true, false] {
                    let mut answers = answers;
                    answers.set(question, Some(said));
                    assert_ne!(verdict(&answers, &evidence).advice, found.advice, "{question:?} {answers:?}");
                }
            }
        }
    }
}

#[test]
fn no_reason_is_hidden_and_none_is_said_twice() {
    for evidence in classes() {
        for answers in all_answers() {
            let found = verdict(&answers, &evidence);
            for reason in reasons(&answers, &evidence) {
                let times = found.stated.iter().filter(|stated| stated.reason == reason).count();
                assert!(times == 1 || reason.toward() == Toward::AskingMore && times == 0, "{reason:?} {answers:?}");
            }
            assert!(found.stated.iter().all(|s| s.weighs == Weighs::For || s.decides == Decides::No));
            if found.advice == Advice::ReasonsToAskAPerson {
                let against = found.stated.iter().filter(|s| s.reason.toward() == Toward::Automatic);
                assert!(against.into_iter().all(|s| s.weighs == Weighs::Against), "{answers:?}");
            }
            assert_eq!(found.one_track_heard, answers.purpose == Some(Purpose::Album) || answers.together == Some(true));
        }
    }
}

#[test]
fn a_measurement_can_spare_a_person_but_never_send_to_one() {
    for answers in all_answers() {
        let unmeasured = verdict(&answers, &PLAIN).advice;
        for evidence in classes() {
            let measured = verdict(&answers, &evidence).advice;
            assert!(!advises_a_person(measured) || advises_a_person(unmeasured), "{answers:?} {evidence:?}");
        }
    }
}

#[test]
fn what_no_master_mends_comes_first() {
    let clipped = Evidence { faults: vec![CLIPPING], ..PLAIN };
    for answers in all_answers() {
        let found = verdict(&answers, &clipped);
        let is_release = answers.purpose.is_some_and(|purpose| purpose != Purpose::Demo);
        assert_eq!(found.advice == Advice::FixTheMixFirst, is_release, "{answers:?}");
        assert_eq!(marked(&found, Decides::Alone).contains(&Reason::Fault(CheckId::Clipping)), is_release);
    }
}

#[test]
fn a_verdict_comes_back_from_where_it_was_kept() {
    for (evidence, answers) in classes().into_iter().zip(all_answers().into_iter().cycle().skip(700)) {
        let found = verdict(&answers, &evidence);
        let kept = serde_json::to_string(&(answers, &found)).expect("plain data");
        assert_eq!(serde_json::from_str::<(Answers, Verdict)>(&kept).expect("the same"), (answers, found));
    }
}

//! The words of the advice: something for every finding and every verdict, another thing for another, and no unit left unexplained.

use std::collections::HashMap;

use testpress::advice::{Advice, CheckId, Purpose, Question, ReadinessResult, Stated, Verdict, Weighs, verdict};
use testpress::words::{
    PURPOSE_QUESTION, ReadinessWords, SKIP_NOTE, answer, check_name, headline, purpose_name, question, readiness_result,
    readiness_said, readiness_summary, verdict_in_brief, verdict_said, weighs_heading,
};

use crate::advice::{all_answers, classes, every_item, measured_classes};

fn found() -> Vec<ReadinessWords> {
    every_item().iter().map(readiness_said).collect()
}

/// Every sentence of a verdict.
fn sentences(verdict: &Verdict) -> Vec<String> {
    let words = verdict_said(verdict);
    let mut said = vec![words.headline.to_owned(), words.meaning.to_owned(), verdict_in_brief(verdict)];
    said.extend(words.note.map(str::to_owned));
    for reason in words.reasons {
        said.extend(reason.mark.map(str::to_owned));
        said.push(reason.text);
    }
    said
}

/// For the rules that every sentence keeps.
pub fn every_sentence() -> Vec<String> {
    let mut said: Vec<String> = found().into_iter().flat_map(|w| [Some(w.found), Some(w.why.into()), w.fix]).flatten().collect();
    for count in [0, 3, every_item().len()] {
        said.push(readiness_summary(&every_item()[..count]));
    }
    for (evidence, answers) in classes().into_iter().zip(all_answers().into_iter().cycle()) {
        said.extend(sentences(&verdict(&answers, &evidence)));
    }
    for evidence in measured_classes().into_iter().step_by(7) {
        for answers in all_answers() {
            said.extend(sentences(&verdict(&answers, &evidence)));
        }
    }
    said.extend([PURPOSE_QUESTION.into(), SKIP_NOTE.into()]);
    said.extend(Question::ALL.map(|q| question(q).into()));
    said.sort_unstable();
    said.dedup();
    said
}

#[test]
fn no_exclamation_and_no_unit_that_is_not_explained() {
    let banned = ["!", "LUFS", "PLR", "PSR", "LRA", " LU", "dBTP", "dBFS", "{", "}", "inf"];
    for sentence in every_sentence() {
        let unexplained = banned.iter().find(|unit| sentence.contains(**unit) && !sentence.contains("without d"));
        assert!(unexplained.is_none() || sentence.contains("infor"), "{sentence}");
    }
}

#[test]
fn nothing_is_promised_of_a_person() {
    for sentence in every_sentence() {
        let lower = sentence.to_lowercase();
        for promise in ["will make a difference", "cheaper", "better master", "sounds better", "hire us", "worth the money"] {
            assert!(!lower.contains(promise), "{sentence}");
        }
    }
}

#[test]
fn every_value_has_words_of_its_own() {
    fn differ(mut words: Vec<&'static str>) {
        let count = words.len();
        assert!(words.iter().all(|word| !word.is_empty()));
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count, "{words:?}");
    }
    use CheckId::{BitDepth, Channels, Clipping, Damage, Delay, Density, Ends, Headroom, Offset, SampleRate, Source};
    differ(
        [Channels, Clipping, Density, Offset, Delay, Damage, Source, BitDepth, SampleRate, Headroom, Ends].map(check_name).into(),
    );
    differ([ReadinessResult::Pass, ReadinessResult::Advise, ReadinessResult::Fix].map(readiness_result).into());
    differ(Purpose::ALL.map(purpose_name).into());
    differ(Question::ALL.map(question).into());
    differ([Some(true), Some(false), None].map(answer).into());
    differ(Advice::ALL.map(headline).into());
    differ([Weighs::For, Weighs::Against, Weighs::Aside].map(weighs_heading).into());
}

#[test]
fn each_finding_says_what_why_and_what_to_do() {
    for (item, words) in every_item().iter().zip(found()) {
        assert_eq!(words.fix.is_none(), item.result == ReadinessResult::Pass, "{item:?}");
        assert!(words.found.len() > 15 && words.why.len() > 30 && words.fix.is_none_or(|fix| fix.len() > 30), "{item:?}");
    }
    let mut said: HashMap<String, String> = HashMap::new();
    for (item, words) in every_item().iter().zip(found()) {
        let figures = format!("{:?} {:?}", item.check, item.result);
        let before = said.entry(format!("{} {}", words.name, words.found)).or_insert_with(|| figures.clone());
        let plain = item.result == ReadinessResult::Pass;
        assert!(*before == figures || plain, "{before} and {figures}: {}", words.found);
    }
}

#[test]
fn other_reasons_are_told_in_another_text() {
    let mut told: HashMap<String, Vec<Stated>> = HashMap::new();
    for evidence in classes().into_iter().step_by(3) {
        for answers in all_answers().into_iter().step_by(2) {
            let verdict = verdict(&answers, &evidence);
            let before = told.entry(sentences(&verdict).join("\n")).or_insert_with(|| verdict.stated.clone());
            assert_eq!(*before, verdict.stated, "{}", sentences(&verdict).join("\n"));
        }
    }
    assert!(told.len() > 1_000);
}

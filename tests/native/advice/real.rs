//! The advice on real songs, printed to be read: what is found in each mix, and how often each verdict is given.

use testpress::advice::{
    Advice, Answers, CharacterEvidence, Evidence, Purpose, ReadinessItem, ReadinessResult, Verdict, readiness, verdict,
};
use testpress::audio::AudioBuffer;
use testpress::compare::{Character, Comparison};
use testpress::decode::FileFacts;
use testpress::demo::demo_mix;
use testpress::mastering::{Controls, Outcome, Plan, StyleId, master, plan};
use testpress::measure::Measurements;
use testpress::pace::{Unpaced, run};
use testpress::words::{readiness_said, verdict_said};

use super::all_answers;
use super::readiness::facts;
use crate::songs::{Known, known_songs};
use crate::support::measurements;

fn found(audio: &AudioBuffer, facts: &FileFacts, controls: &Controls) -> (Vec<ReadinessItem>, Evidence) {
    let before = measurements(audio);
    let plan = plan(&before, controls, None);
    let outcome = run(master(audio, &plan, &mut Unpaced)).expect("a master").outcome;
    heard(facts, &before, &plan, &outcome)
}

fn heard(facts: &FileFacts, before: &Measurements, plan: &Plan, outcome: &Outcome) -> (Vec<ReadinessItem>, Evidence) {
    let items = readiness(facts, before, None);
    let comparison = Comparison::of(before, &outcome.after);
    let character = Character::of(before, &outcome.after, plan.style.id).map(|c| CharacterEvidence::of(&c));
    let evidence = Evidence::of(before, outcome, plan, &comparison, &items, character);
    (items, evidence)
}

fn said(verdict: &Verdict) -> String {
    let words = verdict_said(verdict);
    let reasons: Vec<String> = words.reasons.into_iter().map(|reason| reason.text).collect();
    format!("{} {}", words.headline, reasons.join(" "))
}

#[test]
fn the_share_of_each_verdict_over_real_songs() {
    let songs = known_songs();
    let answers = all_answers();
    let mut counts = [0usize; Advice::ALL.len()];
    let mut texts: Vec<(String, String)> = Vec::new();
    for Known { song, facts, before, plan, outcome } in songs {
        let (items, evidence) = heard(facts, before, plan, outcome);
        println!("\n{}: {evidence:?}", song.name());
        for item in &items {
            if item.result != ReadinessResult::Pass {
                let words = readiness_said(item);
                println!("  {:?} {} {} {} {}", item.result, words.name, words.found, words.why, words.fix.unwrap_or_default());
            }
        }
        let mut of_song = [0usize; Advice::ALL.len()];
        for answers in &answers {
            let advice = verdict(answers, &evidence).advice;
            let index = Advice::ALL.iter().position(|&other| other == advice).expect("one of all");
            (counts[index], of_song[index]) = (counts[index] + 1, of_song[index] + 1);
        }
        println!("  of {} answers: {of_song:?}", answers.len());
        let text = said(&verdict(&answers[2 * 243], &evidence));
        println!("  cheap single: {text}");
        texts.push((song.name(), text));
    }
    for (index, (name, text)) in texts.iter().enumerate() {
        assert!(texts[..index].iter().all(|(_, other)| other != text), "{name}: the text of another song");
    }
    if songs.is_empty() {
        return;
    }
    let all = songs.len() * answers.len();
    println!("\n{} songs, {} answers, {all} verdicts:", songs.len(), answers.len());
    for (advice, count) in Advice::ALL.iter().zip(counts) {
        println!("  {advice:?}: {:.1} %", 100.0 * count as f64 / all as f64);
    }
    assert_eq!(counts.iter().sum::<usize>(), all);
}

fn demo() -> AudioBuffer {
    run(demo_mix(&mut Unpaced)).expect("a mix")
}

/// For an important release that will last.
fn advised(evidence: &Evidence) -> Advice {
    let answers = Answers { purpose: Some(Purpose::ImportantRelease), lasting: Some(true), ..Answers::default() };
    verdict(&answers, evidence).advice
}

#[test]
fn a_mix_driven_into_clipping_is_sent_back_and_a_finished_master_left_alone() {
    let pop = Controls { style: Some(StyleId::Pop), ..Controls::UNTOUCHED };
    assert_eq!(advised(&found(&demo(), &facts(true), &pop).1), Advice::ReasonsToAskAPerson);
    let mut clipped = demo();
    clipped.channels_mut().iter_mut().flatten().for_each(|x| *x = (12.0 * *x).clamp(-1.0, 1.0));
    assert_eq!(advised(&found(&clipped, &facts(true), &pop).1), Advice::FixTheMixFirst);
    let mut finished = demo();
    for _ in 0..3 {
        let plan = plan(&measurements(&finished), &pop, None);
        finished = run(master(&finished, &plan, &mut Unpaced)).expect("a master").audio;
    }
    let (items, evidence) = found(&finished, &facts(true), &pop);
    println!("finished: {items:?} {evidence:?}");
    assert_eq!(advised(&evidence), Advice::LeaveTheMixAlone);
}

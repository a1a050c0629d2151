//! Real songs: what is said of each, and what an answer does to it. Read the print with your own eyes.

use testpress::compare::Character;
use testpress::mastering::{Controls, Meant};
use testpress::words::{character_question, character_summary, character_trait};

use super::answers::{mastered, moved_db};
use crate::songs::{Known, known_songs};
use crate::support::decoded;

#[test]
fn real_songs_are_told_apart_and_what_is_meant_is_left_alone() {
    let (mut texts, mut summaries) = (Vec::new(), Vec::new());
    let mut questions = 0;
    for Known { song, before, plan, outcome, .. } in known_songs() {
        let style = plan.style.id;
        let character = Character::of(before, &outcome.after, style).expect("music");
        let mut text = character_summary(&character);
        summaries.push(text.clone());
        println!("\n{} ({}), as {style:?}", song.name(), song.genre);
        println!(
            "  {:?}: {:.2} -> {:.2} tolerances, cos {:.3}\n  {text}",
            character.fate(),
            character.before,
            character.after,
            character.same_way
        );
        for t in &character.traits {
            let line = character_trait(t);
            println!("  {:+.1}: {line}", t.before.tolerances);
            text.push_str(&line);
        }
        texts.push(text);
        let asked = character.questions();
        let audio = (!asked.is_empty()).then(|| decoded(song));
        for (t, audio) in asked.into_iter().zip(audio.iter().cycle()) {
            questions += 1;
            let question = character_question(&t, style);
            println!("  ? {} {}", question.asked, question.found);
            let (_, answered) =
                mastered(audio, before, &Controls { meant: Meant::NOTHING.with(t.dimension), ..Controls::UNTOUCHED });
            let again = Character::of(before, &answered.outcome.after, style).expect("music");
            let left = again.traits.iter().find(|other| other.dimension == t.dimension).expect("measured");
            println!("    meant: moved {:+.2} instead of {:+.2} dB, {:?}", left.moved_db(), t.moved_db(), answered.outcome.reach);
            assert!(left.moved_db().abs() < t.moved_db().abs(), "{}: {left:?} {t:?}", song.name());
            assert!(again.questions().iter().all(|other| other.dimension != t.dimension), "{}: asked again", song.name());
            if let Some(bands) = t.dimension.bands() {
                let moved = moved_db(before, &answered.outcome.after);
                println!("    bands at equal loudness: {:.2?}", &moved[bands]);
            }
        }
    }
    println!("{questions} questions over {} songs", texts.len());
    for mut said in [texts, summaries] {
        let count = said.len();
        said.sort();
        said.dedup();
        assert_eq!(said.len(), count, "two songs were told the same");
    }
}

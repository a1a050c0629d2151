//! Every real song, mastered once as nobody asked anything, for all tests that read of it.

use std::sync::OnceLock;

use testpress::decode::{FileFacts, Limits, decode};
use testpress::mastering::{Controls, Outcome, Plan, master, plan};
use testpress::measure::Measurements;
use testpress::pace::{Unpaced, run};

use crate::support::{Song, measurements, real_songs};

pub struct Known {
    pub song: Song,
    pub facts: FileFacts,
    pub before: Measurements,
    pub plan: Plan,
    pub outcome: Outcome,
}

pub fn known_songs() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| real_songs().into_iter().map(known).collect())
}

fn known(song: Song) -> Known {
    let bytes = std::fs::read(&song.path).expect("a file");
    let limits = Limits { max_bytes: u64::MAX, memory_bytes: u64::MAX };
    let decoded = run(decode(bytes, &limits, &mut Unpaced)).expect("a song");
    let before = measurements(&decoded.audio);
    let plan = plan(&before, &Controls::UNTOUCHED, None);
    let outcome = run(master(&decoded.audio, &plan, &mut Unpaced)).expect("a master").outcome;
    Known { song, facts: decoded.facts, before, plan, outcome }
}

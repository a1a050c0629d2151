//! Every combination of answers, and every class of evidence.

use testpress::advice::{Answers, CharacterEvidence, Check, Evidence, Finished, Purpose, Question};
use testpress::mastering::StyleId;
use testpress::measure::ChannelFault;

const SAID: [Option<bool>; 3] = [None, Some(true), Some(false)];

/// 6 purposes (with "not said") times 3^5.
pub fn all_answers() -> Vec<Answers> {
    let mut all: Vec<Answers> =
        [None].into_iter().chain(Purpose::ALL.map(Some)).map(|purpose| Answers { purpose, ..Answers::default() }).collect();
    for question in Question::ALL {
        all = all
            .into_iter()
            .flat_map(|answers| {
                SAID.map(|said| {
                    let mut answers = answers;
                    answers.set(question, said);
                    answers
                })
            })
            .collect();
    }
    assert_eq!(all.len(), 6 * 243);
    all
}

pub const CHANNELS: Check = Check::Channels { fault: Some(ChannelFault::Inverted) };
pub const CLIPPING: Check = Check::Clipping { flat_runs: 812, longest_frames: 31, beyond_full_scale: None };
pub const DENSITY: Check = Check::Density { plr_db: 4.7, least_usual_db: 6.0, dense: 0.93 };
pub const OFFSET: Check = Check::Offset { of_peak: 0.034 };

/// A master that cost nothing, of a mix that has nothing wrong.
pub const PLAIN: Evidence = Evidence {
    style: StyleId::Indie,
    style_unclear: false,
    faults: Vec::new(),
    finished: None,
    plr_lost_db: 1.2,
    dense_before: 0.0,
    dense_after: 0.05,
    lra_lu: 6.0,
    lra_lost: 0.04,
    quieter_db: 0.0,
    character: None,
};

fn fault_sets() -> Vec<Vec<Check>> {
    vec![
        vec![],
        vec![CHANNELS],
        vec![CLIPPING],
        vec![DENSITY],
        vec![OFFSET],
        vec![CLIPPING, DENSITY],
        vec![CHANNELS, CLIPPING, DENSITY, OFFSET],
    ]
}

fn characters() -> [Option<CharacterEvidence>; 6] {
    let far = CharacterEvidence { distance: 2.3, kept: 0.82, flattened: 0, redirected: 0 };
    [
        None,
        Some(CharacterEvidence { distance: 0.7, ..far }),
        Some(far),
        Some(CharacterEvidence { kept: 0.41, flattened: 2, ..far }),
        Some(CharacterEvidence { kept: 0.93, redirected: 1, ..far }),
        Some(CharacterEvidence { kept: 0.37, flattened: 0, redirected: 3, ..far }),
    ]
}

/// What a master may have cost: nothing, punch, form, loudness, everything.
fn costs() -> Vec<Evidence> {
    let punch = Evidence { plr_lost_db: 5.3, dense_after: 0.42, ..PLAIN };
    vec![
        PLAIN,
        Evidence { lra_lost: 0.31, ..PLAIN },
        Evidence { quieter_db: 1.4, ..PLAIN },
        Evidence { plr_lost_db: -0.4, dense_after: 0.35, ..PLAIN },
        Evidence { lra_lost: 0.31, quieter_db: 1.4, ..punch },
    ]
}

/// What bears on the advice, in every combination.
pub fn measured_classes() -> Vec<Evidence> {
    let mut all = Vec::new();
    for faults in fault_sets() {
        for character in characters() {
            for finished in [None, Some(Finished { lufs: -11.0, plr_db: 10.4 })] {
                all.push(Evidence { faults: faults.clone(), character, finished, ..PLAIN });
            }
        }
    }
    all
}

/// The same with everything else that may be said of a master.
pub fn classes() -> Vec<Evidence> {
    let mut all = Vec::new();
    for class in measured_classes() {
        for cost in costs() {
            for style_unclear in [false, true] {
                let Evidence { faults, character, finished, .. } = class.clone();
                all.push(Evidence { faults, character, finished, style_unclear, ..cost.clone() });
            }
        }
    }
    all
}

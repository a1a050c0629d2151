//! Laws of what is said about changes: a sentence for each, in both directions.

use testpress::compare::{Change, ChangeLine, ChangeMoment, Difference, Hear, Listen, PsrChange, TonePart};
use testpress::mastering::{Controls, Decision, plan};
use testpress::words::{AT_REAL_LEVELS, NOTHING_CHANGED, change_line, change_moment};

use crate::support::measured;

fn every_change() -> Vec<Change> {
    [1.5, -1.5]
        .into_iter()
        .flat_map(|db| {
            let psr = PsrChange { median_db: db, p10_db: db, below_8_db: (0.02, 0.12) };
            let mut all = vec![
                Change::Loudness { lu: db, true_peak_db: db },
                Change::Peaks { plr_db: db, psr: Some(psr), crest: Some((1_000.0, db)) },
                Change::Peaks { plr_db: db, psr: None, crest: None },
                Change::Contrast { before_lu: 8.0, after_lu: 8.0 + db, lra_lu: db },
                Change::Width { before_db: -9.0, after_db: -9.0 + db },
                Change::BassWidth { before_db: -12.0, after_db: -12.0 + 4.0 * db },
                Change::MonoFold { before_lu: 2.0, after_lu: 2.0 + db },
                Change::Limiter { most_db: 3.4, most_at_s: 83.4, held: if db > 0.0 { 0.12 } else { 0.001 } },
            ];
            all.extend(TonePart::ALL.map(|part| Change::Tone { part, db }));
            all.extend((0..4).map(|band| Change::Onsets { band, db }));
            all
        })
        .collect()
}

fn every_moment() -> Vec<Difference> {
    let both = [2.1, -2.1].into_iter().flat_map(|db| {
        [
            Difference::Quiet { lu: db, under_lu: 8.0 },
            Difference::LowEnd { part: TonePart::Bass, db },
            Difference::Middle { part: TonePart::LowMids, db },
            Difference::Top { part: TonePart::Air, db },
            Difference::Width { db },
        ]
    });
    let mut all: Vec<Difference> = both.collect();
    all.extend([
        Difference::Limiting { most_db: 3.4, held: 0.41 },
        Difference::Limiting { most_db: 1.4, held: 0.001 },
        Difference::BassCentred { db: -9.0 },
        Difference::BassCentred { db: -80.0 },
    ]);
    all
}

pub fn every_sentence() -> Vec<String> {
    let plan = plan(&measured(-18.0), &Controls::UNTOUCHED, None);
    let mut said = vec![NOTHING_CHANGED.to_owned(), AT_REAL_LEVELS.to_owned()];
    for (index, change) in every_change().into_iter().enumerate() {
        let listen = [Listen::Switch, Listen::SwitchAtRealLevels, Listen::OnlyTheChange][index % 3];
        let why = (index % 2 == 0).then_some(Decision::Tilt { db: 1.0 });
        let line = change_line(&ChangeLine { change, why, hear: Some(Hear { from_s: 62.0, to_s: 70.0, listen }) }, &plan);
        said.extend([line.said, line.means.to_owned(), line.why, line.detail]);
        said.extend(line.hear);
    }
    said.extend(every_moment().into_iter().map(|what| change_moment(&ChangeMoment { from_s: 62.0, to_s: 70.0, what })));
    said
}

#[test]
fn each_change_is_said_otherwise_than_its_opposite() {
    let plan = plan(&measured(-18.0), &Controls::UNTOUCHED, None);
    let said = |change: &Change| change_line(&ChangeLine { change: *change, why: None, hear: None }, &plan);
    let all = every_change();
    let (up, down) = all.split_at(all.len() / 2);
    for (up, down) in up.iter().zip(down) {
        let (up_said, down_said) = (said(up), said(down));
        assert_ne!(up_said.said, down_said.said);
        assert_ne!(up_said.detail, down_said.detail);
        assert!(up_said.means != down_said.means || matches!(up, Change::Limiter { .. }), "{up:?}");
    }
    // Figures for engineers stay out of what is said first.
    for change in &all {
        let said = said(change);
        assert!(!["LUFS", " LU", "PLR", "PSR", "LRA", "Hz"].iter().any(|unit| said.said.contains(unit)), "{}", said.said);
    }
}

#[test]
fn a_moment_says_its_own_figures() {
    let said = |what: Difference| change_moment(&ChangeMoment { from_s: 0.0, to_s: 8.0, what });
    assert_eq!(
        said(Difference::Limiting { most_db: 3.44, held: 0.412 }),
        "The limiter is at work: it takes up to 3.4 dB, and more than half a decibel for 41 % of this stretch."
    );
    assert_eq!(said(Difference::Top { part: TonePart::Air, db: -1.26 }), "It is darker here: 1.3 dB less air.");
}

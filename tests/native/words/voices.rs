//! The words of the versions, of what is kept, and of listening.

use testpress::compare::platforms::Platform;
use testpress::compare::{Alignment, Fit, Placement, Role, SourceId, Voice};
use testpress::words::{self, keys, page, timeline};

use crate::support::{measured, track};

fn placed(role: Role, placement: Placement) -> Voice {
    Voice { placement, ..Voice::rendered(SourceId(5), role, measured(-12.0), track(-12.0)) }
}

fn aligned(offset_frames: i64, inverted: [bool; 2], fit: Fit) -> Voice {
    placed(Role::Version, Placement::Aligned(Alignment { offset_frames, inverted, fit }))
}

fn found() -> Vec<Voice> {
    let edit = Fit::OtherEdit { agrees_s: vec![(0.0, 61.0), (80.0, 200.5)] };
    vec![
        aligned(0, [false; 2], Fit::Same),
        aligned(1_234, [true; 2], Fit::Same),
        aligned(-88_200, [false, true], Fit::Same),
        aligned(5, [true, false], Fit::Drifts { ppm: -100.0, apart_ms: 12.04 }),
        aligned(5, [false; 2], edit),
        aligned(5, [false; 2], Fit::OtherEdit { agrees_s: Vec::new() }),
        placed(Role::Version, Placement::ByFullest),
        placed(Role::Reference, Placement::ByFullest),
    ]
}

pub fn every_sentence() -> Vec<String> {
    let mut said: Vec<String> = found().iter().filter_map(|voice| words::placement(voice, 44_100)).collect();
    said.extend(
        [(true, None), (false, None), (false, Some(Platform::Spotify))]
            .into_iter()
            .flat_map(|(matched, on)| [words::levels(matched, on, true, false), words::levels(matched, on, false, true)]),
    );
    said.push(words::levels(true, None, false, false));
    said.push(words::hearing_change("AI master", "Original"));
    for notice in [words::full_notice(), words::no_room_notice()] {
        said.extend([notice.found, notice.to_do]);
    }
    said.extend([keys::SILENT, timeline::METERS_NOTE, page::BLIND_LOOP_NOTE].map(String::from));
    said
}

#[test]
fn what_alignment_found_is_said_as_it_was_found() {
    let said = found().iter().map(|voice| words::placement(voice, 44_100).expect("said")).collect::<Vec<_>>();
    assert!(said[0].contains("to the sample") && said[0].contains("begins where your mix begins"));
    assert!(said[1].contains("1,234 samples (28.0 ms)") && said[1].contains("polarity is reversed"));
    assert!(said[2].contains("88,200 samples (2000.0 ms) after your mix") && said[2].contains("right channel"));
    assert!(
        said[3].contains("faster by 100 parts in a million") && said[3].contains("12.0 ms") && said[3].contains("left channel")
    );
    assert!(said[4].contains("from 0:00 to 1:01 and from 1:20 to 3:20 only"), "{}", said[4]);
    assert!(!said[5].contains("from  only"), "{}", said[5]);
    for apart in &said[3..] {
        assert!(!apart.contains("to the sample"), "{apart}");
    }
    assert_eq!(words::placement(&placed(Role::Automatic, Placement::AsRendered), 44_100), None);
    let notable: Vec<bool> = found().iter().map(words::is_notable).collect();
    assert_eq!(notable, [false, true, true, true, true, true, true, false]);
}

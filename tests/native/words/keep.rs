//! Laws of what is said to stay: never more than is there.

use testpress::words::{Kept, kept};

const EVERY: [Kept; 4] = [Kept::Nothing, Kept::Work, Kept::AudioToCome, Kept::Audio];

pub fn every_sentence() -> Vec<String> {
    EVERY.iter().flat_map(|what| [true, false].map(|written| kept(*what, written).to_owned())).collect()
}

#[test]
fn audio_stays_once_it_has_been_copied_and_work_once_it_was_written() {
    let says = |text: &str| EVERY.map(|what| [true, false].map(|written| kept(what, written).contains(text)));
    let [nothing, yes] = [[false, false], [true, false]];
    assert_eq!(says("stay on this device"), [nothing, yes, yes, yes]);
    assert_eq!(says("so does its audio"), [nothing, nothing, nothing, yes]);
    assert_eq!(says("Nothing of this song is kept"), [yes, nothing, nothing, nothing]);
}

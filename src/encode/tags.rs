//! The names a file carries inside.

use serde::{Deserialize, Serialize};

/// As the artist wrote them; an empty one is not written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tags {
    pub title: String,
    pub artist: String,
}

/// More is no name. Players cut it anyway.
const MOST_CHARS: usize = 250;

impl Tags {
    /// Title and artist as they are written, each `None` if nothing is left: without control characters (a NUL would end the text of a
    /// WAV file, a line break is no part of a name), without space around, and at most 250 characters long. Everything else stays as it is
    /// in UTF-8, marks of direction and emoji too.
    pub(super) fn written(&self) -> [Option<String>; 2] {
        [&self.title, &self.artist].map(|text| {
            let kept: String = text.chars().filter(|c| !c.is_control()).collect();
            let cut: String = kept.trim().chars().take(MOST_CHARS).collect();
            let cut = cut.trim_end();
            (!cut.is_empty()).then(|| cut.to_owned())
        })
    }
}

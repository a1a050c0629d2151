//! What stays on this device over a reload.

#[must_use]
pub fn go_on_with(song: &str) -> String {
    format!("Go on with {song}")
}

#[must_use]
pub fn choose_again(song: &str) -> String {
    format!("Last time: {song}. Choose that file again, and everything you did comes back.")
}

/// What is kept of a song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Nothing,
    Work,
    /// The work, and the audio as soon as it has been copied.
    AudioToCome,
    Audio,
}

/// `written`: the browser took it.
#[must_use]
pub fn kept(kept: Kept, written: bool) -> &'static str {
    match (kept, written) {
        (Kept::Nothing, true) => "Nothing of this song is kept on this device.",
        (Kept::Nothing, false) => {
            "This browser did not let go of what it kept of this song: clear the data of this site in the browser\u{2019}s settings."
        }
        (_, false) => "This browser keeps nothing of this song: your settings, notes and results go when this page is closed.",
        (Kept::Work, true) => {
            "Your settings, notes and results for this song stay on this device. Its audio is not kept, and never leaves it."
        }
        (Kept::AudioToCome, true) => {
            "Your settings, notes and results for this song stay on this device. Its audio is being copied: leave this page open."
        }
        (Kept::Audio, true) => "Your settings, notes and results for this song stay on this device, and so does its audio.",
    }
}

/// Versions that were here before the reload, by the names of their files.
#[must_use]
pub fn awaited(files: &[String]) -> String {
    format!("To hear everything again, add {} once more.", files.join(", "))
}

//! Files that were dropped, pasted or picked, before one of them is chosen. The page never trusts a name: the engine looks at the
//! content. Names only order the list.

use serde::{Deserialize, Serialize};

/// Names one file that the page holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub id: FileId,
    pub name: String,
    pub bytes: u64,
    /// What the browser says, often nothing.
    pub media_type: String,
}

/// For the file picker: `audio/*` alone greys out WAV files on iPhones.
pub const ACCEPT: &str = ".wav,.wave,.aif,.aiff,.aifc,.flac,.mp3,.m4a,.m4b,.mp4,.aac,.alac,.ogg,.oga,\
audio/wav,audio/x-wav,audio/wave,audio/vnd.wave,audio/aiff,audio/x-aiff,audio/flac,audio/x-flac,audio/mpeg,audio/mp3,audio/mp4,\
audio/x-m4a,audio/aac,audio/ogg,audio/vorbis";

const AUDIO_ENDINGS: [&str; 18] = [
    "wav", "wave", "aif", "aiff", "aifc", "flac", "mp3", "m4a", "m4b", "mp4", "aac", "alac", "ogg", "oga", "opus", "wma", "caf",
    "w64",
];

impl Offer {
    #[must_use]
    pub fn looks_like_audio(&self) -> bool {
        let ending = self.name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        self.media_type.starts_with("audio/") || ending.is_some_and(|ending| AUDIO_ENDINGS.contains(&ending.as_str()))
    }

    /// Files that systems leave in folders, which nobody means.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.name.starts_with('.') || matches!(self.name.as_str(), "Thumbs.db" | "desktop.ini")
    }
}

/// What a list shows: nothing hidden, audio-looking files first, each group by name.
#[must_use]
pub fn in_order(mut offers: Vec<Offer>) -> Vec<Offer> {
    offers.retain(|offer| !offer.is_hidden());
    offers.sort_by_cached_key(|offer| (!offer.looks_like_audio(), offer.name.to_lowercase(), offer.id));
    offers
}

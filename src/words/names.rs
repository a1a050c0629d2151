//! Names of styles, voices and files.

use crate::compare::{Role, SourceId, Voice};
use crate::encode::{Stretch, TakeRate, TakeSettings};
use crate::mastering::StyleId;

#[must_use]
pub fn style_label(id: StyleId) -> &'static str {
    match id {
        StyleId::Pop => "Pop",
        StyleId::Rock => "Rock",
        StyleId::Metal => "Metal",
        StyleId::HiphopTrap => "Hip-hop and trap",
        StyleId::ElectronicEdm => "Electronic and EDM",
        StyleId::HouseTechno => "House and techno",
        StyleId::RnbSoul => "R&B and soul",
        StyleId::FolkAcoustic => "Folk and acoustic",
        StyleId::SingerSongwriter => "Singer-songwriter",
        StyleId::Jazz => "Jazz",
        StyleId::Classical => "Classical",
        StyleId::Indie => "Indie",
        StyleId::Ambient => "Ambient",
        StyleId::PodcastSpeech => "Podcast and speech",
        StyleId::AllGenres => "No particular style",
    }
}

/// As part of a sentence: "... than indie records usually have".
#[must_use]
pub fn style_records(id: StyleId) -> &'static str {
    match id {
        StyleId::Pop => "pop records",
        StyleId::Rock => "rock records",
        StyleId::Metal => "metal records",
        StyleId::HiphopTrap => "hip-hop and trap records",
        StyleId::ElectronicEdm => "electronic records",
        StyleId::HouseTechno => "house and techno records",
        StyleId::RnbSoul => "R&B and soul records",
        StyleId::FolkAcoustic => "folk and acoustic records",
        StyleId::SingerSongwriter => "singer-songwriter records",
        StyleId::Jazz => "jazz records",
        StyleId::Classical => "classical recordings",
        StyleId::Indie => "indie records",
        StyleId::Ambient => "ambient records",
        StyleId::PodcastSpeech => "podcasts",
        StyleId::AllGenres => "records of all kinds",
    }
}

/// The first choice of the style list; before anything is measured there is no nearest style to name.
#[must_use]
pub fn style_nearest(nearest: Option<StyleId>) -> String {
    match nearest {
        Some(StyleId::AllGenres) => "All kinds – no clear style".into(),
        Some(id) => format!("{} – nearest to your mix", style_label(id)),
        None => "Nearest to your mix".into(),
    }
}

/// What a version goes by: as the artist calls it, or by its role.
#[must_use]
pub fn voice_name(voice: &Voice) -> String {
    match voice {
        Voice { id: SourceId::EXCERPT, role, .. } => format!("{}, {}", role_name(*role), super::page::A_PART),
        Voice { name, role, .. } if name.is_empty() => role_name(*role).into(),
        Voice { name, .. } => name.clone(),
    }
}

#[must_use]
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Original => "Original",
        Role::Automatic => "AI master",
        Role::Kept => "Kept AI master",
        Role::Version => "Another version",
        Role::Reference => "Reference",
    }
}

/// What a version is, in small print under its name.
#[must_use]
pub fn role_note(role: Role) -> &'static str {
    match role {
        Role::Original => "your mix",
        Role::Automatic => "automatic",
        Role::Kept => "automatic, kept",
        Role::Version => "your file",
        Role::Reference => "another record",
    }
}

/// The n-th master that was kept.
#[must_use]
pub fn kept_name(nth: usize) -> String {
    format!("Kept {nth}")
}

/// The key that chooses the voice at a place of the page.
#[must_use]
pub fn voice_letter(index: usize) -> String {
    char::from_u32('A' as u32 + index as u32).map_or_else(String::new, String::from)
}

/// The song's own name: the file's without its extension.
#[must_use]
pub fn song_stem(file_name: &str) -> String {
    let trimmed = file_name.trim();
    let stem = match trimmed.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty() && (1..=5).contains(&extension.len()) && extension.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => trimmed,
    };
    if stem.is_empty() { "Untitled".into() } else { stem.into() }
}

/// The song's own name, as far as a file may be called so.
pub(super) fn song_file(file_name: &str) -> String {
    /// File systems take 255 bytes; the rest of the name and a browser's " (1)" must fit as well.
    const MOST_BYTES: usize = 180;
    let mut bytes = 0;
    song_stem(file_name)
        .chars()
        .take_while(|c| {
            bytes += c.len_utf8();
            bytes <= MOST_BYTES
        })
        .map(|c| if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '-' } else { c })
        .collect()
}

/// What the download is called: the song keeps its name, and the name says what the file is. `settings` are settled.
#[must_use]
pub fn master_file_name(file_name: &str, settings: &TakeSettings) -> String {
    let stem = song_file(file_name);
    let bits = if settings.format.is_float() { "32-bit float".to_owned() } else { format!("{}-bit", settings.format.bits()) };
    let rate = match settings.rate {
        TakeRate::Source => "",
        TakeRate::Hz44100 => " 44.1 kHz",
        TakeRate::Hz48000 => " 48 kHz",
    };
    let stretch = match settings.stretch {
        Stretch::Whole => "",
        Stretch::BeforeLimiter => " without the limiter",
    };
    format!("{stem} - AI master {bits}{rate}{stretch}.{}", settings.format.extension())
}

//! The brief: what the engineer would ask, what the page measured, and what of it is personal.

use serde::{Deserialize, Serialize};

use super::checks::is_invisible;
use super::order::Order;

/// What the artist says. It is kept with the song on the artist's own device, name and address too: nothing is asked twice, and
/// "Forget this song" removes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brief {
    pub name: String,
    pub email: String,
    pub artist: String,
    pub release: String,
    pub order: Option<Order>,
    pub mixes: Mixes,
    /// A short description of the release.
    pub description: String,
    /// For more than one track: their titles as they are to follow each other.
    pub track_order: String,
    /// Records chosen for their sound.
    pub references: String,
    pub formats: Vec<Delivery>,
    pub deadline: String,
    pub notes: String,
    pub automatic: Option<Treatment>,
    /// The whole brief as the artist rewrote it; from then on it no longer follows the answers.
    pub rewritten: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mixes {
    Link(String),
    /// "I'll send it later."
    Later,
}

impl Default for Mixes {
    fn default() -> Self {
        Self::Link(String::new())
    }
}

/// What the master is to be delivered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Delivery {
    Streaming,
    CdDdp,
    Vinyl,
    AppleDigitalMasters,
}

impl Delivery {
    pub const ALL: [Self; 4] = [Self::Streaming, Self::CdDdp, Self::Vinyl, Self::AppleDigitalMasters];
}

/// What the engineer is to do with the automatic master.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Treatment {
    Guide,
    StartingPoint,
    NotWanted,
    Ignore,
}

impl Treatment {
    pub const ALL: [Self; 4] = [Self::Guide, Self::StartingPoint, Self::NotWanted, Self::Ignore];
}

/// What must be there before a brief is any use to the studio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Required {
    Name,
    Email,
    /// A link, or the promise of one.
    Mixes,
    Description,
}

impl Brief {
    /// What is still missing, in the order it is asked.
    #[must_use]
    pub fn missing(&self) -> Vec<Required> {
        let mixes = match &self.mixes {
            Mixes::Link(link) => !link.trim().is_empty() && link.trim().chars().count() <= BriefField::Mixes.most_chars(),
            Mixes::Later => true,
        };
        [
            (Required::Name, !self.name.trim().is_empty()),
            (Required::Email, could_be_answered(self.email.trim())),
            (Required::Mixes, mixes),
            (Required::Description, !self.description.trim().is_empty()),
        ]
        .into_iter()
        .filter_map(|(required, is_there)| (!is_there).then_some(required))
        .collect()
    }

    /// What the artist typed as `field`; nothing for fields that are no such text.
    #[must_use]
    pub fn typed(&self, field: BriefField) -> &str {
        match field {
            BriefField::Name => &self.name,
            BriefField::Email => &self.email,
            BriefField::Artist => &self.artist,
            BriefField::Release => &self.release,
            BriefField::Description => &self.description,
            BriefField::TrackOrder => &self.track_order,
            BriefField::References => &self.references,
            BriefField::Deadline => &self.deadline,
            BriefField::Notes => &self.notes,
            _ => "",
        }
    }

    /// Types `text` as `field`, where that is such a text.
    pub fn set_typed(&mut self, field: BriefField, text: String) {
        let place = match field {
            BriefField::Name => &mut self.name,
            BriefField::Email => &mut self.email,
            BriefField::Artist => &mut self.artist,
            BriefField::Release => &mut self.release,
            BriefField::Description => &mut self.description,
            BriefField::TrackOrder => &mut self.track_order,
            BriefField::References => &mut self.references,
            BriefField::Deadline => &mut self.deadline,
            BriefField::Notes => &mut self.notes,
            _ => return,
        };
        *place = text;
    }
}

/// More lenient than for the studio's own address, which becomes a link: this one is only text that a person reads.
fn could_be_answered(email: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || is_invisible(c) || matches!(c, ',' | ';' | '<' | '>');
    let parts: Vec<&str> = email.split('@').collect();
    matches!(parts[..], [user, domain] if !user.is_empty() && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.'))
        && email.chars().count() <= BriefField::Email.most_chars()
        && !email.chars().any(odd)
}

/// What the page knows of the song, in figures and in sentences that are said elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BriefFacts {
    /// The measured song's title first.
    pub titles: Vec<String>,
    /// Nothing before the song has been measured.
    pub figures: Option<BriefFigures>,
    pub readiness: Vec<String>,
    pub style: Option<String>,
    pub verdict: Option<String>,
    pub blind: Vec<String>,
    pub moments: Vec<String>,
    /// What looked unusual, and the artist's answer whether it is meant.
    pub meant: Vec<String>,
}

/// Of the mix as it was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BriefFigures {
    pub length_s: f64,
    pub sample_rate_hz: u32,
    /// Bits per sample, where the file has them.
    pub bits: Option<u32>,
    pub integrated_lufs: f64,
    pub true_peak_dbtp: f64,
    /// Peak to loudness ratio: true peak minus integrated loudness.
    pub plr_db: f64,
    pub lra_lu: f64,
}

/// One thing that a brief says, under the name it has in `booking.form.fields`. In the order of importance: where a link has no
/// room for all, the last are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BriefField {
    Name,
    Email,
    Service,
    Medium,
    Tracks,
    Price,
    Artist,
    Release,
    Mixes,
    Description,
    TrackOrder,
    Deadline,
    Formats,
    References,
    Automatic,
    Notes,
    Titles,
    Length,
    SampleRate,
    Bits,
    Loudness,
    TruePeak,
    Plr,
    Lra,
    Style,
    Meant,
    Readiness,
    Blind,
    Moments,
    Verdict,
    /// The whole text.
    Brief,
}

impl BriefField {
    pub const ALL: [Self; 31] = [
        Self::Name,
        Self::Email,
        Self::Service,
        Self::Medium,
        Self::Tracks,
        Self::Price,
        Self::Artist,
        Self::Release,
        Self::Mixes,
        Self::Description,
        Self::TrackOrder,
        Self::Deadline,
        Self::Formats,
        Self::References,
        Self::Automatic,
        Self::Notes,
        Self::Titles,
        Self::Length,
        Self::SampleRate,
        Self::Bits,
        Self::Loudness,
        Self::TruePeak,
        Self::Plr,
        Self::Lra,
        Self::Style,
        Self::Meant,
        Self::Readiness,
        Self::Blind,
        Self::Moments,
        Self::Verdict,
        Self::Brief,
    ];

    /// As `studio.json` names it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Service => "service",
            Self::Medium => "medium",
            Self::Tracks => "tracks",
            Self::Price => "price",
            Self::Artist => "artist",
            Self::Release => "release",
            Self::Mixes => "mixes",
            Self::Description => "description",
            Self::TrackOrder => "track_order",
            Self::Deadline => "deadline",
            Self::Formats => "formats",
            Self::References => "references",
            Self::Automatic => "automatic",
            Self::Notes => "notes",
            Self::Titles => "titles",
            Self::Length => "length",
            Self::SampleRate => "sample_rate",
            Self::Bits => "bits",
            Self::Loudness => "loudness",
            Self::TruePeak => "true_peak",
            Self::Plr => "plr",
            Self::Lra => "lra",
            Self::Style => "style",
            Self::Meant => "meant",
            Self::Readiness => "readiness",
            Self::Blind => "blind",
            Self::Moments => "moments",
            Self::Verdict => "verdict",
            Self::Brief => "brief",
        }
    }

    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.id() == id)
    }

    /// Everything the artist typed, and everything that may carry the name of a person or a file: query strings end in the logs
    /// of servers. What is left was chosen from a list of the studio's, or measured.
    #[must_use]
    pub fn is_personal(self) -> bool {
        match self {
            Self::Name
            | Self::Email
            | Self::Artist
            | Self::Release
            | Self::Mixes
            | Self::Description
            | Self::TrackOrder
            | Self::Deadline
            | Self::References
            | Self::Notes
            | Self::Titles
            | Self::Blind
            | Self::Moments
            | Self::Brief => true,
            Self::Service
            | Self::Medium
            | Self::Tracks
            | Self::Price
            | Self::Formats
            | Self::Automatic
            | Self::Length
            | Self::SampleRate
            | Self::Bits
            | Self::Loudness
            | Self::TruePeak
            | Self::Plr
            | Self::Lra
            | Self::Style
            | Self::Meant
            | Self::Readiness
            | Self::Verdict => false,
        }
    }

    /// Running text is of use in part; half an address or half a figure is wrong.
    #[must_use]
    pub fn may_be_cut(self) -> bool {
        matches!(
            self,
            Self::Description
                | Self::TrackOrder
                | Self::References
                | Self::Notes
                | Self::Titles
                | Self::Meant
                | Self::Readiness
                | Self::Blind
                | Self::Moments
                | Self::Verdict
                | Self::Brief
        )
    }

    /// How much of it a brief takes, in characters: for lists, of each entry.
    #[must_use]
    pub fn most_chars(self) -> usize {
        match self {
            Self::Name => 100,
            // RFC 5321, section 4.5.3.1.3.
            Self::Email => 254,
            Self::Artist | Self::Release | Self::Titles | Self::Deadline => 160,
            Self::Mixes => 500,
            Self::Description | Self::References => 1_000,
            Self::TrackOrder | Self::Notes => 2_000,
            Self::Brief => 20_000,
            _ => 300,
        }
    }
}

/// One line of text: control characters become spaces, marks that would turn the rest of the brief around are dropped, and what
/// is longer than `most` characters is cut.
#[must_use]
pub fn one_line(text: &str, most: usize) -> String {
    let kept = text.chars().filter(|&c| c.is_control() || !is_invisible(c)).map(|c| if c.is_control() { ' ' } else { c });
    let line: String = kept.collect();
    cut_at(line.trim(), most)
}

/// At most `most` characters, the last of them an ellipsis where some were left out.
#[must_use]
pub fn cut_at(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

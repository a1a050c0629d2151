//! A lossy copy of a version, made only to be measured: with which settings, and what can come of it.

/// As services and shops do it, roughly: none of them says all of its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    Opus,
    Aac,
}

impl Codec {
    pub const ALL: [Self; 2] = [Self::Opus, Self::Aac];

    /// Its name in the WebCodecs codec registry (W3C): Opus, and AAC-LC by its MPEG-4 object type.
    #[must_use]
    pub fn registered(self) -> &'static str {
        match self {
            Self::Opus => "opus",
            Self::Aac => "mp4a.40.2",
        }
    }

    /// The bit rates to ask a browser for, in kb/s; the first it takes counts. Windows' own AAC encoder ends at 192.
    #[must_use]
    pub fn rates_kbps(self) -> &'static [u32] {
        match self {
            Self::Opus => &[128],
            Self::Aac => &[256, 192],
        }
    }
}

/// What came of trying.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tried {
    /// The true peak of what the decoder made of the copy.
    Peak { kbps: u32, true_peak_dbtp: f64 },
    /// The browser has no encoder or no decoder for it.
    NotOffered,
    /// It has them, and they gave up.
    Failed,
}

//! What the streaming services do to a record's level, and what they ask of its peaks: one table, with its date.
//!
//! Each service may change its values, and most let the listener switch them off. They are those for a single track; where a whole
//! album is played, some services keep the level from track to track.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Platform {
    Spotify,
    AppleMusic,
    YouTube,
    Tidal,
    Amazon,
    Deezer,
}

/// What happens to a track that is quieter than the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quieter {
    NeverRaised,
    /// Turned up towards the target, but not beyond this true peak.
    RaisedTo {
        true_peak_dbtp: f64,
    },
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The service itself.
    Stated,
    /// Others, from listening and measuring: about right.
    Reported,
}

/// The highest true peak that a service asks for, so that its lossy copies do not clip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AskedPeak {
    pub dbtp: f64,
    /// The same for a master that is louder than the service's target.
    pub when_louder_dbtp: f64,
    pub source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalisation {
    pub platform: Platform,
    pub target_lufs: f64,
    pub quieter: Quieter,
    pub source: Source,
    /// `None` where no wish is known.
    pub asked_peak: Option<AskedPeak>,
}

/// What a listener gets of a record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delivered {
    /// Above 0: turned up.
    pub gain_db: f64,
    pub level_lufs: f64,
    pub headroom: Option<Headroom>,
}

/// A record's peaks against the wish for its loudness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Headroom {
    pub asked_dbtp: f64,
    /// How far the record's true peak is above it, in dB; 0 where the wish is kept.
    pub over_db: f64,
    pub source: Source,
}

/// The year the table was last compared with its sources, which are of 2016 to 2026.
pub const TABLE_YEAR: u32 = 2026;

pub const TABLE: [Normalisation; 6] = [
    // Spotify for Artists, "Loudness normalization": -14 LUFS, turned up leaving 1 dB of headroom; the listener's "Loud" (-11) and "Quiet"
    // (-19) are other choices. The same page asks for -1 dBTP, and for -2 dBTP above -14 LUFS.
    Normalisation {
        platform: Platform::Spotify,
        target_lufs: -14.0,
        quieter: Quieter::RaisedTo { true_peak_dbtp: -1.0 },
        source: Source::Stated,
        asked_peak: Some(AskedPeak { dbtp: -1.0, when_louder_dbtp: -2.0, source: Source::Stated }),
    },
    // Production Expert 2022, "Apple choose -16 LUFS"; Sound Check turns up within the headroom. Where it stops is not published, and taken
    // to be as with Spotify. "Apple Digital Masters" asks for about 1 dB of headroom.
    Normalisation {
        platform: Platform::AppleMusic,
        target_lufs: -16.0,
        quieter: Quieter::RaisedTo { true_peak_dbtp: -1.0 },
        source: Source::Reported,
        asked_peak: Some(AskedPeak { dbtp: -1.0, when_louder_dbtp: -1.0, source: Source::Stated }),
    },
    // Measured by others from the player's own "content loudness"; it only turns down.
    Normalisation {
        platform: Platform::YouTube,
        target_lufs: -14.0,
        quieter: Quieter::NeverRaised,
        source: Source::Reported,
        asked_peak: None,
    },
    // TIDAL to MeterPlugs, October 2016, "Tidal adds loudness normalization".
    Normalisation {
        platform: Platform::Tidal,
        target_lufs: -14.0,
        quieter: Quieter::NeverRaised,
        source: Source::Stated,
        asked_peak: None,
    },
    // Secondary tables agree on the target and on -2 dBTP; that it does not turn up is the careful reading of them.
    Normalisation {
        platform: Platform::Amazon,
        target_lufs: -14.0,
        quieter: Quieter::NeverRaised,
        source: Source::Reported,
        asked_peak: Some(AskedPeak { dbtp: -2.0, when_louder_dbtp: -2.0, source: Source::Reported }),
    },
    Normalisation {
        platform: Platform::Deezer,
        target_lufs: -15.0,
        quieter: Quieter::NeverRaised,
        source: Source::Reported,
        asked_peak: None,
    },
];

impl Platform {
    pub const ALL: [Self; 6] = [Self::Spotify, Self::AppleMusic, Self::YouTube, Self::Tidal, Self::Amazon, Self::Deezer];

    /// Its row of the table.
    #[must_use]
    pub fn normalisation(self) -> Normalisation {
        TABLE[self as usize]
    }
}

/// The gain in dB with which a platform plays a track of this integrated loudness and true peak.
///
/// target - I if that turns down; if it would turn up, what the platform and the peaks allow of it. It may be above 0.
#[must_use]
pub fn playback_gain_db(platform: Platform, integrated_lufs: f64, true_peak_dbtp: f64) -> f64 {
    let Normalisation { target_lufs, quieter, .. } = platform.normalisation();
    let wanted_db = target_lufs - integrated_lufs;
    if !wanted_db.is_finite() {
        return 0.0;
    }
    match quieter {
        _ if wanted_db <= 0.0 => wanted_db,
        Quieter::NeverRaised => 0.0,
        Quieter::RaisedTo { true_peak_dbtp: highest } => wanted_db.min((highest - true_peak_dbtp).max(0.0)),
    }
}

/// Meters differ by as much: a master made for the target is not louder than it.
const TARGET_GRAIN_LU: f64 = 0.1;
/// True peaks are read and written to a tenth of a decibel: less than half of one above a wish is no miss.
const PEAK_GRAIN_DB: f64 = 0.05;

/// What a platform plays of a record of this integrated loudness and true peak.
#[must_use]
pub fn delivered(platform: Platform, integrated_lufs: f64, true_peak_dbtp: f64) -> Delivered {
    let Normalisation { target_lufs, asked_peak, .. } = platform.normalisation();
    let gain_db = playback_gain_db(platform, integrated_lufs, true_peak_dbtp);
    let headroom = asked_peak.map(|AskedPeak { dbtp, when_louder_dbtp, source }| {
        let asked_dbtp = if integrated_lufs > target_lufs + TARGET_GRAIN_LU { when_louder_dbtp } else { dbtp };
        let above_db = true_peak_dbtp - asked_dbtp;
        Headroom { asked_dbtp, over_db: if above_db > PEAK_GRAIN_DB { above_db } else { 0.0 }, source }
    });
    Delivered { gain_db, level_lufs: integrated_lufs + gain_db, headroom }
}

//! Whether a mix is ready for mastering: what an engineer looks at first, what was found there, and whether it matters.

use serde::{Deserialize, Serialize};

use crate::decode::FileFacts;
use crate::mastering::styles;
use crate::measure::{ChannelFault, Integrity, Measurements};
use crate::units::{db_to_gain, frames_to_seconds};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadinessItem {
    pub check: Check,
    pub result: ReadinessResult,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadinessResult {
    Pass,
    /// Worth doing where it is easy; a master can be made without.
    Advise,
    /// Before anything else: what a master cannot mend, or should not have to.
    Fix,
}

/// What was looked at, and the figures found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    Channels {
        fault: Option<ChannelFault>,
    },
    /// Flat tops, as [`crate::measure::Clipping`] counts them. `beyond_full_scale`: a share of the samples, of a lossy file; of a
    /// lossless one such samples are no damage, and `None`.
    Clipping {
        flat_runs: usize,
        longest_frames: usize,
        beyond_full_scale: Option<f64>,
    },
    /// How far peaks stand over the loudness (PLR), the least that is usual in finished records of any style, and the share of the
    /// time in which they stand less than 8 dB over the loudness around them (PSR).
    Density {
        plr_db: f64,
        least_usual_db: f64,
        dense: f64,
    },
    /// A constant, as a share of the highest sample.
    Offset {
        of_peak: f64,
    },
    /// The right channel as a whole lags behind the left (negative: leads).
    Delay {
        frames: i32,
        ms: f64,
    },
    /// What could not be decoded is silent.
    Damage {
        silent_s: f64,
    },
    /// `ends_at_hz`: where the spectrum falls off a cliff.
    Source {
        lossless: bool,
        ends_at_hz: Option<f64>,
    },
    /// Bits per sample as stored, and those that the samples really use; `None` for floating point.
    BitDepth {
        stored: Option<u32>,
        used: Option<u32>,
    },
    SampleRate {
        hz: u32,
        ends_at_hz: Option<f64>,
    },
    /// `wished_db`: the room that the studio asks for above the highest peak, if it says so.
    Headroom {
        true_peak_dbtp: f64,
        wished_db: Option<f64>,
    },
    /// Silence before and after the music.
    Ends {
        start_s: f64,
        end_s: f64,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckId {
    Channels,
    Clipping,
    Density,
    Offset,
    Delay,
    Damage,
    Source,
    BitDepth,
    SampleRate,
    Headroom,
    Ends,
}

/// A few flat tops may be chance; hundreds are clipping [J].
const FEW_RUNS: usize = 10;
const MANY_RUNS: usize = 100;
/// A lossy file with a larger share of its samples beyond full scale was clipped, or as loud as it goes, before it was encoded [J].
const BEYOND: f64 = 1e-4;
/// Under 8 dB of PLR, or of PSR for more than a fifth of the time, there is little left to work with [J].
const LITTLE_PLR_DB: f64 = 8.0;
const DENSE: f64 = 0.2;
/// The offset that the plan filters out as well: under this it costs no headroom worth a word.
const OFFSET_DB: f64 = -45.0;
/// Encoders at their highest rates end here; nothing below is a usual converter's filter.
const LOSSY_BELOW_HZ: f64 = 20_600.0;
/// Where recordings at 44.1 and 48 kHz end.
const CONVERTED_BELOW_HZ: f64 = 24_400.0;
const LEAST_RATE_HZ: u32 = 44_100;
const HIGH_RATE_HZ: u32 = 88_200;
/// Of 24 bits some may lie idle; 16 are another format.
const LEAST_BITS: u32 = 20;
/// Two seconds are asked for; not to the letter.
const ENDS_S: std::ops::RangeInclusive<f64> = 1.0..=6.0;
/// Half of the last digit that the page shows.
const ROUNDING_DB: f64 = 0.05;

impl Check {
    #[must_use]
    pub fn id(&self) -> CheckId {
        match self {
            Self::Channels { .. } => CheckId::Channels,
            Self::Clipping { .. } => CheckId::Clipping,
            Self::Density { .. } => CheckId::Density,
            Self::Offset { .. } => CheckId::Offset,
            Self::Delay { .. } => CheckId::Delay,
            Self::Damage { .. } => CheckId::Damage,
            Self::Source { .. } => CheckId::Source,
            Self::BitDepth { .. } => CheckId::BitDepth,
            Self::SampleRate { .. } => CheckId::SampleRate,
            Self::Headroom { .. } => CheckId::Headroom,
            Self::Ends { .. } => CheckId::Ends,
        }
    }

    /// Only what is broken fails, never a mix for its peaks alone: engineers disagree about headroom.
    fn result(&self) -> ReadinessResult {
        use ReadinessResult::{Advise, Fix, Pass};
        let advise_if = |is_worth_it: bool| if is_worth_it { Advise } else { Pass };
        match *self {
            Self::Channels { fault } => fault.map_or(Pass, |_| Fix),
            Self::Clipping { flat_runs: MANY_RUNS.., .. } => Fix,
            Self::Clipping { flat_runs, beyond_full_scale, .. } => {
                advise_if(flat_runs >= FEW_RUNS || beyond_full_scale.is_some_and(|share| share > BEYOND))
            }
            Self::Density { plr_db, least_usual_db, .. } if plr_db < least_usual_db => Fix,
            Self::Density { plr_db, dense, .. } => advise_if(plr_db < LITTLE_PLR_DB || dense > DENSE),
            Self::Offset { of_peak } if of_peak > db_to_gain(OFFSET_DB) => Fix,
            Self::Offset { .. } => Pass,
            Self::Delay { frames, .. } => advise_if(frames != 0),
            Self::Damage { silent_s } => advise_if(silent_s > 0.0),
            Self::Source { lossless, ends_at_hz } => advise_if(!lossless || ends_at_hz.is_some_and(|hz| hz < LOSSY_BELOW_HZ)),
            Self::BitDepth { used, .. } => advise_if(used.is_some_and(|bits| bits < LEAST_BITS)),
            Self::SampleRate { hz, ends_at_hz } => advise_if(hz < LEAST_RATE_HZ || is_converted_up(hz, ends_at_hz)),
            Self::Headroom { true_peak_dbtp, wished_db } => advise_if(true_peak_dbtp > ROUNDING_DB - wished_db.unwrap_or(0.0)),
            Self::Ends { start_s, end_s } => advise_if(!ENDS_S.contains(&start_s) || !ENDS_S.contains(&end_s)),
        }
    }
}

fn is_converted_up(hz: u32, ends_at_hz: Option<f64>) -> bool {
    hz >= HIGH_RATE_HZ && ends_at_hz.is_some_and(|end| (LOSSY_BELOW_HZ..CONVERTED_BELOW_HZ).contains(&end))
}

/// Every check that applies to a mix, what would have to be mended first; `wished_headroom_db` is the studio's, in dB under full scale.
///
/// A file is asked for its channels only where it has two, for its bits only where it has them, and for its past only where that was
/// looked at.
#[must_use]
pub fn readiness(facts: &FileFacts, mix: &Measurements, wished_headroom_db: Option<f64>) -> Vec<ReadinessItem> {
    let mut checks = Vec::new();
    if let Some(integrity) = &mix.integrity {
        checks.extend(of_the_signal(facts, mix, integrity));
    } else {
        checks.push(density(mix));
    }
    let silent_s = frames_to_seconds(facts.concealed_frames, facts.sample_rate);
    let ends_at_hz = mix.integrity.and_then(|integrity| integrity.band_limit_hz);
    checks.push(Check::Damage { silent_s });
    checks.push(Check::Source { lossless: facts.lossless, ends_at_hz });
    if let Some(integrity) = mix.integrity.filter(|_| facts.lossless) {
        checks.push(Check::BitDepth { stored: facts.bits, used: integrity.bits });
    }
    checks.push(Check::SampleRate { hz: facts.sample_rate, ends_at_hz });
    let wished_db = wished_headroom_db.filter(|db| db.is_finite() && *db > 0.0);
    checks.push(Check::Headroom { true_peak_dbtp: mix.peaks.true_peak_dbtp, wished_db });
    if let Some(integrity) = &mix.integrity {
        checks.push(Check::Ends { start_s: integrity.silence_start_s, end_s: integrity.silence_end_s });
    }
    checks.into_iter().map(|check| ReadinessItem { check, result: check.result() }).collect()
}

fn of_the_signal(facts: &FileFacts, mix: &Measurements, integrity: &Integrity) -> Vec<Check> {
    let clipping = integrity.clipping;
    let mut checks = vec![
        Check::Clipping {
            flat_runs: clipping.flat_runs,
            longest_frames: clipping.longest_frames,
            beyond_full_scale: (!facts.lossless).then_some(clipping.beyond_full_scale),
        },
        density(mix),
        Check::Offset { of_peak: integrity.dc_offset / db_to_gain(mix.peaks.sample_peak_dbfs) },
    ];
    if mix.channels > 1 {
        let ms = 1000.0 * f64::from(integrity.delay_frames) / f64::from(mix.sample_rate);
        checks.insert(0, Check::Channels { fault: integrity.channel_fault });
        checks.push(Check::Delay { frames: integrity.delay_frames, ms });
    }
    checks
}

fn density(mix: &Measurements) -> Check {
    let least_usual_db = styles().iter().map(|style| style.plr_db.low).fold(f64::INFINITY, f64::min);
    Check::Density { plr_db: mix.plr_db(), least_usual_db, dense: mix.dynamics.psr.map_or(0.0, |psr| psr.below_8_db) }
}

//! A master as the file that is taken home: at the rate and depth asked for, and never above its ceiling.

use std::borrow::Cow;
use std::rc::Rc;

use super::job::Ended;
use crate::audio::AudioBuffer;
use crate::dsp::resample::{resample, resampled_frames};
use crate::encode::{self, Tags, TakeRate, TakeSettings, Taken};
use crate::mastering::Shaped;
use crate::measure::{LoudnessMeter, PeakMeter, sample_peak};
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use crate::units::db_to_gain;

/// What the recording before the limiter may reach: room for an engineer's own work.
pub const UNLIMITED_CEILING_DBTP: f64 = -3.0;

/// What is taken, how high its true peak is if that is known, and how high it may be.
#[derive(Clone, Debug)]
pub struct Cut {
    pub audio: Recording,
    pub known_dbtp: Option<f64>,
    pub ceiling_dbtp: f64,
}

/// Kept by the engine: shared, not copied.
#[derive(Clone, Debug)]
pub enum Recording {
    Whole(Rc<AudioBuffer>),
    BeforeLimiter(Rc<Shaped>),
}

impl Recording {
    fn audio(&self) -> &AudioBuffer {
        match self {
            Self::Whole(audio) => audio,
            Self::BeforeLimiter(shaped) => shaped.audio(),
        }
    }
}

/// Beyond what is measured to be too much, so that rounding can't leave it above; ten times as much each time that it did.
const HAIR_DB: f64 = 1e-4;
/// After four times the hair is 0.1 dB: more than what dither, shaped too, and all filters can add to one peak at 16 bits.
const MOST_TRIMS: usize = 4;

/// Converts the rate, lays the samples on the format's grid and writes them.
///
/// The true peak is measured from exactly the samples that are written. One above the ceiling (a converter's filter moves the points
/// between which a limiter worked, dither adds a step or two) takes one static gain off the whole, as at the end of the chain, and is
/// measured again. `settings` are settled.
///
/// # Errors
/// [`Ended`]: superseded, or a fault.
pub async fn take(cut: Cut, settings: TakeSettings, tags: &Tags, pace: &mut impl Pace) -> Result<(Taken, Vec<u8>), Ended> {
    let Cut { audio: recording, known_dbtp, ceiling_dbtp } = cut;
    let from_rate = recording.audio().sample_rate();
    let frames = resampled_frames(recording.audio().frames(), from_rate, settings.rate.hz(from_rate));
    // Before the work, not after it.
    settings.format.check(recording.audio().channels().len(), frames).map_err(encode::Stopped::from)?;
    let converted = match settings.rate {
        TakeRate::Source => None,
        rate => Some(resample(recording.audio().clone(), rate.hz(from_rate), Stage::Encode, pace).await?),
    };
    let audio = converted.as_ref().unwrap_or(recording.audio());
    let dbtp = match known_dbtp {
        Some(dbtp) if converted.is_none() => dbtp,
        // Before rounding: a peak beyond full scale would be cut there, and look lower than it is.
        _ => levels(audio, pace).await?.dbtp,
    };
    let mut trim_db = if dbtp > ceiling_dbtp { dbtp - ceiling_dbtp + HAIR_DB } else { 0.0 };
    let mut hair_db = HAIR_DB;
    let mut trims = 0;
    let (grid, levels) = loop {
        let grid = on_grid(audio, settings, trim_db, pace).await?;
        let levels = levels(&grid, pace).await?;
        if levels.dbtp <= ceiling_dbtp || trims == MOST_TRIMS {
            break (grid, levels);
        }
        trim_db += levels.dbtp - ceiling_dbtp + hair_db;
        hair_db *= 10.0;
        trims += 1;
    };
    let bytes = encode::write(&grid, settings.format, tags, pace).await?;
    let taken = Taken { lufs: levels.lufs, dbtp: levels.dbtp, trimmed_db: trim_db, bytes: bytes.len() as u64 };
    Ok((taken, bytes))
}

/// What is going to be written: as f32, which holds every step of 24 bits.
async fn on_grid<'a>(
    audio: &'a AudioBuffer,
    settings: TakeSettings,
    trim_db: f64,
    pace: &mut impl Pace,
) -> Result<Cow<'a, AudioBuffer>, Superseded> {
    let gain = db_to_gain(-trim_db);
    if !settings.format.is_float() {
        return Ok(Cow::Owned(encode::quantise(audio, settings.format.bits(), settings.noise, gain, pace).await?));
    }
    if trim_db == 0.0 {
        return Ok(Cow::Borrowed(audio));
    }
    let mut trimmed = audio.clone();
    trimmed.channels_mut().iter_mut().flatten().for_each(|x| *x *= gain as f32);
    Ok(Cow::Owned(trimmed))
}

struct Levels {
    lufs: f64,
    dbtp: f64,
}

async fn levels(audio: &AudioBuffer, pace: &mut impl Pace) -> Result<Levels, Ended> {
    let (left, right) = audio.left_right();
    let mut loudness = LoudnessMeter::new(audio.sample_rate());
    let mut peaks = PeakMeter::new(sample_peak(audio.channels()));
    for start in (0..audio.frames()).step_by(BLOCK) {
        let end = (start + BLOCK).min(audio.frames());
        pace.breathe(Stage::Verify, start as f32 / audio.frames() as f32).await?;
        loudness.push(&left[start..end], right.map(|r| &r[start..end]));
        audio.channels().iter().for_each(|plane| peaks.push(plane, start..end));
    }
    let loudness = loudness.finish().loudness().map_err(|error| Ended::from(crate::measure::Stopped::from(error)))?;
    Ok(Levels { lufs: loudness.integrated_lufs, dbtp: peaks.finish().true_peak_dbtp })
}

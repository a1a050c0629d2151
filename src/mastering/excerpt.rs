//! A first hearing: the loudest stretch of a song, mastered before the rest, so that nobody waits for the whole with nothing to hear.
//!
//! The plan is the song's own; what goes before the stretch runs in the compressor and the limiter. Only the drive has to be found
//! anew, from the stretch alone: so it may stand a little off that of the whole master, which then takes its place. On real songs
//! that is up to 0.12 dB, and up to 1.5 dB where so much loudness is asked for that it has to be fought for.

use std::ops::Range;

use super::chain::{driven, shape, trim};
use super::plan::{LoudnessGoal, Plan};
use crate::audio::AudioBuffer;
use crate::measure::{self, HopPowers, Measurements, Stopped, Track};
use crate::pace::{Pace, Stage};
use crate::units::{frames_to_seconds, seconds_to_frames};

/// Long enough for a verse's end and a chorus.
pub const EXCERPT_S: f64 = 30.0;
/// Twice the compressor's mean of 3 s: what was before it is forgotten to a seventh by then.
const LEAD_IN_S: f64 = 6.0;
/// More than the limiter and the filters look ahead.
const LEAD_OUT_S: f64 = 0.2;

/// The master of a stretch, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Excerpt {
    /// Of the stretch alone.
    pub audio: AudioBuffer,
    pub measurements: Measurements,
    /// Its loudness along its length.
    pub hops: HopPowers,
    /// Where it lies in the song, in seconds: whole hundredths.
    pub covers_s: (f64, f64),
}

/// Whether an excerpt of a song so long would not be most of it.
#[must_use]
pub fn has_excerpt(seconds: f64) -> bool {
    seconds >= 2.0 * EXCERPT_S
}

/// Where the loudest [`EXCERPT_S`] of a song are, if [it has an excerpt](has_excerpt).
#[must_use]
pub fn loudest_stretch(track: &Track) -> Option<(f64, f64)> {
    let from_s = track.fullest(EXCERPT_S);
    has_excerpt(track.seconds()).then_some((from_s, from_s + EXCERPT_S))
}

/// Masters the stretch `covers_s` of a recording by the plan of the whole. `track` is the recording's.
///
/// # Errors
/// [`Stopped`] when superseded, or where the stretch has no loudness.
pub async fn excerpt(
    source: &AudioBuffer,
    track: &Track,
    covers_s: (f64, f64),
    plan: &Plan,
    pace: &mut impl Pace,
) -> Result<Excerpt, Stopped> {
    let rate = source.sample_rate();
    let frame = |seconds: f64| seconds_to_frames(seconds, rate).min(source.frames());
    let with_leads = frame(covers_s.0 - LEAD_IN_S)..frame(covers_s.1 + LEAD_OUT_S);
    let stretch = frame(covers_s.0) - with_leads.start..frame(covers_s.1) - with_leads.start;
    let seconds = |frame| frames_to_seconds(frame, rate);
    // As much louder than the whole master is to be as the mix's stretch is louder than the mix.
    let louder_lu = track
        .lufs_over(seconds(with_leads.start), seconds(with_leads.end))
        .zip(track.lufs_over(0.0, f64::INFINITY))
        .map_or(0.0, |(here, whole)| here - whole);
    // The song's form is no matter of half a minute.
    let goal = LoudnessGoal { target_lufs: plan.loudness.target_lufs + louder_lu, mix_lra_lu: 0.0, ..plan.loudness };
    let plan = Plan { loudness: goal, ..plan.clone() };

    let shaped = shape(&cut(source, &with_leads), &plan, pace).await?;
    let (limited, ..) = driven(&shaped, &plan, pace).await?;
    let mut audio = cut(&limited, &stretch);
    let (measured, hops) = measure::survey(&audio, Stage::Verify, pace).await?;
    // Only the ceiling: its loudness follows the song's.
    let (measurements, hops) = trim(&mut audio, measured, hops, &LoudnessGoal { target_lufs: f64::INFINITY, ..goal });
    Ok(Excerpt { audio, measurements, hops, covers_s })
}

fn cut(audio: &AudioBuffer, frames: &Range<usize>) -> AudioBuffer {
    AudioBuffer::new(audio.channels().iter().map(|plane| plane[frames.clone()].to_vec()).collect(), audio.sample_rate())
}

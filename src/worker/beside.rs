//! A file beside the mix: brought to the mix's rate and laid on its time line.

use super::job::{Ended, Kept, Spans};
use super::protocol::{Beside, Fault, Part};
use crate::audio::AudioBuffer;
use crate::compare::{Fit, Placement, align, lay_by_fullest};
use crate::decode::{self, DecodeError, FileFacts, Limits};
use crate::dsp::resample::{resample, resampled_frames};
use crate::measure::{LoudnessMeter, Measurements, Track, survey};
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use crate::units::frames_to_seconds;

pub struct BesideFile {
    pub facts: FileFacts,
    /// Of the whole file as it is.
    pub measurements: Measurements,
    pub placement: Placement,
    /// Where on the mix's time line it sounds, in seconds.
    pub covers_s: (f64, f64),
    /// Of what is played.
    pub track: Track,
    /// At the mix's rate, as long as the mix.
    pub audio: AudioBuffer,
}

pub async fn open(
    file: Vec<u8>,
    limits: &Limits,
    mix: &Kept,
    beside: Beside,
    spans: &mut Spans<impl Fn() -> f64>,
    pace: &mut impl Pace,
) -> Result<BesideFile, Ended> {
    let start = (spans.now_ms)();
    let decoded = decode::decode(file, limits, pace).await?;
    spans.push(Part::Decode, start);
    let start = (spans.now_ms)();
    let (measurements, hops) = survey(&decoded.audio, Stage::Measure, pace).await?;
    spans.push(Part::Measure, start);

    let start = (spans.now_ms)();
    let (rate, frames) = (mix.audio.sample_rate(), mix.audio.frames());
    let (seconds, channels) = (decoded.audio.seconds(), decoded.audio.channels().len());
    let needed =
        decode::memory_needed(0, resampled_frames(decoded.audio.frames(), decoded.audio.sample_rate(), rate) as u64, channels);
    if needed > limits.memory_bytes {
        return Err(Ended::Fault(Fault::File(DecodeError::TooLong { seconds, needed, available: limits.memory_bytes })));
    }
    let audio = resample(decoded.audio, rate, Stage::Align, pace).await?;
    let alignment = match beside {
        Beside::Version => Some(align(&mix.audio, &audio, pace).await?).filter(|found| found.fit != Fit::OtherRecording),
        Beside::Reference => None,
    };
    let (placement, covers, audio) = match alignment {
        Some(alignment) => {
            let covers = alignment.covers(audio.frames(), frames);
            let audio = alignment.place(audio, frames);
            (Placement::Aligned(alignment), covers, audio)
        }
        None => (Placement::ByFullest, 0..frames, lay_by_fullest(&mix.track, &Track::of(&hops), &audio, frames)),
    };
    let track = track_of(&audio, pace).await?;
    spans.push(Part::Align, start);
    let covers_s = (frames_to_seconds(covers.start, rate), frames_to_seconds(covers.end, rate));
    Ok(BesideFile { facts: decoded.facts, measurements, placement, covers_s, track, audio })
}

async fn track_of(audio: &AudioBuffer, pace: &mut impl Pace) -> Result<Track, Superseded> {
    let (left, right) = audio.left_right();
    let mut meter = LoudnessMeter::new(audio.sample_rate());
    for (index, block) in left.chunks(BLOCK).enumerate() {
        let start = index * BLOCK;
        pace.breathe(Stage::Align, start as f32 / audio.frames() as f32).await?;
        meter.push(block, right.map(|right| &right[start..start + block.len()]));
    }
    Ok(Track::of(&meter.finish()))
}

//! Where another version of the song lies against the mix: its offset to the sample, its polarity, and whether it is the same recording.
//!
//! ```text
//! low_rate -> search: many windows, each with its likely offsets -> consensus: the line most windows lie on
//!          -> refine: the same at the full rate, and the polarity -> stretches: where in the song it holds
//! ```
//! All correlations are whitened (the phase transform: C. H. Knapp and G. C. Carter, "The generalized correlation method for estimation
//! of time delay", IEEE Trans. ASSP 24, 1976): an equaliser, a limiter or a codec changes magnitudes, and hardly when things happen.
//! Music that repeats agrees with itself at many offsets; only the whole song tells the right one, hence the consensus.

mod consensus;
mod low_rate;
mod refine;
mod search;
mod stretches;
mod whiten;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::audio::AudioBuffer;
use crate::pace::{Pace, Stage, Superseded};

use consensus::{Consensus, Line, agreed, others};
use low_rate::{Channel, low_rate, side_rules};
use search::Peak;

/// Where another version lies against the mix. Both have the same sample rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alignment {
    /// Frame n of the mix is frame n + `offset_frames` of the version: positive where the version's file has more in front of the song,
    /// negative where it lacks the beginning.
    pub offset_frames: i64,
    /// Channels of the version (left, right; mono: both alike) whose polarity is reversed against the mix.
    pub inverted: [bool; 2],
    pub fit: Fit,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Fit {
    /// The same recording, wherever both sound.
    Same,
    /// The same recording at another speed. The offset is right half way through what they share.
    Drifts {
        /// Positive: the version is longer, it runs slower.
        ppm: f64,
        /// Largest distance between the two over what they share.
        apart_ms: f64,
    },
    /// The same recording in another edit: it agrees with the mix only on these stretches of the mix (from, to), in seconds and in order;
    /// in between it is shifted, or different.
    OtherEdit { agrees_s: Vec<(f64, f64)> },
    /// Nothing in common was found.
    OtherRecording,
}

impl Alignment {
    const UNRELATED: Self = Self { offset_frames: 0, inverted: [false; 2], fit: Fit::OtherRecording };

    /// The version on the mix's time line: `frames` long, cut or padded with silence at either end, its polarity restored.
    #[must_use]
    pub fn place(&self, version: AudioBuffer, frames: usize) -> AudioBuffer {
        let rate = version.sample_rate();
        let heard = self.covers(version.frames(), frames);
        let first = heard.start.saturating_add_signed(self.offset_frames as isize);
        let place = |(plane, inverted): (Vec<f32>, bool)| {
            let mut placed = vec![0.0; frames];
            let gain = if inverted { -1.0 } else { 1.0 };
            for (out, x) in placed[heard.clone()].iter_mut().zip(plane.get(first..).unwrap_or_default()) {
                *out = gain * x;
            }
            placed
        };
        AudioBuffer::new(version.into_channels().into_iter().zip(self.inverted).map(place).collect(), rate)
    }

    /// The frames of the mix on which the version has audio; empty where they never meet.
    #[must_use]
    pub fn covers(&self, version_frames: usize, mix_frames: usize) -> Range<usize> {
        let on_mix = |frame: i64| (frame - self.offset_frames).clamp(0, mix_frames as i64) as usize;
        on_mix(0)..on_mix(version_frames as i64)
    }
}

/// A drift of less than this, at either end of the song, is not worth a word: five frames at 44.1 kHz.
const DRIFT_MS: f64 = 0.1;

/// Shares of the work that are done after the search and after the refinement.
const SEARCHED: f32 = 0.8;
const REFINED: f32 = 0.95;

/// Finds where `version` lies against `mix`.
///
/// # Errors
/// [`Superseded`].
///
/// # Panics
/// If their sample rates differ.
pub async fn align(mix: &AudioBuffer, version: &AudioBuffer, pace: &mut impl Pace) -> Result<Alignment, Superseded> {
    let rate = mix.sample_rate();
    assert!(rate == version.sample_rate(), "a mix at {rate} Hz, a version at {} Hz", version.sample_rate());
    pace.breathe(Stage::Align, 0.0).await?;

    let mix_side = if side_rules(mix) { Channel::Side } else { Channel::Mid };
    let mix_low = low_rate(mix, mix_side, 0.0, pace).await?;
    // One channel reversed makes side of mid.
    let ways: &[Channel] = if version.is_mono() { &[Channel::Mid] } else { &[Channel::Mid, Channel::Side] };
    let mut found: Option<(Consensus, Vec<Vec<Peak>>)> = None;
    for (index, &way) in ways.iter().enumerate() {
        let part = (index as f32, ways.len() as f32);
        let version_low = low_rate(version, way, SEARCHED * part.0 / part.1, pace).await?;
        let windows = search::search(&mix_low, &version_low, part, pace).await?;
        if let Some(consensus) = agreed(&windows)
            && found.as_ref().is_none_or(|(best, _)| consensus.sigmas > best.sigmas)
        {
            let beyond_doubt = consensus.beyond_doubt(&windows);
            found = Some((consensus, windows));
            if beyond_doubt {
                break;
            }
        }
    }
    let Some((consensus, windows)) = found else {
        return Ok(Alignment::UNRELATED);
    };

    let factor = low_rate::factor(rate) as f64;
    let at: Vec<usize> = consensus.agreeing.iter().map(|&(window, peak)| windows[window][peak].at * factor as usize).collect();
    let coarse = consensus.line.scaled(factor);
    let Some(refined) = refine::refine(mix, version, &at, coarse, pace).await? else {
        return Ok(Alignment::UNRELATED);
    };

    // What the version is once its polarity is restored, the mid of the mix is to be found in its mid.
    let one_reversed = refined.inverted[0] != refined.inverted[1];
    let way = if one_reversed != (mix_side == Channel::Side) { Channel::Side } else { Channel::Mid };
    let version_low = low_rate(version, way, REFINED, pace).await?;
    let lines: Vec<Line> = std::iter::once(refined.line.scaled(1.0 / factor)).chain(others(&windows, &consensus)).collect();
    let agreements = stretches::agreements(&mix_low, &version_low, &lines, pace).await?;

    let offset_frames = refined.offset_frames;
    let mut alignment = Alignment { offset_frames, inverted: refined.inverted, fit: Fit::Same };
    let shared = alignment.covers(version.frames(), mix.frames());
    let apart_ms = 1000.0 * refined.line.slope.abs() * shared.len() as f64 / 2.0 / f64::from(rate);
    if let Some(agreements) = agreements {
        let seconds = |low: usize| low as f64 * factor / f64::from(rate);
        alignment.fit = Fit::OtherEdit { agrees_s: agreements.into_iter().map(|r| (seconds(r.start), seconds(r.end))).collect() };
    } else if refined.drifts && apart_ms >= DRIFT_MS {
        let middle = (shared.start + shared.end) as f64 / 2.0;
        alignment.offset_frames = refined.line.at(middle).round() as i64;
        alignment.fit = Fit::Drifts { ppm: 1e6 * refined.line.slope, apart_ms };
    }
    pace.breathe(Stage::Align, 1.0).await?;
    Ok(alignment)
}

//! What a file has been through: clipping, DC, a dead or inverted channel, bit depth, a codec's band limit, silence, delay.

use serde::{Deserialize, Serialize};

use super::band_limit::{self, Averages};
use super::stereo::Stereo;
use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use crate::units::{db_to_gain, frames_to_seconds, gain_to_db, larger};

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Integrity {
    pub clipping: Clipping,
    /// Largest |mean| of any channel; full scale is 1.
    pub dc_offset: f64,
    pub channel_fault: Option<ChannelFault>,
    /// The bits that the samples really use, 24 at most, whatever the file claims. `None` for floating point and lossy files, whose
    /// samples lie between the steps.
    pub bits: Option<u32>,
    /// Where the spectrum falls off a cliff: 16 to 20 kHz is a lossy codec's habit, less an earlier conversion. `None` where it
    /// reaches up to half the sample rate or fades out by itself.
    pub band_limit_hz: Option<f64>,
    /// Time at either end before the first, after the last sample that is within 60 dB of the peak.
    pub silence_start_s: f64,
    pub silence_end_s: f64,
    /// By how many frames the right channel as a whole lags behind the left (negative: leads); 0 where nothing points to a delay.
    pub delay_frames: i32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Clipping {
    /// Stretches of three or more equal samples at a channel's very top or bottom. A few may be chance; hundreds are clipping.
    pub flat_runs: usize,
    /// The longest of them, in frames.
    pub longest_frames: usize,
    /// Share of the samples beyond full scale: how a lossy file shows that its source was clipped or as loud as it goes.
    pub beyond_full_scale: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChannelFault {
    LeftSilent,
    RightSilent,
    /// The channels are opposites: in mono little is left.
    Inverted,
}

/// A channel this far below the other counts as silent.
const SILENT_DB: f64 = -60.0;
/// Correlation at and below which one channel counts as inverted: wide and spaced recordings stay near 0.
const INVERTED: f64 = -0.5;
/// The ends count as silent this far below the peak.
const ENDS_DB: f64 = -60.0;

/// Looks once at every sample, and at the spectrum of up to 60 moments.
///
/// # Errors
/// [`Superseded`] when no longer wanted.
pub(super) async fn examine(
    audio: &AudioBuffer,
    stereo: Option<&Stereo>,
    stage: Stage,
    pace: &mut impl Pace,
) -> Result<Integrity, Superseded> {
    let frames = audio.frames();
    let mut planes = Vec::new();
    for plane in audio.channels() {
        let mut look = Look::new(plane);
        for block in plane.chunks(BLOCK) {
            pace.breathe(stage, 1.0).await?;
            look.take(block);
        }
        planes.push(look);
    }
    pace.breathe(stage, 1.0).await?;
    let averages = Averages::of(audio);
    let (start, end) = silence_frames(audio.channels(), &planes);
    Ok(Integrity {
        clipping: Clipping {
            flat_runs: planes.iter().map(|p| p.flat_runs).sum(),
            longest_frames: planes.iter().map(|p| p.longest).max().unwrap_or(0),
            beyond_full_scale: planes.iter().map(|p| p.beyond).sum::<usize>() as f64 / (frames * planes.len()).max(1) as f64,
        },
        dc_offset: planes.iter().map(|p| (p.sum / frames.max(1) as f64).abs()).fold(0.0, f64::max),
        channel_fault: stereo.and_then(|stereo| channel_fault(&planes, stereo)),
        bits: planes.iter().map(Look::bits).try_fold(1, |most, bits| Some(bits?.max(most))),
        band_limit_hz: band_limit::band_limit_hz(&averages),
        silence_start_s: frames_to_seconds(start, audio.sample_rate()),
        silence_end_s: frames_to_seconds(end, audio.sample_rate()),
        delay_frames: averages.delay_frames(),
    })
}

fn channel_fault(planes: &[Look], stereo: &Stereo) -> Option<ChannelFault> {
    let [left, right] = [0, 1].map(|plane| gain_to_db(planes[plane].squares.sqrt()));
    if left - right < SILENT_DB {
        Some(ChannelFault::LeftSilent)
    } else if right - left < SILENT_DB {
        Some(ChannelFault::RightSilent)
    } else if stereo.correlation <= INVERTED {
        Some(ChannelFault::Inverted)
    } else {
        None
    }
}

/// Frames at the start and at the end in which no plane comes within [`ENDS_DB`] of the highest peak.
fn silence_frames(channels: &[Vec<f32>], planes: &[Look]) -> (usize, usize) {
    let peak = planes.iter().map(|p| p.top.max(-p.bottom)).fold(0.0, f32::max);
    let audible = peak * db_to_gain(ENDS_DB) as f32;
    let sounds = |x: &f32| x.abs() > audible;
    let starts = channels.iter().filter_map(|plane| plane.iter().position(sounds));
    let ends = channels.iter().filter_map(|plane| plane.iter().rev().position(sounds));
    (starts.min().unwrap_or(0), ends.min().unwrap_or(0))
}

/// What one pass over a plane finds.
struct Look {
    top: f32,
    bottom: f32,
    sum: f64,
    squares: f64,
    beyond: usize,
    flat_runs: usize,
    longest: usize,
    /// Equal samples at the top (positive) or bottom up to now.
    run: usize,
    run_at: f32,
    /// All samples as 24-bit numbers, or-ed; `None` once one was not such a number.
    steps: Option<u32>,
}

/// Stretches looked at as one: short enough for sums in `f32`.
const STRETCH: usize = 256;
const LEAST_RUN: usize = 3;

impl Look {
    fn new(plane: &[f32]) -> Self {
        let (mut tops, mut bottoms) = ([0.0f32; 8], [0.0f32; 8]);
        let (head, tail) = plane.as_chunks::<8>();
        for chunk in head {
            for lane in 0..8 {
                tops[lane] = larger(tops[lane], chunk[lane]);
                bottoms[lane] = -larger(-bottoms[lane], -chunk[lane]);
            }
        }
        let top = tail.iter().chain(&tops).fold(0.0f32, |m, &x| m.max(x));
        let bottom = tail.iter().chain(&bottoms).fold(0.0f32, |m, &x| m.min(x));
        Self { top, bottom, sum: 0.0, squares: 0.0, beyond: 0, flat_runs: 0, longest: 0, run: 0, run_at: 0.0, steps: Some(0) }
    }

    fn take(&mut self, block: &[f32]) {
        for stretch in block.chunks(STRETCH) {
            let mut lanes = [[0.0f32; 8]; 2];
            let (mut tops, mut bottoms) = ([0.0f32; 8], [0.0f32; 8]);
            let (head, tail) = stretch.as_chunks::<8>();
            for chunk in head {
                for lane in 0..8 {
                    lanes[0][lane] += chunk[lane];
                    lanes[1][lane] += chunk[lane] * chunk[lane];
                    tops[lane] = larger(tops[lane], chunk[lane]);
                    bottoms[lane] = -larger(-bottoms[lane], -chunk[lane]);
                }
            }
            for &x in tail {
                lanes[0][0] += x;
                lanes[1][0] += x * x;
                tops[0] = tops[0].max(x);
                bottoms[0] = bottoms[0].min(x);
            }
            let [sum, squares] = lanes.map(|lane| lane.iter().map(|&x| f64::from(x)).sum::<f64>());
            self.sum += sum;
            self.squares += squares;
            let top = tops.iter().copied().fold(0.0, f32::max);
            let bottom = bottoms.iter().copied().fold(0.0, f32::min);
            if top > 1.0 || bottom < -1.0 {
                self.beyond += stretch.iter().filter(|x| x.abs() > 1.0).count();
            }
            if (top > 0.0 && top == self.top) || (bottom < 0.0 && bottom == self.bottom) {
                self.look_for_runs(stretch);
            } else {
                self.run = 0;
            }
        }
        if let Some(steps) = self.steps {
            self.steps = grid(block).map(|block| block | steps);
        }
    }

    fn look_for_runs(&mut self, stretch: &[f32]) {
        for &x in stretch {
            if x != 0.0 && (x == self.top || x == self.bottom) {
                self.run = if x == self.run_at { self.run + 1 } else { 1 };
                self.run_at = x;
                self.flat_runs += usize::from(self.run == LEAST_RUN);
                self.longest = if self.run >= LEAST_RUN { self.longest.max(self.run) } else { self.longest };
            } else {
                self.run = 0;
                self.run_at = 0.0;
            }
        }
    }

    /// The coarsest grid that holds every sample.
    fn bits(&self) -> Option<u32> {
        self.steps.map(|steps| 24 - steps.trailing_zeros().min(23))
    }
}

/// All samples times 2^23, or-ed; `None` if one of them is no whole number.
fn grid(block: &[f32]) -> Option<u32> {
    let mut bits = 0;
    for stretch in block.chunks(STRETCH) {
        let (mut or, mut whole) = (0, true);
        for &x in stretch {
            let step = x * 8_388_608.0;
            let number = step as i32;
            whole &= number as f32 == step;
            or |= number as u32;
        }
        if !whole {
            return None;
        }
        bits |= or;
    }
    Some(bits)
}

//! The last stage: drive into the limiter until the song is as loud as asked, or as loud as it gets cleanly.

use super::drive::{CLEAN_SLOPE, Choice, Model, STEP, percentile_95};
use super::plan::LoudnessGoal;
use crate::audio::AudioBuffer;
use crate::dsp::decibel;
use crate::dsp::interpolate::{PeakScan, SLOT};
use crate::dsp::limiter::{GainWriter, LimiterParams};
use crate::measure::KWeighting;
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use crate::units::db_to_gain;

/// The limiter aims this far under the ceiling, for what a moving gain lets through between samples.
const MARGIN_DB: f64 = 0.05;

/// How far the drive may still move after the first look at it: the envelope is exact down to there.
const DRIVE_ROOM_DB: f64 = 3.0;

/// Corrections of the drive on the limiter's real gain curve. One is the rule.
const MOST_CORRECTIONS: usize = 3;

/// 5 ms keep tones from 100 Hz up clean: look-ahead and hold span half a period.
const LOOK_AHEAD_MS: f64 = 5.0;
const RELEASE_MS: f64 = 80.0;

/// What the limiter did.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limited {
    /// Whether it stopped below the goal, where it stays clean.
    pub stopped: bool,
    /// 95th percentile of its reduction over time.
    pub p95_db: f64,
    pub most_db: f64,
}

/// Brings `audio` to the goal in place.
///
/// The drive is searched on a model of the song, corrected on the limiter's real gain curve, and rendered once.
pub async fn apply(audio: &mut AudioBuffer, goal: &LoudnessGoal, pace: &mut impl Pace) -> Result<Limited, Superseded> {
    let params =
        LimiterParams { ceiling_db: goal.ceiling_dbtp - MARGIN_DB, look_ahead_ms: LOOK_AHEAD_MS, release_ms: RELEASE_MS };
    let mut model = Model { sample_rate: audio.sample_rate(), energies: energies(audio, pace).await?, peaks: Vec::new(), params };
    let Some(untouched_lufs) = model.untouched_lufs() else {
        // Silence has no loudness to reach.
        return Ok(Limited { stopped: false, p95_db: 0.0, most_db: 0.0 });
    };
    let plain_db = goal.target_lufs - untouched_lufs;
    // Peaks between samples matter only where the drive brings them near the ceiling: a first look without them tells how far that is.
    let samples = envelope(audio, f32::INFINITY, 0.2, pace).await?;
    model.peaks = steps_of(&samples);
    let roughly_db = model.solve(goal.target_lufs, plain_db, pace).await?;
    let quiet = db_to_gain(params.ceiling_db - roughly_db - DRIVE_ROOM_DB) as f32;
    let envelope = envelope(audio, quiet, 0.25, pace).await?;
    model.peaks = steps_of(&envelope);

    let Choice { mut drive_db, stopped } = model.choose(goal.target_lufs, plain_db, pace).await?;
    let modelled_lufs = model.lufs_at(drive_db);
    let aim_lufs = if stopped { modelled_lufs } else { goal.target_lufs };
    let slope = model.slope_at(drive_db, modelled_lufs).clamp(CLEAN_SLOPE, 1.0);
    // The model's steps hold a peak a little longer than the limiter does.
    for _ in 0..MOST_CORRECTIONS {
        let miss = aim_lufs - exact_lufs(&model, &envelope, audio.frames(), drive_db, pace).await?;
        if miss.abs() < 0.005 || !miss.is_finite() {
            break;
        }
        drive_db += (miss / slope).clamp(-DRIVE_ROOM_DB, DRIVE_ROOM_DB);
    }

    let reductions = render(audio, &envelope, drive_db, &params, pace).await?;
    Ok(Limited { stopped, most_db: f64::from(reductions.iter().copied().fold(0.0, f32::max)), p95_db: percentile_95(reductions) })
}

/// K-weighted energy of every step.
async fn energies(audio: &AudioBuffer, pace: &mut impl Pace) -> Result<Vec<f32>, Superseded> {
    let (left, right) = audio.left_right();
    let mut weighting = KWeighting::new(audio.sample_rate());
    let mut energies = Vec::with_capacity(audio.frames().div_ceil(STEP));
    for (index, left) in left.chunks(BLOCK).enumerate() {
        let start = index * BLOCK;
        pace.breathe(Stage::Loudness, 0.2 * start as f32 / audio.frames() as f32).await?;
        for (step, left) in left.chunks(STEP).enumerate() {
            let from = start + step * STEP;
            energies.push(weighting.energy(left, right.map(|r| &r[from..from + left.len()])) as f32);
        }
    }
    Ok(energies)
}

/// The highest |value| of either channel in every slot, exact above `quiet`.
async fn envelope(audio: &AudioBuffer, quiet: f32, done: f32, pace: &mut impl Pace) -> Result<Vec<f32>, Superseded> {
    let mut scan = PeakScan::new();
    let mut envelope = vec![0.0f32; audio.frames().div_ceil(SLOT)];
    let slots = envelope.len();
    for (index, block) in envelope.chunks_mut(BLOCK / SLOT).enumerate() {
        let first = index * (BLOCK / SLOT);
        pace.breathe(Stage::Loudness, done + 0.3 * first as f32 / slots as f32).await?;
        for plane in audio.channels() {
            scan.envelope(plane, first, block, quiet);
        }
    }
    Ok(envelope)
}

/// The envelope in the model's coarser steps.
fn steps_of(envelope: &[f32]) -> Vec<f32> {
    envelope.chunks(STEP / SLOT).map(|slots| slots.iter().copied().fold(0.0, f32::max)).collect()
}

/// Loudness with the limiter's own gain curve at every frame, still without rendering.
async fn exact_lufs(
    model: &Model,
    envelope: &[f32],
    frames: usize,
    drive_db: f64,
    pace: &mut impl Pace,
) -> Result<f64, Superseded> {
    let mut writer = GainWriter::new(&model.params, drive_db, model.sample_rate);
    let mut gains = vec![0.0f32; BLOCK];
    let mut power_gains = Vec::with_capacity(model.energies.len());
    for start in (0..frames).step_by(BLOCK) {
        pace.breathe(Stage::Loudness, 0.6 + 0.2 * start as f32 / frames as f32).await?;
        let gains = &mut gains[..BLOCK.min(frames - start)];
        writer.write(envelope, gains);
        power_gains.extend(gains.chunks(STEP).map(|step| step.iter().map(|g| g * g).sum::<f32>() / step.len() as f32));
    }
    Ok(model.powers(power_gains.into_iter()).integrated_lufs().unwrap_or(f64::NEG_INFINITY))
}

/// Applies drive and limiter; returns the reduction in dB at every step.
async fn render(
    audio: &mut AudioBuffer,
    envelope: &[f32],
    drive_db: f64,
    params: &LimiterParams,
    pace: &mut impl Pace,
) -> Result<Vec<f32>, Superseded> {
    let frames = audio.frames();
    let mut writer = GainWriter::new(params, drive_db, audio.sample_rate());
    let mut gains = vec![0.0f32; BLOCK];
    let mut reductions = Vec::with_capacity(frames.div_ceil(STEP));
    for start in (0..frames).step_by(BLOCK) {
        pace.breathe(Stage::Loudness, 0.8 + 0.2 * start as f32 / frames as f32).await?;
        let gains = &mut gains[..BLOCK.min(frames - start)];
        writer.write(envelope, gains);
        for plane in audio.channels_mut() {
            for (x, gain) in plane[start..].iter_mut().zip(gains.iter()) {
                *x *= gain;
            }
        }
        reductions.extend(gains.iter().step_by(STEP).map(|&gain| (drive_db as f32 - decibel::from_gain(gain)).max(0.0)));
    }
    Ok(reductions)
}

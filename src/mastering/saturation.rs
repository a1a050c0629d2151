//! The saturation: rounds off the highest peaks before the limiter, so that it has less to hold down.

use serde::{Deserialize, Serialize};

use super::plan::Saturation;
use crate::audio::AudioBuffer;
use crate::dsp::saturate::{Saturator, SaturatorParams};
use crate::measure::{PeakMeter, sample_peak};
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use crate::units::db_to_gain;

/// What the saturation did.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaturationReport {
    /// Share of the time that the waveform was above the knee, the mean of the channels.
    pub acted_percent: f64,
    /// What the highest peak of any channel lost.
    pub most_reduction_db: f64,
}

/// Saturates in place, every channel by itself with the same curve: what is equal on both sides stays equal, to the bit.
///
/// # Errors
/// [`Superseded`] when the job should stop.
pub async fn apply(
    audio: &mut AudioBuffer,
    saturation: &Saturation,
    pace: &mut impl Pace,
) -> Result<SaturationReport, Superseded> {
    let (frames, channels) = (audio.frames(), audio.channels().len());
    let mut meter = PeakMeter::new(sample_peak(audio.channels()));
    for start in (0..frames).step_by(BLOCK) {
        pace.breathe(Stage::Saturation, 0.3 * start as f32 / frames as f32).await?;
        for plane in audio.channels() {
            meter.push(plane, start..(start + BLOCK).min(frames));
        }
    }
    let full = db_to_gain(meter.finish().true_peak_dbtp);
    let knee = full * db_to_gain(-saturation.knee_below_peak_db);
    let params = SaturatorParams { knee, full, most_db: saturation.most_db };
    let mut saturator = Saturator::new(&params);
    let mut report = SaturationReport { acted_percent: 0.0, most_reduction_db: 0.0 };
    for (channel, plane) in audio.channels_mut().iter_mut().enumerate() {
        for start in (0..frames).step_by(BLOCK) {
            let done = 0.3 + 0.7 * (channel * frames + start) as f32 / (channels * frames) as f32;
            pace.breathe(Stage::Saturation, done).await?;
            saturator.process(plane, start..(start + BLOCK).min(frames));
        }
        report.acted_percent += 100.0 * saturator.share_above_knee(frames) / channels as f64;
        report.most_reduction_db = report.most_reduction_db.max(saturator.most_reduction_db());
    }
    Ok(report)
}

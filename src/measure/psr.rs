//! How far peaks stand over the loudness around them, moment by moment.

use serde::{Deserialize, Serialize};

use super::loudness::{HopPowers, hop_start};
use crate::dsp::half_band::largest;
use crate::dsp::interpolate::PeakScan;
use crate::units::gain_to_db;

/// PSR: true peak less loudness of the same 3 s (AES convention e-brief 373, 2017), ten times a second, where the music plays.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Psr {
    /// Only a tenth of the time is denser than this.
    pub p10_db: f64,
    pub median_db: f64,
    /// Share of the time below 8 dB, where punch is commonly said to be lost; 0 to 1.
    pub below_8_db: f64,
}

/// Hops of 10 ms that share one peak.
const STEP_HOPS: usize = 10;
const SHORT_TERM_STEPS: usize = 30;
/// Moments this far below the whole's loudness are pauses, as in Tech 3342.
const GATE_LU: f64 = -20.0;
const LOST_PUNCH_DB: f64 = 8.0;

/// Samples in which the largest is looked for at once.
const GROUP: usize = 64;

/// Where the largest sample of 100 ms lies.
#[derive(Clone, Copy, Debug)]
struct Top {
    sample_peak: f32,
    plane: usize,
    frame: usize,
}

/// The largest sample of every 100 ms.
pub(super) struct PeakTrack {
    sample_rate: u32,
    tops: Vec<Top>,
}

impl PeakTrack {
    pub fn new(sample_rate: u32) -> Self {
        Self { sample_rate, tops: Vec::new() }
    }

    /// Takes every 100 ms that end within the first `available` frames and were not taken before.
    #[inline(never)]
    pub fn push(&mut self, planes: &[Vec<f32>], available: usize) {
        loop {
            let start = hop_start(STEP_HOPS * self.tops.len(), self.sample_rate);
            let end = hop_start(STEP_HOPS * (self.tops.len() + 1), self.sample_rate);
            if end > available || end == start {
                return;
            }
            let mut top = Top { sample_peak: 0.0, plane: 0, frame: start };
            for (plane, samples) in planes.iter().enumerate() {
                for (group, samples) in samples[start..end].chunks(GROUP).enumerate() {
                    let sample_peak = largest(samples);
                    if sample_peak > top.sample_peak {
                        top = Top { sample_peak, plane, frame: start + group * GROUP };
                    }
                }
            }
            self.tops.push(top);
        }
    }

    /// `None` for a recording shorter than 3 s.
    ///
    /// Of each 3 s the waveform is interpolated around the largest sample only: a peak between two smaller ones elsewhere may be
    /// missed by some hundredths of a decibel.
    pub fn finish(&self, planes: &[Vec<f32>], hops: &HopPowers, integrated_lufs: f64) -> Option<Psr> {
        let mut scan = PeakScan::new();
        let mut known: Vec<Option<f32>> = vec![None; self.tops.len()];
        let windows = (0..(self.tops.len() + 1).saturating_sub(SHORT_TERM_STEPS)).map(|first| first..first + SHORT_TERM_STEPS);
        let highest =
            windows.filter_map(|window| window.max_by(|&a, &b| self.tops[a].sample_peak.total_cmp(&self.tops[b].sample_peak)));
        let peaks = highest.map(|index| {
            let Top { sample_peak, plane, frame } = self.tops[index];
            *known[index].get_or_insert_with(|| {
                let from = frame.saturating_sub(GROUP / 2);
                scan.peak(&planes[plane], from..(from + 2 * GROUP).min(planes[plane].len()), sample_peak)
            })
        });
        let loudness = hops.short_term_lufs().step_by(STEP_HOPS);
        let mut values: Vec<f64> = peaks
            .zip(loudness)
            .filter(|(_, lufs)| *lufs >= integrated_lufs + GATE_LU)
            .map(|(peak, lufs)| gain_to_db(f64::from(peak)) - lufs)
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        let last = values.len().checked_sub(1)?;
        let at = |share: f64| values[(last as f64 * share).round() as usize];
        let below = values.iter().filter(|&&psr| psr < LOST_PUNCH_DB).count();
        Some(Psr { p10_db: at(0.1), median_db: at(0.5), below_8_db: below as f64 / values.len() as f64 })
    }
}

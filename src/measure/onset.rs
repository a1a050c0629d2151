//! How sharply sounds set in, and whether they do so in time.

use serde::{Deserialize, Serialize};

use super::rhythm::{self, Rhythm};
use crate::dsp::decibel;

/// Below 350 Hz, to 1.4 kHz, to 5.5 kHz, and above, at 44.1 kHz: two octaves each of [`crate::dsp::octaves`].
pub const ONSET_BANDS: usize = 4;

/// Hops of a chunk of the octave tree: 256 frames, 5.8 ms at 44.1 kHz and 5.3 ms at 48 kHz.
const HOPS_PER_CHUNK: usize = 16;

/// Hops that one level is taken over: as many as hold half a period of the lowest tone, or the tone itself would rise and fall.
const LEVEL_HOPS: [usize; ONSET_BANDS] = [4, 2, 2, 1];

/// A band's level counts from this far below its mean on: what is under it is not heard rising.
const FLOOR_DB: f32 = -40.0;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Onsets {
    /// How far each band's level rises from one hop of about 5 ms to the next: the largest rise of every 0.1 s within the loudness
    /// gate, and of those the 95th percentile. (Of all hops it would miss a beat: two hits a second are one hop in a hundred.)
    /// 0 in a band without anything.
    pub rise_db: [f64; ONSET_BANDS],
    pub rhythm: Rhythm,
}

/// Collects the energy of each band hop by hop.
pub(super) struct OnsetMeter {
    hop_s: f64,
    energies: [Vec<f32>; ONSET_BANDS],
}

/// Where the energies of one chunk go.
pub(super) struct Chunk<'a> {
    energies: [&'a mut [f32]; ONSET_BANDS],
}

impl Chunk<'_> {
    /// Adds a signal that is as long as the chunk, at whatever rate.
    pub fn add(&mut self, band: usize, signal: &[f32]) {
        let samples = signal.len() / HOPS_PER_CHUNK;
        if samples == 0 {
            return;
        }
        // A mean, so that two octaves at two rates count alike.
        let scale = 1.0 / samples as f32;
        for (energy, hop) in self.energies[band].iter_mut().zip(signal.chunks_exact(samples)) {
            let mut lanes = [0.0f32; 4];
            let (head, tail) = hop.as_chunks::<4>();
            for chunk in head {
                for lane in 0..4 {
                    lanes[lane] += chunk[lane] * chunk[lane];
                }
            }
            let tail: f32 = tail.iter().map(|x| x * x).sum();
            *energy += scale * (lanes.iter().sum::<f32>() + tail);
        }
    }
}

impl OnsetMeter {
    pub fn new(sample_rate: u32, chunk_frames: usize) -> Self {
        let hop_s = chunk_frames as f64 / HOPS_PER_CHUNK as f64 / f64::from(sample_rate);
        Self { hop_s, energies: std::array::from_fn(|_| Vec::new()) }
    }

    pub fn next_chunk(&mut self) -> Chunk<'_> {
        let energies = self.energies.each_mut().map(|energies| {
            let from = energies.len();
            energies.resize(from + HOPS_PER_CHUNK, 0.0);
            &mut energies[from..]
        });
        Chunk { energies }
    }

    pub fn finish(self, counts: impl Fn(f64) -> bool) -> Onsets {
        let within: Vec<bool> = (0..self.energies[0].len()).map(|hop| counts((hop as f64 + 0.5) * self.hop_s)).collect();
        let rises: [Vec<f32>; ONSET_BANDS] =
            std::array::from_fn(|band| rises_db(&self.energies[band], LEVEL_HOPS[band]).collect());
        let rise_db = std::array::from_fn(|band| {
            let cells = rises[band].chunks(HOPS_PER_CHUNK).zip(within.chunks(HOPS_PER_CHUNK)).filter(|(_, within)| within[0]);
            percentile_95(&mut cells.map(|(rises, _)| rises.iter().copied().fold(0.0, f32::max)).collect::<Vec<f32>>())
        });
        Onsets { rise_db, rhythm: rhythm::of(&rises, &within, self.hop_s) }
    }
}

/// The half-wave rectified difference of the level in dB, hop by hop (Bello et al. 2005, "A tutorial on onset detection in music
/// signals", IEEE TSAP 13, section III).
fn rises_db(energies: &[f32], level_hops: usize) -> impl Iterator<Item = f32> {
    let mean = energies.iter().map(|&e| f64::from(e)).sum::<f64>() / energies.len().max(1) as f64;
    let floor = level_hops as f32 * mean as f32 * decibel::to_gain(0.5 * FLOOR_DB).powi(2);
    let mut before = f32::NAN;
    (0..energies.len()).map(move |hop| {
        let sum: f32 = energies[(hop + 1).saturating_sub(level_hops)..=hop].iter().sum();
        let level = decibel::from_power(sum + floor);
        // A NaN, of the first hop, is no rise.
        let rise = (level - before).max(0.0);
        before = level;
        rise
    })
}

fn percentile_95(values: &mut [f32]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f64 * 0.95).round() as usize;
    f64::from(*values.select_nth_unstable_by(at, f32::total_cmp).1)
}

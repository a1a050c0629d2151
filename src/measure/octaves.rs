//! Takes a recording apart into octaves: how far peaks stand over the average in each, and how sharply four wider bands set in.

use super::onset::{ONSET_BANDS, OnsetMeter, Onsets};
use crate::dsp::octaves::{OCTAVES, OctaveTree};
use crate::units::{gain_to_db, larger, power_to_db};

/// Figures of one octave each, 31.5 Hz to 16 kHz nominally: the halvings of half the sample rate (at 48 kHz 12 to 24 kHz,
/// 6 to 12 kHz ...). `None` where the rate cannot hold the octave, and where nothing is in it.
pub type PerOctave = [Option<f64>; OCTAVES];

/// Splits a recording into octaves chunk by chunk.
pub(super) struct OctaveMeter {
    trees: Vec<OctaveTree>,
    chunk: usize,
    done: usize,
    peaks: [f32; OCTAVES],
    energies: [f64; OCTAVES],
    onsets: OnsetMeter,
}

impl OctaveMeter {
    pub fn new(sample_rate: u32, channels: usize) -> Self {
        let tree = OctaveTree::new(sample_rate);
        Self {
            chunk: tree.chunk(),
            done: 0,
            peaks: [0.0; OCTAVES],
            energies: [0.0; OCTAVES],
            onsets: OnsetMeter::new(sample_rate, tree.chunk()),
            trees: vec![tree; channels],
        }
    }

    /// Takes every whole chunk that ends within the first `available` frames and was not taken before.
    #[inline(never)]
    pub fn push(&mut self, planes: &[Vec<f32>], available: usize) {
        while (self.done + 1) * self.chunk <= available {
            let range = self.done * self.chunk..(self.done + 1) * self.chunk;
            for (tree, plane) in self.trees.iter_mut().zip(planes) {
                tree.run(&plane[range.clone()]);
            }
            self.take();
        }
    }

    fn take(&mut self) {
        self.done += 1;
        let mut bands = self.onsets.next_chunk();
        for tree in &self.trees {
            for octave in tree.held() {
                let (peak, energy) = peak_and_energy(tree.octave(octave));
                self.peaks[octave] = self.peaks[octave].max(peak);
                // The lower the octave, the fewer samples stand for the same time.
                self.energies[octave] += f64::from(energy) * (1u32 << (OCTAVES - 1 - octave)) as f64;
            }
            bands.add(0, tree.octave_and_below(3));
            for band in 1..ONSET_BANDS {
                bands.add(band, tree.octave(2 * band + 2));
                bands.add(band, tree.octave(2 * band + 3));
            }
        }
    }

    /// Largest |sample| of each octave over its RMS, both channels together, in dB; and the onsets.
    ///
    /// The rest of the planes is taken with silence to the end of its chunk. `counts` says of a moment in seconds whether it lies within the
    /// loudness gate.
    pub fn finish(mut self, planes: &[Vec<f32>], counts: impl Fn(f64) -> bool) -> (PerOctave, Onsets) {
        self.push(planes, planes[0].len());
        let from = self.done * self.chunk;
        for (tree, plane) in self.trees.iter_mut().zip(planes) {
            let mut rest = plane[from..].to_vec();
            rest.resize(self.chunk, 0.0);
            tree.run(&rest);
        }
        self.take();
        // At the top octave's critical rate a chunk holds `CHUNK`/2 samples of it, whatever the file's rate.
        let top_samples = self.trees[0].octave(0).len() * (1 << (OCTAVES - 1)) * self.trees.len();
        let share = planes[0].len() as f64 / (self.done * self.chunk) as f64;
        let samples = share * (top_samples * self.done) as f64;
        let crest_db = std::array::from_fn(|octave| {
            let mean = self.energies[octave] / samples;
            (mean > 0.0).then(|| gain_to_db(f64::from(self.peaks[octave])) - power_to_db(mean))
        });
        (crest_db, self.onsets.finish(counts))
    }
}

fn peak_and_energy(x: &[f32]) -> (f32, f32) {
    let (mut peaks, mut sums) = ([0.0f32; 8], [0.0f32; 8]);
    let (head, tail) = x.as_chunks::<8>();
    for chunk in head {
        for lane in 0..8 {
            peaks[lane] = larger(peaks[lane], chunk[lane].abs());
            sums[lane] += chunk[lane] * chunk[lane];
        }
    }
    for (lane, x) in tail.iter().enumerate() {
        peaks[lane] = larger(peaks[lane], x.abs());
        sums[lane] += x * x;
    }
    (peaks.iter().copied().fold(0.0, f32::max), sums.iter().sum())
}

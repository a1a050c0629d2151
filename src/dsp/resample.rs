//! Another sample rate for a whole recording.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Resampler, WindowFunction};

use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage, Superseded};

/// Least frames of a block at the lower of the two rates. The filter is as long as a block: with 1024 the pass band reaches to
/// 0.485 of the lower rate (21.4 kHz at 44.1 kHz), and nothing above half of it is left.
const LEAST_BLOCK: usize = 1024;

/// The recording at `to_rate`, round(frames * `to_rate` / rate) long and in its place: the filter's delay is taken out.
///
/// A linear-phase low-pass by FFT (a sinc under a squared Blackman-Harris window, stop band below -140 dB), which no frequency up to
/// 0.45 of the lower rate is changed by. Takes the recording, because each plane goes as soon as its successor is there: at most three
/// stereo planes exist at a time. At its own rate it comes back as it is.
///
/// # Errors
/// [`Superseded`].
///
/// # Panics
/// If `to_rate` is 0.
pub async fn resample(audio: AudioBuffer, to_rate: u32, stage: Stage, pace: &mut impl Pace) -> Result<AudioBuffer, Superseded> {
    assert!(to_rate > 0, "sample rate is 0");
    let from_rate = audio.sample_rate();
    if from_rate == to_rate {
        return Ok(audio);
    }
    let mut converter = Converter::new(from_rate, to_rate);
    let count = audio.channels().len();
    let mut planes = Vec::with_capacity(count);
    for (index, plane) in audio.into_channels().into_iter().enumerate() {
        planes.push(converter.plane(&plane, stage, (index, count), pace).await?);
    }
    Ok(AudioBuffer::new(planes, to_rate))
}

/// Frames of a recording at another rate.
#[must_use]
pub fn resampled_frames(frames: usize, from_rate: u32, to_rate: u32) -> usize {
    let (from, to) = (u128::from(from_rate), u128::from(to_rate));
    ((2 * frames as u128 * to + from) / (2 * from)) as usize
}

struct Converter {
    from_rate: u32,
    to_rate: u32,
    fft: Fft<f32>,
    from: Vec<f32>,
    to: Vec<f32>,
}

impl Converter {
    fn new(from_rate: u32, to_rate: u32) -> Self {
        let lower = (from_rate.min(to_rate) / common_divisor(from_rate, to_rate)) as usize;
        // An even number of the smallest possible blocks, so that half a block, the delay, is whole at both rates.
        let blocks = 2 * LEAST_BLOCK.div_ceil(2 * lower);
        let block = blocks * (from_rate / common_divisor(from_rate, to_rate)) as usize;
        let window = WindowFunction::BlackmanHarris2;
        // Refused are only a rate or a block of 0: both rates are those of an `AudioBuffer`, which has none of 0, and a block is at least as
        // long as one of them over their common divisor.
        let fft = Fft::new_custom(from_rate as usize, to_rate as usize, block, 1, 1, window, FixedSync::Both)
            .expect("neither rate nor block is 0");
        Self { from_rate, to_rate, from: vec![0.0; fft.input_frames_next()], to: vec![0.0; fft.output_frames_next()], fft }
    }

    /// One plane, the `index`-th of `count`.
    async fn plane(
        &mut self,
        plane: &[f32],
        stage: Stage,
        (index, count): (usize, usize),
        pace: &mut impl Pace,
    ) -> Result<Vec<f32>, Superseded> {
        self.fft.reset();
        let frames = resampled_frames(plane.len(), self.from_rate, self.to_rate);
        let mut out = Vec::with_capacity(frames);
        let mut delay = self.fft.output_delay();
        let mut read = 0;
        let mut breath = 0;
        while out.len() < frames {
            if read >= breath {
                let done = (index as f32 + read as f32 / plane.len() as f32) / count as f32;
                pace.breathe(stage, done.min(1.0)).await?;
                breath = read + BLOCK;
            }
            // Silence behind the end, until the filter has given back its delay.
            let block = &plane[read.min(plane.len())..(read + self.from.len()).min(plane.len())];
            self.from[..block.len()].copy_from_slice(block);
            self.from[block.len()..].fill(0.0);
            read += self.from.len();
            self.block();
            let skipped = delay.min(self.to.len());
            delay -= skipped;
            let wanted = (frames - out.len()).min(self.to.len() - skipped);
            out.extend_from_slice(&self.to[skipped..skipped + wanted]);
        }
        Ok(out)
    }

    /// `from` to `to`.
    fn block(&mut self) {
        let (inside, outside) = (self.from.len(), self.to.len());
        // The lengths are the converter's own: neither wrapping nor processing can fail.
        if let (Ok(from), Ok(mut to)) =
            (SequentialSlice::new(self.from.as_slice(), 1, inside), SequentialSlice::new_mut(self.to.as_mut_slice(), 1, outside))
        {
            let _ = self.fft.process_into_buffer(&from, &mut to, None);
        }
    }
}

fn common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

//! Two recordings of one song along their length: how strong each part of the spectrum is in either, moment by moment.

use std::f64::consts::PI;
use std::ops::Range;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::change::TonePart;
use crate::audio::AudioBuffer;
use crate::pace::{Pace, Stage, Superseded};
use crate::units::{power_to_db, seconds_to_frames};

const PARTS: usize = TonePart::ALL.len();

/// A frame is taken two and a half times a second; it lasts 93 ms at 44.1 kHz and 85 ms at 48 kHz. What lies between two is not looked at: what
/// is asked is how two recordings differ over some seconds, and both are looked at in the same places.
const HOP_S: f64 = 0.4;
/// A Hann-windowed bin still hears what lies two bins off: with three, the sub hears nothing of a constant offset or of rumble.
const LOWEST_BIN: usize = 3;
/// Frames transformed between two breaths.
const HOPS_PER_BREATH: usize = 16;

/// Power of one frame in each part of the spectrum (1: a mean square of 1).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Frame {
    mid: [f32; PARTS],
    side: [f32; PARTS],
}

/// The two recordings, frame by frame: 96 bytes every 0.4 s, 58 kB for four minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Along {
    frames: Vec<[Frame; 2]>,
    seconds: f64,
}

/// Mean power of a stretch, each of which is 0 where there is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Powers {
    pub mid: [f64; PARTS],
    pub side: [f64; PARTS],
}

impl Along {
    /// Measures both, as far as they go together. Both must lie on one time line; their rates may differ.
    ///
    /// One pass, one short transform of mid and of side every 0.4 s.
    ///
    /// # Errors
    /// [`Superseded`].
    pub async fn measure(before: &AudioBuffer, after: &AudioBuffer, pace: &mut impl Pace) -> Result<Self, Superseded> {
        let seconds = before.seconds().min(after.seconds());
        let mut meters = [Meter::new(before.sample_rate()), Meter::new(after.sample_rate())];
        let mut frames = Vec::with_capacity((seconds / HOP_S) as usize + 1);
        loop {
            if frames.len() % HOPS_PER_BREATH == 0 {
                // The master is being verified; this is the last of it.
                pace.breathe(Stage::Verify, 1.0).await?;
            }
            let at_s = frames.len() as f64 * HOP_S;
            let [Some(old), Some(new)] = [meters[0].frame(before, at_s), meters[1].frame(after, at_s)] else {
                return Ok(Self { frames, seconds });
            };
            frames.push([old, new]);
        }
    }

    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Mean power over a stretch in seconds, of the first recording and of the second: of the frames that begin in it.
    #[must_use]
    pub fn over(&self, from_s: f64, to_s: f64) -> [Powers; 2] {
        let hop = |at_s: f64| ((at_s.max(0.0) / HOP_S).ceil() as usize).min(self.frames.len());
        let frames = &self.frames[hop(from_s)..hop(to_s).max(hop(from_s))];
        let mut means = [Powers::default(); 2];
        for (which, powers) in means.iter_mut().enumerate() {
            for part in 0..PARTS {
                let mean = |of: &dyn Fn(&Frame) -> f32| {
                    frames.iter().map(|both| f64::from(of(&both[which]))).sum::<f64>() / frames.len().max(1) as f64
                };
                powers.mid[part] = mean(&|frame| frame.mid[part]);
                powers.side[part] = mean(&|frame| frame.side[part]);
            }
        }
        means
    }
}

impl Powers {
    /// Of some parts, mid and side together.
    #[must_use]
    pub fn of(&self, parts: Range<usize>) -> f64 {
        parts.map(|part| self.mid[part] + self.side[part]).sum()
    }

    /// Level of side against mid in some parts, in dB; `None` where one of them has nothing.
    #[must_use]
    pub fn side_db(&self, parts: Range<usize>) -> Option<f64> {
        let (mid, side): (f64, f64) = (self.mid[parts.clone()].iter().sum(), self.side[parts].iter().sum());
        Some(power_to_db(side / mid)).filter(|db| db.is_finite())
    }
}

/// Mid and side of one recording, transformed in short Hann-windowed frames.
struct Meter {
    sample_rate: u32,
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    /// What |X|^2 of a bin counts: a one-sided bin of a windowed frame holds 2|X|^2 / (N sum w^2) of the mean square.
    scale: f32,
    time: Vec<f32>,
    scratch: Vec<Complex<f32>>,
    bins: Vec<Complex<f32>>,
    parts: [Range<usize>; PARTS],
}

impl Meter {
    fn new(sample_rate: u32) -> Self {
        // 4096 at 44.1 and 48 kHz: the bass then spans ten bins, the sub two.
        let size = (4_096.0 * f64::from(sample_rate) / 48_000.0).log2().round().exp2() as usize;
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(size);
        let bin = |hz: f64| ((hz * size as f64 / f64::from(sample_rate)).round() as usize).clamp(LOWEST_BIN, size / 2 + 1);
        let parts = TonePart::ALL.map(|part| bin(part.edges_hz().0)..bin(part.edges_hz().1));
        let window: Vec<f32> = (0..size).map(|n| (0.5 - 0.5 * (2.0 * PI * n as f64 / size as f64).cos()) as f32).collect();
        Self {
            sample_rate,
            scale: (2.0 / (size as f64 * window.iter().map(|w| f64::from(w * w)).sum::<f64>())) as f32,
            window,
            time: fft.make_input_vec(),
            scratch: fft.make_scratch_vec(),
            bins: fft.make_output_vec(),
            fft,
            parts,
        }
    }

    /// The frame that begins at `at_s`; `None` beyond the last whole one.
    fn frame(&mut self, audio: &AudioBuffer, at_s: f64) -> Option<Frame> {
        let start = seconds_to_frames(at_s, self.sample_rate);
        let (left, right) = audio.left_right();
        let left = left.get(start..start + self.window.len())?;
        let Some(right) = right.and_then(|right| right.get(start..start + self.window.len())) else {
            self.time.iter_mut().zip(&self.window).zip(left).for_each(|((t, w), l)| *t = w * l);
            return Some(Frame { mid: self.transform(), side: [0.0; PARTS] });
        };
        let [mid, side] = [0.5, -0.5].map(|sign| {
            for (((t, w), l), r) in self.time.iter_mut().zip(&self.window).zip(left).zip(right) {
                *t = w * (0.5 * l + sign * r);
            }
            self.transform()
        });
        Some(Frame { mid, side })
    }

    fn transform(&mut self) -> [f32; PARTS] {
        // Lengths are the planner's own, so the transform cannot fail.
        let _ = self.fft.process_with_scratch(&mut self.time, &mut self.bins, &mut self.scratch);
        std::array::from_fn(|part| {
            self.scale * self.bins.get(self.parts[part].clone()).unwrap_or_default().iter().map(Complex::norm_sqr).sum::<f32>()
        })
    }
}

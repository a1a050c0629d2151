//! A recording while it is being read: strokes for a picture that grows, one for every few frames.

use crate::dsp::half_band::largest;

/// That one stroke stands for: 0.19 s at 44.1 kHz, so that an hour takes 19 kB.
pub const STROKE_FRAMES: usize = 1 << 13;

#[derive(Clone, Debug, Default)]
pub struct Sketch {
    /// That have their strokes.
    frames: usize,
    fresh: Vec<u8>,
}

impl Sketch {
    /// Takes in what is new in `planes`: of each stroke the largest |sample| of any channel, as 255ths of full scale.
    pub fn add(&mut self, planes: &[Vec<f32>]) {
        let end = planes.iter().map(Vec::len).min().unwrap_or(0);
        while self.frames + STROKE_FRAMES <= end {
            let stroke = self.frames..self.frames + STROKE_FRAMES;
            let swing = planes.iter().map(|plane| largest(&plane[stroke.clone()])).fold(0.0, f32::max);
            self.fresh.push((swing.min(1.0) * 255.0).round() as u8);
            self.frames = stroke.end;
        }
    }

    /// The strokes since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.fresh)
    }
}

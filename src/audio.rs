//! The one shape audio has everywhere: planar `f32` and its sample rate.

use crate::units::frames_to_seconds;

/// One or two channels of equal length. Full scale is +-1; samples may lie beyond it.
///
/// Mono is one channel from decoding to export, never two equal ones.
#[derive(Clone, Debug, PartialEq)]
pub struct AudioBuffer {
    channels: Vec<Vec<f32>>,
    sample_rate: u32,
}

impl AudioBuffer {
    /// # Panics
    /// If there are not one or two channels, if their lengths differ, or if the rate is 0: the decoder refuses such files, so it
    /// would be a bug.
    #[must_use]
    pub fn new(channels: Vec<Vec<f32>>, sample_rate: u32) -> Self {
        assert!(matches!(channels.len(), 1 | 2), "an AudioBuffer has 1 or 2 channels, given {}", channels.len());
        assert!(channels.iter().all(|c| c.len() == channels[0].len()), "channels differ in length");
        assert!(sample_rate > 0, "sample rate is 0");
        Self { channels, sample_rate }
    }

    #[must_use]
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    #[must_use]
    pub fn frames(&self) -> usize {
        self.channels[0].len()
    }

    #[must_use]
    pub fn seconds(&self) -> f64 {
        frames_to_seconds(self.frames(), self.sample_rate)
    }

    #[must_use]
    pub fn is_mono(&self) -> bool {
        self.channels.len() == 1
    }

    /// The planes, left before right.
    #[must_use]
    pub fn channels(&self) -> &[Vec<f32>] {
        &self.channels
    }

    #[must_use]
    pub fn channels_mut(&mut self) -> &mut [Vec<f32>] {
        &mut self.channels
    }

    #[must_use]
    pub fn into_channels(self) -> Vec<Vec<f32>> {
        self.channels
    }

    /// The left plane, and the right one where there is one.
    #[must_use]
    pub fn left_right(&self) -> (&[f32], Option<&[f32]>) {
        (&self.channels[0], self.channels.get(1).map(Vec::as_slice))
    }
}

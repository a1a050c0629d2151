//! Processors and transforms. They know nothing of mastering: parameters come in, audio goes through.
//!
//! Whole recordings are rendered off line, so stages with look-ahead return audio that is already aligned: no stage delays.

pub mod biquad;
pub mod compressor;
pub mod convolver;
pub mod decibel;
pub mod detector;
pub mod fir;
pub mod half_band;
pub mod interpolate;
pub mod limiter;
pub mod octaves;
pub mod resample;
pub mod saturate;
pub mod split;

//! An [`AudioBuffer`](crate::audio::AudioBuffer) to the bytes of a file.

mod dither;
mod wav;

pub use wav::wav24;

//! The player: one clock for all versions. What should sound is pure data (`transport`, `fader`), and so is its picture (`overview`); the rest hands it to Web Audio.
//! `lossy` plays nothing: it measures what a lossy copy of a version would be.

#[cfg(target_arch = "wasm32")]
pub mod deck;
pub mod fader;
#[cfg(target_arch = "wasm32")]
mod fill;
#[cfg(target_arch = "wasm32")]
pub mod lossy;
#[cfg(target_arch = "wasm32")]
pub mod media_keys;
#[cfg(target_arch = "wasm32")]
mod output;
pub mod overview;
#[cfg(target_arch = "wasm32")]
pub mod speaker;
pub mod transport;
pub mod watch;
#[cfg(target_arch = "wasm32")]
pub mod web_audio;
#[cfg(target_arch = "wasm32")]
mod web_codecs;

#[cfg(target_arch = "wasm32")]
pub use fill::fill;

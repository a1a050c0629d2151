//! The player: one clock for all versions. What should sound is pure data (`transport`, `fader`); the rest hands it to Web Audio.

#[cfg(target_arch = "wasm32")]
mod deck;
pub mod fader;
#[cfg(target_arch = "wasm32")]
mod fill;
pub mod transport;
#[cfg(target_arch = "wasm32")]
pub mod web_audio;

#[cfg(target_arch = "wasm32")]
pub use fill::fill;

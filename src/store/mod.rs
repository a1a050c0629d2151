//! What stays on this device over a reload: what was done with the last songs, and their audio where the artist wished. Nothing of it
//! leaves the device; without a place to keep it, nothing else is lost.

#[cfg(target_arch = "wasm32")]
pub mod files;
#[cfg(target_arch = "wasm32")]
pub mod notes;

//! The worker: what it says, what it does, and the glue that starts it.

mod beside;
#[cfg(target_arch = "wasm32")]
mod boot;
#[cfg(target_arch = "wasm32")]
pub mod client;
pub mod job;
pub mod protocol;
#[cfg(target_arch = "wasm32")]
pub mod serve;
pub mod sketch;
pub mod take;
#[cfg(target_arch = "wasm32")]
pub mod transfer;

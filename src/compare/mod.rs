//! Versions of one song side by side: matched in level, and what differs measured from their audio.

pub mod align;
pub mod blind;
mod change;
mod level;
pub mod platforms;
mod voice;

pub use change::{Comparison, ToneChange};
pub use level::match_levels_db;
pub use voice::{Role, SourceId, Voice};

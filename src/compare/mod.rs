//! Versions of one song side by side: matched in level, and what differs measured from their audio.

mod change;
mod level;
mod voice;

pub use change::{Comparison, ToneChange};
pub use level::match_levels_db;
pub use voice::{Role, SourceId, Voice};

//! Versions of one song side by side: laid on one time line, matched in level, told apart blind, and what differs measured from their
//! audio.

pub mod align;
mod beside;
pub mod blind;
mod change;
pub mod character;
mod level;
pub mod platforms;
mod voice;

pub use align::{Alignment, Fit, align};
pub use beside::{FULLEST_S, lay_by_fullest};
pub use change::{Comparison, ToneChange};
pub use character::Character;
pub use level::{Side, loudness_to_match, match_levels_db};
pub use voice::{Placement, Role, SourceId, Voice};

//! Versions of one song side by side: laid on one time line, matched in level, told apart blind, and what differs measured from their
//! audio.

pub mod align;
mod along;
mod beside;
pub mod blind;
mod change;
pub mod character;
mod level;
pub mod lossy;
mod moments;
pub mod platforms;
mod voice;

pub use align::{Alignment, Fit, align};
pub use along::{Along, Powers};
pub use beside::{FULLEST_S, lay_by_fullest};
pub use change::{
    Change, ChangeLine, Comparison, Contrast, Hear, Image, LimiterWork, Listen, Places, PsrChange, Punch, ToneChange, TonePart,
    lines,
};
pub use character::{Character, Deviation, Fate, Trait};
pub use level::{Side, loudness_to_match, match_levels_db};
pub use moments::{ChangeMoment, Difference, MOST_MOMENTS, moments};
pub use voice::{Placement, Role, SourceId, Voice};

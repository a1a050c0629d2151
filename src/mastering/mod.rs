//! The automatic master: a table of styles, a plan of decisions, a chain that carries it out.

pub mod chain;
pub mod controls;
pub mod decide;
mod drive;
mod loudness;
mod multiband;
mod nearest;
pub mod plan;
pub mod style;
mod style_table;
mod tone;

pub use chain::{Mastered, Outcome, Reach, master};
pub use controls::{Controls, LoudnessChoice};
pub use decide::plan;
pub use nearest::{Nearness, nearest};
pub use plan::Plan;
pub use style::{Style, StyleId, styles};
pub use style_table::TOLERANCE_DB;

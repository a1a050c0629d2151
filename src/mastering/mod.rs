//! The automatic master: a table of styles, a plan of decisions, a chain that carries it out.

pub mod chain;
pub mod clean;
pub mod controls;
pub mod decide;
pub mod decision;
mod drive;
mod form;
mod loudness;
mod multiband;
mod nearest;
pub mod plan;
pub mod saturation;
pub mod style;
mod style_table;
mod tone;

pub use chain::{Mastered, Outcome, Reach, Shaped, finish, master, shape};
pub use clean::Stop;
pub use controls::{Controls, LoudnessChoice, ReferenceUse};
pub use decide::{is_mono, plan};
pub use decision::Decision;
pub use nearest::{Nearness, nearest};
pub use plan::Plan;
pub use style::{Style, StyleId, styles};
pub use style_table::TOLERANCE_DB;

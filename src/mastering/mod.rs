//! The automatic master: a table of styles, a plan of decisions, a chain that carries it out.
//!
//! ```text
//! mix -> cleaning, match EQ, mono bass and width (one pass)   tone
//!     -> multiband compressor and glue (one pass)             multiband    kept for another loudness
//!     -> saturation                                           saturation
//!     -> ride, drive and limiter (one pass)                   loudness, drive, form, clean
//!     -> measured as any song, and one static trim            chain
//! ```
//!
//! Decided after measuring, some of it other than was planned first:
//! - The equaliser is one impulse response for mid and one for side (minimum phase; what only the side gets has zero phase against the
//!   mid): exact for any curve, and cheaper than a cascade of eight biquads.
//! - Bands are never split and summed by crossovers of higher order: the compressor detects in steep bands and acts through
//!   first-order complementary ones, which add up to the signal to the bit when their gains are equal.
//! - The compressor's threshold follows each band's own mean over 3 s: against a fixed one, loud sections lost up to 17 % of the
//!   loudness range before the limiter did anything.
//! - The limiter releases in 10 ms towards a mean over 300 ms, under two averages 5 ms long in all. Against 80 ms it needs a
//!   decibel less reduction for the same loudness, and its 20 ms spectra stay nearer to the unlimited ones.
//! - Where the limiter would bring loud and quiet parts together, quiet parts are held back slowly (`form`): so -9 LUFS is reached with
//!   the form of the mix on four of nine real songs, and refused on the others.

pub mod chain;
pub mod clean;
pub mod controls;
pub mod decide;
pub mod decision;
mod dimension;
mod drive;
mod excerpt;
mod form;
mod loudness;
mod multiband;
mod nearest;
pub mod plan;
mod reduction;
pub mod saturation;
pub mod style;
mod style_table;
mod tone;

pub use chain::{Mastered, Outcome, Reach, Shaped, finish, master, shape};
pub use clean::Stop;
pub use controls::{Controls, LoudnessChoice, ReferenceUse};
pub use decide::{is_mono, plan};
pub use decision::Decision;
pub use dimension::{Dimension, Meant};
pub use excerpt::{EXCERPT_S, Excerpt, excerpt, has_excerpt, loudest_stretch};
pub use nearest::{Nearness, nearest};
pub use plan::Plan;
pub use reduction::{HELD_DB, Held, Reduction};
pub use style::{Style, StyleId, styles};
pub use style_table::TOLERANCE_DB;

//! What the page and the engineer's report draw of a mix and its master.
//!
//! ```text
//! PlotFacts -> bands (tone, balance, stereo), along (loudness, limiter) -> Plot -+-> caption, svg, sentence
//!                                                                               +-> table
//! ```
//! Figures in, markup out; what is drawn, said and listed comes from the same figures.

mod along;
mod bands;
mod drawing;
pub mod sketch;
pub mod spectrum;
mod table;

pub use along::{Loudness, limiter, loudness};
pub use bands::{balance, balances, side_share, stereo, tone};
pub use drawing::{Axis, Drawing, Ink, Mark, Plot};
pub use table::Table;

use crate::compare::Comparison;
use crate::mastering::StyleId;
use crate::measure::{Measurements, Track};

/// What the plots are made of.
#[derive(Clone, Copy, Debug)]
pub struct PlotFacts<'a> {
    /// Length of the song.
    pub seconds: f64,
    pub mix: &'a Measurements,
    pub mix_track: &'a Track,
    pub master: &'a Measurements,
    pub master_track: &'a Track,
    pub style: StyleId,
    /// Where its balance stands in for the style's.
    pub reference: Option<&'a Measurements>,
    pub comparison: &'a Comparison,
}

/// Where a recording has nothing.
const NOTHING: &str = "–";

/// A figure of a table.
fn cell(value: Option<f64>, as_text: fn(f64) -> String) -> String {
    value.map_or_else(|| NOTHING.into(), as_text)
}

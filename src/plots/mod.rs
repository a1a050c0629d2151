//! What the page and the engineer's report draw of a mix and its master. Figures in, drawings and their words out.

mod curves;
mod drawing;
pub mod spectrum;

pub use curves::{Loudness, balance, balances, limiter, loudness, tone};
pub use drawing::Drawing;

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

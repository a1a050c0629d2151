//! Laws of the advice: a mix is failed for what is broken only, and a verdict says exactly what it rests on.

mod cases;
mod readiness;
mod real;
mod verdict;

pub use cases::{all_answers, classes, measured_classes};
pub use readiness::every_item;

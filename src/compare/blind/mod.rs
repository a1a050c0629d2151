//! Blind listening tests: what is drawn, what is heard behind a label, what was answered, and what the answers show at the end.
//!
//! The number of trials and all orders are fixed before the first is heard; a test that is left early has no result. Both are needed
//! for the p of [`statistics`] to mean what it says (stopping when the score looks good makes chance look like hearing).

pub mod random;
mod result;
pub mod statistics;
mod test;

pub use random::Entropy;
pub use result::{BlindResult, Score};
pub use test::{ABX_TRIALS, Answer, BlindError, BlindKind, BlindTest, Label, MOST_TRIALS};

//! What the figures and the artist's answers advise: is the mix ready, and is this song a job for the automatic master or for a person?
//!
//! `readiness` looks at the mix alone. `verdict` weighs what the artist says of the release and what was measured; which reason leads
//! where is the one table in `rules`.

mod answers;
mod evidence;
mod readiness;
mod reason;
mod rules;
mod verdict;

pub use answers::{Answers, Purpose, Question};
pub use evidence::{CharacterEvidence, Evidence, Finished};
pub use readiness::{Check, CheckId, ReadinessItem, ReadinessResult, readiness};
pub use reason::{Reason, Toward, reasons};
pub use rules::{Advice, RULES, Rule, advise};
pub use verdict::{Decides, Stated, Verdict, Weighs, verdict};

//! The fixed words around what changed, what is unusual, readiness and verdict.

pub const LINES: &str = "Everything that changed, and where to hear it";
pub const MOMENTS: &str = "Places worth hearing";
pub const MOMENTS_NOTE: &str = "Each plays over and over, both versions ready.";
pub const NO_MOMENTS: &str = "No place of this song stands out from the rest.";
pub const ALL_CHANGES: &str = "Line by line";
pub const WHY: &str = "Why: ";
pub const CHARACTER: &str = "What sets this mix apart";
pub const NO_CHARACTER: &str = "There is too little sound in this recording to say what sets it apart.";
pub const METHOD: &str = "How this is measured";
pub const MEANT: &str = "Yes, leave it alone";
pub const NOT_MEANT: &str = "No, go on";
pub const TAKE_BACK: &str = "Ask me again";
pub const READY: &str = "Is the mix ready?";
pub const TO_DO: &str = "What to do: ";
pub const VERDICT: &str = "Is this enough?";
pub const QUESTIONS: &str = "Five questions that help";
pub const REASONS: &str = "Why this advice";
pub const CLEAR: &str = "Skip";

/// "0:43 to 0:51".
#[must_use]
pub fn stretch(from_s: f64, to_s: f64) -> String {
    format!("{} to {}", super::clock_time(from_s), super::clock_time(to_s))
}

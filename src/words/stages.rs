//! What the engine is doing just now.

use crate::pace::Stage;

#[must_use]
pub fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Read => "Reading your file",
        Stage::Decode => "Unpacking the audio",
        Stage::Align => "Lining it up with your mix",
        Stage::Measure => "Measuring your mix",
        Stage::Tone => "Shaping the tone",
        Stage::Dynamics => "Holding the loudest beats",
        Stage::Saturation => "Rounding off the peaks",
        Stage::Loudness => "Setting the loudness",
        Stage::Verify => "Measuring the master",
        Stage::Encode => "Writing the 24-bit file",
    }
}

/// The same while a reference track is measured.
#[must_use]
pub fn reference_stage(now: Stage) -> &'static str {
    match now {
        Stage::Read => "Reading your reference track",
        Stage::Measure => "Measuring your reference track",
        other => stage(other),
    }
}

/// Before the first stage is known.
#[must_use]
pub fn busy_with(engine_ready: bool) -> &'static str {
    if engine_ready { "Starting" } else { "Getting the mastering engine ready" }
}

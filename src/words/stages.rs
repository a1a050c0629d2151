//! What the engine is doing just now.

use crate::pace::Stage;
use crate::worker::protocol::Beside;

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
        Stage::Encode => "Writing the file",
    }
}

/// The same while a file is laid beside the mix.
#[must_use]
pub fn beside_stage(beside: Beside, now: Stage) -> &'static str {
    match (beside, now) {
        (Beside::Reference, Stage::Read) => "Reading your reference track",
        (Beside::Reference, Stage::Measure) => "Measuring your reference track",
        (Beside::Version, Stage::Read) => "Reading the other version",
        (Beside::Version, Stage::Measure) => "Measuring the other version",
        (_, other) => stage(other),
    }
}

/// Before the first stage is known.
#[must_use]
pub fn busy_with(engine_ready: bool) -> &'static str {
    if engine_ready { "Starting" } else { "Getting the mastering engine ready" }
}

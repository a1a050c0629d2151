//! A deck: all voices started together, each through its own gain, behind one door that opens and closes without a click.

use wasm_bindgen::prelude::*;
use web_sys::{AudioBuffer, AudioBufferSourceNode, AudioContext, AudioParam, AudioScheduledSourceNode, GainNode};

use super::fader::{Fader, Path};
use super::transport::{DOOR_S, Start};
use crate::compare::SourceId;

/// Closer together, two events of a gain count as one moment.
const MOMENT_S: f64 = 1e-6;

pub struct Deck {
    voices: Vec<(SourceId, AudioBufferSourceNode, GainNode)>,
    door: GainNode,
    opening: Path,
}

impl Deck {
    /// Starts every voice at the same `when` and offset: aligned to the sample, as one clock drives them all.
    pub fn start(
        context: &AudioContext,
        buffers: &[(SourceId, AudioBuffer)],
        fader: &Fader,
        start: Start,
    ) -> Result<Self, JsValue> {
        let now = context.current_time();
        let door = context.create_gain()?;
        let opening = Path::opening(start.when_s, DOOR_S);
        draw(&door.gain(), &opening, now)?;
        door.connect_with_audio_node(&context.destination())?;

        let mut voices = Vec::with_capacity(buffers.len());
        for (id, buffer) in buffers {
            let level = context.create_gain()?;
            draw(&level.gain(), &fader.path(*id), now)?;
            level.connect_with_audio_node(&door)?;
            let source = context.create_buffer_source()?;
            source.set_buffer(Some(buffer));
            source.connect_with_audio_node(&level)?;
            source.start_with_when_and_grain_offset(start.when_s, start.offset_s)?;
            voices.push((*id, source, level));
        }
        Ok(Self { voices, door, opening })
    }

    /// Takes over how the fader's paths go on from `at_s`, where they were bent.
    pub fn follow(&self, fader: &Fader, at_s: f64) {
        for (id, _, level) in &self.voices {
            // Only a gain or time that is no number is refused, and there is none.
            let _ = bend(&level.gain(), &fader.path(*id), at_s);
        }
    }

    /// Closes the door at `at_s`, then lets the sources go.
    pub fn retire(self, at_s: f64) {
        let mut closing = self.opening;
        closing.bend(at_s, 0.0, DOOR_S);
        let _ = bend(&self.door.gain(), &closing, at_s);
        for (_, source, _) in &self.voices {
            let _ = AudioScheduledSourceNode::stop_with_when(source, at_s + 2.0 * DOOR_S);
        }
    }
}

/// The whole path, on a gain that has none yet.
fn draw(gain: &AudioParam, path: &Path, now: f64) -> Result<(), JsValue> {
    gain.set_value_at_time(path.at(now) as f32, now)?;
    ahead(gain, path, now)
}

/// A path that bends at `at_s`, on a gain that is on its way.
///
/// The audio thread may look between any two of these calls. So the first puts a point onto the line that the gain is on anyway,
/// the second takes away only what comes later, and at no time is there a step in the line.
fn bend(gain: &AudioParam, path: &Path, at_s: f64) -> Result<(), JsValue> {
    gain.linear_ramp_to_value_at_time(path.at(at_s) as f32, at_s)?;
    gain.cancel_scheduled_values(at_s + MOMENT_S)?;
    ahead(gain, path, at_s)
}

fn ahead(gain: &AudioParam, path: &Path, after_s: f64) -> Result<(), JsValue> {
    for (time, value) in path.after(after_s) {
        gain.linear_ramp_to_value_at_time(value as f32, time)?;
    }
    Ok(())
}

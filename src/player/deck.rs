//! A deck: all voices started together, each through its own gain, behind one door that opens and closes without a click.

use wasm_bindgen::prelude::*;
use web_sys::{AudioBuffer, AudioBufferSourceNode, AudioNode, AudioParam, AudioScheduledSourceNode, BaseAudioContext, GainNode};

use super::fader::{Fader, Path};
use super::transport::{DOOR_S, LEAD_S, Start};
use crate::compare::SourceId;

/// Closer together, two events of a gain may count as one moment: Firefox rounds their times to whole frames.
const MOMENT_FRAMES: f64 = 2.0;

/// Where a loop jumps back, the sound dips for this long on either side: whatever waves meet there, there is no step.
const DIP_S: f64 = 0.003;
/// Dips are arranged so far ahead: far more than a hidden page waits between two ticks.
const DIPS_AHEAD_S: f64 = 90.0;
/// And at most so many at once: of the shortest loop, ten seconds.
const MOST_DIPS: usize = 200;

pub struct Deck {
    voices: Vec<(SourceId, AudioBufferSourceNode, GainNode)>,
    seam: GainNode,
    seams_s: Box<dyn Iterator<Item = f64>>,
    arranged_s: f64,
    door: GainNode,
    opening: Path,
    /// Of the context.
    rate: f32,
}

impl Deck {
    /// Starts every voice at the same `when` and offset: aligned to the sample, as one clock drives them all.
    ///
    /// # Errors
    /// What the browser says when it has no more room.
    pub fn start(
        context: &BaseAudioContext,
        output: &AudioNode,
        buffers: &[(SourceId, AudioBuffer)],
        fader: &Fader,
        start: Start,
    ) -> Result<Self, JsValue> {
        let now = context.current_time();
        let door = context.create_gain()?;
        let opening = Path::opening(start.when_s, DOOR_S);
        draw(&door.gain(), &opening, now)?;
        door.connect_with_audio_node(output)?;
        let seam = context.create_gain()?;
        seam.connect_with_audio_node(&door)?;

        let mut voices = Vec::with_capacity(buffers.len());
        for (id, buffer) in buffers {
            let level = context.create_gain()?;
            draw(&level.gain(), &fader.path(*id), now)?;
            level.connect_with_audio_node(&seam)?;
            let source = context.create_buffer_source()?;
            source.set_buffer(Some(buffer));
            source.connect_with_audio_node(&level)?;
            if let Some((begin_s, end_s)) = start.looped_s {
                source.set_loop(true);
                source.set_loop_start(begin_s);
                source.set_loop_end(end_s);
            }
            source.start_with_when_and_grain_offset(start.when_s, start.offset_s)?;
            voices.push((*id, source, level));
        }
        let mut deck = Self {
            voices,
            seam,
            seams_s: Box::new(start.seams_s()),
            arranged_s: f64::NEG_INFINITY,
            door,
            opening,
            rate: context.sample_rate(),
        };
        deck.look_ahead(now);
        Ok(deck)
    }

    /// Arranges what a loop needs from time to time.
    pub fn look_ahead(&mut self, now_s: f64) {
        for _ in 0..MOST_DIPS {
            if self.arranged_s > now_s + DIPS_AHEAD_S {
                return;
            }
            // One that comes too late would begin in its middle, and that is a step.
            let Some(seam_s) = self.seams_s.find(|seam_s| *seam_s > now_s + LEAD_S - DIP_S) else { return };
            self.arranged_s = seam_s;
            let gain = self.seam.gain();
            // Only a gain or time that is no number is refused, and there is none.
            let _ = (|| -> Result<(), JsValue> {
                gain.set_value_at_time(1.0, seam_s - DIP_S)?;
                gain.linear_ramp_to_value_at_time(0.0, seam_s)?;
                gain.linear_ramp_to_value_at_time(1.0, seam_s + DIP_S)?;
                Ok(())
            })();
        }
    }

    /// Takes over how the fader's paths go on from `at_s`, where they were bent.
    pub fn follow(&self, fader: &Fader, at_s: f64) {
        for (id, _, level) in &self.voices {
            // Only a gain or time that is no number is refused, and there is none.
            let _ = bend(&level.gain(), &fader.path(*id), at_s, self.rate);
        }
    }

    /// Lets go of what nobody has heard yet.
    pub fn discard(self) {
        // Refused is only what is not connected or was never started.
        let _ = self.door.disconnect();
        for (_, source, _) in &self.voices {
            let _ = AudioScheduledSourceNode::stop(source);
        }
    }

    /// Closes the door at `at_s`, then lets the sources go.
    pub fn retire(self, at_s: f64) {
        let mut closing = self.opening;
        closing.bend(at_s, 0.0, DOOR_S);
        let _ = bend(&self.door.gain(), &closing, at_s, self.rate);
        for (_, source, _) in &self.voices {
            let _ = AudioScheduledSourceNode::stop_with_when(source, at_s + 2.0 * DOOR_S);
        }
    }
}

/// The whole path, on a gain that has none yet.
pub(super) fn draw(gain: &AudioParam, path: &Path, now: f64) -> Result<(), JsValue> {
    gain.set_value_at_time(path.at(now) as f32, now)?;
    ahead(gain, path, now)
}

/// A path that bends at `at_s`, on a gain that is on its way.
///
/// The audio thread may look between any two of these calls. So the first puts a point onto the line that the gain is on anyway,
/// the second takes away only what comes later, and at no time is there a step in the line.
pub(super) fn bend(gain: &AudioParam, path: &Path, at_s: f64, sample_rate: f32) -> Result<(), JsValue> {
    gain.linear_ramp_to_value_at_time(path.at(at_s) as f32, at_s)?;
    gain.cancel_scheduled_values(at_s + MOMENT_FRAMES / f64::from(sample_rate))?;
    ahead(gain, path, at_s)
}

fn ahead(gain: &AudioParam, path: &Path, after_s: f64) -> Result<(), JsValue> {
    for (time, value) in path.after(after_s) {
        gain.linear_ramp_to_value_at_time(value as f32, time)?;
    }
    Ok(())
}

//! Small speaker, an approximation: what a phone's loudspeaker leaves of the music. For listening only, on every version alike; nothing
//! that is measured or taken home passes it.

use wasm_bindgen::prelude::*;
use web_sys::{BaseAudioContext, BiquadFilterNode, BiquadFilterType, ChannelCountMode, GainNode};

use super::deck::{bend, draw};
use super::fader::{CROSSFADE_S, Path};
use super::transport::LEAD_S;

/// A phone's loudspeaker falls steeply below about 400 Hz and slowly above 10 kHz; two sections of a fourth-order Butterworth high-pass
/// (Q 0.541 and 1.307, which Web Audio takes in decibels), one second-order low-pass.
const HIGH_PASS_HZ: f32 = 400.0;
const LOW_PASS_HZ: f32 = 10_000.0;
const BUTTERWORTH_4_Q_DB: [f32; 2] = [-5.333, 2.323];
const BUTTERWORTH_2_Q_DB: f32 = -3.010;

/// What every version passes on the way to the ear: straight through, or through the small speaker.
pub struct Monitor {
    entry: GainNode,
    straight: GainNode,
    small: GainNode,
    /// How much of the small speaker is heard; the rest is straight.
    path: Path,
    /// Of the context.
    rate: f32,
}

impl Monitor {
    pub fn new(context: &BaseAudioContext, small_speaker: bool) -> Result<Self, JsValue> {
        let (entry, straight, small) = (context.create_gain()?, context.create_gain()?, context.create_gain()?);
        entry.connect_with_audio_node(&straight)?;
        straight.connect_with_audio_node(&context.destination())?;

        // One loudspeaker: both channels together.
        let mono = context.create_gain()?;
        mono.set_channel_count(1);
        mono.set_channel_count_mode(ChannelCountMode::Explicit);
        entry.connect_with_audio_node(&mono)?;
        let filter = |kind, hz: f32, q_db| -> Result<BiquadFilterNode, JsValue> {
            let filter = context.create_biquad_filter()?;
            filter.set_type(kind);
            filter.frequency().set_value(hz.min(0.45 * context.sample_rate()));
            filter.q().set_value(q_db);
            Ok(filter)
        };
        let first = filter(BiquadFilterType::Highpass, HIGH_PASS_HZ, BUTTERWORTH_4_Q_DB[0])?;
        let second = filter(BiquadFilterType::Highpass, HIGH_PASS_HZ, BUTTERWORTH_4_Q_DB[1])?;
        let third = filter(BiquadFilterType::Lowpass, LOW_PASS_HZ, BUTTERWORTH_2_Q_DB)?;
        mono.connect_with_audio_node(&first)?;
        first.connect_with_audio_node(&second)?;
        second.connect_with_audio_node(&third)?;
        third.connect_with_audio_node(&small)?;
        small.connect_with_audio_node(&context.destination())?;

        let path = Path::still(if small_speaker { 1.0 } else { 0.0 });
        let monitor = Self { entry, straight, small, path, rate: context.sample_rate() };
        draw(&monitor.small.gain(), &monitor.path, 0.0)?;
        draw(&monitor.straight.gain(), &monitor.path.complement(), 0.0)?;
        Ok(monitor)
    }

    pub fn entry(&self) -> &GainNode {
        &self.entry
    }

    pub fn switch(&mut self, small_speaker: bool, now_s: f64) {
        let at_s = now_s + LEAD_S;
        self.path.bend(at_s, if small_speaker { 1.0 } else { 0.0 }, CROSSFADE_S);
        // Only a gain or time that is no number is refused, and there is none.
        let _ = bend(&self.small.gain(), &self.path, at_s, self.rate);
        let _ = bend(&self.straight.gain(), &self.path.complement(), at_s, self.rate);
    }
}

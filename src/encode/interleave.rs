//! Samples as the bytes that both formats count and write: little-endian, channel by channel.

use super::settings::Format;
use super::step_of;
use crate::audio::AudioBuffer;

/// The frames `from..to`, which fill `out`.
pub(super) fn interleave(audio: &AudioBuffer, format: Format, from: usize, to: usize, out: &mut [u8]) {
    let scale = format.scale();
    match format.bits() {
        16 => bytes::<2>(audio, from, to, out, |x| (step_of(x, scale) as i16).to_le_bytes()),
        24 => bytes::<3>(audio, from, to, out, |x| {
            let [a, b, c, _] = step_of(x, scale).to_le_bytes();
            [a, b, c]
        }),
        _ => bytes::<4>(audio, from, to, out, f32::to_le_bytes),
    }
}

fn bytes<const BYTES: usize>(audio: &AudioBuffer, from: usize, to: usize, out: &mut [u8], written: impl Fn(f32) -> [u8; BYTES]) {
    let channels = audio.channels().len();
    for (channel, plane) in audio.channels().iter().enumerate() {
        let places = out.as_chunks_mut::<BYTES>().0.iter_mut().skip(channel).step_by(channels);
        for (place, &sample) in places.zip(&plane[from..to]) {
            *place = written(sample);
        }
    }
}

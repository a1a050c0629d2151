//! Another recording beside the song: it has no place of its own on the song's time line, so it is given one that is of use.

use crate::audio::AudioBuffer;
use crate::measure::Track;
use crate::units::seconds_to_frames;

/// As long as a chorus's first half: long enough to judge, short enough to remember.
pub const FULLEST_S: f64 = 12.0;

/// `record` on the time line of a song of `frames`: its fullest seconds meet those of the song, and it repeats, so that there is always
/// something to hold the song against. Both at one rate.
#[must_use]
pub fn lay_by_fullest(song: &Track, record: &Track, audio: &AudioBuffer, frames: usize) -> AudioBuffer {
    let begins = |track: &Track| seconds_to_frames(track.fullest(FULLEST_S), audio.sample_rate());
    let length = audio.frames();
    let first = (begins(record) + length - begins(song) % length) % length;
    let lay = |plane: &Vec<f32>| {
        let mut laid = Vec::with_capacity(frames);
        laid.extend(plane[first..].iter().take(frames));
        while laid.len() < frames {
            laid.extend(plane.iter().take(frames - laid.len()));
        }
        laid
    };
    AudioBuffer::new(audio.channels().iter().map(lay).collect(), audio.sample_rate())
}

//! Alignment of another version to the mix: to the sample where it is the same recording, and said where it is not.

use std::sync::{Arc, OnceLock};

use testpress::audio::AudioBuffer;
use testpress::compare::align::{Alignment, Fit, align};
use testpress::pace::{Unpaced, run};

use crate::support::{Noise, Song, decoded, real_songs};

mod alike;
mod edits;
mod placing;

fn aligned(mix: &AudioBuffer, version: &AudioBuffer) -> Alignment {
    run(align(mix, version, &mut Unpaced)).expect("never superseded")
}

/// The ten songs, decoded once.
fn songs() -> &'static [(String, Arc<AudioBuffer>)] {
    static SONGS: OnceLock<Vec<(String, Arc<AudioBuffer>)>> = OnceLock::new();
    SONGS.get_or_init(|| {
        let music = |song: &Song| song.path.parent().is_some_and(|folder| folder.ends_with("music"));
        real_songs().iter().filter(|song| music(song)).map(|song| (song.name(), Arc::new(decoded(song)))).collect()
    })
}

/// A minute of it, where there is so much.
fn minute(audio: &AudioBuffer) -> AudioBuffer {
    let from = audio.frames() / 4;
    let to = audio.frames().min(from + 60 * audio.sample_rate() as usize);
    mapped(audio, |_, plane| plane[from..to].to_vec())
}

fn mapped(audio: &AudioBuffer, mut map: impl FnMut(usize, &[f32]) -> Vec<f32>) -> AudioBuffer {
    let planes = audio.channels().iter().enumerate().map(|(channel, plane)| map(channel, plane)).collect();
    AudioBuffer::new(planes, audio.sample_rate())
}

/// Later by `frames`: silence in front; or, below 0, without its beginning.
fn shifted(audio: &AudioBuffer, frames: i64) -> AudioBuffer {
    mapped(audio, |_, plane| {
        let mut moved = vec![0.0; usize::try_from(frames).unwrap_or(0)];
        moved.extend_from_slice(&plane[usize::try_from(-frames).unwrap_or(0).min(plane.len())..]);
        moved
    })
}

fn noisy(audio: &AudioBuffer, over_signal: f64) -> AudioBuffer {
    let power: f64 = audio.channels().iter().flatten().map(|&x| f64::from(x * x)).sum();
    let rms = (power / (audio.frames() * audio.channels().len()) as f64).sqrt();
    mapped(audio, |channel, plane| {
        let mut noise = Noise::new(channel as u64 + 7);
        // Uniform noise of amplitude 1 has a power of a third.
        plane.iter().map(|x| x + (over_signal * rms * 3f64.sqrt() * noise.next()) as f32).collect()
    })
}

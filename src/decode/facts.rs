//! What is known of a file beside its samples.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// "WAV", "FLAC", "MP3" ...: found from the content, never from the name.
    pub container: String,
    /// "16-bit PCM", "AAC-LC" ...
    pub codec: String,
    pub lossless: bool,
    /// Bits per sample where the codec has them.
    pub bits: Option<u32>,
    pub sample_rate: u32,
    pub channels: usize,
    pub frames: usize,
    /// Frames that could not be decoded and were replaced by silence: a few at a joint of a lossy file are let pass.
    pub concealed_frames: usize,
}

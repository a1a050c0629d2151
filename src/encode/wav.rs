//! A 24-bit WAV file: what distributors ask for, and every player reads.

use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage, Superseded};

use super::dither::Dither;

const SAMPLE_BYTES: usize = 3;
const HEADER_BYTES: usize = 68;

/// The steps of 24 bits from silence to full scale.
const FULL_SCALE: f64 = (1u32 << 23) as f64;

/// The whole file, dithered (see [`Dither`]); samples beyond full scale saturate. Allocates once, exactly.
///
/// Exact zeros stay zeros: a sample that needs no rounding has no error to hide, and whoever checks a master for digital silence
/// before and after the music shall find it.
///
/// # Errors
/// [`Superseded`] only.
pub async fn wav24(audio: &AudioBuffer, pace: &mut impl Pace) -> Result<Vec<u8>, Superseded> {
    let channels = audio.channels().len();
    let frame_bytes = channels * SAMPLE_BYTES;
    let data_bytes = audio.frames() * frame_bytes;
    // Chunks are padded to an even length.
    let padding = data_bytes % 2;
    let mut file = Vec::with_capacity(HEADER_BYTES + data_bytes + padding);
    file.extend_from_slice(&header(channels as u16, audio.sample_rate(), data_bytes, padding));
    file.resize(HEADER_BYTES + data_bytes + padding, 0);

    let mut dithers: Vec<Dither> = (0..channels).map(Dither::new).collect();
    let data = &mut file[HEADER_BYTES..HEADER_BYTES + data_bytes];
    for (index, block) in data.chunks_mut(BLOCK * frame_bytes).enumerate() {
        let start = index * BLOCK;
        for (channel, (plane, dither)) in audio.channels().iter().zip(&mut dithers).enumerate() {
            let places = block.as_chunks_mut::<SAMPLE_BYTES>().0.iter_mut().skip(channel).step_by(channels);
            for (place, &sample) in places.zip(&plane[start..]) {
                *place = quantise(sample, dither);
            }
        }
        pace.breathe(Stage::Encode, (start as f32 / audio.frames() as f32).min(1.0)).await?;
    }
    Ok(file)
}

fn quantise(sample: f32, dither: &mut Dither) -> [u8; SAMPLE_BYTES] {
    // Drawn also where it is not used: the noise of a moment then does not depend on what came before.
    let noise = dither.steps();
    if sample == 0.0 {
        return [0; SAMPLE_BYTES];
    }
    let steps = (f64::from(sample) * FULL_SCALE + noise).clamp(-FULL_SCALE, FULL_SCALE - 1.0);
    // Where an f64 has no room for fractions its adder rounds to nearest: without SSE 4.1, `round` is a call. NaN becomes 0.
    const NO_FRACTIONS: f64 = 1.5 * (1u64 << 52) as f64;
    let [a, b, c, _] = (((steps + NO_FRACTIONS) - NO_FRACTIONS) as i32).to_le_bytes();
    [a, b, c]
}

/// RIFF, fmt (WAVEFORMATEXTENSIBLE, which Microsoft asks for above 16 bits) and the beginning of data.
///
/// Written here and not by hound: that marks mono as "front left", and leaves the padding byte out.
fn header(channels: u16, sample_rate: u32, data_bytes: usize, padding: usize) -> [u8; HEADER_BYTES] {
    const FRONT_LEFT_AND_RIGHT: u32 = 0b11;
    const FRONT_CENTRE: u32 = 0b100;
    /// KSDATAFORMAT_SUBTYPE_PCM.
    const PCM: [u8; 16] = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
    let frame_bytes = channels * SAMPLE_BYTES as u16;
    let size = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_le_bytes();
    let mask = if channels == 1 { FRONT_CENTRE } else { FRONT_LEFT_AND_RIGHT };

    let mut header = [0; HEADER_BYTES];
    let mut at = 0;
    let mut put = |field: &[u8]| {
        header[at..at + field.len()].copy_from_slice(field);
        at += field.len();
    };
    put(b"RIFF");
    put(&size(HEADER_BYTES - 8 + data_bytes + padding));
    put(b"WAVEfmt ");
    put(&40u32.to_le_bytes());
    put(&0xFFFEu16.to_le_bytes());
    put(&channels.to_le_bytes());
    put(&sample_rate.to_le_bytes());
    put(&(sample_rate * u32::from(frame_bytes)).to_le_bytes());
    put(&frame_bytes.to_le_bytes());
    put(&24u16.to_le_bytes());
    // Bytes that follow, valid bits, speakers, sub-format.
    put(&22u16.to_le_bytes());
    put(&24u16.to_le_bytes());
    put(&mask.to_le_bytes());
    put(&PCM);
    put(b"data");
    put(&size(data_bytes));
    header
}

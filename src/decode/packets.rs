//! The loop over packets: bounded on any input, silent where a packet can't be decoded, and honest about what is missing.

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::errors::Error;
use symphonia::core::packet::Packet;

use crate::audio::AudioBuffer;
use crate::pace::{Pace, Stage};

use super::open::{self, Stream};
use super::{DecodeError, FileFacts, Limits, SLACK_S, Stopped, guard};

/// Frames between two breaths, of 2 to 10 ms.
const BREATH: usize = 1 << 15;

/// Packets in a row without data, or errors of the reader in a row: beyond, it goes round in circles.
const MAX_IDLE: usize = 4096;

/// Silence in the place of broken packets that is let pass in a lossy stream: 8 MP3 frames at a joint or at a cut start.
const MAX_CONCEALED_S: f64 = 0.21;

/// Bytes that may be no audio in a stream of nothing else.
const MAX_JUNK: u64 = 1 << 16;

/// Decodes all of `stream`; `file_bytes` for progress and the memory estimate.
pub async fn decode(
    mut stream: Stream,
    file_bytes: u64,
    limits: &Limits,
    pace: &mut impl Pace,
) -> Result<(AudioBuffer, FileFacts), Stopped> {
    let mut planes = Planes::new(&stream, file_bytes, limits)?;
    let (mut read_bytes, mut frame_bytes) = (0u64, 0u64);
    let mut breath = 0;
    let mut idle = 0;
    let mut strangers = 0;
    let broke_off = loop {
        if idle > MAX_IDLE {
            return Err(planes.damaged("no more audio is found in it").into());
        }
        idle += 1;
        let packet = match stream.reader.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => break false,
            Err(Error::IoError(_)) => break true,
            // Another stream follows in the same Ogg file.
            Err(Error::ResetRequired) => {
                chain(&mut stream, &planes)?;
                continue;
            }
            Err(_) => continue,
        };
        read_bytes += packet.data.len() as u64;
        // Frames of another format hang on to the packet before them, as their checksums add up: nothing is longer than raw.
        let raw_bytes = packet.dur.get().saturating_mul(4 * stream.channels as u64) + 64;
        frame_bytes += raw_bytes.min(packet.data.len() as u64);
        if !packet.data.is_empty() {
            idle = 0;
        }
        if packet.track_id != stream.track {
            continue;
        }
        if let Some(format) = stream.packet_format.and_then(|format| format(&packet.data)) {
            // One such packet is a false sync in some junk, a second one is meant.
            strangers = if format == (stream.sample_rate, stream.channels) { 0 } else { strangers + 1 };
            match strangers {
                0 => {}
                1 => continue,
                _ => return Err(planes.format_changes().into()),
            }
        }
        planes.fill_gap_before(&packet, &stream)?;
        match stream.decoder.decode(&packet) {
            Ok(block) => planes.append(&block)?,
            Err(Error::DecodeError(_) | Error::IoError(_)) => planes.conceal(packet.block_dur().get(), stream.lossless)?,
            Err(error) => return Err(planes.damaged(&error.to_string()).into()),
        }
        if planes.frames() - breath >= BREATH {
            breath = planes.frames();
            pace.show(&planes.planes);
            // By the frames, where the file tells them: its bytes may be a picture's.
            let (done, all) = stream.frames.map_or((read_bytes, file_bytes), |frames| (breath as u64, frames.max(1)));
            pace.breathe(Stage::Decode, (done as f32 / all as f32).min(1.0)).await?;
        }
    };
    let junk_bytes = stream.packet_bytes.map_or(0, |bytes| bytes.saturating_sub(frame_bytes));
    planes.finish(&stream, broke_off, junk_bytes).map_err(Stopped::from)
}

/// What is decoded so far.
struct Planes<'a> {
    planes: Vec<Vec<f32>>,
    sample_rate: u32,
    concealed: usize,
    file_bytes: u64,
    limits: &'a Limits,
}

impl<'a> Planes<'a> {
    /// Reserves what the header promises, but no more than the file can hold: no codec here does with less than a bit a frame,
    /// but for digital silence, which then grows as it comes.
    fn new(stream: &Stream, file_bytes: u64, limits: &'a Limits) -> Result<Self, DecodeError> {
        let plausible = stream.frames.unwrap_or(0).min(file_bytes.saturating_mul(8));
        guard::memory(file_bytes, plausible, stream.channels, stream.sample_rate, limits)?;
        let mut this =
            Self { planes: vec![Vec::new(); stream.channels], sample_rate: stream.sample_rate, concealed: 0, file_bytes, limits };
        this.reserve(usize::try_from(plausible).unwrap_or(0).saturating_add(stream.skip.min(BREATH)))?;
        Ok(this)
    }

    fn frames(&self) -> usize {
        self.planes[0].len()
    }

    fn seconds(&self) -> f64 {
        self.frames() as f64 / f64::from(self.sample_rate)
    }

    fn reserve(&mut self, frames: usize) -> Result<(), DecodeError> {
        let total = (self.frames() as u64).saturating_add(frames as u64);
        guard::memory(self.file_bytes, total, self.planes.len(), self.sample_rate, self.limits)?;
        let seconds = self.seconds();
        let (channels, file_bytes, limits) = (self.planes.len(), self.file_bytes, self.limits);
        for plane in &mut self.planes {
            // Within the estimate, yet the machine has none left.
            plane.try_reserve(frames).map_err(|_| DecodeError::TooLong {
                seconds,
                needed: guard::memory_needed(file_bytes, total, channels),
                available: limits.memory_bytes,
            })?;
        }
        Ok(())
    }

    fn append(&mut self, block: &GenericAudioBufferRef<'_>) -> Result<(), DecodeError> {
        let frames = block.frames();
        if frames == 0 {
            return Ok(());
        }
        let spec = block.spec();
        if (spec.rate(), spec.channels().count()) != (self.sample_rate, self.planes.len()) {
            return Err(self.format_changes());
        }
        self.reserve(frames)?;
        let start = self.frames();
        for plane in &mut self.planes {
            plane.resize(start + frames, 0.0);
        }
        let mut tails: Vec<&mut [f32]> = self.planes.iter_mut().map(|plane| &mut plane[start..]).collect();
        block.copy_to_slice_planar(&mut tails);
        Ok(())
    }

    /// A packet that can't be decoded becomes silence, so that everything behind stays in its place.
    fn conceal(&mut self, frames: u64, lossless: bool) -> Result<(), DecodeError> {
        let tolerated = if lossless { 0.0 } else { MAX_CONCEALED_S * f64::from(self.sample_rate) };
        if (self.concealed as u64).saturating_add(frames.max(1)) as f64 > tolerated {
            return Err(self.damaged("its data can't be decoded"));
        }
        let frames = frames as usize;
        self.reserve(frames)?;
        self.concealed += frames.max(1);
        let length = self.frames() + frames;
        for plane in &mut self.planes {
            plane.resize(length, 0.0);
        }
        Ok(())
    }

    fn fill_gap_before(&mut self, packet: &Packet, stream: &Stream) -> Result<(), DecodeError> {
        let due = u64::try_from(packet.pts.get()).unwrap_or(0);
        let gap = due.saturating_sub(self.frames() as u64);
        if stream.counts_frames && gap > 0 {
            return self.conceal(gap, stream.lossless);
        }
        Ok(())
    }

    /// Cuts delay and padding off, and holds the length against the container's word.
    fn finish(mut self, stream: &Stream, broke_off: bool, junk_bytes: u64) -> Result<(AudioBuffer, FileFacts), DecodeError> {
        let skip = stream.skip.min(self.frames());
        for plane in &mut self.planes {
            plane.drain(..skip);
        }
        let rate = f64::from(self.sample_rate);
        let slack = (SLACK_S * rate) as u64;
        let found = self.frames() as u64;
        let short = stream.frames.is_some_and(|expected| found.saturating_add(slack) < expected);
        let has_its_end = stream.container == "Ogg" && !broke_off && !stream.cut;
        if short && has_its_end {
            return Err(self.damaged("parts are missing in the middle"));
        }
        // Ogg without its last page is met in recorded broadcasts; only half a page means a cut.
        if let Some(expected) = stream.frames.filter(|_| short) {
            return Err(DecodeError::Truncated { seconds: self.seconds(), expected_seconds: expected as f64 / rate });
        }
        if stream.cut || (broke_off && stream.container != "Ogg") {
            return Err(self.damaged("it breaks off"));
        }
        // Tags may stand at the end.
        if junk_bytes > MAX_JUNK {
            return Err(self.damaged("what follows can't be read"));
        }
        if found == 0 {
            return Err(DecodeError::NoAudio { container: stream.container.into() });
        }
        if let Some(expected) = stream.frames.filter(|&expected| found.saturating_sub(expected) <= stream.max_padding) {
            let expected = usize::try_from(expected).unwrap_or(usize::MAX);
            self.planes.iter_mut().for_each(|plane| plane.truncate(expected));
        }
        self.planes.iter_mut().for_each(Vec::shrink_to_fit);
        let facts = FileFacts {
            container: stream.container.into(),
            codec: stream.codec.into(),
            lossless: stream.lossless,
            bits: stream.bits.filter(|_| stream.lossless),
            sample_rate: self.sample_rate,
            channels: self.planes.len(),
            frames: self.frames(),
            concealed_frames: self.concealed,
        };
        Ok((AudioBuffer::new(self.planes, self.sample_rate), facts))
    }

    fn damaged(&self, detail: &str) -> DecodeError {
        DecodeError::Damaged { seconds: self.seconds(), detail: detail.into() }
    }

    fn format_changes(&self) -> DecodeError {
        DecodeError::FormatChanges { seconds: self.seconds() }
    }
}

/// Goes on with the next stream of a chained Ogg file, if it is of the same format.
fn chain(stream: &mut Stream, planes: &Planes<'_>) -> Result<(), DecodeError> {
    let (track, params) = open::audio_track(stream.reader.as_ref(), stream.container)?;
    let format = (params.sample_rate, params.channels.as_ref().map(|channels| channels.count()));
    if format != (Some(stream.sample_rate), Some(stream.channels)) {
        return Err(planes.format_changes());
    }
    stream.decoder = open::decoder(&params, stream.container)?;
    stream.track = track.id;
    // The promise was the first stream's alone.
    stream.frames = None;
    Ok(())
}

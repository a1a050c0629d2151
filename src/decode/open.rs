//! Symphonia's reader and decoder for each compressed format, and what the container says of its one audio stream.

use std::io::Cursor;

use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, ReadBytes, ReadOnlySource};
use symphonia::default::formats::{FlacReader, IsoMp4Reader, MpaReader, OggReader};

use super::fields::be32;
use super::{DecodeError, guard, mp3, mp4, ogg};

pub type PacketFormat = fn(&[u8]) -> Option<(u32, usize)>;

/// One audio stream, ready to be decoded.
pub struct Stream {
    pub reader: Box<dyn FormatReader>,
    pub decoder: Box<dyn AudioDecoder>,
    pub track: u32,
    pub container: &'static str,
    pub codec: &'static str,
    pub lossless: bool,
    pub bits: Option<u32>,
    pub channels: usize,
    pub sample_rate: u32,
    /// Frames the encoder put before the music.
    pub skip: usize,
    /// Frames of music that the container promises.
    pub frames: Option<u64>,
    /// What is decoded beyond `frames` is the encoder's padding if it is no more than this; otherwise the header lies, and is not believed.
    pub max_padding: u64,
    /// Missing frames show as a jump of the packets' time, which counts frames.
    pub counts_frames: bool,
    /// The file breaks off.
    pub cut: bool,
    /// Bytes of the file that packets must be made of, where nothing else may stand between them.
    pub packet_bytes: Option<u64>,
    /// Rate and channels that a packet itself states, where it does.
    pub packet_format: Option<PacketFormat>,
}

pub fn flac(bytes: Vec<u8>) -> Result<Stream, DecodeError> {
    let packet_bytes = bytes.len().saturating_sub(flac_first_frame(&bytes)) as u64;
    let reader = FlacReader::try_new(seekable(bytes), FormatOptions::default()).map_err(|error| damaged(&error))?;
    let (track, params) = audio_track(&reader, "FLAC")?;
    let frames = track.num_frames.filter(|&frames| frames > 0);
    let mut stream = stream(Box::new(reader), &track, &params, "FLAC", "FLAC")?;
    stream.lossless = true;
    stream.frames = frames;
    stream.counts_frames = true;
    stream.packet_bytes = Some(packet_bytes);
    Ok(stream)
}

/// Behind the metadata blocks: a bit "last", seven of type, and the length in 24.
fn flac_first_frame(bytes: &[u8]) -> usize {
    let mut at = 4;
    while let Some(header) = be32(bytes, at) {
        at = at.saturating_add(4 + (header & 0xFF_FFFF) as usize);
        if header >> 31 == 1 {
            break;
        }
    }
    at
}

/// `bytes` begin with the first frame.
pub fn mp3(bytes: Vec<u8>) -> Result<Stream, DecodeError> {
    /// LAME's two 12-bit fields, and the frame that is not full.
    const MAX_PADDING: u64 = 4095 + 1152;
    // Not seekable on purpose: Symphonia would guess a length from the first frames, and cut the rest off.
    let source = MediaSourceStream::new(Box::new(ReadOnlySource::new(Cursor::new(bytes))), Default::default());
    let reader = MpaReader::try_new(source, FormatOptions::default()).map_err(|error| damaged(&error))?;
    let (track, params) = audio_track(&reader, "MP3")?;
    let mut stream = stream(Box::new(reader), &track, &params, "MP3", "MP3")?;
    stream.skip = track.delay.unwrap_or(0) as usize;
    stream.frames = track.num_frames.filter(|&frames| frames > 0);
    stream.max_padding = MAX_PADDING;
    stream.packet_format = Some(|packet| mp3::Header::at(packet, 0).map(|header| (header.sample_rate, header.channels)));
    Ok(stream)
}

pub fn mp4(mut bytes: Vec<u8>) -> Result<Stream, DecodeError> {
    let file = mp4::inspect(&bytes)?;
    mp4::shorten_cut_atom(&mut bytes);
    let mut source = seekable(bytes);
    // The reader wants to stand behind the first atom's length.
    source.ignore_bytes(4).map_err(|error| damaged(&Error::IoError(error)))?;
    let reader = IsoMp4Reader::try_new(source, FormatOptions::default()).map_err(|error| damaged(&error))?;
    let (track, params) = audio_track(&reader, "MP4")?;
    let codec = match &file.codec {
        b"mp4a" => aac_name(params.extra_data.as_deref())?,
        b"alac" => "ALAC",
        b"fLaC" => "FLAC",
        b".mp3" => "MP3",
        b"sowt" | b"twos" | b"lpcm" | b"in24" | b"in32" | b"fl32" | b"fl64" => "PCM",
        other => {
            let what = match other {
                b"ac-3" | b"ec-3" => "AC-3".into(),
                b"Opus" => "Opus".into(),
                other => format!("{} in an MP4 file", String::from_utf8_lossy(other).trim()),
            };
            return Err(DecodeError::Unsupported { what });
        }
    };
    let mut stream = stream(Box::new(reader), &track, &params, "MP4", codec)?;
    if file.codec == *b"mp4a" && file.entry_rate == 2 * stream.sample_rate {
        return Err(he_aac());
    }
    stream.lossless = matches!(codec, "ALAC" | "FLAC" | "PCM");
    let ticks_are_frames = track.time_base.is_some_and(|base| base.numer.get() == 1 && base.denom.get() == stream.sample_rate);
    if ticks_are_frames {
        stream.skip = usize::try_from(file.skip).unwrap_or(0);
        stream.frames = file.frames;
    }
    Ok(stream)
}

pub fn ogg(bytes: Vec<u8>) -> Result<Stream, DecodeError> {
    let file = ogg::inspect(&bytes)?;
    let reader = OggReader::try_new(seekable(bytes), FormatOptions::default()).map_err(|error| damaged(&error))?;
    let (track, params) = audio_track(&reader, "Ogg")?;
    let is_flac = params.codec == symphonia::core::codecs::audio::well_known::CODEC_ID_FLAC;
    let mut stream = stream(Box::new(reader), &track, &params, "Ogg", if is_flac { "FLAC" } else { "Vorbis" })?;
    stream.lossless = is_flac;
    stream.cut = file.cut;
    // The last page's time is where the stream ends, not how long it is: a recorded broadcast starts late.
    let start = u64::try_from(track.start_ts.get()).unwrap_or(0);
    stream.frames = track.num_frames.map(|end| end.saturating_sub(start)).filter(|&frames| frames > 0);
    Ok(stream)
}

fn seekable(bytes: Vec<u8>) -> MediaSourceStream<'static> {
    let source: Box<dyn MediaSource> = Box::new(Cursor::new(bytes));
    MediaSourceStream::new(source, Default::default())
}

/// The first audio track that has a known codec.
pub fn audio_track(reader: &dyn FormatReader, container: &str) -> Result<(Track, AudioCodecParameters), DecodeError> {
    let track = reader.first_track_known_codec(TrackType::Audio).or_else(|| reader.first_track(TrackType::Audio));
    match track.map(|track| (track, &track.codec_params)) {
        Some((track, Some(CodecParameters::Audio(params)))) => Ok((track.clone(), params.clone())),
        _ => Err(DecodeError::NoAudio { container: container.into() }),
    }
}

/// Trimmed by us, but for Ogg, where every packet says what of it counts.
pub fn decoder(params: &AudioCodecParameters, container: &str) -> Result<Box<dyn AudioDecoder>, DecodeError> {
    let options = AudioDecoderOptions::default().gapless(container == "Ogg");
    symphonia::default::get_codecs().make_audio_decoder(params, &options).map_err(|error| match error {
        Error::Unsupported(message) if message.starts_with("aac") => he_aac(),
        Error::Unsupported(message) => DecodeError::Unsupported { what: message.into() },
        error => damaged(&error),
    })
}

fn stream(
    reader: Box<dyn FormatReader>,
    track: &Track,
    params: &AudioCodecParameters,
    container: &'static str,
    codec: &'static str,
) -> Result<Stream, DecodeError> {
    // Before the decoder: it would say "unsupported" where "six channels" is meant.
    if let Some(channels) = params.channels.as_ref().map(|channels| channels.count()).filter(|&n| n > 2) {
        return Err(DecodeError::TooManyChannels { channels });
    }
    let decoder = decoder(params, container)?;
    let decoded = decoder.codec_params();
    let no_audio = || DecodeError::NoAudio { container: container.into() };
    let channels = decoded
        .channels
        .as_ref()
        .or(params.channels.as_ref())
        .map(|channels| channels.count())
        .filter(|&n| n > 0)
        .ok_or_else(no_audio)?;
    let sample_rate = decoded.sample_rate.or(params.sample_rate).ok_or_else(no_audio)?;
    guard::format(channels, sample_rate)?;
    Ok(Stream {
        bits: decoded.bits_per_sample.or(params.bits_per_sample),
        reader,
        decoder,
        track: track.id,
        container,
        codec,
        lossless: false,
        channels,
        sample_rate,
        skip: 0,
        frames: None,
        max_padding: u64::MAX,
        counts_frames: false,
        cut: false,
        packet_bytes: None,
        packet_format: None,
    })
}

/// From the AudioSpecificConfig (ISO 14496-3, 1.6.2): five bits of object type, four of rate, four of channels.
fn aac_name(config: Option<&[u8]>) -> Result<&'static str, DecodeError> {
    let Some([first, second, ..]) = config else {
        return Ok("AAC-LC");
    };
    let what = match first >> 3 {
        2 => match (second >> 3) & 0xF {
            channels @ 3..=6 => {
                return Err(DecodeError::TooManyChannels { channels: channels.into() });
            }
            7 => return Err(DecodeError::TooManyChannels { channels: 8 }),
            _ => return Ok("AAC-LC"),
        },
        5 | 29 => return Err(he_aac()),
        1 => "AAC Main",
        3 => "AAC-SSR",
        4 => "AAC-LTP",
        23 => "AAC-LD",
        // 32 and the six bits behind: 39 and 42 are what is met.
        31 => "AAC-ELD or xHE-AAC",
        _ => "this kind of AAC",
    };
    Err(DecodeError::Unsupported { what: what.into() })
}

fn he_aac() -> DecodeError {
    DecodeError::Unsupported { what: "HE-AAC".into() }
}

fn damaged(error: &Error) -> DecodeError {
    match error {
        Error::Unsupported(message) => DecodeError::Unsupported { what: (*message).into() },
        error => DecodeError::Damaged { seconds: 0.0, detail: error.to_string() },
    }
}

//! The peaks of a lossy copy: a version is encoded and decoded by the browser and measured as it goes by.
//!
//! For measuring only: what the browser's codecs make is never heard and never exported. Nothing of it is kept either: there is as much
//! on the way as the queues hold, under two seconds. Encoder and decoder work on threads of their own; what happens on the page's is
//! short: a tenth of a second of the song handed over, or one decoded packet read.
//!
//! The encoder is given the song's own sample rate. Opus works at 48 kHz; browsers convert by themselves (seen in Chromium 156 at 8 to
//! 192 kHz), as services do. How late a codec is does not matter for its peaks.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Float32Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AudioBuffer;

use super::web_codecs::{AudioData, AudioDecoder, AudioEncoder, is_here, object};
use crate::compare::lossy::{Codec, Tried};
use crate::measure::RunningPeak;

/// Handed over at once: a tenth of a second.
const SLICES_PER_S: u32 = 10;
/// Waiting for the encoder: at most so many slices.
const MOST_SLICES: u32 = 8;
/// Waiting for the decoder: at most so many packets, of about 20 ms each.
const MOST_PACKETS: u32 = 32;
/// The codecs call when there is room; should a call not come, it is looked after it anyway.
const LOOK_AGAIN_MS: u32 = 1_000;

/// The true peak of `buffer` after `codec`. `None` as soon as `goes_on`, which is told how much is done (0 to 1), says no.
pub async fn try_codec(buffer: &AudioBuffer, codec: Codec, goes_on: impl Fn(f32) -> bool) -> Option<Tried> {
    if !is_here() {
        return Some(Tried::NotOffered);
    }
    for kbps in codec.rates_kbps() {
        let config = object(&[
            ("codec", codec.registered().into()),
            ("sampleRate", f64::from(buffer.sample_rate()).into()),
            ("numberOfChannels", buffer.number_of_channels().into()),
            ("bitrate", (1_000 * kbps).into()),
        ]);
        if !is_supported(&config).await {
            continue;
        }
        return match measure(buffer, &config, goes_on).await {
            Ok(peak) => peak.map(|true_peak_dbtp| Tried::Peak { kbps: *kbps, true_peak_dbtp }),
            Err(error) => {
                leptos::logging::warn!("testpress: lossy copy: {error:?}");
                Some(Tried::Failed)
            }
        };
    }
    Some(Tried::NotOffered)
}

/// A config that a browser can make nothing of is refused by some with an exception.
async fn is_supported(config: &js_sys::Object) -> bool {
    let Ok(answer) = AudioEncoder::is_config_supported(config) else { return false };
    let Ok(answer) = JsFuture::from(answer).await else { return false };
    Reflect::get(&answer, &"supported".into()).is_ok_and(|supported| supported.is_truthy())
}

/// What encoder and decoder tell of.
#[derive(Default)]
struct Heard {
    /// By channel.
    peaks: RefCell<Vec<RunningPeak>>,
    plane: RefCell<Vec<f32>>,
    /// The first thing that went wrong.
    fault: RefCell<Option<JsValue>>,
    configured: Cell<bool>,
    /// Calls the one who waits.
    wake: RefCell<Option<Function>>,
}

impl Heard {
    fn wake(&self) {
        if let Some(wake) = self.wake.take() {
            let _ = wake.call0(&JsValue::NULL);
        }
    }

    fn fail(&self, error: JsValue) {
        self.fault.borrow_mut().get_or_insert(error);
        self.wake();
    }

    /// Reads one decoded packet.
    fn read(&self, data: &AudioData) -> Result<(), JsValue> {
        let (frames, channels) = (data.number_of_frames(), data.number_of_channels());
        let (peaks, plane) = (&mut *self.peaks.borrow_mut(), &mut *self.plane.borrow_mut());
        peaks.resize_with(peaks.len().max(channels as usize), RunningPeak::new);
        plane.resize(frames as usize, 0.0);
        let copy = Float32Array::new_with_length(frames);
        for (channel, peak) in peaks.iter_mut().enumerate() {
            data.copy_to(&copy, &object(&[("planeIndex", channel.into()), ("format", "f32-planar".into())]))?;
            copy.copy_to(plane);
            peak.push(plane);
        }
        Ok(())
    }
}

/// Closes both, whichever way it ends, before what they call is gone.
struct Pair {
    encoder: AudioEncoder,
    decoder: AudioDecoder,
    _packets: Closure<dyn FnMut(JsValue, JsValue)>,
    _decoded: Closure<dyn FnMut(JsValue)>,
    _errors: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Pair {
    fn drop(&mut self) {
        // What failed has closed itself.
        let _ = self.encoder.close();
        let _ = self.decoder.close();
    }
}

impl Pair {
    fn open(heard: &Rc<Heard>) -> Result<Self, JsValue> {
        let to = heard.clone();
        let errors = Closure::<dyn FnMut(JsValue)>::new(move |error| to.fail(error));
        let to = heard.clone();
        let decoded = Closure::<dyn FnMut(JsValue)>::new(move |data: JsValue| {
            let data: AudioData = data.unchecked_into();
            let read = to.read(&data);
            data.close();
            match read {
                Ok(()) => to.wake(),
                Err(error) => to.fail(error),
            }
        });
        let decoder = AudioDecoder::new(&object(&[("output", decoded.as_ref().clone()), ("error", errors.as_ref().clone())]))?;
        let to = heard.clone();
        let takes: AudioDecoder = JsValue::clone(&decoder).unchecked_into();
        let packets = Closure::<dyn FnMut(JsValue, JsValue)>::new(move |packet: JsValue, metadata: JsValue| {
            if let Err(error) = pass_on(&takes, &packet, &metadata, &to.configured) {
                to.fail(error);
            }
        });
        let encoder = AudioEncoder::new(&object(&[("output", packets.as_ref().clone()), ("error", errors.as_ref().clone())]))?;
        Ok(Self { encoder, decoder, _packets: packets, _decoded: decoded, _errors: errors })
    }

    fn is_full(&self) -> bool {
        self.encoder.encode_queue_size() >= MOST_SLICES || self.decoder.decode_queue_size() >= MOST_PACKETS
    }
}

/// An encoded packet to the decoder. With the first comes how it is to be read.
fn pass_on(decoder: &AudioDecoder, packet: &JsValue, metadata: &JsValue, configured: &Cell<bool>) -> Result<(), JsValue> {
    if metadata.is_object() {
        let config = Reflect::get(metadata, &"decoderConfig".into())?;
        if config.is_object() {
            decoder.configure(&config)?;
            configured.set(true);
        }
    }
    decoder.decode(packet)
}

/// In dBTP; `None` when it was not to go on.
async fn measure(buffer: &AudioBuffer, config: &js_sys::Object, goes_on: impl Fn(f32) -> bool) -> Result<Option<f64>, JsValue> {
    let heard = Rc::new(Heard::default());
    let pair = Pair::open(&heard)?;
    pair.encoder.configure(config)?;
    let (frames, rate) = (buffer.length(), buffer.sample_rate());
    let slice = (rate as u32 / SLICES_PER_S).max(1);
    let mut from = 0;
    while from < frames {
        if !goes_on(from as f32 / frames as f32) {
            return Ok(None);
        }
        let to = frames.min(from + slice);
        let data = slice_of(buffer, from, to)?;
        let taken = pair.encoder.encode(&data);
        data.close();
        taken?;
        from = to;
        while pair.is_full() {
            next(&heard).await?;
            if !goes_on(from as f32 / frames as f32) {
                return Ok(None);
            }
        }
    }
    // What went wrong is told before a flush is refused for it.
    let flushed = JsFuture::from(pair.encoder.flush()?).await;
    fault(&heard)?;
    flushed?;
    if heard.configured.get() {
        let flushed = JsFuture::from(pair.decoder.flush()?).await;
        fault(&heard)?;
        flushed?;
    }
    drop(pair);
    let peaks = heard.peaks.take();
    if peaks.is_empty() {
        return Err("nothing was decoded".into());
    }
    Ok(goes_on(1.0).then(|| peaks.into_iter().map(RunningPeak::finish).fold(f64::NEG_INFINITY, f64::max)))
}

/// One plane after the other.
fn slice_of(buffer: &AudioBuffer, from: u32, to: u32) -> Result<AudioData, JsValue> {
    let (length, channels, rate) = (to - from, buffer.number_of_channels(), f64::from(buffer.sample_rate()));
    let planes = Float32Array::new_with_length(length * channels);
    for channel in 0..channels {
        let plane = planes.subarray(channel * length, (channel + 1) * length);
        buffer.copy_from_channel_with_f32_array_and_start_in_channel(&plane, channel as i32, from)?;
    }
    AudioData::new(&object(&[
        ("format", "f32-planar".into()),
        ("sampleRate", rate.into()),
        ("numberOfFrames", length.into()),
        ("numberOfChannels", channels.into()),
        // Microseconds, whole.
        ("timestamp", (f64::from(from) * 1e6 / rate).round().into()),
        ("data", planes.into()),
    ]))
}

/// Waits for the next thing to be told.
async fn next(heard: &Rc<Heard>) -> Result<(), JsValue> {
    fault(heard)?;
    let promise = Promise::new(&mut |resolve, _| {
        heard.wake.replace(Some(resolve));
    });
    let late = heard.clone();
    let timer = Timeout::new(LOOK_AGAIN_MS, move || late.wake());
    JsFuture::from(promise).await?;
    drop(timer);
    fault(heard)
}

fn fault(heard: &Heard) -> Result<(), JsValue> {
    heard.fault.borrow().clone().map_or(Ok(()), Err)
}

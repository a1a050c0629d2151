//! Samples into playback buffers, in slices: no slice holds the page up for long.

use js_sys::{ArrayBuffer, Float32Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, AudioBufferOptions, MessageChannel};

use super::overview::Overview;

/// 2 MB: a few milliseconds of copying and looking, also on a phone.
const SLICE_FRAMES: u32 = 1 << 19;

/// One channel per plane, and how far it all swings. Fails where the browser can't play the rate.
pub async fn fill(planes: &[ArrayBuffer], sample_rate: u32) -> Result<(AudioBuffer, Overview), JsValue> {
    let planes: Vec<Float32Array> = planes.iter().map(|plane| Float32Array::new(plane)).collect();
    let frames = planes.first().map_or(0, Float32Array::length);
    let options = AudioBufferOptions::new(frames.max(1), sample_rate as f32);
    options.set_number_of_channels(planes.len() as u32);
    // What asked for this is a task of its own, and so is the browser's clearing of the memory.
    breathe().await?;
    let buffer = AudioBuffer::new(&options)?;
    breathe().await?;
    let mut overview = Overview::new(frames as usize);
    let mut samples = vec![0.0; SLICE_FRAMES.min(frames) as usize];
    for (channel, plane) in planes.iter().enumerate() {
        let mut from = 0;
        while from < frames {
            let to = frames.min(from + SLICE_FRAMES);
            let slice = plane.subarray(from, to);
            buffer.copy_to_channel_with_f32_array_and_start_in_channel(&slice, channel as i32, from)?;
            let samples = &mut samples[..(to - from) as usize];
            slice.copy_to(samples);
            overview.scan(from as usize, samples);
            from = to;
            breathe().await?;
        }
    }
    Ok((buffer, overview))
}

/// Lets the browser do what else waits. A message comes back at once, where timers wait 4 ms.
async fn breathe() -> Result<(), JsValue> {
    let channel = MessageChannel::new()?;
    let promise = js_sys::Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    channel.port2().post_message(&JsValue::NULL)?;
    JsFuture::from(promise).await?;
    channel.port1().close();
    Ok(())
}

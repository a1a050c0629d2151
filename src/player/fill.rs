//! Samples into playback buffers, in slices: no slice holds the page up for long.

use js_sys::{ArrayBuffer, Float32Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, AudioBufferOptions, MessageChannel};

use super::overview::Overview;

/// 2 MB: a few milliseconds of copying and looking, also on a phone.
const SLICE_FRAMES: u32 = 1 << 19;

/// One channel per plane, from frame `begin` of `frames` on, silent around it; and how far it all swings. Each plane goes as soon as it is
/// copied. Fails where the browser can't play the rate.
pub async fn fill(
    planes: Vec<ArrayBuffer>,
    begin: usize,
    frames: usize,
    sample_rate: u32,
) -> Result<(AudioBuffer, Overview), JsValue> {
    let options = AudioBufferOptions::new((frames as u32).max(1), sample_rate as f32);
    options.set_number_of_channels(planes.len() as u32);
    // What asked for this is a task of its own, and so is the browser's clearing of the memory.
    breathe().await?;
    let buffer = AudioBuffer::new(&options)?;
    breathe().await?;
    let mut overview = Overview::new(frames);
    let mut samples = Vec::new();
    for (channel, bytes) in planes.into_iter().enumerate() {
        let plane = Float32Array::new(&bytes);
        let mut from = 0;
        while from < plane.length() {
            let to = plane.length().min(from + SLICE_FRAMES);
            let slice = plane.subarray(from, to);
            let first = begin as u32 + from;
            buffer.copy_to_channel_with_f32_array_and_start_in_channel(&slice, channel as i32, first)?;
            samples.resize(slice.length() as usize, 0.0);
            slice.copy_to(&mut samples);
            overview.scan(first as usize, &samples);
            from = to;
            breathe().await?;
        }
        release(&bytes);
    }
    Ok((buffer, overview))
}

/// Gives the memory back at once: a phone has none to spare until the browser would tidy up. (By hand: web-sys does not know the
/// method, nor do browsers before 2024; those tidy up later.)
fn release(bytes: &ArrayBuffer) {
    if let Ok(transfer) = Reflect::get(bytes, &"transfer".into()).and_then(JsCast::dyn_into::<Function>) {
        // Refused only where it has gone already.
        let _ = transfer.call1(bytes, &0.into());
    }
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

//! How messages cross between page and worker. The only file that touches `ArrayBuffer`s of messages.
//!
//! A message is an array `[json, attachment ...]`: the request or reply as JSON, then a file to be cloned, or buffers to be moved.

use js_sys::{Array, ArrayBuffer, Float32Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent, Worker};

use super::protocol::{Reply, Request};
use crate::audio::AudioBuffer;

/// A message that is none of ours, or could not be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("message between page and worker: {detail}")]
pub struct WireError {
    pub detail: String,
}

fn wire_error(detail: impl std::fmt::Debug) -> WireError {
    WireError { detail: format!("{detail:?}") }
}

/// From the page: the file itself goes along, and the worker reads it.
///
/// # Errors
/// If the browser refuses the message.
pub fn send_request(worker: &Worker, request: &Request, file: Option<&File>) -> Result<(), WireError> {
    let message = Array::of1(&json(request)?);
    if let Some(file) = file {
        message.push(file);
    }
    worker.post_message(&message).map_err(wire_error)
}

/// In the page: a reply and the buffers that came with it.
///
/// # Errors
/// If it is not one of our messages.
pub fn read_reply(event: &MessageEvent) -> Result<(Reply, Vec<ArrayBuffer>), WireError> {
    let (text, attachments) = parts(event)?;
    let reply = serde_json::from_str(&text).map_err(wire_error)?;
    let buffers = attachments.iter().filter_map(|value| value.dyn_into().ok()).collect();
    Ok((reply, buffers))
}

/// From the worker: the buffers are moved, not copied.
///
/// # Errors
/// If the browser refuses the message.
pub fn post_reply(scope: &DedicatedWorkerGlobalScope, reply: &Reply, buffers: Vec<ArrayBuffer>) -> Result<(), WireError> {
    let message = Array::of1(&json(reply)?);
    let moved = Array::new();
    for buffer in &buffers {
        message.push(buffer);
        moved.push(buffer);
    }
    scope.post_message_with_transfer(&message, &moved).map_err(wire_error)
}

/// In the worker: a request and the file that came with it.
///
/// # Errors
/// If it is not one of our messages.
pub fn read_request(event: &MessageEvent) -> Result<(Request, Option<File>), WireError> {
    let (text, attachments) = parts(event)?;
    let request = serde_json::from_str(&text).map_err(wire_error)?;
    let file = attachments.iter().find_map(|value| value.dyn_into().ok());
    Ok((request, file))
}

/// The samples as buffers of `f32`, one a channel, copied out of the module's memory.
#[must_use]
pub fn planes_to_buffers(audio: &AudioBuffer) -> Vec<ArrayBuffer> {
    audio.channels().iter().map(|plane| Float32Array::from(plane.as_slice()).buffer()).collect()
}

/// The bytes of a file to be handed over.
#[must_use]
pub fn bytes_to_buffer(bytes: &[u8]) -> ArrayBuffer {
    Uint8Array::from(bytes).buffer()
}

/// Appends the bytes from `from` up to and without `to` of a file.
///
/// # Errors
/// What the browser says when it can't read it: moved, deleted, no permission.
pub async fn read_part(file: &File, from: f64, to: f64, bytes: &mut Vec<u8>) -> Result<(), String> {
    let reason =
        |error: JsValue| error.dyn_ref::<js_sys::Error>().map_or_else(|| "unknown reason".into(), |e| String::from(e.message()));
    let part = file.slice_with_f64_and_f64(from, to).map_err(reason)?;
    let part = Uint8Array::new(&JsFuture::from(part.array_buffer()).await.map_err(reason)?);
    let start = bytes.len();
    bytes.resize(start + part.length() as usize, 0);
    part.copy_to(&mut bytes[start..]);
    Ok(())
}

fn json(message: &impl serde::Serialize) -> Result<JsValue, WireError> {
    serde_json::to_string(message).map(JsValue::from).map_err(wire_error)
}

fn parts(event: &MessageEvent) -> Result<(String, Array), WireError> {
    let message: Array = event.data().dyn_into().map_err(|_| wire_error("not an array"))?;
    let text = message.shift().as_string().ok_or_else(|| wire_error("no text first"))?;
    Ok((text, message))
}

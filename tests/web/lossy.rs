//! Lossy copies by the browser's own codecs: their peaks are measured, and where there are none that is what comes back.

use js_sys::{Float32Array, Reflect};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use web_sys::{AudioBuffer, AudioBufferOptions};

use testpress::compare::lossy::{Codec, Tried};
use testpress::player::lossy::try_codec;

fn buffer(planes: &[Vec<f32>], rate: u32) -> AudioBuffer {
    let options = AudioBufferOptions::new(planes[0].len() as u32, rate as f32);
    options.set_number_of_channels(planes.len() as u32);
    let buffer = AudioBuffer::new(&options).expect("a buffer");
    for (channel, plane) in planes.iter().enumerate() {
        buffer.copy_to_channel_with_f32_array(&Float32Array::from(plane.as_slice()), channel as i32).expect("copied");
    }
    buffer
}

/// Faded at both ends over 50 ms: a tone that begins at once is more than a tone.
fn tone(rate: u32, seconds: f64, gain: f64) -> Vec<f32> {
    let (rate, frames) = (f64::from(rate), (seconds * f64::from(rate)) as usize);
    let edge = |n: usize| (n.min(frames - n) as f64 / (0.05 * rate)).min(1.0);
    (0..frames).map(|n| (edge(n) * gain * (std::f64::consts::TAU * 997.0 * n as f64 / rate).sin()) as f32).collect()
}

/// A tone that has been clipped to a square, full of what a lossy encoder drops.
fn clipped(rate: u32, seconds: f64, gain: f32) -> Vec<f32> {
    tone(rate, seconds, 40.0).into_iter().map(|x| gain * x.clamp(-1.0, 1.0)).collect()
}

async fn opus_dbtp(planes: &[Vec<f32>], rate: u32) -> f64 {
    match try_codec(&buffer(planes, rate), Codec::Opus, |_| true).await {
        Some(Tried::Peak { kbps: 128, true_peak_dbtp }) => true_peak_dbtp,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn a_tone_keeps_its_peak_and_a_clipped_one_overshoots() {
    for rate in [8_000, 44_100, 48_000, 96_000] {
        let quiet = tone(rate, 3.0, 0.501);
        let square = clipped(rate, 3.0, 0.9);
        let (tone_dbtp, square_dbtp) =
            (opus_dbtp(&[quiet.clone(), quiet], rate).await, opus_dbtp(&[square.clone(), square], rate).await);
        console_log!("at {rate} Hz after Opus: a tone of -6.0 dBTP {tone_dbtp:.2}, a clipped one of -0.9 dBFS {square_dbtp:.2}");
        assert!((tone_dbtp + 6.0).abs() < 1.0, "{tone_dbtp} dBTP");
        assert!(square_dbtp > -0.9 + 0.3 && square_dbtp < 6.0, "{square_dbtp} dBTP");
    }
}

#[wasm_bindgen_test]
async fn every_channel_counts_and_so_does_every_second() {
    let (quiet, loud) = (tone(48_000, 4.0, 0.1), tone(48_000, 4.0, 0.5));
    let mono = opus_dbtp(std::slice::from_ref(&quiet), 48_000).await;
    assert!((mono + 20.0).abs() < 1.0, "{mono}");
    let right = opus_dbtp(&[quiet.clone(), loud.clone()], 48_000).await;
    assert!((right + 6.0).abs() < 1.0, "{right}");
    // Loud only in its last half second: the end is measured too.
    let late: Vec<f32> = quiet.iter().zip(&loud).enumerate().map(|(n, (q, l))| if n < 168_000 { *q } else { *l }).collect();
    let late = opus_dbtp(&[late], 48_000).await;
    assert!((late + 6.0).abs() < 1.0, "{late}");
}

#[wasm_bindgen_test]
async fn it_stops_when_it_is_no_longer_wanted() {
    let long = buffer(&[tone(48_000, 60.0, 0.5)], 48_000);
    let asked = std::cell::Cell::new(0);
    let tried = try_codec(&long, Codec::Opus, |done| {
        asked.set(asked.get() + 1);
        assert!(done < 0.5, "{done} of it was done");
        asked.get() < 10
    });
    assert_eq!(tried.await, None);
    assert_eq!(asked.get(), 10);
}

#[wasm_bindgen_test]
async fn a_browser_without_codecs_says_so() {
    let global = js_sys::global();
    let song = buffer(&[tone(48_000, 0.5, 0.5)], 48_000);
    for name in ["AudioEncoder", "AudioDecoder"] {
        let kept = Reflect::get(&global, &name.into()).expect("a global");
        assert!(kept.is_function(), "this browser has no {name}: what is tested here is its absence");
        Reflect::delete_property(&global, &name.into()).expect("deleted");
        let tried = try_codec(&song, Codec::Opus, |_| true).await;
        Reflect::set(&global, &name.into(), &kept).expect("put back");
        assert_eq!(tried, Some(Tried::NotOffered), "without {name}");
    }
    // One that is there and refuses every config, or answers with an exception.
    let aac = try_codec(&buffer(&[tone(8_000, 0.5, 0.5)], 8_000), Codec::Aac, |_| true).await;
    console_log!("AAC at 8 kHz: {aac:?}");
    assert!(matches!(aac, Some(Tried::NotOffered | Tried::Peak { .. })), "{aac:?}");
}

#[wasm_bindgen_test]
async fn an_encoder_that_breaks_gives_no_figure() {
    let global = js_sys::global();
    let kept = Reflect::get(&global, &"AudioDecoder".into()).expect("a global");
    let broken = js_sys::Function::new_no_args(
        "this.configure = () => { throw new Error('broken on purpose'); }; this.close = () => {}; this.decodeQueueSize = 0;",
    );
    Reflect::set(&global, &"AudioDecoder".into(), &broken).expect("replaced");
    let tried = try_codec(&buffer(&[tone(48_000, 2.0, 0.5)], 48_000), Codec::Opus, |_| true).await;
    Reflect::set(&global, &"AudioDecoder".into(), &kept).expect("put back");
    assert_eq!(tried, Some(Tried::Failed));
}

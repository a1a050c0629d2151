//! In a real browser: the engine means the same in WebAssembly, and playback of several versions is exact.

#![cfg(target_arch = "wasm32")]

mod live;
mod lossy;
mod playback;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use js_sys::Float32Array;
use testpress::compare::SourceId;
use testpress::decode::{Limits, decode};
use testpress::demo::demo_mix;
use testpress::encode::wav24;
use testpress::mastering::{Controls, Reach};
use testpress::measure::hop_of;
use testpress::pace::{Unpaced, run};
use testpress::worker::job::{Attachment, Engine};
use testpress::worker::protocol::{JobId, Reply, Request};
use testpress::worker::transfer::{bytes_to_buffer, planes_to_buffers};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_engine_masters_the_demo_mix_as_natively() {
    let mut engine = Engine::default();
    let open = Request::OpenDemo { job: JobId(1), source: SourceId::ORIGINAL };
    let master = Request::Master {
        job: JobId(2),
        source: SourceId::ORIGINAL,
        result: SourceId::AUTOMATIC,
        controls: Controls::UNTOUCHED,
        reference: None,
    };
    run(engine.run(open, Vec::new(), || 0.0, &mut Unpaced)).expect("opened");
    let (reply, planes) = run(engine.run(master, Vec::new(), || 0.0, &mut Unpaced)).expect("mastered");
    let Reply::Mastered { outcome, plan, .. } = reply else { panic!("{reply:?}") };
    assert!(matches!(outcome.reach, Reach::Reached { .. }), "{:?}", outcome.reach);
    assert!((outcome.after.loudness.integrated_lufs - plan.loudness.target_lufs).abs() < 0.05);
    assert!(outcome.after.peaks.true_peak_dbtp <= -1.0);
    let Attachment::Planes(audio) = planes else { panic!("no planes") };
    assert_eq!(audio.frames(), outcome.after.frames);
}

#[wasm_bindgen_test]
fn a_file_of_ours_comes_back_as_it_went() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let bytes = run(wav24(&audio, &mut Unpaced)).expect("a file");
    let limits = Limits { max_bytes: 1 << 30, memory_bytes: 1 << 31 };
    let back = run(decode(bytes, &limits, &mut Unpaced)).expect("decoded").audio;
    assert_eq!((back.frames(), back.sample_rate()), (audio.frames(), audio.sample_rate()));
    let worst = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    for (there, here) in back.channels().iter().zip(audio.channels()) {
        // One step of 24 bits, and its dither.
        assert!(worst(there, here) < 3.0 / 8_388_608.0);
    }
}

#[wasm_bindgen_test]
fn buffers_carry_the_samples_to_the_bit() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let buffers = planes_to_buffers(&audio);
    assert_eq!(buffers.len(), 2);
    for (buffer, plane) in buffers.iter().zip(audio.channels()) {
        assert_eq!(Float32Array::new(buffer).to_vec(), *plane);
    }
    assert_eq!(bytes_to_buffer(&[1, 2, 3]).byte_length(), 3);
}

#[wasm_bindgen_test]
fn long_songs_keep_their_clock_where_usize_has_32_bits() {
    // 19 minutes at 44.1 kHz; a hundred times that does not fit into 32 bits.
    assert_eq!(hop_of(50_000_000, 44_100), 113_378);
}

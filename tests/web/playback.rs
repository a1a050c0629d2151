//! What the deck really puts out, rendered by the browser's own audio engine without a clock to wait for.

use std::ops::Range;

use js_sys::{Float32Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use web_sys::{AudioBuffer, AudioBufferOptions, OfflineAudioContext};

use testpress::compare::SourceId;
use testpress::demo::demo_mix;
use testpress::pace::{Unpaced, run};
use testpress::player::deck::Deck;
use testpress::player::fader::{CROSSFADE_S, Fader, Path};
use testpress::player::speaker::Monitor;
use testpress::player::transport::{DOOR_S, LEAD_S, Start, Transport};

const A: SourceId = SourceId::ORIGINAL;
const B: SourceId = SourceId::AUTOMATIC;
const RATE: u32 = 44_100;

fn buffer(plane: &[f32]) -> AudioBuffer {
    let buffer = AudioBuffer::new(&AudioBufferOptions::new(plane.len() as u32, RATE as f32)).expect("a buffer");
    buffer.copy_to_channel_with_f32_array(&Float32Array::from(plane), 0).expect("copied");
    buffer
}

fn tone(hz: f64, seconds: f64, gain: f64) -> Vec<f32> {
    let step = std::f64::consts::TAU * hz / f64::from(RATE);
    (0..(seconds * f64::from(RATE)) as usize).map(|n| (gain * (step * n as f64).sin()) as f32).collect()
}

/// web-sys does not know it.
#[wasm_bindgen]
extern "C" {
    type Suspending;
    #[wasm_bindgen(method, catch)]
    fn suspend(this: &Suspending, at_s: f64) -> Result<Promise, JsValue>;
}

/// What the player does, on a context that renders as fast as it can.
struct Stage {
    context: OfflineAudioContext,
    buffers: Vec<(SourceId, AudioBuffer)>,
    fader: Fader,
    transport: Transport,
    deck: Option<Deck>,
    begins: usize,
}

impl Stage {
    /// Plays voices from the beginning; the first is heard. `seconds` are rendered.
    fn new(voices: &[(SourceId, &[f32])], looped_s: Option<(f64, f64)>, seconds: f64) -> Self {
        let frames = (seconds * f64::from(RATE)) as u32;
        let context = OfflineAudioContext::new_with_number_of_channels_and_length_and_sample_rate(1, frames, RATE as f32)
            .expect("a context");
        let mut fader = Fader::default();
        fader.blend(&only(voices, A), 0.0);
        let mut transport = Transport::new(voices[0].1.len(), RATE);
        transport.repeat(looped_s, 0.0);
        let start = transport.play(0.0);
        let buffers: Vec<_> = voices.iter().map(|(id, plane)| (*id, buffer(plane))).collect();
        let deck = Deck::start(&context, &context.destination(), &buffers, &fader, start).expect("a deck");
        let begins = (start.when_s * f64::from(RATE)).round() as usize;
        Self { context, buffers, fader, transport, deck: Some(deck), begins }
    }

    /// As `Player::blend`, which arranges it a lead ahead; returns when it begins.
    fn blend(&mut self, gains: &[(SourceId, f64)]) -> f64 {
        let soon = self.context.current_time() + LEAD_S;
        self.fader.blend(gains, soon);
        self.deck.as_ref().expect("a deck").follow(&self.fader, soon);
        soon
    }

    /// As `Player` does for a version that is installed, a seek and a loop; returns when the other deck takes over.
    fn restart(&mut self, start: Option<Start>) -> f64 {
        let start = start.expect("running");
        let deck = Deck::start(&self.context, &self.context.destination(), &self.buffers, &self.fader, start).expect("a deck");
        self.deck.replace(deck).expect("a deck").retire(start.when_s);
        start.when_s
    }

    /// What comes out from the start of the sources on. At each of these moments rendering waits for `act`, which is told how many
    /// there were before.
    async fn rendered(&mut self, moments_s: &[f64], mut act: impl FnMut(&mut Self, usize)) -> Vec<f32> {
        let stops: Vec<Promise> =
            moments_s.iter().map(|at_s| self.context.unchecked_ref::<Suspending>().suspend(*at_s).expect("a stop")).collect();
        let rendering = self.context.start_rendering().expect("rendering");
        for (nth, stop) in stops.into_iter().enumerate() {
            JsFuture::from(stop).await.expect("stopped");
            act(self, nth);
            JsFuture::from(self.context.resume().expect("a resume")).await.expect("resumed");
        }
        let played: AudioBuffer = JsFuture::from(rendering).await.expect("rendered").unchecked_into();
        played.get_channel_data(0).expect("a channel")[self.begins..].to_vec()
    }

    /// When the n-th frame of what was rendered sounds, by the context's clock.
    fn time_s(&self, frame: usize) -> f64 {
        (self.begins + frame) as f64 / f64::from(RATE)
    }
}

/// One of the voices at its full level.
fn only(voices: &[(SourceId, &[f32])], heard: SourceId) -> Vec<(SourceId, f64)> {
    voices.iter().map(|(id, _)| (*id, f64::from(u8::from(*id == heard)))).collect()
}

/// Plays voices from the beginning, with switches arranged at given times, and returns what comes out of `seconds`.
async fn rendered(
    voices: &[(SourceId, &[f32])],
    looped_s: Option<(f64, f64)>,
    switches: &[(f64, SourceId)],
    seconds: f64,
) -> Vec<f32> {
    let mut stage = Stage::new(voices, looped_s, seconds);
    for (at_s, heard) in switches {
        stage.fader.blend(&only(voices, *heard), *at_s);
        stage.deck.as_ref().expect("a deck").follow(&stage.fader, *at_s);
    }
    stage.rendered(&[], |_, _| ()).await
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / samples.len() as f64
}

#[wasm_bindgen_test]
async fn switching_between_two_identical_voices_leaves_no_trace() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let plane = &audio.channels()[0][..20 * RATE as usize];
    // Now and again a switch interrupts the fade of the one before.
    let switches: Vec<_> =
        (0..400).map(|n| (0.5 + f64::from(n) * 0.0471 - f64::from(n % 7) * 0.006, if n % 2 == 0 { B } else { A })).collect();
    let heard = rendered(&[(A, plane), (B, plane)], None, &switches, 20.0).await;
    // The door opens over 5 ms.
    let null_db = null_db(&heard, plane, 1_000..heard.len());
    console_log!("what 400 switches leave: {null_db:.1} dB");
    assert!(null_db < -120.0, "what 400 switches leave: {null_db} dB");
}

/// What is left of a stretch of what is heard when the voice is taken off it, against the voice.
fn null_db(heard: &[f32], plane: &[f32], within: Range<usize>) -> f64 {
    let rest: Vec<f32> = within.clone().map(|n| heard[n] - plane[n]).collect();
    10.0 * (power(&rest) / power(&plane[within])).log10()
}

/// Amplitude of a line in one second around `centre_s`, under a Blackman-Harris window (side lobes at -92 dB).
fn line_db(samples: &[f32], centre_s: f64, hz: f64) -> f64 {
    let first = ((centre_s - 0.5) * f64::from(RATE)) as usize;
    let length = RATE as usize;
    let (mut re, mut im) = (0.0, 0.0);
    for (n, x) in samples[first..first + length].iter().enumerate() {
        let phase = std::f64::consts::TAU * n as f64 / length as f64;
        let window = 0.358_75 - 0.488_29 * phase.cos() + 0.141_28 * (2.0 * phase).cos() - 0.011_68 * (3.0 * phase).cos();
        let turn = phase * hz;
        re += f64::from(*x) * window * turn.cos();
        im += f64::from(*x) * window * turn.sin();
    }
    10.0 * (re * re + im * im).log10()
}

#[wasm_bindgen_test]
async fn a_switch_in_a_tone_adds_no_line() {
    let (loud, quiet) = (tone(1_000.0, 3.0, 0.8), tone(1_000.0, 3.0, 0.4));
    let heard = rendered(&[(A, &loud), (B, &quiet)], None, &[(1.5, B)], 2.8).await;
    let carrier = line_db(&heard, 1.5, 1_000.0);
    // A straight fade of 15 ms has a skirt of its own: -80 dBc at 250 Hz from the tone, falling with the square.
    let outside = (1..400).map(|n| f64::from(n) * 50.0).filter(|hz| (hz - 1_000.0).abs() > 250.0);
    let (worst, hz) = outside
        .map(|hz| (line_db(&heard, 1.5, hz) - carrier, hz))
        .fold((f64::NEG_INFINITY, 0.0), |a, b| if b.0 > a.0 { b } else { a });
    console_log!("the worst line of a switch: {worst:.1} dBc at {hz} Hz");
    assert!(worst < -80.0, "a line of {worst} dBc at {hz} Hz");
    // The measure would see a click: the same switch as a cut.
    let mut cut = loud[..2 * RATE as usize].to_vec();
    cut[3 * RATE as usize / 2 + 11..].copy_from_slice(&quiet[3 * RATE as usize / 2 + 11..2 * RATE as usize]);
    assert!(line_db(&cut, 1.5, 1_500.0) - line_db(&cut, 1.5, 1_000.0) > -80.0);
}

#[wasm_bindgen_test]
async fn a_loop_repeats_to_the_sample_and_its_seam_does_not_click() {
    // Its end meets its beginning in mid-wave.
    let plane = tone(997.0, 3.0, 0.8);
    let (from, to) = (0.5, 1.123);
    let heard = rendered(&[(A, &plane)], Some((from, to)), &[], 5.0).await;
    let turn = (1.123f64 * f64::from(RATE)).round() as usize - (0.5 * f64::from(RATE)) as usize;
    let first = (0.6 * f64::from(RATE)) as usize;
    let apart = (first..first + 4 * turn).map(|n| (heard[n] - heard[n + turn]).abs()).fold(0.0, f32::max);
    assert!(apart < 1e-6, "two turns differ by {apart}");
    let steepest = steepest(&heard[first..], 997.0, 0.8);
    console_log!("the steepest place of a loop: {steepest:.3} of the tone's own");
    assert!(steepest < 1.05, "a step of {steepest} of the tone's own");
}

/// The greatest step between two frames, where 1 is the greatest of a tone.
fn steepest(heard: &[f32], hz: f64, gain: f64) -> f64 {
    let step = heard.windows(2).map(|pair| f64::from((pair[1] - pair[0]).abs())).fold(0.0, f64::max);
    step / (gain * std::f64::consts::TAU * hz / f64::from(RATE))
}

#[wasm_bindgen_test]
async fn a_gain_on_its_way_bends_as_it_was_told() {
    // A voice of one throughout: what is heard is its gain.
    let plane = vec![1.0; RATE as usize];
    let mut stage = Stage::new(&[(A, &plane)], None, 0.98);
    let mut paths: Vec<(f64, Path)> = vec![(0.0, stage.fader.path(A))];
    // Some while the bend before is still ahead, some in its fade, some after it.
    let moments: Vec<f64> = (0..60).map(|n| 0.1 + f64::from(n) * 0.0131 + f64::from(n % 5) * 0.0023).collect();
    let heard = stage
        .rendered(&moments, |stage, nth| {
            let soon = stage.blend(&[(A, [0.0, 0.3, -0.5, 1.0][nth % 4])]);
            paths.push((soon, stage.fader.path(A)));
        })
        .await;
    let after_the_door = (DOOR_S * f64::from(RATE)) as usize + 2;
    let (mut worst, mut least, mut most) = (0.0f64, 1.0f64, 0.0f64);
    for (frame, gain) in heard.iter().enumerate().skip(after_the_door) {
        let now = stage.time_s(frame);
        let path = &paths[paths.partition_point(|(from_s, _)| *from_s <= now) - 1].1;
        worst = worst.max((f64::from(*gain) - path.at(now)).abs());
        least = least.min(f64::from(*gain));
        most = most.max(f64::from(*gain));
    }
    console_log!("60 bends on the way: {worst:.2e} from the line");
    assert!(worst < 1e-5, "{worst} from the line");
    assert!(least < -0.2 && most > 0.8, "it did move: {least} to {most}");
}

#[wasm_bindgen_test]
async fn decks_that_take_over_in_step_leave_no_trace() {
    let audio = run(demo_mix(&mut Unpaced)).expect("a mix");
    let plane = &audio.channels()[0][..6 * RATE as usize];
    let voices = [(A, plane), (B, plane)];
    let mut stage = Stage::new(&voices, None, 6.0);
    let moments: Vec<f64> = (0..25).map(|n| 0.5 + f64::from(n) * 0.2).collect();
    let mut doors = Vec::new();
    let heard = stage
        .rendered(&moments, |stage, nth| {
            // Every other time in the middle of a switch.
            if nth % 2 == 0 {
                stage.blend(&only(&voices, if nth % 4 == 0 { B } else { A }));
            }
            let start = stage.transport.join(stage.context.current_time());
            let when_s = stage.restart(start);
            let at = (when_s * f64::from(RATE)).round() as usize - stage.begins;
            doors.push(at - 1..at + (DOOR_S * f64::from(RATE)) as usize + 2);
        })
        .await;
    let outside: Vec<usize> = (1_000..heard.len()).filter(|n| !doors.iter().any(|door| door.contains(n))).collect();
    let pick = |samples: &[f32]| outside.iter().map(|n| samples[*n]).collect::<Vec<_>>();
    let outside_db = null_db(&pick(&heard), &pick(plane), 0..outside.len());
    // One opens as the other closes: a sum of one.
    let inside_db = doors.into_iter().map(|door| null_db(&heard, plane, door)).fold(f64::NEG_INFINITY, f64::max);
    console_log!("what 25 decks in step leave: {outside_db:.1} dB, in the worst door {inside_db:.1} dB");
    assert!(outside_db < -120.0, "{outside_db} dB");
    assert!(inside_db < -100.0, "in a door {inside_db} dB");
}

#[wasm_bindgen_test]
async fn a_voice_that_is_removed_while_it_is_heard_fades() {
    let plane = vec![1.0; RATE as usize];
    let silence = vec![0.0; RATE as usize];
    let mut stage = Stage::new(&[(A, &plane), (B, &silence)], None, 0.98);
    let mut left_s = 0.0;
    let heard = stage
        .rendered(&[0.4, 0.5, 0.6], |stage, nth| {
            let soon = stage.blend(&[(B, 1.0)]);
            if nth == 0 {
                left_s = soon;
            }
        })
        .await;
    let expected = |now: f64| (1.0 - (now - left_s) / CROSSFADE_S).clamp(0.0, 1.0);
    let worst = (1_000..heard.len()).map(|n| (f64::from(heard[n]) - expected(stage.time_s(n))).abs()).fold(0.0, f64::max);
    console_log!("a voice that leaves: {worst:.2e} from the line");
    assert!(worst < 1e-5, "{worst} from a straight fade of 15 ms");
}

#[wasm_bindgen_test]
async fn a_loop_that_is_set_changed_and_left_while_playing_does_not_click() {
    let plane = tone(997.0, 6.0, 0.8);
    let mut stage = Stage::new(&[(A, &plane)], None, 3.9);
    // In step; to the beginning, from behind the end; with a seam at once, and just too near for one.
    let moments: Vec<f64> = (0..24).map(|n| 0.5 + f64::from(n) * 0.137).collect();
    let heard = stage
        .rendered(&moments, |stage, nth| {
            let now = stage.context.current_time();
            if nth % 8 == 0 {
                let start = stage.transport.seek(2.0 + 0.001_3 * nth as f64, now);
                stage.restart(start);
            }
            let at_s = stage.transport.position_s(now + LEAD_S);
            let looped_s = match nth % 8 {
                0 => Some((at_s - 0.3, at_s + 0.05)),
                1 => Some((at_s - 0.3, at_s - 0.1)),
                2 => Some((at_s - 0.1, at_s + 0.005_1)),
                3 => Some((at_s - 0.1, at_s + 0.004_9)),
                4 => Some((at_s - 0.1, at_s + 0.007_3)),
                5 => Some((at_s + 0.02, at_s + 0.09)),
                6 => Some((at_s - 0.077_7, at_s + 0.003)),
                _ => None,
            };
            let start = stage.transport.repeat(looped_s, now);
            stage.restart(start);
            // And a version joins, wherever that is in the turn.
            if nth % 3 == 0 {
                let start = stage.transport.join(now + 0.1 * LEAD_S * nth as f64);
                stage.restart(start);
            }
        })
        .await;
    let steepest = steepest(&heard[1_000..], 997.0, 0.8);
    console_log!("the steepest place of changing loops: {steepest:.3} of the tone's own");
    // Where two phases cross in a door or dip, its own slope of 1 in 3 to 5 ms comes on top.
    assert!(steepest < 1.05, "a step of {steepest} of the tone's own");
}

#[wasm_bindgen_test]
async fn the_small_speaker_takes_the_bass_and_nothing_when_it_is_off() {
    async fn through(hz: f64, on: bool) -> (Vec<f32>, Vec<f32>) {
        let plane = tone(hz, 1.0, 0.5);
        let context =
            OfflineAudioContext::new_with_number_of_channels_and_length_and_sample_rate(1, RATE, RATE as f32).expect("a context");
        let monitor = Monitor::new(&context, on).expect("a monitor");
        let source = context.create_buffer_source().expect("a source");
        source.set_buffer(Some(&buffer(&plane)));
        source.connect_with_audio_node(monitor.entry()).expect("connected");
        source.start().expect("started");
        let played: AudioBuffer =
            JsFuture::from(context.start_rendering().expect("rendering")).await.expect("rendered").unchecked_into();
        (plane, played.get_channel_data(0).expect("a channel").to_vec())
    }
    let (plane, heard) = through(100.0, false).await;
    assert_eq!(plane, heard, "off, it is not there");
    for (hz, least, most) in
        [(50.0, -120.0, -65.0), (100.0, -60.0, -44.0), (400.0, -3.5, -2.5), (2_000.0, -0.2, 0.2), (10_000.0, -3.5, -2.5)]
    {
        let (plane, heard) = through(hz, true).await;
        let settled = 10_000..40_000;
        let gain_db = 10.0 * (power(&heard[settled.clone()]) / power(&plane[settled])).log10();
        assert!((least..most).contains(&gain_db), "{hz} Hz: {gain_db} dB");
    }
}

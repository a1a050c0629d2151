//! The demo mix: forty seconds of music made by this file, so that trying the page needs neither a file nor a download.
//!
//! Drums, bass, chords and a lead in A minor, in three sections that grow. Its faults are deliberate, so that there is something
//! to hear: too much between 200 and 400 Hz, shy highs, and a level of -18 LUFS.

use std::f64::consts::TAU;
use std::ops::Range;

use crate::audio::AudioBuffer;
use crate::measure::LoudnessMeter;
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use crate::units::db_to_gain;

pub const SAMPLE_RATE: u32 = 44_100;
pub const LOUDNESS_LUFS: f64 = -18.0;

const RATE: f64 = SAMPLE_RATE as f64;
/// 96 beats a minute: a bar of four lasts 2.5 s, the sixteen bars 40 s.
const BEAT: usize = 27_562;
const BAR: usize = 4 * BEAT;
const BARS: usize = 16;

/// Am, F, C, G as MIDI notes: root for the bass, then a close-voiced chord, low enough to be muddy.
const CHORDS: [(u8, [u8; 4]); 4] =
    [(45, [57, 60, 64, 67]), (41, [53, 57, 60, 64]), (48, [52, 55, 60, 64]), (43, [50, 55, 59, 62])];

/// The lead over four bars: (beat, length in beats, MIDI note).
const LEAD: [(f64, f64, u8); 14] = [
    (0.0, 1.5, 76),
    (1.5, 0.5, 74),
    (2.0, 2.0, 72),
    (4.0, 1.0, 69),
    (5.0, 1.0, 72),
    (6.0, 2.0, 77),
    (8.0, 1.5, 76),
    (9.5, 0.5, 79),
    (10.0, 1.0, 76),
    (11.0, 1.0, 72),
    (12.0, 1.0, 74),
    (13.0, 0.5, 71),
    (13.5, 1.5, 67),
    (15.0, 1.0, 71),
];

/// The finished mix.
///
/// # Errors
/// [`Superseded`].
pub async fn demo_mix(pace: &mut impl Pace) -> Result<AudioBuffer, Superseded> {
    bars(0..BARS, pace).await
}

/// Its last ten seconds, with everything that it has: an engine that has mastered them has done all it ever does.
///
/// # Errors
/// [`Superseded`].
pub async fn demo_ending(pace: &mut impl Pace) -> Result<AudioBuffer, Superseded> {
    bars(BARS - 4..BARS, pace).await
}

async fn bars(bars: Range<usize>, pace: &mut impl Pace) -> Result<AudioBuffer, Superseded> {
    let mut desk = Desk::new(bars.len());
    for (index, bar) in bars.clone().enumerate() {
        pace.breathe(Stage::Decode, index as f32 / bars.len() as f32).await?;
        play_bar(&mut desk, bar, index * BAR);
    }
    desk.mixdown(pace).await
}

/// Bars 0 to 3: chords, hats and bass. From bar 4: drums. From bar 8: lead, and everything fuller.
fn play_bar(desk: &mut Desk, bar: usize, start: usize) {
    let (root, chord) = CHORDS[bar % 4];
    let (drums, full) = (bar >= 4, bar >= 8);
    let lift = if full { 1.0 } else { 0.72 };

    for (voice, &note) in chord.iter().enumerate() {
        let pan = [-0.7, 0.45, -0.3, 0.75][voice];
        desk.pad(start, BAR, hz(note), 0.27 * lift, pan);
    }
    for eighth in 0..8 {
        let note = if full && eighth % 4 == 3 { root + 12 } else { root };
        desk.bass(start + eighth * BEAT / 2, BEAT * 9 / 20, hz(note), 0.42 * lift);
        let accent = if eighth % 2 == 1 { 1.0 } else { 0.55 };
        desk.hat(start + eighth * BEAT / 2, 0.8 * accent * lift);
    }
    if drums {
        for beat in [0, 2] {
            desk.kick(start + beat * BEAT, 1.1);
            desk.snare(start + (beat + 1) * BEAT, 1.1);
        }
        if full {
            desk.kick(start + 5 * BEAT / 2, 0.75);
        }
        if bar % 4 == 3 {
            for sixteenth in 0..4 {
                desk.snare(start + 3 * BEAT + sixteenth * BEAT / 4, 0.14 + 0.05 * sixteenth as f64);
            }
        }
    }
    if full {
        let first = (bar % 4 * 4) as f64;
        for (beat, length, note) in LEAD.iter().filter(|(beat, ..)| (first..first + 4.0).contains(beat)) {
            let at = start + ((beat - first) * BEAT as f64) as usize;
            let frames = (length * BEAT as f64) as usize;
            desk.lead(at, frames, hz(*note), 0.3, 0.1);
            // An echo on the other side, three eighths later.
            desk.lead(at + 3 * BEAT / 2, frames, hz(*note), 0.06, -0.6);
        }
    }
}

fn hz(midi_note: u8) -> f64 {
    440.0 * ((f64::from(midi_note) - 69.0) / 12.0).exp2()
}

/// Two planes to which instruments add themselves.
struct Desk {
    left: Vec<f32>,
    right: Vec<f32>,
    noise: u32,
}

impl Desk {
    fn new(bars: usize) -> Self {
        // The last notes ring on for a moment.
        let frames = bars * BAR + SAMPLE_RATE as usize / 2;
        Self { left: vec![0.0; frames], right: vec![0.0; frames], noise: 0x5eed }
    }

    /// Adds a sound from frame `start` on, `pan` -1 to 1 with constant power.
    fn add(&mut self, start: usize, frames: usize, pan: f64, mut sound: impl FnMut(usize) -> f64) {
        let angle = (pan + 1.0) * TAU / 8.0;
        let (l, r) = (angle.cos() as f32, angle.sin() as f32);
        let end = (start + frames).min(self.left.len());
        for (index, (left, right)) in self.left[start..end].iter_mut().zip(&mut self.right[start..end]).enumerate() {
            let x = sound(index) as f32;
            *left += l * x;
            *right += r * x;
        }
    }

    /// White noise, -1 to 1.
    fn noise(state: &mut u32) -> f64 {
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(*state >> 8) / 8_388_608.0 - 1.0
    }

    /// Three detuned sawtooths through a low-pass at 1.5 kHz, slowly in and out.
    fn pad(&mut self, start: usize, frames: usize, hz: f64, level: f64, pan: f64) {
        let mut voices = [0.994, 1.0, 1.007].map(|ratio| Saw::new(hz * ratio));
        let (mut low, mut lower) = (0.0, 0.0);
        let k = one_pole(1500.0);
        let ring = frames + BEAT / 2;
        self.add(start, ring, pan, |n| {
            let x: f64 = voices.iter_mut().map(Saw::next).sum();
            low += k * (x - low);
            lower += k * (low - lower);
            level * lower * envelope(n, ring, 0.08, 0.35)
        });
    }

    fn bass(&mut self, start: usize, frames: usize, hz: f64, level: f64) {
        let mut saw = Saw::new(hz);
        let mut sine = Sine::new(hz);
        let mut bite = Decay::new(0.06);
        let (dull, bright) = (one_pole(220.0), one_pole(1500.0));
        let mut low = 0.0;
        self.add(start, frames, 0.0, |n| {
            low += (dull + (bright - dull) * bite.next()) * (saw.next() - low);
            level * (0.8 * sine.next() + low) * envelope(n, frames, 0.004, 0.03)
        });
    }

    fn lead(&mut self, start: usize, frames: usize, hz: f64, level: f64, pan: f64) {
        let mut vibrato = Sine::new(5.4);
        let mut phase = 0.0;
        self.add(start, frames, pan, |n| {
            // Vibrato sets in after a moment.
            let depth = 0.004 * (n as f64 / (0.3 * RATE)).min(1.0);
            phase += TAU * hz * (1.0 + depth * vibrato.next()) / RATE;
            // Harmonics from the powers of one rotation: sin 2p = 2 sin p cos p, and so on.
            let (s1, c1) = phase.sin_cos();
            let (s2, c2) = (2.0 * s1 * c1, c1 * c1 - s1 * s1);
            let s3 = s2 * c1 + c2 * s1;
            let s5 = s2 * (c2 * c1 - s2 * s1) + c2 * s3;
            level * (s1 + 0.5 * s2 + 0.4 * s3 + 0.3 * s5) * envelope(n, frames, 0.01, 0.08)
        });
    }

    /// A sine that falls from 156 to 46 Hz, with a click.
    fn kick(&mut self, start: usize, level: f64) {
        let mut phase = 0.0;
        let (mut fall, mut snap, mut body) = (Decay::new(0.024), Decay::new(0.002), Decay::new(0.16));
        self.add(start, SAMPLE_RATE as usize * 3 / 10, 0.0, |_| {
            phase += TAU * (46.0 + 110.0 * fall.next()) / RATE;
            level * (phase.sin() + 0.25 * snap.next()) * body.next()
        });
    }

    fn snare(&mut self, start: usize, level: f64) {
        let mut noise = self.noise;
        let mut tone = Sine::new(188.0);
        let (mut drum, mut wires) = (Decay::new(0.05), Decay::new(0.07));
        let (k, k_top) = (one_pole(700.0), one_pole(6000.0));
        let (mut low, mut soft) = (0.0, 0.0);
        self.add(start, SAMPLE_RATE as usize / 4, 0.08, |_| {
            let x = Self::noise(&mut noise);
            low += k * (x - low);
            soft += k_top * (x - low - soft);
            level * (0.8 * tone.next() * drum.next() + 1.3 * soft * wires.next())
        });
        self.noise = noise;
    }

    fn hat(&mut self, start: usize, level: f64) {
        let mut noise = self.noise;
        let mut ring = Decay::new(0.018);
        let (k, k_top) = (one_pole(5000.0), one_pole(6000.0));
        let (mut low, mut soft) = (0.0, 0.0);
        self.add(start, SAMPLE_RATE as usize / 16, -0.35, |_| {
            let x = Self::noise(&mut noise);
            low += k * (x - low);
            soft += k_top * (x - low - soft);
            level * soft * ring.next()
        });
        self.noise = noise;
    }

    /// The faults of the mix: highs held back from 5 kHz up. Then the level.
    async fn mixdown(mut self, pace: &mut impl Pace) -> Result<AudioBuffer, Superseded> {
        let k = one_pole(5000.0) as f32;
        for plane in [&mut self.left, &mut self.right] {
            pace.breathe(Stage::Decode, 0.95).await?;
            let mut low = 0.0;
            for x in plane.iter_mut() {
                low += k * (*x - low);
                *x = low + 0.6 * (*x - low);
            }
        }
        let mut meter = LoudnessMeter::new(SAMPLE_RATE);
        for (left, right) in self.left.chunks(BLOCK).zip(self.right.chunks(BLOCK)) {
            pace.breathe(Stage::Decode, 0.98).await?;
            meter.push(left, Some(right));
        }
        // The mix is never silent, so it has a loudness.
        let lufs = meter.finish().integrated_lufs().unwrap_or(LOUDNESS_LUFS);
        let gain = db_to_gain(LOUDNESS_LUFS - lufs) as f32;
        for x in self.left.iter_mut().chain(&mut self.right) {
            *x *= gain;
        }
        Ok(AudioBuffer::new(vec![self.left, self.right], SAMPLE_RATE))
    }
}

/// Share of a one-pole low-pass with its corner at `hz`.
fn one_pole(hz: f64) -> f64 {
    1.0 - (-TAU * hz / RATE).exp()
}

/// Rises over `attack_s`, falls over the last `release_s` of `frames`.
fn envelope(n: usize, frames: usize, attack_s: f64, release_s: f64) -> f64 {
    let rise = n as f64 / (attack_s * RATE);
    let fall = (frames - n) as f64 / (release_s * RATE);
    rise.min(fall).min(1.0)
}

/// exp(-t/tau), one frame after the other.
struct Decay {
    value: f64,
    factor: f64,
}

impl Decay {
    fn new(tau_s: f64) -> Self {
        Self { value: 1.0, factor: (-1.0 / (tau_s * RATE)).exp() }
    }

    fn next(&mut self) -> f64 {
        let value = self.value;
        self.value *= self.factor;
        value
    }
}

/// A sine of one frequency: a rotation by the same angle each frame.
struct Sine {
    at: (f64, f64),
    turn: (f64, f64),
}

impl Sine {
    fn new(hz: f64) -> Self {
        let (sin, cos) = (TAU * hz / RATE).sin_cos();
        Self { at: (0.0, 1.0), turn: (sin, cos) }
    }

    fn next(&mut self) -> f64 {
        let ((sin, cos), (turn_sin, turn_cos)) = (self.at, self.turn);
        self.at = (sin * turn_cos + cos * turn_sin, cos * turn_cos - sin * turn_sin);
        self.at.0
    }
}

/// A band-limited sawtooth: its step is rounded over two samples (polyBLEP; V. Välimäki, A. Huovilainen, "Antialiasing oscillators
/// in subtractive synthesis", IEEE Signal Processing Magazine 24, 2007).
struct Saw {
    phase: f64,
    step: f64,
}

impl Saw {
    fn new(hz: f64) -> Self {
        // Detuned neighbours must not start in step.
        Self { phase: (hz * 0.618) % 1.0, step: hz / RATE }
    }

    fn next(&mut self) -> f64 {
        self.phase += self.step;
        if self.phase >= 1.0 {
            self.phase -= 1.0;
        }
        let rounding = if self.phase < self.step {
            let t = self.phase / self.step;
            2.0 * t - t * t - 1.0
        } else if self.phase > 1.0 - self.step {
            let t = (self.phase - 1.0) / self.step;
            t * t + 2.0 * t + 1.0
        } else {
            0.0
        };
        2.0 * self.phase - 1.0 - rounding
    }
}

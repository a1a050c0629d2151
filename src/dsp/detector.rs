//! Levels of four bands over time, for compressors to look at. Nothing of it is heard.

use wide::f32x4;

use super::biquad::Biquad;

/// Frames over which one level is taken: 0.7 ms at 44.1 kHz.
pub const HOP: usize = 32;

/// One section over four lanes.
#[derive(Clone, Debug)]
struct Lanes {
    b: [f32x4; 3],
    a: [f32x4; 2],
    s: [f32x4; 2],
}

impl Lanes {
    fn new(sections: [Biquad; 4]) -> Self {
        let lane = |pick: fn(&Biquad) -> f64| f32x4::new(sections.each_ref().map(|s| pick(s) as f32));
        Self {
            b: [lane(|s| s.b[0]), lane(|s| s.b[1]), lane(|s| s.b[2])],
            a: [lane(|s| s.a[0]), lane(|s| s.a[1])],
            s: [f32x4::ZERO; 2],
        }
    }

    #[inline(always)]
    fn step(&mut self, x: f32x4) -> f32x4 {
        let y = self.b[0] * x + self.s[0];
        self.s[0] = self.b[1] * x - self.a[0] * y + self.s[1];
        self.s[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

/// Mean power in four bands per hop, over one or two channels: 12 dB per octave on either side, the outer two open-ended.
///
/// One SIMD lane a band; the channels run side by side, so that one's arithmetic fills the other's waiting. Single precision is enough
/// where only a level is read.
#[derive(Clone, Debug)]
pub struct BandDetector {
    channels: [Channel; 2],
}

#[derive(Clone, Debug)]
struct Channel {
    high_pass: Lanes,
    low_pass: Lanes,
}

impl Channel {
    #[inline(always)]
    fn power(&mut self, x: f32) -> f32x4 {
        let y = self.low_pass.step(self.high_pass.step(f32x4::splat(x)));
        y * y
    }
}

impl BandDetector {
    /// `crossovers_hz` that are not below 0.45 fs are moved there: the band above then holds next to nothing.
    #[must_use]
    pub fn new(crossovers_hz: [f64; 3], sample_rate: u32) -> Self {
        let rate = f64::from(sample_rate);
        let [low, mid, high] = crossovers_hz.map(|hz| hz.min(0.45 * rate));
        let high_passes = [low, mid, high].map(|hz| Biquad::high_pass(hz, rate));
        let low_passes = [low, mid, high].map(|hz| Biquad::low_pass(hz, rate));
        let channel = Channel {
            high_pass: Lanes::new([Biquad::IDENTITY, high_passes[0], high_passes[1], high_passes[2]]),
            low_pass: Lanes::new([low_passes[0], low_passes[1], low_passes[2], Biquad::IDENTITY]),
        };
        Self { channels: [channel.clone(), channel] }
    }

    /// The mean power of both channels for each hop of them (the last hop may be short).
    #[inline(never)]
    pub fn powers(&mut self, left: &[f32], right: Option<&[f32]>, powers: &mut [[f32; 4]]) {
        let [first, second] = &mut self.channels;
        for (hop, (left, power)) in left.chunks(HOP).zip(powers).enumerate() {
            let mut sum = f32x4::ZERO;
            let channels = match right {
                Some(right) => {
                    for (&l, &r) in left.iter().zip(&right[hop * HOP..]) {
                        sum += first.power(l) + second.power(r);
                    }
                    2
                }
                None => {
                    for &l in left {
                        sum += first.power(l);
                    }
                    1
                }
            };
            *power = (sum * f32x4::splat(1.0 / (channels * left.len()) as f32)).to_array();
        }
    }
}

//! Second-order sections: coefficients apart from state.

use std::f64::consts::{PI, SQRT_2};

use wide::f64x2;

/// y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2, normalised to a0 = 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Biquad {
    pub b: [f64; 3],
    pub a: [f64; 2],
}

impl Biquad {
    /// Passes everything unchanged, to the bit.
    pub const IDENTITY: Self = Self { b: [1.0, 0.0, 0.0], a: [0.0, 0.0] };

    /// Butterworth low-pass, 12 dB per octave, -3 dB at `cutoff_hz`. Bilinear transform with pre-warping: K = tan(pi f0/fs).
    #[must_use]
    pub fn low_pass(cutoff_hz: f64, sample_rate: f64) -> Self {
        let k = (PI * cutoff_hz / sample_rate).tan();
        let a0 = 1.0 + SQRT_2 * k + k * k;
        let b = k * k / a0;
        Self { b: [b, 2.0 * b, b], a: [2.0 * (k * k - 1.0) / a0, (1.0 - SQRT_2 * k + k * k) / a0] }
    }

    /// Butterworth high-pass, the low-pass's mirror.
    #[must_use]
    pub fn high_pass(cutoff_hz: f64, sample_rate: f64) -> Self {
        let k = (PI * cutoff_hz / sample_rate).tan();
        let a0 = 1.0 + SQRT_2 * k + k * k;
        Self { b: [1.0 / a0, -2.0 / a0, 1.0 / a0], a: [2.0 * (k * k - 1.0) / a0, (1.0 - SQRT_2 * k + k * k) / a0] }
    }

    /// |H|^2 at a frequency. Of a polynomial c0 + c1 z + c2 z^2 on the unit circle, |.|^2 = (c0 - c2)^2 + c1^2 + 2 c1 (c0 + c2) cos w
    /// + 4 c0 c2 cos^2 w.
    #[must_use]
    pub fn power_at(&self, hz: f64, sample_rate: f64) -> f64 {
        let cos = (2.0 * PI * hz / sample_rate).cos();
        let square =
            |[c0, c1, c2]: [f64; 3]| (c0 - c2).powi(2) + c1 * c1 + 2.0 * c1 * (c0 + c2) * cos + 4.0 * c0 * c2 * cos * cos;
        square(self.b) / square([1.0, self.a[0], self.a[1]])
    }
}

/// One section over two channels at once, in transposed direct form II.
#[derive(Clone, Debug)]
pub struct StereoBiquad {
    b: [f64x2; 3],
    a: [f64x2; 2],
    s: [f64x2; 2],
}

impl StereoBiquad {
    #[must_use]
    pub fn new(coefficients: Biquad) -> Self {
        Self { b: coefficients.b.map(f64x2::splat), a: coefficients.a.map(f64x2::splat), s: [f64x2::ZERO; 2] }
    }

    #[inline(always)]
    pub fn step(&mut self, x: f64x2) -> f64x2 {
        let y = self.b[0] * x + self.s[0];
        self.s[0] = self.b[1] * x - self.a[0] * y + self.s[1];
        self.s[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::gain_to_db;

    fn gain_at(section: Biquad, hz: f64, sample_rate: f64) -> f64 {
        let mut filter = StereoBiquad::new(section);
        let n = sample_rate as usize;
        let mut peak = 0.0f64;
        for i in 0..n {
            let x = (2.0 * PI * hz * i as f64 / sample_rate).sin();
            let y = filter.step(f64x2::splat(x)).to_array()[0];
            if i > n / 2 {
                peak = peak.max(y.abs());
            }
        }
        gain_to_db(peak)
    }

    #[test]
    fn butterworth_sections_are_3_db_down_at_the_cutoff_and_12_db_per_octave_beyond() {
        for rate in [8000.0, 44_100.0, 192_000.0] {
            assert!((gain_at(Biquad::low_pass(500.0, rate), 500.0, rate) + 3.01).abs() < 0.02);
            assert!((gain_at(Biquad::high_pass(500.0, rate), 500.0, rate) + 3.01).abs() < 0.02);
            assert!((gain_at(Biquad::high_pass(500.0, rate), 125.0, rate) + 24.1).abs() < 0.4);
            for section in [Biquad::low_pass(500.0, rate), Biquad::high_pass(500.0, rate)] {
                let computed = 0.5 * gain_to_db(section.power_at(900.0, rate));
                assert!((gain_at(section, 900.0, rate) - computed).abs() < 0.02);
            }
        }
    }
}

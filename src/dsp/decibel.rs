//! Fast logarithm and exponential for gain curves, the same to the bit on every machine.
//!
//! The standard library's `log10` and `powf` differ between WebAssembly and native code, and a call per frame would cost more than
//! the rest of a compressor. These are polynomials on the mantissa, free of branches, so that loops over them become SIMD.

use crate::units::larger;

/// 20*log10(2): one octave of gain in dB.
const DB_PER_OCTAVE: f32 = 6.020_6;

/// log2 of a positive, normal number; absolute error below 3e-6 (2e-5 dB).
///
/// x = 2^e * m with m in [sqrt(1/2), sqrt(2)): log2 x = e + log2 m, and with t = (m-1)/(m+1) the odd series
/// log2 m = 2/ln 2 * (t + t^3/3 + t^5/5 + t^7/7) (Abramowitz & Stegun 4.1.27), whose next term is below 2e-8.
#[inline(always)]
#[must_use]
pub fn log2(x: f32) -> f32 {
    let bits = x.to_bits() as i32;
    // Shift the mantissa's cut from 1 to sqrt(1/2).
    let shifted = bits.wrapping_sub(0x3f35_04f3);
    let exponent = shifted >> 23;
    let mantissa = f32::from_bits(bits.wrapping_sub(exponent << 23) as u32);
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let t2 = t * t;
    let series = t * (2.885_39 + t2 * (0.961_796_7 + t2 * (0.577_078 + t2 * 0.412_198_6)));
    exponent as f32 + series
}

/// 2^x for |x| < 126; relative error below 4e-7.
///
/// 2^x = 2^n * 2^f with n the nearest integer and |f| <= 1/2; 2^f by its Taylor series to the sixth order.
#[inline(always)]
#[must_use]
pub fn exp2(x: f32) -> f32 {
    // Adding 1.5 * 2^23 rounds to an integer in the low mantissa bits.
    const ROUND: f32 = 12_582_912.0;
    let n = x + ROUND - ROUND;
    let f = (x - n) * std::f32::consts::LN_2;
    let p = 1.0 + f * (1.0 + f * (0.5 + f * (0.166_666_67 + f * (0.041_666_668 + f * (0.008_333_334 + f * 0.001_388_889)))));
    f32::from_bits((p.to_bits() as i32).wrapping_add((n as i32) << 23) as u32)
}

/// Level of a positive gain in dB; a gain of zero reads as about -760 dB.
#[inline(always)]
#[must_use]
pub fn from_gain(gain: f32) -> f32 {
    DB_PER_OCTAVE * log2(larger(f32::MIN_POSITIVE, gain))
}

/// Level of a power in dB.
#[inline(always)]
#[must_use]
pub fn from_power(power: f32) -> f32 {
    0.5 * from_gain(power)
}

/// Gain of a level in dB, for levels within +-700 dB.
#[inline(always)]
#[must_use]
pub fn to_gain(db: f32) -> f32 {
    exp2(db * (1.0 / DB_PER_OCTAVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_exact_functions() {
        for i in -1_400_000..1_400_000 {
            let db = i as f32 * 1e-4;
            let exact = 10f64.powf(f64::from(db) / 20.0);
            let gain = to_gain(db);
            assert!((f64::from(gain) / exact - 1.0).abs() < 5e-6, "{db} dB");
            assert!((from_gain(gain) - db).abs() < 1e-4, "{db} dB reads {}", from_gain(gain));
        }
        assert_eq!(to_gain(0.0), 1.0);
        assert_eq!(from_gain(1.0), 0.0);
        assert!(from_gain(0.0) < -700.0);
    }
}

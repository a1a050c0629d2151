//! Finite impulse responses from gains over frequency.

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

/// Taps of an equaliser that resolves a third octave at 31.5 Hz at 48 kHz (6,600 are needed); the power of two nearest
/// to the same duration at other rates.
#[must_use]
pub fn equaliser_taps(sample_rate: u32) -> usize {
    let taps = 8192.0 * f64::from(sample_rate) / 48_000.0;
    taps.log2().round().exp2().max(256.0) as usize
}

/// Gains in dB at rising frequencies, read anywhere: monotone between the points, level beyond the outer ones.
#[derive(Clone, Debug)]
pub struct GainCurve {
    log_hz: Vec<f64>,
    db: Vec<f64>,
    slope: Vec<f64>,
}

impl GainCurve {
    /// Piecewise cubic over log frequency that does not overshoot its points (F. N. Fritsch and R. E. Carlson, "Monotone piecewise
    /// cubic interpolation", SIAM J. Numer. Anal. 17, 1980; slopes by the harmonic mean, as Fritsch and Butland 1984).
    ///
    /// # Panics
    /// If there are fewer than two points or their numbers differ.
    #[must_use]
    pub fn new(hz: &[f64], db: &[f64]) -> Self {
        assert!(hz.len() == db.len() && hz.len() >= 2, "{} frequencies, {} gains", hz.len(), db.len());
        let log_hz: Vec<f64> = hz.iter().map(|f| f.ln()).collect();
        let secant = |i: usize| (db[i + 1] - db[i]) / (log_hz[i + 1] - log_hz[i]);
        let slope = (0..hz.len())
            .map(|i| {
                if i == 0 || i + 1 == hz.len() {
                    return 0.0;
                }
                let (before, after) = (secant(i - 1), secant(i));
                if before * after <= 0.0 { 0.0 } else { 2.0 * before * after / (before + after) }
            })
            .collect();
        Self { log_hz, db: db.to_vec(), slope }
    }

    #[must_use]
    pub fn at(&self, hz: f64) -> f64 {
        let x = hz.max(1e-3).ln();
        let next = self.log_hz.partition_point(|&p| p <= x);
        if next == 0 {
            return self.db[0];
        }
        let Some(&right) = self.log_hz.get(next) else {
            return self.db[next - 1];
        };
        let i = next - 1;
        let width = right - self.log_hz[i];
        let t = (x - self.log_hz[i]) / width;
        // Cubic Hermite basis.
        let (t2, t3) = (t * t, t * t * t);
        (2.0 * t3 - 3.0 * t2 + 1.0) * self.db[i]
            + (t3 - 2.0 * t2 + t) * width * self.slope[i]
            + (3.0 * t2 - 2.0 * t3) * self.db[next]
            + (t3 - t2) * width * self.slope[next]
    }
}

/// Frequency response on the bins of a real FFT: `size / 2 + 1` values.
type Response = Vec<Complex<f64>>;

/// The response of minimum phase with a given magnitude, on a grid four times as fine as `taps` needs.
///
/// By the real cepstrum: the phase of a minimum-phase response is the Hilbert transform of its log magnitude, which folding the
/// cepstrum onto positive time performs (A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing", section 12.3).
#[must_use]
pub fn minimum_phase(gain_db: impl Fn(f64) -> f64, sample_rate: u32, taps: usize) -> Response {
    let size = 4 * taps;
    let mut planner = RealFftPlanner::<f64>::new();
    let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
    let nepers_per_db = std::f64::consts::LN_10 / 20.0;
    let bin_hz = f64::from(sample_rate) / size as f64;
    let mut bins: Response = (0..=size / 2).map(|bin| Complex::new(gain_db(bin as f64 * bin_hz) * nepers_per_db, 0.0)).collect();
    let mut cepstrum = inverse.make_output_vec();
    // Lengths are the planner's own, so neither transform can fail.
    let _ = inverse.process(&mut bins, &mut cepstrum);
    for (time, value) in cepstrum.iter_mut().enumerate() {
        *value *= match time {
            _ if time == 0 || time == size / 2 => 1.0,
            _ if time < size / 2 => 2.0,
            _ => 0.0,
        } / size as f64;
    }
    let _ = forward.process(&mut cepstrum, &mut bins);
    bins.iter_mut().for_each(|bin| *bin = bin.exp());
    bins
}

/// Impulse response of `taps` samples of a response given on the bins of [`minimum_phase`], delayed by `delay` samples. Its last
/// quarter is faded out, and the first half of the delay faded in, so that cutting it leaves no step.
#[must_use]
pub fn impulse(response: &[Complex<f64>], taps: usize, delay: usize) -> Vec<f32> {
    let size = 2 * (response.len() - 1);
    let inverse = RealFftPlanner::<f64>::new().plan_fft_inverse(size);
    let mut bins = response.to_vec();
    // The outermost bins of a real signal's spectrum are real.
    if let [first, .., last] = bins.as_mut_slice() {
        first.im = 0.0;
        last.im = 0.0;
    }
    let mut ring = inverse.make_output_vec();
    let _ = inverse.process(&mut bins, &mut ring);
    let fade_out = taps / 4;
    (0..taps)
        .map(|tap| {
            let left = (taps - tap) as f64 / fade_out as f64;
            let right = (tap + 1) as f64 / (delay / 2).max(1) as f64;
            let fade = |share: f64| if share >= 1.0 { 1.0 } else { 0.5 - 0.5 * (std::f64::consts::PI * share).cos() };
            let fade_in = if tap < delay { fade(right) } else { 1.0 };
            (ring[(size + tap - delay) % size] / size as f64 * fade(left) * fade_in) as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::gain_to_db;

    fn magnitude_db(taps: &[f32], hz: f64, rate: f64) -> f64 {
        let sum = taps.iter().enumerate().fold(Complex::new(0.0, 0.0), |sum, (n, &h)| {
            sum + Complex::from_polar(f64::from(h), -2.0 * std::f64::consts::PI * hz * n as f64 / rate)
        });
        gain_to_db(sum.norm())
    }

    #[test]
    fn minimum_phase_taps_have_the_curve_and_start_at_once() {
        for rate in [44_100, 48_000, 96_000] {
            let hz = [31.5, 63.0, 125.0, 250.0, 1000.0, 4000.0, 12_000.0];
            let db = [-3.0, 1.0, 2.0, -3.5, 0.0, 1.5, 3.0];
            let curve = GainCurve::new(&hz, &db);
            let taps = equaliser_taps(rate);
            let h = impulse(&minimum_phase(|f| curve.at(f), rate, taps), taps, 0);
            for (&f, &want) in hz.iter().zip(&db) {
                let got = magnitude_db(&h, f, f64::from(rate));
                assert!((got - want).abs() < 0.05, "{rate} Hz: {want} dB wanted at {f} Hz, got {got}");
            }
            let energy: f32 = h.iter().map(|x| x * x).sum();
            let early: f32 = h[..taps / 64].iter().map(|x| x * x).sum();
            assert!(early > 0.99 * energy, "{early} of {energy} early");
        }
    }

    #[test]
    fn a_flat_curve_is_an_impulse() {
        let h = impulse(&minimum_phase(|_| 0.0, 48_000, 1024), 1024, 100);
        assert!((h[100] - 1.0).abs() < 1e-6);
        assert!(h.iter().enumerate().all(|(n, x)| n == 100 || x.abs() < 1e-9));
    }

    #[test]
    fn the_curve_does_not_overshoot() {
        let curve = GainCurve::new(&[100.0, 200.0, 400.0, 800.0], &[0.0, 0.0, 3.0, 3.0]);
        for hz in 50..1000 {
            let db = curve.at(f64::from(hz));
            assert!((-1e-12..=3.0 + 1e-12).contains(&db), "{db} dB at {hz} Hz");
        }
    }

    #[test]
    fn tap_counts_keep_their_duration() {
        assert_eq!([44_100, 48_000, 96_000, 192_000, 8000].map(equaliser_taps), [8192, 8192, 16_384, 32_768, 1024]);
    }
}

//! The 30 third-octave bands, 25 Hz to 20 kHz, in which spectra are kept and compared.

pub const BAND_COUNT: usize = 30;

/// Nominal centre frequencies (IEC 61260-1, base 10; preferred numbers of ISO 266).
pub const CENTRES_HZ: [f64; BAND_COUNT] = [
    25.0, 31.5, 40.0, 50.0, 63.0, 80.0, 100.0, 125.0, 160.0, 200.0, 250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0,
    1600.0, 2000.0, 2500.0, 3150.0, 4000.0, 5000.0, 6300.0, 8000.0, 10_000.0, 12_500.0, 16_000.0, 20_000.0,
];

/// Lower and upper edge of band `band`: the exact centre 10^(k/10), k = 14 for 25 Hz, times 10^(+-1/20) (IEC 61260-1, eq. 2 to 5).
#[must_use]
pub fn band_edges_hz(band: usize) -> (f64, f64) {
    let exact = 10f64.powf((band as f64 + 14.0) / 10.0);
    let half = 10f64.powf(0.05);
    (exact / half, exact * half)
}

/// How many of the bands lie wholly below half the sample rate, where a recording of that rate can hold anything.
#[must_use]
pub fn usable_bands(sample_rate: u32) -> usize {
    (0..BAND_COUNT).take_while(|&band| band_edges_hz(band).1 <= 0.5 * f64::from(sample_rate)).count()
}

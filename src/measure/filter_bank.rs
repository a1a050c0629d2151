//! Bands in which spectra are kept: 30 third octaves, 25 Hz to 20 kHz, and how the bins of a transform add up to bands.

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

/// Adds the bins of a transform up to `N` bands.
pub(super) struct BinBank<const N: usize> {
    /// For each band its first bin, and the weight of that bin and of those after it.
    bands: [(usize, Vec<f32>); N],
}

impl<const N: usize> BinBank<N> {
    /// Bands with these `edges_hz`, over `bins` bins of `bin_hz` from 0 Hz up; every bin counts `scale`.
    pub fn new(edges_hz: impl Fn(usize) -> (f64, f64), bin_hz: f64, bins: usize, scale: f64) -> Self {
        let bands = std::array::from_fn(|band| {
            let (low, high) = edges_hz(band);
            let (first, last) = ((low / bin_hz).round() as usize, (high / bin_hz).round() as usize);
            let shares = (first..(last + 1).min(bins)).map(|bin| {
                // A bin stands for the width of half a bin on either side; bands may share it.
                let (from, to) = ((bin as f64 - 0.5) * bin_hz, (bin as f64 + 0.5) * bin_hz);
                (scale * (to.min(high) - from.max(low)).max(0.0) / bin_hz) as f32
            });
            (first, shares.collect())
        });
        Self { bands }
    }

    pub fn sums(&self, powers: &[f32]) -> [f32; N] {
        std::array::from_fn(|band| {
            let (first, shares) = &self.bands[band];
            let powers = powers.get(*first..*first + shares.len()).unwrap_or_default();
            let ((powers, powers_rest), (shares, shares_rest)) = (powers.as_chunks::<8>(), shares.as_chunks::<8>());
            let mut lanes = [0.0f32; 8];
            for (power, share) in powers.iter().zip(shares) {
                for lane in 0..8 {
                    lanes[lane] += power[lane] * share[lane];
                }
            }
            for (lane, (power, share)) in lanes.iter_mut().zip(powers_rest.iter().zip(shares_rest)) {
                *lane += power * share;
            }
            lanes.iter().sum()
        })
    }
}

//! What a limiter costs: how far the limited song is from the same song without it, at equal loudness.

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;
use testpress::audio::AudioBuffer;
use testpress::measure::{BAND_COUNT, Measurements, band_edges_hz, measure};
use testpress::pace::{Stage, Unpaced, run};
use testpress::units::{db_to_gain, gain_to_db, power_to_db};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    pub lufs: f64,
    /// Peak to loudness ratio after, less that before. At one loudness and one ceiling it differs only by what breaks the ceiling.
    pub plr_kept_db: f64,
    /// RMS over the third octaves of the change in the long-term spectrum.
    pub tone_db: f64,
    /// RMS over moments and bands of the change in 20 ms spectra.
    pub moments_db: f64,
    /// What no gain that stands still for 20 ms can explain, against the song: distortion, in dB.
    pub residue_db: f64,
    /// True peak above the ceiling.
    pub over_db: f64,
}

pub fn measured(audio: &AudioBuffer) -> Result<Measurements, String> {
    run(measure(audio, Stage::Measure, &mut Unpaced)).map_err(|error| error.to_string())
}

pub fn cost(song: &AudioBuffer, before: &Measurements, limited: &AudioBuffer, ceiling_db: f64) -> Result<Cost, String> {
    let after = measured(limited)?;
    let gain_db = before.loudness.integrated_lufs - after.loudness.integrated_lufs;
    let bands = before.spectrum.usable_bands;
    let (was, is) = (before.spectrum.total_db(), after.spectrum.total_db());
    let tone = (0..bands).map(|band| (is[band] + gain_db - was[band]).powi(2)).sum::<f64>() / bands as f64;
    let lag = lag(&song.channels()[0], &limited.channels()[0]);
    let moments = Moments::new(song.sample_rate(), bands);
    let (moments_db, residue_db) = moments.distances(song, limited, lag, db_to_gain(gain_db) as f32);
    Ok(Cost {
        lufs: after.loudness.integrated_lufs,
        plr_kept_db: after.plr_db() - before.plr_db(),
        tone_db: tone.sqrt(),
        moments_db,
        residue_db,
        over_db: after.peaks.true_peak_dbtp - ceiling_db,
    })
}

/// How many frames the second plane is late against the first, by their cross-correlation over some seconds in the middle.
fn lag(first: &[f32], second: &[f32]) -> isize {
    const SIZE: usize = 1 << 18;
    const MOST: usize = 1 << 13;
    let mut planner = RealFftPlanner::<f32>::new();
    let (forward, inverse) = (planner.plan_fft_forward(SIZE), planner.plan_fft_inverse(SIZE));
    let middle = first.len().min(second.len()).saturating_sub(SIZE) / 2;
    let spectrum = |plane: &[f32]| {
        let mut time: Vec<f32> = plane.iter().skip(middle).take(SIZE).copied().collect();
        time.resize(SIZE, 0.0);
        let mut bins = forward.make_output_vec();
        forward.process(&mut time, &mut bins).expect("lengths fit");
        bins
    };
    let mut cross: Vec<Complex<f32>> = spectrum(second).iter().zip(spectrum(first)).map(|(s, f)| s * f.conj()).collect();
    // Rounding leaves a little where a real signal has none.
    (cross[0].im, cross[SIZE / 2].im) = (0.0, 0.0);
    let mut time = inverse.make_output_vec();
    inverse.process(&mut cross, &mut time).expect("lengths fit");
    let lags = (0..MOST as isize).chain(-(MOST as isize)..0);
    lags.max_by(|a, b| time[a.rem_euclid(SIZE as isize) as usize].total_cmp(&time[b.rem_euclid(SIZE as isize) as usize]))
        .unwrap_or(0)
}

/// Compares spectra of 20 ms in third octaves from 100 Hz up (below, a band is narrower than the window can tell).
struct Moments {
    size: usize,
    window: Vec<f32>,
    /// First and last bin of each band.
    bands: Vec<(usize, usize)>,
    fft: std::sync::Arc<dyn realfft::RealToComplex<f32>>,
}

/// Moments quieter than this against the loudest count for nothing; within them, bands are floored here.
const QUIET_DB: f64 = -50.0;
const FLOOR_DB: f64 = -90.0;

impl Moments {
    fn new(rate: u32, usable: usize) -> Self {
        let size = (0.02 * f64::from(rate)).round() as usize & !1;
        let bin_hz = f64::from(rate) / size as f64;
        let bands = (0..usable.min(BAND_COUNT)).map(band_edges_hz).filter(|&(low, _)| low >= 88.0);
        let bands = bands.map(|(low, high)| {
            let first = (low / bin_hz).round() as usize;
            (first, ((high / bin_hz).round() as usize).max(first + 1).min(size / 2))
        });
        Self {
            size,
            window: (0..size).map(|n| 0.5 - 0.5 * (std::f32::consts::TAU * n as f32 / size as f32).cos()).collect(),
            bands: bands.collect(),
            fft: RealFftPlanner::<f32>::new().plan_fft_forward(size),
        }
    }

    /// RMS of the difference in dB, and the residue in dB; `gain` makes the limited song as loud as the other.
    fn distances(&self, song: &AudioBuffer, limited: &AudioBuffer, lag: isize, gain: f32) -> (f64, f64) {
        let mono = |audio: &AudioBuffer, gain: f32| {
            let (left, right) = audio.left_right();
            match right {
                Some(right) => left.iter().zip(right).map(|(l, r)| 0.5 * gain * (l + r)).collect(),
                None => left.iter().map(|x| gain * x).collect::<Vec<f32>>(),
            }
        };
        let (song, limited) = (mono(song, 1.0), mono(limited, gain));
        let (song, limited) = (&song[(-lag).max(0) as usize..], &limited[lag.max(0) as usize..]);
        let frames = song.len().min(limited.len());
        let starts = || (0..frames.saturating_sub(self.size)).step_by(self.size / 2);
        let energy = |start: usize| song[start..start + self.size].iter().map(|x| f64::from(x * x)).sum::<f64>();
        let loudest = starts().map(energy).fold(0.0, f64::max);
        let (mut sum, mut count, mut residue, mut whole) = (0.0, 0usize, 0.0, 0.0);
        for start in starts().filter(|&start| power_to_db(energy(start) / loudest) > QUIET_DB) {
            let (was, is) = (&song[start..start + self.size], &limited[start..start + self.size]);
            for (was, is) in self.levels_db(was).into_iter().zip(self.levels_db(is)) {
                sum += (is - was).powi(2);
                count += 1;
            }
            let cross: f64 = was.iter().zip(is).map(|(w, i)| f64::from(w * i)).sum();
            let power: f64 = is.iter().map(|x| f64::from(x * x)).sum();
            residue += power - cross * cross / energy(start);
            whole += power;
        }
        ((sum / count.max(1) as f64).sqrt(), power_to_db(residue.max(0.0) / whole))
    }

    fn levels_db(&self, frame: &[f32]) -> Vec<f64> {
        let mut time: Vec<f32> = frame.iter().zip(&self.window).map(|(x, w)| x * w).collect();
        let mut bins = self.fft.make_output_vec();
        self.fft.process(&mut time, &mut bins).expect("lengths fit");
        let scale = gain_to_db(2.0 / self.size as f64);
        let level = |&(first, last): &(usize, usize)| {
            let power: f32 = bins[first..last].iter().map(Complex::norm_sqr).sum();
            (power_to_db(f64::from(power)) + scale).max(FLOOR_DB)
        };
        self.bands.iter().map(level).collect()
    }
}

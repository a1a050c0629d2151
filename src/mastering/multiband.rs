//! The multiband compressor and the glue over it: it listens in steep bands and acts through gentle ones that add up to the signal.

use super::plan::{BandCompression, Dynamics};
use crate::audio::AudioBuffer;
use crate::dsp::compressor::{Compressor, CompressorParams};
use crate::dsp::decibel;
use crate::dsp::detector::{BandDetector, HOP};
use crate::dsp::split::BandGains;
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use wide::f64x2;

/// Where the four bands meet.
pub const CROSSOVERS_HZ: [f64; 3] = [120.0, 900.0, 5500.0];
pub const BANDS: usize = 4;

const KNEE_DB: f64 = 6.0;

/// Length of the mean that loud moments are compared with: as short-term loudness.
const MEAN_S: f64 = 3.0;

/// Bands quieter than -70 dBFS are not compressed: there is only noise to be moved about.
const FLOOR_POWER: f64 = 1e-7;

/// Compresses in place; returns the largest reduction of each band in dB.
///
/// Each band gets its mean power back as one constant gain, so that the balance between the bands stays what the equaliser made
/// it: loud moments come down against the rest of their band, not the band against its neighbours.
pub async fn apply(audio: &mut AudioBuffer, dynamics: &Dynamics, pace: &mut impl Pace) -> Result<Vec<f64>, Superseded> {
    let powers = detect(audio, pace).await?;
    let (gains_db, most_db) = reductions(&powers, dynamics, audio.sample_rate());
    drop(powers);
    let rate = audio.sample_rate();
    let frames = audio.frames();
    let mut bands = BandGains::new(CROSSOVERS_HZ.map(|hz| hz.min(0.45 * f64::from(rate))), rate);
    let mut gains = gains_of(gains_db.first().copied().unwrap_or_default());
    for start in (0..frames).step_by(BLOCK) {
        pace.breathe(Stage::Dynamics, 0.5 + 0.5 * start as f32 / frames as f32).await?;
        let end = (start + BLOCK).min(frames);
        // BLOCK is a multiple of HOP: hops never straddle two blocks.
        let hops = &gains_db[start / HOP..end.div_ceil(HOP)];
        match audio.channels_mut() {
            [left, right] => turn(&mut left[start..end], Some(&mut right[start..end]), hops, &mut bands, &mut gains),
            [left, ..] => turn(&mut left[start..end], None, hops, &mut bands, &mut gains),
            [] => {}
        }
    }
    Ok(most_db)
}

/// A block in place, each hop running from the `gains` before it to its own.
#[inline(never)]
fn turn(
    left: &mut [f32],
    mut right: Option<&mut [f32]>,
    hops: &[[f32; BANDS]],
    bands: &mut BandGains<{ BANDS - 1 }>,
    gains: &mut [f64; BANDS],
) {
    for (hop, gains_db) in hops.iter().enumerate() {
        let next = gains_of(*gains_db);
        let slope: [f64; BANDS] = std::array::from_fn(|band| (next[band] - gains[band]) / HOP as f64);
        for frame in hop * HOP..((hop + 1) * HOP).min(left.len()) {
            for (gain, slope) in gains.iter_mut().zip(slope) {
                *gain += slope;
            }
            let steps = [gains[0] - gains[1], gains[1] - gains[2], gains[2] - gains[3]];
            let x = f64x2::new([f64::from(left[frame]), right.as_ref().map_or(0.0, |r| f64::from(r[frame]))]);
            let [l, r] = bands.step(x, &steps, gains[3]).to_array();
            left[frame] = l as f32;
            if let Some(right) = &mut right {
                right[frame] = r as f32;
            }
        }
        *gains = next;
    }
}

/// Mean power of both channels per band and hop: the scale of [`crate::measure::Spectrum::total_db`].
async fn detect(audio: &AudioBuffer, pace: &mut impl Pace) -> Result<Vec<[f32; BANDS]>, Superseded> {
    let (left, right) = audio.left_right();
    let mut powers = vec![[0.0f32; BANDS]; audio.frames().div_ceil(HOP)];
    let mut detector = BandDetector::new(CROSSOVERS_HZ, audio.sample_rate());
    for (index, (left, powers)) in left.chunks(BLOCK).zip(powers.chunks_mut(BLOCK / HOP)).enumerate() {
        let start = index * BLOCK;
        pace.breathe(Stage::Dynamics, 0.5 * start as f32 / audio.frames() as f32).await?;
        detector.powers(left, right.map(|r| &r[start..start + left.len()]), powers);
    }
    Ok(powers)
}

/// Gain in dB per hop and band, make-up and glue included, and the largest reduction of each band.
fn reductions(powers: &[[f32; BANDS]], dynamics: &Dynamics, sample_rate: u32) -> (Vec<[f32; BANDS]>, Vec<f64>) {
    let rate = f64::from(sample_rate) / HOP as f64;
    let mut gains = vec![[0.0f32; BANDS]; powers.len()];
    let mut most_db = vec![0.0; BANDS];
    for (band, params) in dynamics.bands.iter().enumerate().take(BANDS) {
        let levels: Vec<f32> = powers.iter().map(|power| power[band]).collect();
        let (track, most) = gain_track(&levels, params, rate);
        for (gain, db) in gains.iter_mut().zip(track) {
            gain[band] = db;
        }
        most_db[band] = most;
    }
    if let Some(glue) = &dynamics.glue {
        let levels: Vec<f32> = powers.iter().map(|power| power.iter().sum()).collect();
        let (track, _) = gain_track(&levels, glue, rate);
        for (gain, db) in gains.iter_mut().zip(track) {
            gain.iter_mut().for_each(|band| *band += db);
        }
    }
    (gains, most_db)
}

/// Gain in dB of one compressor for each hop, make-up included, and its largest reduction.
fn gain_track(powers: &[f32], params: &BandCompression, rate: f64) -> (Vec<f32>, f64) {
    let mut compressor = Compressor::new(
        CompressorParams {
            threshold_db: params.threshold_over_mean_db,
            ratio: params.ratio,
            knee_db: KNEE_DB,
            attack_ms: params.attack_ms,
            release_ms: params.release_ms,
            most_db: params.most_db,
        },
        rate,
    );
    let means = local_means(powers, (MEAN_S * rate) as usize);
    let reductions: Vec<f32> = powers.iter().zip(means).map(|(power, mean)| compressor.next(power / mean)).collect();
    let most = reductions.iter().copied().fold(0.0, f32::max);
    // Rendered off line, the gain may be ahead of its detector: by the attack time, so that most of a reduction is there when
    // the beat comes. Otherwise its first moment would pass untouched, and stand out the more for the make-up.
    let ahead = (params.attack_ms / 1000.0 * rate).round() as usize;
    let (mut energy_before, mut energy_after) = (0.0f64, 0.0f64);
    let mut track: Vec<f32> = Vec::with_capacity(powers.len());
    for (hop, power) in powers.iter().enumerate() {
        let reduction = reductions[(hop + ahead).min(reductions.len() - 1)];
        track.push(-reduction);
        energy_before += f64::from(*power);
        energy_after += f64::from(power * decibel::to_gain(-2.0 * reduction));
    }
    if energy_after > 0.0 {
        let make_up = (10.0 * (energy_before / energy_after).log10()) as f32;
        track.iter_mut().for_each(|gain| *gain += make_up);
    }
    (track, f64::from(most))
}

/// Mean power over the `window` hops around each hop, at least [`FLOOR_POWER`].
fn local_means(powers: &[f32], window: usize) -> Vec<f32> {
    let half = window / 2;
    let last = powers.len();
    let mut sum: f64 = powers[..half.min(last)].iter().map(|&power| f64::from(power)).sum();
    (0..last)
        .map(|hop| {
            if let Some(&entering) = powers.get(hop + half) {
                sum += f64::from(entering);
            }
            if let Some(leaving) = hop.checked_sub(half + 1) {
                sum -= f64::from(powers[leaving]);
            }
            let count = (hop + half + 1).min(last) - hop.saturating_sub(half);
            (sum / count as f64).max(FLOOR_POWER) as f32
        })
        .collect()
}

fn gains_of(db: [f32; BANDS]) -> [f64; BANDS] {
    db.map(|db| f64::from(decibel::to_gain(db)))
}

//! Whether a recording keeps a beat.

use serde::{Deserialize, Serialize};

use super::onset::ONSET_BANDS;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rhythm {
    /// How much the rises of each onset band repeat at one and the same interval: the highest autocorrelation between 0.25 and 1 s,
    /// 1 for a machine, 0 for noise.
    pub regularity: [f64; ONSET_BANDS],
    /// The interval at which all bands together repeat best; `None` where nothing rises.
    pub interval_s: Option<f64>,
}

/// Hops added up to one: 23 ms at 44.1 kHz, fine enough for tempo, and forgiving of a player's timing.
const HOPS: usize = 4;
/// 240 to 60 beats a minute.
const SHORTEST_S: f64 = 0.25;
const LONGEST_S: f64 = 1.0;
/// Onsets at intervals alike over seconds make a beat; a tempo that drifts over minutes does not unmake it.
const STRETCH_S: f64 = 12.0;

/// Normalised autocorrelation of the onset curves (Scheirer 1998, "Tempo and beat analysis of acoustic musical signals", JASA 103, uses
/// comb filters to the same end), taken over stretches of 12 s and averaged.
pub(super) fn of(rises: &[Vec<f32>; ONSET_BANDS], within: &[bool], hop_s: f64) -> Rhythm {
    let step_s = HOPS as f64 * hop_s;
    let (shortest, longest) = ((SHORTEST_S / step_s).round() as usize, (LONGEST_S / step_s).round() as usize);
    let stretch = (STRETCH_S / step_s).round() as usize;
    let lags = longest + 1 - shortest;
    let mut all = vec![0.0; lags];
    let mut regularity = [0.0; ONSET_BANDS];
    for (band, rises) in rises.iter().enumerate() {
        let curve: Vec<f32> =
            rises.chunks(HOPS).zip(within.chunks(HOPS)).map(|(r, w)| if w[0] { r.iter().sum() } else { 0.0 }).collect();
        let mut products = vec![0.0; lags];
        let mut squares = 0.0;
        for part in curve.chunks(stretch).filter(|part| part.len() > 3 * longest) {
            let mean = part.iter().sum::<f32>() / part.len() as f32;
            let part: Vec<f32> = part.iter().map(|x| x - mean).collect();
            let count = part.len() - longest;
            squares += f64::from(part[..count].iter().map(|x| x * x).sum::<f32>());
            for (lag, product) in products.iter_mut().enumerate() {
                let later = &part[lag + shortest..];
                *product += f64::from(part[..count].iter().zip(later).map(|(a, b)| a * b).sum::<f32>());
            }
        }
        if squares > 0.0 {
            regularity[band] = products.iter().copied().fold(0.0, f64::max) / squares;
            all.iter_mut().zip(&products).for_each(|(all, product)| *all += product / squares);
        }
    }
    let best = (0..lags).filter(|&lag| all[lag] > 0.0).max_by(|&a, &b| all[a].total_cmp(&all[b]));
    Rhythm { regularity: regularity.map(|r| r.min(1.0)), interval_s: best.map(|lag| (lag + shortest) as f64 * step_s) }
}

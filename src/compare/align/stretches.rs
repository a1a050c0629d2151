//! Where in the song the versions agree on the alignment found: another edit agrees in places only.

use std::ops::Range;

use realfft::num_complex::Complex;

use super::consensus::Line;
use super::whiten::Whitener;
use crate::pace::{Pace, Stage, Superseded};
use crate::units::larger;

/// 3 s of the low rate.
const SIZE: usize = 1 << 13;
const HOP: usize = SIZE / 4;
/// Samples of the low rate: a tape's flutter, and what a drift smears, stay within 8 ms.
const REACH: usize = 22;
/// Standard deviations, of the highest of 45 lags: unrelated music stays below, but for one moment in thousands.
const AGREES: f32 = 7.0;
/// Less than this share of what moments usually reach is another performance: music repeats itself so far.
const SHARE: f32 = 0.4;
/// Where even this share of the phases agrees by noise or by treatment only, nothing can be said of less.
const LEAST_USUAL: f32 = 0.25;
/// So much better another offset must be before it counts against the first.
const BETTER: f32 = 1.3;
/// Moments that tell what is usual, at least and at most.
const FEW: usize = 4;
const MANY: usize = 32;
/// Silence says nothing, of the mix or of the version (in power, against their mean).
const SILENT: f64 = 1e-6;
/// Moments (of 0.75 s) in a row that are no accident: 3 s.
const IN_A_ROW: usize = 4;

/// The stretches of the mix, in samples of the low rate, on which the first line holds; `None` if it holds throughout.
pub(super) async fn agreements(
    mix: &[f32],
    version: &[f32],
    lines: &[Line],
    pace: &mut impl Pace,
) -> Result<Option<Vec<Range<usize>>>, Superseded> {
    let mut whitener = Whitener::new(SIZE);
    let window: Vec<f32> =
        (0..SIZE).map(|n| (std::f64::consts::PI * (n as f64 + 0.5) / SIZE as f64).sin().powi(2) as f32).collect();
    let (mix_power, version_power) = (power(mix), power(version));
    let Some((first, rest)) = lines.split_first() else { return Ok(None) };
    let mut moments: Vec<Option<Moment>> = Vec::new();
    for start in (0..mix.len().saturating_sub(SIZE)).step_by(HOP) {
        if moments.len().is_multiple_of(16) {
            pace.breathe(Stage::Align, super::REFINED).await?;
        }
        let piece = &mix[start..start + SIZE];
        if power(piece) <= SILENT * mix_power {
            moments.push(None);
            continue;
        }
        let spectrum = whitener.spectrum(windowed(piece, &window));
        let density = whitener.density();
        let middle = (start + SIZE / 2) as f64;
        let mut agreement = |line: &Line| {
            let from = usize::try_from(start as i64 + line.at(middle).round() as i64).ok()?;
            let other = version.get(from..from + SIZE)?;
            if power(other) <= SILENT * version_power {
                return None;
            }
            let other = whitener.spectrum(windowed(other, &window));
            Some(highest(&mut whitener, &spectrum, &other))
        };
        moments.push(agreement(first).map(|here| {
            let elsewhere = rest
                .iter()
                .filter_map(agreement)
                .fold(Agreement::default(), |best, one| if one.share > best.share { one } else { best });
            Moment { density, here, elsewhere }
        }));
    }
    Ok(stretches(&verdicts(&moments)))
}

/// Three seconds in which both sound.
struct Moment {
    density: f32,
    /// Agreement on the first line, and the best on any other.
    here: Agreement,
    elsewhere: Agreement,
}

#[derive(Clone, Copy, Default)]
struct Agreement {
    /// Above chance, in standard deviations.
    sigmas: f32,
    /// Of what two equal recordings reach.
    share: f32,
}

/// Whether the first line holds at each moment; `None` where nothing can be said.
///
/// A moment that agrees with nothing may be different, or drowned in noise. Noise drowns thin spectra first: where thinner moments
/// agree, noise is not the reason.
fn verdicts(moments: &[Option<Moment>]) -> Vec<Option<bool>> {
    let mut by_density: Vec<(usize, &Moment)> = moments.iter().enumerate().filter_map(|(n, m)| Some((n, m.as_ref()?))).collect();
    by_density.sort_by(|a, b| a.1.density.total_cmp(&b.1.density));
    let mut verdicts = vec![None; moments.len()];
    for (rank, (index, moment)) in by_density.iter().enumerate() {
        let known = &by_density[rank.saturating_sub(MANY)..rank];
        let mut thinner: Vec<f32> = known.iter().map(|(_, moment)| larger(moment.here.share, moment.elsewhere.share)).collect();
        thinner.sort_by(f32::total_cmp);
        let usual = if thinner.len() < FEW { 0.0 } else { thinner[thinner.len() / 2] };
        let other = moment.elsewhere.sigmas >= AGREES && moment.elsewhere.share >= BETTER * moment.here.share;
        let different = usual >= LEAST_USUAL && moment.here.share < SHARE * usual;
        verdicts[*index] = if other || different {
            Some(false)
        } else if moment.here.sigmas >= AGREES {
            Some(true)
        } else {
            None
        };
    }
    verdicts
}

fn windowed<'a>(piece: &'a [f32], window: &'a [f32]) -> impl Iterator<Item = f32> {
    piece.iter().zip(window).map(|(x, w)| x * w)
}

fn power(samples: &[f32]) -> f64 {
    samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>() / samples.len().max(1) as f64
}

/// Of two neighbouring lags together, because a peak may lie between them.
fn highest(whitener: &mut Whitener, a: &[Complex<f32>], b: &[Complex<f32>]) -> Agreement {
    let (share, sigmas) = whitener.worth(a, b);
    let correlation = whitener.correlate(a, b);
    let later = correlation[..=REACH].windows(2);
    let earlier = correlation[SIZE - REACH..].windows(2);
    let zero = correlation[SIZE - 1].powi(2) + correlation[0].powi(2);
    let highest = later.chain(earlier).map(|two| two[0] * two[0] + two[1] * two[1]).fold(zero, larger).sqrt();
    Agreement { sigmas: sigmas * highest, share: share * highest }
}

/// Runs of agreement, if there is a run of disagreement. Moments of which nothing is known belong to the run before them.
fn stretches(moments: &[Option<bool>]) -> Option<Vec<Range<usize>>> {
    let mut runs: Vec<(bool, Range<usize>)> = Vec::new();
    for (index, moment) in moments.iter().enumerate() {
        let Some(agrees) = *moment else { continue };
        match runs.last_mut() {
            Some((kind, run)) if *kind == agrees => run.end = index + 1,
            _ => runs.push((agrees, index..index + 1)),
        }
    }
    // Short runs are accidents, and what they part belongs together.
    runs.retain(|(_, run)| run.len() >= IN_A_ROW);
    runs.dedup_by(|next, run| {
        let same = next.0 == run.0;
        if same {
            run.1.end = next.1.end;
        }
        same
    });
    if runs.iter().all(|(agrees, _)| *agrees) {
        return None;
    }
    // A run reaches from half way to the one before it to half way to the next; moments lie in the middle of their windows.
    let edge = |left: &Range<usize>, right: &Range<usize>| (left.end - 1 + right.start) * HOP / 2 + SIZE / 2;
    let mut agreeing = Vec::new();
    for (index, (agrees, run)) in runs.iter().enumerate() {
        if *agrees {
            let before = index.checked_sub(1).and_then(|before| runs.get(before));
            let start = before.map_or(run.start * HOP, |(_, before)| edge(before, run));
            let end = runs.get(index + 1).map_or((run.end - 1) * HOP + SIZE, |(_, next)| edge(run, next));
            agreeing.push(start..end);
        }
    }
    Some(agreeing)
}

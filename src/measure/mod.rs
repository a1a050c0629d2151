//! What a recording *is*, in the field's standard figures: loudness, peaks, spectrum, dynamics, onsets, stereo, integrity.

mod band_limit;
mod dynamics;
mod erb;
mod filter_bank;
mod integrity;
mod loudness;
mod noise;
mod octaves;
mod onset;
mod peaks;
mod psr;
mod rhythm;
mod running_peak;
mod spectrum;
mod stereo;
mod track;

pub use dynamics::Dynamics;
pub use erb::{ERB_COUNT, ErbSpectrum, erb_centre_hz};
pub use filter_bank::{BAND_COUNT, CENTRES_HZ, band_edges_hz};
pub use integrity::{ChannelFault, Clipping, Integrity};
pub use loudness::{HopPowers, KWeighting, Loudness, LoudnessMeter, SURROUND_WEIGHT, hop_of, k_weighting};
pub use octaves::PerOctave;
pub use onset::{ONSET_BANDS, Onsets};
pub use peaks::{PeakMeter, Peaks, sample_peak};
pub use psr::Psr;
pub use rhythm::Rhythm;
pub use running_peak::RunningPeak;
pub use spectrum::{REFERENCE_BANDS, SILENT_BAND_DB, Spectra, Spectrum, SpectrumMeter};
pub use stereo::Stereo;
pub use track::Track;

use serde::{Deserialize, Serialize};

use crate::audio::AudioBuffer;
use crate::pace::{BLOCK, Pace, Stage, Superseded};
use crate::units::{power_to_db, seconds_to_frames};
use octaves::OctaveMeter;
use psr::PeakTrack;
use spectrum::raise;

/// Everything the plan, the comparison and the page know of one recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurements {
    pub sample_rate: u32,
    pub frames: usize,
    pub channels: usize,
    pub loudness: Loudness,
    pub peaks: Peaks,
    pub spectrum: Spectrum,
    pub erb: ErbSpectrum,
    pub dynamics: Dynamics,
    pub onsets: Onsets,
    /// `None` for a mono file.
    pub stereo: Option<Stereo>,
    /// What a file has been through is asked of the artist's mix only: `None` for a master.
    pub integrity: Option<Integrity>,
}

impl Measurements {
    /// Peak to loudness ratio: true peak minus integrated loudness, in dB.
    #[must_use]
    pub fn plr_db(&self) -> f64 {
        self.peaks.true_peak_dbtp - self.loudness.integrated_lufs
    }

    /// The same recording after one gain: levels move, nothing else does. (Not for a recording whose integrity was looked at: a gain
    /// changes a file's bits.)
    #[must_use]
    pub fn after_gain(mut self, gain_db: f64) -> Self {
        let Loudness { integrated_lufs, max_momentary_lufs, max_short_term_lufs, lra_lu: _ } = &mut self.loudness;
        for level in [integrated_lufs, max_momentary_lufs, max_short_term_lufs] {
            *level += gain_db;
        }
        self.peaks.true_peak_dbtp += gain_db;
        self.peaks.sample_peak_dbfs += gain_db;
        self.spectrum.raise(gain_db);
        for level in &mut self.erb.level_db {
            raise(level, gain_db);
        }
        self
    }
}

/// Why a recording has no meaningful figures.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum MeasureError {
    /// Nothing passes the absolute gate of BS.1770, -70 LUFS.
    #[error("silent: nothing is louder than -70 LUFS")]
    Silent,
    /// Less than one 400 ms gating block.
    #[error("{seconds:.2} s is too short, 0.4 s are needed")]
    TooShort { seconds: f64 },
}

/// What stops a measurement: the recording, or somebody with a newer one.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Stopped {
    #[error(transparent)]
    Error(#[from] MeasureError),
    #[error(transparent)]
    Superseded(#[from] Superseded),
}

/// Measures a whole recording in one pass, saying so as `stage`; its integrity too, unless it is a master being verified.
///
/// # Errors
/// [`MeasureError`] where the recording has no loudness.
pub async fn measure(audio: &AudioBuffer, stage: Stage, pace: &mut impl Pace) -> Result<Measurements, Stopped> {
    Ok(survey(audio, stage, pace).await?.0)
}

/// The same, and the power of every hop that its loudness was taken from.
///
/// # Errors
/// As [`measure`].
pub async fn survey(audio: &AudioBuffer, stage: Stage, pace: &mut impl Pace) -> Result<(Measurements, HopPowers), Stopped> {
    let (left, right) = audio.left_right();
    let frames = audio.frames();
    let sample_rate = audio.sample_rate();
    let mut loudness = LoudnessMeter::new(sample_rate);
    let mut peaks = PeakMeter::new(sample_peak(audio.channels()));
    let mut peak_track = PeakTrack::new(sample_rate);
    let mut spectrum = SpectrumMeter::new(sample_rate);
    let mut octaves = OctaveMeter::new(sample_rate, audio.channels().len());
    let mut products = stereo::Products::default();
    for start in (0..frames).step_by(BLOCK) {
        let end = (start + BLOCK).min(frames);
        pace.breathe(stage, start as f32 / frames as f32).await?;
        loudness.push(&left[start..end], right.map(|r| &r[start..end]));
        for plane in audio.channels() {
            peaks.push(plane, start..end);
        }
        peak_track.push(audio.channels(), end);
        octaves.push(audio.channels(), end);
        spectrum.push(left, right, end);
        let right = right.unwrap_or(left);
        products.push(&left[start..end], &right[start..end]);
    }
    let hops = loudness.finish();
    let loudness = hops.loudness()?;
    let within = hops.within_gate();
    let counts = |seconds| within.get(hop_of(seconds_to_frames(seconds, sample_rate), sample_rate)).copied().unwrap_or(false);
    let (octave_crest_db, onsets) = octaves.finish(audio.channels(), counts);
    let spectra = spectrum.finish(&within);
    let peaks = peaks.finish();
    let mean_square = (products.left + products.right) / (2 * frames) as f64;
    let stereo = (!audio.is_mono()).then(|| Stereo::of(products, &spectra, sample_rate));
    let integrity = match stage {
        Stage::Verify => None,
        _ => Some(integrity::examine(audio, stereo.as_ref(), stage, pace).await?),
    };
    let measurements = Measurements {
        sample_rate,
        frames,
        channels: audio.channels().len(),
        dynamics: Dynamics {
            crest_db: peaks.sample_peak_dbfs - power_to_db(mean_square),
            octave_crest_db,
            psr: peak_track.finish(audio.channels(), &hops, loudness.integrated_lufs),
        },
        onsets,
        stereo,
        peaks,
        loudness,
        spectrum: spectra.third_octaves,
        erb: spectra.erb,
        integrity,
    };
    Ok((measurements, hops))
}

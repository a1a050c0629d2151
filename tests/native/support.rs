//! What several tests need: the real recordings beside the repository, files made by ffmpeg, and signals that are known.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use testpress::audio::AudioBuffer;
use testpress::decode::{Limits, decode};
use testpress::measure::{
    BAND_COUNT, Dynamics, ERB_COUNT, ErbSpectrum, HopPowers, Loudness, Measurements, Onsets, Peaks, Rhythm, Spectrum, Track,
    measure,
};
use testpress::pace::{Stage, Unpaced, run};

/// Set where a test that can't find its files shall fail rather than skip.
const REQUIRE: &str = "TESTPRESS_REQUIRE_AUDIO";

/// `../shared/audio`, if it is there.
///
/// # Panics
/// If it is not, and `TESTPRESS_REQUIRE_AUDIO` is set.
pub fn audio_dir() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/audio");
    if dir.is_dir() {
        return Some(dir);
    }
    skip("50 files, ../shared/audio is not here");
    None
}

/// A row of MANIFEST.csv that is music or speech; the figures are ffmpeg's and ebur128's.
#[derive(Clone, Debug)]
#[allow(dead_code)]
pub struct Song {
    pub path: PathBuf,
    pub seconds: f64,
    pub rate: u32,
    pub channels: usize,
    pub lufs: f64,
    pub dbtp: f64,
    pub lra: f64,
    pub genre: String,
}

impl Song {
    /// The file's name without its folder.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap().to_string_lossy().into_owned()
    }
}

/// All songs of the manifest; none if the folder is missing.
pub fn real_songs() -> Vec<Song> {
    let Some(dir) = audio_dir() else {
        return Vec::new();
    };
    let manifest = std::fs::read_to_string(dir.join("MANIFEST.csv")).expect("a manifest");
    let mut songs = Vec::new();
    for row in manifest.lines().skip(1).map(csv_row) {
        // file, sha256, seconds, rate, channels, codec, LUFS, dBTP, LRA, genre, note
        if !row[0].starts_with("music/") && !row[0].starts_with("speech/") {
            continue;
        }
        let number =
            |column: usize| row[column].parse::<f64>().unwrap_or_else(|_| panic!("{}: column {column}: {}", row[0], row[column]));
        songs.push(Song {
            path: dir.join(&row[0]),
            seconds: number(2),
            rate: number(3) as u32,
            channels: number(4) as usize,
            lufs: number(6),
            dbtp: number(7),
            lra: number(8),
            genre: row[9].clone(),
        });
    }
    songs
}

/// Fields of a line; a comma inside quotes does not separate.
fn csv_row(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

/// Runs ffmpeg on `input` with `arguments` into a file whose name ends in `extension`, and gives its bytes; `None` without ffmpeg.
///
/// # Panics
/// If ffmpeg fails, or is missing and `TESTPRESS_REQUIRE_AUDIO` is set.
pub fn ffmpeg(input: &[u8], arguments: &[&str], extension: &str) -> Option<Vec<u8>> {
    static FILES: AtomicUsize = AtomicUsize::new(0);
    if Command::new("ffmpeg").arg("-version").output().is_err() {
        skip("ffmpeg is not installed");
        return None;
    }
    let stem =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{}", std::process::id(), FILES.fetch_add(1, Ordering::Relaxed)));
    let (source, made) = (stem.with_extension("source"), stem.with_extension(extension));
    std::fs::write(&source, input).expect("a folder for temporary files");
    let run = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-i"])
        .arg(&source)
        .args(arguments)
        .arg(&made)
        .output()
        .expect("ffmpeg runs");
    assert!(run.status.success(), "ffmpeg {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    let bytes = std::fs::read(&made).expect("ffmpeg wrote a file");
    let _ = (std::fs::remove_file(source), std::fs::remove_file(made));
    Some(bytes)
}

/// Says on the terminal that tests were skipped: libtest would swallow `eprintln!`.
///
/// # Panics
/// If `TESTPRESS_REQUIRE_AUDIO` is set.
pub fn skip(what: &str) {
    assert!(std::env::var_os(REQUIRE).is_none(), "{REQUIRE} is set, but: {what}");
    let _ = writeln!(std::io::stderr(), "skipped: {what}");
}

/// Music-like and never the same twice: a chord, a slow sweep and clicks over a noise floor, left and right different. Within +-0.8.
pub fn signal(channels: usize, sample_rate: u32, seconds: f64) -> Vec<Vec<f32>> {
    let frames = (seconds * f64::from(sample_rate)).round() as usize;
    (0..channels)
        .map(|channel| {
            let mut noise = Noise::new(channel as u64 + 1);
            (0..frames)
                .map(|frame| {
                    let t = frame as f64 / f64::from(sample_rate);
                    let tone = |hz: f64| (std::f64::consts::TAU * hz * t).sin();
                    let chord = tone(220.0) + tone(277.2 + 3.0 * channel as f64) + tone(329.6);
                    let sweep = (std::f64::consts::TAU * (100.0 * t + 60.0 * t * t)).sin();
                    let click = if frame % 11_025 < 40 { 0.2 } else { 0.0 };
                    (0.13 * chord + 0.15 * sweep + click * noise.next() + 0.002 * noise.next()) as f32
                })
                .collect()
        })
        .collect()
}

/// A 32-bit float WAV file, so that every number arrives at the encoder as it is.
pub fn float_wav(planes: &[Vec<f32>], sample_rate: u32) -> Vec<u8> {
    let samples = interleave(planes).into_iter().flat_map(f32::to_le_bytes).collect::<Vec<u8>>();
    wav(3, 32, planes.len() as u16, sample_rate, &samples)
}

/// A plain RIFF file of 44 bytes and `data`.
pub fn wav(tag: u16, bits: u16, channels: u16, sample_rate: u32, data: &[u8]) -> Vec<u8> {
    let block = channels * bits.div_ceil(8);
    let mut file = Vec::with_capacity(44 + data.len());
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + data.len() as u32).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16u32.to_le_bytes());
    for field in [tag, channels] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    for field in [sample_rate, sample_rate * u32::from(block)] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    for field in [block, bits] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&(data.len() as u32).to_le_bytes());
    file.extend_from_slice(data);
    file
}

pub fn interleave(planes: &[Vec<f32>]) -> Vec<f32> {
    (0..planes[0].len()).flat_map(|frame| planes.iter().map(move |plane| plane[frame])).collect()
}

/// Uniform within +-1, the same every time (xorshift64*).
pub struct Noise(u64);

impl Noise {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn word(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// What the engine measures of a recording.
pub fn measurements(audio: &AudioBuffer) -> Measurements {
    run(measure(audio, Stage::Measure, &mut Unpaced)).expect("a loudness")
}

/// An independent reading: the `ebur128` crate.
pub fn independent_lufs(audio: &AudioBuffer) -> f64 {
    let mut meter = ebur128::EbuR128::new(audio.channels().len() as u32, audio.sample_rate(), ebur128::Mode::I).expect("a meter");
    let planes: Vec<&[f32]> = audio.channels().iter().map(Vec::as_slice).collect();
    meter.add_frames_planar_f32(&planes).expect("frames");
    meter.loudness_global().expect("a loudness")
}

/// Ten seconds of one loudness.
pub fn track(lufs: f64) -> Track {
    let power = 10f64.powf((lufs + 0.691) / 10.0);
    Track::of(&HopPowers::new(44_100, vec![441.0 * power; 1_000]))
}

/// Measurements of no song in particular.
pub fn measured(lufs: f64) -> Measurements {
    Measurements {
        sample_rate: 44_100,
        frames: 441_000,
        channels: 2,
        loudness: Loudness {
            integrated_lufs: lufs,
            max_momentary_lufs: lufs + 3.0,
            max_short_term_lufs: lufs + 2.0,
            lra_lu: 6.0,
        },
        peaks: Peaks { true_peak_dbtp: -3.0, sample_peak_dbfs: -3.2 },
        spectrum: Spectrum {
            mid_db: [-30.0; BAND_COUNT],
            side_db: [-40.0; BAND_COUNT],
            noise_floor_db: [-90.0; BAND_COUNT],
            subsonic_db: -90.0,
            usable_bands: BAND_COUNT,
        },
        erb: ErbSpectrum { level_db: vec![-30.0; ERB_COUNT] },
        dynamics: Dynamics { crest_db: 14.0, octave_crest_db: [Some(14.0); 10], psr: None },
        onsets: Onsets { rise_db: [2.0; 4], rhythm: Rhythm { regularity: [0.5; 4], interval_s: Some(0.5) } },
        stereo: None,
        integrity: None,
    }
}

/// A real song, decoded.
///
/// # Panics
/// If it can't be.
pub fn decoded(song: &Song) -> AudioBuffer {
    let bytes = std::fs::read(&song.path).expect("a file");
    let limits = Limits { max_bytes: u64::MAX, memory_bytes: u64::MAX };
    run(decode(bytes, &limits, &mut Unpaced)).unwrap_or_else(|error| panic!("{}: {error}", song.name())).audio
}

/// The highest |value| of a stretch interpolated 16 times by one FFT: independent of every filter of ours.
///
/// The stretch is taken as one period, its ends faded over 64 samples so that they meet.
pub fn oracle_peak(plane: &[f32]) -> f64 {
    const TIMES: usize = 16;
    let frames = plane.len();
    let mut planner = realfft::RealFftPlanner::<f64>::new();
    let (forward, inverse) = (planner.plan_fft_forward(frames), planner.plan_fft_inverse(TIMES * frames));
    let mut time: Vec<f64> = plane
        .iter()
        .enumerate()
        .map(|(n, &x)| f64::from(x) * (n as f64 / 64.0).min((frames - 1 - n) as f64 / 64.0).min(1.0))
        .collect();
    let mut bins = forward.make_output_vec();
    forward.process(&mut time, &mut bins).expect("lengths fit");
    bins.resize(TIMES * frames / 2 + 1, realfft::num_complex::Complex::new(0.0, 0.0));
    // At Nyquist a real line is half on either side.
    if frames.is_multiple_of(2) {
        bins[frames / 2] *= 0.5;
    }
    let mut fine = inverse.make_output_vec();
    inverse.process(&mut bins, &mut fine).expect("lengths fit");
    fine.iter().fold(0.0, |peak: f64, x| peak.max(x.abs())) / frames as f64
}

//! The limiters that are compared: each takes a gain and a ceiling, and gives the song back.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use testpress::audio::AudioBuffer;
use testpress::decode::{Limits, decode};
use testpress::mastering::plan::{Limiting, LoudnessGoal, Plan};
use testpress::mastering::{Controls, master, plan};
use testpress::measure::Measurements;
use testpress::pace::{Unpaced, run};

/// A song as a peer finds it: 32-bit float, so that nothing clips on the way.
pub struct Song {
    pub name: String,
    pub audio: AudioBuffer,
    pub measured: Measurements,
    pub file: PathBuf,
}

pub struct Contender {
    pub name: &'static str,
    kind: Kind,
}

enum Kind {
    Ours,
    Ffmpeg {
        oversampling: u32,
    },
    /// A program that answers a request per line.
    Server {
        child: Child,
        input: ChildStdin,
        output: BufReader<ChildStdout>,
    },
}

impl Contender {
    pub fn ours() -> Self {
        Self { name: "ours", kind: Kind::Ours }
    }

    pub fn ffmpeg(name: &'static str, oversampling: u32) -> Self {
        Self { name, kind: Kind::Ffmpeg { oversampling } }
    }

    pub fn server(name: &'static str, command: &mut Command) -> Result<Self, String> {
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = spawned.map_err(|error| format!("{name} does not start: {error}"))?;
        let (input, output) = child.stdin.take().zip(child.stdout.take()).ok_or("no pipes")?;
        Ok(Self { name, kind: Kind::Server { child, input, output: BufReader::new(output) } })
    }

    /// The song after `gain_db` and the limiter. Ours is asked for a loudness: what that gain alone would give.
    pub fn limited(&mut self, song: &Song, gain_db: f64, ceiling_db: f64) -> Result<AudioBuffer, String> {
        if matches!(self.kind, Kind::Ours) {
            let target_lufs = song.measured.loudness.integrated_lufs + gain_db;
            let loudness = LoudnessGoal { target_lufs, ceiling_dbtp: ceiling_db, mix_lra_lu: 0.0, limiting: Limiting::AsAsked };
            let all = plan(&song.measured, &Controls::UNTOUCHED, None);
            let plan = Plan { cleaning: None, tone: None, width: None, dynamics: None, saturation: None, loudness, ..all };
            let mastered = run(master(&song.audio, &plan, &mut Unpaced));
            return mastered.map(|mastered| mastered.audio).map_err(|error| error.to_string());
        }
        let out = song.file.with_extension("limited.wav");
        self.render(song, &out, gain_db, ceiling_db).map_err(|error| format!("{}: {error}", self.name))?;
        opened(&out)
    }

    fn render(&mut self, song: &Song, out: &Path, gain_db: f64, ceiling_db: f64) -> Result<(), String> {
        match &mut self.kind {
            Kind::Ours => Ok(()),
            Kind::Ffmpeg { oversampling } => {
                // Its own times (5 ms, 50 ms) and a compensated delay; `level` would turn the result up to 0 dBFS again.
                let limit = 10f64.powf(ceiling_db / 20.0);
                let rate = song.audio.sample_rate();
                let limiter = format!("alimiter=level=disabled:limit={limit}:attack=5:release=50:latency=1");
                let filters = match *oversampling {
                    1 => format!("volume={gain_db}dB,{limiter}"),
                    times => format!("volume={gain_db}dB,aresample={},{limiter},aresample={rate}", times * rate),
                };
                let mut ffmpeg = Command::new("ffmpeg");
                ffmpeg.args(["-v", "error", "-y", "-i"]).arg(&song.file).args(["-af", &filters, "-c:a", "pcm_f32le"]).arg(out);
                let run = ffmpeg.output().map_err(|error| error.to_string())?;
                if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&run.stderr).into_owned()) }
            }
            Kind::Server { input, output, .. } => {
                let request = serde_json::json!({ "in": song.file, "out": out, "gain_db": gain_db, "ceiling_db": ceiling_db });
                let mut answer = String::new();
                let asked = writeln!(input, "{request}").and_then(|()| input.flush());
                asked.and_then(|()| output.read_line(&mut answer)).map_err(|error| error.to_string())?;
                if answer.trim() == "ok" { Ok(()) } else { Err(format!("answers `{}`", answer.trim())) }
            }
        }
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        if let Kind::Server { child, .. } = &mut self.kind {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

pub fn opened(path: &Path) -> Result<AudioBuffer, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let limits = Limits { max_bytes: u64::MAX, memory_bytes: u64::MAX };
    let decoded = run(decode(bytes, &limits, &mut Unpaced)).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(decoded.audio)
}

/// Writes a 32-bit float WAV file.
pub fn write(path: &Path, audio: &AudioBuffer) -> Result<(), String> {
    let spec = hound::WavSpec {
        channels: audio.channels().len() as u16,
        sample_rate: audio.sample_rate(),
        bits_per_sample: 32,
        sample_format: hound::SampleFormat::Float,
    };
    let written = hound::WavWriter::create(path, spec).and_then(|mut writer| {
        for frame in 0..audio.frames() {
            audio.channels().iter().try_for_each(|plane| writer.write_sample(plane[frame]))?;
        }
        writer.finalize()
    });
    written.map_err(|error| format!("{}: {error}", path.display()))
}

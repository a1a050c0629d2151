//! Compares limiters at equal loudness: what each costs a song, by one set of meters. `cargo xtask bench` runs it.

mod contenders;
mod cost;
mod table;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use contenders::{Contender, Song, opened, write};
use cost::{Cost, cost, measured};
use table::Row;
use testpress::audio::AudioBuffer;
use testpress::measure::LoudnessMeter;

const USAGE: &str = "\
usage: limiters --work FOLDER [--rows FILE.csv] [--seconds N] [--hold-ceiling] [--python PROGRAM SCRIPT] [--node PROGRAM SCRIPT PACKAGE] SONG...";

const TARGETS_LUFS: [f64; 3] = [-14.0, -11.0, -9.0];
const CEILING_DB: f64 = -1.0;
/// Loudness counts as equal within this.
const EQUAL_LU: f64 = 0.05;
const MOST_TRIES: usize = 10;
/// The ceiling counts as kept within this.
const HELD_WITHIN_DB: f64 = 0.03;
const MOST_LOWERINGS: usize = 4;

struct Arguments {
    work: PathBuf,
    rows: Option<PathBuf>,
    /// This much is taken from the middle of each song.
    seconds: f64,
    /// A limiter that breaks the ceiling is asked for a lower one, until what it gives keeps it.
    hold_ceiling: bool,
    python: Option<[String; 2]>,
    node: Option<[String; 3]>,
    songs: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let outcome = parse(std::env::args().skip(1)).and_then(|arguments| compare(&arguments));
    outcome.map_or_else(
        |message| {
            eprintln!("limiters: {message}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let (mut work, mut rows, mut seconds, mut hold_ceiling) = (None, None, 30.0, false);
    let (mut python, mut node, mut songs) = (None, None, Vec::new());
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs more\n{USAGE}"));
        match word.as_str() {
            "--work" => work = Some(PathBuf::from(value()?)),
            "--rows" => rows = Some(PathBuf::from(value()?)),
            "--seconds" => seconds = value()?.parse().ok().filter(|s| *s >= 1.0).ok_or("--seconds needs a number from 1 up")?,
            "--hold-ceiling" => hold_ceiling = true,
            "--python" => python = Some([value()?, value()?]),
            "--node" => node = Some([value()?, value()?, value()?]),
            option if option.starts_with('-') => return Err(format!("`{option}` is not an option\n{USAGE}")),
            song => songs.push(PathBuf::from(song)),
        }
    }
    let work = work.ok_or(USAGE)?;
    if songs.is_empty() { Err(USAGE.into()) } else { Ok(Arguments { work, rows, seconds, hold_ceiling, python, node, songs }) }
}

fn compare(arguments: &Arguments) -> Result<(), String> {
    let mut contenders = contenders(arguments)?;
    let mut rows = Vec::new();
    for path in &arguments.songs {
        let song = song(path, arguments)?;
        for contender in &mut contenders {
            // What the limiter ate at one loudness, it will eat at the next.
            let mut eaten_db = 0.0;
            for target_lufs in TARGETS_LUFS {
                let mut limited = || match arguments.hold_ceiling {
                    true => held(contender, &song, target_lufs, &mut eaten_db),
                    false => driven(contender, &song, target_lufs, CEILING_DB, &mut eaten_db),
                };
                match limited() {
                    Ok(cost) => rows.push(Row { song: song.name.clone(), limiter: contender.name, target_lufs, cost }),
                    Err(message) => eprintln!("{}, {target_lufs} LUFS: {message}", song.name),
                }
            }
        }
        eprintln!("{}: done", song.name);
    }
    if let Some(path) = &arguments.rows {
        std::fs::write(path, table::csv(&rows)).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    println!("{}", table::medians(&rows, &TARGETS_LUFS, EQUAL_LU));
    Ok(())
}

fn contenders(arguments: &Arguments) -> Result<Vec<Contender>, String> {
    let mut contenders = vec![Contender::ours()];
    if let Some([program, script]) = &arguments.python {
        contenders.push(Contender::server("matchering", Command::new(program).arg(script))?);
    }
    if Command::new("ffmpeg").arg("-version").output().is_ok() {
        contenders.extend([Contender::ffmpeg("alimiter", 1), Contender::ffmpeg("alimiter 4x", 4)]);
    }
    if let Some([program, script, package]) = &arguments.node {
        contenders.push(Contender::server("libsonare", Command::new(program).args([script, package]))?);
    }
    Ok(contenders)
}

/// The middle of a song.
fn song(path: &Path, arguments: &Arguments) -> Result<Song, String> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let whole = opened(path)?;
    let frames = whole.frames().min((arguments.seconds * f64::from(whole.sample_rate())) as usize);
    let from = (whole.frames() - frames) / 2;
    let planes = whole.channels().iter().map(|plane| plane[from..from + frames].to_vec()).collect();
    let audio = AudioBuffer::new(planes, whole.sample_rate());
    let file = arguments.work.join(format!("{name}.float.wav"));
    write(&file, &audio)?;
    let measured = measured(&audio).map_err(|error| format!("{name}: {error}"))?;
    Ok(Song { name, audio, measured, file })
}

/// As [`driven`], under a requested ceiling at which the true one holds.
fn held(contender: &mut Contender, song: &Song, target_lufs: f64, eaten_db: &mut f64) -> Result<Cost, String> {
    let mut ceiling_db = CEILING_DB;
    let mut cost = driven(contender, song, target_lufs, ceiling_db, eaten_db)?;
    for _ in 0..MOST_LOWERINGS {
        if cost.over_db <= HELD_WITHIN_DB {
            break;
        }
        ceiling_db -= cost.over_db;
        cost = driven(contender, song, target_lufs, ceiling_db, eaten_db)?;
    }
    Ok(cost)
}

/// The limiter at the gain that gives the loudness (by the secant rule), or the nearest it got to.
fn driven(contender: &mut Contender, song: &Song, target_lufs: f64, ceiling_db: f64, eaten_db: &mut f64) -> Result<Cost, String> {
    let plain_db = target_lufs - song.measured.loudness.integrated_lufs;
    let mut gain_db = plain_db + *eaten_db;
    let mut last: Option<(f64, f64)> = None;
    let mut best: Option<(f64, AudioBuffer)> = None;
    let mut tries = 0;
    while tries < MOST_TRIES && best.as_ref().is_none_or(|(miss, _)| miss.abs() > 0.6 * EQUAL_LU) {
        let limited = contender.limited(song, gain_db, ceiling_db)?;
        tries += 1;
        let lufs = integrated_lufs(&limited)?;
        let miss = target_lufs - lufs;
        if best.as_ref().is_none_or(|(least, _)| miss.abs() < least.abs()) {
            *eaten_db = gain_db - plain_db;
            best = Some((miss, limited));
        }
        let slope = last.map_or(0.8, |(gain, loud)| ((lufs - loud) / (gain_db - gain)).clamp(0.15, 1.0));
        last = Some((gain_db, lufs));
        gain_db += miss / slope;
    }
    let (_, limited) = best.ok_or("nothing was tried")?;
    cost(&song.audio, &song.measured, &limited, CEILING_DB)
}

fn integrated_lufs(audio: &AudioBuffer) -> Result<f64, String> {
    let (left, right) = audio.left_right();
    let mut meter = LoudnessMeter::new(audio.sample_rate());
    meter.push(left, right);
    meter.finish().integrated_lufs().map_err(|error| error.to_string())
}

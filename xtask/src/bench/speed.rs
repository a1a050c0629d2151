//! A whole song from file to file: ours against matchering, in turns, on the same song and reference.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::watch::{Taken, watch};
use super::{example, folder, median, peers};
use crate::command::{Outcome, run};

/// Goal: matchering takes at least this many times as long.
const GOAL: f64 = 15.0;

/// Four minutes from these, one after the other: a band of acoustic instruments, and a loud, dense one.
const SONG: [&str; 2] = ["folk_", "metal_"];
/// A record at full loudness, so that the limiter has to work.
const REFERENCE: &str = "electronic_dave";

pub fn compare(songs: &[PathBuf], runs: usize) -> Outcome {
    let folder = folder()?;
    let (song, reference) = (song(songs)?, folder.join("reference.wav"));
    make(&[named(songs, REFERENCE)], 240, &reference)?;
    let ours = example("master")?;
    let python = peers::matchering();

    let out = |name: &str| folder.join(name);
    let master = || {
        let mut command = Command::new(&ours);
        command.arg(&song).arg(out("ours.wav")).arg("--reference").arg(&reference);
        command
    };
    let matchering = |python: &Path| {
        let mut command = Command::new(python);
        command.arg(peers::script("matchering_master.py")).args([&song, &reference, &out("matchering.wav")]);
        command
    };
    // Once unmeasured: files and programs are then in memory for both.
    watch(&mut master())?;
    let (mut took, mut peer_took) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        took.push(watch(&mut master())?);
        if let Some(python) = &python {
            peer_took.push(watch(&mut matchering(python))?);
        }
    }
    println!("4 minutes of 44.1 kHz/16-bit stereo, whole process from file to file, median of {runs}:");
    println!("| Tool | Wall, s | Processor, s | Peak memory, MiB |\n|---|---|---|---|");
    let ours = row("ours", &took);
    if !peer_took.is_empty() {
        let peer = row("matchering", &peer_took);
        let ratio = |of: fn(&Taken) -> f64| of(&peer) / of(&ours);
        println!(
            "| ratio | {:.1} | {:.1} | {:.1} |\nGoal: at least {GOAL} times as fast by the clock.",
            ratio(|t| t.wall_s),
            ratio(|t| t.cpu_s),
            ratio(|t| t.peak_mib)
        );
    }
    Ok(())
}

/// The song that is timed.
pub fn song(songs: &[PathBuf]) -> Outcome<PathBuf> {
    let song = folder()?.join("song.wav");
    make(&SONG.map(|name| named(songs, name)), 240, &song)?;
    Ok(song)
}

fn named(songs: &[PathBuf], start: &str) -> PathBuf {
    let found = songs.iter().find(|song| song.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)));
    found.cloned().unwrap_or_else(|| PathBuf::from(start))
}

/// One 44.1 kHz/16-bit stereo file from several songs, repeated until it is long enough.
fn make(songs: &[PathBuf], seconds: u32, out: &Path) -> Outcome {
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-y"]);
    for song in songs {
        command.arg("-i").arg(song);
    }
    let alike: String =
        (0..songs.len()).map(|n| format!("[{n}:a]aresample=44100,aformat=channel_layouts=stereo[s{n}];")).collect();
    let inputs: String = (0..songs.len()).map(|n| format!("[s{n}]")).collect();
    let filter = format!("{alike}{inputs}concat=n={}:v=0:a=1,aloop=loop=-1:size=2147483647,atrim=end={seconds}", songs.len());
    run(command.args(["-filter_complex", &filter, "-c:a", "pcm_s16le"]).arg(out))
}

/// Prints the medians, and gives them.
fn row(name: &str, runs: &[Taken]) -> Taken {
    let of = |value: fn(&Taken) -> f64| median(runs.iter().map(value).collect());
    let taken = Taken { wall_s: of(|t| t.wall_s), cpu_s: of(|t| t.cpu_s), peak_mib: of(|t| t.peak_mib) };
    println!("| {name} | {:.2} | {:.2} | {:.0} |", taken.wall_s, taken.cpu_s, taken.peak_mib);
    taken
}

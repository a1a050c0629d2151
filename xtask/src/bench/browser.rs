//! From the drop to both voices playable in Chromium, and its parts against the same code natively.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Browser, browser_and_page, example, folder, median, speed};
use crate::command::{Outcome, output, run};
use crate::serve::Site;
use crate::system::Program;
use crate::{journeys, paths};

/// Goal: in the browser each part takes at most this many times as long.
const GOAL: f64 = 1.8;

/// The parts that both programs time, under the names they give them.
const PARTS: [&str; 3] = ["decode", "measure", "render"];

pub fn compare(songs: &[PathBuf], runs: usize) -> Outcome {
    let Some(Browser { node, chromium }) = browser_and_page() else { return Ok(()) };
    journeys::install_packages()?;
    let song = speed::song(songs)?;
    let native = example("master")?;
    let out = folder()?.join("ours.wav");
    let site = Site::open(&paths::dist(), [0])?;
    let (mut page, mut master) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let mut visit = Command::new(&node);
        visit.arg(paths::root().join("benches/browser.mjs")).arg(&song);
        page.push(output(visit.env("TESTPRESS_URL", site.address()).env("CHROMIUM", &chromium))?);
        master.push(output(Command::new(&native).arg(&song).arg(&out))?);
    }
    println!("4 minutes of 44.1 kHz/16-bit stereo with nothing chosen, median of {runs}:");
    println!("| Part | Chromium, s | Native, s | Ratio |\n|---|---|---|---|");
    for part in PARTS {
        let browser = median(page.iter().map(|text| printed(text, part) / 1000.0).collect());
        let native = median(master.iter().map(|text| seconds(text, part)).collect());
        println!("| {part} | {browser:.2} | {native:.2} | {:.1} |", browser / native);
    }
    let total = median(page.iter().map(|text| printed(text, "total") / 1000.0).collect());
    println!("| from the drop to both versions playable | {total:.2} | | |\nGoal: at most {GOAL} times as long as natively.");
    deck(&node, &chromium, &song, &site, runs)
}

/// Another version as it may come back: begun later, at another level, in another format.
const VERSIONS: [(&str, &str); 2] =
    [("later.flac", "adelay=1234S:all=1,volume=-2dB"), ("mp3.mp3", "adelay=44100S:all=1,volume=-4dB")];

/// Four versions of the same four minutes: lining one up, memory, and how long the page is busy at a time while they play.
fn deck(node: &Path, chromium: &Path, song: &Path, site: &Site, runs: usize) -> Outcome {
    let mut versions = Vec::new();
    for (name, filter) in VERSIONS {
        let file = folder()?.join(name);
        let mut ffmpeg = Command::new(Program::Ffmpeg.path()?);
        run(ffmpeg.args(["-v", "error", "-y", "-i"]).arg(song).args(["-af", filter, "-b:a", "320k"]).arg(&file))?;
        versions.push(file);
    }
    let mut said = Vec::new();
    for _ in 0..runs {
        let mut visit = Command::new(node);
        visit.arg(paths::root().join("benches/deck.mjs")).arg(song).args(&versions);
        said.push(output(visit.env("TESTPRESS_URL", site.address()).env("CHROMIUM", chromium))?);
    }
    println!("The same with two more versions beside it, median of {runs}:");
    for (name, what, unit) in [
        ("version", "a version added, from the choice to the button", "s"),
        ("align", "of that, rate and place", "s"),
        ("task", "longest task of the page while four versions play and are switched", "ms"),
        ("peak", "peak memory of the tab's process", "MiB"),
    ] {
        println!("- {what}: {:.2} {unit}", median(said.iter().map(|text| printed(text, name)).collect()));
    }
    Ok(())
}

/// From a line "decode 190.5", as the visit printed it.
pub fn printed(text: &str, part: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(part)?.strip_prefix(' '));
    line.and_then(|number| number.trim().parse().ok()).unwrap_or(f64::NAN)
}

/// From the line "Took: read 0.050 s, decode 0.133 s ...".
fn seconds(text: &str, part: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix("Took: ")).unwrap_or_default();
    let found = line.split(", ").find_map(|words| words.strip_prefix(part)?.strip_prefix(' ')?.strip_suffix(" s"));
    found.and_then(|number| number.parse().ok()).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::{printed, seconds};

    #[test]
    fn times_are_read_from_what_is_printed() {
        assert_eq!(printed("decode 190.5\nmeasure 3\n", "measure"), 3.0);
        assert_eq!(seconds("A line.\nTook: read 0.050 s, decode 0.133 s, render 1.000 s\n", "decode"), 0.133);
        assert!(seconds("", "decode").is_nan() && printed("decode x", "decode").is_nan());
    }
}

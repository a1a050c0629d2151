//! From the drop to both voices playable in Chromium, and its parts against the same code natively.

use std::path::PathBuf;
use std::process::Command;

use super::{example, folder, median, speed};
use crate::command::{Outcome, output};
use crate::serve::Site;
use crate::system::Program;
use crate::{journeys, paths};

/// Goal: in the browser each part takes at most this many times as long.
const GOAL: f64 = 1.8;

/// The parts that both programs time, under the names they give them.
const PARTS: [&str; 3] = ["decode", "measure", "render"];

pub fn compare(songs: &[PathBuf], runs: usize) -> Outcome {
    if !paths::dist().join("index.html").is_file() {
        println!("skipped: dist/ holds no page; `cargo xtask build` makes it");
        return Ok(());
    }
    let (Ok(node), Ok(chromium)) = (Program::Node.path(), Program::Chromium.path()) else {
        println!("skipped: Chromium or Node is not here");
        return Ok(());
    };
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
        let browser = median(page.iter().map(|text| milliseconds(text, part) / 1000.0).collect());
        let native = median(master.iter().map(|text| seconds(text, part)).collect());
        println!("| {part} | {browser:.2} | {native:.2} | {:.1} |", browser / native);
    }
    let total = median(page.iter().map(|text| milliseconds(text, "total") / 1000.0).collect());
    println!("| from the drop to both versions playable | {total:.2} | | |\nGoal: at most {GOAL} times as long as natively.");
    Ok(())
}

/// From a line "decode 190.5".
fn milliseconds(text: &str, part: &str) -> f64 {
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
    use super::{milliseconds, seconds};

    #[test]
    fn times_are_read_from_what_is_printed() {
        assert_eq!(milliseconds("decode 190.5\nmeasure 3\n", "measure"), 3.0);
        assert_eq!(seconds("A line.\nTook: read 0.050 s, decode 0.133 s, render 1.000 s\n", "decode"), 0.133);
        assert!(seconds("", "decode").is_nan() && milliseconds("decode x", "decode").is_nan());
    }
}

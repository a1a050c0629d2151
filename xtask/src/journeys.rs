//! The journeys: a real browser against the finished page, driven by Node.

use std::path::PathBuf;
use std::process::Command;

use crate::command::{Outcome, about, run, run_reading};
use crate::paths;
use crate::serve::Site;
use crate::system::Program;

/// Serves `dist/` on a free port and runs every journey, handing each line they print to `read`.
pub fn run_all(require_audio: bool, read: impl FnMut(&str) + Send) -> Outcome {
    let journeys = files()?;
    install_packages()?;
    let site = Site::open(&paths::dist(), [0])?;
    let mut node = Command::new(Program::Node.path()?);
    node.current_dir(paths::root())
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(journeys)
        .env("TESTPRESS_URL", site.address())
        .env("CHROMIUM", Program::Chromium.path()?);
    if require_audio {
        node.env("TESTPRESS_REQUIRE_AUDIO", "1");
    }
    run_reading(&mut node, read)
}

fn files() -> Outcome<Vec<PathBuf>> {
    let folder = paths::journeys();
    let entries = about(std::fs::read_dir(&folder), "list", &folder)?;
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() { Err(format!("{} holds no journey (*.test.mjs)", folder.display())) } else { Ok(files) }
}

/// Installs exactly what package-lock.json says, unless that was done before.
pub fn install_packages() -> Outcome {
    let folder = paths::journeys();
    let lock = folder.join("package-lock.json");
    let wanted = about(std::fs::read_to_string(&lock), "read", &lock)?;
    // Written last, so that an interrupted installation is repeated.
    let done = folder.join("node_modules/.installed-lock.json");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("Installing the journeys' packages (puppeteer-core: it steers the browser). Once; some seconds.");
    let quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    run(Command::new(Program::Npm.path()?).current_dir(&folder).arg("ci").args(quiet))?;
    about(std::fs::write(&done, wanted), "write", &done)
}

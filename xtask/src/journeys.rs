//! The journeys: a real browser against the finished page, driven by Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Outcome, about, run, run_reading};
use crate::paths;
use crate::serve::Site;
use crate::sink::Sink;
use crate::system::Program;

/// What they need. Only on Linux can a sound device be made up, and only there may a machine have none.
pub const PROGRAMS: &[Program] = if cfg!(target_os = "linux") {
    &[Program::Chromium, Program::Firefox, Program::Pulseaudio, Program::Ffmpeg, Program::Node, Program::Npm]
} else {
    &[Program::Chromium, Program::Firefox, Program::Ffmpeg, Program::Node, Program::Npm]
};

/// Serves `dist/` on a free port and runs every journey, handing each line they print to `read`: first those in Chromium, then,
/// with a sound device, those in Firefox.
pub fn run_all(require_audio: bool, mut read: impl FnMut(&str) + Send) -> Outcome {
    let (in_firefox, in_chromium): (Vec<_>, Vec<_>) = files()?.into_iter().partition(|file| is_for_firefox(file));
    install_packages()?;
    let site = Site::open(&paths::dist(), [0])?;
    let node = || -> Outcome<Command> {
        let mut node = Command::new(Program::Node.path()?);
        node.current_dir(paths::root())
            .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
            .env("TESTPRESS_URL", site.address());
        if require_audio {
            node.env("TESTPRESS_REQUIRE_AUDIO", "1");
        }
        Ok(node)
    };
    run_reading(node()?.args(in_chromium).env("CHROMIUM", Program::Chromium.path()?), &mut read)?;
    let sink = Sink::open()?;
    let heard = sink.as_ref().map(Sink::variables).into_iter().flatten();
    run_reading(node()?.args(in_firefox).env("FIREFOX", Program::Firefox.path()?).envs(heard), &mut read)
}

fn is_for_firefox(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("firefox"))
}

fn files() -> Outcome<Vec<PathBuf>> {
    let folder = paths::journeys();
    let entries = about(std::fs::read_dir(&folder), "list", &folder)?;
    let mut files: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    // Told of no file, Node would look for others.
    for (browser, firefox) in [("Chromium", false), ("Firefox", true)] {
        if !files.iter().any(|file| is_for_firefox(file) == firefox) {
            return Err(format!("{} holds no journey for {browser} (*.test.mjs)", folder.display()));
        }
    }
    Ok(files)
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
    println!(
        "Installing the journeys' packages (puppeteer-core steers the browser, axe-core checks the page). Once; some seconds."
    );
    let quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    run(Command::new(Program::Npm.path()?).current_dir(&folder).arg("ci").args(quiet))?;
    about(std::fs::write(&done, wanted), "write", &done)
}

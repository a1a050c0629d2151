//! The other tools: installed into `target/peers` for this repository alone, at the versions that the figures were taken with.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::command::run;
use crate::paths;

const MATCHERING: &str = "2.0.6";
const LIBSONARE: &str = "1.7.2";
/// The last that runs on Node 20.
const LIGHTHOUSE: &str = "12.8.2";

fn home() -> PathBuf {
    paths::root().join("target/peers")
}

pub fn script(name: &str) -> PathBuf {
    paths::root().join("benches/peers").join(name)
}

/// The Python that has matchering; `None`, and a line, where it can't be had.
pub fn matchering() -> Option<PathBuf> {
    let environment = home().join("python");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let test = format!("import importlib.metadata as m, matchering; assert m.version('matchering') == '{MATCHERING}'");
    let works = || succeeds(Command::new(&python).args(["-c", &test]));
    if works() {
        return Some(python);
    }
    println!("Installing matchering {MATCHERING} from PyPI into target/peers: it is compared with. Once; a minute.");
    let installed = ["python3", "python"].into_iter().find_map(paths::on_path).is_some_and(|system| {
        run(Command::new(system).args(["-m", "venv"]).arg(&environment)).is_ok()
            && run(Command::new(&python).args(["-m", "pip", "install", "--quiet", &format!("matchering=={MATCHERING}")])).is_ok()
    });
    if installed && works() {
        return Some(python);
    }
    println!("skipped: matchering; it needs Python 3 with venv and pip, and PyPI");
    None
}

/// The folder of the libsonare package; `None`, and a line, where it can't be had.
pub fn libsonare() -> Option<PathBuf> {
    node_package("@libraz/libsonare", LIBSONARE, "it is compared with")
}

/// The folder of Lighthouse; `None`, and a line, where it can't be had.
pub fn lighthouse() -> Option<PathBuf> {
    node_package("lighthouse", LIGHTHOUSE, "it rates the page as search engines do")
}

fn node_package(name: &str, version: &str, why: &str) -> Option<PathBuf> {
    let home = home().join("node");
    let package = home.join("node_modules").join(name);
    let has_version = || {
        let facts = std::fs::read_to_string(package.join("package.json"));
        facts.is_ok_and(|facts| facts.contains(&format!("\"version\": \"{version}\"")))
    };
    if let (Some(_), Some(npm)) = (paths::on_path("node"), paths::on_path("npm")) {
        if has_version() {
            return Some(package);
        }
        println!("Installing {name} {version} from npm into target/peers: {why}. Once; a minute at most.");
        let quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
        let wanted = format!("{name}@{version}");
        let made = std::fs::create_dir_all(&home).is_ok();
        if made
            && run(Command::new(npm).args(["install", &wanted]).args(quiet).arg("--prefix").arg(&home)).is_ok()
            && has_version()
        {
            return Some(package);
        }
    }
    println!("skipped: {name}; it needs Node with npm, and its registry");
    None
}

fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

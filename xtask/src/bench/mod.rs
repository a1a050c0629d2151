//! Benchmarks against other tools, side by side on the machine at hand. What can't be had here is skipped, with a line that says so.

mod browser;
mod page;
mod peers;
mod phone;
mod quality;
mod speed;
mod watch;

use std::path::PathBuf;

use crate::command::{Outcome, about, cargo, run};
use crate::paths;
use crate::system::Program;

#[derive(Debug, PartialEq)]
pub struct Options {
    pub only: Option<Part>,
    /// Runs of each program, of which the median counts.
    pub runs: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { only: None, runs: 5 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Speed,
    Quality,
    Browser,
    Page,
    Phone,
}

impl Part {
    const ALL: [Self; 5] = [Self::Speed, Self::Quality, Self::Browser, Self::Page, Self::Phone];

    pub fn named(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|part| part.name() == name);
        known.ok_or_else(|| format!("`{name}` is not a part: {}", Self::ALL.map(Self::name).join(", ")))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Quality => "quality",
            Self::Browser => "browser",
            Self::Page => "page",
            Self::Phone => "phone",
        }
    }
}

pub fn bench(options: &Options) -> Outcome {
    let runs = options.runs;
    for part in Part::ALL.into_iter().filter(|part| options.only.is_none_or(|only| only == *part)) {
        println!("== {}", part.name());
        match part {
            Part::Speed => with_songs(|songs| speed::compare(songs, runs))?,
            Part::Quality => with_songs(quality::compare)?,
            Part::Browser => with_songs(|songs| browser::compare(songs, runs))?,
            Part::Page => page::rate(runs)?,
            Part::Phone => with_songs(|songs| phone::compare(songs, runs))?,
        }
    }
    Ok(())
}

/// What is measured on real songs, where they are.
fn with_songs(measure: impl FnOnce(&[PathBuf]) -> Outcome) -> Outcome {
    match songs()? {
        None => println!("skipped: the real songs (../shared/audio) are not here, and this is measured on them"),
        Some(_) if paths::on_path("ffmpeg").is_none() => {
            println!("skipped: ffmpeg is not here; it makes the files that are measured")
        }
        Some(songs) => measure(&songs)?,
    }
    Ok(())
}

/// What visits the finished page.
struct Browser {
    node: PathBuf,
    chromium: PathBuf,
}

/// `None`, and a line, where the page or what visits it is not here.
fn browser_and_page() -> Option<Browser> {
    if !paths::dist().join("index.html").is_file() {
        println!("skipped: dist/ holds no page; `cargo xtask build` makes it");
        return None;
    }
    let (Ok(node), Ok(chromium)) = (Program::Node.path(), Program::Chromium.path()) else {
        println!("skipped: Chromium or Node is not here");
        return None;
    };
    Some(Browser { node, chromium })
}

/// Every real song, by name; `None` where this is a stranger's clone.
fn songs() -> Outcome<Option<Vec<PathBuf>>> {
    let audio = paths::root().join("../shared/audio");
    if !audio.is_dir() {
        return Ok(None);
    }
    let mut songs = Vec::new();
    for folder in [audio.join("music"), audio.join("speech")] {
        let entries = about(std::fs::read_dir(&folder), "list", &folder)?;
        songs.extend(entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()));
    }
    songs.sort();
    Ok(Some(songs))
}

/// A folder for files that are measured; kept, so that rows can be looked at.
fn folder() -> Outcome<PathBuf> {
    let folder = paths::root().join("target/bench");
    about(std::fs::create_dir_all(&folder), "make", &folder)?;
    Ok(folder)
}

/// An example, built as the page is: optimised.
fn example(name: &str) -> Outcome<PathBuf> {
    run(cargo().args(["build", "--release", "--quiet", "--example", name]))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    Ok(paths::root().join(target).join(format!("release/examples/{name}{}", std::env::consts::EXE_SUFFIX)))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

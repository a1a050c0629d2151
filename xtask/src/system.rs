//! Programs of the system that the tests need: looked for, installed on Debian as root, else asked for by name.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Outcome, first_line, run};
use crate::paths;

/// The oldest Node whose test runner the journeys are written for.
const NODE_MAJOR: u32 = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    Chromium,
    Chromedriver,
    Ffmpeg,
    Firefox,
    Node,
    Npm,
    Pulseaudio,
}

impl Program {
    /// Under which names it is known.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
            Self::Chromedriver => &["chromedriver"],
            Self::Ffmpeg => &["ffmpeg"],
            Self::Firefox => &["firefox-esr", "firefox"],
            Self::Node => &["node"],
            Self::Npm => &["npm"],
            Self::Pulseaudio => &["pulseaudio"],
        }
    }

    /// The variable that says where it is instead.
    fn variable(self) -> Option<&'static str> {
        match self {
            Self::Chromium => Some("CHROME"),
            Self::Chromedriver => Some("CHROMEDRIVER"),
            Self::Firefox => Some("FIREFOX"),
            Self::Ffmpeg | Self::Node | Self::Npm | Self::Pulseaudio => None,
        }
    }

    fn debian_package(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Chromedriver => "chromium-driver",
            Self::Ffmpeg => "ffmpeg",
            Self::Firefox => "firefox-esr",
            Self::Node => "nodejs",
            Self::Npm => "npm",
            Self::Pulseaudio => "pulseaudio",
        }
    }

    fn why(self) -> &'static str {
        match self {
            Self::Chromium => "the browser that the tests open",
            Self::Chromedriver => "it steers the browser",
            Self::Ffmpeg => "it encodes the files that decoding is tested with",
            Self::Firefox => "the other browser that the journeys open",
            Self::Node => "it runs the journeys",
            Self::Npm => "it fetches what the journeys need",
            Self::Pulseaudio => "it gives Firefox a sound device that plays to nobody",
        }
    }

    fn find(self) -> Option<PathBuf> {
        let named = self.variable().and_then(std::env::var_os).map(PathBuf::from).filter(|path| path.is_file());
        named.or_else(|| self.names().iter().find_map(|name| paths::on_path(name)))
    }

    /// Where it is; an error says how to get it.
    pub fn path(self) -> Outcome<PathBuf> {
        self.find().ok_or_else(|| {
            let or_set = self.variable().map_or(String::new(), |variable| format!(", or set {variable} to where it is"));
            format!(
                "{} is missing ({}): install it (Debian's package {}){or_set}",
                self.names()[0],
                self.why(),
                self.debian_package()
            )
        })
    }
}

/// Finds all of `programs`, installing on Debian what is missing.
pub fn ensure(programs: &[Program]) -> Outcome {
    let missing: Vec<Program> = programs.iter().copied().filter(|program| program.find().is_none()).collect();
    if !missing.is_empty() && can_install() {
        for program in &missing {
            println!("Installing {} (Debian's package {}): {}.", program.names()[0], program.debian_package(), program.why());
        }
        let mut apt = Command::new("apt-get");
        run(apt.arg("update").env("DEBIAN_FRONTEND", "noninteractive"))?;
        let mut apt = Command::new("apt-get");
        let packages = missing.iter().map(|program| program.debian_package());
        run(apt.args(["install", "-y", "--no-install-recommends"]).args(packages).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    for program in programs {
        let path = program.path()?;
        if *program == Program::Node {
            check_node(&path)?;
        }
    }
    Ok(())
}

fn can_install() -> bool {
    Path::new("/etc/debian_version").exists() && first_line(Command::new("id").arg("-u")).as_deref() == Some("0")
}

fn check_node(node: &Path) -> Outcome {
    let said = first_line(Command::new(node).arg("--version")).unwrap_or_default();
    let major = said.trim_start_matches('v').split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_some_and(|major| major >= NODE_MAJOR) {
        Ok(())
    } else {
        Err(format!(
            "{} is Node {said}, and the journeys need {NODE_MAJOR} or newer: install it from https://nodejs.org",
            node.display()
        ))
    }
}

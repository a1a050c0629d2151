//! Every check, cheapest first, each named and timed; the first failure ends the run.

use std::time::Instant;

use crate::command::{Outcome, cargo, run, run_reading};
use crate::system::{self, Program};
use crate::{build, journeys, tools};

const WASM: &str = "wasm32-unknown-unknown";

#[derive(Debug, Default, PartialEq)]
pub struct Options {
    /// Real songs must be there: a test without them fails instead of being skipped.
    pub require_audio: bool,
    pub only: Option<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Format,
    Lint,
    Native,
    Web,
    Build,
    Journeys,
}

impl Step {
    const ALL: [Self; 6] = [Self::Format, Self::Lint, Self::Native, Self::Web, Self::Build, Self::Journeys];

    pub fn named(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|step| step.name() == name);
        known.ok_or_else(|| format!("`{name}` is not a step: {}", Self::ALL.map(Self::name).join(", ")))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Native => "native",
            Self::Web => "web",
            Self::Build => "build",
            Self::Journeys => "journeys",
        }
    }

    fn programs(self) -> &'static [Program] {
        match self {
            Self::Format | Self::Lint | Self::Build => &[],
            Self::Native => &[Program::Ffmpeg],
            Self::Web => &[Program::Chromium, Program::Chromedriver],
            Self::Journeys => journeys::PROGRAMS,
        }
    }

    fn run(self, require_audio: bool, tally: &mut Tally) -> Outcome {
        match self {
            Self::Format => run(cargo().args(["fmt", "--all", "--check"])),
            Self::Lint => lint(),
            Self::Native => native(require_audio, tally),
            Self::Web => web(tally),
            Self::Build => build::build(),
            Self::Journeys => journeys::run_all(require_audio, |line| tally.read(line)),
        }
    }
}

/// Runs the steps asked for.
pub fn test(options: &Options) -> Outcome {
    let steps = options.only.map_or_else(|| Step::ALL.to_vec(), |step| vec![step]);
    // All at once, before anything long: the person may be asked to install something.
    let mut programs = Vec::new();
    for program in steps.iter().flat_map(|step| step.programs()) {
        if !programs.contains(program) {
            programs.push(*program);
        }
    }
    system::ensure(&programs)?;

    let mut tally = Tally::default();
    let mut times = Vec::new();
    for step in steps {
        println!("== {}", step.name());
        let start = Instant::now();
        let outcome = step.run(options.require_audio, &mut tally);
        let seconds = start.elapsed().as_secs_f64();
        if let Err(message) = outcome {
            return Err(format!("step `{}` failed after {seconds:.0} s: {message}", step.name()));
        }
        println!("== {}: {seconds:.1} s", step.name());
        times.push(format!("{} {seconds:.0} s", step.name()));
    }
    println!("{}", times.join(", "));
    if tally != Tally::default() {
        println!("{}", tally.sentence());
    }
    Ok(())
}

fn lint() -> Outcome {
    tools::ensure_wasm_target()?;
    let strict = ["--", "-D", "warnings"];
    run(cargo().args(["clippy", "--workspace", "--all-targets"]).args(strict))?;
    run(cargo().args(["clippy", "--target", WASM, "--lib", "--bins", "--test", "web"]).args(strict))
}

fn native(require_audio: bool, tally: &mut Tally) -> Outcome {
    let mut command = cargo();
    // Uncaptured, so that a test can say that it was skipped.
    command.args(["test", "--workspace", "--", "--nocapture"]);
    if require_audio {
        command.env("TESTPRESS_REQUIRE_AUDIO", "1");
    }
    run_reading(&mut command, |line| tally.read(line))
}

fn web(tally: &mut Tally) -> Outcome {
    tools::ensure_wasm_target()?;
    let runner = tools::ensure_wasm_bindgen()?.join(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX));
    let mut command = cargo();
    command
        .args(["test", "--target", WASM, "--test", "web"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", Program::Chromedriver.path()?)
        // Seconds: a busy machine starts a browser slowly, and some tests master a song.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "30")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    run_reading(&mut command, |line| tally.read(line))
}

/// What the test runners say about themselves, added up.
#[derive(Debug, Default, PartialEq)]
struct Tally {
    passed: u32,
    failed: u32,
    skipped: u32,
    said_skipped: u32,
}

impl Tally {
    fn sentence(&self) -> String {
        let counts = format!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped);
        match self.said_skipped {
            0 => counts,
            times => format!("{counts}; among the passed, {times} times \"skipped: ...\" was said"),
        }
    }

    fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(result) = line.strip_prefix("test result: ") {
            // Rust: "ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out"
            self.passed += number_before(result, " passed");
            self.failed += number_before(result, " failed");
            self.skipped += number_before(result, " ignored");
        } else if let Some(count) = line.strip_prefix("ℹ ") {
            // Node: "ℹ pass 3"
            let (name, count) = count.split_once(' ').unwrap_or_default();
            let count = count.parse().unwrap_or(0);
            match name {
                "pass" => self.passed += count,
                "fail" => self.failed += count,
                "skipped" => self.skipped += count,
                _ => {}
            }
        } else if line.starts_with("skipped: ") {
            // A Rust test that lacks what it needs says so, and its runner counts it as passed.
            self.said_skipped += 1;
        }
    }
}

fn number_before(text: &str, word: &str) -> u32 {
    let before = text.split(word).next().unwrap_or_default();
    before.rsplit([' ', ';']).next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_runners_are_added_up() {
        let mut tally = Tally::default();
        for line in [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "skipped: no song here",
            "ℹ tests 3",
            "ℹ pass 3",
            "ℹ skipped 2",
        ] {
            tally.read(line);
        }
        assert_eq!(tally, Tally { passed: 15, failed: 0, skipped: 3, said_skipped: 1 });
    }
}

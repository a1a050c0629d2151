//! `cargo xtask`: builds the page, serves it and tests it; installs the tools it needs and says so.

mod bench;
mod build;
mod command;
mod compress;
mod journeys;
mod optimise;
mod paths;
mod serve;
mod sink;
mod stamp;
mod structured;
mod styles;
mod system;
mod test;
mod tools;

use std::process::ExitCode;

use command::Outcome;

const USAGE: &str = "\
cargo xtask build                       builds the page into dist/
cargo xtask serve [--port N] [--no-build]
                                        builds it, then serves it on http://127.0.0.1:8080/
cargo xtask test [--require-audio] [--only STEP]
                                        runs every check; STEP is one of format, lint, native, web, build, journeys
cargo xtask bench [--only PART] [--runs N]
                                        compares with other tools; PART is one of speed, quality, browser, page, phone
cargo xtask help                        shows this";

/// What was asked for.
#[derive(Debug, PartialEq)]
enum Task {
    Help,
    Build,
    Serve(serve::Options),
    Test(test::Options),
    Bench(bench::Options),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let task = match parse(&arguments) {
        Ok(task) => task,
        Err(message) => {
            eprintln!("{message} (see `cargo xtask help`)");
            return ExitCode::from(2);
        }
    };
    match run(&task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Outcome {
    match task {
        Task::Help => {
            println!("{USAGE}");
            Ok(())
        }
        Task::Build => build::build(),
        Task::Serve(options) => serve::build_and_serve(options),
        Task::Test(options) => test::test(options),
        Task::Bench(options) => bench::bench(options),
    }
}

fn parse(arguments: &[String]) -> Result<Task, String> {
    let mut words = arguments.iter().map(String::as_str);
    let task = match words.next() {
        None | Some("help" | "--help" | "-h") => Task::Help,
        Some("build") => Task::Build,
        Some("serve") => Task::Serve(serve_options(&mut words)?),
        Some("test") => Task::Test(test_options(&mut words)?),
        Some("bench") => Task::Bench(bench_options(&mut words)?),
        Some(other) => {
            return Err(format!("`{other}` is not a command: build, serve, test, bench or help"));
        }
    };
    match words.next() {
        Some(extra) => Err(format!("`{extra}` is one argument too many")),
        None => Ok(task),
    }
}

fn serve_options<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<serve::Options, String> {
    let mut options = serve::Options::default();
    while let Some(word) = words.next() {
        match word {
            "--no-build" => options.build = false,
            "--port" => {
                let number = words.next().ok_or("--port needs a number")?;
                let port = number.parse().ok().filter(|port| *port > 0);
                options.port = port.ok_or_else(|| format!("--port needs a number from 1 to 65535, not `{number}`"))?;
            }
            other => {
                return Err(format!("`serve` does not know `{other}`: --port N or --no-build"));
            }
        }
    }
    Ok(options)
}

fn test_options<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<test::Options, String> {
    let mut options = test::Options::default();
    while let Some(word) = words.next() {
        match word {
            "--require-audio" => options.require_audio = true,
            "--only" => {
                let name = words.next().ok_or("--only needs the name of a step")?;
                options.only = Some(test::Step::named(name)?);
            }
            other => {
                return Err(format!("`test` does not know `{other}`: --require-audio or --only STEP"));
            }
        }
    }
    Ok(options)
}

fn bench_options<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<bench::Options, String> {
    let mut options = bench::Options::default();
    while let Some(word) = words.next() {
        match word {
            "--only" => {
                let name = words.next().ok_or("--only needs the name of a part")?;
                options.only = Some(bench::Part::named(name)?);
            }
            "--runs" => {
                let number = words.next().ok_or("--runs needs a number")?;
                let runs = number.parse().ok().filter(|runs| *runs > 0);
                options.runs = runs.ok_or_else(|| format!("--runs needs a number from 1 up, not `{number}`"))?;
            }
            other => {
                return Err(format!("`bench` does not know `{other}`: --only PART or --runs N"));
            }
        }
    }
    Ok(options)
}

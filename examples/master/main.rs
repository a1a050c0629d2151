//! Masters a song on the command line, with the very code of the page: `cargo run --release --example master -- IN OUT.wav`.

mod arguments;
mod job;
mod report;

use std::process::ExitCode;

use arguments::Task;

const USAGE: &str = "\
usage: master IN OUT.wav [--style STYLE | --reference FILE [--exact]] [--lufs X] [--amount PERCENT] [--json PLAN.json]
       master IN --analyse [--json FILE]";

fn main() -> ExitCode {
    let words = std::env::args_os().skip(1).map(|word| word.into_string().map_err(|word| word.to_string_lossy().into_owned()));
    let words: Result<Vec<String>, String> = words.collect();
    let arguments = match words.map_err(|word| format!("`{word}` is not UTF-8")).and_then(arguments::parse) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("master: {message} (--help shows how)");
            return ExitCode::from(2);
        }
    };
    if arguments.task == Task::Help {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match job::carry_out(&arguments) {
        Ok(report) => {
            report.lines().iter().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("master: {message}");
            ExitCode::FAILURE
        }
    }
}

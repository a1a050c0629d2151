//! Running other programs: one clear sentence when they fail, their lines read while they are shown.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::Mutex;

/// A sentence for the person at the terminal, or what was asked for.
pub type Outcome<T = ()> = Result<T, String>;

/// Runs to the end, showing everything.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    judge(command, status)
}

/// Runs quietly and gives the first line printed: for `--version`.
pub fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().map(|line| line.trim().to_owned())
}

/// Runs to the end, showing complaints only, and gives what was printed.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    judge(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs to the end, showing every line and handing it to `read` too.
pub fn run_reading(command: &mut Command, read: impl FnMut(&str) + Send) -> Outcome {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let read = Mutex::new(read);
    std::thread::scope(|scope| {
        scope.spawn(|| each_line(stdout, |line| show(line, &read)));
        each_line(stderr, |line| show(line, &read));
    });
    let status = child.wait().map_err(|error| format!("lost `{}`: {error}", words(command)))?;
    judge(command, status)
}

/// The locked reader keeps lines of the two streams whole.
fn show(line: &str, read: &Mutex<impl FnMut(&str)>) {
    if let Ok(mut read) = read.lock() {
        println!("{line}");
        read(line);
    }
}

fn each_line(stream: Option<impl Read>, mut take: impl FnMut(&str)) {
    let Some(stream) = stream else { return };
    for bytes in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        take(String::from_utf8_lossy(&bytes).trim_end_matches('\r'));
    }
}

fn judge(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", words(command))) }
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start `{}`: {error}", words(command))
}

fn words(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// The cargo that runs this.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::paths::root());
    command
}

/// Says which file or folder an input or output error is about.
pub fn about<T>(result: std::io::Result<T>, doing: &str, path: &std::path::Path) -> Outcome<T> {
    result.map_err(|error| format!("cannot {doing} {}: {error}", path.display()))
}

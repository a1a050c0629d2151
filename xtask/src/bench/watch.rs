//! Runs a program and tells what it took: time on the clock, processor time, and memory at its highest.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::Outcome;

/// What one run took. The last two are known on Linux only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taken {
    pub wall_s: f64,
    pub cpu_s: f64,
    pub peak_mib: f64,
}

/// Linux counts processor time in hundredths of a second for every program that asks, whatever the kernel's own clock is.
const TICKS_PER_SECOND: f64 = 100.0;

/// How often the program is looked at: it ends at most this much before it is seen to.
const LOOK: Duration = Duration::from_millis(2);

/// # Errors
/// Where it does not start, or fails.
pub fn watch(command: &mut Command) -> Outcome<Taken> {
    let name = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let spawned = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = spawned.map_err(|error| format!("cannot start `{name}`: {error}"))?;
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let read = |file: &str| std::fs::read_to_string(process.join(file)).unwrap_or_default();
    let (mut cpu_s, mut peak_mib) = (f64::NAN, f64::NAN);
    let status = loop {
        // A program that has ended keeps its times until it is asked for its status, but not its memory.
        let (state, ended) = stat(&read("stat")).map_or((None, false), |(cpu_s, ended)| (Some(cpu_s), ended));
        cpu_s = state.unwrap_or(cpu_s);
        peak_mib = high_water_mib(&read("status")).unwrap_or(peak_mib);
        if ended || state.is_none() {
            break child.wait();
        }
        std::thread::sleep(LOOK);
    };
    let wall_s = start.elapsed().as_secs_f64();
    match status {
        Ok(status) if status.success() => Ok(Taken { wall_s, cpu_s, peak_mib }),
        Ok(status) => Err(format!("`{name}` failed ({status})")),
        Err(error) => Err(format!("lost `{name}`: {error}")),
    }
}

/// Processor time of the program and of its children that ended, and whether it has ended itself (proc(5), /proc/PID/stat).
fn stat(text: &str) -> Option<(f64, bool)> {
    // The name, in brackets, may hold anything.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>();
    Some((ticks / TICKS_PER_SECOND, *fields.first()? == "Z"))
}

fn high_water_mib(status: &str) -> Option<f64> {
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    kib.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::{high_water_mib, stat};

    #[test]
    fn times_and_memory_are_read() {
        let line = "7 (a) b) R 1 2 3 4 5 6 7 8 9 10 150 20 5 1 20 0 1 0 99";
        assert_eq!(stat(line), Some((1.76, false)));
        assert_eq!(stat(&line.replace(" R ", " Z ")).map(|(_, ended)| ended), Some(true));
        assert_eq!(stat(""), None);
        assert_eq!(high_water_mib("Name:\ta\nVmHWM:\t    2048 kB\n"), Some(2.0));
    }
}

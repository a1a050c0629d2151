//! The page on a slow phone: Chromium, its worker and all, held to a quarter of one core by a control group of Linux. (What browsers'
//! own tools slow down is the page alone, not its worker.)

use std::path::{Path, PathBuf};
use std::process::Command;

use super::browser::printed;
use super::{Browser, browser_and_page, folder, median, speed};
use crate::command::{Outcome, about, output, run};
use crate::serve::Site;
use crate::system::Program;
use crate::{journeys, paths};

/// Of each period the group may run this long on one core, in microseconds.
const QUOTA_US: u32 = 25_000;
const PERIOD_US: u32 = 100_000;

pub fn compare(songs: &[PathBuf], runs: usize) -> Outcome {
    let Some(Browser { node, chromium }) = browser_and_page() else { return Ok(()) };
    let Some(group) = Group::make() else {
        println!("skipped: no control group could be made; that needs Linux and root");
        return Ok(());
    };
    journeys::install_packages()?;
    let song = folder()?.join("phone.mp3");
    run(Command::new(Program::Ffmpeg.path()?)
        .args(["-v", "error", "-y", "-i"])
        .arg(speed::song(songs)?)
        .args(["-b:a", "320k"])
        .arg(&song))?;
    let site = Site::open(&paths::dist(), [0])?;
    let mut said = Vec::new();
    for _ in 0..runs {
        let mut visit = group.command(&node);
        visit.arg(paths::root().join("benches/phone.mjs")).arg(&song);
        said.push(output(visit.env("TESTPRESS_URL", site.address()).env("CHROMIUM", &chromium))?);
    }
    println!("A quarter of one core, 390 px, 4 minutes as a 320 kb/s MP3, median of {runs}:");
    for (name, what, unit) in [
        ("paint", "first paint", "s"),
        ("app", "the app has taken over", "s"),
        ("first", "from the choice to the loudest 30 s playable, beside the mix", "s"),
        ("total", "to both versions playable", "s"),
        ("decode", "of that, decoding", "s"),
        ("measure", "measuring", "s"),
        ("excerpt", "making the 30 s", "s"),
        ("render", "rendering", "s"),
        ("compare", "comparing", "s"),
        ("peak", "peak memory of the tab's process", "MiB"),
    ] {
        println!("- {what}: {:.1} {unit}", median(said.iter().map(|text| printed(text, name)).collect()));
    }
    Ok(())
}

/// A control group, removed with this.
struct Group(PathBuf);

impl Group {
    /// Of version 1 or 2, whichever this system has; `None` where it lets us make none.
    fn make() -> Option<Self> {
        let name = format!("testpress-phone-{}", std::process::id());
        let first = Self(Path::new("/sys/fs/cgroup/cpu").join(&name));
        if std::fs::create_dir(&first.0).is_ok() {
            let set = |file: &str, value: u32| std::fs::write(first.0.join(file), value.to_string()).is_ok();
            return (set("cpu.cfs_period_us", PERIOD_US) && set("cpu.cfs_quota_us", QUOTA_US)).then_some(first);
        }
        let second = Self(Path::new("/sys/fs/cgroup").join(&name));
        let made = std::fs::create_dir(&second.0).is_ok()
            && std::fs::write(second.0.join("cpu.max"), format!("{QUOTA_US} {PERIOD_US}")).is_ok();
        made.then_some(second)
    }

    /// A program that is in the group from its start, and all that it starts.
    fn command(&self, program: &Path) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", "echo $$ > \"$0\" && exec \"$@\""]).arg(self.0.join("cgroup.procs")).arg(program);
        shell
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // What was started in it has ended by now.
        let removed = about(std::fs::remove_dir(&self.0), "remove", &self.0);
        if let Err(error) = removed {
            println!("{error}");
        }
    }
}

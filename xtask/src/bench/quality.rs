//! What limiters cost at equal loudness: the example `limiters` on every real song, with the peers that can be had here.

use std::path::PathBuf;
use std::process::Command;

use super::{example, folder, peers};
use crate::command::{Outcome, run};

pub fn compare(songs: &[PathBuf]) -> Outcome {
    let folder = folder()?;
    let rows = folder.join("limiters.csv");
    let mut command = Command::new(example("limiters")?);
    command.arg("--work").arg(&folder).arg("--rows").arg(&rows);
    if let Some(python) = peers::matchering() {
        command.arg("--python").arg(python).arg(peers::script("matchering_limiter.py"));
    }
    if let Some(package) = peers::libsonare() {
        command.args(["--node", "node"]).arg(peers::script("libsonare_limiter.mjs")).arg(package);
    }
    run(command.args(songs))?;
    println!("Every song by itself: {}", rows.display());
    Ok(())
}

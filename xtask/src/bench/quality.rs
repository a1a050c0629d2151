//! What limiters cost at equal loudness: the example `limiters` on every real song, with the peers that can be had here.

use std::path::PathBuf;
use std::process::Command;

use super::{example, folder, peers};
use crate::command::{Outcome, run};

pub fn compare(songs: &[PathBuf]) -> Outcome {
    let folder = folder()?;
    let program = example("limiters")?;
    let (python, package) = (peers::matchering(), peers::libsonare());
    for (said, option, name) in [
        ("Every limiter asked for the same ceiling:", None, "limiters.csv"),
        ("Every limiter asked for a ceiling at which the true one holds:", Some("--hold-ceiling"), "limiters-held.csv"),
    ] {
        let rows = folder.join(name);
        let mut command = Command::new(&program);
        command.arg("--work").arg(&folder).arg("--rows").arg(&rows).args(option);
        if let Some(python) = &python {
            command.arg("--python").arg(python).arg(peers::script("matchering_limiter.py"));
        }
        if let Some(package) = &package {
            command.args(["--node", "node"]).arg(peers::script("libsonare_limiter.mjs")).arg(package);
        }
        println!("{said}");
        run(command.args(songs))?;
        println!("Every song by itself: {}", rows.display());
    }
    Ok(())
}

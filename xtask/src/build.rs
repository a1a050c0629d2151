//! The release build: Trunk assembles, sheets are joined, wasm-opt optimises, the stamp names and seals, what is sealed is
//! compressed, and the page says what the studio offers.

use std::time::Instant;

use crate::command::{Outcome, cargo, run};
use crate::{compress, optimise, paths, stamp, structured, styles, tools};

/// Builds the page into `dist/`.
pub fn build() -> Outcome {
    tools::ensure_wasm_target()?;
    let trunk = tools::ensure_trunk()?;
    let bindgen = tools::ensure_wasm_bindgen()?;
    let wasm_opt = tools::ensure_wasm_opt()?;

    let start = Instant::now();
    // Trunk works offline, so what it compiles has to be here.
    run(cargo().args(["fetch", "--quiet"]))?;
    let earlier = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(bindgen).chain(std::env::split_paths(&earlier));
    let path = std::env::join_paths(folders).map_err(|error| format!("a folder's name does not fit into PATH: {error}"))?;
    run(std::process::Command::new(trunk)
        .current_dir(paths::root())
        .args(["build", "--release", "--offline=true", "--dist"])
        .arg(paths::staging())
        .env("PATH", path)
        // Trunk refuses the values that other programs accept here.
        .env_remove("NO_COLOR"))?;

    styles::join(&paths::staging().join("main.css"), &paths::root().join("style"))?;
    if let Some(wasm_opt) = wasm_opt {
        optimise::optimise(&wasm_opt, &paths::staging())?;
    }
    let dist = paths::dist();
    let (names, sizes): (Vec<_>, Vec<_>) = stamp::stamp(&paths::staging(), &dist)?.into_iter().unzip();
    structured::describe(&dist)?;
    let sent = compress::compress(&dist, &names, &paths::compressed())?;
    let kilobytes = |bytes: usize| bytes as f64 / 1000.0;
    for ((name, plain), sent) in names.iter().zip(sizes).zip(sent) {
        println!("  {name}  {:.1} kB, {:.1} kB as brotli", kilobytes(plain), kilobytes(sent));
    }
    println!("The page is in dist/ ({:.0} s).", start.elapsed().as_secs_f64());
    Ok(())
}

//! wasm-opt over every module of the staged page, remembering what it did: it takes long, and most builds change nothing.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha384};

use crate::command::{Outcome, about, run};
use crate::paths;
use crate::tools::WasmOpt;

/// The features that the compiler's output uses, all in browsers of the last four years.
const ARGUMENTS: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The engine for speed; the page's own code, which waits for hands, for size.
///
/// Functions with one caller stay what they are: put into it, they made functions of 170 kB, for which V8's optimising compiler
/// takes 0.7 s once they are hot, while the slow code of its first compiler does the work.
fn level(module: &Path) -> &'static [&'static str] {
    let is_worker = module.file_name().is_some_and(|name| name.to_string_lossy().starts_with("worker"));
    if is_worker { &["-O3", "--one-caller-inline-max-function-size=50"] } else { &["-Oz"] }
}

/// Optimises the modules at the top of `folder` in place.
pub fn optimise(wasm_opt: &WasmOpt, folder: &Path) -> Outcome {
    let kept = paths::optimised();
    about(std::fs::create_dir_all(&kept), "make", &kept)?;
    let mut used = Vec::new();
    for module in files_of(folder)?.into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "wasm")) {
        let result = kept.join(remembered_name(&module)?);
        if !result.is_file() {
            println!("Optimising {}: up to a minute or two.", module.file_name().unwrap_or_default().display());
            // An interrupted run must not leave half a module under the final name.
            let unfinished = result.with_extension("unfinished");
            run(wasm_opt.command().args(level(&module)).args(ARGUMENTS).arg(&module).arg("-o").arg(&unfinished))?;
            about(std::fs::rename(&unfinished, &result), "rename", &unfinished)?;
        }
        about(std::fs::copy(&result, &module), "copy", &result)?;
        used.push(result);
    }
    for stale in files_of(&kept)?.into_iter().filter(|file| !used.contains(file)) {
        about(std::fs::remove_file(&stale), "remove", &stale)?;
    }
    Ok(())
}

/// Tells apart everything that the result depends on.
fn remembered_name(module: &Path) -> Outcome<String> {
    let bytes = about(std::fs::read(module), "read", module)?;
    let recipe = format!("{} {} {}", WasmOpt::VERSION, level(module).join(" "), ARGUMENTS.join(" "));
    let digest = Sha384::new().chain_update(recipe).chain_update(bytes).finalize();
    Ok(format!("{}.wasm", crate::stamp::short_hex(&digest)))
}

fn files_of(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = about(std::fs::read_dir(folder), "list", folder)?;
    Ok(entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect())
}

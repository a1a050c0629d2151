//! The build's own tools at pinned versions: found on PATH, or installed into `target/tools`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Outcome, about, cargo, first_line, run};
use crate::paths;

const WASM: &str = "wasm32-unknown-unknown";

/// The newest that builds with the Rust this repository asks for.
const TRUNK: &str = "0.21.14";

/// npm's version of the package; the tool itself says the first number only.
const BINARYEN: &str = "132.0.0";

/// Adds the WebAssembly target to the Rust that is in use, if it is missing.
pub fn ensure_wasm_target() -> Outcome {
    let sysroot = first_line(Command::new("rustc").args(["--print", "sysroot"]).current_dir(paths::root()));
    let sysroot = sysroot.ok_or("`rustc` does not answer: install Rust from https://rustup.rs")?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    if paths::on_path("rustup").is_none() {
        return Err(format!(
            "Rust's target {WASM} is missing: install it the way this Rust was installed, or use https://rustup.rs"
        ));
    }
    println!("Installing Rust's target {WASM}: the page is WebAssembly. Some seconds.");
    run(Command::new("rustup").args(["target", "add", WASM]).current_dir(paths::root()))
}

/// Trunk, which turns the crate into a page.
pub fn ensure_trunk() -> Outcome<PathBuf> {
    // Optimising the tool costs far longer than the work it then does.
    ensure_crate("trunk", "trunk", TRUNK, "it assembles the page", &["--locked"], "0")
}

/// The folder of wasm-bindgen and its test runner, which must be of the very version the crate uses.
pub fn ensure_wasm_bindgen() -> Outcome<PathBuf> {
    let lock = paths::root().join("Cargo.lock");
    let text = about(std::fs::read_to_string(&lock), "read", &lock)?;
    let version = locked_version(&text, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen: run `cargo fetch`")?;
    // Not `--locked`: its lock file names versions that some mirrors no longer have.
    let program = ensure_crate("wasm-bindgen-cli", "wasm-bindgen", version, "it joins Rust to the browser", &[], "1")?;
    Ok(program.parent().map_or_else(paths::tools, Path::to_path_buf))
}

fn ensure_crate(package: &str, program: &str, version: &str, why: &str, extra: &[&str], opt_level: &str) -> Outcome<PathBuf> {
    let own = paths::tools().join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let candidates = [Some(own.clone()), paths::on_path(program)];
    if let Some(found) = candidates.into_iter().flatten().find(|path| says_version(path, version)) {
        return Ok(found);
    }
    println!("Installing {package} {version} into target/tools: {why}. Once; some minutes.");
    run(cargo()
        .args(["install", package, "--version", version, "--no-default-features", "--root"])
        .arg(paths::tools())
        .args(extra)
        .env_remove("CARGO_TARGET_DIR")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", opt_level)
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0"))?;
    if says_version(&own, version) {
        Ok(own)
    } else {
        Err(format!(
            "{} was installed but does not answer as {program} {version}: remove target/tools and try again",
            own.display()
        ))
    }
}

/// Whether the program prints `name version`, as cargo's tools do.
fn says_version(program: &Path, version: &str) -> bool {
    first_line(Command::new(program).arg("--version")).is_some_and(|line| line.split(' ').nth(1) == Some(version))
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("name = \"{package}\"\n")))?;
    entry.split("version = \"").nth(1)?.split('"').next()
}

/// How wasm-opt is started.
pub struct WasmOpt {
    program: PathBuf,
    script: Option<PathBuf>,
}

impl WasmOpt {
    pub const VERSION: &str = BINARYEN;

    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.script);
        command
    }
}

/// The pinned wasm-opt. None without Node: the page is then a little larger and slower, and works.
///
/// Another version is never taken: older ones make modules that validate and then fail while running.
pub fn ensure_wasm_opt() -> Outcome<Option<WasmOpt>> {
    let spoken = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    let native = paths::on_path("wasm-opt").filter(|path| {
        first_line(Command::new(path).arg("--version")).is_some_and(|line| line.split(' ').nth(2) == Some(spoken))
    });
    if let Some(program) = native {
        return Ok(Some(WasmOpt { program, script: None }));
    }
    let (Some(node), Some(npm)) = (paths::on_path("node"), paths::on_path("npm")) else {
        println!("Leaving wasm-opt out: it comes from npm, which is not here. The page works, a little larger and slower.");
        return Ok(None);
    };
    let home = paths::tools().join("npm");
    let package = home.join("node_modules/binaryen");
    let has_version = || {
        let facts = std::fs::read_to_string(package.join("package.json"));
        facts.is_ok_and(|facts| facts.contains(&format!("\"version\": \"{BINARYEN}\"")))
    };
    if !has_version() {
        println!(
            "Installing wasm-opt (npm's binaryen {BINARYEN}, 100 MB) into target/tools: it makes the page's code smaller and faster. Once; some seconds."
        );
        about(std::fs::create_dir_all(&home), "make", &home)?;
        let package = format!("binaryen@{BINARYEN}");
        let quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
        run(Command::new(npm).args(["install", &package]).args(quiet).arg("--prefix").arg(&home))?;
    }
    let script = package.join("bin/wasm-opt");
    if has_version() && script.is_file() {
        Ok(Some(WasmOpt { program: node, script: Some(script) }))
    } else {
        Err(format!(
            "npm's binaryen {BINARYEN} was installed but {} is missing: remove target/tools/npm and try again",
            script.display()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_lock_file_tells_the_version_of_the_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}

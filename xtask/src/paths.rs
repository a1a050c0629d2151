//! Where things are, seen from the top of the repository.

use std::path::{Path, PathBuf};

/// The top of the repository.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or(here.clone(), Path::to_path_buf)
}

/// The finished page: what is served, and what a host copies.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// What Trunk makes, before it is optimised and stamped.
pub fn staging() -> PathBuf {
    root().join("target/staging")
}

/// Tools installed for this repository alone.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// Optimised modules by the digest of what went in.
pub fn optimised() -> PathBuf {
    root().join("target/optimised")
}

/// Stamped files as brotli, from the last build.
pub fn compressed() -> PathBuf {
    root().join("target/compressed")
}

/// The tests that drive a real browser.
pub fn journeys() -> PathBuf {
    root().join("tests/e2e")
}

/// `program` as the shell would find it.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let name = format!("{program}{}", std::env::consts::EXE_SUFFIX);
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(&name)).find(|file| file.is_file())
}

//! The stamp: files get the digest of their content into their names, and the page gets those names and what to check.
//!
//! A file to be stamped is one that the page marks with `"sha384:NAME"` where its integrity belongs. The mark becomes the
//! integrity, and `"NAME"` or `"./NAME"` elsewhere in the page the new name. Browsers ignore an integrity they cannot read,
//! so the unstamped page works too.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha384};

use crate::command::{Outcome, about};

const MARK: &str = "\"sha384:";

/// Writes the staged page to `dist`, stamped. Gives name and length of each stamped file.
pub fn stamp(staging: &Path, dist: &Path) -> Outcome<Vec<(String, usize)>> {
    let staged_page = staging.join("index.html");
    let mut page = unescaped(&about(fs::read_to_string(&staged_page), "read", &staged_page)?);
    if dist.exists() {
        about(fs::remove_dir_all(dist), "empty", dist)?;
    }
    copy_folder(staging, dist)?;

    let mut stamped = Vec::new();
    for name in marked(&page) {
        let file = dist.join(&name);
        let bytes = about(fs::read(&file), "read", &file)?;
        let digest = Sha384::digest(&bytes);
        let new_name = stamped_name(&name, &digest);
        about(fs::rename(&file, dist.join(&new_name)), "rename", &file)?;
        page = seal(&page, &name, &new_name, &format!("sha384-{}", BASE64_STANDARD.encode(digest)));
        stamped.push((new_name, bytes.len()));
    }
    let finished = dist.join("index.html");
    about(fs::write(&finished, page), "write", &finished)?;
    Ok(stamped)
}

/// Trunk escapes every sign in the attributes of a style sheet, needlessly.
fn unescaped(page: &str) -> String {
    page.replace("&#x3A;", ":").replace("&#x2E;", ".")
}

/// The names that the page marks, each once.
fn marked(page: &str) -> Vec<String> {
    let mut names: Vec<String> = page.split(MARK).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

fn seal(page: &str, name: &str, new_name: &str, integrity: &str) -> String {
    page.replace(&format!("{MARK}{name}\""), &format!("\"{integrity}\""))
        .replace(&format!("\"{name}\""), &format!("\"{new_name}\""))
        .replace(&format!("\"./{name}\""), &format!("\"./{new_name}\""))
}

fn stamped_name(name: &str, digest: &[u8]) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}-{}.{ending}", short_hex(digest))
}

/// Enough of a digest to tell two builds apart.
pub fn short_hex(digest: &[u8]) -> String {
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    about(fs::create_dir_all(to), "make", to)?;
    for entry in about(fs::read_dir(from), "list", from)? {
        let source = about(entry, "list", from)?.path();
        let Some(name) = source.file_name() else {
            continue;
        };
        let target = to.join(name);
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            about(fs::copy(&source, &target), "copy", &source)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<script src="./boot.js" integrity="sha384:boot.js"></script><meta content="worker.js" data-integrity="sha384:worker.js">"#;

    #[test]
    fn every_marked_file_is_found_once() {
        assert_eq!(marked(&PAGE.repeat(2)), ["boot.js", "worker.js"]);
    }

    #[test]
    fn marks_that_trunk_escaped_are_found() {
        assert_eq!(marked(&unescaped("<link integrity=\"sha384&#x3A;main&#x2E;css\">")), ["main.css"]);
    }

    #[test]
    fn a_sealed_page_names_the_new_file_and_its_integrity() {
        let page = seal(PAGE, "boot.js", "boot-12.js", "sha384-AA");
        assert!(page.contains(r#"src="./boot-12.js" integrity="sha384-AA""#));
        assert_eq!(marked(&page), ["worker.js"]);
    }

    #[test]
    fn the_digest_stands_before_the_ending() {
        assert_eq!(stamped_name("worker_bg.wasm", &[0xab; 48]), "worker_bg-abababababababab.wasm");
    }
}

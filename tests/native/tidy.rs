//! The rules of the code, as tests: who may know whom, where the browser may appear, how long a file may be, and the map of it all.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module and the rank it has: a module may use only those of a lower rank, and itself.
const RANKS: [(&str, u32); 21] = [
    ("units", 0),
    ("audio", 1),
    ("pace", 1),
    ("decode", 2),
    ("encode", 2),
    ("dsp", 3),
    ("measure", 4),
    ("demo", 5),
    ("mastering", 5),
    ("compare", 6),
    ("advice", 7),
    ("booking", 8),
    // Reads all the data, computes nothing.
    ("words", 10),
    ("markup", 10),
    ("plots", 11),
    ("report", 12),
    ("worker", 9),
    ("player", 12),
    ("store", 12),
    ("ui", 13),
    ("bin", 14),
];

/// Where the browser's crates may appear.
const RIM: [&str; 7] =
    ["src/worker/serve", "src/worker/client", "src/worker/boot", "src/worker/transfer", "src/player", "src/store", "src/ui"];
const PURE_AT_THE_RIM: [&str; 7] = [
    "src/ui/session",
    "src/ui/in_app",
    "src/ui/window",
    "src/player/transport",
    "src/player/fader",
    "src/player/watch",
    "src/player/overview",
];
const BROWSER_CRATES: [&str; 5] = ["web_sys", "js_sys", "wasm_bindgen", "leptos", "gloo"];

const MOST_LINES: usize = 400;

fn files(extensions: &[&str], folders: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !path.ends_with("node_modules") {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)) {
                let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).expect("text")));
            }
        }
    }
    assert!(!found.is_empty(), "no files in {folders:?}");
    found
}

fn module_of(file: &str) -> Option<&str> {
    let inner = file.strip_prefix("src/")?;
    let name = inner.split(['/', '.']).next()?;
    (name != "lib").then_some(name)
}

fn rank(module: &str) -> Option<u32> {
    RANKS.iter().find(|(name, _)| *name == module).map(|(_, rank)| *rank)
}

#[test]
fn modules_know_only_those_before_them() {
    let mut wrong = Vec::new();
    for (file, text) in files(&["rs"], &["src"]) {
        let Some(module) = module_of(&file) else { continue };
        let own = rank(module).unwrap_or_else(|| panic!("{file}: give the module {module} a rank in tests/native/tidy.rs"));
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("crate::{") || code.contains("super::super::") {
                wrong.push(format!("{file}:{}: name one module per `use crate::`, so that this test can read it", number + 1));
            }
            for prefix in ["crate::", "testpress::"] {
                for used in code.split(prefix).skip(1) {
                    let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    if let Some(rank) = rank(&used)
                        && rank >= own
                        && used != module
                    {
                        wrong.push(format!("{file}:{}: {module} uses {used}", number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_browser_stays_at_the_rim() {
    let mut wrong = Vec::new();
    for (file, text) in files(&["rs"], &["src"]) {
        let at_rim = file.starts_with("src/bin/") || RIM.iter().any(|rim| file.starts_with(rim));
        let pure = PURE_AT_THE_RIM.iter().any(|pure| file.starts_with(pure));
        if at_rim && !pure {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if let Some(name) =
                BROWSER_CRATES.iter().find(|name| code.contains(&format!("{name}::")) || code.contains(&format!("{name}_")))
            {
                wrong.push(format!("{file}:{}: {name}", number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A filter node's Q is in decibels, a compressor node has a look-ahead of its own: what is heard must be what is exported, so the
/// browser may play, mix and turn down, and nothing else. The one exception is named for what it is: an approximation of a small
/// speaker, for listening only.
#[test]
fn the_browser_processes_no_audio() {
    let mut wrong = Vec::new();
    for (file, text) in files(&["rs", "mjs", "toml"], &["src", "public"]).into_iter().chain(manifest()) {
        for node in
            ["BiquadFilter", "DynamicsCompressor", "Convolver", "WaveShaper", "IirFilter", "AudioWorklet", "ScriptProcessor"]
        {
            let is_the_exception = node == "BiquadFilter" && matches!(file.as_str(), "src/player/speaker.rs" | "Cargo.toml");
            if is_the_exception {
                continue;
            }
            if text.contains(&format!("{node}Node")) || text.contains(&format!("create_{}", node.to_lowercase())) {
                wrong.push(format!("{file}: {node}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn manifest() -> Vec<(String, String)> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("a manifest");
    assert!(text.contains("GainNode"), "the list of the browser's parts is here");
    vec![("Cargo.toml".into(), text)]
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for (file, text) in files(&["rs", "css", "mjs"], &["src", "tests", "style", "xtask/src", "examples", "benches"]) {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{file}: {lines} lines"));
        }
        if file.ends_with(".rs") && !text.starts_with("//!") {
            wrong.push(format!("{file}: no //! line at the top"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The picture of `src/` in ARCHITECTURE.md: one line for each folder and file directly in it, the ranks rising.
#[test]
fn the_picture_is_of_the_folders() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let picture = page.split_once("```text\nsrc/\n").and_then(|(_, rest)| rest.split_once("```")).expect("a picture of src/").0;
    let mut drawn: Vec<&str> = picture.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let ranks: Vec<u32> = drawn.iter().filter_map(|name| rank(name.trim_end_matches('/').trim_end_matches(".rs"))).collect();
    assert!(ranks.is_sorted(), "from the bottom up: {drawn:?} have the ranks {ranks:?}");
    let mut there: Vec<String> = fs::read_dir(root.join("src"))
        .expect("src")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned() + if entry.path().is_dir() { "/" } else { "" })
        .collect();
    drawn.sort_unstable();
    there.sort_unstable();
    assert_eq!(drawn, there, "ARCHITECTURE.md (left) and src/ (right)");
}

//! The same files once more, smaller: a `.br` beside each that comes out shorter as brotli (RFC 7932), for hosts that send such files.

use std::fs;
use std::path::Path;

use brotli::enc::BrotliEncoderParams;

use crate::command::{Outcome, about};

/// The ending that hosts look for beside a file.
const ENDING: &str = "br";

/// What the result depends on, beside the file.
const QUALITY: i32 = 11;
const WINDOW: i32 = 22;

/// Writes a `.br` beside each of the stamped files `names` in `dist`, and gives each length on the line. Only stamped ones: what a
/// person may edit after the build (`studio.json`, `index.html`) would lie beside its own past.
///
/// What was compressed in an earlier build is taken from `kept`: names carry a digest of the content.
pub fn compress(dist: &Path, names: &[String], kept: &Path) -> Outcome<Vec<usize>> {
    about(fs::create_dir_all(kept), "make", kept)?;
    // The two modules take most of the time, and each a core of its own.
    let lengths = std::thread::scope(|scope| {
        let files: Vec<_> = names.iter().map(|name| scope.spawn(|| compress_one(dist, name, kept))).collect();
        files.into_iter().map(|file| file.join().map_err(|_| "a file could not be compressed".to_string())?).collect()
    });
    for stale in about(fs::read_dir(kept), "list", kept)?.filter_map(Result::ok).map(|entry| entry.path()) {
        let is_used = stale.file_name().is_some_and(|file| names.iter().any(|name| remembered(name) == *file.to_string_lossy()));
        if !is_used {
            about(fs::remove_file(&stale), "remove", &stale)?;
        }
    }
    lengths
}

fn compress_one(dist: &Path, name: &str, kept: &Path) -> Outcome<usize> {
    let (file, result) = (dist.join(name), kept.join(remembered(name)));
    let plain = about(fs::read(&file), "read", &file)?;
    if !result.is_file() {
        // An interrupted run must not leave half a file under the final name.
        let unfinished = result.with_extension("unfinished");
        about(fs::write(&unfinished, about(encoded(&plain), "compress", &file)?), "write", &unfinished)?;
        about(fs::rename(&unfinished, &result), "rename", &unfinished)?;
    }
    let length = about(fs::metadata(&result), "read", &result)?.len() as usize;
    if length >= plain.len() {
        return Ok(plain.len());
    }
    let target = dist.join(beside(name));
    about(fs::copy(&result, &target), "copy", &target)?;
    Ok(length)
}

fn beside(name: &str) -> String {
    format!("{name}.{ENDING}")
}

fn remembered(name: &str) -> String {
    format!("brotli9-{QUALITY}-{WINDOW}-{}", beside(name))
}

/// At its best: it is done once and sent often.
fn encoded(mut plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let params =
        BrotliEncoderParams { quality: QUALITY, lgwin: WINDOW, size_hint: plain.len(), ..BrotliEncoderParams::default() };
    let mut shorter = Vec::new();
    brotli::BrotliCompress(&mut plain, &mut shorter, &params)?;
    Ok(shorter)
}

/// The length of `file` as it goes over the line to a browser that reads brotli.
pub fn length_sent(file: &Path) -> Outcome<u64> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let shorter = file.with_file_name(beside(&name));
    let sent = if shorter.is_file() { shorter } else { file.to_owned() };
    Ok(about(fs::metadata(&sent), "read", &sent)?.len())
}

#[cfg(test)]
pub fn decoded(mut shorter: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    brotli::BrotliDecompress(&mut shorter, &mut plain).unwrap();
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gets_shorter_gets_a_file_beside_it_that_is_the_same() {
        let root = std::env::temp_dir().join(format!("testpress-compress-{}", std::process::id()));
        let (dist, kept) = (root.join("dist"), root.join("kept"));
        fs::create_dir_all(&dist).unwrap();
        fs::create_dir_all(&kept).unwrap();
        let long = "the same words again and again ".repeat(200);
        fs::write(dist.join("app-12.js"), &long).unwrap();
        fs::write(dist.join("tiny-34.js"), "x").unwrap();
        fs::write(dist.join("studio.json"), &long).unwrap();
        fs::write(kept.join(remembered("app-11.js")), "of an earlier build").unwrap();
        let names = ["app-12.js".to_string(), "tiny-34.js".to_string()];

        // The second time from what is kept.
        for _ in 0..2 {
            let lengths = compress(&dist, &names, &kept).unwrap();
            let shorter = fs::read(dist.join("app-12.js.br")).unwrap();
            assert_eq!(decoded(&shorter), long.as_bytes());
            assert_eq!(lengths, [shorter.len(), 1]);
            assert_eq!(length_sent(&dist.join("app-12.js")), Ok(shorter.len() as u64));
            assert_eq!(length_sent(&dist.join("tiny-34.js")), Ok(1));
            assert!(!dist.join("tiny-34.js.br").exists() && !dist.join("studio.json.br").exists());
            assert!(!kept.join(remembered("app-11.js")).exists() && kept.join(remembered("app-12.js")).exists());
            fs::remove_file(dist.join("app-12.js.br")).unwrap();
        }
        fs::remove_dir_all(root).unwrap();
    }
}

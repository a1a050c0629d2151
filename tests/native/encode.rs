//! The files that are taken home: read back by others, to the bit, and measured.

mod flac;
mod noise;
mod take;
mod wav;

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use testpress::audio::AudioBuffer;
use testpress::decode::{Decoded, Limits, decode};
use testpress::encode::{Format, Noise, Tags, quantise, write};
use testpress::pace::{Unpaced, run};

use crate::support::skip;

fn written(audio: &AudioBuffer, format: Format) -> Vec<u8> {
    run(write(audio, format, &Tags::default(), &mut Unpaced)).expect("a file")
}

fn on_grid(audio: &AudioBuffer, bits: u32, noise: Noise) -> AudioBuffer {
    run(quantise(audio, bits, noise, 1.0, &mut Unpaced)).expect("nothing supersedes")
}

fn decoded(file: Vec<u8>) -> Decoded {
    run(decode(file, &Limits { max_bytes: 1 << 30, memory_bytes: 1 << 32 }, &mut Unpaced)).expect("decodes")
}

/// Runs a command line tool on a file; its output, or `None` where it is not installed.
///
/// # Panics
/// If it fails.
fn tool(name: &str, arguments: &[&str], file: &[u8], extension: &str) -> Option<(Vec<u8>, String)> {
    static FILES: AtomicUsize = AtomicUsize::new(0);
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("take-{}-{number}.{extension}", std::process::id()));
    std::fs::write(&path, file).expect("a folder for temporary files");
    let output = Command::new(name).args(arguments).arg(&path).output();
    let _ = std::fs::remove_file(&path);
    let Ok(output) = output else {
        skip(&format!("{name} is not installed"));
        return None;
    };
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{name} {arguments:?}: {errors}");
    Some((output.stdout, errors))
}

//! From a file to a file: the same steps as the page's worker.

use std::fs;
use std::path::{Path, PathBuf};

use testpress::audio::AudioBuffer;
use testpress::decode::{Decoded, Limits, decode};
use testpress::encode::wav24;
use testpress::mastering::{Controls, master, plan};
use testpress::measure::{Measurements, measure};
use testpress::pace::{Stage, Unpaced, run};

use crate::arguments::{Arguments, Task};
use crate::report::{Report, Time, timed};

/// Sizes in a WAV file have 32 bits; the header counts too.
const MOST_WAV_BYTES: usize = u32::MAX as usize - 1024;
const SAMPLE_BYTES: usize = 3;

/// Carries the arguments out.
///
/// # Errors
/// One line for the person at the terminal; nothing was written then.
pub fn carry_out(arguments: &Arguments) -> Result<Report, String> {
    match &arguments.task {
        Task::Master { out, reference, controls } => {
            check_places(arguments, out, reference.as_deref())?;
            let (report, file) = mastered(&arguments.song, reference.as_deref(), controls)?;
            let mut files = vec![(out.as_path(), file)];
            files.extend(arguments.json.as_deref().map(|json| (json, json_of(&report))));
            write_all(&files)?;
            Ok(report)
        }
        _ => {
            if let Some(json) = &arguments.json {
                check_place(json, &[&arguments.song])?;
            }
            let mut times = Vec::new();
            let (decoded, before) = opened(&arguments.song, &mut times)?;
            let report = Report { file: decoded.facts, before, plan: None, outcome: None, times };
            if let Some(json) = &arguments.json {
                write_all(&[(json, json_of(&report))])?;
            }
            Ok(report)
        }
    }
}

fn mastered(song: &Path, reference: Option<&Path>, controls: &Controls) -> Result<(Report, Vec<u8>), String> {
    let mut times = Vec::new();
    // They have nothing to do with each other: at once. Of the reference only the figures are needed.
    let (reference, opened_song) = std::thread::scope(|scope| {
        let figures = reference.map(|path| scope.spawn(move || opened(path, &mut Vec::new()).map(|(_, figures)| figures)));
        let song = opened(song, &mut times);
        (figures.map(|thread| thread.join().unwrap_or_else(|_| Err("the reference could not be measured".into()))), song)
    });
    let reference = reference.transpose()?;
    let (Decoded { audio, facts }, before) = opened_song?;
    if audio.frames() * audio.channels().len() * SAMPLE_BYTES > MOST_WAV_BYTES {
        return Err(format!("{}: too long for a WAV file", song.display()));
    }
    let plan = timed(&mut times, "plan", || plan(&before, controls, reference.as_ref()));
    let mastered = timed(&mut times, "render", || run(master(&audio, &plan, &mut Unpaced)));
    let mastered = mastered.map_err(|error| format!("{}: {error}", song.display()))?;
    let file = timed(&mut times, "encode", || run(wav24(&mastered.audio, &mut Unpaced)));
    let file = file.map_err(|error| format!("{}: {error}", song.display()))?;
    Ok((Report { file: facts, before, plan: Some(plan), outcome: Some(mastered.outcome), times }, file))
}

fn opened(path: &Path, times: &mut Vec<Time>) -> Result<(Decoded, Measurements), String> {
    let about = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let bytes = timed(times, "read", || fs::read(path)).map_err(|error| about(&error))?;
    let limits = Limits { max_bytes: u64::MAX, memory_bytes: u64::MAX };
    let decoded = timed(times, "decode", || run(decode(bytes, &limits, &mut Unpaced))).map_err(|error| about(&error))?;
    let measured = timed(times, "measure", || measured(&decoded.audio)).map_err(|error| about(&error))?;
    Ok((decoded, measured))
}

fn measured(audio: &AudioBuffer) -> Result<Measurements, testpress::measure::Stopped> {
    run(measure(audio, Stage::Measure, &mut Unpaced))
}

fn json_of(report: &Report) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(report).expect("a report is plain data");
    json.push(b'\n');
    json
}

/// Before the work: whether the files can go where they are wanted, and take nothing's place that is still needed.
fn check_places(arguments: &Arguments, out: &Path, reference: Option<&Path>) -> Result<(), String> {
    let mut inputs = vec![arguments.song.as_path()];
    inputs.extend(reference);
    check_place(out, &inputs)?;
    if let Some(json) = &arguments.json {
        check_place(json, &inputs)?;
        if place(json) == place(out) {
            return Err(format!("{}: the master and its plan need a file each", out.display()));
        }
    }
    Ok(())
}

fn check_place(out: &Path, inputs: &[&Path]) -> Result<(), String> {
    if out.is_dir() {
        return Err(format!("{}: is a folder", out.display()));
    }
    let Some(own) = place(out) else {
        return Err(format!("{}: its folder does not exist", out.display()));
    };
    if inputs.iter().any(|input| place(input).as_ref() == Some(&own)) {
        return Err(format!("{}: is read from; name another file to write", out.display()));
    }
    Ok(())
}

/// The same for every way to name a file, whether or not it exists yet; `None` where its folder does not.
fn place(path: &Path) -> Option<PathBuf> {
    if let Ok(path) = path.canonicalize() {
        return Some(path);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}

/// Written beside their places first, then moved there: what was there before stays until the new file is whole.
fn write_all(files: &[(&Path, Vec<u8>)]) -> Result<(), String> {
    let beside = |path: &Path| {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        path.with_file_name(name)
    };
    let written = files
        .iter()
        .try_for_each(|(path, bytes)| fs::write(beside(path), bytes).map_err(|error| format!("{}: {error}", path.display())))
        .and_then(|()| {
            files
                .iter()
                .try_for_each(|(path, _)| fs::rename(beside(path), path).map_err(|error| format!("{}: {error}", path.display())))
        });
    if written.is_err() {
        files.iter().for_each(|(path, _)| drop(fs::remove_file(beside(path))));
    }
    written
}

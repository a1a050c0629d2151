//! The example `master`: its arguments, and the built program on good and bad files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use testpress::mastering::{Controls, LoudnessChoice, ReferenceUse, StyleId};

use crate::support::{audio_dir, float_wav, signal, skip};
use arguments::{Arguments, Task, parse};

#[path = "../../examples/master/arguments.rs"]
mod arguments;

fn parsed(line: &str) -> Result<Arguments, String> {
    parse(line.split_whitespace().map(str::to_owned))
}

fn controls(line: &str) -> Controls {
    match parsed(line).expect("good arguments").task {
        Task::Master { controls, .. } => controls,
        other => panic!("{other:?}"),
    }
}

#[test]
fn arguments_become_controls() {
    assert_eq!(controls("in.mp3 out.wav"), Controls::UNTOUCHED);
    assert_eq!(
        controls("--style hiphop_trap in.mp3 --lufs -9.5 out.WAV --amount 50"),
        Controls {
            style: Some(StyleId::HiphopTrap),
            loudness: LoudnessChoice::Exactly { lufs: -9.5 },
            amount: 0.5,
            ..Controls::UNTOUCHED
        }
    );
    let exact = Some(ReferenceUse { tone: true, dynamics: true, exact: true });
    assert_eq!(controls("in.mp3 out.wav --reference ref.flac --exact").reference, exact);
    assert_eq!(
        parsed("in.mp3 --analyse --json it.json"),
        Ok(Arguments { song: "in.mp3".into(), task: Task::Analyse, json: Some("it.json".into()) })
    );
    assert_eq!(parsed("in.mp3 --help").map(|arguments| arguments.task), Ok(Task::Help));
}

#[test]
fn wrong_arguments_are_told_in_one_line() {
    for (line, told) in [
        ("", "no song"),
        ("in.mp3", "no file to write"),
        ("in.mp3 out.mp3", "should end in .wav"),
        ("in.mp3 out.wav more.wav", "`more.wav` is one file too many"),
        ("in.mp3 out.wav --loud", "`--loud` is not an option"),
        ("in.mp3 out.wav --lufs", "--lufs needs a value"),
        ("in.mp3 out.wav --lufs nan", "from -40 to -4, not `nan`"),
        ("in.mp3 out.wav --lufs 9", "from -40 to -4, not `9`"),
        ("in.mp3 out.wav --amount 101", "from 0 to 100, not `101`"),
        ("in.mp3 out.wav --style polka", "pop, rock, metal, hiphop_trap, electronic_edm"),
        ("in.mp3 out.wav --exact", "--exact needs --reference"),
        ("in.mp3 out.wav --style pop --reference r.wav", "exclude each other"),
        ("in.mp3 out.wav --analyse", "only measures"),
    ] {
        let message = parsed(line).expect_err(line);
        assert!(message.contains(told) && !message.contains('\n'), "{line}: {message}");
    }
}

/// `cargo test` builds the examples into the folder beside the tests'; `cargo test --test native` alone does not.
fn program() -> Option<PathBuf> {
    let test = std::env::current_exe().expect("a path");
    let name = format!("examples/master{}", std::env::consts::EXE_SUFFIX);
    let program = test.parent().and_then(Path::parent).expect("target/PROFILE/deps").join(name);
    if program.is_file() {
        return Some(program);
    }
    skip("the example master is not built: `cargo test` without --test builds it");
    None
}

/// A folder of its own for one test, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn run_in(folder: &Path, program: &Path, words: &[&str]) -> Output {
    Command::new(program).current_dir(folder).args(words).output().expect("the program starts")
}

#[test]
fn what_cannot_be_done_is_told_in_one_line_and_writes_nothing() {
    let Some(program) = program() else { return };
    let folder = folder("master-refusals");
    let song = float_wav(&signal(2, 44_100, 2.0), 44_100);
    std::fs::write(folder.join("song.wav"), &song).expect("a file");
    std::fs::write(folder.join("text.wav"), "This is a text, whatever its name says.\n").expect("a file");
    std::fs::write(folder.join("cut.wav"), &song[..song.len() / 2]).expect("a file");
    std::fs::create_dir(folder.join("folder.wav")).expect("a folder");
    let before = names_in(&folder);
    for (words, told, code) in [
        (&["song.wav", "out.wav", "--style", "polka"][..], "is not a style", 2),
        (&["none.wav", "out.wav"], "none.wav: ", 1),
        (&["text.wav", "out.wav"], "text.wav: not an audio file", 1),
        (&["cut.wav", "out.wav", "--json", "out.json"], "cut.wav: the audio stops", 1),
        (&["song.wav", "out.wav", "--reference", "text.wav"], "text.wav: not an audio file", 1),
        (&["song.wav", "./song.wav"], "is read from", 1),
        (&["song.wav", "cut.wav", "--reference", "cut.wav"], "is read from", 1),
        (&["song.wav", "out.wav", "--json", "song.wav"], "is read from", 1),
        (&["song.wav", "out.wav", "--json", "../master-refusals/out.wav"], "a file each", 1),
        (&["song.wav", "folder.wav"], "is a folder", 1),
        (&["song.wav", "nowhere/out.wav"], "its folder does not exist", 1),
        (&["text.wav", "--analyse", "--json", "out.json"], "not an audio file", 1),
    ] {
        let run = run_in(&folder, &program, words);
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(code), "{words:?}: {said}");
        assert!(said.contains(told) && said.lines().count() == 1, "{words:?}: {said}");
        assert!(run.stdout.is_empty(), "{words:?}");
        assert_eq!(names_in(&folder), before, "{words:?}");
    }
    assert_eq!(std::fs::read(folder.join("song.wav")).expect("still there"), song);
}

#[test]
fn a_real_song_is_mastered_as_asked_and_analysed() {
    let (Some(program), Some(audio)) = (program(), audio_dir()) else { return };
    let folder = folder("master-song");
    let song = audio.join("music/jazz_kevin-macleod_vibe-ace.ogg");
    let song = song.to_str().expect("a path in UTF-8");
    let run = run_in(&folder, &program, &[song, "out.wav", "--style", "jazz", "--lufs", "-16", "--json", "plan.json"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).contains("You chose Jazz"));
    assert_eq!(names_in(&folder), ["out.wav", "plan.json"]);

    let saved: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("plan.json")).expect("a file")).expect("JSON");
    assert_eq!(saved["plan"]["style"]["id"], "jazz");
    let master = hound::WavReader::open(folder.join("out.wav")).expect("a WAV file");
    assert_eq!(
        (master.spec().bits_per_sample, u64::from(master.duration())),
        (24, saved["file"]["frames"].as_u64().expect("frames"))
    );

    let run = run_in(&folder, &program, &["out.wav", "--analyse", "--json", "after.json"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let after: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join("after.json")).expect("a file")).expect("JSON");
    let figure = |of: &serde_json::Value, name: &str| of["loudness"][name].as_f64().expect("a number");
    assert!((figure(&after["before"], "integrated_lufs") + 16.0).abs() < 0.1);
    // What the plan's file promises is what the file holds.
    let promised = figure(&saved["outcome"]["after"], "integrated_lufs");
    assert!((figure(&after["before"], "integrated_lufs") - promised).abs() < 1e-3);
}

//! What the command line says: parsed, checked, and complained about in one line.

use std::path::PathBuf;

use testpress::mastering::{Controls, LoudnessChoice, ReferenceUse, StyleId};

/// What the plan accepts; beyond it, a goal would silently become another.
const LUFS: std::ops::RangeInclusive<f64> = -40.0..=-4.0;
const PERCENT: std::ops::RangeInclusive<f64> = 0.0..=100.0;

#[derive(Clone, Debug, PartialEq)]
pub struct Arguments {
    pub song: PathBuf,
    pub task: Task,
    /// Plan and measurements go here too.
    pub json: Option<PathBuf>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    Help,
    Analyse,
    Master { out: PathBuf, reference: Option<PathBuf>, controls: Controls },
}

/// # Errors
/// One line for the person at the terminal.
pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Arguments, String> {
    let mut words = words.into_iter();
    let mut paths = Vec::new();
    let (mut reference, mut json) = (None, None);
    let (mut analyse, mut exact) = (false, false);
    let (mut style, mut lufs, mut amount) = (None, None, None);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--help" | "-h" => return Ok(Arguments { song: PathBuf::new(), task: Task::Help, json: None }),
            "--analyse" => analyse = true,
            "--exact" => exact = true,
            "--style" => style = Some(style_named(&value()?)?),
            "--lufs" => lufs = Some(number(&word, &value()?, LUFS)?),
            "--amount" => amount = Some(number(&word, &value()?, PERCENT)?),
            "--reference" => reference = Some(PathBuf::from(value()?)),
            "--json" => json = Some(PathBuf::from(value()?)),
            // A lone dash, or an empty word, is no file either.
            option if option.starts_with('-') || option.is_empty() => return Err(format!("`{option}` is not an option")),
            path => paths.push(PathBuf::from(path)),
        }
    }
    let mut paths = paths.into_iter();
    let song = paths.next().ok_or("no song was given")?;
    let out = paths.next();
    if let Some(extra) = paths.next() {
        return Err(format!("`{}` is one file too many", extra.display()));
    }
    if analyse {
        if out.is_some() || exact || reference.is_some() || style.is_some() || lufs.is_some() || amount.is_some() {
            return Err("--analyse only measures: it takes one song, and --json".into());
        }
        return Ok(Arguments { song, task: Task::Analyse, json });
    }
    let out = out.ok_or("no file to write was given (or --analyse)")?;
    if !out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("wav")) {
        return Err(format!("a WAV file is written: `{}` should end in .wav", out.display()));
    }
    if style.is_some() && reference.is_some() {
        return Err("--style and --reference exclude each other: the reference stands in for the style".into());
    }
    if exact && reference.is_none() {
        return Err("--exact needs --reference: it matches that outright".into());
    }
    let controls = Controls {
        style,
        reference: reference.is_some().then_some(ReferenceUse { tone: true, dynamics: true, exact }),
        loudness: lufs.map_or(LoudnessChoice::Open, |lufs| LoudnessChoice::Exactly { lufs }),
        amount: amount.unwrap_or(100.0) / 100.0,
        ..Controls::UNTOUCHED
    };
    Ok(Arguments { song, task: Task::Master { out, reference, controls }, json })
}

fn style_named(name: &str) -> Result<StyleId, String> {
    let known = StyleId::ALL.into_iter().find(|&id| style_id(id) == name);
    known.ok_or_else(|| format!("`{name}` is not a style: {}", StyleId::ALL.map(style_id).join(", ")))
}

/// The name under which a style is saved in plans.
fn style_id(id: StyleId) -> String {
    serde_json::to_value(id).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn number(option: &str, word: &str, range: std::ops::RangeInclusive<f64>) -> Result<f64, String> {
    // The range refuses NaN as well.
    let value = word.parse().ok().filter(|value| range.contains(value));
    value.ok_or_else(|| format!("{option} needs a number from {} to {}, not `{word}`", range.start(), range.end()))
}

//! The finished page as it arrives: what has to come over the line, and what Lighthouse says on its mobile settings.

use std::process::Command;

use super::{Browser, browser_and_page, folder, median, peers};
use crate::command::{Outcome, about, output};
use crate::serve::Site;
use crate::{compress, paths};

/// What is painted first and takes a song; it waits for nothing else.
const FIRST_SCREEN: [&str; 4] = ["index", "main", "shell", "boot"];

/// Goals, in kB as brotli.
const GOALS: [(&str, &[&str], Option<f64>); 3] =
    [("the first screen", &FIRST_SCREEN, Some(300.0)), ("the app", &["app"], None), ("the engine", &["worker"], Some(700.0))];

/// Lighthouse's categories; the goal is 95 in each.
const CATEGORIES: [&str; 4] = ["performance", "accessibility", "best-practices", "seo"];

pub fn rate(runs: usize) -> Outcome {
    let Some(Browser { node, chromium }) = browser_and_page() else { return Ok(()) };
    sizes()?;
    let Some(lighthouse) = peers::lighthouse() else { return Ok(()) };
    let site = Site::open(&paths::dist(), [0])?;
    let mut reports = Vec::new();
    for _ in 0..runs {
        let report = folder()?.join("lighthouse.json");
        let mut rating = Command::new(&node);
        rating.arg(lighthouse.join("cli/index.js")).arg(site.address()).args(["--quiet", "--output=json"]);
        rating.arg(format!("--output-path={}", report.display())).arg("--chrome-flags=--headless --no-sandbox --disable-gpu");
        output(rating.env("CHROME_PATH", &chromium))?;
        let text = about(std::fs::read_to_string(&report), "read", &report)?;
        reports.push(serde_json::from_str::<serde_json::Value>(&text).map_err(|error| format!("Lighthouse's report: {error}"))?);
    }
    println!("Lighthouse, mobile settings, median of {runs} (the goal is 95 each):");
    let number = |pointer: &str| median(reports.iter().filter_map(|report| report.pointer(pointer)?.as_f64()).collect());
    for category in CATEGORIES {
        println!("- {category}: {:.0}", 100.0 * number(&format!("/categories/{category}/score")));
    }
    for (audit, what) in [
        ("first-contentful-paint", "first paint"),
        ("largest-contentful-paint", "largest paint"),
        ("interactive", "interactive"),
        ("total-blocking-time", "blocked"),
    ] {
        println!("- {what}: {:.0} ms", number(&format!("/audits/{audit}/numericValue")));
    }
    Ok(())
}

/// As a host sends it that reads the `.br` files.
fn sizes() -> Outcome {
    let dist = paths::dist();
    let entries = about(std::fs::read_dir(&dist), "list", &dist)?;
    let files: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    println!("As brotli:");
    for (what, beginnings, goal) in GOALS {
        let mut bytes = 0;
        for file in &files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if !name.ends_with(".br") && beginnings.iter().any(|beginning| name.starts_with(beginning)) {
                bytes += compress::length_sent(file)?;
            }
        }
        let goal = goal.map_or_else(String::new, |goal| format!(" (the goal is {goal:.0})"));
        println!("- {what}: {:.0} kB{goal}", bytes as f64 / 1000.0);
    }
    Ok(())
}

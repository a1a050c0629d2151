//! What is said and saved of a song: the plan, the measurements before and after, the time each part took.

use std::time::Instant;

use serde::Serialize;
use testpress::decode::FileFacts;
use testpress::mastering::{Outcome, Plan};
use testpress::measure::Measurements;
use testpress::words;

/// The JSON file. An infinite or undefined level is `null` there.
#[derive(Serialize)]
pub struct Report {
    pub file: FileFacts,
    pub before: Measurements,
    pub plan: Option<Plan>,
    /// Holds the measurements after.
    pub outcome: Option<Outcome>,
    /// Wall time of each part, in the order they ran.
    pub times: Vec<Time>,
}

#[derive(Serialize)]
pub struct Time {
    pub part: &'static str,
    pub seconds: f64,
}

/// Notes how long a part takes.
pub fn timed<T>(times: &mut Vec<Time>, part: &'static str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    times.push(Time { part, seconds: start.elapsed().as_secs_f64() });
    result
}

impl Report {
    /// A few lines for the terminal.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(plan) = &self.plan {
            lines.extend(plan.decisions.iter().map(|decision| words::decision(decision, plan.style.id, plan.reference)));
        }
        if let Some(outcome) = &self.outcome {
            lines.push(words::reach(&outcome.reach));
            lines.push(words::limiter(outcome));
        }
        let after = self.outcome.as_ref().map(|outcome| &outcome.after);
        lines.push(words::file_facts(&self.file, None));
        for figure in words::figures(&self.before, after) {
            let after = figure.after.map_or(String::new(), |after| format!(" -> {after:>6}"));
            lines.push(format!("{:<14} {:>6}{after} {}", figure.label, figure.before, figure.unit));
        }
        for measured in [Some(&self.before), after].into_iter().flatten() {
            lines.push(format!("{}; {}", words::peaks_and_crest(measured), words::channels_and_correlation(measured)));
        }
        let times: Vec<String> = self.times.iter().map(|time| format!("{} {:.3} s", time.part, time.seconds)).collect();
        lines.push(format!("Took: {}", times.join(", ")));
        lines
    }
}

//! Rows for a file, medians for the terminal.

use std::fmt::Write as _;

use crate::cost::Cost;

pub struct Row {
    pub song: String,
    pub limiter: &'static str,
    pub target_lufs: f64,
    pub cost: Cost,
}

impl Row {
    fn missed(&self, equal_lu: f64) -> bool {
        (self.cost.lufs - self.target_lufs).abs() > equal_lu
    }
}

pub fn csv(rows: &[Row]) -> String {
    let mut text = String::from("song,limiter,asked_lufs,lufs,plr_kept_db,third_octaves_db,moments_db,residue_db,over_db\n");
    for Row { song, limiter, target_lufs, cost: c } in rows {
        let _ = writeln!(
            text,
            "{song},{limiter},{target_lufs},{:.3},{:.3},{:.3},{:.3},{:.2},{:.3}",
            c.lufs, c.plr_kept_db, c.tone_db, c.moments_db, c.residue_db, c.over_db
        );
    }
    text
}

/// One line per loudness and limiter: medians over the songs that every limiter brought to that loudness, and the worst overshoot.
pub fn medians(rows: &[Row], targets_lufs: &[f64], equal_lu: f64) -> String {
    let mut limiters: Vec<&str> = Vec::new();
    rows.iter().for_each(|row| {
        if !limiters.contains(&row.limiter) {
            limiters.push(row.limiter);
        }
    });
    let mut text = String::from(
        "| LUFS | Limiter | Songs | PLR kept, dB | Third octaves, dB | 20 ms spectra, dB | Residue, dB | Over the ceiling, dB (worst) | Missed |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for &target in targets_lufs {
        let here = |row: &&Row| row.target_lufs == target;
        let shared = |row: &&Row| {
            let same = |other: &&Row| here(other) && other.song == row.song && !other.missed(equal_lu);
            rows.iter().filter(same).count() == limiters.len()
        };
        for limiter in &limiters {
            let all: Vec<&Row> = rows.iter().filter(here).filter(|row| row.limiter == *limiter).collect();
            let missed = all.iter().filter(|row| row.missed(equal_lu)).count();
            let costs: Vec<Cost> = all.into_iter().filter(shared).map(|row| row.cost).collect();
            let of = |value: fn(&Cost) -> f64| median(costs.iter().map(value).collect());
            let worst = costs.iter().map(|cost| cost.over_db).fold(f64::NEG_INFINITY, f64::max);
            let _ = writeln!(
                text,
                "| {target} | {limiter} | {} | {:.2} | {:.2} | {:.2} | {:.1} | {:+.2} ({worst:+.2}) | {missed} |",
                costs.len(),
                of(|c| c.plr_kept_db),
                of(|c| c.tone_db),
                of(|c| c.moments_db),
                of(|c| c.residue_db),
                of(|c| c.over_db),
            );
        }
    }
    text
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 0 => 0.5 * (values[middle - 1] + values[middle]),
        _ => values[middle],
    }
}

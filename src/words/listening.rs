//! What is heard, at which level, and what the engineers' view says about both recordings.

use super::names::style_records;
use super::numbers::{clock_time, grouped, megabytes, one_decimal, signed};
use super::platforms::platform_name;
use crate::compare::platforms::Platform;
use crate::decode::FileFacts;
use crate::mastering::{Outcome, Reach, Stop, StyleId};
use crate::measure::Measurements;
use crate::units::frames_to_seconds;

/// Announced to screen readers when the switch moves.
#[must_use]
pub fn now_hearing(name: &str) -> String {
    format!("Now hearing: {name}")
}

/// The line under the switch.
#[must_use]
pub fn levels(matched: bool, on: Option<Platform>, both: bool, excerpt: bool) -> String {
    let compared = match (matched, on) {
        (true, _) => "All play equally loud, so that louder can't win.".into(),
        (false, Some(platform)) => format!("All play at the levels they would have on {}.", platform_name(platform)),
        (false, None) => "All play at their real levels: louder often seems better at first.".into(),
    };
    match (both, excerpt) {
        (true, _) => compared,
        (false, true) => format!("The loudest half minute is ready; the rest of the master follows. {compared}"),
        (false, false) => "You can listen to your mix while the master is made.".into(),
    }
}

/// Which voice is turned down, and by how much, in dB (offsets are at most 0).
#[must_use]
pub fn tempered(offsets_db: &[(String, f64)]) -> String {
    let lowered: Vec<String> =
        offsets_db.iter().filter(|(_, db)| *db <= -0.05).map(|(name, db)| format!("{name} {} dB", one_decimal(*db))).collect();
    if lowered.is_empty() { "Nothing is turned down.".into() } else { format!("Turned down: {}.", lowered.join(", ")) }
}

/// Only when the loudness that was the goal was not reached; [`reach`] has both figures.
#[must_use]
pub fn loudness_reached(reach: &Reach) -> Option<String> {
    match reach {
        Reach::Reached { .. } => None,
        Reach::OneGain { asked_lufs, lufs } if asked_lufs - lufs > 0.05 => Some(format!(
            "The master stays {} dB quieter than its goal, because one gain can't bring it there without cutting its peaks off.",
            one_decimal(asked_lufs - lufs)
        )),
        Reach::OneGain { .. } => None,
        Reach::StoppedClean { asked_lufs, reached_lufs, because } => Some(format!(
            "The master stays {} dB quieter than its goal, because {}.",
            one_decimal((asked_lufs - reached_lufs).max(0.1)),
            match because {
                Stop::Slope => "going further would only have flattened the song, hardly made it louder",
                Stop::LoudnessRange => "going further would have brought its loud and quiet parts too close together",
                Stop::Reduction => "going further would have pressed its peaks down too hard for too much of the time",
                Stop::Peaks => "its sharpest peaks needed the rest of the room",
                Stop::Meant => "you said its dynamics are meant, and going further would have pressed its peaks down",
            }
        )),
    }
}

/// For engineers: what was asked for, and what came of it.
#[must_use]
pub fn reach(reach: &Reach) -> String {
    match reach {
        Reach::Reached { lufs } => format!("Loudness reached as asked: {} LUFS.", one_decimal(*lufs)),
        Reach::OneGain { lufs, .. } => format!("One gain, no limiting: {} LUFS.", one_decimal(*lufs)),
        Reach::StoppedClean { asked_lufs, reached_lufs, because } => {
            let rule = match because {
                Stop::Slope => "another dB of drive would have given less than 0.3 LU",
                Stop::LoudnessRange => "the loudness range would have lost more than 15 % (or 0.5 LU)",
                Stop::Reduction => "the limiter would have taken more than 6 dB for over 5 % of the time",
                Stop::Peaks => "peaks between samples had to be taken down with the whole",
                Stop::Meant => "the dynamics are meant, so the limiter takes at most 1 dB off any peak",
            };
            format!("Asked for {} LUFS, stopped at {} LUFS: {rule}.", one_decimal(*asked_lufs), one_decimal(*reached_lufs))
        }
    }
}

#[must_use]
pub fn limiter(outcome: &Outcome) -> String {
    let limiter = if outcome.limiter_most_db.abs() < 0.05 {
        "The limiter had nothing to do.".into()
    } else {
        let most = one_decimal(outcome.limiter_most_db.abs());
        match one_decimal(outcome.limiter_p95_db.abs()).as_str() {
            "0.0" => format!("The limiter takes at most {most} dB; for 95 % of the time it has nothing to do."),
            usual => format!("The limiter takes at most {most} dB; for 95 % of the time at most {usual} dB."),
        }
    };
    let limiter = if outcome.ride_most_db < 0.05 {
        limiter
    } else {
        format!(
            "{limiter} So that the song keeps its form, quiet parts are held back by at most {} dB.",
            one_decimal(outcome.ride_most_db)
        )
    };
    let limiter = match &outcome.saturation {
        Some(report) => {
            format!("{limiter} Rounding off took at most {} dB off the highest peaks.", one_decimal(report.most_reduction_db))
        }
        None => limiter,
    };
    if outcome.compression_most_db.is_empty() {
        return limiter;
    }
    let bands: Vec<String> = outcome.compression_most_db.iter().map(|db| one_decimal(db.abs())).collect();
    format!("{limiter} The compressor takes at most {} dB (bands, low to high).", bands.join(", "))
}

#[must_use]
pub fn peaks_and_crest(m: &Measurements) -> String {
    format!(
        "sample peak {} dBFS, crest {} dB, loudest 3 s {} LUFS, loudest 0.4 s {} LUFS",
        one_decimal(m.peaks.sample_peak_dbfs),
        one_decimal(m.dynamics.crest_db),
        one_decimal(m.loudness.max_short_term_lufs),
        one_decimal(m.loudness.max_momentary_lufs)
    )
}

#[must_use]
pub fn channels_and_correlation(m: &Measurements) -> String {
    match &m.stereo {
        None => "mono".into(),
        Some(stereo) => format!(
            "correlation {:.2}, side against mid {} dB, below 120 Hz {} dB",
            stereo.correlation,
            signed(stereo.side_db),
            signed(stereo.bass_side_db)
        )
        .replace('-', "−"),
    }
}

/// "WAV, 24-bit PCM, 44,100 Hz, stereo, 3:51, 40 MB", and what would be better for a song.
#[must_use]
pub fn file_facts(facts: &FileFacts, bytes: Option<u64>) -> String {
    let advice = if facts.lossless { "" } else { ", lossy: a WAV or FLAC of the same mix would master better" };
    format!("{}{advice}", plain_facts(facts, bytes))
}

/// The same of a file beside the mix, which need not be better than it is.
#[must_use]
pub fn beside_facts(facts: &FileFacts) -> String {
    plain_facts(facts, None)
}

fn plain_facts(facts: &FileFacts, bytes: Option<u64>) -> String {
    let mut parts = vec![facts.container.clone(), facts.codec.clone(), format!("{} Hz", grouped(facts.sample_rate.into()))];
    // A file of MP3 is nothing else.
    parts.dedup();
    parts.push(if facts.channels == 1 { "mono".into() } else { "stereo".into() });
    parts.push(clock_time(frames_to_seconds(facts.frames, facts.sample_rate)));
    parts.extend(bytes.map(megabytes));
    if facts.concealed_frames > 0 {
        let seconds = frames_to_seconds(facts.concealed_frames, facts.sample_rate);
        parts.push(format!("{seconds:.2} s were damaged and are silent"));
    }
    parts.join(", ")
}

/// In words what the spectrum plot shows; `reference`: over a reference track's curve rather than the style's.
#[must_use]
pub fn spectrum_summary(outside_before: usize, outside_after: Option<usize>, style: StyleId, reference: bool) -> String {
    let bands = |count: usize| match count {
        0 => "no band lies".to_owned(),
        1 => "1 of 30 bands lies".to_owned(),
        many => format!("{many} of 30 bands lie"),
    };
    let outside = if reference {
        "further from your reference than two good records are from each other".to_owned()
    } else {
        format!("outside what is usual in {}", style_records(style))
    };
    match outside_after {
        None => format!("In your mix {} {outside}.", bands(outside_before)),
        Some(after) => {
            format!("In your mix {} {outside}; in the master {after}.", bands(outside_before))
        }
    }
}

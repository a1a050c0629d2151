//! The engineer's report: its headings, what its drawings show, and every setting of a plan by name.

use super::names::{song_file, style_label};
use super::numbers::{frequency, one_decimal, range_hz, signed};
use super::shape::{amount_said, loudness_label};
use crate::mastering::plan::{
    BandCompression, ChosenBy, Cleaning, Dynamics, Limiting, LoudnessGoal, Plan, Saturation, StyleChoice, Width,
};
use crate::mastering::{Controls, Dimension, LoudnessChoice, Meant, ReferenceUse, StyleId};

/// In the page.
pub const TITLE: &str = "For the engineer";
pub const NOTE: &str = "Everything this page measured and did, with what you marked and how your blind tests ended: one file to read or print, one for programs. Both stay on this device until you send them.";
pub const SAVE_HTML: &str = "Report (HTML)";
pub const SAVE_JSON: &str = "Data (JSON)";

pub const KIND: &str = "Mastering report";
pub const LEAD: &str =
    "What an automatic master made of this song, measured from both recordings, and every setting it was made with.";
pub const WHO: &str = "“You” is the artist here, and “your mix” is the file that the artist chose.";

pub const RECORDING: &str = "The recording";
pub const READINESS: &str = "Ready for mastering?";
pub const CHANGES: &str = "What changed, line by line";
pub const MOMENTS: &str = "Moments worth hearing";
pub const NO_MOMENTS: &str = "No place differs enough from the rest to be worth a moment of its own.";
pub const CHARACTER: &str = "Character";
pub const NO_CHARACTER: &str = "There is too little of a spectrum here to speak of a balance.";
pub const ANSWERS: &str = "Asked whether it is meant, the artist said";
pub const SETTINGS: &str = "The AI's settings as a datapoint";
pub const STARTING_REFERENCE: &str = "A starting reference, not a wish: this is where fixed rules arrived, without knowing what the song means. It need not be followed.";
pub const DECISIONS: &str = "Every decision, in the order of the chain";
pub const EVERY_SETTING: &str = "Every setting";
pub const BANDS: &str = "Third octaves: what was measured, and what the equaliser was set to";
pub const MARKERS: &str = "Moments the artist marked";
pub const NO_MARKERS: &str = "The artist marked none.";
pub const BLIND: &str = "Blind tests";
pub const NO_BLIND: &str = "None was finished.";
pub const BLIND_NOTE: &str = "Every finished test is listed, in the order it was taken. They are one listener's, and a test that shows no difference does not show that there is none.";
pub const VERDICT: &str = "What the page advised the artist";
pub const METHOD: &str = "Method and limits";

pub const FIGURES: &str = "Before and after";
pub const FIGURE: &str = "Figure";
pub const UNIT: &str = "Unit";
pub const SETTING: &str = "Setting";
pub const VALUE: &str = "Value";
pub const CHANGE: &str = "Change";
pub const EQUALISER: &str = "Equaliser";
pub const SIDE: &str = "Side gain";
pub const BANDS_UNITS: &str = "All in dB. Mix, master and usual: relative to the mean of 200 Hz to 2 kHz. Change: at equal loudness, 0 where the mix has too little to be heard.";

/// "17 November 2026, for 123 Studios".
#[must_use]
pub fn made_on(date: &str, studio: Option<&str>) -> String {
    match (date, studio) {
        ("", None) => String::new(),
        ("", Some(studio)) => format!("For {studio}"),
        (date, None) => date.into(),
        (date, Some(studio)) => format!("{date}, for {studio}"),
    }
}

/// "Song - mastering report.html".
#[must_use]
pub fn report_file_name(file_name: &str, extension: &str) -> String {
    format!("{} - mastering report.{extension}", song_file(file_name))
}

/// How it was measured, and what that cannot show.
#[must_use]
pub fn report_method() -> [&'static str; 7] {
    [
        "The master is the work of fixed rules and measurements, no trained model; it was made in the artist's browser, and nothing was uploaded.",
        "Loudness is measured as ITU-R BS.1770-5 and EBU R 128 have it, the loudness range as EBU Tech 3342, true peak on a grid of 16 points a sample; PLR is true peak less integrated loudness.",
        "What changed is measured from the two recordings, never read off the settings; tone is compared at equal integrated loudness, in third octaves from 25 Hz to 20 kHz.",
        "Limiting is read off the gain that the samples were multiplied by.",
        "Short-term loudness is that of the 3 s before each moment, so its first 3 s are not drawn.",
        "What is usual in a style comes from published averages and, in part, from judgement: a distance from it is no fault, and nearness no merit.",
        "One song was measured, nothing else of the release, and no figure knows what the artist meant.",
    ]
}

/// What was asked for, and every setting of every stage but the gains of the bands, as name and value.
#[must_use]
pub fn every_setting(controls: &Controls, plan: &Plan) -> Vec<(String, String)> {
    let mut rows = asked(controls);
    let Plan { style, reference, cleaning, tone, width, dynamics, saturation, loudness, decisions: _ } = plan;
    let mut say = |name: &str, value: String| rows.push((name.to_owned(), value));
    let StyleChoice { id, chosen_by, runner_up } = *style;
    let by = match chosen_by {
        ChosenBy::Artist => "chosen by the artist",
        ChosenBy::Nearness if id == StyleId::AllGenres => "as none stands out",
        ChosenBy::Nearness => "nearest to the mix",
    };
    say("Style worked towards", format!("{}, {by}; next nearest {}", style_label(id), style_label(runner_up)));
    say("Reference track", reference.map_or_else(|| NOT_USED.into(), |used| followed(used).into()));
    let high_pass = |cleaning: &Cleaning| format!("high-pass, fourth order, {} Hz", one_decimal(cleaning.high_pass_hz));
    say("Cleaning", cleaning.as_ref().map_or_else(left_out, high_pass));
    say("Equaliser", tone.as_ref().map_or_else(left_out, |_| IN_THE_TABLE.into()));
    match width {
        Some(Width { mono_below_hz, side_db: _ }) => {
            say("Stereo image", IN_THE_TABLE.into());
            let below = |hz: f64| format!("below {}", frequency(hz));
            say("Bass to the centre", mono_below_hz.map_or_else(left_out, below));
        }
        None => say("Stereo image", left_out()),
    }
    match dynamics {
        Some(Dynamics { bands, glue }) => {
            bands.iter().for_each(|band| say(&format!("Compressor, {}", band_name(band)), compressor(band)));
            say("Glue compressor", glue.as_ref().map_or_else(left_out, compressor));
        }
        None => say("Compressor", left_out()),
    }
    let rounded = |saturation: &Saturation| {
        let Saturation { knee_below_peak_db, most_db } = *saturation;
        format!("from {} dB below the highest peak, which loses {} dB", one_decimal(knee_below_peak_db), one_decimal(most_db))
    };
    say("Saturation", saturation.as_ref().map_or_else(left_out, rounded));
    let LoudnessGoal { target_lufs, ceiling_dbtp, mix_lra_lu, limiting } = *loudness;
    say("Loudness aimed for", format!("{} LUFS", one_decimal(target_lufs)));
    say("Ceiling", format!("{} dBTP", one_decimal(ceiling_dbtp)));
    say("Loudness range to keep", format!("{} LU, that of the mix", one_decimal(mix_lra_lu)));
    say("Limiting", limits(limiting));
    rows
}

const NOT_USED: &str = "not used";
const IN_THE_TABLE: &str = "gains in the table of third octaves";

fn left_out() -> String {
    "left out".into()
}

fn asked(controls: &Controls) -> Vec<(String, String)> {
    let Controls { style, reference, loudness, amount, tilt_db, low_end_db, width_db, meant } = *controls;
    let decibels = |db: f64| format!("{} dB", signed(db));
    let how_loud = match loudness {
        LoudnessChoice::Exactly { lufs } => format!("{}, {} LUFS", loudness_label(loudness), one_decimal(lufs)),
        named => loudness_label(named).into(),
    };
    [
        ("Asked: style", style.map_or("the nearest", style_label).to_owned()),
        ("Asked: reference track", reference.map_or(NOT_USED, followed).into()),
        ("Asked: how much of it", amount_said(amount)),
        ("Asked: loudness", how_loud),
        ("Asked: tilt, brighter above 0", decibels(tilt_db)),
        ("Asked: low end", decibels(low_end_db)),
        ("Asked: width", decibels(width_db)),
        ("Asked: left as meant", dimensions(meant)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn followed(used: ReferenceUse) -> &'static str {
    match used {
        ReferenceUse { exact: true, .. } => "matched outright",
        ReferenceUse { tone: true, dynamics: true, .. } => "followed in tone, width, loudness and dynamics",
        ReferenceUse { tone: true, .. } => "followed in tone and width",
        ReferenceUse { dynamics: true, .. } => "followed in loudness and dynamics",
        _ => NOT_USED,
    }
}

fn band_name(band: &BandCompression) -> String {
    range_hz(band.from_hz, band.to_hz)
}

fn compressor(band: &BandCompression) -> String {
    let BandCompression { from_hz: _, to_hz: _, threshold_over_mean_db, ratio, attack_ms, release_ms, most_db } = *band;
    format!(
        "threshold {} dB against the mean of 3 s, ratio {}:1, attack {} ms, release {} ms, at most {} dB",
        signed(threshold_over_mean_db),
        one_decimal(ratio),
        one_decimal(attack_ms),
        one_decimal(release_ms),
        one_decimal(most_db.abs())
    )
}

fn limits(limiting: Limiting) -> String {
    match limiting {
        Limiting::Off => "none: one gain".into(),
        Limiting::WhileClean => "as far as it stays clean".into(),
        Limiting::WhileMeant(meant) => format!("as far as it stays clean, and leaves what is meant: {}", dimensions(meant)),
        Limiting::AsAsked => "to the loudness aimed for, whatever it costs".into(),
    }
}

fn dimensions(meant: Meant) -> String {
    let names: Vec<&str> = meant.iter().map(dimension).collect();
    if names.is_empty() { "nothing".into() } else { names.join(", ") }
}

fn dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::LowEnd => "low end",
        Dimension::LowMids => "low mids",
        Dimension::Mids => "mids",
        Dimension::Presence => "upper mids",
        Dimension::Top => "top",
        Dimension::Dynamics => "dynamics",
        Dimension::Arc => "quiet to loud",
        Dimension::Width => "stereo width",
    }
}

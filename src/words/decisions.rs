//! Each decision of the plan with the figures it rests on, as a sentence an artist understands.

use super::character::left_as_meant;
use super::names::{style_label, style_records};
use super::numbers::{frequency, one_decimal, range_hz};
use crate::mastering::{Decision, ReferenceUse, StyleId};

/// "No particular style" is no candidate.
const STYLES_COMPARED: usize = StyleId::ALL.len() - 1;

/// `style` is the one the plan works towards, `reference` what it takes from a reference track instead.
#[must_use]
pub fn decision(decision: &Decision, style: StyleId, reference: Option<ReferenceUse>) -> String {
    let records = style_records(style);
    let (tone_of, dynamics_of) = (reference.is_some_and(|r| r.tone), reference.is_some_and(|r| r.dynamics));
    let has = if tone_of { "your reference has".to_owned() } else { format!("{records} usually have") };
    match *decision {
        Decision::StyleChosen { id } => {
            let chosen = if id == StyleId::AllGenres { "no particular style" } else { style_label(id) };
            if reference.is_some() {
                format!("You chose {chosen}.")
            } else {
                format!("You chose {chosen}: the master is made to measure like {records}.")
            }
        }
        Decision::StyleNearest { id, runner_up, confidence } => format!(
            "Of {STYLES_COMPARED} styles, your mix measures nearest to {} ({:.0} % of the belief); next comes {}.",
            style_label(id),
            100.0 * confidence,
            style_label(runner_up)
        ),
        Decision::StyleUnclear { nearest, runner_up, confidence } => format!(
            "Your mix is of no clear style: of {STYLES_COMPARED} it measures nearest to {} ({:.0} % of the belief), then {}{}.",
            style_label(nearest),
            100.0 * confidence,
            style_label(runner_up),
            if reference.is_some() { String::new() } else { format!("; so it is held against {records}") }
        ),
        Decision::Reference { exact: true, .. } => "The reference track is matched outright, without tolerance or caps.".into(),
        Decision::Reference { tone, dynamics, .. } => match (tone, dynamics) {
            (true, false) => {
                "Tone and width follow your reference track; dynamics follow the style, and so does the loudness unless you chose one.".into()
            }
            (false, true) => {
                "Dynamics follow your reference track, and so does the loudness unless you chose one; tone and width follow the style."
                    .into()
            }
            _ => "Your reference track stands in for the style: tone, width and dynamics follow it, and so does the loudness unless you chose one."
                .into(),
        },
        Decision::OneGain => "The amount is 0 %: the master is your mix with one gain, nothing else.".into(),
        Decision::AlreadyFinished { lufs, plr_db } => format!(
            "This already measures like a finished master ({} LUFS, peaks {} dB over that, its tone near what is usual in {records}): nothing but what you ask for changes it.",
            one_decimal(lufs),
            one_decimal(plr_db)
        ),
        Decision::Clean { dc_dbfs: Some(dc), rumble: false, .. } => {
            format!("A constant offset ({} dBFS) is taken out: it is no sound, but costs headroom.", one_decimal(dc))
        }
        Decision::Clean { dc_dbfs: None, high_pass_hz, .. } => {
            format!("What lies below {} is filtered out: nobody hears it, but it costs headroom.", frequency(high_pass_hz))
        }
        Decision::Clean { .. } => {
            "A constant offset, and what is too low to hear, are taken out: both only cost headroom.".into()
        }
        Decision::Tone { region, excess_db, gain_db } => {
            let more_or_less = if excess_db >= 0.0 { "more" } else { "less" };
            let change = if gain_db <= 0.0 { "less" } else { "more" };
            format!(
                "Your mix has {} dB {more_or_less} at {} than {has}: {} dB {change} there.",
                one_decimal(excess_db.abs()),
                range_hz(region.from_hz, region.to_hz),
                one_decimal(gain_db.abs())
            )
        }
        Decision::ToneLeftAlone { largest_db } if tone_of => format!(
            "The tone stays as you mixed it: no part is further from your reference than two good records differ (the furthest is {} dB away).",
            one_decimal(largest_db.abs())
        ),
        Decision::ToneLeftAlone { largest_db } => format!(
            "The tone stays as you mixed it: no part is further from {records} than they are from each other (the furthest is {} dB away).",
            one_decimal(largest_db.abs())
        ),
        Decision::NoiseNotLifted { region } => {
            format!("There is little at {}, and most of it is noise: it is not lifted.", range_hz(region.from_hz, region.to_hz))
        }
        Decision::LeftAsMeant { dimension } => left_as_meant(dimension),
        Decision::Tilt { db } => format!(
            "You asked for a {} sound: up to {} dB {} treble and as much {} bass.",
            if db > 0.0 { "brighter" } else { "warmer" },
            one_decimal(db.abs()),
            if db > 0.0 { "more" } else { "less" },
            if db > 0.0 { "less" } else { "more" }
        ),
        Decision::LowEnd { db } => {
            format!("You asked for {} dB {} low end.", one_decimal(db.abs()), if db > 0.0 { "more" } else { "less" })
        }
        Decision::Compress { plr_db, target_db, most_db } => format!(
            "Your mix's peaks stand {} dB over its loudness, {} at most {} dB: loud moments are held by at most {} dB.",
            one_decimal(plr_db),
            if dynamics_of { "near your reference".to_owned() } else { format!("in {records}") },
            one_decimal(target_db),
            one_decimal(most_db.abs())
        ),
        Decision::DynamicsLeftAlone { plr_db, target_db } => format!(
            "No compressor: your mix's peaks stand {} dB over its loudness, {} than the {} dB usual {}.",
            one_decimal(plr_db),
            if plr_db > target_db { "not clearly more" } else { "no more" },
            one_decimal(target_db),
            if dynamics_of { "near your reference".to_owned() } else { format!("in {records}") }
        ),
        Decision::Glue { most_db } => {
            format!("A slow, gentle compressor over everything glues the parts together: at most {} dB.", one_decimal(most_db))
        }
        Decision::Saturate { most_db } => {
            format!(
                "The highest peaks are rounded off by at most {} dB, so that the limiter has less to do.",
                one_decimal(most_db)
            )
        }
        Decision::MonoBass { below_hz, side_db } => format!(
            "Bass below {} goes to the centre, so that it survives small and shared speakers; what differed between left and right was at {} dB.",
            frequency(below_hz),
            one_decimal(side_db)
        ),
        Decision::Width { side_db, target_db, gain_db } => {
            let (is, change) = if gain_db < 0.0 { ("wider", "down") } else { ("narrower", "up") };
            let (than, usual) =
                if tone_of { ("your reference".to_owned(), "it has") } else { (format!("{records} usually are"), "usual is") };
            format!(
                "Your mix is {is} than {than} ({} dB of side signal, {usual} {} dB): its width is turned {change} by up to {} dB.",
                one_decimal(side_db),
                one_decimal(target_db),
                one_decimal(gain_db.abs())
            )
        }
        Decision::WidthChosen { db, possible_db } => {
            let way = if db > 0.0 { "wider" } else { "narrower" };
            if (db - possible_db).abs() < 0.05 {
                format!("You asked for {} dB {way}.", one_decimal(db.abs()))
            } else {
                format!(
                    "You asked for {} dB {way}; {} dB is as far as it goes before its channels have too little in common.",
                    one_decimal(db.abs()),
                    one_decimal(possible_db.abs())
                )
            }
        }
        Decision::WidthGuarded { side_db, target_db } => format!(
            "Your mix is narrower than {records} usually are ({} dB of side signal, usual is {} dB), but its channels have too little in common to be widened.",
            one_decimal(side_db),
            one_decimal(target_db)
        ),
        Decision::WidthLeftAlone { side_db } => format!(
            "The stereo width stays as you mixed it ({} dB of side signal is {}).",
            one_decimal(side_db),
            if tone_of { "near your reference's".to_owned() } else { format!("usual in {records}") }
        ),
        Decision::MonoKept => "Your mix is mono, and so is the master.".into(),
        Decision::Loudness { from_lufs, to_lufs } if one_decimal(from_lufs) == one_decimal(to_lufs) => {
            format!("Loudness stays at {} LUFS, which is the goal.", one_decimal(to_lufs))
        }
        Decision::Loudness { from_lufs, to_lufs } => {
            let way = if to_lufs >= from_lufs { "up" } else { "down" };
            format!("Loudness goes {way} from {} LUFS; the goal is {} LUFS.", one_decimal(from_lufs), one_decimal(to_lufs))
        }
    }
}

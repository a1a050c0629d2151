//! The versions: what was found as they were laid beside the mix, and what their buttons do.

use super::numbers::{clock_time, grouped, one_decimal};
use crate::compare::{Alignment, Fit, Placement, Role, Voice};

/// What alignment found, and what was done about it; nothing to say of what was made from the mix itself.
#[must_use]
pub fn placement(voice: &Voice, sample_rate: u32) -> Option<String> {
    match (&voice.placement, voice.role) {
        (Placement::AsRendered, _) => None,
        (Placement::ByFullest, Role::Reference) => {
            Some("Another record: its fullest 12 seconds lie on yours, and it repeats.".into())
        }
        (Placement::ByFullest, _) => Some(
            "No recording in common with your mix was found, so the two can't be lined up: its fullest 12 seconds lie on yours, and it repeats."
                .into(),
        ),
        (Placement::Aligned(alignment), _) => Some(aligned(alignment, sample_rate)),
    }
}

/// Whether what was found has to be known before listening.
#[must_use]
pub fn is_notable(voice: &Voice) -> bool {
    match &voice.placement {
        Placement::AsRendered => false,
        Placement::ByFullest => voice.role == Role::Version,
        Placement::Aligned(alignment) => alignment.fit != Fit::Same || alignment.inverted != [false; 2],
    }
}

fn aligned(alignment: &Alignment, sample_rate: u32) -> String {
    let mut sentences = vec![offset(alignment.offset_frames, sample_rate, alignment.fit == Fit::Same)];
    match alignment.inverted {
        [false, false] => {}
        [true, true] => sentences.push("Its polarity is reversed; it is turned back for the comparison.".into()),
        [left, _] => sentences.push(format!(
            "The polarity of its {} channel is reversed: worth asking why. It is turned back for the comparison.",
            if left { "left" } else { "right" }
        )),
    }
    match &alignment.fit {
        Fit::Same | Fit::OtherRecording => {}
        Fit::Drifts { ppm, apart_ms } => sentences.push(format!(
            "It runs {} by {:.0} parts in a million, so the two drift up to {} ms apart: a switch may be heard as a small jump.",
            if *ppm > 0.0 { "slower" } else { "faster" },
            ppm.abs(),
            one_decimal(*apart_ms)
        )),
        Fit::OtherEdit { agrees_s } => {
            if agrees_s.is_empty() {
                sentences.push("It is another edit.".into());
                return sentences.join(" ");
            }
            let stretches: Vec<String> =
                agrees_s.iter().map(|(from, to)| format!("{} to {}", clock_time(*from), clock_time(*to))).collect();
            sentences.push(format!("It is another edit: it is where your mix is from {} only.", stretches.join(" and from ")));
        }
    }
    sentences.join(" ")
}

fn offset(frames: i64, sample_rate: u32, to_the_sample: bool) -> String {
    let lined_up = if to_the_sample { "Lined up to the sample" } else { "Lined up as far as it goes" };
    let ms = one_decimal(frames.unsigned_abs() as f64 * 1_000.0 / f64::from(sample_rate.max(1)));
    let frames_said = grouped(frames.unsigned_abs());
    match frames {
        0 => format!("{lined_up}: it begins where your mix begins."),
        1.. => format!("{lined_up}: {frames_said} samples ({ms} ms) at its beginning are skipped."),
        _ => format!("{lined_up}: it comes in {frames_said} samples ({ms} ms) after your mix."),
    }
}

/// Announced, and shown while it lasts.
#[must_use]
pub fn hearing_change(of: &str, against: &str) -> String {
    format!("Now hearing only what differs between {of} and {against}, at equal loudness.")
}

#[must_use]
pub fn move_earlier(name: &str) -> String {
    format!("Move {name} one place to the front")
}

#[must_use]
pub fn move_later(name: &str) -> String {
    format!("Move {name} one place to the back")
}

#[must_use]
pub fn name_of(name: &str) -> String {
    format!("Name of {name}")
}

#[must_use]
pub fn take_settings(name: &str) -> String {
    format!("Use its settings: {name}")
}

#[must_use]
pub fn remove(name: &str) -> String {
    format!("Remove {name}")
}

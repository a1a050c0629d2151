//! The reference track: what it is used for, and what the style still decides.

use super::names::style_records;
use crate::mastering::{Controls, LoudnessChoice, ReferenceUse, StyleId};

/// Beside the two ticks. `style` is the one of the present master, where there is one.
#[must_use]
pub fn reference_used(controls: &Controls, style: Option<StyleId>) -> String {
    let records = style.map_or("the style", style_records);
    let own_loudness = controls.loudness == LoudnessChoice::Open;
    match controls.reference {
        Some(ReferenceUse { tone: true, dynamics: true, .. }) => format!(
            "Your master follows it in {}. Only deep bass (its centring) and the rounding of peaks still follow {records}.",
            if own_loudness {
                "tone, width, loudness and dynamics"
            } else {
                "tone, width and dynamics, and is as loud as you chose"
            }
        ),
        Some(ReferenceUse { tone: true, .. }) => {
            let rest = if own_loudness { "loudness, dynamics" } else { "dynamics" };
            format!("Your master follows it in tone and width; in {rest} and deep bass it follows {records}.")
        }
        Some(ReferenceUse { dynamics: true, .. }) => format!(
            "Your master follows it in {}; in tone and width it follows {records}.",
            if own_loudness { "loudness and dynamics" } else { "dynamics, and is as loud as you chose" }
        ),
        _ => format!("It is not used just now: your master follows {records} alone."),
    }
}

/// What the spectrum plot's shaded band is.
#[must_use]
pub fn plotted_band(style: StyleId, reference: bool) -> String {
    if reference { "near your reference track".into() } else { format!("usual in {}", style_records(style)) }
}

/// How the plot is to be read.
#[must_use]
pub fn band_note(reference: bool) -> String {
    let over = if reference { "the surroundings of your reference track" } else { "what is usual in the style" };
    format!("Both at equal level, over {over}. Inside the shaded band, nothing needs to change.")
}

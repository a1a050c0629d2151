//! What sets a mix apart, how much of that is left, and what the artist is asked about it. Distance is no fault, and nearness no merit.

use super::names::style_records;
use super::numbers::one_decimal;
use crate::compare::Character;
use crate::compare::character::{Fate, Trait};
use crate::mastering::{Dimension, StyleId};

/// Shares nearer to all or nothing than this are said as that.
const HAIR: f64 = 0.005;
/// From here on a master went further than its mix.
const FURTHER: f64 = 1.05;
/// In tolerances: what stands out by less has no name.
const NAMED: f64 = 1.0;

/// A question, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub dimension: Dimension,
    pub asked: String,
    pub found: String,
    /// What the answer "meant" changes.
    pub then: &'static str,
}

/// One line: how much of the mix's own the master kept.
#[must_use]
pub fn character_summary(character: &Character) -> String {
    let average = average(character.style);
    let strongest: Vec<&str> =
        character.by_strength().iter().filter(|t| t.before.tolerances.abs() >= NAMED).take(2).map(nature).collect();
    let above_all =
        if strongest.is_empty() { String::new() } else { format!(", most of all its {}", strongest.join(" and its ")) };
    let kept = match character.kept() {
        Some(share) if share >= 1.0 - HAIR => "all".to_owned(),
        Some(share) if share < HAIR => "nothing".to_owned(),
        Some(share) => percent(share),
        None => String::new(),
    };
    let kept = format!("The AI master kept {kept} of what sets this mix apart from {average}{above_all}");
    match character.fate() {
        Fate::Close => format!("Your mix measures close to {average}: there is little that a master could level out."),
        Fate::Kept => format!("{kept}."),
        Fate::Flattened => format!("{kept}; it measures nearer to that average than your mix."),
        Fate::Redirected => format!("{kept}; it also differs from that average in ways your mix does not."),
        Fate::Further => format!("{kept}, and measures further from that average than your mix."),
    }
}

/// One line per dimension: where mix and master stand, and what is left.
#[must_use]
pub fn character_trait(t: &Trait) -> String {
    let (before, after) = (difference(t, t.before.db), difference(t, t.after.db));
    let both = if before == after { format!("{before} in both") } else { format!("{before} in your mix, {after} in the master") };
    let kept = match t.kept {
        None => ", close to begin with".to_owned(),
        Some(share) if share > FURTHER => "; kept, and taken further".to_owned(),
        Some(share) if share >= 1.0 - HAIR => "; all of it kept".to_owned(),
        Some(share) if share >= HAIR => format!("; {} kept", percent(share)),
        Some(share) if share > -HAIR => "; none of it kept".to_owned(),
        Some(_) => "; the master is past the average".to_owned(),
    };
    format!("{} against the average: {both}{kept}.", label(t.dimension))
}

/// "Is the dark top meant?"
#[must_use]
pub fn character_question(t: &Trait, style: StyleId) -> Question {
    let verb = if matches!(t.dimension, Dimension::LowMids | Dimension::Mids | Dimension::Presence) { "Are" } else { "Is" };
    let usual = if style == StyleId::AllGenres { "unusual" } else { "unusual for this style" };
    Question {
        dimension: t.dimension,
        asked: format!("{verb} the {} meant?", nature(t)),
        found: format!(
            "Against {}: {} in your mix, which is {usual}, and {} in the AI master.",
            average(style),
            difference(t, t.before.db),
            difference(t, t.after.db)
        ),
        then: match t.dimension {
            Dimension::Dynamics => {
                "If it is meant, no compressor touches it, and the master may stay quieter so that the peaks can stand."
            }
            Dimension::Arc => "If it is meant, quiet and loud parts keep their distance, and the master may stay quieter for it.",
            Dimension::Width => "If it is meant, the stereo image stays as you mixed it.",
            _ => "If it is meant, the equaliser leaves this part as you mixed it.",
        },
    }
}

/// The question and the artist's answer, for the engineer.
#[must_use]
pub fn meant_in_brief(t: &Trait, style: StyleId, meant: bool) -> String {
    format!("{} {}.", character_question(t, style).asked, if meant { "Yes" } else { "No" })
}

/// What the artist answered, whatever the mix is held against by now.
#[must_use]
pub fn meant_said(dimension: Dimension, meant: bool) -> String {
    if meant { left_as_meant(dimension) } else { format!("{}: you said it is not meant.", label(dimension)) }
}

/// How it is measured, for whoever asks.
#[must_use]
pub fn character_method(style: StyleId) -> String {
    format!(
        "Your mix and the master are held against {}: five parts of the sound from low end to top (at equal level of the mids), how far the peaks stand out, how far quiet and loud parts lie apart, and the width. Each distance is divided by a tolerance, about as much as two good records of a kind differ. 100 % means that the master stands as far from the average as your mix, in the same direction; 0 % that nothing of it is left. Peaks as high as any mix has before mastering do not count. It is a distance, no mark: an average is no goal, and being near it no fault; listeners don't prefer less compression in general, though very much of it is heard as worse. The averages and tolerances are partly judgement, and no figure knows what you meant.",
        average(style)
    )
}

/// What the plan says of an answer.
pub(super) fn left_as_meant(dimension: Dimension) -> String {
    let part = match dimension {
        Dimension::Dynamics => {
            return "You said the dynamics are meant: no compressor, no rounding off, and the limiter takes at most 1 dB off the highest peak, even if the master stays quieter than asked.".into();
        }
        Dimension::Arc => {
            return "You said the span from quiet to loud is meant: no compressor, and the limiter may not narrow it, even if the master stays quieter than asked."
                .into();
        }
        Dimension::Width => return "You said the stereo width is meant: neither the image nor the bass is moved.".into(),
        Dimension::LowEnd => "low end is",
        Dimension::LowMids => "low mids are",
        Dimension::Mids => "mids are",
        Dimension::Presence => "upper mids are",
        Dimension::Top => "top is",
    };
    format!("You said the {part} meant: the equaliser does nothing there.")
}

fn average(style: StyleId) -> String {
    format!("the average of {}", style_records(style))
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

fn label(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::LowEnd => "Low end",
        Dimension::LowMids => "Low mids",
        Dimension::Mids => "Mids",
        Dimension::Presence => "Upper mids",
        Dimension::Top => "Top",
        Dimension::Dynamics => "Dynamics",
        Dimension::Arc => "Quiet to loud",
        Dimension::Width => "Stereo width",
    }
}

/// What the mix is like in it, by the side of the average on which it lies.
fn nature(t: &Trait) -> &'static str {
    let (below, above) = match t.dimension {
        Dimension::LowEnd => ("thin low end", "heavy low end"),
        Dimension::LowMids => ("lean low mids", "thick low mids"),
        Dimension::Mids => ("hollow mids", "full mids"),
        Dimension::Presence => ("held-back upper mids", "forward upper mids"),
        Dimension::Top => ("dark top", "bright top"),
        Dimension::Dynamics => ("dense sound", "very dynamic sound"),
        Dimension::Arc => ("even level throughout", "wide span from quiet to loud"),
        Dimension::Width => ("narrow stereo image", "wide stereo image"),
    };
    if t.before.tolerances < 0.0 { below } else { above }
}

/// "9.3 dB less", "as much".
fn difference(t: &Trait, db: f64) -> String {
    let by = one_decimal(db.abs());
    let same = by == "0.0";
    let of = |below: &'static str, above: &'static str| if db < 0.0 { below } else { above };
    match t.dimension {
        Dimension::Dynamics if same => "peaks as usual".into(),
        Dimension::Dynamics => format!("peaks {by} dB {} than usual", of("lower", "higher")),
        Dimension::Arc if same => "the same span".into(),
        Dimension::Arc => format!("a span {by} dB {}", of("smaller", "larger")),
        Dimension::Width if same => "as wide".into(),
        Dimension::Width => format!("{by} dB {}", of("narrower", "wider")),
        _ if same => "as much".into(),
        _ => format!("{by} dB {}", of("less", "more")),
    }
}

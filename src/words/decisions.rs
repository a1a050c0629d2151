//! Each decision of the plan with the figures it rests on, as a sentence an artist understands.

use super::names::{style_label, style_records};
use super::numbers::{frequency, one_decimal, range_hz};
use crate::mastering::StyleId;
use crate::mastering::plan::Decision;

/// `style` is the one the plan works towards.
#[must_use]
pub fn decision(decision: &Decision, style: StyleId) -> String {
    let records = style_records(style);
    match *decision {
        Decision::StyleChosen { id: StyleId::AllGenres } => {
            format!("You chose no particular style: the master is made to measure like {records}.")
        }
        Decision::StyleChosen { id } => {
            format!("You chose {}: the master is made to measure like {}.", style_label(id), style_records(id))
        }
        Decision::StyleNearest { id, runner_up } => {
            format!("Of the 14 styles, your mix measures nearest to {}; next comes {}.", style_label(id), style_label(runner_up))
        }
        Decision::StyleUnclear { nearest, runner_up, confidence: _ } => format!(
            "Your mix is of no clear style: it measures nearest to {}, then {}, but neither stands out. So it is held against {records}.",
            style_label(nearest),
            style_label(runner_up)
        ),
        Decision::Tone { region, excess_db, gain_db } => {
            let than = format!("at {} than {records} usually have", range_hz(region.from_hz, region.to_hz));
            let more_or_less = if excess_db >= 0.0 { "more" } else { "less" };
            let change = if gain_db <= 0.0 { "less" } else { "more" };
            format!(
                "Your mix has {} dB {more_or_less} {than}: {} dB {change} there.",
                one_decimal(excess_db.abs()),
                one_decimal(gain_db.abs())
            )
        }
        Decision::ToneLeftAlone { largest_db } => format!(
            "The tone stays as you mixed it: no part is further from {records} than they are from each other (the furthest is {} dB away).",
            one_decimal(largest_db.abs())
        ),
        Decision::Compress { plr_db, style_db, most_db } => format!(
            "Your mix's peaks stand {} dB over its loudness, in {records} at most {} dB: loud moments are held by at most {} dB.",
            one_decimal(plr_db),
            one_decimal(style_db),
            one_decimal(most_db.abs())
        ),
        Decision::DynamicsLeftAlone { plr_db, style_db } => format!(
            "No compressor: your mix's peaks stand {} dB over its loudness, no more than the {} dB usual in {records}.",
            one_decimal(plr_db),
            one_decimal(style_db)
        ),
        Decision::MonoBass { below_hz, side_db } => format!(
            "Bass below {} goes to the centre, so that it survives small and shared speakers; what differed between left and right was at {} dB.",
            frequency(below_hz),
            one_decimal(side_db)
        ),
        Decision::Width { side_db, style_db, gain_db } => {
            let (is, change) = if gain_db < 0.0 { ("wider", "down") } else { ("narrower", "up") };
            format!(
                "Your mix is {is} than {records} usually are ({} dB of side signal, {} dB is usual): its width is turned {change} by {} dB.",
                one_decimal(side_db),
                one_decimal(style_db),
                one_decimal(gain_db.abs())
            )
        }
        Decision::WidthLeftAlone { side_db } => {
            format!("The stereo width stays as you mixed it ({} dB of side signal is usual in {records}).", one_decimal(side_db))
        }
        Decision::MonoKept => "Your mix is mono, and so is the master.".into(),
        Decision::Loudness { from_lufs, to_lufs } => {
            let way = if to_lufs >= from_lufs { "up" } else { "down" };
            format!("Loudness goes {way} from {} LUFS; the goal is {} LUFS.", one_decimal(from_lufs), one_decimal(to_lufs))
        }
    }
}

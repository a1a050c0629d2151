//! Places worth hearing, a sentence each, with the figures of that place.

use super::changes::{held_share, tone_part};
use super::numbers::one_decimal;
use crate::compare::{ChangeMoment, Difference};

/// Said where a moment's difference is one of level, which an equally loud switch takes away.
pub const AT_REAL_LEVELS: &str = "Hear it at real levels.";

/// More than this is as good as gone.
const GONE_DB: f64 = 30.0;

#[must_use]
pub fn change_moment(moment: &ChangeMoment) -> String {
    let by = |db: f64| one_decimal(db.abs());
    match moment.what {
        Difference::Limiting { most_db, held } => {
            format!("The limiter is at work: it takes up to {} dB, {}.", by(most_db), held_share(held, "this stretch"))
        }
        Difference::Quiet { lu, under_lu } => format!(
            "A quiet place, {} dB under the whole of your mix: in the master it lies {} dB {} the whole.",
            by(under_lu),
            by(lu),
            if lu > 0.0 { "closer to" } else { "further below" }
        ),
        Difference::LowEnd { part, db } => {
            format!(
                "The low end is {}: {} dB {} {}.",
                if db < 0.0 { "tucked in" } else { "brought out" },
                by(db),
                more(db),
                tone_part(part)
            )
        }
        Difference::Middle { part, db } => format!(
            "The middle {}: {} dB {} {}.",
            if db < 0.0 { "makes room" } else { "comes forward" },
            by(db),
            more(db),
            tone_part(part)
        ),
        Difference::Top { part, db } => {
            format!(
                "It is {} here: {} dB {} {}.",
                if db < 0.0 { "darker" } else { "brighter" },
                by(db),
                more(db),
                tone_part(part)
            )
        }
        Difference::Width { db } => {
            format!("The stereo image is {} dB {} here.", by(db), if db < 0.0 { "narrower" } else { "wider" })
        }
        Difference::BassCentred { db } if db < -GONE_DB => {
            "The bass goes to the centre: hardly anything in it still differs between left and right.".into()
        }
        Difference::BassCentred { db } => {
            format!("The bass goes to the centre: what differs in it between left and right falls by {} dB.", by(db))
        }
    }
}

fn more(db: f64) -> &'static str {
    if db < 0.0 { "less" } else { "more" }
}

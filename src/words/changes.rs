//! What the master changed: three sentences (loudness, tone, movement and width), and line by line. All measured from the two recordings.

use super::decisions::decision;
use super::numbers::{frequency, one_decimal, range_hz, signed};
use super::timeline::{precise_time, stretch};
use crate::compare::{Change, ChangeLine, Comparison, Hear, LimiterWork, Listen, PsrChange, ToneChange, TonePart};
use crate::mastering::Plan;

/// Differences smaller than these are not worth naming: about what a careful listener notices.
const LOUDNESS_NOTICED_LU: f64 = 0.3;
const MOVEMENT_NOTICED_DB: f64 = 0.5;
const WIDTH_NOTICED_DB: f64 = 0.5;

#[must_use]
pub fn what_changed(comparison: &Comparison) -> [String; 3] {
    [loudness(comparison.loudness_lu), tone(comparison, "it"), movement_and_width(comparison)]
}

/// The one about tone, on its own: after a blind pick, when it could be about either.
#[must_use]
pub fn tone_of_master(comparison: &Comparison) -> String {
    tone(comparison, "the automatic master")
}

fn loudness(change_lu: f64) -> String {
    let by = one_decimal(change_lu.abs());
    if change_lu.abs() < LOUDNESS_NOTICED_LU {
        "The master is as loud as your mix.".into()
    } else if change_lu > 0.0 {
        format!("The master is {by} dB louder than your mix.")
    } else {
        format!("The master is {by} dB quieter than your mix.")
    }
}

fn tone(comparison: &Comparison, master: &str) -> String {
    let named = |change: &ToneChange, word: &str| format!("{} dB {word} {}", one_decimal(change.db.abs()), part(change));
    let changes = match (&comparison.largest_fall, &comparison.largest_rise) {
        (None, None) => return format!("At equal loudness {master} has the same tone, to within half a decibel."),
        (Some(fall), None) => named(fall, "less in"),
        (None, Some(rise)) => named(rise, "more in"),
        (Some(fall), Some(rise)) => format!("{}, and up to {}", named(fall, "less in"), named(rise, "more in")),
    };
    format!("At equal loudness {master} has up to {changes}.")
}

/// Plain names for parts of the spectrum, by where the middle of the stretch lies; a stretch of more than four octaves is named by its ends.
fn part(change: &ToneChange) -> String {
    if change.to_hz / change.from_hz > 16.0 {
        return format!("everything from {} to {}", name_at(change.from_hz * 1.2), name_at(change.to_hz / 1.2));
    }
    name_at((change.from_hz * change.to_hz).sqrt()).into()
}

fn name_at(hz: f64) -> &'static str {
    match hz {
        hz if hz < 60.0 => "the deepest bass",
        hz if hz < 160.0 => "the bass",
        hz if hz < 500.0 => "the low mids",
        hz if hz < 2000.0 => "the mids",
        hz if hz < 6000.0 => "the upper mids",
        hz if hz < 12_000.0 => "the treble",
        _ => "the highest treble",
    }
}

/// PLR knows the one highest peak only; what the hits do, PSR knows where there is one.
fn movement(plr_db: f64, psr_db: Option<f64>) -> String {
    let further = |db: f64| if db > 0.0 { "further above" } else { "closer to" };
    let so = |db: f64| if db > 0.0 { "hits stick out more" } else { "hits are held tighter" };
    match psr_db {
        Some(db) if db.abs() >= MOVEMENT_NOTICED_DB => {
            format!("Its peaks stand {} dB {} what is around them, so {}", one_decimal(db.abs()), further(db), so(db))
        }
        _ if plr_db.abs() < MOVEMENT_NOTICED_DB => "Its peaks stand as far above the average as yours".into(),
        Some(_) => format!(
            "Its highest peak stands {} dB {} the average, but most hits stand as before",
            one_decimal(plr_db.abs()),
            further(plr_db)
        ),
        None => {
            format!("Its peaks stand {} dB {} the average, so {}", one_decimal(plr_db.abs()), further(plr_db), so(plr_db))
        }
    }
}

fn movement_and_width(comparison: &Comparison) -> String {
    let movement = movement(comparison.plr_db, comparison.punch.psr.map(|psr| psr.median_db));
    let width = match comparison.width_db {
        None => "it is mono, like your mix",
        Some(change) if change.abs() < WIDTH_NOTICED_DB => "the stereo image is as wide as before",
        Some(change) if change < 0.0 => "the stereo image is narrower",
        Some(_) => "the stereo image is wider",
    };
    format!("{movement}; {width}.")
}

/// One line of what changed. Artist's words first, figures behind.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeSaid {
    /// What, and how much.
    pub said: String,
    /// What that means by ear.
    pub means: &'static str,
    /// Why the automatic master did it.
    pub why: String,
    /// Where to hear it, and how.
    pub hear: Option<String>,
    /// For engineers.
    pub detail: String,
}

pub const NOTHING_CHANGED: &str = "Nothing differs enough to be heard.";
const NOT_ASKED: &str = "No decision asked for this: it came along with the others.";

/// `plan` is the one the line's decision is from.
#[must_use]
pub fn change_line(line: &ChangeLine, plan: &Plan) -> ChangeSaid {
    ChangeSaid {
        said: said(&line.change),
        means: means(&line.change),
        why: line.why.map_or_else(|| NOT_ASKED.into(), |why| decision(&why, plan.style.id, plan.reference)),
        hear: line.hear.as_ref().map(hear),
        detail: detail(&line.change),
    }
}

/// What a part of the spectrum is called.
#[must_use]
pub fn tone_part(part: TonePart) -> &'static str {
    match part {
        TonePart::Sub => "sub-bass",
        TonePart::Bass => "bass",
        TonePart::LowMids => "low mids",
        TonePart::Mids => "mids",
        TonePart::Presence => "presence",
        TonePart::Air => "air",
    }
}

fn said(change: &Change) -> String {
    let size = change.size();
    let by = one_decimal(size.abs());
    let more = |above: &'static str, below: &'static str| if size > 0.0 { above } else { below };
    match *change {
        Change::Loudness { .. } => format!("It is {by} dB {}.", more("louder", "quieter")),
        Change::Tone { part, .. } => format!("{} {}: {by} dB.", more("More", "Less"), tone_part(part)),
        Change::Peaks { psr: Some(psr), .. } if size == psr.median_db => {
            format!("Peaks stand {by} dB {} what is around them.", more("further above", "closer to"))
        }
        Change::Peaks { .. } => format!("The highest peak stands {by} dB {} the average.", more("further above", "closer to")),
        Change::Onsets { band, .. } => {
            format!("Sounds set in {by} dB {} {}.", more("more sharply", "more softly"), onset_band(band))
        }
        Change::Contrast { .. } => {
            format!("Its loud and quiet parts are {by} dB {}.", more("further apart", "closer together"))
        }
        Change::Width { .. } => format!("The stereo image is {by} dB {}.", more("wider", "narrower")),
        Change::BassWidth { .. } => more("The bass spreads wider.", "The bass sits closer to the centre.").into(),
        Change::MonoFold { .. } => {
            format!("On a single speaker it loses {by} dB {} than your mix does.", more("more", "less"))
        }
        Change::Limiter { held, .. } => {
            format!("A limiter holds its highest peaks back by up to {by} dB, {}.", held_share(held, "the song"))
        }
    }
}

/// How much of something the limiter holds.
pub(super) fn held_share(share: f64, of: &str) -> String {
    let half = "more than half a decibel";
    match 100.0 * share {
        percent if percent < 0.5 => format!("and {half} for less than 1 % of {of}"),
        percent => format!("and {half} for {percent:.0} % of {of}"),
    }
}

fn onset_band(band: usize) -> &'static str {
    match band {
        0 => "in the bass and low mids",
        1 => "in the mids",
        2 => "in the presence",
        _ => "in the air",
    }
}

/// The edges of the onset bands, which follow the sample rate a little.
fn onset_hz(band: usize) -> &'static str {
    match band {
        0 => "below about 350 Hz",
        1 => "between about 350 Hz and 1.4 kHz",
        2 => "between about 1.4 and 5.5 kHz",
        _ => "above about 5.5 kHz",
    }
}

fn means(change: &Change) -> &'static str {
    let more = |above: &'static str, below: &'static str| if change.size() > 0.0 { above } else { below };
    match change {
        Change::Loudness { .. } => more(
            "Louder often seems better at first: so the switch plays both equally loud.",
            "Quieter often seems duller at first: so the switch plays both equally loud.",
        ),
        Change::Tone { part, .. } => match part {
            TonePart::Sub => {
                more("Large speakers go deeper; a phone plays none of it.", "Large speakers go less deep; a phone never did.")
            }
            TonePart::Bass => more("The low end weighs more.", "The low end weighs less, and leaves room above it."),
            TonePart::LowMids => more("It tends to sound warmer and fuller.", "It tends to sound clearer and thinner."),
            TonePart::Mids => more("What lies in the middle steps forward.", "What lies in the middle steps back."),
            TonePart::Presence => more("Edges and consonants cut through more.", "Edges and consonants are softer."),
            TonePart::Air => more(
                "It tends to sound brighter, with more breath and hiss.",
                "It tends to sound darker, with less breath and hiss.",
            ),
        },
        Change::Peaks { psr: Some(psr), .. } if change.size() != psr.median_db => {
            "That is the one highest peak: most hits stand as before."
        }
        Change::Peaks { .. } => more("Hits stick out more.", "Hits are held tighter: more even, and less of a jump."),
        Change::Onsets { .. } => more("Attacks are sharper there.", "Attacks are rounder there."),
        Change::Contrast { .. } => {
            more("A build-up rises further.", "Quiet parts are easier to hear beside loud ones; a build-up rises less far.")
        }
        Change::Width { .. } => more("What lies at the edges comes forward.", "What lies at the edges steps back."),
        Change::BassWidth { .. } => more("Less of it is left on a single speaker.", "More of it is left on a single speaker."),
        Change::MonoFold { .. } => more(
            "A phone or a kitchen radio plays it less like your headphones do.",
            "A phone or a kitchen radio plays it more like your headphones do.",
        ),
        Change::Limiter { .. } => "Peaks are turned down for some thousandths of a second each, to make room for the rest.",
    }
}

fn hear(hear: &Hear) -> String {
    let place = stretch(hear.from_s, hear.to_s);
    match hear.listen {
        Listen::Switch => format!("Loop {place} and switch."),
        Listen::SwitchAtRealLevels => format!("Loop {place} and switch at real levels."),
        Listen::OnlyTheChange => format!("Loop {place} and hear only the change."),
    }
}

fn detail(change: &Change) -> String {
    let was = |after: f64, before: f64, unit: &str| format!("{} {unit}, was {} {unit}", one_decimal(after), one_decimal(before));
    match *change {
        Change::Loudness { lu, true_peak_db } => {
            format!("Integrated loudness {} LU, true peak {} dB.", signed(lu), signed(true_peak_db))
        }
        Change::Tone { part, db } => {
            let (from_hz, to_hz) = part.edges_hz();
            format!("Level of {}, at equal loudness: {} dB.", range_hz(from_hz, to_hz), signed(db))
        }
        Change::Peaks { plr_db, psr, crest } => {
            let mut said = format!("PLR {} dB", signed(plr_db));
            if let Some(PsrChange { median_db, p10_db, below_8_db: (before, after) }) = psr {
                said += &format!(
                    "; PSR median {} dB, densest tenth {} dB; below 8 dB for {:.0} % of the time, was {:.0} %",
                    signed(median_db),
                    signed(p10_db),
                    100.0 * after,
                    100.0 * before
                );
            }
            if let Some((hz, db)) = crest {
                said += &format!("; crest by octave changes most around {}: {} dB", frequency(hz), signed(db));
            }
            said + "."
        }
        Change::Onsets { band, db } => {
            format!("95th percentile of the level's rises from one 5 ms to the next {}: {} dB.", onset_hz(band), signed(db))
        }
        Change::Contrast { before_lu, after_lu, lra_lu } => format!(
            "The loudest fifth of your mix over its quietest fifth (3 s values, pauses left out), and the same places after: {}; loudness range {} LU.",
            was(after_lu, before_lu, "LU"),
            signed(lra_lu)
        ),
        Change::Width { before_db, after_db } => format!("Side against mid above 250 Hz: {}.", was(after_db, before_db, "dB")),
        Change::BassWidth { before_db, after_db } => {
            format!("Side against mid below 120 Hz: {}.", was(after_db, before_db, "dB"))
        }
        Change::MonoFold { before_lu, after_lu } => {
            format!("Loudness lost when both channels are folded to one: {}.", was(after_lu, before_lu, "LU"))
        }
        Change::Limiter { most_db, most_at_s, held } => format!(
            "Largest gain reduction {} dB, at {}; over {} dB for {} % of the time. Read off the gain that each sample was multiplied by.",
            one_decimal(most_db),
            precise_time(most_at_s, f64::INFINITY),
            one_decimal(LimiterWork::HELD_DB),
            one_decimal(100.0 * held)
        ),
    }
}

//! Decides: from measurements, a target and the artist's choices to a plan.

mod cleaning;
mod dynamics;
mod image;
mod level;
mod tone;

use crate::measure::Measurements;

pub use image::is_mono;

use super::controls::Controls;
use super::decision::Decision;
use super::dimension::Dimension;
use super::nearest::{self, Nearness};
use super::plan::{ChosenBy, Plan, StyleChoice};
use super::style::{Style, StyleId};

/// Ceiling of every master: the room that lossy encoders ask for.
const CEILING_DBTP: f64 = -1.0;

/// How much of the excess over the tolerance is corrected.
const STRENGTH: f64 = 0.5;
/// A change that is smaller than this is left out.
const LEAST_DB: f64 = 0.1;

/// What the decisions rest on.
struct Brief<'a> {
    mix: &'a Measurements,
    style: &'static Style,
    controls: Controls,
    /// The reference track, where its tone or its dynamics are wanted.
    tone_of: Option<&'a Measurements>,
    dynamics_of: Option<&'a Measurements>,
    /// The reference's tone and width are to be matched outright.
    exact: bool,
    /// The mix is a finished master of its style: nothing but the artist's wishes changes it.
    finished: bool,
}

/// Everything the chain will do to a recording, and why. `reference` is used as `controls.reference` says.
#[must_use]
pub fn plan(mix: &Measurements, controls: &Controls, reference: Option<&Measurements>) -> Plan {
    let controls = controls.within_limits();
    let Nearness { best, runner_up: second, confidence, clear } = nearest::nearest(mix);
    let (id, chosen_by, style_said) = match controls.style {
        Some(id) => (id, ChosenBy::Artist, Decision::StyleChosen { id }),
        None if clear => (best, ChosenBy::Nearness, Decision::StyleNearest { id: best, runner_up: second, confidence }),
        None => (StyleId::AllGenres, ChosenBy::Nearness, Decision::StyleUnclear { nearest: best, runner_up: second, confidence }),
    };
    let runner_up = if id == best { second } else { best };
    let used = controls.reference.filter(|used| reference.is_some() && (used.tone || used.dynamics));
    let mut brief = Brief {
        mix,
        style: id.style(),
        controls,
        tone_of: reference.filter(|_| used.is_some_and(|used| used.tone)),
        dynamics_of: reference.filter(|_| used.is_some_and(|used| used.dynamics)),
        exact: used.is_some_and(|used| used.exact && used.tone),
        finished: false,
    };
    brief.finished = level::is_finished(&brief);
    let mut plan = Plan {
        style: StyleChoice { id, chosen_by, runner_up },
        reference: used,
        cleaning: None,
        tone: None,
        width: None,
        dynamics: None,
        saturation: None,
        loudness: level::goal(&brief),
        decisions: Vec::new(),
    };
    if controls.amount == 0.0 {
        plan.decisions.push(Decision::OneGain);
    } else {
        plan.decisions.push(style_said);
        if let Some(used) = used {
            plan.decisions.push(Decision::Reference { tone: used.tone, dynamics: used.dynamics, exact: used.exact });
        }
        brief.decide(&mut plan);
    }
    plan.decisions.push(Decision::Loudness { from_lufs: mix.loudness.integrated_lufs, to_lufs: plan.loudness.target_lufs });
    plan
}

impl Brief<'_> {
    fn decide(&self, plan: &mut Plan) {
        if self.finished {
            let lufs = self.mix.loudness.integrated_lufs;
            plan.decisions.push(Decision::AlreadyFinished { lufs, plr_db: self.mix.plr_db() });
        }
        let mono = is_mono(self.mix);
        let meant = self.controls.meant.iter().filter(|&dimension| !(mono && dimension == Dimension::Width));
        plan.decisions.extend(meant.map(|dimension| Decision::LeftAsMeant { dimension }));
        plan.cleaning = cleaning::decide(self, &mut plan.decisions);
        plan.tone = tone::decide(self, &mut plan.decisions);
        plan.width = image::decide(self, &mut plan.decisions);
        if !self.finished {
            (plan.dynamics, plan.saturation) = dynamics::decide(self, &plan.loudness, &mut plan.decisions);
        }
    }
}

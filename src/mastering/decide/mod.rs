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
use super::nearest::{self, Nearness};
use super::plan::{ChosenBy, Limiting, LoudnessGoal, Plan, StyleChoice};
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
    /// The reference is to be matched outright.
    exact: bool,
    /// 0 to 1.
    amount: f64,
}

/// Everything the chain will do to a recording, and why. `reference` is used as `controls.reference` says.
#[must_use]
pub fn plan(mix: &Measurements, controls: &Controls, reference: Option<&Measurements>) -> Plan {
    let Nearness { best, runner_up: second, confidence, clear } = nearest::nearest(mix);
    let (id, chosen_by, decision) = match controls.style {
        Some(id) => (id, ChosenBy::Artist, Decision::StyleChosen { id }),
        None if clear => (best, ChosenBy::Nearness, Decision::StyleNearest { id: best, runner_up: second }),
        None => (StyleId::AllGenres, ChosenBy::Nearness, Decision::StyleUnclear { nearest: best, runner_up: second, confidence }),
    };
    let runner_up = if id == best { second } else { best };
    let mut decisions = vec![decision];
    let used = controls.reference.filter(|used| reference.is_some() && (used.tone || used.dynamics));
    if let Some(used) = used {
        decisions.push(Decision::Reference { tone: used.tone, dynamics: used.dynamics });
    }
    let brief = Brief {
        mix,
        style: id.style(),
        controls: *controls,
        tone_of: reference.filter(|_| used.is_some_and(|used| used.tone)),
        dynamics_of: reference.filter(|_| used.is_some_and(|used| used.dynamics)),
        exact: used.is_some_and(|used| used.exact),
        amount: if controls.amount.is_finite() { controls.amount.clamp(0.0, 1.0) } else { 1.0 },
    };
    let mut plan = Plan {
        style: StyleChoice { id, chosen_by, runner_up },
        reference: used,
        cleaning: None,
        tone: None,
        width: None,
        dynamics: None,
        saturation: None,
        loudness: level::goal(&brief),
        decisions,
    };
    brief.decide(&mut plan);
    plan
}

impl Brief<'_> {
    fn decide(&self, plan: &mut Plan) {
        let loudness = Decision::Loudness { from_lufs: self.mix.loudness.integrated_lufs, to_lufs: plan.loudness.target_lufs };
        if self.amount == 0.0 {
            plan.decisions.extend([Decision::OneGain, loudness]);
            return;
        }
        let (tone, tone_said) = tone::decide(self);
        let (width, width_said) = image::decide(self);
        if level::is_finished(self, tone.as_ref(), width.as_ref()) {
            let lufs = self.mix.loudness.integrated_lufs;
            plan.loudness = LoudnessGoal { target_lufs: lufs, limiting: Limiting::Off, ..plan.loudness };
            plan.decisions.push(Decision::AlreadyFinished { lufs, plr_db: self.mix.plr_db() });
            return;
        }
        plan.cleaning = cleaning::decide(self, &mut plan.decisions);
        plan.tone = tone;
        plan.decisions.extend(tone_said);
        (plan.dynamics, plan.saturation) = dynamics::decide(self, &plan.loudness, &mut plan.decisions);
        plan.width = width;
        plan.decisions.extend(width_said);
        plan.decisions.push(loudness);
    }
}

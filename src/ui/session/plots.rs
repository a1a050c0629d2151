//! What the session knows of mix and master, as plots are made of it.

use super::state::Session;
use crate::compare::Role;
use crate::plots::PlotFacts;

impl Session {
    /// Nothing before there is a master.
    #[must_use]
    pub fn plot_facts(&self) -> Option<PlotFacts<'_>> {
        let (master, mix, automatic) = (self.master.as_ref()?, self.voice(Role::Original)?, self.voice(Role::Automatic)?);
        let reference = master.reference.as_ref().filter(|_| master.plan.reference.is_some_and(|used| used.tone));
        Some(PlotFacts {
            seconds: self.duration_s(),
            mix: &mix.measurements,
            mix_track: &mix.track,
            master: &automatic.measurements,
            master_track: &automatic.track,
            style: master.plan.style.id,
            reference: reference.map(|reference| &reference.measurements),
            comparison: &master.comparison,
        })
    }
}

//! The engineer's report: what the session knows of the song, as a file to take away.

use super::message::Effect;
use super::state::Session;
use crate::advice::Answers;
use crate::compare::{Role, Trait, lines};
use crate::report::{self, Blind, Marker, ReportFacts};
use crate::words;
use crate::words::report::report_file_name;

/// What is asked for, with what only the page around the session knows.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportAsk {
    pub form: ReportForm,
    /// As it is to be read.
    pub date: String,
    /// The studio's name, if its details could be read, and the headroom it wishes, if any.
    pub studio: Option<String>,
    pub wished_headroom_db: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    Html,
    Json,
}

impl Session {
    /// Nothing before there is a master.
    pub(super) fn report(&self, ask: &ReportAsk) -> Vec<Effect> {
        self.report_text(ask).into_iter().collect()
    }

    fn report_text(&self, ask: &ReportAsk) -> Option<Effect> {
        let (song, master) = (self.song.as_ref()?, self.master.as_ref()?);
        let (original, automatic) = (self.voice(Role::Original)?, self.voice(Role::Automatic)?);
        let (character, verdict) = (self.character(), self.verdict(ask.wished_headroom_db));
        let meant: Vec<(Trait, bool)> = self.answered();
        let markers: Vec<Marker> =
            self.listening.markers.iter().map(|marker| Marker { at_s: marker.at_s, note: &marker.note }).collect();
        let blind = self
            .results
            .iter()
            .map(|heard| Blind { said: words::blind_in_brief(&heard.result, |id| heard.name(id)), result: &heard.result });
        let facts = ReportFacts {
            song: &song.name,
            date: &ask.date,
            studio: ask.studio.as_deref(),
            file: &song.facts,
            mix: &original.measurements,
            mix_track: &original.track,
            outcome: &master.outcome,
            master_track: &automatic.track,
            controls: &master.controls,
            plan: &master.plan,
            reference: master.plan.reference.and(master.reference.as_ref()).map(|reference| &reference.measurements),
            comparison: &master.comparison,
            changes: &lines(&master.comparison, &master.plan),
            moments: &master.moments,
            character: character.as_ref(),
            readiness: &self.readiness(ask.wished_headroom_db),
            // Without any answer it would only say that there was none.
            verdict: verdict.as_ref().filter(|_| self.answers != Answers::default()),
            meant: &meant,
            markers: &markers,
            blind: &blind.collect::<Vec<_>>(),
        };
        let (text, mime, extension) = match ask.form {
            ReportForm::Html => (report::html(&facts), "text/html", "html"),
            ReportForm::Json => (report::json(&facts), "application/json", "json"),
        };
        Some(Effect::SaveText { name: report_file_name(&song.name, extension), mime, text })
    }
}

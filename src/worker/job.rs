//! What the worker does with a request: pure, so that it runs and is tested natively.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::beside::{self, BesideFile};
use super::protocol::{ExcerptFacts, Fault, Part, Reply, Request, Span};
use super::take::{self, Cut};
use crate::audio::AudioBuffer;
use crate::compare::{Along, Comparison, SourceId, moments};
use crate::decode::{self, DecodeError, FileFacts, Limits, MIN_SECONDS};
use crate::demo::{demo_ending, demo_mix};
use crate::encode::{self, Stretch, TakeSettings};
use crate::mastering::{self, Controls, LoudnessChoice, Mastered, Plan, Shaped, StyleId, loudest_stretch};
use crate::measure::{self, MeasureError, Measurements, Track, survey};
use crate::pace::{Pace, Stage, Superseded};

/// A file larger than this is no song.
const MAX_FILE_BYTES: u64 = 2 << 30;

/// Why a file of this size should not even be read, given the memory that a request allows.
#[must_use]
pub fn too_large(request: &Request, bytes: u64) -> Option<Fault> {
    let limit = match request {
        Request::Open { memory_bytes, .. } | Request::OpenBeside { memory_bytes, .. } => MAX_FILE_BYTES.min(*memory_bytes),
        _ => MAX_FILE_BYTES,
    };
    (bytes > limit).then_some(Fault::File(DecodeError::TooManyBytes { bytes, limit }))
}

/// What goes along with a reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Attachment {
    /// The page's playback copy.
    Planes(Rc<AudioBuffer>),
    Bytes(Vec<u8>),
    Nothing,
}

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    Superseded,
    Fault(Fault),
}

impl From<Superseded> for Ended {
    fn from(_: Superseded) -> Self {
        Self::Superseded
    }
}

impl From<decode::Stopped> for Ended {
    fn from(stopped: decode::Stopped) -> Self {
        match stopped {
            decode::Stopped::Error(error) => Self::Fault(Fault::File(error)),
            decode::Stopped::Superseded(_) => Self::Superseded,
        }
    }
}

impl From<encode::Stopped> for Ended {
    fn from(stopped: encode::Stopped) -> Self {
        match stopped {
            encode::Stopped::Error(error) => Self::Fault(Fault::Take(error)),
            encode::Stopped::Superseded(_) => Self::Superseded,
        }
    }
}

impl From<measure::Stopped> for Ended {
    fn from(stopped: measure::Stopped) -> Self {
        match stopped {
            measure::Stopped::Error(MeasureError::Silent) => Self::Fault(Fault::File(DecodeError::Silent)),
            measure::Stopped::Error(MeasureError::TooShort { seconds }) => {
                Self::Fault(Fault::File(DecodeError::TooShort { seconds, needed_seconds: MIN_SECONDS }))
            }
            measure::Stopped::Superseded(_) => Self::Superseded,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub audio: Rc<AudioBuffer>,
    pub measurements: Rc<Measurements>,
    pub track: Rc<Track>,
}

/// The decoded sources and masters, by the ids the page knows them under.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    kept: BTreeMap<SourceId, Kept>,
    shaped: Option<Unfinished>,
    /// What the master that can be taken home was made of, and by which plan.
    made: Option<(SourceId, Plan)>,
}

/// The newest master before its loudness stage: another loudness starts from here.
#[derive(Clone, Debug)]
struct Unfinished {
    source: SourceId,
    plan: Plan,
    shaped: Rc<Shaped>,
}

impl Engine {
    /// Carries one request out. `file` holds the bytes that came with [`Request::Open`]; `now_ms` reads a clock.
    ///
    /// Nothing that was kept is lost unless the request succeeds.
    ///
    /// # Errors
    /// [`Ended`]: superseded, or a fault to tell the artist.
    pub async fn run(
        &mut self,
        request: Request,
        file: Vec<u8>,
        now_ms: impl Fn() -> f64,
        pace: &mut impl Pace,
    ) -> Result<(Reply, Attachment), Ended> {
        let mut spans = Spans { now_ms, spans: Vec::new() };
        match request {
            Request::Open { job, source, memory_bytes } => {
                let limits = Limits { max_bytes: MAX_FILE_BYTES, memory_bytes };
                let start = (spans.now_ms)();
                let decoded = decode::decode(file, &limits, pace).await?;
                spans.push(Part::Decode, start);
                let kept = measured(decoded.audio, &mut spans, pace).await?;
                Ok(self.opened(job, source, decoded.facts, kept, spans.spans))
            }
            Request::OpenDemo { job, source } => {
                let start = (spans.now_ms)();
                let audio = demo_mix(pace).await?;
                spans.push(Part::Decode, start);
                let facts = demo_facts(&audio);
                let kept = measured(audio, &mut spans, pace).await?;
                Ok(self.opened(job, source, facts, kept, spans.spans))
            }
            Request::OpenBeside { job, mix, source, beside, memory_bytes } => {
                let mix = self.kept.get(&mix).cloned().ok_or(Ended::Fault(Fault::SourceGone))?;
                // What is kept of the song stays beside it.
                let kept: usize = self.kept.values().map(|kept| kept.audio.channels().len() * kept.audio.frames()).sum();
                let memory_bytes = memory_bytes.saturating_sub((kept * size_of::<f32>()) as u64);
                let limits = Limits { max_bytes: MAX_FILE_BYTES, memory_bytes };
                let opened = beside::open(file, &limits, &mix, beside, &mut spans, pace).await?;
                let BesideFile { facts, measurements, placement, covers_s, track, audio } = opened;
                let measurements = Box::new(measurements);
                let spans = spans.spans;
                let reply = Reply::BesideOpened { job, source, facts, measurements, placement, covers_s, track, spans };
                Ok((reply, Attachment::Planes(Rc::new(audio))))
            }
            Request::Master { job, source, result, controls, reference } => {
                let Kept { audio, measurements, track: before } =
                    self.kept.get(&source).cloned().ok_or(Ended::Fault(Fault::SourceGone))?;
                let start = (spans.now_ms)();
                let plan = mastering::plan(&measurements, &controls, reference.as_deref());
                spans.push(Part::Plan, start);
                let start = (spans.now_ms)();
                let shaped = self.shape(source, &audio, &plan, pace).await?;
                let Mastered { audio: master, hops, reduction, outcome } =
                    mastering::finish(&shaped, &plan, pace).await.map_err(unmastered)?;
                spans.push(Part::Render, start);
                let start = (spans.now_ms)();
                let track = Track::of(&hops);
                let along = Along::measure(&audio, &master, pace).await?;
                let comparison = Comparison::of(&measurements, &outcome.after).along(&along, &before, &track, Some(&reduction));
                let moments = moments(&along, &before, &track, Some(&reduction));
                spans.push(Part::Compare, start);
                let audio = Rc::new(master);
                // Only the newest can be taken home; an earlier one that comes back to be heard need not stay here.
                if result == SourceId::AUTOMATIC {
                    let kept = Kept {
                        audio: Rc::clone(&audio),
                        measurements: Rc::new(outcome.after.clone()),
                        track: Rc::new(track.clone()),
                    };
                    self.kept.insert(result, kept);
                    self.made = Some((source, plan.clone()));
                }
                let reply = Reply::Mastered {
                    job,
                    result,
                    plan: Box::new(plan),
                    outcome: Box::new(outcome),
                    track,
                    comparison: Box::new(comparison),
                    moments,
                    spans: spans.spans,
                };
                Ok((reply, Attachment::Planes(audio)))
            }
            Request::Excerpt { job, source, controls, reference } => {
                let kept = self.kept.get(&source).cloned().ok_or(Ended::Fault(Fault::SourceGone))?;
                let start = (spans.now_ms)();
                let Some(covers_s) = loudest_stretch(&kept.track) else {
                    return Ok((Reply::Excerpted { job, excerpt: None, spans: spans.spans }, Attachment::Nothing));
                };
                let plan = mastering::plan(&kept.measurements, &controls, reference.as_deref());
                let made = mastering::excerpt(&kept.audio, &kept.track, covers_s, &plan, pace).await.map_err(unmastered)?;
                spans.push(Part::Excerpt, start);
                let track = Track::of(&made.hops).placed(covers_s.0, kept.track.seconds());
                let facts = ExcerptFacts { covers_s, measurements: Box::new(made.measurements), track };
                let reply = Reply::Excerpted { job, excerpt: Some(facts), spans: spans.spans };
                Ok((reply, Attachment::Planes(Rc::new(made.audio))))
            }
            Request::Take { job, source, settings, tags } => {
                let (settings, cut) = self.cut(source, settings, pace).await?;
                let (taken, bytes) = take::take(cut, settings, &tags, pace).await?;
                Ok((Reply::Exported { job, source, settings, taken }, Attachment::Bytes(bytes)))
            }
            Request::Cancel { .. } => Err(Ended::Superseded),
        }
    }

    /// The recording before its loudness stage: kept from the last time, where nothing before that stage has changed.
    async fn shape(
        &mut self,
        source: SourceId,
        audio: &AudioBuffer,
        plan: &Plan,
        pace: &mut impl Pace,
    ) -> Result<Rc<Shaped>, Superseded> {
        if let Some(kept) = self.shaped.as_ref().filter(|kept| kept.source == source && kept.plan.shapes_as(plan)) {
            return Ok(Rc::clone(&kept.shaped));
        }
        // Its memory is needed for the next.
        self.shaped = None;
        let shaped = Rc::new(mastering::shape(audio, plan, pace).await?);
        self.shaped = Some(Unfinished { source, plan: plan.clone(), shaped: Rc::clone(&shaped) });
        Ok(shaped)
    }

    /// The recording that is asked for, as far along the chain as it is wanted; only a master can be.
    async fn cut(
        &mut self,
        source: SourceId,
        settings: TakeSettings,
        pace: &mut impl Pace,
    ) -> Result<(TakeSettings, Cut), Ended> {
        let gone = || Ended::Fault(Fault::SourceGone);
        let (mix_id, plan) = self.made.clone().filter(|_| source == SourceId::AUTOMATIC).ok_or_else(gone)?;
        let master = self.kept.get(&source).cloned().ok_or_else(gone)?;
        let settings = settings.settled(master.audio.sample_rate());
        let cut = match settings.stretch {
            Stretch::Whole => Cut {
                audio: take::Recording::Whole(master.audio),
                known_dbtp: Some(master.measurements.peaks.true_peak_dbtp),
                ceiling_dbtp: plan.loudness.ceiling_dbtp,
            },
            Stretch::BeforeLimiter => {
                let mix = self.kept.get(&mix_id).cloned().ok_or_else(gone)?;
                let shaped = self.shape(mix_id, &mix.audio, &plan, pace).await?;
                Cut {
                    audio: take::Recording::BeforeLimiter(shaped),
                    known_dbtp: None,
                    ceiling_dbtp: take::UNLIMITED_CEILING_DBTP,
                }
            }
        };
        Ok((settings, cut))
    }

    /// A new song: what was made of the last one goes.
    fn opened(
        &mut self,
        job: super::protocol::JobId,
        source: SourceId,
        facts: FileFacts,
        kept: Kept,
        spans: Vec<Span>,
    ) -> (Reply, Attachment) {
        let audio = Rc::clone(&kept.audio);
        let measurements = Box::new((*kept.measurements).clone());
        let track = (*kept.track).clone();
        self.kept.clear();
        (self.shaped, self.made) = (None, None);
        self.kept.insert(source, kept);
        let reply = Reply::Opened { job, source, facts, measurements, track, spans };
        (reply, Attachment::Planes(audio))
    }
}

/// Does all that mastering a song takes, for nobody: browsers make code fast only once it has run.
///
/// # Errors
/// [`Ended`], as soon as somebody asks for something.
pub async fn warm_up(pace: &mut impl Pace) -> Result<(), Ended> {
    let mix = demo_ending(pace).await?;
    let (measurements, _) = survey(&mix, Stage::Measure, pace).await?;
    // What takes every stage there is.
    let controls = Controls { style: Some(StyleId::Metal), loudness: LoudnessChoice::Loud, ..Controls::UNTOUCHED };
    let plan = mastering::plan(&measurements, &controls, None);
    let made = mastering::master(&mix, &plan, pace).await?;
    Along::measure(&mix, &made.audio, pace).await?;
    Ok(())
}

/// A song that could be measured must leave a master that can be: anything else is the engine's doing, not the file's.
fn unmastered(stopped: measure::Stopped) -> Ended {
    match stopped {
        measure::Stopped::Error(error) => Ended::Fault(Fault::Engine { detail: format!("the master is {error}") }),
        measure::Stopped::Superseded(_) => Ended::Superseded,
    }
}

fn demo_facts(audio: &AudioBuffer) -> FileFacts {
    FileFacts {
        container: "demo mix".to_owned(),
        codec: "synthesised".to_owned(),
        lossless: true,
        bits: None,
        sample_rate: audio.sample_rate(),
        channels: audio.channels().len(),
        frames: audio.frames(),
        concealed_frames: 0,
    }
}

async fn measured(audio: AudioBuffer, spans: &mut Spans<impl Fn() -> f64>, pace: &mut impl Pace) -> Result<Kept, Ended> {
    let start = (spans.now_ms)();
    pace.show(audio.channels());
    let (measurements, hops) = survey(&audio, Stage::Measure, pace).await?;
    spans.push(Part::Measure, start);
    Ok(Kept { audio: Rc::new(audio), measurements: Rc::new(measurements), track: Rc::new(Track::of(&hops)) })
}

/// When each part of a job ran.
pub(super) struct Spans<Clock> {
    pub now_ms: Clock,
    spans: Vec<Span>,
}

impl<Clock: Fn() -> f64> Spans<Clock> {
    pub fn push(&mut self, part: Part, start_ms: f64) {
        let end_ms = (self.now_ms)();
        self.spans.push(Span { part, start_ms, end_ms });
    }
}

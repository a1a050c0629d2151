//! The worker's side of the conversation: one job at a time, and an ear for the next one.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Date, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageChannel, MessageEvent};

use super::job::{self, Attachment, Ended, Engine};
use super::protocol::{Fault, JobId, PROTOCOL, Reply, Request};
use super::sketch::Sketch;
use super::transfer;
use crate::pace::{Pace, Stage, Superseded};

/// A job hands the thread back at least this often, so that a newer request is heard.
const BREATH_MS: f64 = 40.0;

/// Before every job that is asked for.
const NOBODY: JobId = JobId(0);

/// Listens for requests from now on, and says so.
///
/// # Errors
/// If this is not a dedicated worker.
pub fn serve() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    // Said by who started it (boot.rs).
    let warms_up = Reflect::get(&scope, &"testpressWarmUp".into())?.is_truthy();
    let shared = Rc::new(Shared {
        scope: scope.clone(),
        newest: Cell::new(NOBODY),
        waiting: RefCell::new(VecDeque::new()),
        busy: Cell::new(warms_up),
        engine: RefCell::new(Engine::default()),
    });
    let warming = Rc::clone(&shared);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| shared.receive(&event));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens for as long as the worker lives.
    on_message.forget();
    transfer::post_reply(&scope, &Reply::Ready { protocol: PROTOCOL }, Vec::new()).map_err(|e| JsValue::from(e.to_string()))?;
    if warms_up {
        spawn_local(async move {
            warm_up(&warming).await;
            warming.work().await;
        });
    }
    Ok(())
}

/// Until somebody asks for something: while they look for their file there is time.
async fn warm_up(shared: &Shared) {
    let mut pace = WorkerPace { says: false, ..WorkerPace::new(shared, NOBODY) };
    // Whatever ends it: a song will tell.
    let _ = job::warm_up(&mut pace).await;
}

struct Shared {
    scope: DedicatedWorkerGlobalScope,
    newest: Cell<JobId>,
    waiting: RefCell<VecDeque<(Request, Option<File>)>>,
    busy: Cell<bool>,
    engine: RefCell<Engine>,
}

impl Shared {
    fn receive(self: &Rc<Self>, event: &MessageEvent) {
        let Ok((request, file)) = transfer::read_request(event) else {
            return;
        };
        self.newest.set(self.newest.get().max(request.job()));
        self.waiting.borrow_mut().push_back((request, file));
        if !self.busy.replace(true) {
            let shared = Rc::clone(self);
            spawn_local(async move { shared.work().await });
        }
    }

    /// Until nothing is waiting.
    async fn work(self: Rc<Self>) {
        loop {
            let next = self.waiting.borrow_mut().pop_front();
            let Some((request, file)) = next else {
                break;
            };
            let job = request.job();
            let (reply, attachment) = match self.carry_out(request, file).await {
                Ok(done) => done,
                Err(Ended::Superseded) => continue,
                Err(Ended::Fault(fault)) => (Reply::Failed { job, fault }, Attachment::Nothing),
            };
            let buffers = match attachment {
                Attachment::Planes(audio) => transfer::planes_to_buffers(&audio),
                Attachment::Bytes(bytes) => vec![transfer::bytes_to_buffer(&bytes)],
                Attachment::Nothing => Vec::new(),
            };
            // If the page is gone there is nobody to tell.
            let _ = transfer::post_reply(&self.scope, &reply, buffers);
        }
        self.busy.set(false);
    }

    async fn carry_out(&self, request: Request, file: Option<File>) -> Result<(Reply, Attachment), Ended> {
        let mut pace = WorkerPace::new(self, request.job());
        let bytes = match &file {
            Some(file) => read(file, &request, &mut pace).await?,
            None => Vec::new(),
        };
        // Only one job runs at a time, so the engine is never borrowed twice; it goes back whatever comes.
        let mut engine = self.engine.take();
        let ended = engine.run(request, bytes, epoch_ms, &mut pace).await;
        self.engine.replace(engine);
        ended
    }
}

/// How much of a file is read between two breaths.
const READ_BYTES: f64 = (4 << 20) as f64;

/// The bytes of a file, piece by piece: a slow disk or a cloud folder shows its progress and can be given up.
async fn read(file: &File, request: &Request, pace: &mut WorkerPace<'_>) -> Result<Vec<u8>, Ended> {
    let size = file.size();
    if let Some(fault) = job::too_large(request, size as u64) {
        return Err(Ended::Fault(fault));
    }
    let unreadable = |detail| Ended::Fault(Fault::Unreadable { detail });
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size as usize).map_err(|error| unreadable(error.to_string()))?;
    let mut from = 0.0;
    while from < size {
        pace.breathe(Stage::Read, (from / size) as f32).await?;
        let to = size.min(from + READ_BYTES);
        transfer::read_part(file, from, to, &mut bytes).await.map_err(unreadable)?;
        from = to;
    }
    Ok(bytes)
}

/// Milliseconds since the Unix epoch, as fine as the browser lets a worker see.
fn epoch_ms() -> f64 {
    let performance = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().ok().and_then(|scope| scope.performance());
    performance.map_or_else(Date::now, |p| p.time_origin() + p.now())
}

struct WorkerPace<'a> {
    shared: &'a Shared,
    job: JobId,
    /// Somebody waits for it.
    says: bool,
    last_breath_ms: f64,
    stage: Option<Stage>,
    sketch: Sketch,
}

impl<'a> WorkerPace<'a> {
    fn new(shared: &'a Shared, job: JobId) -> Self {
        Self { shared, job, says: true, last_breath_ms: f64::NEG_INFINITY, stage: None, sketch: Sketch::default() }
    }
}

impl Pace for WorkerPace<'_> {
    async fn breathe(&mut self, stage: Stage, done: f32) -> Result<(), Superseded> {
        let now = epoch_ms();
        if self.stage != Some(stage) || now - self.last_breath_ms >= BREATH_MS {
            self.stage = Some(stage);
            if self.says {
                let progress = Reply::Progress { job: self.job, stage, done, strokes: self.sketch.take() };
                let _ = transfer::post_reply(&self.shared.scope, &progress, Vec::new());
            }
            next_task().await;
            self.last_breath_ms = epoch_ms();
        }
        if self.shared.newest.get() > self.job { Err(Superseded) } else { Ok(()) }
    }

    fn show(&mut self, planes: &[Vec<f32>]) {
        self.sketch.add(planes);
    }
}

/// Resolves in a later task, after the messages that have already arrived.
///
/// By a message to ourselves: `setTimeout` would cost 4 ms each time.
async fn next_task() {
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let promise = Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    let _ = JsFuture::from(promise).await;
    channel.port1().close();
}

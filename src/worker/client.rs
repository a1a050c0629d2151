//! The page's side of the engine: one worker at a time, requests queued until it is ready, and a fresh one after a crash or a stall.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Interval;
use js_sys::ArrayBuffer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, File, MessageEvent, Worker};

use super::boot::{Engine, module};
use super::protocol::{Fault, JobId, PROTOCOL, Reply, Request};
use super::transfer::{read_reply, send_request};

/// A job that says nothing for so long hangs: every loop in the engine reports several times a second.
const STALL_S: u32 = 20;

/// How often a worker may die without ever having said a word before the engine counts as missing.
const STILLBORN_MOST: u32 = 2;

pub enum FromEngine {
    Reply(Reply, Vec<ArrayBuffer>),
    /// It can't be had: not loaded, or of another version than the page.
    Missing {
        outdated: bool,
        detail: String,
    },
}

pub struct Client {
    state: RefCell<State>,
    tell: Box<dyn Fn(FromEngine)>,
}

#[derive(Default)]
struct State {
    engine: Option<Engine>,
    running: Option<Running>,
    /// Until the worker is ready.
    queue: Vec<(Request, Option<File>)>,
    /// The job whose end is awaited, and for how many seconds nothing has been heard of it.
    busy: Option<(JobId, u32)>,
    stillborn: u32,
    watch: Option<Interval>,
}

struct Running {
    worker: Worker,
    ready: bool,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
    _on_message_error: Closure<dyn FnMut()>,
}

impl Client {
    /// Takes the engine as it comes, while the artist looks for a file.
    #[must_use]
    pub fn start(tell: Box<dyn Fn(FromEngine)>) -> Rc<Self> {
        let client = Rc::new(Self { state: RefCell::default(), tell });
        let loading = client.clone();
        spawn_local(async move {
            if let Err(error) = loading.load().await {
                loading.state.borrow_mut().stop();
                (loading.tell)(FromEngine::Missing { outdated: false, detail: describe(&error) });
            }
        });
        let weak = Rc::downgrade(&client);
        client.state.borrow_mut().watch = Some(Interval::new(1_000, move || {
            if let Some(client) = weak.upgrade() {
                client.tick();
            }
        }));
        client
    }

    async fn load(self: &Rc<Self>) -> Result<(), JsValue> {
        let engine = Engine::load().await?;
        self.state.borrow_mut().engine = Some(engine);
        self.start_worker();
        let module = module().await?;
        let state = &mut *self.state.borrow_mut();
        let waiting = state.running.as_ref().map(|running| &running.worker);
        state.engine.as_mut().map_or(Ok(()), |engine| engine.arrived(module, waiting))
    }

    /// Sends, or queues until the worker is ready. A newer request supersedes what waits.
    pub fn send(self: &Rc<Self>, request: Request, file: Option<File>) {
        let failed = {
            let state = &mut *self.state.borrow_mut();
            let job = request.job();
            state.busy = (!matches!(request, Request::Cancel { .. })).then_some((job, 0));
            match &state.running {
                Some(running) if running.ready => {
                    send_request(&running.worker, &request, file.as_ref()).err().map(|error| (job, error))
                }
                _ => {
                    state.queue.clear();
                    state.queue.push((request, file));
                    None
                }
            }
        };
        if let Some((job, error)) = failed {
            self.end(job, error.detail);
        }
    }

    fn start_worker(self: &Rc<Self>) {
        let started = {
            let state = &mut *self.state.borrow_mut();
            state.running = None;
            state.engine.as_ref().map(|engine| engine.start_worker().map(|worker| Running::new(worker, &Rc::downgrade(self))))
        };
        match started {
            Some(Ok(running)) => self.state.borrow_mut().running = Some(running),
            Some(Err(error)) => (self.tell)(FromEngine::Missing { outdated: false, detail: describe(&error) }),
            None => {}
        }
    }

    fn on_message(self: &Rc<Self>, event: &MessageEvent) {
        match read_reply(event) {
            Ok((Reply::Ready { protocol }, _)) if protocol != PROTOCOL => {
                self.state.borrow_mut().stop();
                let detail = format!("the engine speaks protocol {protocol}, the page {PROTOCOL}");
                (self.tell)(FromEngine::Missing { outdated: true, detail });
            }
            Ok((reply, buffers)) => {
                self.state.borrow_mut().heard(&reply);
                if let Reply::Ready { .. } = reply {
                    self.send_queue();
                }
                (self.tell)(FromEngine::Reply(reply, buffers));
            }
            Err(error) => self.restart(&error.detail),
        }
    }

    fn send_queue(self: &Rc<Self>) {
        let waiting = {
            let state = &mut *self.state.borrow_mut();
            if let Some(running) = &mut state.running {
                running.ready = true;
            }
            state.stillborn = 0;
            std::mem::take(&mut state.queue)
        };
        for (request, file) in waiting {
            self.send(request, file);
        }
    }

    fn tick(self: &Rc<Self>) {
        // Counting ticks rather than the time between: a frozen page hears nothing because it is frozen.
        let stalled = {
            let state = &mut *self.state.borrow_mut();
            let ready = state.running.as_ref().is_some_and(|running| running.ready);
            match &mut state.busy {
                Some((_, silent_s)) if ready => {
                    *silent_s += 1;
                    *silent_s >= STALL_S
                }
                _ => false,
            }
        };
        if stalled {
            self.restart(&format!("no sign of life for {STALL_S} s"));
        }
    }

    /// A worker that trapped or hangs is never trusted again.
    fn restart(self: &Rc<Self>, detail: &str) {
        let (job, hopeless) = {
            let state = &mut *self.state.borrow_mut();
            let was_ready = state.running.as_ref().is_some_and(|running| running.ready);
            state.stillborn += u32::from(!was_ready);
            let job = state.busy.take().map(|(job, _)| job);
            state.stop();
            (job, state.stillborn >= STILLBORN_MOST)
        };
        if hopeless {
            (self.tell)(FromEngine::Missing { outdated: false, detail: detail.into() });
            return;
        }
        self.start_worker();
        if let Some(job) = job {
            self.end(job, detail.into());
        }
    }

    fn end(&self, job: JobId, detail: String) {
        let fault = Fault::Engine { detail };
        (self.tell)(FromEngine::Reply(Reply::Failed { job, fault }, Vec::new()));
    }
}

impl State {
    fn heard(&mut self, reply: &Reply) {
        let over = match reply {
            Reply::Opened { job, .. }
            | Reply::BesideOpened { job, .. }
            | Reply::Mastered { job, .. }
            | Reply::Excerpted { job, .. }
            | Reply::Exported { job, .. }
            | Reply::Failed { job, .. } => Some(*job),
            Reply::Ready { .. } | Reply::Progress { .. } => None,
        };
        match &mut self.busy {
            Some((job, _)) if over == Some(*job) => self.busy = None,
            Some((_, silent_s)) => *silent_s = 0,
            None => {}
        }
    }

    fn stop(&mut self) {
        self.queue.clear();
        if let Some(running) = self.running.take() {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.set_onmessageerror(None);
            running.worker.terminate();
        }
    }
}

impl Running {
    fn new(worker: Worker, client: &Weak<Client>) -> Self {
        let (to_message, to_error, to_message_error) = (client.clone(), client.clone(), client.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(client) = to_message.upgrade() {
                client.on_message(&event);
            }
        });
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            if let Some(client) = to_error.upgrade() {
                client.restart(&event.message());
            }
        });
        let on_message_error = Closure::<dyn FnMut()>::new(move || {
            if let Some(client) = to_message_error.upgrade() {
                client.restart("a message could not be read");
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_message_error.as_ref().unchecked_ref()));
        Self { worker, ready: false, _on_message: on_message, _on_error: on_error, _on_message_error: on_message_error }
    }
}

fn describe(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    }
}

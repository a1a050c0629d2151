//! The desk where everything meets: events go to the session, its effects to engine, player and browser. Components only read
//! the session and tell the desk what was pressed.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::ArrayBuffer;
use leptos::prelude::*;
use web_sys::{AudioBuffer, File};

use super::offer::{FileId, Offer};
use super::session::{Effect, Engine, Event, Session};
use super::{download, signals};
use crate::booking::Studio;
use crate::compare::SourceId;
use crate::mastering::Controls;
use crate::player::fill;
use crate::player::web_audio::{Happened, Player};
use crate::worker::client::{Client, FromEngine};
use crate::worker::protocol::{JobId, Reply};

/// Seconds of silence from the play-head before the clock's figures move: they need no sixty frames a second.
const CLOCK_STEPS_PER_S: f64 = 5.0;

/// Copied into every component and handler.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: RwSignal<Session>,
    /// Position in seconds, a few times a second; the play-head itself moves by a CSS property every frame.
    pub position_s: RwSignal<f64>,
    /// `None` while loading; `Err` when it can't be used.
    pub studio: RwSignal<Option<Result<Studio, ()>>>,
    rim: StoredValue<Rc<Rim>, LocalStorage>,
}

/// What belongs to the browser.
struct Rim {
    client: Rc<Client>,
    player: Rc<Player>,
    shelf: RefCell<BTreeMap<FileId, File>>,
    next_file: Cell<u32>,
    /// The newest filled buffer, on its way to the player.
    filled: RefCell<Option<(SourceId, AudioBuffer)>>,
    pressed_ms: Cell<Option<f64>>,
}

impl Desk {
    /// Loads the engine, and waits for events.
    #[must_use]
    pub fn open(draw: impl Fn(f64) + 'static) -> Self {
        let session = RwSignal::new(Session::new(memory_bytes()));
        let position_s = RwSignal::new(0.0);
        // The rim's callbacks need the desk, and the desk the rim: the callbacks find it once it is here.
        let later: Rc<Cell<Option<Desk>>> = Rc::default();

        let to = later.clone();
        let client = Client::start(Box::new(move |from| {
            if let Some(desk) = to.get() {
                desk.heard(from);
            }
        }));
        let to = later.clone();
        let player = Player::new(
            Box::new(move |happened| {
                if let Some(desk) = to.get() {
                    desk.tell(match happened {
                        Happened::Stopped => Event::Stopped,
                        Happened::Blocked => Event::SoundBlocked,
                    });
                }
            }),
            Box::new(move |at_s, duration_s| {
                draw(if duration_s > 0.0 { at_s / duration_s } else { 0.0 });
                let step = (at_s * CLOCK_STEPS_PER_S).floor() / CLOCK_STEPS_PER_S;
                if position_s.try_get_untracked() != Some(step) {
                    position_s.try_set(step);
                }
            }),
        );
        let desk = Self {
            session,
            position_s,
            studio: RwSignal::new(None),
            rim: StoredValue::new_local(Rc::new(Rim {
                client,
                player,
                shelf: RefCell::default(),
                next_file: Cell::new(0),
                filled: RefCell::default(),
                pressed_ms: Cell::new(None),
            })),
        };
        later.set(Some(desk));
        desk
    }

    pub fn tell(self, event: Event) {
        self.tell_with(event, Vec::new());
    }

    /// The artist pressed, dropped or pasted just now: what follows is timed from here.
    pub fn pressed(self) {
        self.rim.with_value(|rim| rim.pressed_ms.set(Some(signals::now_ms())));
    }

    /// The artist changed the controls just now.
    pub fn change(self, controls: Controls) {
        self.pressed();
        self.tell(Event::ControlsChanged(controls));
    }

    /// Files on the way in; their handles stay here, their names go to the session.
    pub fn offer(self, files: Vec<File>) {
        self.tell(Event::FilesOffered(self.shelve(files)));
    }

    /// The same for a reference track that was picked or dropped just now.
    pub fn offer_reference(self, files: Vec<File>) {
        self.pressed();
        self.tell(Event::ReferenceOffered(self.shelve(files)));
    }

    fn shelve(self, files: Vec<File>) -> Vec<Offer> {
        let rim = self.rim();
        let offers = files.into_iter().map(|file| {
            let id = FileId(rim.next_file.replace(rim.next_file.get() + 1));
            let offer = Offer { id, name: file.name(), bytes: file.size() as u64, media_type: file.type_() };
            rim.shelf.borrow_mut().insert(id, file);
            offer
        });
        offers.collect()
    }

    pub fn seek(self, to_s: f64) {
        self.rim().player.seek(to_s);
    }

    pub fn nudge(self, by_s: f64) {
        let player = &self.rim().player;
        player.seek(player.position_s() + by_s);
    }

    fn heard(self, from: FromEngine) {
        match from {
            FromEngine::Reply(reply, buffers) => {
                if let Reply::Failed { fault, .. } = &reply {
                    leptos::logging::warn!("testpress: {fault:?}");
                }
                self.tell_with(Event::Reply(reply), buffers);
            }
            FromEngine::Missing { outdated, detail } => {
                leptos::logging::error!("testpress: {detail}");
                self.tell(Event::EngineMissing { outdated });
            }
        }
    }

    fn tell_with(self, event: Event, mut attached: Vec<ArrayBuffer>) {
        let Some(effects) = self.session.try_update(|session| session.handle(event)) else { return };
        for effect in effects {
            self.perform(effect, &mut attached);
        }
        let in_use = self.session.with_untracked(Session::files_in_use);
        self.rim().shelf.borrow_mut().retain(|id, _| in_use.contains(id));
    }

    fn perform(self, effect: Effect, attached: &mut Vec<ArrayBuffer>) {
        let rim = self.rim();
        match effect {
            Effect::Send { request, file } => {
                let file = file.and_then(|id| rim.shelf.borrow().get(&id).cloned());
                rim.client.send(request, file);
            }
            Effect::NewSong { frames, sample_rate } => rim.player.new_song(frames, sample_rate),
            Effect::Fill { source, job } => self.fill(source, job, std::mem::take(attached)),
            Effect::Install { source } => {
                if let Some((filled, buffer)) = rim.filled.take()
                    && filled == source
                {
                    rim.player.install(source, buffer);
                }
            }
            Effect::Levels(levels_db) => rim.player.set_levels(&levels_db),
            Effect::Hear(voice) => rim.player.hear(voice),
            Effect::Play => rim.player.play(),
            Effect::Pause => rim.player.pause(),
            Effect::Save { name } => {
                // No master was waited for.
                rim.pressed_ms.set(None);
                if let Some(bytes) = attached.pop() {
                    download::save(&bytes, &name);
                }
            }
            Effect::Measure(spans) => signals::measure_spans(&spans),
            Effect::BothPlayable => {
                if let Some(start_ms) = rim.pressed_ms.take() {
                    signals::measure_total(start_ms);
                }
            }
            Effect::GivenUp => rim.pressed_ms.set(None),
            Effect::Signal(signal) => signals::signal(&signal),
        }
    }

    /// Fills a playback buffer beside everything else; a newer song or master makes it superfluous, which the session notices.
    fn fill(self, source: SourceId, job: JobId, planes: Vec<ArrayBuffer>) {
        let rate = self.session.with_untracked(|s| s.song.as_ref().map(|song| song.facts.sample_rate));
        leptos::task::spawn_local(async move {
            match fill(&planes, rate.unwrap_or(44_100)).await {
                Ok(buffer) => {
                    let rim = self.rim();
                    *rim.filled.borrow_mut() = Some((source, buffer));
                    self.tell(Event::Playable { source, job });
                    rim.filled.take();
                }
                Err(error) => {
                    leptos::logging::error!("testpress: no playback buffer: {error:?}");
                    self.tell(Event::Unplayable { source, job });
                }
            }
        });
    }

    fn rim(self) -> Rc<Rim> {
        self.rim.get_value()
    }

    /// Controls and reference can be changed.
    #[must_use]
    pub fn takes_wishes(self) -> bool {
        self.session.with(Session::takes_wishes)
    }

    /// The engine can be asked for something.
    #[must_use]
    pub fn has_engine(self) -> bool {
        self.session.with(|s| !matches!(s.engine, Engine::Missing { .. }))
    }
}

/// Half of the device's memory, as far as the browser tells, and at most what a module can address comfortably.
fn memory_bytes() -> u64 {
    const GIB: f64 = 1_073_741_824.0;
    let told = web_sys::window()
        .and_then(|window| js_sys::Reflect::get(&window.navigator(), &"deviceMemory".into()).ok())
        .and_then(|value| value.as_f64());
    ((told.unwrap_or(4.0) * 0.5).min(3.0) * GIB) as u64
}

//! The desk where everything meets: events go to the session, its effects to engine, player and browser. Components only read
//! the session and tell the desk what was pressed.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::ArrayBuffer;
use leptos::prelude::*;
use web_sys::{AudioBuffer, File};

use super::memory::memory_bytes;
use super::offer::{FileId, Offer};
use super::remember::Copying;
use super::session::{Effect, Engine, Event, Session};
use super::window::Window;
use super::{download, signals};
use crate::booking::{BriefFacts, Studio};
use crate::compare::SourceId;
use crate::mastering::Controls;
use crate::player::fill;
use crate::player::media_keys::{Key, MediaKeys};
use crate::player::overview::Overview;
use crate::player::web_audio::{Happened, Player};
use crate::units::frames_to_seconds;
use crate::words;
use crate::worker::client::{Client, FromEngine};
use crate::worker::protocol::{JobId, Reply};

/// The clock's figures move so often: they need no sixty frames a second.
const CLOCK_STEPS_PER_S: f64 = 5.0;

/// Copied into every component and handler.
#[derive(Clone, Copy)]
pub struct Desk {
    pub session: RwSignal<Session>,
    /// Position in seconds, a few times a second; the play-head itself moves by a CSS property every frame.
    pub position_s: RwSignal<f64>,
    /// The list of shortcuts is shown.
    pub help: RwSignal<bool>,
    /// The browser refused to keep the work.
    pub cannot_write: RwSignal<bool>,
    /// Where the audio is that is to stay.
    pub copying: RwSignal<Copying>,
    /// What of the song the time line shows.
    pub window: RwSignal<Window>,
    /// What the brief told when it was last on the page; it goes with the song.
    pub brief_shown: RwSignal<Option<BriefFacts>>,
    /// Changes whenever what can be played does.
    pub buffers: RwSignal<u32>,
    /// `None` while loading; `Err` when it can't be used, with its e-mail address where that can.
    pub studio: RwSignal<Option<Result<Studio, Option<String>>>>,
    rim: StoredValue<Rc<Rim>, LocalStorage>,
}

/// What belongs to the browser.
struct Rim {
    client: Rc<Client>,
    player: Rc<Player>,
    keys: MediaKeys,
    shelf: RefCell<BTreeMap<FileId, File>>,
    next_file: Cell<u32>,
    /// The newest filled buffer, on its way to the player.
    filled: RefCell<Option<(SourceId, AudioBuffer, Rc<Overview>)>>,
    /// Of the buffers that the player has.
    overviews: RefCell<BTreeMap<SourceId, Rc<Overview>>>,
    pressed_ms: Cell<Option<f64>>,
    /// Song, version and whether it plays, as last shown outside the page.
    shown_outside: RefCell<Option<(String, String, bool)>>,
}

impl Desk {
    /// Loads the engine, and waits for events. `draw` is given the play-head's place in every frame, as a share of what is shown.
    #[must_use]
    pub fn open(draw: impl Fn(f64) + 'static) -> Self {
        let session = RwSignal::new(Session::new(memory_bytes()));
        let position_s = RwSignal::new(0.0);
        let window = RwSignal::new(Window::whole(0.0, 1));
        // The rim's callbacks need the desk, and the desk the rim: the callbacks find it once it is here.
        let later: Rc<Cell<Option<Desk>>> = Rc::default();

        let to = later.clone();
        let client = Client::start(Box::new(move |from| {
            if let Some(desk) = to.get() {
                desk.heard(from);
            }
        }));
        let to = later.clone();
        let drawn_s = Cell::new(0.0);
        let player = Player::new(
            Box::new(move |happened| {
                if let Some(desk) = to.get() {
                    desk.tell(match happened {
                        Happened::Stopped => Event::Stopped,
                        Happened::Blocked => Event::SoundBlocked,
                    });
                }
            }),
            Box::new(move |at_s| {
                let shown = window.get_untracked();
                let next = shown.following(drawn_s.replace(at_s), at_s);
                if next != shown {
                    window.set(next);
                }
                draw(next.place(at_s));
                let step = (at_s * CLOCK_STEPS_PER_S).floor() / CLOCK_STEPS_PER_S;
                if position_s.try_get_untracked() != Some(step) {
                    position_s.try_set(step);
                }
            }),
        );
        let to = later.clone();
        let keys = MediaKeys::listen(move |key| {
            if let Some(desk) = to.get() {
                desk.media_key(key);
            }
        });
        let desk = Self {
            session,
            position_s,
            help: RwSignal::new(false),
            cannot_write: RwSignal::new(false),
            copying: RwSignal::new(Copying::ToCome),
            window,
            brief_shown: RwSignal::new(None),
            buffers: RwSignal::new(0),
            studio: RwSignal::new(None),
            rim: StoredValue::new_local(Rc::new(Rim {
                client,
                player,
                keys,
                shelf: RefCell::default(),
                next_file: Cell::new(0),
                filled: RefCell::default(),
                overviews: RefCell::default(),
                pressed_ms: Cell::new(None),
                shown_outside: RefCell::new(None),
            })),
        };
        later.set(Some(desk));
        desk
    }

    /// The studio's wish for a mix's headroom, if it has one.
    #[must_use]
    pub fn wished_headroom_db(self) -> Option<f64> {
        self.studio.with(|studio| studio.as_ref()?.as_ref().ok()?.headroom_db)
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

    /// The same for other versions of the song.
    pub fn offer_versions(self, files: Vec<File>) {
        self.pressed();
        self.tell(Event::VersionsOffered(self.shelve(files)));
    }

    /// A file that is only kept for later.
    pub fn shelve_one(self, file: File) -> FileId {
        let rim = self.rim();
        let id = FileId(rim.next_file.replace(rim.next_file.get() + 1));
        rim.shelf.borrow_mut().insert(id, file);
        id
    }

    #[must_use]
    pub fn file(self, id: FileId) -> Option<File> {
        self.rim().shelf.borrow().get(&id).cloned()
    }

    /// The handles stay here; what is returned is told to the session at once, or they go.
    pub fn shelve(self, files: Vec<File>) -> Vec<Offer> {
        let offers = files.into_iter().map(|file| {
            let (name, bytes, media_type) = (file.name(), file.size() as u64, file.type_());
            Offer { id: self.shelve_one(file), name, bytes, media_type }
        });
        offers.collect()
    }

    pub fn nudge(self, by_s: f64) {
        self.tell(Event::Sought(self.at_s() + by_s));
    }

    /// Where the song is, by the audio clock.
    #[must_use]
    pub fn at_s(self) -> f64 {
        self.rim().player.position_s()
    }

    /// What `source` sounds like, at a glance and sample by sample.
    #[must_use]
    pub fn recording(self, source: SourceId) -> Option<(Rc<Overview>, AudioBuffer)> {
        let rim = self.rim();
        let overview = rim.overviews.borrow().get(&source).cloned()?;
        Some((overview, rim.player.buffer(source)?))
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
        self.show_outside();
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
            Effect::NewSong { frames, sample_rate } => {
                rim.overviews.borrow_mut().clear();
                self.window.set(Window::whole(frames_to_seconds(frames, sample_rate), sample_rate));
                rim.player.new_song(frames, sample_rate);
                self.brief_shown.set(None);
                self.count_buffers();
            }
            Effect::Fill { source, job } => self.fill(source, job, std::mem::take(attached)),
            Effect::Install { source } => {
                if let Some((filled, buffer, overview)) = rim.filled.take()
                    && filled == source
                {
                    rim.overviews.borrow_mut().insert(source, overview);
                    rim.player.install(source, buffer);
                    self.count_buffers();
                }
            }
            Effect::Blend(gains) => rim.player.blend(&gains),
            Effect::Keep { source, as_source } => {
                let overview = rim.overviews.borrow().get(&source).cloned();
                rim.overviews.borrow_mut().extend(overview.map(|overview| (as_source, overview)));
                rim.player.keep(source, as_source);
                self.count_buffers();
            }
            Effect::Forget(source) => {
                rim.overviews.borrow_mut().remove(&source);
                rim.player.remove(source);
                self.count_buffers();
            }
            Effect::Repeat(looped_s) => rim.player.repeat(looped_s),
            Effect::Seek(to_s) => {
                rim.player.seek(to_s);
                self.window.update(|window| *window = window.revealing(rim.player.position_s()));
            }
            Effect::Enter((from_s, to_s)) => {
                if !(from_s..to_s).contains(&rim.player.position_s()) {
                    self.perform(Effect::Seek(from_s), attached);
                }
            }
            Effect::SmallSpeaker(on) => rim.player.set_small_speaker(on),
            Effect::Play => {
                rim.player.play();
                rim.keys.playing();
            }
            Effect::Pause => rim.player.pause(),
            Effect::Save { name } => {
                // No master was waited for.
                rim.pressed_ms.set(None);
                if let Some(bytes) = attached.pop() {
                    download::save(&bytes, download::audio_type(&name), &name);
                }
            }
            Effect::SaveText { name, mime, text } => download::save(&text.into(), mime, &name),
            Effect::Measure(spans) => signals::measure_spans(&spans),
            Effect::BothPlayable => {
                if let Some(start_ms) = rim.pressed_ms.take() {
                    signals::measure_total(start_ms);
                }
            }
            Effect::ExcerptPlayable => {
                if let Some(start_ms) = rim.pressed_ms.get() {
                    signals::measure_excerpt(start_ms);
                }
            }
            Effect::GivenUp => rim.pressed_ms.set(None),
            Effect::Signal(signal) => signals::signal(&signal),
        }
    }

    /// Fills a playback buffer beside everything else; a newer song or master makes it superfluous, which the session notices.
    fn fill(self, source: SourceId, job: JobId, planes: Vec<ArrayBuffer>) {
        let Some((place, frames, rate)) = self.session.with_untracked(|s| s.place(source)) else { return };
        leptos::task::spawn_local(async move {
            match fill(planes, place, frames, rate).await {
                Ok((buffer, overview)) => {
                    let rim = self.rim();
                    *rim.filled.borrow_mut() = Some((source, buffer, Rc::new(overview)));
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

    fn media_key(self, key: Key) {
        let playing = self.session.with_untracked(|s| s.playing);
        match key {
            Key::Play if !playing => self.tell(Event::PlayToggled),
            Key::Pause if playing => self.tell(Event::PlayToggled),
            Key::Play | Key::Pause => {}
            Key::Nudge(by_s) => self.nudge(by_s),
            Key::Seek(to_s) => self.tell(Event::Sought(to_s)),
            Key::OtherVersion { later } => self.tell(Event::NextVoiceChosen { later }),
        }
    }

    /// What the lock screen shows: the song, and the version unless that is a secret.
    fn show_outside(self) {
        let rim = self.rim();
        let (names, playing, duration_s) = self.session.with_untracked(|s| {
            let version = s.voice_by_id(s.listening.chosen).filter(|_| s.blind.is_none()).map(words::voice_name);
            let names = s.song.as_ref().map(|song| (words::song_stem(&song.name), version.unwrap_or_default()));
            (names, s.playing, s.duration_s())
        });
        let Some((song, version)) = names else { return };
        if rim.shown_outside.replace(Some((song.clone(), version.clone(), playing)))
            != Some((song.clone(), version.clone(), playing))
        {
            rim.keys.name(&song, &version);
            if !playing {
                rim.keys.paused();
            }
        }
        rim.keys.position(rim.player.position_s(), duration_s);
    }

    fn count_buffers(self) {
        self.buffers.update(|count| *count = count.wrapping_add(1));
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

//! Testpress: an automatic mastering chain and an honest comparison, in the browser.
//!
//! # The way of the data
//! ```text
//! File -> decode -> AudioBuffer -> measure -> Measurements -+
//!                        |                                  v
//!                        |              style + controls -> plan -> Plan
//!                        v                                  |
//!                   master <--------------------------------+
//!                        |  AudioBuffer and its Measurements
//!                        v
//!                     compare -> player, advice, words, plots, report, ui
//! ```
//!
//! # Who may know whom
//! Each module uses only those before it in this list. The browser's crates appear only at the rim (`worker::{serve, client, boot,
//! transfer}`, `player` but for its `transport`, `fader` and `watch`, `store`, `ui` but for its `session`, and `bin`); everything else is pure and is tested
//! natively. `tests/native/tidy.rs` holds the code to this.
//!
//! # Vocabulary
//! *Source*: the artist's mix. *Master*: what the chain made of it. *Reference*: what the source is compared with. *Voice*: one
//! version that can be heard. `_db` is decibels, `gain` is linear, `_lufs` is loudness, `_dbtp` true peak, `_hz`, `_ms` and `_s` are
//! what they say; a *frame* is one sample of every channel.

pub mod units;

pub mod audio;
pub mod pace;

pub mod decode;
pub mod encode;

pub mod dsp;

pub mod measure;

pub mod demo;

pub mod mastering;

pub mod compare;

pub mod advice;

pub mod booking;

pub mod worker;

pub mod markup;

pub mod words;

pub mod plots;

pub mod report;

pub mod player;

pub mod store;

pub mod ui;

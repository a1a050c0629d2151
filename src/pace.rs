//! How a long job stays polite: it says where it is, lets others in, and hears when it is no longer wanted.
//!
//! A worker has one thread, and a message cannot arrive while a job runs. So every long loop calls [`Pace::breathe`] between
//! blocks of a few milliseconds; in the browser that hands the thread back now and then, natively it costs nothing.
//!
//! What works on a block is a function of its own, kept out of line (`#[inline(never)]`): browsers compile a function when it has
//! become hot, whole, and a long job's body in one piece took most of a second.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use serde::{Deserialize, Serialize};

/// The named parts of a job, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stage {
    Read,
    Decode,
    /// Brings another version to the mix's rate and place.
    Align,
    Measure,
    Tone,
    Dynamics,
    Saturation,
    Loudness,
    Verify,
    Encode,
}

/// A newer job has been asked for: stop, drop what is half done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("superseded by a newer job")]
pub struct Superseded;

pub trait Pace {
    /// To be called every few milliseconds of work, with how much of `stage` is done, 0 to 1.
    ///
    /// # Errors
    /// [`Superseded`] when the job should stop.
    fn breathe(&mut self, stage: Stage, done: f32) -> impl Future<Output = Result<(), Superseded>>;

    /// Shows what there is of a recording so far, for whoever draws it: `planes` grow from one call to the next (but for an encoder's
    /// delay, which goes at the end).
    fn show(&mut self, _planes: &[Vec<f32>]) {}
}

/// Never waits and is never superseded: for native programs and tests.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unpaced;

impl Pace for Unpaced {
    async fn breathe(&mut self, _: Stage, _: f32) -> Result<(), Superseded> {
        Ok(())
    }
}

/// Runs a future that never waits (one whose only `await`s end in [`Unpaced`]).
///
/// # Panics
/// If the future waits for anything else: that would be a bug, as nothing here could wake it.
pub fn run<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        // Every `await` in this crate's jobs ends in `Pace::breathe`, and `Unpaced` is ready at once; no job of a page comes here.
        Poll::Pending => panic!("an unpaced job waited"),
    }
}

/// Frames of a block between two breaths: about 1.5 s of audio, 1 to 10 ms of work in any stage.
pub const BLOCK: usize = 1 << 16;

//! The way to a human master: who the studio is and what it asks for, from `studio.json`; the order, the brief, and the links to it.
//!
//! This room stands on its own: the build compiles it too (`xtask`), to put the studio's offers into the static page.

mod accent;
mod adapters;
mod brief;
mod checks;
mod fault;
mod form;
mod json;
mod letter;
mod link;
mod order;
mod reading;
mod structured;
mod studio;

pub use accent::{Accent, Rgb, contrast};
pub use adapters::{ADAPTERS, Adapter, adapter_table};
pub use brief::{Brief, BriefFacts, BriefField, BriefFigures, Delivery, Mixes, Required, Treatment, cut_at, one_line};
pub use fault::{Fault, Faults, Problem, Warning};
pub use form::{Form, FormLink, Separator, form_link};
pub use letter::{Letter, letter};
pub use link::booking_link;
pub use order::{Estimate, MOST_TRACKS, Order, OrderError};
pub use structured::structured_data;
pub use studio::{Booking, Embed, Example, Read, Service, Studio};

//! The way to a human master: who the studio is and what it asks for, from `studio.json`, and the links to it.

mod link;
mod studio;

pub use link::{booking_link, lines_that_fit, mail_link};
pub use studio::{Booking, Service, Studio, StudioError};

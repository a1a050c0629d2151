//! Native tests: laws, standards and real files.

mod booking;
mod decode;
mod encode;
mod engine;
mod loudness;
mod mastering;
mod peaks;
mod plot;
mod session;
mod stages;
mod support;
mod tidy;
mod transport;
mod words;

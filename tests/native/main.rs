//! Native tests: laws, standards and real files.

mod booking;
mod decode;
mod encode;
mod engine;
mod integrity;
mod loudness;
mod mastering;
mod measures;
mod peaks;
mod session;
mod stages;
mod styles;
mod support;
mod tidy;
mod transport;
mod words;

//! Native tests: laws, standards and real files.

mod decode;
mod encode;
mod engine;
mod loudness;
mod mastering;
mod peaks;
mod support;

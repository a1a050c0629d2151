//! Native tests: laws, standards and real files.

mod align;
mod blind;
mod booking;
mod command_line;
mod decode;
mod encode;
mod engine;
mod harm;
mod integrity;
mod loudness;
mod mastering;
mod measures;
mod peaks;
mod platforms;
mod plot;
mod resample;
mod restore;
mod saturation;
mod session;
mod stages;
mod styles;
mod support;
mod target;
mod tidy;
mod transport;
mod words;

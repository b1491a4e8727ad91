//! Promises kept by the JSON API.

mod addresses;
mod description;
mod past;
mod review;
mod submit;
mod thread;

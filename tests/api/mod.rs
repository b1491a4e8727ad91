//! Promises kept by the JSON API.

mod account;
mod addresses;
mod audit;
mod check;
mod claims;
mod description;
mod events;
mod fuzzed;
mod guarded;
mod past;
mod reload;
mod reports;
mod review;
mod roles;
mod submit;
mod thread;

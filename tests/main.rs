//! The product's promises, one folder a way in. One binary, so that it links once.

mod api;
mod cli;
mod desk;
mod harness;
mod mail;
mod storage;

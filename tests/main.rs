//! The product's promises, one folder a way in.

mod mail;
mod rules;

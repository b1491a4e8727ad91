//! The kinds of condition that look at a text in their own way. One file a kind: its definition, its source, its
//! parameters, its examples.

pub mod capitals;
pub mod email;
pub mod formatting;
pub mod length;
pub mod links;
pub mod pattern;
pub mod phone;
pub mod repetition;
pub mod typography;
pub mod words;

#[cfg(test)]
mod tests;

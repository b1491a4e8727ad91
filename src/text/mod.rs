//! What a text is, before any rule reads it. Pure functions, no I/O.
//!
//! A comment is read in several *views*; each view knows its way back to the bytes that the reader wrote.
//!
//! - [`view`]: a rewritten text with its way back.
//! - [`fold`]: lower case, compatibility forms, invisible characters, look-alike letters, marks.
//! - [`lookalike`]: the table of letters that look alike.
//! - [`disguise`]: digits for letters, masked and stretched words; [`spaced`]: words whose letters stand apart.
//! - [`token`]: words as the netiquette counts them, quotations, word boundaries.
//! - [`links`](mod@links): web addresses, bare domains among them.
//! - [`name`]: the key under which two names look the same.
//! - [`language`]: which language a text is in, where that can be known.
//! - [`repetition`]: the key under which two texts are the same message.
//! - [`search`]: the words by which a text is searched.

pub mod disguise;
pub mod fold;
mod han;
pub mod language;
pub mod links;
pub mod lookalike;
pub mod name;
pub mod repetition;
pub mod search;
pub mod spaced;
pub mod token;
pub mod view;

pub use links::{Link, links};
pub use name::name_key;
pub use repetition::repetition_key;

#[cfg(test)]
mod tests;

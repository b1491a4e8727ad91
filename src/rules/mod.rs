//! Rule files become a compiled set; a draft becomes an assessment. Knows no store and no clock.
//!
//! On a comment's way this room stands between the door and the queue: it annotates, people decide.
//!
//! - [`assessment`]: what goes in and what comes out.
//! - [`mod@file`]: a rule file as it is written.
//! - [`load`]: the only place that reads files.
//! - [`compile`]: from the file's words to a set that runs.
//! - [`examples`]: a rule's own tests, run whenever it is loaded.
//! - [`set`]: a compiled pack, and how it assesses.
//! - [`matcher`]: one automaton for every word and pattern.
//! - [`condition`], [`check`], [`composite`]: what rules are made of.
//! - [`reading`]: one field while it is read.
//! - [`error`]: what is wrong with a file, and where.

pub mod assessment;
pub mod check;
mod compile;
mod composite;
mod condition;
pub mod error;
mod examples;
pub mod file;
pub mod load;
mod matcher;
pub mod reading;
pub mod set;

pub use assessment::{Article, Assessment, Draft, Field, Hit, Mode, Outcome, Past, View};
pub use error::{LoadError, LoadErrors};
pub use load::Library;
pub use set::{Clause, Localised, RuleSet};

#[cfg(test)]
mod tests;

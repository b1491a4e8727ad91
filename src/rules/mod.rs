//! Rule files become a compiled set; a draft becomes an assessment. Knows no store and no clock.
//!
//! On a comment's way this room stands between the door and the queue: it annotates, people decide.
//!
//! - [`assessment`]: what goes in and what comes out.
//! - [`mod@file`], [`list_file`]: a rule file as it is written, and the lists in it.
//! - [`place`], [`load`]: where rule files stand, and how they become packs.
//! - [`kept`]: the files of a version, word for word.
//! - [`layer`]: what a later file changes of an earlier one.
//! - [`compile`], [`vocabulary`]: from the file's words to a set that runs.
//! - [`schema`]: the JSON Schema of rule files.
//! - [`examples`]: a rule's own tests, run whenever it is loaded.
//! - [`set`]: a compiled pack, and how it assesses; [`summary`]: its rules in a line each.
//! - [`word_index`]: every word of every list; [`matcher`]: what one pass over a text sees.
//! - [`pattern`]: regular expressions, quick in every script.
//! - [`condition`], [`check`], [`composite`]: what rules are made of.
//! - [`reading`]: one field while it is read; [`quotation`]: which of its marks quote somebody.
//! - [`moment`]: days and moments as they are written.
//! - [`error`]: what is wrong with a file, and where.

pub mod assessment;
pub mod check;
mod compile;
mod composite;
mod condition;
mod cut_words;
pub mod error;
pub mod examples;
mod faults;
pub mod file;
mod kept;
mod layer;
pub mod list_file;
pub mod load;
mod matcher;
mod moment;
mod numbers_by_key;
mod parse;
mod pattern;
mod place;
mod quotation;
pub mod reading;
pub mod schema;
pub mod set;
mod summary;
mod veil;
mod vocabulary;
mod watch;
mod width;
mod word_index;
mod word_table;

pub use assessment::{Ancestor, Article, Assessment, AuthorPast, Draft, Field, Hit, Mode, Outcome, Past, View};
pub use error::{LoadError, LoadErrors};
pub use kept::RuleVersion;
pub use load::Library;
pub use set::{Clause, Localised, RuleSet};
pub use summary::RuleSummary;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod time_tests;

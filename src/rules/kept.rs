//! The files of a version of the rules: with them it can be compiled again when the files of the place say something else.

use std::collections::BTreeMap;
use std::sync::Arc;

/// The files of one set, word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleVersion {
    /// The pack.
    pub pack: String,
    /// What the pack calls its version.
    pub version: String,
    /// The SHA-256 of all its files, as [`RuleSet::hash`](super::RuleSet::hash) has it.
    pub hash: String,
    /// What stands in them, by their names within the place of the rules.
    pub files: BTreeMap<String, Arc<str>>,
}

//! The same message again (netiquette, "Repetition"): same email, same [key](crate::text::repetition_key), within seven
//! days, whatever became of the first. The store knows; this condition only asks.
//!
//! With `near`, nearly the same message too: from eight words on, where the folded texts share six tenths of their runs of
//! five characters (Jaccard), which finds one word changed in a short comment.
//!
//! ```yaml
//! when: {repetition: {}}
//! when: {repetition: {near: true}}
//! ```

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use crate::text::repetition_key;

/// Shorter messages are alike without being the same.
const ENOUGH_WORDS: usize = 8;
const RUN: usize = 5;

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Repetition {
    /// Nearly the same message too.
    pub near: bool,
}

impl Check for Repetition {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let again = reading.past.repeated || (self.near && is_nearly_repeated(reading));
        into.extend(again.then(Found::whole));
    }
}

fn is_nearly_repeated(reading: &Reading<'_>) -> bool {
    if reading.past.recent.is_empty() || reading.tokens().len() < ENOUGH_WORDS {
        return false;
    }
    let own = shingles(reading.text);
    reading.past.recent.iter().any(|before| {
        let other = shingles(before);
        let shared = own.intersection(&other).count();
        let all = own.len() + other.len() - shared;
        all > 0 && shared * 10 >= all * 6
    })
}

fn shingles(text: &str) -> HashSet<Vec<char>> {
    let key: Vec<char> = repetition_key(text).chars().collect();
    key.windows(RUN).map(<[char]>::to_vec).collect()
}

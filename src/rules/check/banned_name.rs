//! Names that may not stand under this article (netiquette, "Defamation"): a court has forbidden them, or the paper has
//! decided so. They are entered with the article, not in the rules; whole words, whatever their case and marks.
//!
//! ```yaml
//! when: {banned_name: {}}
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use crate::text::{fold, token};

/// No parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct BannedName {}

impl Check for BannedName {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let text = reading.folded.text();
        for name in reading.past.banned.iter().map(|name| fold::folded_word(name.trim())) {
            if name.is_empty() {
                continue;
            }
            let whole = text.match_indices(&name).map(|(at, _)| at..at + name.len());
            let places = whole.filter(|range| token::is_whole(text, range));
            into.extend(places.filter_map(|range| reading.folded.original(range)).map(Found::plain));
        }
    }
}

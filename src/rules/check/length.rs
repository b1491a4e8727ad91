//! Length and parts (netiquette, "Length"): Unicode scalar values after trimming, and messages cut in several.
//!
//! ```yaml
//! when: {length: {max: 5000}}      # or min
//! when: {length: {parts: true}}    # "(1/2)", "part 2", "suite", "cont'd" at the beginning or the end
//! ```

use std::sync::LazyLock;

use regex::{Match, Regex};
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Length {
    /// Hits below this many characters.
    pub min: Option<usize>,
    /// Hits above this many characters.
    pub max: Option<usize>,
    /// Hits where the text says that it is one part of several.
    pub parts: bool,
}

/// At the beginning or at the end of a text. Word boundaries are ASCII's: in Unicode the expression would be ten times
/// slower on every French text, and its words are such that nothing changes.
static PART: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let mark = r"(?:\([1-9]\s?(?:/|of|de|sur)\s?[2-9]\)|\(?(?-u:\b)(?:part|partie)\s[1-9](?-u:\b)\)?|\((?:suite|cont['’]?d|continued|à suivre|to be continued)\)|(?-u:\b)cont['’]d(?-u:\b)|à suivre|(?-u:\b)to be continued(?-u:\b))";
    Regex::new(&format!(r"(?i)^\s*(?<first>{mark})|(?<last>{mark})[\s.…:]*$")).ok()
});

impl Check for Length {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        if self.min.is_some() || self.max.is_some() {
            let characters = reading.text.trim().chars().count();
            if self.min.is_some_and(|min| characters < min) || self.max.is_some_and(|max| characters > max) {
                into.push(Found::whole());
            }
        }
        if let (true, Some(part)) = (self.parts, PART.as_ref()) {
            for found in part.captures_iter(reading.text) {
                let mark = found.name("first").or_else(|| found.name("last"));
                let is_apart = |mark: &Match<'_>| {
                    mark.as_str().starts_with('(') || stands_apart(reading.text.get(mark.end()..).unwrap_or_default())
                };
                into.extend(mark.filter(is_apart).map(|mark| Found::plain(mark.range())));
            }
        }
    }
}

/// Whether a mark is the comment's own: `Part 1:`, `Part 1 of 3`, `Part 1 of my answer`; but not `Part 1 of the report`.
fn stands_apart(after: &str) -> bool {
    const OWN: [&str; 6] = ["my ", "this comment", "mon ", "ma ", "ce commentaire", "mes "];
    let after = after.trim_start_matches(' ');
    match ["of ", "de ", "sur "].iter().find_map(|word| after.strip_prefix(word)) {
        Some(of) => of.starts_with(|first: char| first.is_ascii_digit()) || OWN.iter().any(|own| of.starts_with(own)),
        None => !after.starts_with(char::is_alphanumeric),
    }
}

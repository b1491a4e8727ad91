//! A dialogue of two (netiquette, "Dialogue"): the last four comments of a branch, this one included, come by turns from
//! exactly two authors. The store knows who wrote what stands above.
//!
//! ```yaml
//! when: {dialogue: {}}
//! fires:  {text: And yet, above: [ann, me, ann]}
//! passes: {text: And yet, above: [ann, me, bob]}
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;

/// No parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct Dialogue {}

impl Check for Dialogue {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let [parent, above, highest, ..] = reading.past.above.as_slice() else { return };
        let of_two = !parent.is_author && above.is_author && highest.author == parent.author;
        into.extend(of_two.then(Found::whole));
    }
}

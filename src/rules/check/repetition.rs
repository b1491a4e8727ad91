//! The same message again (netiquette, "Repetition"): same email, same [key](crate::text::repetition_key), within seven
//! days, whatever became of the first. The store knows; this condition only asks what it said.
//!
//! ```yaml
//! when: {repetition: {}}
//! ```

use serde::Deserialize;

use super::super::reading::{Found, Reading};

/// No parameters.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Repetition {}

impl Repetition {
    /// The comment as a whole.
    pub fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        into.extend(reading.past.repeated.then(Found::whole));
    }
}

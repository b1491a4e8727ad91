//! What editors decided on this author before: first comments, comments of authors with a history.
//!
//! The store counts; this condition only asks. Hits are the comment as a whole. Every parameter that is there must
//! hold.
//!
//! ```yaml
//! when: {author: {first_comment: true}}
//! when: {author: {trusted: false, refused: 2}}   # not trusted, and refused twice or more
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Author {
    /// Whether no editor has decided on a comment of this author.
    pub first_comment: Option<bool>,
    /// Whether editors have come to trust the author: ten approved, and not one in ten refused.
    pub trusted: Option<bool>,
    /// So many comments approved, or more.
    pub approved: Option<u32>,
    /// So many comments refused, or more.
    pub refused: Option<u32>,
}

impl Check for Author {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let Some(past) = reading.past.author else { return };
        let holds = self.first_comment.is_none_or(|wanted| past.is_first() == wanted)
            && self.trusted.is_none_or(|wanted| past.is_trusted() == wanted)
            && self.approved.is_none_or(|least| past.approved >= least)
            && self.refused.is_none_or(|least| past.refused >= least);
        into.extend(holds.then(Found::whole));
    }
}

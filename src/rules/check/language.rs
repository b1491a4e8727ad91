//! The language of the comment (netiquette, "Language"): the page's, or one that the site accepts.
//!
//! A text whose language is not certain passes (see [`crate::text::language`]): quotations, names, short answers. Where
//! the page's language is not known either, every text passes.
//!
//! ```yaml
//! when: {language: {accept: [en, fr]}}
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Language {
    /// Languages that are welcome on every page, by primary tag (BCP 47).
    pub accept: Vec<String>,
}

impl Check for Language {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let article = reading.draft.article.as_ref().and_then(|article| article.language);
        let Some(page) = article.or(reading.draft.language) else { return };
        let Some(written) = reading.language() else { return };
        let is = |tag: &str| tag.split(['-', '_']).next().is_some_and(|primary| primary.eq_ignore_ascii_case(written));
        let welcome = is(page) || self.accept.iter().any(|tag| is(tag));
        into.extend((!welcome).then(Found::whole));
    }
}

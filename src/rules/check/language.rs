//! The language of the comment (netiquette, "Language"): the page's, or one that the site accepts.
//!
//! A text whose language is not certain passes (see [`crate::text::language::certain`]): without addresses, quotations and
//! names it has fewer than 25 letters, or neither two little words nor both detectors say what it is. Where the page's
//! language is not known either, every text passes.
//!
//! ```yaml
//! when: {language: {accept: [en, fr]}}
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading, is_capitalised};
use super::Check;
use crate::text::language;

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
        let is = |tag: &str, written: &str| tag.split(['-', '_']).next().is_some_and(|it| it.eq_ignore_ascii_case(written));
        let is_welcome = |written: &str| is(page, written) || self.accept.iter().any(|tag| is(tag, written));
        // What is said at once of every text is looked at again where it would be held for it.
        if reading.language().is_none_or(is_welcome) {
            return;
        }
        let certain = language::certain(&own_words(reading));
        into.extend(certain.filter(|written| !is_welcome(written)).map(|_| Found::whole()));
    }
}

/// What the author says in their own words, in lower case: without addresses, quotations and names.
fn own_words(reading: &Reading<'_>) -> String {
    let mut own = String::with_capacity(reading.text.len());
    for (place, token) in reading.tokens().iter().enumerate() {
        let Some(word) = reading.text.get(token.range.clone()) else { continue };
        let found = Found::plain(token.range.clone());
        let is_name = place > 0 && is_capitalised(word);
        if !is_name && !reading.is_in_link(&found) && !reading.is_quoted(&found) && !word.contains('@') {
            own.push_str(&word.to_lowercase());
            own.push(' ');
        }
    }
    own
}

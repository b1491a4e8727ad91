//! The words Placet speaks: every sentence that a reader or an editor sees comes from `locales/`, in their language.
//!
//! Beside the comment's way: pages, messages and mails ask here. The files are Fluent, one folder a language, and are
//! embedded in the program. A key that is missing in a language is said in English; the tests allow none.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, langid, static_loader};

use crate::comment::Language;

static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "en",
        // Isolating marks would show in subjects and plain text (FSI and PDI, UAX #9).
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static ENGLISH: LanguageIdentifier = langid!("en");
static FRENCH: LanguageIdentifier = langid!("fr");

/// The message `key` in `language`, without variables.
#[must_use]
pub fn say(language: Language, key: &str) -> String {
    say_with(language, key, &[])
}

/// The message `key` in `language`, with its variables filled in.
///
/// A value of plain digits counts as a number, so that a message can choose its plural by it. A key that is in no
/// language is said as it stands: ugly, but no page fails over it.
#[must_use]
pub fn say_with(language: Language, key: &str, values: &[(&str, String)]) -> String {
    let arguments: HashMap<Cow<'static, str>, FluentValue<'_>> =
        values.iter().map(|(name, value)| (Cow::Owned((*name).to_owned()), as_value(value))).collect();
    [identifier(language), &ENGLISH]
        .into_iter()
        .find_map(|identifier| WORDS.lookup_single_language(identifier, key, Some(&arguments)).ok())
        .unwrap_or_else(|| key.to_owned())
}

fn identifier(language: Language) -> &'static LanguageIdentifier {
    match language {
        Language::En => &ENGLISH,
        Language::Fr => &FRENCH,
    }
}

/// Digits that print back as they came are a number; everything else, `007` too, stays the text it is.
fn as_value(text: &str) -> FluentValue<'_> {
    match text.parse::<u32>() {
        Ok(number) if number.to_string() == text => FluentValue::from(number),
        _ => FluentValue::from(text),
    }
}

#[cfg(test)]
mod tests;

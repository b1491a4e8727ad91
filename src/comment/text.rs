//! A comment's text, as typed but for what no reader can see.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::FieldError;

/// How long a comment may be, in Unicode scalar values after trimming.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLimits {
    /// The least number of characters.
    pub min: usize,
    /// The greatest number of characters.
    pub max: usize,
}

impl Default for TextLimits {
    fn default() -> Self {
        Self { min: 2, max: 5_000 }
    }
}

/// The text of a comment: trimmed, in NFC (UAX #15), with line feeds and tabs as its only control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentText(String);

/// A text in NFC; most are, and a look tells.
pub(super) fn composed(text: String) -> String {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text } else { text.nfc().collect() }
}

/// Something that a reader sees: neither white space nor what Unicode says is shown as nothing
/// (`Default_Ignorable_Code_Point`, UAX #44), nor an empty Braille cell.
static VISIBLE: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant pattern, compiled by every test run")]
    Regex::new(r"[^\s\p{Default_Ignorable_Code_Point}\x{2800}]").expect("constant pattern")
});

/// Whether anything of a text can be seen.
pub(super) fn is_visible(text: &str) -> bool {
    VISIBLE.is_match(text)
}

/// A text whose line ends are line feeds, without control characters but these and tabs.
fn without_control(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => text.push('\n'),
            '\n' | '\t' => text.push(character),
            _ if character.is_control() => {}
            _ => text.push(character),
        }
    }
    text
}

impl CommentText {
    /// Reads a comment's text: line ends become line feeds, other control characters go, the rest is kept.
    ///
    /// # Errors
    /// Nothing to be seen, or a length outside `limits`.
    pub fn parse(raw: &str, limits: TextLimits) -> Result<Self, FieldError> {
        let text = composed(without_control(raw));
        let text = text.trim();
        let length = text.chars().count();
        if !is_visible(text) {
            Err(FieldError::Required)
        } else if length < limits.min {
            Err(FieldError::TooShort { min: limits.min })
        } else if length > limits.max {
            Err(FieldError::TooLong { max: limits.max })
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(raw: &str) -> Result<String, FieldError> {
        CommentText::parse(raw, TextLimits::default()).map(|text| text.0)
    }

    #[test]
    fn control_characters_go_and_the_rest_stays_as_typed() {
        assert_eq!(parse("  a\u{0}\u{7}b\r\nc\td\u{85} "), Ok("ab\nc\td".into()));
        assert_eq!(parse("a\rb\r\r\nc\n\rd"), Ok("a\nb\n\nc\n\nd".into()));
        assert_eq!(parse("<b>5 > 3</b> & so"), Ok("<b>5 > 3</b> & so".into()));
    }

    #[test]
    fn text_is_kept_in_nfc() {
        assert_eq!(parse("cafe\u{301}"), Ok("café".into()));
    }

    #[test]
    fn length_counts_unicode_scalar_values_after_trimming() {
        for nothing in [" \n ", "\u{200B}\u{200B}", "\u{3164} \u{FE0F}", "\u{2800}\u{2800}"] {
            assert_eq!(parse(nothing), Err(FieldError::Required), "{nothing:?}");
        }
        assert_eq!(parse("é"), Err(FieldError::TooShort { min: 2 }));
        assert!(parse(&"é".repeat(5_000)).is_ok());
        assert_eq!(parse(&"é".repeat(5_001)), Err(FieldError::TooLong { max: 5_000 }));
    }

    proptest::proptest! {
        #[test]
        fn an_accepted_text_parses_to_itself(raw in "\\PC{0,200}") {
            if let Ok(text) = parse(&raw) {
                proptest::prop_assert_eq!(parse(&text), Ok(text));
            }
        }
    }
}

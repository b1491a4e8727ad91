//! Bold, italic, underlined (netiquette, "Formatting").
//!
//! HTML `b strong i em u ins mark font h1-h6` and `style=`; Markdown `**x**`, `__x__`, `*x*`, `_x_`, only with flanking
//! (CommonMark, 6.2): not `snake_case`, not `2*3*4`; BBCode `[b]`; Unicode letters that are another letter under NFKC,
//! and letters with a line laid over or under.
//!
//! ```yaml
//! when: {formatting: {}}
//! when: {formatting: {images: true}}      # <img>, ![](…), data: addresses
//! ```

use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use crate::text::token::LETTERS;
use crate::text::{lookalike, token};

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Formatting {
    /// Images and attached data instead of letters.
    pub images: bool,
}

static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?is)<(?:b|strong|i|em|u|ins|mark|font|h[1-6])(?:\s[^<>]*)?>|<[a-z]+\s[^<>]*style\s*=[^<>]*>"#,
        r#"|\[(?:b|i|u|s|size|color)(?:=[^\]]*)?\]"#
    ))
    .ok()
});
static EMPHASIS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let inner = |mark: &str| format!(r"{mark}[{LETTERS}0-9](?:[^*_\n]*[{LETTERS}0-9.!?])?{mark}");
    Regex::new(&[inner(r"\*\*"), inner("__"), inner(r"\*"), inner("_")].join("|")).ok()
});
static IMAGE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)<img\b[^>]*>?|!\[[^\]]*\]\([^)]*\)|\bdata:(?:image|application)/[^\s]+").ok());

impl Check for Formatting {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let text = reading.text;
        let mut add = |pattern: &Option<Regex>| {
            into.extend(
                pattern.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| Found::plain(found.range())),
            );
        };
        if self.images {
            if text.contains(['<', '!', ':']) {
                add(&IMAGE);
            }
            return;
        }
        if text.contains(['<', '[']) {
            add(&MARKUP);
        }
        if text.contains(['*', '_']) {
            let emphasis = EMPHASIS.iter().flat_map(|pattern| pattern.find_iter(text)).map(|found| found.range());
            into.extend(
                emphasis
                    .filter(|range| {
                        token::is_whole(text, &(range.start..range.end)) && flanks(text, range.start, range.end)
                    })
                    .map(Found::plain),
            );
        }
        if !text.is_ascii() {
            fake_letters(text, into);
        }
    }
}

/// The marks stand free outside: no letter, digit or further mark beside them.
fn flanks(text: &str, start: usize, end: usize) -> bool {
    let outside = |character: Option<char>| {
        character.is_none_or(|character| !token::is_letter_or_digit(character) && !matches!(character, '*' | '_' | '/'))
    };
    outside(text.get(..start).and_then(|before| before.chars().next_back()))
        && outside(text.get(end..).and_then(|after| after.chars().next()))
}

/// Runs of letters that are pictures of letters. Full-width letters are ordinary beside Han and kana.
fn fake_letters(text: &str, into: &mut Vec<Found>) {
    let eastern = text.chars().any(token::is_unspaced);
    let mut open: Option<(usize, usize)> = None;
    let mut previous = 0;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        if is_line(character) {
            let start = open.map_or(previous, |(start, _)| start);
            open = Some((start, end));
        } else if is_fake(character, eastern) {
            open = Some((open.map_or(at, |(start, _)| start), end));
        } else if let Some((start, last)) = open
            // A letter under the next line, or a space between two fakes, goes on.
            && !(token::is_letter_or_digit(character) && text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(is_line))
        {
            into.push(Found::plain(start..last));
            open = None;
        }
        previous = at;
    }
    into.extend(open.map(|(start, last)| Found::plain(start..last)));
}

/// A combining line through, under or over a letter.
const fn is_line(character: char) -> bool {
    matches!(character, '\u{0332}' | '\u{0333}' | '\u{0335}'..='\u{0338}' | '\u{0305}' | '\u{033F}')
}

pub(super) fn is_fake(character: char, eastern: bool) -> bool {
    match u32::from(character) {
        // Letters of flags, and the sign of the underground: NFKC leaves them, or they are drawn as pictures.
        0x1F1E6..=0x1F1FF | 0x24C2 => false,
        0x1D400..=0x1D7FF | 0x24B6..=0x24E9 | 0x1F110..=0x1F12C | 0x1F130..=0x1F149 => true,
        0xFF21..=0xFF3A | 0xFF41..=0xFF5A => !eastern,
        _ => {
            lookalike::boxed_letter(character).is_some()
                && !matches!(u32::from(character), 0x1F170 | 0x1F171 | 0x1F17E | 0x1F17F)
        }
    }
}

//! Typography (netiquette, "Typography"): `[!?]{3,}`, the same character five times over, at least half emoji.
//!
//! ```yaml
//! when: {typography: {}}
//! fires:  "What{{?????}}"
//! passes: "VRAI !!"
//! ```

use std::sync::LazyLock;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use crate::text::token;

/// No parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct Typography {}

/// From this many emoji on, half of the text is a wall.
const WALL: usize = 4;

static PUNCTUATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[!?！？؟]{3,}").ok());

impl Check for Typography {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let (text, mut runs) = (reading.text, Vec::new());
        if text.contains(['!', '?', '！', '？', '؟']) {
            let punctuation = PUNCTUATION.iter().flat_map(|runs| runs.find_iter(text));
            runs.extend(punctuation.map(|found| Found::plain(found.range())));
        }
        same_character(text, &mut runs);
        // What stands in an address was not typed for show.
        into.extend(runs.into_iter().filter(|found| !reading.is_in_link(found)));
        if !text.is_ascii() {
            let (emoji, other) = text.chars().filter(|character| !character.is_whitespace()).fold(
                (0, 0),
                |(emoji, other), character| {
                    if is_emoji(character) {
                        (emoji + 1, other)
                    } else {
                        (emoji, other + usize::from(token::is_letter_or_digit(character)))
                    }
                },
            );
            into.extend((emoji >= WALL && emoji >= other).then(Found::whole));
        }
    }
}

fn same_character(text: &str, into: &mut Vec<Found>) {
    let mut run: (char, usize, usize, usize) = (' ', 0, 0, 0);
    for (at, character) in text.char_indices().chain([(text.len(), '\n')]) {
        let (last, start, end, count) = run;
        if character == last && at < text.len() {
            run = (last, start, at + character.len_utf8(), count + 1);
        } else {
            if count >= 5 && may_not_repeat(last) {
                into.push(Found::plain(start..end));
            }
            run = (character, at, at + character.len_utf8(), 1);
        }
    }
}

/// Digits are numbers, lines and dots are leaders or signatures, and laughter is written so: 哈哈哈哈哈, ههههه, ㅋㅋㅋㅋㅋ, kkkkk.
fn may_not_repeat(character: char) -> bool {
    token::is_letter(character) && !token::is_unspaced(character) && !matches!(character, 'ه' | 'ㅋ' | 'ㅎ' | 'k' | 'K')
}

const fn is_emoji(character: char) -> bool {
    matches!(character, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{2B50}' | '\u{2B55}')
}

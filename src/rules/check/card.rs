//! Numbers of payment cards (netiquette, "Privacy"): 13 to 19 digits, alone or in groups, that begin as a card network's
//! do and pass the Luhn check (ISO/IEC 7812-1, annex B).
//!
//! ```yaml
//! when: {card: {}}
//! fires:  "My card is {{4111 1111 1111 1111}}", "卡号{{6200000000000005}}", "بطاقتي {{٤٠١٢ ٨٨٨٨ ٨٨٨٨ ١٨٨١}}"
//! passes: "Serial 4111 1111 1111 1112", "a share of 0.4111111111111111"
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
pub struct Card {}

static DIGITS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[2-6]\d{3}(?:[ .\-\u{2010}]?\d){9,15}").ok());

impl Check for Card {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        if reading.digits < 13 {
            return;
        }
        // Folded, Arabic, Persian and full-width digits are the same ten, and every space and hyphen within a number one of two.
        let folded = reading.folded.text();
        for found in DIGITS.iter().flat_map(|digits| digits.find_iter(folded)) {
            let Some(range) = reading.folded.original(found.range()) else { continue };
            let beside = |sign: Option<char>| {
                sign.is_some_and(|sign| token::is_letter_or_digit(sign) && !token::is_unspaced(sign))
            };
            let before = reading.text.get(..range.start).unwrap_or_default();
            let after = reading.text.get(range.end..).unwrap_or_default();
            let is_alone = !beside(before.chars().next_back()) && !beside(after.chars().next());
            if is_alone && !ends_like_an_iban(before) && !ends_like_a_decimal(before) && is_card(found.as_str()) {
                into.push(Found::plain(range));
            }
        }
    }
}

/// Whether a number goes on that began as a bank account's does, with a country and two digits: `DE89 3704…`.
fn ends_like_an_iban(before: &str) -> bool {
    let mut before = before.trim_end_matches([' ', '\u{A0}']).chars().rev();
    let digits = before.by_ref().take(2).all(|character| character.is_ascii_digit());
    let letters = before.by_ref().take(2).filter(char::is_ascii_uppercase).count() == 2;
    digits && letters && !before.next().is_some_and(token::is_letter_or_digit)
}

/// Whether decimals go on: `0.4163…`.
fn ends_like_a_decimal(before: &str) -> bool {
    before.strip_suffix(['.', ',']).is_some_and(|whole| whole.ends_with(|digit: char| digit.is_ascii_digit()))
}

/// Networks write their numbers in groups of which the first has four digits.
fn is_card(written: &str) -> bool {
    let first = written.chars().take_while(char::is_ascii_digit).count();
    if first != 4 && first < written.len() {
        return false;
    }
    let digits: Vec<u32> = written.chars().filter_map(|character| character.to_digit(10)).collect();
    let all_alike = digits.windows(2).all(|pair| pair.first() == pair.last());
    (13..=19).contains(&digits.len()) && !all_alike && luhn(&digits).is_multiple_of(10)
}

/// The sum of the digits, every second one from the right doubled and its own digits added.
fn luhn(digits: &[u32]) -> u32 {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digit = |(place, digit): (usize, &u32)| if place % 2 == 1 { doubled(*digit) } else { *digit };
    digits.iter().rev().enumerate().map(digit).sum()
}

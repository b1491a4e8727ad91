//! Bank accounts (netiquette, "Privacy"): an IBAN of the right length and form for its country whose check digits are right
//! (ISO 13616, mod 97), alone or in groups of four.
//!
//! ```yaml
//! when: {iban: {}}
//! fires:  "Pay to {{GB82 WEST 1234 5698 7654 32}}"
//! passes: "GB82WEST12345698765431 is wrong"
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
pub struct Iban {}

/// The shortest IBAN (Norway) has 15 characters, the longest (Malta and others) 31 to 34.
static CANDIDATE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[A-Za-z]{2}[0-9]{2}(?:[ \u{A0}-]?[A-Za-z0-9]){11,30}").ok());

impl Check for Iban {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        // Two check digits and some of the account's: no country has fewer than six digits.
        if reading.digits < 6 {
            return;
        }
        for found in CANDIDATE.iter().flat_map(|candidate| candidate.find_iter(reading.text)) {
            // What follows an account in a sentence looks like one more group: the longest beginning that is right.
            let written = found.as_str();
            let ends = written.char_indices().map(|(at, character)| at + character.len_utf8()).rev();
            let account = ends.take_while(|end| *end >= 15).find(|end| {
                let followed = reading.text.get(found.start() + end..).and_then(|rest| rest.chars().next());
                !followed.is_some_and(token::is_letter_or_digit) && written.get(..*end).is_some_and(is_account)
            });
            into.extend(account.map(|end| Found::plain(found.start()..found.start() + end)));
        }
    }
}

fn is_account(written: &str) -> bool {
    let compact: String = written.chars().filter(char::is_ascii_alphanumeric).collect();
    written.ends_with(|last: char| last.is_ascii_alphanumeric())
        && compact.to_ascii_uppercase().parse::<::iban::Iban>().is_ok()
}

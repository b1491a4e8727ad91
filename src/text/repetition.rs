//! The key under which two texts are the same message (netiquette, "repetition").

use super::token;
use super::{fold, links::links};

/// NFKC, case-folded, without marks, punctuation, white space, invisible characters and web addresses.
///
/// A text that is nothing but punctuation or addresses keys as itself, in lower case without white space: otherwise
/// every such text would be the same message.
pub fn repetition_key(text: &str) -> String {
    let mut without_links = String::with_capacity(text.len());
    let mut from = 0;
    for link in links(text) {
        without_links.push_str(text.get(from..link.start).unwrap_or_default());
        without_links.push(' ');
        from = link.end;
    }
    without_links.push_str(text.get(from..).unwrap_or_default());
    let folded = fold::folded(&without_links);
    let mut key = String::with_capacity(folded.text().len());
    key.extend(folded.text().chars().filter(|character| token::is_letter_or_digit(*character)));
    if key.is_empty() {
        return text.chars().filter(|character| !character.is_whitespace()).flat_map(char::to_lowercase).collect();
    }
    key
}

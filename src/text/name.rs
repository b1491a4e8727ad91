//! The key under which two names look the same to a reader (netiquette, "Impersonation").

use super::token;
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

/// The skeleton of a name (UTS #39, section 4), folded and without white space and punctuation: `Jane Dоe` with a
/// Cyrillic `о` keys as `Jane Doe` does.
///
/// Case is folded before and after: the skeleton of `I` is `l`, that of `i` is not.
pub fn name_key(name: &str) -> String {
    let lower: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let seen: String = skeleton(&lower).collect();
    super::fold::folded(&seen).text().chars().filter(|character| token::is_letter_or_digit(*character)).collect()
}

//! The key under which two names look the same to a reader (netiquette, "Impersonation").

use super::token;
use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

/// The skeleton of a name (UTS #39, section 4), folded and without white space and punctuation: `Jane Dоe` with a
/// Cyrillic `о` keys as `Jane Doe` does.
///
/// Case is folded before and after: the skeleton of `I` is `l`, that of `i` is not.
pub fn name_key(name: &str) -> String {
    let composed: String = name.nfkc().collect();
    // Among Latin letters, a foreign capital that looks like one of theirs is that one: its small letter looks otherwise.
    let is_mixed = composed.contains(|letter: char| letter.is_ascii_alphabetic());
    let lower: String = composed
        .chars()
        .flat_map(|letter| latin_capital(letter).filter(|_| is_mixed).unwrap_or(letter).to_lowercase())
        .collect();
    let seen: String = skeleton(&lower).collect();
    super::fold::folded(&seen).text().chars().filter(|character| token::is_letter_or_digit(*character)).collect()
}

/// The Latin capital that a foreign capital looks like: `E` for a Greek `Ε`.
fn latin_capital(letter: char) -> Option<char> {
    if letter.is_ascii() || !letter.is_uppercase() {
        return None;
    }
    let written = letter.to_string();
    let mut seen = skeleton(&written);
    match (seen.next(), seen.next()) {
        // The skeleton of every upright stroke.
        (Some('l'), None) => Some('I'),
        (Some(capital), None) if capital.is_ascii_uppercase() => Some(capital),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn a_foreign_letter_among_latin_ones_is_the_one_that_it_looks_like() {
        for written in ["Edith Staff", "Εdith Staff", "Εdith Stаff", "EDITH  STAFF", "Еdith Staff"] {
            assert_eq!(name_key(written), name_key("edith staff"), "{written}");
        }
        assert_eq!(name_key("Ιris"), name_key("Iris"));
        assert_ne!(name_key("Ελένη"), name_key("Elene"));
    }
}

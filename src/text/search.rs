//! The words by which a text is searched, and what somebody typed to search for.
//!
//! Both databases index these very words, so that both find the same: of the folded view (lower case, no accents, no
//! disguise of letters), a word a run of letters and digits, and every character of a script without spaces a word.

use unicode_normalization::char::is_combining_mark;

use super::fold::folded;
use super::token;
use super::token::is_unspaced;

/// The longest word that is told from another, in characters.
const LONGEST: usize = 64;

/// Words that stand one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words, at least one; letters and digits only.
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub is_prefix: bool,
}

/// The words of a text as they are searched, in order.
pub fn words(text: &str) -> Vec<String> {
    let view = folded(text);
    let (mut words, mut open, mut length) = (Vec::new(), String::new(), 0);
    for character in view.text().chars() {
        let is_letter = token::is_letter_or_digit(character) && !is_combining_mark(character);
        if (!is_letter || is_unspaced(character)) && !open.is_empty() {
            words.push(std::mem::take(&mut open));
            length = 0;
        }
        if is_letter && is_unspaced(character) {
            words.push(character.into());
        } else if is_letter {
            if length < LONGEST {
                open.push(character);
            }
            length += 1;
        }
    }
    if !open.is_empty() {
        words.push(open);
    }
    words
}

/// What somebody typed: all of these are to be found. Words in quotation marks stand together, as do those of `l'eau` or
/// of `天气`; a star at a word's end leaves it open. Nothing that is typed is an error; without any word, nothing is found.
pub fn phrases(typed: &str) -> Vec<Phrase> {
    const QUOTES: [char; 6] = ['"', '“', '”', '„', '«', '»'];
    let mut phrases = Vec::new();
    for (number, part) in typed.split(QUOTES).enumerate() {
        let is_quoted = number % 2 == 1;
        if is_quoted {
            phrases.extend(phrase(part));
        } else {
            phrases.extend(part.split_whitespace().filter_map(phrase));
        }
    }
    phrases
}

/// Whether all of these stand in a text with these words.
pub fn stand_in(phrases: &[Phrase], words: &[String]) -> bool {
    phrases.iter().all(|phrase| {
        let Some((last, before)) = phrase.words.split_last() else { return false };
        words.windows(phrase.words.len()).any(|found| {
            found.split_last().is_some_and(|(ending, beginning)| {
                beginning == before && (ending == last || (phrase.is_prefix && ending.starts_with(last.as_str())))
            })
        })
    })
}

fn phrase(typed: &str) -> Option<Phrase> {
    let words = words(typed);
    let is_prefix = typed.trim_end().ends_with('*');
    (!words.is_empty()).then_some(Phrase { words, is_prefix })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str) -> Vec<String> {
        let shown = |phrase: Phrase| phrase.words.join("+") + if phrase.is_prefix { "*" } else { "" };
        phrases(typed).into_iter().map(shown).collect()
    }

    #[test]
    fn a_text_is_searched_by_its_folded_words() {
        assert_eq!(words("L'Été, déjà… ＷＩＤＥ — 3.5%"), ["l", "ete", "deja", "wide", "3", "5"]);
        assert_eq!(words("今天天气 good"), ["今", "天", "天", "气", "good"]);
        assert_eq!(words("Привет, мир"), ["привет", "мир"]);
        assert!(words("!? … 🙂").is_empty());
    }

    #[test]
    fn what_is_typed_is_words_phrases_and_open_words_and_never_an_error() {
        assert_eq!(shown("ferry Late"), ["ferry", "late"]);
        assert_eq!(shown("\"the ferry\" late"), ["the+ferry", "late"]);
        assert_eq!(shown("« en retard » l'été"), ["en+retard", "l+ete"]);
        assert_eq!(shown("ferr* \"was la*\""), ["ferr*", "was+la*"]);
        assert_eq!(shown("天气"), ["天+气"]);
        assert_eq!(shown("-(a) OR: ^b ~ + ' \" \0 c\\"), ["a", "or", "b", "c"]);
        assert!(shown("* \" !!").is_empty());
    }

    #[test]
    fn a_very_long_word_is_known_by_its_beginning() {
        let long = "a".repeat(5000);
        assert_eq!(words(&long), ["a".repeat(64)]);
    }
}

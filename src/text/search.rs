//! The words by which a text is searched, and what somebody typed to search for.
//!
//! Both databases index these very words, so that both find the same: of the folded view (lower case, no accents, no
//! disguise of letters), a word a run of letters and digits, and every character of a script without spaces a word.

use unicode_normalization::char::is_combining_mark;

use super::fold::{folded, is_plain};
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

/// The words of a text as they are searched, in order, one space between two: one text, since every comment has its own.
pub fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    if is_plain(text) {
        for word in plain_words(text) {
            begin_word(&mut words);
            words.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        }
        return words;
    }
    // How many letters the word has that is not at its end yet.
    let mut length = 0;
    for character in folded(text).text().chars() {
        let is_letter = token::is_letter_or_digit(character) && !is_combining_mark(character);
        if !is_letter || is_unspaced(character) {
            length = 0;
        }
        if is_letter && length == 0 {
            begin_word(&mut words);
        }
        if is_letter && length < LONGEST {
            words.push(character);
        }
        if is_letter && !is_unspaced(character) {
            length += 1;
        }
    }
    words
}

fn begin_word(words: &mut String) {
    if !words.is_empty() {
        words.push(' ');
    }
}

/// The words of a plain text, each up to its longest, as they are written.
fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.get(..LONGEST).unwrap_or(word))
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

/// Whether all of these stand in a text.
pub fn stand_in(phrases: &[Phrase], text: &str) -> bool {
    if is_plain(text) {
        let words: Vec<&str> = plain_words(text).collect();
        return phrases.iter().all(|phrase| phrase.stands_among(&words));
    }
    let words = words(text);
    let words: Vec<&str> = words.split_whitespace().collect();
    phrases.iter().all(|phrase| phrase.stands_among(&words))
}

impl Phrase {
    /// Whether it stands among these words of a text; what they have of capitals makes no difference.
    fn stands_among(&self, words: &[&str]) -> bool {
        let Some((last, before)) = self.words.split_last() else { return false };
        let is = |found: &str, wanted: &str| found.eq_ignore_ascii_case(wanted);
        let begins =
            |found: &str, wanted: &str| found.get(..wanted.len()).is_some_and(|beginning| is(beginning, wanted));
        words.windows(self.words.len()).any(|found| {
            let Some((ending, beginning)) = found.split_last() else { return false };
            (is(ending, last) || (self.is_prefix && begins(ending, last)))
                && beginning.iter().zip(before).all(|(found, wanted)| is(found, wanted))
        })
    }
}

fn phrase(typed: &str) -> Option<Phrase> {
    let words: Vec<String> = words(typed).split_whitespace().map(String::from).collect();
    let is_prefix = typed.trim_end().ends_with('*');
    (!words.is_empty()).then_some(Phrase { words, is_prefix })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(typed: &str) -> Vec<String> {
        let shown = |phrase: Phrase| phrase.words.join("+") + if phrase.is_prefix { "*" } else { "" };
        phrases(typed).into_iter().map(shown).collect()
    }

    #[test]
    fn a_text_is_searched_by_its_folded_words() {
        assert_eq!(words("L'Été, déjà… ＷＩＤＥ — 3.5%"), "l ete deja wide 3 5");
        assert_eq!(words("今天天气 good天"), "今 天 天 气 good 天");
        assert_eq!(words("Привет, мир"), "привет мир");
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

    proptest! {
        /// A letter that is folded by more than its case takes the text another way; the words before it are the same.
        #[test]
        fn a_plain_text_has_the_words_of_any_other(text in "[ -%'-;=-~]{0,200}|[a-zA-Z]{60,70}( [a-z]{0,3}){0,3}") {
            let other = words(&format!("{text} é"));
            prop_assert_eq!(Some(words(&text)), other.strip_suffix('e').map(|words| words.trim_end().to_owned()));
        }

        #[test]
        fn what_stands_in_a_plain_text_stands_in_any_other(text in "([aAb1] ?|[.'-]){0,30}", typed in "([abA]{1,2} ?|\"|\\*){1,6}") {
            let phrases = phrases(&typed);
            prop_assert_eq!(stand_in(&phrases, &text), stand_in(&phrases, &format!("{text} é")));
        }
    }

    #[test]
    fn a_very_long_word_is_known_by_its_beginning() {
        let long = "a".repeat(5000);
        assert_eq!(words(&long), "a".repeat(64));
        assert_eq!(words(&long.replace('a', "é")), "e".repeat(64));
    }
}

//! Words that a space cuts in two, `mo ron`: each two neighbours in a text are looked up as one.
//!
//! To look for every word cut at every place would more than double the automaton of a pack. A neighbour's number is made
//! of its letters so that the number of two together is a sum: each two cost a multiplication and a look-up.

use std::ops::Range;

use super::check::list::{Role, Word, may_be_cut, may_be_parts};
use super::numbers_by_key::{FACTOR, NumbersByKey};

/// The words of a pack that may be cut.
#[derive(Debug, Default)]
pub(super) struct CutWords {
    by_letters: NumbersByKey,
    /// The most letters of a word.
    longest: u32,
}

/// Two neighbours that may be one word.
pub(super) struct Pair<'a> {
    /// Where they stand in the text, in bytes.
    pub(super) range: Range<usize>,
    /// The first.
    pub(super) left: &'a str,
    /// The second.
    pub(super) right: &'a str,
    /// The words whose letters have their number.
    pub(super) numbers: &'a [u32],
}

/// A run of letters of one alphabet.
#[derive(Clone)]
struct Part {
    start: usize,
    is_latin: bool,
    letters: u32,
    number: u64,
}

impl CutWords {
    /// Those of these words that may be cut.
    pub(super) fn new(words: &[Word]) -> Self {
        let (mut pairs, mut longest) = (Vec::new(), 0);
        for (word, number) in words.iter().zip(0..) {
            if !matches!(word.role, Role::Excuse | Role::Open) && may_be_cut(&word.folded) {
                let letters = word.folded.chars().map(value);
                longest = longest.max(u32::try_from(letters.clone().count()).unwrap_or(u32::MAX));
                pairs.push((letters.fold(0, append), number));
            }
        }
        Self { by_letters: NumbersByKey::new(pairs), longest }
    }

    /// Calls `found` with each two neighbours that have the number of a word: whether they are it, is for the caller to see.
    pub(super) fn each<'a>(&'a self, words: &'a str, mut found: impl FnMut(Pair<'a>)) {
        if self.by_letters.is_empty() {
            return;
        }
        let (mut before, mut open): (Option<Part>, Option<Part>) = (None, None);
        for (at, character) in words.char_indices().chain([(words.len(), '\n')]) {
            let is_latin = character.is_ascii_lowercase();
            if is_latin || matches!(character, 'а'..='я') {
                match &mut open {
                    Some(part) if part.is_latin == is_latin => part.push(character),
                    mixed => {
                        if mixed.is_some() {
                            before = None;
                        }
                        let mut part = Part { start: at, is_latin, letters: 0, number: 0 };
                        part.push(character);
                        *mixed = Some(part);
                    }
                }
                continue;
            }
            let ended = open.take();
            if let (Some(left), Some(right)) = (&before, &ended)
                && let Some(pair) = self.pair(words, left, right, at)
            {
                found(pair);
            }
            before = ended.filter(|_| character == ' ');
        }
    }

    fn pair<'a>(&'a self, words: &'a str, left: &Part, right: &Part, end: usize) -> Option<Pair<'a>> {
        if left.is_latin != right.is_latin || left.letters + right.letters > self.longest {
            return None;
        }
        let number = left.number.wrapping_mul(FACTOR.wrapping_pow(right.letters)).wrapping_add(right.number);
        let numbers = self.by_letters.of(number);
        if numbers.is_empty() {
            return None;
        }
        let pair = Pair {
            range: left.start..end,
            // The space between is one byte.
            left: words.get(left.start..right.start.checked_sub(1)?)?,
            right: words.get(right.start..end)?,
            numbers,
        };
        may_be_parts(pair.left, pair.right).then_some(pair)
    }
}

impl Part {
    fn push(&mut self, letter: char) {
        self.letters += 1;
        self.number = append(self.number, value(letter));
    }
}

fn value(letter: char) -> u64 {
    u64::from(u32::from(letter))
}

/// The number of some letters with one more behind them.
const fn append(number: u64, letter: u64) -> u64 {
    number.wrapping_mul(FACTOR).wrapping_add(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(listed: &[&str], text: &str) -> Vec<(String, Vec<u32>)> {
        let word = |text: &&str| Word {
            list: 0,
            entry: (*text).into(),
            form: (*text).into(),
            folded: (*text).into(),
            role: Role::Whole,
        };
        let words: Vec<Word> = listed.iter().map(word).collect();
        let mut pairs = Vec::new();
        CutWords::new(&words)
            .each(text, |pair| pairs.push((format!("{}|{}", pair.left, pair.right), pair.numbers.to_vec())));
        pairs
    }

    #[test]
    fn two_neighbours_are_found_as_the_word_that_they_make() {
        let listed = ["moron", "идиот", "moron", "hat"];
        assert_eq!(pairs(&listed, "you mo ron and иди от"), [("mo|ron".to_owned(), vec![0, 2])]);
        assert_eq!(pairs(&listed, "mor on"), [], "`on` is a word by itself");
        assert_eq!(pairs(&listed, "ид иот"), [("ид|иот".to_owned(), vec![1])]);
        assert_eq!(pairs(&listed, "moron mo\nron m oron moro n mo xron mo 2ron h at"), []);
    }
}

//! The words of a pack's lists, ready to be found: one automaton for the words as they are, look-ups for words in disguise.
//!
//! Packs that have the same lists share one index.

use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use unicode_script::{Script, UnicodeScript as _};

use crate::text::disguise::{self, Disguise};
use crate::text::{spaced, token, view};

use super::assessment::View;
use super::check::list::{Role, Word, joined, marks_agree};
use super::cut_words::CutWords;
use super::matcher::Seen;
use super::numbers_by_key::{NumbersByKey, key};
use super::reading::{Found, Reading};
use super::veil;
use super::word_table::{Kept, WordTable};

/// What one string of the automaton stands for: a stretch of numbers of words.
#[derive(Debug, Clone, Copy)]
struct Target {
    /// Where the words begin that this is.
    words: u32,
    /// Where the words begin that this is when its spaces are left out.
    joined: u32,
    /// Where they end.
    end: u32,
    /// Whether one of the words may end another.
    has_endings: bool,
}

/// The words of a pack.
#[derive(Debug)]
pub struct WordIndex {
    automaton: AhoCorasick,
    targets: Box<[Target]>,
    /// The numbers to which the targets point.
    numbers: Box<[u32]>,
    words: WordTable,
    cut_words: CutWords,
    /// The language of each list.
    languages: Vec<Option<String>>,
    leet: NumbersByKey,
    squeezed: NumbersByKey,
    /// By first letter and number of letters.
    shapes: NumbersByKey,
    /// Words by the sum of their letters, whatever their order.
    anagrams: NumbersByKey,
    /// Whether there are words in a script that puts no spaces between them.
    has_unspaced: bool,
}

/// A string to look for, with the word that it means; whether it means it without its spaces.
type Sought = (Arc<str>, bool, u32);

impl WordIndex {
    /// Makes the index.
    ///
    /// # Errors
    /// More words or lists than it can hold.
    pub fn new(words: &[Word], languages: Vec<Option<String>>) -> Result<Self, String> {
        let sought = sought(words);
        let mut strings: Vec<&str> = Vec::new();
        let mut targets = Vec::new();
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let mut from = 0;
        for of_string in sought.chunk_by(|(left, ..), (right, ..)| left == right) {
            let whole = of_string.iter().filter(|(_, is_joined, _)| !is_joined);
            let is_ending = |number: &u32| {
                let word = usize::try_from(*number).ok().and_then(|number| words.get(number));
                word.is_some_and(|word| word.role == Role::Ending)
            };
            strings.extend(of_string.first().map(|(string, ..)| &**string));
            targets.push(Target {
                words: place(from),
                joined: place(from + whole.clone().count()),
                end: place(from + of_string.len()),
                has_endings: whole.clone().any(|(.., number)| is_ending(number)),
            });
            from += of_string.len();
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(strings);
        let automaton = automaton.map_err(|error| error.to_string())?;
        let numbers = sought.iter().map(|(.., number)| *number).collect();
        drop(sought);
        let disguises = Disguises::of(words);
        Ok(Self {
            automaton,
            targets: targets.into(),
            numbers,
            has_unspaced: words.iter().any(|word| word.folded.chars().any(token::is_unspaced)),
            words: WordTable::new(words).ok_or("there are too many lists")?,
            cut_words: CutWords::new(words),
            languages,
            leet: NumbersByKey::new(disguises.leet),
            squeezed: NumbersByKey::new(disguises.squeezed),
            shapes: NumbersByKey::new(disguises.shapes),
            anagrams: NumbersByKey::new(disguises.anagrams),
        })
    }

    /// The words that a string is.
    fn whole(&self, target: &Target) -> &[u32] {
        self.stretch(target.words, target.joined)
    }

    /// The words that a string is when its spaces are left out.
    fn joined(&self, target: &Target) -> &[u32] {
        self.stretch(target.joined, target.end)
    }

    fn stretch(&self, from: u32, to: u32) -> &[u32] {
        let place = |place: u32| usize::try_from(place).unwrap_or(usize::MAX);
        self.numbers.get(place(from)..place(to)).unwrap_or_default()
    }

    fn word(&self, number: u32) -> Option<Kept<'_>> {
        self.words.get(usize::try_from(number).ok()?)
    }

    /// The list's word with this number, for people.
    pub fn entry(&self, word: usize) -> Option<&str> {
        self.words.get(word).map(|word| word.entry)
    }

    /// The language of a list.
    pub fn language(&self, list: usize) -> Option<&str> {
        self.languages.get(list)?.as_deref()
    }

    /// Whether it is made of these words.
    pub fn is_of(&self, words: &[Word], languages: &[Option<String>]) -> bool {
        self.words.iter().len() == words.len()
            && self.languages == languages
            && self.words.iter().zip(words).all(|(kept, word)| kept == *word)
    }

    /// How many lists there are.
    pub const fn lists(&self) -> usize {
        self.languages.len()
    }

    /// Finds every word in a field.
    pub fn scan(&self, reading: &Reading<'_>, seen: &mut Seen<'_>) {
        let (folded, words) = (reading.folded.text(), reading.words.text());
        for found in self.automaton.find_overlapping_iter(words) {
            let range = found.range();
            if seen.is_over() {
                return;
            }
            if goes_on(words, range.end) {
                continue;
            }
            let Some(target) = self.targets.get(found.pattern().as_usize()) else { continue };
            if token::is_whole_or_numbered(words, &range) {
                self.see_words(reading, self.whole(target), &range, seen);
                self.see_spaced_otherwise(reading, self.joined(target), &range, seen);
            } else if target.has_endings && token::is_ending(words, &range) {
                let endings: Vec<u32> =
                    self.whole(target).iter().copied().filter(|word| self.is_ending(*word)).collect();
                self.see_words(reading, &endings, &range, seen);
            }
        }
        self.see_cut(reading, seen);
        disguise::each(folded, |range, disguise| self.see_disguise(reading, range, &disguise, seen));
        self.see_phrases_in_leet(reading, seen);
        self.see_swapped(reading, seen);
        if self.has_unspaced && !folded.is_ascii() {
            self.see_unspaced(reading, seen);
            self.see_masked_unspaced(reading, seen);
        }
        self.excuse(seen);
    }

    /// Words that a space cuts in two: `mo ron`.
    fn see_cut(&self, reading: &Reading<'_>, seen: &mut Seen<'_>) {
        let words = reading.words.text();
        self.cut_words.each(words, |pair| {
            let is_meant = |number: &u32| {
                self.word(*number).is_some_and(|word| word.folded.strip_prefix(pair.left) == Some(pair.right))
            };
            let meant: Vec<u32> = pair.numbers.iter().copied().filter(is_meant).collect();
            if token::is_whole_or_numbered(words, &pair.range) {
                self.see_spaced_otherwise(reading, &meant, &pair.range, seen);
            }
        });
    }

    /// Phrases of which a word is written with digits and signs: `ta gu3ule`.
    fn see_phrases_in_leet(&self, reading: &Reading<'_>, seen: &mut Seen<'_>) {
        let Some(read) = disguise::without_leet(&reading.folded) else { return };
        let words = view::words(&read);
        for found in self.automaton.find_overlapping_iter(words.text()) {
            if seen.is_over() {
                return;
            }
            let Some(target) = self.targets.get(found.pattern().as_usize()) else { continue };
            let is_phrase = words.text().get(found.range()).is_some_and(|phrase| phrase.contains(' '));
            if is_phrase
                && token::is_whole(words.text(), &found.range())
                && let Some(original) = words.original(found.range())
            {
                self.see_at(reading, self.whole(target), &original, View::Leet, seen);
            }
        }
    }

    /// Drops what lies inside a longer word that the list excepts.
    fn excuse(&self, seen: &mut Seen<'_>) {
        let is_excuse = |found: &Found| {
            found.word.and_then(|word| self.words.get(word)).is_some_and(|word| word.role == Role::Excuse)
        };
        seen.excuse(is_excuse);
    }

    /// Words whose letters changed places, or that are written from their end: looked up, one by one.
    fn see_swapped(&self, reading: &Reading<'_>, seen: &mut Seen<'_>) {
        if self.anagrams.is_empty() {
            return;
        }
        let folded = reading.folded.text();
        let mut from = 0;
        for word in folded.split_inclusive(|character: char| !token::is_letter(character)) {
            let letters = word.trim_end_matches(|character: char| !token::is_letter(character));
            if (SHORTEST_SWAP..=LONGEST_SWAP).contains(&letters.len()) {
                let alike = self.anagrams.of(sum_of_letters(letters)).iter().copied();
                let is_meant = |number: &u32| {
                    self.word(*number)
                        .is_some_and(|word| is_swapped(letters, word.folded) || is_reversed(letters, word.folded))
                };
                let words: Vec<u32> = alike.filter(is_meant).collect();
                self.see_all(reading, &words, from..from + letters.len(), View::Swapped, seen);
            }
            from += word.len();
        }
    }

    /// Chinese and the like with separators between the characters: `白 痴`, `白·痴`, `白🙂痴`.
    fn see_unspaced(&self, reading: &Reading<'_>, seen: &mut Seen<'_>) {
        let Some(joined) = view::without_separators(&reading.folded) else { return };
        for found in self.automaton.find_overlapping_iter(joined.text()) {
            if seen.is_over() {
                return;
            }
            let Some(target) = self.targets.get(found.pattern().as_usize()) else { continue };
            let is_unspaced = joined.text().get(found.range()).is_some_and(|word| word.chars().all(token::is_unspaced));
            let Some(original) = joined.original(found.range()).filter(|_| is_unspaced) else { continue };
            for number in self.whole(target) {
                let Some(word) = self.word(*number).filter(|_| !seen.is_over()) else { continue };
                if !seen.knows(word.list, &original) {
                    let (start, end) = (original.start, original.end);
                    seen.add(word.list, Found { start, end, view: View::Spaced, word: usize::try_from(*number).ok() });
                }
            }
        }
    }

    /// Chinese and the like with a sign in the place of a character: `狗*的`.
    fn see_masked_unspaced(&self, reading: &Reading<'_>, seen: &mut Seen<'_>) {
        disguise::each_masked_unspaced(reading.folded.text(), |range, letters| {
            let words = self.fitting(letters);
            self.see_all(reading, &words, range, View::Masked, seen);
        });
    }

    /// The words of which these letters are some.
    fn fitting(&self, letters: &[Option<char>]) -> Vec<u32> {
        let Some(first) = letters.first().copied().flatten() else { return Vec::new() };
        let fits = |number: &u32| {
            self.word(*number).is_some_and(|word| {
                word.folded.chars().zip(letters).all(|(own, written)| written.is_none_or(|letter| letter == own))
            })
        };
        self.shapes.of(shape(first, letters.len())).iter().copied().filter(fits).collect()
    }

    fn see_words(&self, reading: &Reading<'_>, words: &[u32], range: &Range<usize>, seen: &mut Seen<'_>) {
        let Some(original) = reading.words.original(range.clone()).filter(|_| !words.is_empty()) else { return };
        let Some(surface) = reading.text.get(original.clone()) else { return };
        for number in words {
            let Some(word) = self.word(*number).filter(|_| !seen.is_over()) else { continue };
            if !marks_agree(surface, word.form, self.language(word.list)) {
                continue;
            }
            let view = match surface {
                _ if is_plain(surface, word.form) => View::Plain,
                _ if veil::is_cut_unseen(surface) => View::Unseen,
                _ if veil::is_veiled(surface, word.form) => View::Veiled,
                _ => View::Folded,
            };
            seen.add(
                word.list,
                Found { start: original.start, end: original.end, view, word: usize::try_from(*number).ok() },
            );
        }
    }

    /// Words whose spaces were left out, or that have one too many.
    fn see_spaced_otherwise(&self, reading: &Reading<'_>, words: &[u32], range: &Range<usize>, seen: &mut Seen<'_>) {
        if let Some(original) = reading.words.original(range.clone()).filter(|_| !words.is_empty()) {
            self.see_at(reading, words, &original, View::Spaced, seen);
        }
    }

    fn is_ending(&self, word: u32) -> bool {
        self.word(word).is_some_and(|word| word.role == Role::Ending)
    }

    fn see_disguise(&self, reading: &Reading<'_>, range: Range<usize>, disguise: &Disguise, seen: &mut Seen<'_>) {
        match disguise {
            _ if seen.is_over() => {}
            Disguise::Leet(_) if is_code(reading, &range) => {}
            Disguise::Leet(key) => self.see_all(reading, self.leet.of_text(key), range, View::Leet, seen),
            Disguise::Repeated(key) => self.see_all(reading, self.squeezed.of_text(key), range, View::Repeated, seen),
            Disguise::Cut(key) => self.see_all(reading, self.leet.of_text(key), range, View::Spaced, seen),
            Disguise::Spaced(letters) => self.see_spaced(reading, range, letters, seen),
            Disguise::Masked(letters) => {
                // Three letters with one masked: the mask must stand in the middle, as in `c*l`.
                if letters.len() == 3 && !matches!(letters.as_slice(), [Some(_), None, Some(_)]) {
                    return;
                }
                self.see_all(reading, &self.fitting(letters), range, View::Masked, seen);
            }
        }
    }

    fn see_all(&self, reading: &Reading<'_>, words: &[u32], range: Range<usize>, view: View, seen: &mut Seen<'_>) {
        if let Some(original) = reading.folded.original(range).filter(|_| !words.is_empty()) {
            self.see_at(reading, words, &original, view, seen);
        }
    }

    fn see_at(&self, reading: &Reading<'_>, words: &[u32], original: &Range<usize>, view: View, seen: &mut Seen<'_>) {
        for number in words {
            let Some(word) = self.word(*number).filter(|_| !seen.is_over()) else { continue };
            let found = Found { start: original.start, end: original.end, view, word: usize::try_from(*number).ok() };
            // Two words of a list may hide behind one mask; one hit says enough, and an open word was seen before.
            if !seen.knows(word.list, original) && !reading.is_in_link(&found) {
                seen.add(word.list, found);
            }
        }
    }

    /// A listed word fills the run but for two letters at most: `a`, `I` and `y` stand alone by right.
    fn see_spaced(&self, reading: &Reading<'_>, range: Range<usize>, letters: &str, seen: &mut Seen<'_>) {
        let key: Vec<char> = disguise::leet_key(letters).chars().collect();
        let Some(run) = reading.folded.text().get(range.clone()) else { return };
        let places: Vec<(usize, usize)> = run
            .char_indices()
            .filter(|(_, character)| token::is_letter_or_digit(*character) || spaced::is_lone_sign(*character))
            .map(|(at, character)| (range.start + at, range.start + at + character.len_utf8()))
            .collect();
        for (first, dropped) in [(0, 0), (1, 0), (0, 1), (1, 1), (2, 0), (0, 2)] {
            let Some(last) = key.len().checked_sub(dropped) else { continue };
            // Three Latin letters in a row are initials.
            let enough =
                |word: &&[char]| word.len() >= 4 || (word.len() == 3 && word.iter().all(|letter| !letter.is_ascii()));
            let Some(word) = key.get(first..last).filter(enough) else { continue };
            let (Some(start), Some(end)) = (places.get(first), last.checked_sub(1).and_then(|last| places.get(last)))
            else {
                continue;
            };
            let word: String = word.iter().collect();
            let words = self.leet.of_text(&word);
            if !words.is_empty() {
                self.see_all(reading, words, start.0..end.1, View::Spaced, seen);
                return;
            }
        }
    }
}

/// Every string to look for, in order.
fn sought(words: &[Word]) -> Vec<Sought> {
    let mut sought: Vec<Sought> = Vec::with_capacity(words.len() * 2);
    for (word, number) in words.iter().zip(0..) {
        sought.push((Arc::clone(&word.folded), false, number));
        if !matches!(word.role, Role::Excuse | Role::Open) {
            sought.extend(joined(&word.folded).map(|joined| (joined.into(), true, number)));
        }
    }
    sought.sort_unstable();
    sought
}

/// The keys under which words in disguise are looked up.
#[derive(Default)]
struct Disguises {
    leet: Vec<(u64, u32)>,
    squeezed: Vec<(u64, u32)>,
    shapes: Vec<(u64, u32)>,
    anagrams: Vec<(u64, u32)>,
}

impl Disguises {
    fn of(words: &[Word]) -> Self {
        let mut disguises = Self::default();
        for (word, number) in words.iter().zip(0..) {
            if matches!(word.role, Role::Excuse | Role::Open) {
                continue;
            }
            // A phrase whose letters are drawn apart one by one, all alike: `f•i•l•s•d•e`.
            let phrase = joined(&word.folded).filter(|letters| letters.chars().all(token::is_letter));
            disguises.leet.extend(phrase.map(|letters| (key(&disguise::leet_key(&letters)), number)));
            let letters = word.folded.chars().count();
            if letters < 3 || !word.folded.chars().all(token::is_letter) {
                continue;
            }
            disguises.leet.push((key(&disguise::leet_key(&word.folded)), number));
            disguises.squeezed.push((key(&disguise::squeezed(&word.folded)), number));
            // Of a Russian word's many forms, each has neighbours that are words: only the form that the list has is looked for.
            if may_be_swapped(&word.folded) && (word.folded.is_ascii() || word.form == word.entry) {
                disguises.anagrams.push((sum_of_letters(&word.folded), number));
            }
            disguises.shapes.extend(word.folded.chars().next().map(|first| (shape(first, letters), number)));
        }
        disguises
    }
}

/// The key of a first letter and a number of letters.
fn shape(first: char, letters: usize) -> u64 {
    (u64::from(u32::from(first)) << 32) | u64::from(u32::try_from(letters).unwrap_or(u32::MAX))
}

/// Shorter words have too many neighbours, longer ones are not mistyped by two letters alone; in bytes.
const SHORTEST_SWAP: usize = 5;
const LONGEST_SWAP: usize = 32;

/// In letters: of three roots' letters in another order, many are words.
const SHORTEST_ARABIC_SWAP: usize = 6;

/// In letters: shorter words are often words from their end too.
const SHORTEST_REVERSED: usize = 6;

/// Whether a word goes on behind this place, in plain letters: most of what begins like a listed word.
fn goes_on(words: &str, end: usize) -> bool {
    let byte = |place: usize| words.as_bytes().get(place).copied().unwrap_or_default();
    byte(end).is_ascii_lowercase() && byte(end - 1).is_ascii_alphanumeric()
}

/// Whether a word's letters may be looked for in another order: long enough, and of one alphabet.
fn may_be_swapped(word: &str) -> bool {
    word.chars().count() >= SHORTEST_SWAP
        && (word.chars().all(|letter| letter.is_ascii_lowercase() || letter.script() == Script::Cyrillic)
            || (word.chars().count() >= SHORTEST_ARABIC_SWAP
                && word.chars().all(|letter| letter.script() == Script::Arabic)))
}

/// A number that is the same for the same bytes in any order.
fn sum_of_letters(word: &str) -> u64 {
    word.bytes().fold(0, |sum, byte| sum.wrapping_add((u64::from(byte) + 1).wrapping_pow(5)))
}

/// Whether a word is another with two neighbouring letters exchanged, the first one left in its place.
fn is_swapped(written: &str, word: &str) -> bool {
    let mut differing = written.chars().zip(word.chars()).enumerate().filter(|(_, (left, right))| left != right);
    let (Some((first, (left, right))), Some((second, (other_left, other_right))), None) =
        (differing.next(), differing.next(), differing.next())
    else {
        return false;
    };
    first > 0
        && second == first + 1
        && left == other_right
        && right == other_left
        && written.chars().count() == word.chars().count()
}

/// Whether a word is another from its end, and long enough that this is no chance: `drannoc`.
fn is_reversed(written: &str, word: &str) -> bool {
    written.chars().count() >= SHORTEST_REVERSED && written != word && written.chars().rev().eq(word.chars())
}

/// Whether a token is a capital with a number, as roads and papers have: `A55`.
fn is_code(reading: &Reading<'_>, range: &Range<usize>) -> bool {
    let surface = reading.folded.original(range.clone()).and_then(|original| reading.text.get(original));
    surface
        .and_then(|surface| surface.strip_prefix(|letter: char| letter.is_ascii_uppercase()))
        .is_some_and(|number| number.len() >= 2 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_plain(surface: &str, form: &str) -> bool {
    surface.eq_ignore_ascii_case(form) || surface.chars().flat_map(char::to_lowercase).eq(form.chars())
}

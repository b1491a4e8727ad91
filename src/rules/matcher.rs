//! One automaton for everything: every word of every list and a literal of every pattern, looked for in one pass.
//!
//! Words are looked for in the folded text; patterns run on the text as written, and only those whose literal was seen
//! in it. The few words in disguise are then looked up, not searched.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, BuildError, MatchKind};
use regex::Regex;
use unicode_script::{Script, UnicodeScript as _};

use crate::text::disguise::{self, Disguise};
use crate::text::{token, view};

use super::assessment::View;
use super::check::list::{Word, cuts, marks_agree};
use super::reading::{Found, Reading};

/// What one string of the automaton stands for.
#[derive(Debug, Default, Clone)]
struct Target {
    words: Vec<usize>,
    /// Words that this is when its space is left out.
    cut: Vec<usize>,
    patterns: Vec<usize>,
}

/// A pattern with the literals that every match of it contains.
#[derive(Debug)]
pub struct Pattern {
    /// The expression.
    pub regex: Regex,
    /// One of these is in every match, in lower case; none: it always runs.
    pub literals: Option<Vec<String>>,
}

/// The compiled words and patterns of a pack.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    targets: Vec<Target>,
    words: Vec<Word>,
    /// The language of each list.
    languages: Vec<Option<String>>,
    patterns: Vec<Pattern>,
    leet: HashMap<String, Vec<usize>>,
    squeezed: HashMap<String, Vec<usize>>,
    /// By first letter and number of letters.
    shapes: HashMap<(char, usize), Vec<usize>>,
    /// Words with two neighbouring letters exchanged.
    swapped: HashMap<String, Vec<usize>>,
    /// Whether there are words in a script that puts no spaces between them.
    has_unspaced: bool,
}

/// What one pass over a field saw.
#[derive(Debug)]
pub struct Seen {
    /// The words found, with their lists.
    pub words: Vec<(usize, Found)>,
    lists: Vec<bool>,
    patterns: Vec<bool>,
}

impl Seen {
    /// Whether a word of this list was seen.
    pub fn list(&self, list: usize) -> bool {
        self.lists.get(list).copied().unwrap_or(false)
    }

    /// Whether this pattern may match.
    pub fn pattern(&self, pattern: usize) -> bool {
        self.patterns.get(pattern).copied().unwrap_or(false)
    }

    fn add(&mut self, list: usize, found: Found) {
        if let Some(seen) = self.lists.get_mut(list) {
            *seen = true;
        }
        self.words.push((list, found));
    }

    fn may_match(&mut self, patterns: &[usize]) {
        for pattern in patterns {
            if let Some(may) = self.patterns.get_mut(*pattern) {
                *may = true;
            }
        }
    }

    fn knows(&self, list: usize, range: &Range<usize>) -> bool {
        self.words.iter().any(|(known, found)| *known == list && found.start < range.end && range.start < found.end)
    }
}

impl Matcher {
    /// Compiles words and patterns.
    ///
    /// # Errors
    /// More words than an automaton can hold.
    pub fn new(words: Vec<Word>, languages: Vec<Option<String>>, patterns: Vec<Pattern>) -> Result<Self, BuildError> {
        let mut strings: HashMap<String, Target> = HashMap::new();
        for (number, word) in words.iter().enumerate() {
            strings.entry(word.folded.clone()).or_default().words.push(number);
            for cut in cuts(&word.folded) {
                strings.entry(cut).or_default().cut.push(number);
            }
        }
        for (number, pattern) in patterns.iter().enumerate() {
            for literal in pattern.literals.iter().flatten() {
                strings.entry(literal.clone()).or_default().patterns.push(number);
            }
        }
        let mut strings: Vec<(String, Target)> = strings.into_iter().collect();
        strings.sort_by(|(left, _), (right, _)| left.cmp(right));
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(strings.iter().map(|(string, _)| string))?;
        let targets = strings.into_iter().map(|(_, target)| target).collect();
        let mut matcher = Self {
            automaton,
            targets,
            words,
            languages,
            patterns,
            leet: HashMap::new(),
            squeezed: HashMap::new(),
            shapes: HashMap::new(),
            swapped: HashMap::new(),
            has_unspaced: false,
        };
        matcher.index_disguises();
        Ok(matcher)
    }

    fn index_disguises(&mut self) {
        for (number, word) in self.words.iter().enumerate() {
            let letters = word.folded.chars().count();
            self.has_unspaced |= word.folded.chars().any(token::is_unspaced);
            if letters < 3 || !word.folded.chars().all(char::is_alphabetic) {
                continue;
            }
            self.leet.entry(disguise::leet_key(&word.folded)).or_default().push(number);
            self.squeezed.entry(disguise::squeezed(&word.folded)).or_default().push(number);
            for form in swaps(&word.folded) {
                self.swapped.entry(form).or_default().push(number);
            }
            if let (Some(first), 4..) = (word.folded.chars().next(), letters) {
                self.shapes.entry((first, letters)).or_default().push(number);
            }
        }
    }

    /// The list's word with this number, for people.
    pub fn entry(&self, word: usize) -> Option<&str> {
        self.words.get(word).map(|word| word.entry.as_str())
    }

    /// The language of a list.
    pub fn language(&self, list: usize) -> Option<&str> {
        self.languages.get(list)?.as_deref()
    }

    /// Every match of a pattern.
    pub fn find_pattern(&self, pattern: usize, text: &str, into: &mut Vec<Found>) {
        let matches = self.patterns.get(pattern).into_iter().flat_map(|pattern| pattern.regex.find_iter(text));
        into.extend(matches.filter(|found| !found.is_empty()).map(|found| Found::plain(found.range())));
    }

    /// Reads a field once.
    pub fn scan(&self, reading: &Reading<'_>) -> Seen {
        let mut seen = Seen {
            words: Vec::new(),
            lists: vec![false; self.languages.len()],
            patterns: self.patterns.iter().map(|pattern| pattern.literals.is_none()).collect(),
        };
        let folded = reading.folded.text();
        for found in self.automaton.find_overlapping_iter(folded) {
            let Some(target) = self.targets.get(found.pattern().as_usize()) else { continue };
            seen.may_match(&target.patterns);
            if !target.words.is_empty() && token::is_whole(folded, &found.range()) {
                self.see_words(reading, &target.words, found.range(), &mut seen);
            }
            if !target.cut.is_empty() && token::is_whole(folded, &found.range()) {
                self.see_all(reading, Some(&target.cut), found.range(), View::Spaced, &mut seen);
            }
        }
        if reading.plain.text() != folded {
            for found in self.automaton.find_overlapping_iter(reading.plain.text()) {
                if let Some(target) = self.targets.get(found.pattern().as_usize()) {
                    seen.may_match(&target.patterns);
                }
            }
        }
        disguise::each(folded, |range, disguise| self.see_disguise(reading, range, &disguise, &mut seen));
        self.see_swapped(reading, &mut seen);
        if self.has_unspaced && !folded.is_ascii() {
            self.see_unspaced(reading, &mut seen);
        }
        seen
    }

    /// Words whose letters changed places: looked up, one by one.
    fn see_swapped(&self, reading: &Reading<'_>, seen: &mut Seen) {
        if self.swapped.is_empty() {
            return;
        }
        let folded = reading.folded.text();
        let mut from = 0;
        for word in folded.split_inclusive(|character: char| !character.is_alphabetic()) {
            let letters = word.trim_end_matches(|character: char| !character.is_alphabetic());
            if (SHORTEST_SWAP..=LONGEST_SWAP).contains(&letters.len())
                && let Some(words) = self.swapped.get(letters)
            {
                self.see_all(reading, Some(words), from..from + letters.len(), View::Swapped, seen);
            }
            from += word.len();
        }
    }

    /// Chinese and the like with separators between the characters: `白 痴`, `白·痴`, `白🙂痴`.
    fn see_unspaced(&self, reading: &Reading<'_>, seen: &mut Seen) {
        let Some(joined) = view::without_separators(&reading.folded) else { return };
        for found in self.automaton.find_overlapping_iter(joined.text()) {
            let Some(target) = self.targets.get(found.pattern().as_usize()) else { continue };
            let is_unspaced = joined.text().get(found.range()).is_some_and(|word| word.chars().all(token::is_unspaced));
            let Some(original) = joined.original(found.range()).filter(|_| is_unspaced) else { continue };
            for number in &target.words {
                let Some(word) = self.words.get(*number) else { continue };
                if !seen.knows(word.list, &original) {
                    let (start, end) = (original.start, original.end);
                    seen.add(word.list, Found { start, end, view: View::Spaced, word: Some(*number) });
                }
            }
        }
    }

    fn see_words(&self, reading: &Reading<'_>, words: &[usize], range: Range<usize>, seen: &mut Seen) {
        let Some(original) = reading.folded.original(range) else { return };
        let Some(surface) = reading.text.get(original.clone()) else { return };
        for number in words {
            let Some(word) = self.words.get(*number) else { continue };
            if !marks_agree(surface, &word.form, self.language(word.list)) {
                continue;
            }
            let view = if is_plain(surface, &word.form) { View::Plain } else { View::Folded };
            seen.add(word.list, Found { start: original.start, end: original.end, view, word: Some(*number) });
        }
    }

    fn see_disguise(&self, reading: &Reading<'_>, range: Range<usize>, disguise: &Disguise, seen: &mut Seen) {
        match disguise {
            Disguise::Leet(key) => self.see_all(reading, self.leet.get(key), range, View::Leet, seen),
            Disguise::Repeated(key) => self.see_all(reading, self.squeezed.get(key), range, View::Repeated, seen),
            Disguise::Cut(key) => self.see_all(reading, self.leet.get(key), range, View::Spaced, seen),
            Disguise::Spaced(letters) => self.see_spaced(reading, range, letters, seen),
            Disguise::Masked(letters) => {
                let shape = letters.first().copied().flatten().map(|first| (first, letters.len()));
                let Some(candidates) = shape.and_then(|shape| self.shapes.get(&shape)) else { return };
                let fits = |number: &&usize| {
                    self.words.get(**number).is_some_and(|word| {
                        word.folded
                            .chars()
                            .zip(letters)
                            .all(|(own, written)| written.is_none_or(|letter| letter == own))
                    })
                };
                let words: Vec<usize> = candidates.iter().filter(fits).copied().collect();
                self.see_all(reading, Some(&words), range, View::Masked, seen);
            }
        }
    }

    fn see_all(
        &self,
        reading: &Reading<'_>,
        words: Option<&Vec<usize>>,
        range: Range<usize>,
        view: View,
        seen: &mut Seen,
    ) {
        let Some(original) = words.and_then(|_| reading.folded.original(range)) else { return };
        for number in words.into_iter().flatten() {
            let Some(word) = self.words.get(*number) else { continue };
            let found = Found { start: original.start, end: original.end, view, word: Some(*number) };
            // Two words of a list may hide behind one mask; one hit says enough, and an open word was seen before.
            if !seen.knows(word.list, &original) && !reading.is_in_link(&found) {
                seen.add(word.list, found);
            }
        }
    }

    /// A listed word fills the run but for two letters at most: `a`, `I` and `y` stand alone by right.
    fn see_spaced(&self, reading: &Reading<'_>, range: Range<usize>, letters: &str, seen: &mut Seen) {
        let key: Vec<char> = disguise::leet_key(letters).chars().collect();
        let Some(run) = reading.folded.text().get(range.clone()) else { return };
        let places: Vec<(usize, usize)> = run
            .char_indices()
            .filter(|(_, character)| character.is_alphanumeric())
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
            if let Some(words) = self.leet.get(&word) {
                self.see_all(reading, Some(words), start.0..end.1, View::Spaced, seen);
                return;
            }
        }
    }
}

/// Shorter words have too many neighbours, longer ones are not mistyped by two letters alone; in bytes.
const SHORTEST_SWAP: usize = 5;
const LONGEST_SWAP: usize = 32;

/// A word with each two neighbouring letters exchanged, the first one left in its place.
fn swaps(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let is_known_script =
        letters.iter().all(|letter| letter.is_ascii_lowercase() || letter.script() == Script::Cyrillic);
    if letters.len() < SHORTEST_SWAP || !is_known_script {
        return Vec::new();
    }
    let exchanged = (1..letters.len() - 1).map(|place| {
        let mut letters = letters.clone();
        letters.swap(place, place + 1);
        letters.into_iter().collect::<String>()
    });
    exchanged.filter(|form| form != word).collect()
}

fn is_plain(surface: &str, form: &str) -> bool {
    surface.eq_ignore_ascii_case(form) || surface.chars().flat_map(char::to_lowercase).eq(form.chars())
}

//! What one pass over a field sees: the words of the lists, and which patterns may match.
//!
//! Words are looked for in the folded text. Patterns run on the text as written, and only those of which a literal was
//! seen in it: one automaton looks for the literals of all, so that what a text costs does not grow with the rules.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, BuildError, MatchKind};

use super::pattern::{Literals, Pattern};
use super::reading::{Found, Reading};
use super::watch::Watch;
use super::word_index::WordIndex;

/// The compiled words and patterns of a pack.
#[derive(Debug)]
pub struct Matcher {
    words: Arc<WordIndex>,
    patterns: Vec<Pattern>,
    /// Whether a pattern runs on every text, for want of literals.
    always: Box<[bool]>,
    /// The literals of all patterns.
    literals: AhoCorasick,
    /// The patterns of each literal, one after the other; and where those of each begin and end.
    owners: Box<[u32]>,
    ends: Box<[u32]>,
}

/// What one pass over a field saw, as far as there was time.
#[derive(Debug)]
pub struct Seen<'a> {
    /// The words found, with their lists.
    pub words: Vec<(usize, Found)>,
    lists: Vec<bool>,
    patterns: Vec<bool>,
    /// The last word that begins in each stretch of the text, by its place among the words; and for each word the one before
    /// it in the same stretch. A text full of hits would otherwise cost their square.
    last: Vec<Option<u32>>,
    before: Vec<Option<u32>>,
    /// The longest word, in bytes.
    longest: usize,
    watch: &'a Watch,
    /// How often it was asked whether time is over.
    asked: u32,
}

/// The length of a stretch, in bytes.
const STRETCH: usize = 64;

/// Steps of a pass from one look at the watch to the next.
const STEPS: u32 = 32;

impl<'a> Seen<'a> {
    /// Nothing yet, of a text of so many bytes.
    fn nothing(lists: usize, patterns: Vec<bool>, bytes: usize, watch: &'a Watch) -> Self {
        Self {
            words: Vec::new(),
            lists: vec![false; lists],
            patterns,
            last: vec![None; bytes / STRETCH + 1],
            before: Vec::new(),
            longest: 0,
            watch,
            asked: 0,
        }
    }

    /// Whether the time is over: asked at each step of a pass, since ten thousand lists may have a word of which a text is
    /// full.
    pub(super) fn is_over(&mut self) -> bool {
        self.asked = self.asked.wrapping_add(1);
        self.watch.has_ended() || (self.asked.is_multiple_of(STEPS) && self.watch.is_over())
    }

    /// Whether a word of this list was seen.
    pub fn list(&self, list: usize) -> bool {
        self.lists.get(list).copied().unwrap_or(false)
    }

    /// Whether this pattern may match.
    pub fn pattern(&self, pattern: usize) -> bool {
        self.patterns.get(pattern).copied().unwrap_or(false)
    }

    /// Notes a word.
    pub(super) fn add(&mut self, list: usize, found: Found) {
        if let Some(seen) = self.lists.get_mut(list) {
            *seen = true;
        }
        let number = u32::try_from(self.words.len()).ok();
        let last = self.last.get_mut(found.start / STRETCH).and_then(|last| std::mem::replace(last, number));
        self.before.push(last);
        self.longest = self.longest.max(found.end.saturating_sub(found.start));
        self.words.push((list, found));
    }

    /// Drops words of a list that overlap a word which excuses them, and those words.
    pub(super) fn excuse(&mut self, is_excuse: impl Fn(&Found) -> bool) {
        let mut excuses: Vec<(usize, usize, usize)> = self
            .words
            .iter()
            .filter(|(_, found)| is_excuse(found))
            .map(|(list, found)| (*list, found.start, found.end))
            .collect();
        if excuses.is_empty() {
            return;
        }
        excuses.sort_unstable();
        // How far those reach that begin no later: one look says whether any of them does.
        for place in 1..excuses.len() {
            if let Some([before, here]) = excuses.get_mut(place - 1..=place)
                && before.0 == here.0
            {
                here.2 = here.2.max(before.2);
            }
        }
        // Cut words overlap an innocent one without lying in it.
        let is_excused = |list: usize, found: &Found| {
            let behind = excuses.partition_point(|(of, start, _)| (*of, *start) < (list, found.end));
            let last = behind.checked_sub(1).and_then(|last| excuses.get(last));
            last.is_some_and(|(of, _, reached)| *of == list && found.start < *reached)
        };
        self.words.retain(|(list, found)| !is_excused(*list, found));
    }

    /// Whether a word of this list was seen in or around this place.
    pub(super) fn knows(&self, list: usize, range: &Range<usize>) -> bool {
        let first = range.start.saturating_sub(self.longest) / STRETCH;
        let stretches = self.last.get(first..=(range.end / STRETCH).min(self.last.len().saturating_sub(1)));
        let place = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        stretches.into_iter().flatten().any(|last| {
            std::iter::successors(*last, |number| self.before.get(place(*number)).copied().flatten())
                .filter_map(|number| self.words.get(place(number)))
                .any(|(known, found)| *known == list && found.start < range.end && range.start < found.end)
        })
    }
}

impl Matcher {
    /// Puts words and patterns together.
    ///
    /// # Errors
    /// More literals than an automaton can hold.
    pub fn new(words: Arc<WordIndex>, patterns: Vec<(Pattern, Option<Literals>)>) -> Result<Self, BuildError> {
        let mut of_literal: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for ((_, literals), number) in patterns.iter().zip(0..) {
            for literal in literals.iter().flat_map(|literals| literals.iter()) {
                of_literal.entry(literal).or_default().push(number);
            }
        }
        let literals = AhoCorasick::builder().match_kind(MatchKind::Standard).build(of_literal.keys())?;
        let (mut owners, mut ends) = (Vec::new(), vec![0]);
        for of_one in of_literal.into_values() {
            owners.extend(of_one);
            ends.push(u32::try_from(owners.len()).unwrap_or(u32::MAX));
        }
        let always = patterns.iter().map(|(_, literals)| literals.is_none()).collect();
        let patterns = patterns.into_iter().map(|(pattern, _)| pattern).collect();
        Ok(Self { words, patterns, always, literals, owners: owners.into(), ends: ends.into() })
    }

    /// The patterns that a literal belongs to.
    fn owners(&self, literal: usize) -> &[u32] {
        let end = |place: usize| self.ends.get(place).map_or(0, |end| usize::try_from(*end).unwrap_or(usize::MAX));
        self.owners.get(end(literal)..end(literal + 1)).unwrap_or_default()
    }

    /// The list's word with this number, for people.
    pub fn entry(&self, word: usize) -> Option<&str> {
        self.words.entry(word)
    }

    /// The language of a list.
    pub fn language(&self, list: usize) -> Option<&str> {
        self.words.language(list)
    }

    /// Every match of a pattern, as far as there is time.
    pub fn find_pattern(&self, pattern: usize, text: &str, watch: &Watch, into: &mut Vec<Found>) {
        if let Some(pattern) = self.patterns.get(pattern) {
            pattern.find(text, watch, into);
        }
    }

    /// Gives back the memory in which patterns have searched so far.
    pub fn release_memory(&mut self) {
        self.patterns.iter_mut().for_each(Pattern::release_memory);
    }

    /// Forgets what only tests needed.
    pub fn forget_tests(&mut self) {
        self.patterns.iter_mut().for_each(Pattern::forget_tests);
    }

    /// Reads a field once, as far as there is time.
    pub fn scan<'a>(&self, reading: &Reading<'_>, watch: &'a Watch) -> Seen<'a> {
        let mut seen = Seen::nothing(self.words.lists(), self.always.to_vec(), reading.text.len(), watch);
        self.words.scan(reading, &mut seen);
        let mut is_known = vec![false; self.literals.patterns_len()];
        for found in self.literals.find_overlapping_iter(reading.plain.text()) {
            // A literal of thousands of patterns may stand in a text a thousand times.
            if is_known.get_mut(found.pattern().as_usize()).is_none_or(|known| std::mem::replace(known, true)) {
                continue;
            }
            for pattern in self.owners(found.pattern().as_usize()) {
                if let Some(may) = usize::try_from(*pattern).ok().and_then(|pattern| seen.patterns.get_mut(pattern)) {
                    *may = true;
                }
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::assessment::View;

    proptest! {
        /// The law of the stretches: what they know is what a look at every word knows.
        #[test]
        fn stretches_know_what_a_look_at_every_word_knows(
            added in prop::collection::vec((0usize..3, 0usize..700, 1usize..150), 0..40),
            (list, start, length) in (0usize..3, 0usize..700, 1usize..150),
        ) {
            let watch = Watch::without_end();
            let mut seen = Seen::nothing(3, Vec::new(), 850, &watch);
            for (list, start, length) in added {
                seen.add(list, Found { start, end: start + length, view: View::Plain, word: None });
            }
            let range = start..start + length;
            let known = seen.words.iter()
                .any(|(of, found)| *of == list && found.start < range.end && range.start < found.end);
            prop_assert_eq!(seen.knows(list, &range), known);
        }
    }
}

//! Words in disguise: `id10t`, `c o n n a r d`, `f**k`, `stuuuupid`, `mo-ron`, `uguom`.
//!
//! Only the few tokens of a text that look disguised are looked at; an ordinary comment has none. Each is brought to
//! a key under which the lists' words are known too, so that a look-up answers, never a search.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript as _};

use super::lookalike::{cyrillic_for_latin, letter_for_sign, upright};
use super::token;
use super::view::View;

/// A token in disguise, with the key to look up. Spans are those of the text it was found in.
#[derive(Debug, PartialEq, Eq)]
pub enum Disguise {
    /// Digits and signs for letters; the key is [`leet_key`].
    Leet(String),
    /// Single letters with separators between them; a listed word must nearly fill it.
    Spaced(String),
    /// A word cut by signs or emoji; the key is [`leet_key`] of its letters.
    Cut(String),
    /// Some letters masked: `None` stands for one masked letter.
    Masked(Vec<Option<char>>),
    /// Letters repeated; the key is [`squeezed`].
    Repeated(String),
}

/// Calls `found` with every disguised token of a folded text.
pub fn each(text: &str, mut found: impl FnMut(Range<usize>, Disguise)) {
    spaced_runs(text, &mut found);
    let is_cyrillic = is_mostly_cyrillic(text);
    for (start, token) in tokens(text) {
        if (is_cyrillic || has_both_scripts(token))
            && let Some(range) = trimmed(token)
        {
            cyrillic(token, range, start, &mut found);
        }
        match ordinary(token) {
            Some(word) if has_doubles(word) => stretched_words(word, start, &mut found),
            Some(_) => {}
            None => look_at(token, start, &mut found),
        }
    }
}

/// The letters of a token that is a word of small letters of ASCII, with what may stand behind a word: all that it can hide is
/// a stretch.
fn ordinary(token: &str) -> Option<&str> {
    let word = token.trim_end_matches([',', '.', ';', ':', '?']);
    word.bytes().all(|byte| byte.is_ascii_lowercase()).then_some(word)
}

/// Every way in which a token may be in disguise.
fn look_at(token: &str, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    cut_word(token, start, found);
    numbered(token, start, found);
    upside_down(token, start, found);
    if let Some((range, key)) = masked(token) {
        found(shift(range, start), Disguise::Masked(key));
    }
    for range in readings(token) {
        let Some(core) = token.get(range.clone()) else { continue };
        if has_letter_and_sign(core) && !is_only_punctuated(core) {
            found(shift(range.clone(), start), Disguise::Leet(leet_key(core)));
            let short = squeezed(&leet_key(core));
            if short.len() < core.len() && is_stretched(core) {
                found(shift(range, start), Disguise::Leet(short));
            }
        }
    }
    stretched_words(token, start, found);
}

/// Digits and signs as the letters they stand for, `l` as `i`: the same for `id10t` and `idiot`.
pub fn leet_key(word: &str) -> String {
    word.chars().map(|character| letter_for_sign(character).unwrap_or(character)).map(l_as_i).collect()
}

/// A text with the digits and signs of its words in leet as letters; `None` where there are none. For phrases: single
/// words are looked up by [`leet_key`], where `1` is `l` too.
pub fn without_leet(folded: &View) -> Option<View> {
    let text = folded.text();
    let core_of =
        |token: &str| readings(token).next().filter(|core| token.get(core.clone()).is_some_and(has_letter_and_sign));
    let has_signs = text.bytes().any(|byte| !byte.is_ascii() || byte.is_ascii_digit() || b"@$|#".contains(&byte));
    if !has_signs || !tokens(text).any(|(_, token)| core_of(token).is_some()) {
        return None;
    }
    let mut read = View::with_capacity(text.len());
    for (start, token) in tokens(text) {
        let core = core_of(token);
        for (at, character) in token.char_indices() {
            let in_core = core.as_ref().is_some_and(|core| core.contains(&at));
            let letter = if in_core { letter_for_sign(character).unwrap_or(character) } else { character };
            read.push_for(folded, start + at..start + at + character.len_utf8(), letter);
        }
        read.push_for(folded, start + token.len()..start + token.len() + 1, ' ');
    }
    Some(read)
}

/// Every run of the same letter as one letter.
pub fn squeezed(word: &str) -> String {
    let mut last = None;
    word.chars().filter(|character| last.replace(*character) != Some(*character)).collect()
}

const fn l_as_i(letter: char) -> char {
    if letter == 'l' { 'i' } else { letter }
}

/// Whether more letters are Cyrillic than Latin.
fn is_mostly_cyrillic(text: &str) -> bool {
    // The lead bytes of U+0400 to U+04FF.
    if text.is_ascii() {
        return false;
    }
    let cyrillic = text.bytes().filter(|byte| matches!(byte, 0xD0..=0xD3)).count();
    cyrillic > 0 && cyrillic > text.bytes().filter(u8::is_ascii_lowercase).count()
}

fn has_both_scripts(token: &str) -> bool {
    !token.is_ascii()
        && token.bytes().any(|byte| matches!(byte, 0xD0..=0xD3))
        && token.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// A token without the signs around it.
fn trimmed(token: &str) -> Option<Range<usize>> {
    let start = token.find(token::is_letter_or_digit)?;
    let end = token.trim_end_matches(|character: char| !token::is_letter_or_digit(character)).len();
    (start < end).then_some(start..end)
}

/// In a Cyrillic text, Latin letters and digits stand for the Cyrillic ones that they look like: `uguom`, `к03ёл`.
fn cyrillic(token: &str, range: Range<usize>, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    let Some(core) = token.get(range.clone()) else { return };
    if !core.contains(|character: char| character.is_ascii_alphanumeric())
        || core.chars().count() < if has_both_scripts(core) { 3 } else { 4 }
    {
        return;
    }
    let key: Option<String> = core
        .chars()
        .map(|character| match character.script() {
            Script::Cyrillic => Some(character),
            _ => cyrillic_for_latin(character),
        })
        .collect();
    let Some(key) = key else { return };
    // A three and a four are the letters that they look like, or those that they stand for in Latin.
    for (three, four) in [('е', 'а'), ('з', 'а'), ('е', 'ч')] {
        if !core.contains(['3', '4']) {
            break;
        }
        let other = core.chars().zip(key.chars()).map(|(written, read)| match written {
            '3' => three,
            '4' => four,
            _ => read,
        });
        found(shift(range.clone(), start), Disguise::Leet(other.collect()));
    }
    found(shift(range, start), Disguise::Leet(key));
}

/// Letters with a sign or an emoji between them: `mo-ron`, `id🙂iot`. An apostrophe joins two words and cuts none.
fn cut_word(token: &str, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    let Some(range) = trimmed(token) else { return };
    let Some(core) = token.get(range.clone()) else { return };
    let is_cut = core.contains(|character: char| !token::is_letter_or_digit(character));
    if !is_cut || core.contains(['\'', '@', '/', ':']) || core.len() > LONGEST_CUT {
        return;
    }
    let letters: String = core.chars().filter(|character| token::is_letter_or_digit(*character)).collect();
    // So few letters are often a compound; of another script, or with a picture between them, rarely.
    let is_cut_by_picture = core.contains(|sign: char| !token::is_letter_or_digit(sign) && u32::from(sign) >= 0x2600);
    let enough = if letters.is_ascii() { 5 } else { 4 } - usize::from(is_cut_by_picture);
    if letters.chars().count() >= enough && letters.chars().any(token::is_letter) {
        found(shift(range, start), Disguise::Cut(leet_key(&letters)));
    }
}

/// An Arabic word with Latin digits inside: `ح1مار`.
fn numbered(token: &str, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    // The lead bytes of U+0600 to U+06FF.
    if !token.bytes().any(|byte| byte.is_ascii_digit()) || !token.bytes().any(|byte| matches!(byte, 0xD8..=0xDB)) {
        return;
    }
    let Some(range) = trimmed(token) else { return };
    let core = token.get(range.clone()).unwrap_or_default();
    let is_letter = |character: &char| character.script() == Script::Arabic;
    let letters: String = core.chars().filter(is_letter).collect();
    let is_all = core.chars().all(|character| character.is_ascii_digit() || is_letter(&character));
    let is_inside = core.starts_with(|letter| is_letter(&letter)) && core.ends_with(|letter| is_letter(&letter));
    if is_all && is_inside && letters.chars().count() >= 3 {
        found(shift(range, start), Disguise::Cut(letters));
    }
}

/// A word written upside down, from its end: `ʇoᴉpᴉ`.
fn upside_down(token: &str, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    if token.is_ascii() || !token.contains(['ɐ', 'ɔ', 'ǝ', 'ɟ', 'ƃ', 'ɥ', 'ᴉ', 'ɾ', 'ʞ', 'ɯ', 'ɹ', 'ʇ', 'ʌ', 'ʍ', 'ʎ'])
    {
        return;
    }
    let Some(range) = trimmed(token) else { return };
    let turned: Option<String> = token.get(range.clone()).unwrap_or_default().chars().rev().map(upright).collect();
    if let Some(key) = turned {
        found(shift(range, start), Disguise::Leet(leet_key(&key)));
    }
}

/// In bytes; longer tokens are addresses, or several words without a space.
const LONGEST_CUT: usize = 64;

const fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Runs of characters that are no white space, with their starts.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive(char::is_whitespace).scan(0, |start, piece| {
        let here = *start;
        *start += piece.len();
        Some((here, piece.trim_end()))
    })
}

/// Whether a letter follows itself somewhere.
fn has_doubles(token: &str) -> bool {
    token.bytes().zip(token.bytes().skip(1)).any(|(first, second)| first == second)
}

/// The token whole, without the punctuation that may only stand beside it, and each half of that.
fn readings(token: &str) -> impl Iterator<Item = Range<usize>> {
    const AFTER: &[char] = &['.', ',', ';', ':', '!', '?', ')', '"', '\'', '»', '”', '…'];
    const BEFORE: &[char] = &['(', '"', '\'', '«', '“', '!'];
    let left = beyond_elision(token, token.len() - token.trim_start_matches(BEFORE).len());
    let right = token.trim_end_matches(AFTER).len();
    let mut seen: [Option<Range<usize>>; 4] = [None, None, None, None];
    for (place, (start, end)) in seen.iter_mut().zip([(left, right), (0, right), (left, token.len()), (0, token.len())])
    {
        *place = (start < end).then_some(start..end);
    }
    let mut known = Vec::with_capacity(4);
    for range in seen.into_iter().flatten() {
        if !known.contains(&range) {
            known.push(range);
        }
    }
    known.into_iter()
}

/// Whether the only sign of a word is the mark that ends its sentence or opens its bracket: `too!`, `(on`.
fn is_only_punctuated(core: &str) -> bool {
    let inside = core.strip_suffix('!').or_else(|| core.strip_prefix('(')).unwrap_or(core);
    inside.len() < core.len() && inside.chars().all(token::is_letter)
}

fn has_letter_and_sign(core: &str) -> bool {
    // Signs alone (`$@!|`) say something where there are several and no number is made of them.
    let signs =
        core.chars().filter(|character| matches!(character, '@' | '$' | '!' | '|' | '€' | '¢' | '(' | '+')).count();
    (core.chars().any(token::is_letter) || (signs >= 3 && core.chars().count() >= 5))
        && core.chars().any(|character| letter_for_sign(character).is_some())
        && core.chars().all(|character| token::is_letter(character) || letter_for_sign(character).is_some())
}

/// Three of the same letter in a row, or every letter twice or more.
fn is_stretched(word: &str) -> bool {
    let mut runs: Vec<usize> = Vec::new();
    let mut last = None;
    for character in word.chars() {
        match runs.last_mut() {
            Some(run) if last == Some(character) => *run += 1,
            _ => runs.push(1),
        }
        last = Some(character);
    }
    runs.iter().any(|run| *run >= 3) || (runs.len() >= 3 && runs.iter().all(|run| *run >= 2))
}

fn stretched_words(token: &str, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    let mut from = 0;
    for word in token.split_inclusive(|character: char| !token::is_letter(character)) {
        let letters = word.trim_end_matches(|character: char| !token::is_letter(character));
        if letters.len() >= 4 && is_stretched(letters) {
            found(shift(from..from + letters.len(), start), Disguise::Repeated(squeezed(letters)));
        }
        from += word.len();
    }
}

/// A letter, then one `*`, `#`, `@` or more, or the same of `-_.` twice or more, between letters or at the end. A sign is
/// one letter each.
fn masked(token: &str) -> Option<(Range<usize>, Vec<Option<char>>)> {
    if !token.contains(['*', '#', '@', '_', '-', '.']) || token.contains("://") {
        return None;
    }
    let start = beyond_elision(token, token.find(token::is_letter)?);
    let end = token.trim_end_matches(|character: char| !token::is_letter_or_digit(character) && character != '*').len();
    let core = token.get(start..end)?;
    let is_mask = |character: char| matches!(character, '*' | '#' | '@' | '_' | '-' | '.');
    if core.chars().any(|character| !token::is_letter(character) && !is_mask(character)) {
        return None;
    }
    let masks = core.chars().filter(|character| is_mask(*character)).count();
    let letters = core.chars().count() - masks;
    let stars = core.contains('*');
    // An address or a tag has its sign at the beginning, or a word on both sides.
    let signs = core.contains(['#', '@']) && !core.ends_with(['#', '@']) && letters + masks >= 4 && letters >= 2;
    let doubled = core.as_bytes().windows(2).any(|pair| matches!(pair, b"--" | b"__" | b".."));
    // A line in a word's middle stands for its letter: `шл_ха`.
    let lined = core.contains('_') && !core.ends_with('_') && letters >= 4;
    // One emphasised word (`word*`) is no mask, and `a-b`, `a.b` are ordinary.
    if masks == 0
        || letters < 2
        || !(stars || signs || doubled || lined)
        || (core.ends_with('*') && token.starts_with('*'))
    {
        return None;
    }
    Some((start..end, core.chars().map(|character| (!is_mask(character)).then_some(character)).collect()))
}

/// Where a word begins behind an elided article: `d'e****é`.
fn beyond_elision(token: &str, start: usize) -> usize {
    let rest = token.get(start..).unwrap_or_default();
    match rest.find('\'') {
        Some(at) if at <= 2 && rest.get(at + 1..).is_some_and(|word| !word.is_empty()) => start + at + 1,
        _ => start,
    }
}

/// Runs of three or more single letters with the same kind of separator between them.
fn spaced_runs(text: &str, found: &mut impl FnMut(Range<usize>, Disguise)) {
    if text.is_ascii() && !has_three_alone(text.as_bytes()) {
        return;
    }
    let mut run = Run::default();
    let mut characters = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let alone = !token::is_letter_or_digit(before) && !token::is_letter_or_digit(next);
        let letter = if token::is_letter(character) {
            Some(character)
        } else {
            letter_for_sign(character).filter(|_| character.is_ascii_digit())
        };
        if let (Some(letter), true) = (letter, alone) {
            run.take(at, at + character.len_utf8(), letter, token::is_letter(character), found);
        } else if !(run.open && is_separator(character)) {
            run.finish(found);
        } else {
            run.gap += 1;
            if run.gap > 2 {
                run.finish(found);
            }
        }
        before = character;
    }
    run.finish(found);
}

/// Whether three letters or digits of a text stand alone.
fn has_three_alone(text: &[u8]) -> bool {
    let (mut alone, mut length) = (0, 0);
    for byte in text.iter().chain(b" ") {
        if byte.is_ascii_alphanumeric() {
            length += 1;
        } else {
            alone += usize::from(length == 1);
            length = 0;
        }
    }
    alone >= 3
}

const fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '.' | '-' | '_' | '*' | '·' | '/' | '\u{00A0}' | ',' | '~' | '|')
}

#[derive(Default)]
struct Run {
    open: bool,
    start: usize,
    end: usize,
    gap: usize,
    /// Digits alone are a sum.
    has_letter: bool,
    letters: String,
    /// The width of the gaps, where all so far are of one.
    width: Option<usize>,
    /// Behind the last gap that was wider: its start, and how many of the letters stand before it.
    word: Option<(usize, usize)>,
}

impl Run {
    fn take(
        &mut self,
        start: usize,
        end: usize,
        letter: char,
        is_letter: bool,
        found: &mut impl FnMut(Range<usize>, Disguise),
    ) {
        if self.open {
            let narrow = *self.width.get_or_insert(self.gap);
            if self.gap > narrow {
                // Two words of spaced letters: each is looked at, and both together.
                self.tell_word(found);
                self.word = Some((start, self.letters.len()));
            }
        }
        self.has_letter |= is_letter;
        if !self.open {
            self.open = true;
            self.start = start;
        }
        self.end = end;
        self.gap = 0;
        self.letters.push(letter);
    }

    /// Tells the word behind the last wide gap, or the first one.
    fn tell_word(&self, found: &mut impl FnMut(Range<usize>, Disguise)) {
        let (start, from) = self.word.unwrap_or((self.start, 0));
        if let Some(letters) = self.letters.get(from..).filter(|letters| letters.chars().count() >= 3) {
            found(start..self.end, Disguise::Spaced(letters.to_owned()));
        }
    }

    fn finish(&mut self, found: &mut impl FnMut(Range<usize>, Disguise)) {
        if self.open && self.has_letter && self.word.is_some() {
            self.tell_word(found);
        }
        if self.open && self.has_letter && self.letters.chars().count() >= 3 {
            found(self.start..self.end, Disguise::Spaced(std::mem::take(&mut self.letters)));
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(look: impl FnOnce(&mut dyn FnMut(Range<usize>, Disguise))) -> Vec<(Range<usize>, Disguise)> {
        let mut told = Vec::new();
        look(&mut |range, disguise| told.push((range, disguise)));
        told
    }

    proptest! {
        #[test]
        fn an_ordinary_word_hides_nothing_but_a_stretch(token in "[abel]{1,8}[,.;:?]{0,3}") {
            let word = ordinary(&token).expect("a word");
            let quickly = told(|mut found| if has_doubles(word) { stretched_words(word, 7, &mut found) });
            prop_assert_eq!(quickly, told(|mut found| look_at(&token, 7, &mut found)));
        }

        #[test]
        fn fewer_than_three_letters_alone_are_no_spaced_word(text in "([a-c1]{1,2}[ .-]{1,3}){0,6}") {
            // A letter of another alphabet takes the text the long way; alone it adds none.
            let long = told(|mut found| spaced_runs(&format!("{text}éé"), &mut found));
            if !has_three_alone(text.as_bytes()) {
                prop_assert_eq!(long, vec![]);
            }
        }
    }
}

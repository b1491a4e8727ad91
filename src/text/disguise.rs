//! Words in disguise: `id10t`, `c o n n a r d`, `f**k`, `stuuuupid`, `mo-ron`, `uguom`.
//!
//! Only the few tokens of a text that look disguised are looked at; an ordinary comment has none. Each is brought to
//! a key under which the lists' words are known too, so that a look-up answers, never a search.

use std::ops::Range;

use unicode_script::{Script, UnicodeScript as _};

use super::lookalike::{
    arabic_for_digit, arabic_for_typed_digit, cyrillic_for_latin, latin_for_foreign, letter_for_sign, upright,
};
use super::spaced::spaced_runs;
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

/// In a Cyrillic text, Latin letters, digits and signs stand for the Cyrillic ones that they look like: `uguom`, `к03ёл`, `$ук@`.
fn cyrillic(token: &str, range: Range<usize>, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    let is_sign = |character: char| matches!(character, '$' | '@' | '€');
    let signed = token.get(..range.start).map_or(0, |before| before.trim_end_matches(is_sign).len())
        ..token.get(range.end..).map_or(token.len(), |after| token.len() - after.trim_start_matches(is_sign).len());
    if signed != range {
        cyrillic_word(token, signed, start, found);
    }
    cyrillic_word(token, range, start, found);
}

fn cyrillic_word(token: &str, range: Range<usize>, start: usize, found: &mut impl FnMut(Range<usize>, Disguise)) {
    let Some(core) = token.get(range.clone()) else { return };
    if !core.contains(|character: char| cyrillic_for_latin(character).is_some())
        || core.chars().count() < if core.contains(|letter: char| letter.script() == Script::Cyrillic) { 3 } else { 4 }
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
    // A three, a four and a b are the letters that they look like, or those that they stand for in Latin.
    for (three, four, b) in [('е', 'а', 'в'), ('з', 'а', 'ь'), ('е', 'ч', 'ь'), ('з', 'ч', 'в')] {
        if !core.contains(['3', '4', 'b']) {
            break;
        }
        let other = core.chars().zip(key.chars()).map(|(written, read)| match written {
            '3' => three,
            '4' => four,
            'b' => b,
            _ => read,
        });
        found(shift(range.clone(), start), Disguise::Leet(other.collect()));
    }
    // Or a Latin word has Cyrillic letters in it.
    let latin: Option<String> = core
        .chars()
        .map(|letter| if letter.is_ascii_alphabetic() { Some(letter) } else { latin_for_foreign(letter) })
        .collect();
    if let Some(latin) = latin.filter(|_| core.contains(|letter: char| letter.is_ascii_alphabetic())) {
        found(shift(range.clone(), start), Disguise::Leet(leet_key(&latin)));
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

/// An Arabic word with digits inside, that say nothing or stand for a letter: `ح1مار`, `حيو١ن`.
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
    if !is_all || letters.chars().count() < 2 {
        return;
    }
    for letter_for in [arabic_for_digit, arabic_for_typed_digit] {
        let read: Option<String> =
            core.chars().map(|letter| if is_letter(&letter) { Some(letter) } else { letter_for(letter) }).collect();
        if let Some(read) = read {
            found(shift(range.clone(), start), Disguise::Leet(read));
        }
    }
    if is_inside && letters.chars().count() >= 3 {
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
    let mut seen = [const { None }; 4];
    for (place, (start, end)) in
        [(left, right), (0, right), (left, token.len()), (0, token.len())].into_iter().enumerate()
    {
        let range = Some(start..end).filter(|range| !range.is_empty() && !seen.contains(&Some(range.clone())));
        if let Some(free) = seen.get_mut(place) {
            *free = range;
        }
    }
    seen.into_iter().flatten()
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
    let (mut runs, mut longest, mut shortest) = (0, 0, usize::MAX);
    let mut rest = word;
    while let Some(letter) = rest.chars().next() {
        let behind = rest.trim_start_matches(letter);
        let run = (rest.len() - behind.len()) / letter.len_utf8();
        (runs, longest, shortest) = (runs + 1, longest.max(run), shortest.min(run));
        rest = behind;
    }
    longest >= 3 || (runs >= 3 && shortest >= 2)
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
    // An address or a tag has its sign at the beginning, or a word on both sides; one in Latin letters.
    let enough = if core.is_ascii() { 4 } else { 3 };
    let signs = core.contains(['#', '@']) && !core.ends_with(['#', '@']) && letters + masks >= enough && letters >= 2;
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

/// Calls `found` with every stretch of three to five characters of a script that puts no spaces between words, of which a sign
/// or two stand for some: `狗*的`, `死#家`. Two are written at least, the first among them; a masked one is `None`.
pub fn each_masked_unspaced(text: &str, mut found: impl FnMut(Range<usize>, &[Option<char>])) {
    const MASKS: &[char] = &['*', '#', '□', '■'];
    if !text.contains(MASKS) {
        return;
    }
    let mut run: Vec<(usize, Option<char>)> = Vec::new();
    let mut rest = MOST_STRETCHES;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if MASKS.contains(&character) {
            run.push((at, None));
        } else if token::is_unspaced(character) {
            run.push((at, Some(character)));
        } else {
            masked_stretches(&run, at, &mut rest, &mut found);
            run.clear();
        }
    }
}

/// In a text with more of them the signs hide no words, and to look at each would take long.
const MOST_STRETCHES: usize = 500;

/// Tells the stretches of a run that ends at `end`, `rest` of them at most.
fn masked_stretches(
    run: &[(usize, Option<char>)],
    end: usize,
    rest: &mut usize,
    found: &mut impl FnMut(Range<usize>, &[Option<char>]),
) {
    if run.iter().all(|(_, letter)| letter.is_some()) {
        return;
    }
    let letters: Vec<Option<char>> = run.iter().map(|(_, letter)| *letter).collect();
    let place = |index: usize| run.get(index).map_or(end, |(at, _)| *at);
    for length in 3..=5 {
        for (first, stretch) in letters.windows(length).enumerate() {
            let masks = stretch.iter().filter(|letter| letter.is_none()).count();
            if *rest > 0
                && (1..=2).contains(&masks)
                && length - masks >= 2
                && stretch.first().is_some_and(Option::is_some)
            {
                *rest -= 1;
                found(place(first)..place(first + length), stretch);
            }
        }
    }
}

/// Where a word begins behind an elided article: `d'e****é`.
fn beyond_elision(token: &str, start: usize) -> usize {
    let rest = token.get(start..).unwrap_or_default();
    match rest.find('\'') {
        Some(at) if at <= 2 && rest.get(at + 1..).is_some_and(|word| !word.is_empty()) => start + at + 1,
        _ => start,
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
    }
}

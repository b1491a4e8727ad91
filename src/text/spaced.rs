//! Words whose letters stand apart: `c o n n a r d`, `i.d.i.o.t`, `c*@*b*r*a`.

use std::ops::Range;

use super::disguise::Disguise;
use super::lookalike::{cyrillic_for_latin, letter_for_sign};
use super::token;

/// Runs of three or more single letters with the same kind of separator between them.
pub(super) fn spaced_runs(text: &str, found: &mut impl FnMut(Range<usize>, Disguise)) {
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
            letter_for_sign(character).filter(|_| character.is_ascii_digit() || is_lone_sign(character))
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

/// Whether three letters, digits or signs that stand for letters stand alone in a text.
fn has_three_alone(text: &[u8]) -> bool {
    let (mut alone, mut length) = (0, 0);
    for byte in text.iter().chain(b" ") {
        if byte.is_ascii_alphanumeric() {
            length += 1;
        } else {
            alone += usize::from(matches!(byte, b'@' | b'$'));
            alone += usize::from(length == 1);
            length = 0;
        }
    }
    alone >= 3
}

/// Whether a sign is a letter even where it stands alone among letters: `c*@*b*r*a`.
pub const fn is_lone_sign(character: char) -> bool {
    matches!(character, '@' | '$' | '€')
}

const fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '.' | '-' | '_' | '*' | '·' | '•' | '∙' | '⋅' | '/' | '\u{00A0}' | ',' | '~' | '|' | '+' | '=' | ':'
    )
}

/// Letters of which some are Cyrillic, all of them Cyrillic: `x y й л о`.
fn of_one_script(letters: &str) -> String {
    let is_cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{52F}');
    if !letters.contains(is_cyrillic) {
        return letters.to_owned();
    }
    let one = letters
        .chars()
        .map(|letter| if is_cyrillic(letter) { letter } else { cyrillic_for_latin(letter).unwrap_or(letter) });
    one.collect()
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
            found(start..self.end, Disguise::Spaced(of_one_script(letters)));
        }
    }

    fn finish(&mut self, found: &mut impl FnMut(Range<usize>, Disguise)) {
        if self.open && self.has_letter && self.word.is_some() {
            self.tell_word(found);
        }
        if self.open && self.has_letter && self.letters.chars().count() >= 3 {
            found(self.start..self.end, Disguise::Spaced(of_one_script(&self.letters)));
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn fewer_than_three_letters_alone_are_no_spaced_word(text in "([a-c1@$]{1,2}[ .-]{1,3}){0,6}") {
            // A letter of another alphabet takes the text the long way; alone it adds none.
            let long = told(&format!("{text}éé"));
            if !has_three_alone(text.as_bytes()) {
                prop_assert_eq!(long, vec![]);
            }
        }
    }

    fn told(text: &str) -> Vec<(Range<usize>, Disguise)> {
        let mut told = Vec::new();
        spaced_runs(text, &mut |range, disguise| told.push((range, disguise)));
        told
    }
}

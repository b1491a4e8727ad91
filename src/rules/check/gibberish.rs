//! Keys struck at random: `asdfghjkl`, `fjdksla`, a row of dots.
//!
//! A word of six letters or more is mashed when it runs along a row of the keyboard (QWERTY, AZERTY, ЙЦУКЕН) for five
//! keys or more that make up two thirds of it, has eight different keys of the upper row or six of another and no others, begins with five consonants or has seven in a row. A text is gibberish when more
//! than half of its letters stand in such words, or when it has five signs or more and neither letter, digit nor emoji.
//!
//! ```yaml
//! when: {gibberish: {}}
//! fires:  "asdfghjkl qwertyuiop zxcvbnm"
//! passes: "kkkk que engraçado"
//! ```

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use crate::text::token;

/// No parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct Gibberish {}

const ROWS: &[&str] = &[
    "qwertyuiop", "asdfghjklç", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "йцукенгшщзхъ", "фывапролджэ",
    "ячсмитьбю",
];
/// Keys in a row that nobody strikes by chance: `poiuy` is one, `were` and `property` are words.
const ROW: usize = 5;
/// `Hirschsprung` and `Knightsbridge` have six inside; nothing begins with five.
const LEADING: usize = 5;
const INSIDE: usize = 8;
/// `typewriter` and `property` have seven keys of the upper row, `flasks` five of the middle one.
const WITHIN: [usize; 3] = [8, 6, 6];
const SHORTEST: usize = 6;

impl Check for Gibberish {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let (mut letters, mut mashed, mut others) = (0, 0, 0);
        let (mut read, enough) = (0, reading.text.len());
        for word in reading.text.split_whitespace() {
            // Half of the text is words: the other half changes nothing.
            if read * 2 > enough {
                return;
            }
            // Addresses, mentions and tags are no words.
            if word.contains("://") || word.starts_with(['@', '#']) || word.starts_with("www.") {
                read += word.len();
                continue;
            }
            let own = word.chars().filter(|character| token::is_letter_or_digit(*character)).count();
            letters += own;
            others += if own == 0 { word.chars().count() } else { 0 };
            if own >= SHORTEST && is_mashed(word) {
                mashed += own;
            } else if own > 0 {
                read += word.len();
            }
        }
        let only_signs = letters == 0 && others >= 5 && reading.text.chars().all(is_sign);
        into.extend((mashed * 2 > letters || only_signs).then(Found::whole));
    }
}

fn is_sign(character: char) -> bool {
    character.is_whitespace() || character.is_ascii_punctuation() || matches!(character, '…' | '·' | '—' | '–' | '。' | '¿' | '¡')
}

/// Whether a word was struck at random. Capitals alone are an acronym.
pub(super) fn is_mashed(word: &str) -> bool {
    if !may_be_mashed(word) {
        return false;
    }
    let is_acronym = !word.contains(char::is_lowercase);
    let word: Vec<char> =
        word.chars().filter(|character| token::is_letter(*character)).flat_map(char::to_lowercase).collect();
    let leading = word.iter().position(|letter| !is_consonant(*letter)).unwrap_or(word.len());
    let beginning = word.get(..leading).unwrap_or_default();
    word.len() >= SHORTEST
        && (along_a_row(&word) || within_a_row(&word) || (!is_acronym && (changes(beginning) >= LEADING || most_consonants(&word) >= INSIDE)))
}

/// A look that costs next to nothing: what is mashed has four Latin consonants in a row, or so many of one row's keys,
/// or is Cyrillic.
fn may_be_mashed(word: &str) -> bool {
    let (mut run, mut longest, mut upper, mut home) = (0, 0, 0, 0);
    for byte in word.bytes() {
        let class = CLASSES.get(usize::from(byte)).copied().unwrap_or_default();
        if class & CYRILLIC != 0 {
            return true;
        }
        run = if class & CONSONANT == 0 { 0 } else { run + 1 };
        longest = longest.max(run);
        upper += usize::from(class & UPPER_ROW != 0);
        home += usize::from(class & HOME_ROW != 0);
    }
    let most = word.len() * 2 / 3;
    longest >= 4 || upper >= most || home >= most
}

const CONSONANT: u8 = 1;
const UPPER_ROW: u8 = 2;
const HOME_ROW: u8 = 4;
const CYRILLIC: u8 = 8;

/// What each byte of a word says of it.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::indexing_slicing, reason = "below 256")]
        {
            classes[byte] = class(byte as u8);
        }
        byte += 1;
    }
    classes
};

const fn class(byte: u8) -> u8 {
    let letter = byte.to_ascii_lowercase();
    let consonant = match letter {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => 0,
        b'a'..=b'z' => CONSONANT,
        _ => 0,
    };
    let row = match letter {
        b'q' | b'a' => UPPER_ROW | HOME_ROW,
        b'w' | b'e' | b'r' | b't' | b'y' | b'u' | b'i' | b'o' | b'p' | b'z' => UPPER_ROW,
        b's' | b'd' | b'f' | b'g' | b'h' | b'j' | b'k' | b'l' | b'm' => HOME_ROW,
        _ => 0,
    };
    let script = if matches!(byte, 0xD0 | 0xD1) { CYRILLIC } else { 0 };
    consonant | row | script
}

/// How many different consonants follow each other: the same one over and over laughs (`kkkk`) or hesitates (`hmmm`).
fn changes(run: &[char]) -> usize {
    run.chunk_by(|left, right| left == right).count()
}

fn most_consonants(word: &[char]) -> usize {
    word.split(|letter| !is_consonant(*letter)).map(changes).max().unwrap_or(0)
}

fn along_a_row(word: &[char]) -> bool {
    ROWS.iter().any(|row| {
        let place = |letter: char| row.chars().position(|key| key == letter);
        let is_beside = |left: char, right: char| match (place(left), place(right)) {
            (Some(left), Some(right)) => left.abs_diff(right) == 1,
            _ => false,
        };
        let (mut run, mut best) = (1, 1);
        for pair in word.windows(2) {
            run = if let [left, right] = pair && is_beside(*left, *right) { run + 1 } else { 1 };
            best = best.max(run);
        }
        best >= ROW && best * 3 >= word.len() * 2
    })
}

/// Whether a word has so many different letters, and all of one row: `qwpoeiru` is no word of any language.
fn within_a_row(word: &[char]) -> bool {
    let distinct: std::collections::BTreeSet<&char> = word.iter().collect();
    let is_within = |row: &str| word.iter().all(|letter| row.contains(*letter));
    ROWS.iter().zip(WITHIN).any(|(row, least)| distinct.len() >= least && is_within(row))
}

const fn is_consonant(letter: char) -> bool {
    matches!(letter, 'b'..='d' | 'f'..='h' | 'j'..='n' | 'p'..='t' | 'v'..='x' | 'z')
}

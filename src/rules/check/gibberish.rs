//! Keys struck at random: `asdfghjkl`, `fjdksla`, a row of dots.
//!
//! A word of five letters or more is mashed when it runs along a row of the keyboard (QWERTY, AZERTY, ЙЦУКЕН) for five
//! keys or more that make up two thirds of it, has eight different keys of the upper row or six of another and no others, begins with five consonants, has eight in a row, or six Cyrillic letters and no vowel. A text is gibberish when more
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
    "qwertyuiop", "asdfghjklç", "asdfghjklñ", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "йцукенгшщзхъ", "фывапролджэ",
    "ячсмитьбю",
];
/// Keys in a row that nobody strikes by chance: `poiuy` is one, `were` and `property` are words.
const ROW: usize = 5;
/// `Hirschsprung` and `Knightsbridge` have six inside; nothing begins with five.
const LEADING: usize = 5;
const INSIDE: usize = 8;
/// `typewriter` and `property` have seven keys of the upper row, `flasks` five of the middle one.
const WITHIN: [usize; 3] = [8, 6, 6];
const SHORTEST: usize = 5;
/// Shorter ones without a vowel are abbreviations: `гршн`.
const SHORTEST_CYRILLIC: usize = 6;

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
        && (along_a_row(&word)
            || within_a_row(&word)
            || (!is_acronym
                && (changes(beginning) >= LEADING
                    || most_consonants(&word) >= INSIDE
                    || (word.len() >= SHORTEST_CYRILLIC && word.iter().all(|letter| is_cyrillic_consonant(*letter))))))
}

/// A look that costs next to nothing: what is mashed has four Latin consonants in a row, all its keys in one row or five
/// that are neighbours, or runs along a Cyrillic row or has no Cyrillic vowel.
fn may_be_mashed(word: &str) -> bool {
    let (mut consonants, mut longest, mut neighbours, mut along) = (0, 0, 1, 1);
    let (mut upper, mut home, mut letters, mut before) = (true, true, 0, 0);
    for byte in word.bytes() {
        let class = CLASSES.get(usize::from(byte)).copied().unwrap_or_default();
        if class & CYRILLIC != 0 {
            let mut letters = word.chars().filter(|character| token::is_letter(*character));
            return runs_along_cyrillic(word) || letters.all(is_cyrillic_consonant);
        }
        consonants = if class & CONSONANT == 0 { 0 } else { consonants + 1 };
        longest = longest.max(consonants);
        letters += usize::from(class & LETTER != 0);
        // What is no letter of ours, a comma or an accent, stands in no row's way.
        upper &= class & (UPPER_ROW | LETTER) != LETTER;
        home &= class & (HOME_ROW | LETTER) != LETTER;
        let key = byte.to_ascii_lowercase();
        neighbours = if are_neighbours(before, key) { neighbours + 1 } else { 1 };
        along = along.max(neighbours);
        before = key;
    }
    longest >= 4 || along >= ROW || (letters >= SHORTEST && (upper || home))
}

/// Whether five Cyrillic letters in a row are neighbours on a keyboard.
fn runs_along_cyrillic(word: &str) -> bool {
    let (mut run, mut before) = (1, 0);
    word.chars().any(|letter| {
        let number = u32::from(letter).wrapping_sub(if letter < 'а' { 0x410 } else { 0x430 });
        let place = usize::try_from(number).ok().and_then(|number| CYRILLIC_PLACES.get(number)).copied().unwrap_or_default();
        run = if place > 0 && place.abs_diff(before) == 1 { run + 1 } else { 1 };
        before = place;
        run >= ROW
    })
}

/// A Russian consonant or sign. Capitals are an acronym's.
const fn is_cyrillic_consonant(letter: char) -> bool {
    matches!(letter, 'б'..='д' | 'ж' | 'з' | 'й'..='н' | 'п'..='т' | 'ф'..='ъ' | 'ь')
}

/// Where the letters from а to я stand in the rows of ЙЦУКЕН: sixteen times the row, and the place in it.
static CYRILLIC_PLACES: [u8; 32] = [
    35, 55, 34, 22, 40, 20, 41, 25, 52, 16, 19, 39, 51, 21, 38, 36, 37, 50, 53, 18, 32, 26, 17, 49, 23, 24, 27, 33, 54, 42, 56, 48,
];

/// Whether two keys are beside each other in a Latin row.
fn are_neighbours(left: u8, right: u8) -> bool {
    NEIGHBOURS.get(usize::from(left)).is_some_and(|pairs| pairs.contains(&right))
}

/// The keys beside each key, in the rows of QWERTY and AZERTY; 0 is none.
static NEIGHBOURS: [[u8; 4]; 128] = {
    let mut neighbours = [[0; 4]; 128];
    let rows: [&[u8]; 6] =
        [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm", b"azertyuiop", b"qsdfghjklm", b"wxcvbn"];
    let mut row = 0;
    while row < rows.len() {
        let mut place = 0;
        #[expect(clippy::as_conversions, clippy::indexing_slicing, reason = "within the rows and the 128 letters")]
        while place + 1 < rows[row].len() {
            let (left, right) = (rows[row][place], rows[row][place + 1]);
            neighbours[left as usize] = with(neighbours[left as usize], right);
            neighbours[right as usize] = with(neighbours[right as usize], left);
            place += 1;
        }
        row += 1;
    }
    neighbours
};

/// These keys and one more, if there is room: no key has more than four.
const fn with(mut keys: [u8; 4], key: u8) -> [u8; 4] {
    let mut place = 0;
    #[expect(clippy::indexing_slicing, reason = "within the four")]
    while place < keys.len() {
        if keys[place] == key {
            return keys;
        }
        if keys[place] == 0 {
            keys[place] = key;
            return keys;
        }
        place += 1;
    }
    keys
}

const CONSONANT: u8 = 1;
const UPPER_ROW: u8 = 2;
const HOME_ROW: u8 = 4;
const CYRILLIC: u8 = 8;
const LETTER: u8 = 16;

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
    let is_letter = if letter.is_ascii_lowercase() { LETTER } else { 0 };
    consonant | row | script | is_letter
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

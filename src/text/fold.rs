//! The two views in which every text is read: `plain` (lower case) and `folded` (what a reader's eye sees).
//!
//! Folding follows Unicode: NFKC (UAX #15), lower case, default ignorable characters out; then marks come off and
//! look-alike letters become Latin where the word or the whole text is Latin. Words of the lists are folded alike.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_script::{Script, UnicodeScript as _};

use super::han::simplified;
use super::lookalike::{boxed_letter, latin_for_capital, latin_for_foreign, plain_latin};
use super::view::View;

/// The text in lower case, letter by letter.
pub fn plain(text: &str) -> View {
    if text.is_ascii() {
        return View::same_offsets(text.to_ascii_lowercase());
    }
    let mut view = View::with_capacity(text.len());
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        for lower in character.to_lowercase() {
            view.push(lower, start, end);
        }
    }
    view
}

/// Whether a text is folded letter by letter, by lower case alone.
pub fn is_plain(text: &str) -> bool {
    text.is_ascii() && !text.contains(['&', '<'])
}

/// The text as the eye reads it: compatibility forms resolved, marks and invisible characters gone, look-alikes Latin.
pub fn folded(text: &str) -> View {
    if is_plain(text) {
        return View::same_offsets(text.to_ascii_lowercase());
    }
    let mut letters = letters(text);
    let scripts = Scripts::of(letters.iter().map(|letter| letter.character));
    if scripts.foreign > 0 {
        latinise(&mut letters, &scripts);
    }
    let mut view = View::with_capacity(text.len());
    for letter in letters {
        if letter.is_mark {
            view.extend_last(letter.end);
        } else {
            view.push(letter.character, letter.start, letter.end);
        }
    }
    view
}

/// A word or phrase of a list, folded as texts are.
pub fn folded_word(word: &str) -> String {
    folded(word).text().to_owned()
}

/// How many marks stand over the letters of `surface`: accents and strokes laid over.
pub fn marks(surface: &str) -> usize {
    // Neither has any: most of what is found is of ASCII or of Han.
    if surface.is_ascii() || surface.chars().all(|character| matches!(character, '一'..='\u{9FFF}')) {
        return 0;
    }
    surface.nfkd().filter(|character| is_combining_mark(*character)).count()
}

/// Whether a character has no shape of its own: zero-width, variation selector, soft hyphen, tag.
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// The line that stretches an Arabic word and says nothing.
const TATWEEL: char = '\u{0640}';

/// Arabic letters that are written for one another, those that Persian and Urdu keyboards send, the old ones without dots,
/// and Arabic digits as numbers are read.
fn one_arabic(letter: char) -> char {
    let digit = |first: char| char::from_digit(u32::from(letter) - u32::from(first), 10).unwrap_or(letter);
    match letter {
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        'ى' | 'ی' | 'ے' => 'ي',
        'ة' | 'ہ' | 'ھ' | 'ە' => 'ه',
        'ک' | 'ڪ' | 'گ' => 'ك',
        'پ' | 'ٮ' => 'ب',
        'چ' => 'ج',
        'ژ' => 'ز',
        'ڤ' | 'ڡ' => 'ف',
        'ٯ' => 'ق',
        'ں' => 'ن',
        'ٱ' => 'ا',
        other => other,
    }
}

/// The ligatures that are sentences, of eighteen letters and of eight: nobody hides a word in one, and a text full of them
/// would fold to many times its length. No other character has more than six (UAX #15).
const fn is_sentence(character: char) -> bool {
    matches!(character, '\u{FDFA}' | '\u{FDFB}')
}

/// Whether a sign is half of a flag (UTS #51).
const fn is_regional(character: char) -> bool {
    matches!(character, '\u{1F1E6}'..='\u{1F1FF}')
}

/// One folded character and where it came from.
struct Letter {
    character: char,
    start: usize,
    end: usize,
    is_mark: bool,
}

fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut rest = text;
    // Of two signs that are a flag together, those that are still to come.
    let (mut of_flag, mut was_regional) = (0, false);
    while let Some(first) = rest.chars().next() {
        let start = text.len() - rest.len();
        let (character, end) = match first {
            '&' => reference(rest).map_or((first, start + 1), |(referred, length)| (referred, start + length)),
            _ => (first, start + first.len_utf8()),
        };
        if is_regional(first) && !was_regional {
            // More than two in a row spell a word.
            let run = rest.chars().take_while(|sign| is_regional(*sign)).count();
            of_flag = if run == 2 { run } else { 0 };
        }
        was_regional = is_regional(first);
        let is_of_flag = of_flag > 0;
        of_flag = of_flag.saturating_sub(1);
        let tag = if first == '<' { tag_length(rest) } else { None };
        rest = text.get(tag.map_or(end, |length| start + length)..).unwrap_or_default();
        if tag.is_some() {
            continue;
        }
        let mut push = |character: char, is_mark| letters.push(Letter { character, start, end, is_mark });
        if character.is_ascii() {
            push(character.to_ascii_lowercase(), false);
        } else if is_of_flag || matches!(character, '™' | '℠') {
            // A flag or a trade mark behind a word is no part of it.
            push(character, false);
        } else if let Some(letter) = boxed_letter(character).or_else(|| latin_for_capital(character)) {
            push(letter, false);
        } else if matches!(character, '’' | '‘' | 'ʼ' | '′' | '`') {
            push('\'', false);
        } else if is_sentence(character) {
            push(character, false);
        } else if !is_invisible(character) && character != TATWEEL {
            decompose_compatible(character, |part| {
                for lower in part.to_lowercase() {
                    match plain_latin(lower) {
                        Some(plain) => plain.chars().for_each(|letter| push(letter, false)),
                        None => push(simplified(one_arabic(lower)), is_combining_mark(lower)),
                    }
                }
            });
        }
    }
    letters
}

/// The character of a reference, by its number (`&#111;`, `&#x6f;`) or, a letter with its mark, by its name (`&oacute;`), and the
/// reference's length.
fn reference(text: &str) -> Option<(char, usize)> {
    let Some(numeric) = text.strip_prefix("&#") else { return named_reference(text) };
    let (inside, _) = numeric.split_once(';')?;
    let code = match inside.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => inside.parse(),
    };
    Some((char::from_u32(code.ok()?)?, inside.len() + "&#;".len()))
}

/// A letter with a mark by the name that HTML has for it (HTML Standard, 13.5): its letter, and its mark.
fn named_reference(text: &str) -> Option<(char, usize)> {
    const MARKS: [(&str, char); 7] = [
        ("acute", '\u{301}'),
        ("grave", '\u{300}'),
        ("circ", '\u{302}'),
        ("uml", '\u{308}'),
        ("tilde", '\u{303}'),
        ("cedil", '\u{327}'),
        ("ring", '\u{30A}'),
    ];
    let name = text.strip_prefix('&')?;
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let (mark, combining) =
        MARKS.into_iter().find(|(mark, _)| name.get(1..).is_some_and(|rest| rest.starts_with(mark)))?;
    let length = 1 + 1 + mark.len() + 1;
    (text.as_bytes().get(length - 1) == Some(&b';')).then_some(())?;
    Some((unicode_normalization::char::compose(letter, combining)?, length))
}

/// The length of a formatting tag (`<b>`, `</i>`): the eye does not see it, wherever it stands.
fn tag_length(text: &str) -> Option<usize> {
    if let Some(remark) = text.strip_prefix("<!--") {
        return remark.find("-->").map(|end| "<!--".len() + end + "-->".len());
    }
    let (inside, _) = text.strip_prefix('<')?.split_once('>')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let is_tag = name.len() <= 8
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_tag.then_some(inside.len() + "<>".len())
}

/// How many letters are Latin, how many Cyrillic, Greek or Armenian.
struct Scripts {
    latin: usize,
    foreign: usize,
}

impl Scripts {
    fn of(characters: impl Iterator<Item = char>) -> Self {
        let mut counts = Self { latin: 0, foreign: 0 };
        for character in characters {
            match alphabet(character) {
                Alphabet::Latin => counts.latin += 1,
                Alphabet::Foreign => counts.foreign += 1,
                Alphabet::None => {}
            }
        }
        counts
    }
}

/// The alphabets that are taken for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alphabet {
    Latin,
    /// Cyrillic, Greek or Armenian.
    Foreign,
    None,
}

/// The alphabet of a character: by its script, for those that comments are written in without the search for it.
fn alphabet(character: char) -> Alphabet {
    match character {
        'a'..='z' | 'A'..='Z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{24F}' => Alphabet::Latin,
        '\0'..='\u{7F}' | '\u{600}'..='\u{6FF}' | '\u{2000}'..='\u{206F}' | '\u{3400}'..='\u{9FFF}' => Alphabet::None,
        'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => Alphabet::Foreign,
        _ => by_script(character),
    }
}

const fn is_cyrillic(character: char) -> bool {
    matches!(character, '\u{400}'..='\u{52F}')
}

fn by_script(character: char) -> Alphabet {
    match character.script() {
        Script::Latin => Alphabet::Latin,
        Script::Cyrillic | Script::Greek | Script::Armenian => Alphabet::Foreign,
        _ => Alphabet::None,
    }
}

/// Makes look-alike letters Latin in words that are mostly Latin, and in whole words of look-alikes in a Latin text.
fn latinise(letters: &mut [Letter], text: &Scripts) {
    for word in letters.split_mut(|letter| letter.character.is_whitespace()) {
        let scripts = Scripts::of(word.iter().map(|letter| letter.character));
        if scripts.foreign == 0 {
            continue;
        }
        let all_alike = word.iter().all(|letter| {
            alphabet(letter.character) != Alphabet::Foreign || latin_for_foreign(letter.character).is_some()
        });
        // In a Cyrillic text a word with some Cyrillic letters is a Cyrillic one, whatever its others are.
        let is_cyrillic = text.foreign > text.latin && word.iter().any(|letter| is_cyrillic(letter.character));
        if all_alike && !is_cyrillic && (scripts.latin >= scripts.foreign || text.latin > text.foreign) {
            for letter in word {
                letter.character = latin_for_foreign(letter.character).unwrap_or(letter.character);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alphabet_is_told_by_the_script() {
        for character in '\0'..=char::MAX {
            assert_eq!(alphabet(character), by_script(character), "{character:?}");
        }
    }
}

//! Words as the netiquette counts them, where a word ends, and what stands in quotation marks.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};

/// The letters of all scripts within a class of a regular expression, by their blocks. The 650 ranges of `\pL` make an
/// automaton ten times as large, and what else stands in these blocks stands in no word of a comment.
pub const LETTERS: &str = concat!(
    r"a-zA-Z\x{AA}\x{B5}\x{BA}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2C1}\x{300}-\x{37D}\x{37F}-\x{589}",
    r"\x{591}-\x{60B}\x{60D}-\x{61A}\x{620}-\x{6D3}\x{6D5}-\x{963}\x{966}-\x{1FFF}\x{2C00}-\x{2DFF}",
    r"\x{3005}-\x{3007}\x{3031}-\x{318F}\x{31A0}-\x{31BF}\x{3400}-\x{D7FF}\x{F900}-\x{FDFF}\x{FE70}-\x{FEFC}",
    r"\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{FF66}-\x{FFDC}\x{10000}-\x{1CFFF}\x{20000}-\x{3FFFF}",
);

/// Whether a character is a letter: what [`char::is_alphabetic`] says, several times as quickly for the scripts that comments
/// are written in.
#[inline]
pub fn is_letter(character: char) -> bool {
    match character {
        // The most frequent first.
        'а'..='я' | 'А'..='Я' | '\u{621}'..='\u{64A}' => true,
        character => is_other_letter(character),
    }
}

fn is_other_letter(character: char) -> bool {
    match character {
        '\0'..='\x7F' => character.is_ascii_alphabetic(),
        'À'..='Ö'
        | 'Ø'..='ö'
        | 'ø'..='\u{24F}'
        | 'Ѐ'..='ҁ'
        | 'Ҋ'..='ԯ'
        | '\u{620}'..='\u{657}'
        | '一'..='\u{9FFF}'
        // Phonetic letters, with which words are turned upside down; Greek, Hebrew, Thai, Korean, Japanese, rare Han, Yi.
        | '\u{250}'..='\u{2C1}'
        | '\u{1D00}'..='\u{1DBF}'
        | '\u{3A3}'..='\u{3F5}'
        | '\u{5D0}'..='\u{5EA}'
        | '\u{E01}'..='\u{E3A}'
        | '\u{E40}'..='\u{E46}'
        | '\u{1100}'..='\u{1248}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{A000}'..='\u{A48C}'
        | '\u{AC00}'..='\u{D7A3}' => true,
        '\u{2000}'..='\u{206F}' | '\u{E000}'..='\u{F8FF}' | '\u{1F300}'..='\u{1FFFF}' => false,
        _ => character.is_alphabetic(),
    }
}

/// Whether a character is a letter or a digit: what [`char::is_alphanumeric`] says, as quickly as [`is_letter`].
pub fn is_letter_or_digit(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric()
    } else {
        is_letter(character) || character.is_numeric()
    }
}

/// Whether a word may begin or end between these two characters.
///
/// Unicode letters and digits bound a word; scripts that put no spaces between words have a boundary everywhere.
pub fn is_boundary(outside: Option<char>, inside: Option<char>) -> bool {
    let (Some(outside), Some(inside)) = (outside, inside) else { return true };
    !is_letter_or_digit(outside) || !is_letter_or_digit(inside) || is_unspaced(outside) || is_unspaced(inside)
}

/// Whether a character's script puts no spaces between words.
pub fn is_unspaced(character: char) -> bool {
    match character {
        // Before Thai, from the signs of Tai Tham to the punctuation marks, and among the alphabets of old and the pictures
        // beyond the first 65,536 there is none.
        '\0'..='\u{DFF}'
        | '\u{1A00}'..='\u{2E7F}'
        | '\u{10000}'..='\u{116CF}'
        | '\u{11700}'..='\u{16FDF}'
        | '\u{1D000}'..='\u{1F1FF}'
        | '\u{1F300}'..='\u{1FFFF}' => false,
        '一'..='\u{9FFF}' => true,
        _ => has_unspaced_script(character),
    }
}

fn has_unspaced_script(character: char) -> bool {
    matches!(
        character.script(),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
}

/// Whether `range` of `text` is a whole word or several.
pub fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let (Some(before), Some(word), Some(after)) =
        (text.get(..range.start), text.get(range.clone()), text.get(range.end..))
    else {
        return false;
    };
    is_boundary(before.chars().next_back(), word.chars().next())
        && is_boundary(after.chars().next(), word.chars().next_back())
}

/// Whether `range` of `text` is a whole word or several, or one to which somebody has put a number: `word2`.
pub fn is_whole_or_numbered(text: &str, range: &Range<usize>) -> bool {
    is_whole(text, range) || {
        let before = text.get(..range.start).unwrap_or_default().trim_end_matches(|digit: char| digit.is_ascii_digit());
        let after = text.get(range.end..).unwrap_or_default();
        let numbered = range.end + (after.len() - after.trim_start_matches(|digit: char| digit.is_ascii_digit()).len());
        // On one side only: with numbers on both it is a code.
        is_whole(text, &(before.len()..range.end)) || is_whole(text, &(range.start..numbered))
    }
}

/// Whether a word ends where `range` ends.
pub fn is_ending(text: &str, range: &Range<usize>) -> bool {
    let (word, after) = (text.get(range.clone()).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
    is_boundary(after.chars().next(), word.chars().next_back())
}

/// A token: a run of letters, marks and digits with `'`, `’`, `-`, `·` or `.` inside. It ends where a script that puts no
/// spaces between words begins or ends: `GDP和CPI` is three.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
}

/// The tokens of a text, in order.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut open: Option<Range<usize>> = None;
    let mut was_unspaced = false;
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        if is_of_word(character) {
            // A mark goes with its letter.
            let unspaced = if is_letter_or_digit(character) { is_unspaced(character) } else { was_unspaced };
            match &mut open {
                // Joined by one inner sign, or directly: the token goes on.
                Some(range) if unspaced == was_unspaced && text.get(range.end..at).is_some_and(is_joint) => {
                    range.end = end;
                }
                _ => tokens.extend(open.replace(at..end).map(|range| Token { range })),
            }
            was_unspaced = unspaced;
        }
    }
    tokens.extend(open.map(|range| Token { range }));
    tokens
}

fn is_of_word(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphanumeric()
    } else {
        is_letter_or_digit(character) || is_combining_mark(character)
    }
}

fn is_joint(between: &str) -> bool {
    matches!(between, "" | "'" | "’" | "-" | "‑" | "·" | ".")
}

/// The parts of a text that quote: in `“…”`, `« … »`, `"…"`, `„…“`, `‘…’` with a space before, or lines that begin with `>`.
pub fn quotations(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with('>') {
            found.push(line_start..line_start + line.trim_end().len());
        }
        line_start += line.len();
    }
    let mut open: Option<(usize, char)> = None;
    for (at, character) in text.char_indices() {
        match open {
            // An apostrophe within a word ends no quotation.
            Some((_, '’' | '\'')) if is_apostrophe(text, at) => {}
            Some((start, closing)) if closing == character => {
                found.push(start..at + character.len_utf8());
                open = None;
            }
            // A quotation never closed ends with its paragraph, and counts for nothing; one whose marks are the same on both
            // sides ends with its line.
            Some((_, closing)) if character == '\n' && (is_straight(closing) || ends_paragraph(text, at)) => {
                open = None;
            }
            Some(_) => {}
            None => {
                open = match character {
                    '“' => Some((at, '”')),
                    '«' => Some((at, '»')),
                    '„' => Some((at, '“')),
                    '"' => Some((at, '"')),
                    '《' => Some((at, '》')),
                    '「' => Some((at, '」')),
                    '『' => Some((at, '』')),
                    '‹' => Some((at, '›')),
                    '‘' => Some((at, '’')),
                    '\'' if begins_quotation(text, at) => Some((at, '\'')),
                    _ => None,
                }
            }
        }
    }
    found.sort_by_key(|quotation| quotation.start);
    found
}

const fn is_straight(mark: char) -> bool {
    matches!(mark, '"' | '\'')
}

/// Whether the line break at this place is followed by another.
fn ends_paragraph(text: &str, at: usize) -> bool {
    text.get(at + 1..).unwrap_or_default().trim_start_matches([' ', '\t', '\r']).starts_with('\n')
}

/// Whether a letter follows the apostrophe or closing mark at this place.
fn is_apostrophe(text: &str, at: usize) -> bool {
    let mark = text.get(at..).unwrap_or_default();
    matches!(mark.chars().next(), Some('’' | '\'')) && mark.chars().nth(1).is_some_and(is_letter_or_digit)
}

/// Whether the straight mark at this place may begin a quotation: a space before it, a letter after it.
fn begins_quotation(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    before.is_none_or(|before| before.is_whitespace() || before == '(') && is_apostrophe(text, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_ends_where_spaces_do() {
        let text = "GDP和CPI、L’UNESCO 25年";
        let found: Vec<&str> = tokens(text).iter().filter_map(|token| text.get(token.range.clone())).collect();
        assert_eq!(found, ["GDP", "和", "CPI", "L’UNESCO", "25", "年"]);
    }

    #[test]
    fn a_quotation_stands_between_marks_of_one_kind() {
        let quoted = |text: &'static str| -> Vec<&str> {
            quotations(text).iter().filter_map(|range| text.get(range.clone())).collect()
        };
        assert_eq!(quoted("He said “no”, she «oui», they „ja“ and \"si\"."), ["“no”", "«oui»", "„ja“", "\"si\""]);
        assert_eq!(quoted("They’re ‘the people’s idiots’, it’s said."), ["‘the people’s idiots’"]);
        assert_eq!(quoted("They're 'the people's idiots', it's said."), ["'the people's idiots'"]);
        assert_eq!(quoted("He said: “You are\na fool”."), ["“You are\na fool”"]);
        assert_eq!(quoted("He said: “You are\n\na fool”."), [""; 0]);
        assert_eq!(quoted("It's the readers' own, isn't it? That's rock'n'roll, 'tis."), [""; 0]);
    }

    #[test]
    fn letters_and_digits_are_those_of_unicode() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_letter(character), character.is_alphabetic(), "{character:?}");
            assert_eq!(is_letter_or_digit(character), character.is_alphanumeric(), "{character:?}");
            assert_eq!(is_unspaced(character), has_unspaced_script(character), "{character:?}");
        }
    }
}

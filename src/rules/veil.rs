//! Words under a veil: the letters are there, but not as letters are typed. Nobody does so by chance.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};

/// Whether a listed word stands here as nobody types it: with a tag or a character's number in it, with letters of another
/// alphabet, with letters for mathematics, in circles or ready for print, or under marks that are none of its own.
pub fn is_veiled(surface: &str, form: &str) -> bool {
    if surface.is_ascii() {
        return surface.contains("&#") || surface.contains('<');
    }
    let is_latin = |character: char| character.script() == Script::Latin;
    let of_latin = form.chars().any(is_latin);
    let is_foreign = |character: char| {
        of_latin
            && matches!(
                character.script(),
                Script::Cyrillic | Script::Greek | Script::Armenian | Script::Lisu | Script::Cherokee
            )
    };
    surface.contains("&#")
        || surface.contains('<')
        || surface.contains(|character: char| is_for_show(character) || is_foreign(character))
        || marks_of(surface) >= marks_of(form) + FOREIGN_MARKS
}

/// Whether a word is cut by what nobody sees, or its letters are drawn apart one by one: nobody does so by chance.
pub fn is_cut_unseen(surface: &str) -> bool {
    let is_unseen =
        |sign: char| matches!(sign, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{180E}');
    let inner = surface.trim_matches(is_unseen);
    inner.contains(is_unseen) || inner.split('ـ').count() > 2
}

/// So many more marks than a word has are no slip of the keyboard.
const FOREIGN_MARKS: usize = 3;

fn marks_of(word: &str) -> usize {
    // The vowels of Arabic are written in schoolbooks and poems.
    let is_vowel = |mark: &char| matches!(mark, '\u{64B}'..='\u{652}' | '\u{670}');
    word.nfd().filter(|character| is_combining_mark(*character) && !is_vowel(character)).count()
}

/// Letters that a keyboard does not send: enclosed and mathematical ones, wide ones, small capitals, and Arabic ones as they are printed.
const fn is_for_show(character: char) -> bool {
    matches!(
        character,
        '\u{1D00}'..='\u{1D25}' | '\u{2460}'..='\u{24FF}' | '\u{FB50}'..='\u{FDCF}' | '\u{FE70}'..='\u{FEFC}'
            | '\u{FF21}'..='\u{FF5A}' | '\u{1D400}'..='\u{1D7FF}' | '\u{1F110}'..='\u{1F1FF}'
    )
}

#[cfg(test)]
mod tests {
    use super::is_veiled;

    #[test]
    fn a_word_as_it_is_typed_has_no_veil() {
        for (surface, form) in [
            ("IDIOT", "idiot"),
            ("imbecile", "imbécile"),
            ("imbécile", "imbecile"),
            ("дурак", "дурак"),
            ("غبي", "غبي"),
            ("حِمَارٌ", "حمار"),
        ] {
            assert!(!is_veiled(surface, form), "{surface}");
        }
    }

    #[test]
    fn a_word_in_letters_that_nobody_types_has_one() {
        for surface in ["idi&#111;t", "id<b></b>iot", "idiоt", "ιδιοτ", "ⓘⓓⓘⓞⓣ", "𝐢𝐝𝐢𝐨𝐭", "ｉｄｉｏｔ", "ï̈d̈ïot"]
        {
            assert!(is_veiled(surface, "idiot"), "{surface}");
        }
    }
}

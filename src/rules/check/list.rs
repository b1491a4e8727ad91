//! Lists of words: whole words only, in every view, each bound to its language.
//!
//! A word of a list stands for itself and its variants. A text's word that differs from it by a mark is another word
//! (`salé` is not `sale`) unless all marks are missing, which is a keyboard's doing, or there are two or more, which
//! is a disguise.
//!
//! ```yaml
//! lists:
//!   insults-fr: {lang: fr, variants: [plural, feminine], words: [connard, imbécile]}
//! when: {list: insults-fr}
//! when: {words: [casino, "free money"]}
//! ```

use std::sync::Arc;

use super::super::file::Variant;
use super::inflection;
use crate::text::fold;

/// How a word of a list is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// As a whole word.
    Whole,
    /// As a whole word that nobody disguises: what stands around others.
    Open,
    /// At the end of longer words too.
    Ending,
    /// As a whole word inside which the list's other words do not count.
    Excuse,
}

/// One form of a word of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The list's number.
    pub list: usize,
    /// The word as the list has it, for people.
    pub entry: Arc<str>,
    /// This form, in lower case.
    pub form: Arc<str>,
    /// This form, folded, with one space for whatever stands between its words.
    pub folded: Arc<str>,
    /// How it is found.
    pub role: Role,
}

/// A word and the forms that its list's variants make of it.
pub fn forms(word: &str, language: Option<&str>, variants: &[Variant]) -> Vec<String> {
    let word = word.to_lowercase();
    let mut forms = vec![word.clone()];
    // A phrase has no variants: which of its words would change is not known.
    if word.contains(' ') {
        return forms;
    }
    if variants.contains(&Variant::Feminine) {
        forms.extend(inflection::feminine(&word, language));
    }
    if variants.contains(&Variant::Plural) {
        let singular = forms.clone();
        forms.extend(singular.iter().flat_map(|form| inflection::plural(form, language)));
    }
    if variants.contains(&Variant::Declension) {
        forms.extend(inflection::declension(&word));
    }
    if variants.contains(&Variant::Particles) {
        forms.extend(inflection::particles(&word));
    }
    if variants.contains(&Variant::Transliteration) {
        let written: Vec<String> = forms.iter().filter_map(|form| inflection::transliterated(form)).collect();
        forms.extend(written);
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Whether a surface with these marks is this form, as far as marks go.
pub fn marks_agree(surface: &str, form: &str, language: Option<&str>) -> bool {
    let (written, own) = (fold::marks(surface), fold::marks(form));
    written == 0
        || written >= 2
        // English has no marks of its own, and those of Arabic are vowels that a writer may leave out.
        || matches!(language, Some("en" | "ar"))
        || form.starts_with(|letter: char| ('\u{600}'..='\u{6FF}').contains(&letter))
        || surface.to_lowercase() == form
        // A reference, a tag or another alphabet's letters inside a word hide it: its marks say nothing.
        || surface.contains(['&', '<'])
        || is_of_two_alphabets(surface)
        || (own == written && same_places(surface, form))
}

/// Whether Latin letters stand beside Cyrillic or Greek ones.
fn is_of_two_alphabets(surface: &str) -> bool {
    surface.contains(|letter: char| letter.is_ascii_alphabetic())
        && surface.contains(|letter: char| matches!(letter, 'Α'..='ω' | 'Ѐ'..='ԯ'))
}

/// Whether the marked letters are the same ones.
fn same_places(surface: &str, form: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    let visible = surface.nfkc().filter(|character| !fold::is_invisible(*character));
    visible.flat_map(char::to_lowercase).eq(form.nfkc())
}

/// Ordinary words of two or three letters: a word cut so that one of these stands free is no disguise.
const ORDINARY_PARTS: &[&str] = &[
    "or", "me", "in", "on", "to", "as", "us", "re", "so", "no", "bit", "who", "con", "sal", "pill", "toss", "idiot",
    "the", "is", "it", "at", "an", "am", "be", "by", "do", "go", "he", "if", "my", "of", "up", "we", "le", "la", "les",
    "un", "une", "de", "du", "et", "est", "en", "au", "ne", "se", "ce", "sa", "son", "ma", "mon", "ta", "te", "tu",
    "il", "on", "ou", "pas", "que", "qui", "par", "sur", "nos", "vos", "bas", "buff", "ass", "dunce", "half", "air",
    "block", "rat", "for", "head", "heads", "hole", "holes", "bag", "bags", "face", "wit", "wits", "brain", "bird",
    "nut",
];

/// A phrase as it looks without its spaces, where it is long enough to be no other word.
pub fn joined(phrase: &str) -> Option<String> {
    let joined: String = phrase.split(' ').collect();
    (joined.len() < phrase.len() && joined.len() >= SHORTEST_JOINED).then_some(joined)
}

/// Whether a word may be looked for cut in two by one space, `mo ron`: it is long enough, and of one alphabet.
pub fn may_be_cut(folded: &str) -> bool {
    let is_of_one = folded.bytes().all(|byte| byte.is_ascii_lowercase())
        || folded.chars().all(|letter| matches!(letter, 'а'..='я'))
        || folded.chars().all(|letter| matches!(letter, 'ء'..='ي'));
    is_of_one && folded.chars().count() >= SHORTEST_CUT
}

/// Whether two neighbours in a text may be a word that was cut in two: both have two letters at least, and neither is
/// often a word by itself.
pub fn may_be_parts(left: &str, right: &str) -> bool {
    let is_part = |part: &str| part.chars().nth(1).is_some() && !is_ordinary_part(part);
    is_part(left) && is_part(right)
}

fn is_ordinary_part(part: &str) -> bool {
    ORDINARY_PARTS.contains(&part) || CYRILLIC_PARTS.contains(&part) || ARABIC_PARTS.contains(&part)
}

/// In letters.
const SHORTEST_CUT: usize = 5;

/// The same in Russian.
const CYRILLIC_PARTS: &[&str] = &[
    "во", "на", "от", "до", "по", "за", "из", "не", "но", "да", "ты", "вы", "он", "мы", "же", "бы", "рак", "ел", "дар",
    "бар", "иди", "дел", "лом", "дом", "род", "од", "ан", "ка", "ок", "га", "ни", "ли", "об", "со", "ко", "ну", "ой",
    "ах", "тут", "там", "кот", "лет", "нет", "дал", "дай", "пой", "бой", "мой", "твой", "свой", "суд", "ток", "вод",
    "сук", "пар", "мир", "тип", "тупо",
];

/// The same in Arabic, folded.
const ARABIC_PARTS: &[&str] = &[
    "ما", "لا", "من", "في", "عن", "هو", "هي", "ان", "يا", "كل", "قد", "لم", "لن", "هل", "او", "ام", "مع", "بل", "له",
    "لي", "لك", "بك", "به", "بي", "اي", "كم", "ثم", "لو", "كي", "اذ", "ال", "هم", "هن", "انا", "نا", "دم", "يد", "اب",
    "اخ", "حق", "سر", "رب", "حر",
];

/// In bytes; a shorter phrase without its spaces may be another word.
const SHORTEST_JOINED: usize = 8;

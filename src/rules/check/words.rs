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

use super::super::file::Variant;
use crate::text::fold;

/// One form of a word of a list.
#[derive(Debug, Clone)]
pub struct Word {
    /// The list's number.
    pub list: usize,
    /// The word as the list has it, for people.
    pub entry: String,
    /// This form, in lower case.
    pub form: String,
    /// This form, folded.
    pub folded: String,
}

/// A word and the forms that its list's variants make of it.
pub fn forms(word: &str, language: Option<&str>, variants: &[Variant]) -> Vec<String> {
    let mut forms = vec![word.to_lowercase()];
    // A phrase has no variants: which of its words would change is not known.
    if word.contains(' ') {
        return forms;
    }
    if variants.contains(&Variant::Feminine) {
        forms.extend(feminine(word));
    }
    if variants.contains(&Variant::Plural) {
        let singular = forms.clone();
        forms.extend(singular.iter().filter_map(|form| plural(form, language)));
    }
    forms.sort();
    forms.dedup();
    forms
}

fn feminine(word: &str) -> Option<String> {
    let changed = |ending: &str, to: &str| word.strip_suffix(ending).map(|stem| format!("{stem}{to}"));
    if word.ends_with('e') {
        return None;
    }
    changed("eux", "euse")
        .or_else(|| changed("eur", "euse"))
        .or_else(|| changed("if", "ive"))
        .or_else(|| changed("ien", "ienne"))
        .or_else(|| changed("on", "onne"))
        .or_else(|| changed("et", "ette"))
        .or_else(|| Some(format!("{word}e")))
}

fn plural(word: &str, language: Option<&str>) -> Option<String> {
    if word.ends_with(['s', 'x', 'z']) {
        return (language == Some("en")).then(|| format!("{word}es"));
    }
    if language == Some("en") {
        if word.ends_with("ch") || word.ends_with("sh") {
            return Some(format!("{word}es"));
        }
        if let Some(stem) = word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u'])) {
            return Some(format!("{stem}ies"));
        }
    }
    if word.ends_with("eau") { Some(format!("{word}x")) } else { Some(format!("{word}s")) }
}

/// Whether a surface with these marks is this form, as far as marks go.
pub fn marks_agree(surface: &str, form: &str, language: Option<&str>) -> bool {
    let (written, own) = (fold::marks(surface), fold::marks(form));
    written == 0
        || written >= 2
        || language == Some("en")
        || surface.to_lowercase() == form
        || (own == written && same_places(surface, form))
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
    "block", "rat", "for",
];

/// A word as it looks cut in two by one space: `mo ron`.
pub fn cuts(folded: &str) -> Vec<String> {
    if folded.len() < 5 || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    (2..=folded.len() - 2)
        .filter_map(|place| folded.split_at_checked(place))
        .filter(|(left, right)| !ORDINARY_PARTS.contains(left) && !ORDINARY_PARTS.contains(right))
        .map(|(left, right)| format!("{left} {right}"))
        .collect()
}

//! Which language a text is in, where that can be known.
//!
//! Little words decide first: they are certain and cost next to nothing. Failing them, from 25 letters on, two detectors
//! must agree (`whichlang` and `whatlang`); otherwise the language is unknown, and nothing is held for it.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_script::{Script, UnicodeScript as _};

/// From how many letters on a detector is asked.
const ENOUGH_LETTERS: usize = 25;

/// In bytes, with a curly apostrophe.
const LONGEST_LITTLE_WORD: usize = 9;

const ENGLISH: &[&str] = &[
    "the", "is", "are", "was", "were", "you", "your", "they", "their", "this", "that", "of", "and", "to", "it", "he",
    "she", "his", "her", "with", "have", "has", "not", "be", "been", "who", "what", "for", "from", "my", "i", "we",
    "our", "such", "these", "those", "there", "would", "should", "will", "by", "an", "do", "don't", "it's", "i'm",
];
const FRENCH: &[&str] = &[
    "le", "la", "les", "un", "une", "des", "du", "de", "et", "est", "sont", "vous", "votre", "vos", "nous", "notre",
    "nos", "ils", "elle", "elles", "il", "je", "ce", "cette", "ces", "cet", "qui", "que", "dans", "pour", "pas",
    "avec", "sur", "au", "aux", "êtes", "était", "ont", "ne", "se", "tu", "ton", "ta", "tes", "quel", "quelle",
    "quels", "c'est", "j'ai", "c'était", "d'un", "d'une", "qu'il", "n'est", "l'on", "espèce", "bande", "toi", "moi",
    "à", "où", "son", "ses", "leur", "leurs",
];

/// The BCP 47 primary tag of the language of a text in lower case; `None` where it cannot be known.
pub fn detect(text: &str) -> Option<&'static str> {
    match by_little_words(text) {
        Vote::Clear(tag) => Some(tag),
        Vote::Open => by_detectors(text),
    }
}

enum Vote {
    Clear(&'static str),
    Open,
}

/// Which of the two languages each little word votes for.
static VOTES: LazyLock<HashMap<&'static str, Tongue>> = LazyLock::new(|| {
    let english = ENGLISH.iter().map(|word| (*word, Tongue::English));
    english.chain(FRENCH.iter().map(|word| (*word, Tongue::French))).collect()
});

#[derive(Clone, Copy)]
enum Tongue {
    English,
    French,
}

fn by_little_words(text: &str) -> Vote {
    let (mut english, mut french, mut words) = (0_usize, 0_usize, 0_usize);
    let ends = |character: char| !character.is_alphanumeric() && !matches!(character, '\'' | '’');
    for word in text.split(ends).filter(|word| !word.is_empty()) {
        words += 1;
        if word.len() > LONGEST_LITTLE_WORD {
            continue;
        }
        let vote = if word.contains('’') { VOTES.get(word.replace('’', "'").as_str()) } else { VOTES.get(word) };
        match vote {
            Some(Tongue::English) => english += 1,
            Some(Tongue::French) => french += 1,
            None => {}
        }
    }
    // Half or more of the words unknown in a long text may be a third language that shares a little word or two.
    let share = |votes: usize| votes * 6 >= words;
    if english > french * 2 && share(english) {
        Vote::Clear("en")
    } else if french > english * 2 && share(french) {
        Vote::Clear("fr")
    } else {
        Vote::Open
    }
}

fn by_detectors(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    if letters < ENOUGH_LETTERS
        && !text.chars().any(|character| character.is_alphabetic() && character.script() != Script::Latin)
    {
        return None;
    }
    let first = tag(whichlang::detect_language(text));
    let second = whatlang::detect(text)?.lang();
    (second.code() == three_letters(first)).then_some(first)
}

const fn tag(language: whichlang::Lang) -> &'static str {
    use whichlang::Lang;
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

fn three_letters(tag: &str) -> &'static str {
    match tag {
        "ar" => "ara",
        "zh" => "cmn",
        "de" => "deu",
        "en" => "eng",
        "fr" => "fra",
        "hi" => "hin",
        "it" => "ita",
        "ja" => "jpn",
        "ko" => "kor",
        "nl" => "nld",
        "pt" => "por",
        "ru" => "rus",
        "es" => "spa",
        "sv" => "swe",
        "tr" => "tur",
        "vi" => "vie",
        _ => "",
    }
}

//! Words in capitals (netiquette, "Capitals").
//!
//! A token is a run of letters, marks and digits with inner `'`, `’`, `-`, `·` or `.`. Only cased letters count, so Han,
//! Arabic and syllabics never match. A token shouts when it has 4 or more cased letters, all upper case, and is none of:
//! an acronym of the list; in capitals in the article; with a digit or inner dots; a Roman numeral; 5 letters or fewer
//! and standing alone, unless it is an ordinary word of the `ordinary` list.
//!
//! ```yaml
//! when: {capitals: {level: word, except: acronyms, ordinary: ordinary}}
//! fires:  "MAIS VRAI !!"           # MAIS, VRAI
//! passes: "NATO and COVID-19"
//! ```

use std::collections::HashSet;
use std::sync::Arc;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::{Check, Lists, Parameters, WordSource, Words};

/// The parameters, as written.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Capitals {
    /// What counts as shouting.
    pub level: Level,
    /// Words that may stand in capitals: a list of acronyms, or several of these. Words of the article and Roman
    /// numerals may, unless `except` is a list that leaves them out.
    pub except: Option<Except>,
    /// Ordinary words that shout even when they are short and alone.
    pub ordinary: Option<Words>,
}

/// What may stand in capitals.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "`except` is the name of a list, or a list of kinds and words")]
pub enum Except {
    /// A list of acronyms, by name.
    Name(String),
    /// All of these, and nothing else.
    Several(Vec<Exception>),
}

/// One thing that may stand in capitals.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "an exception is `article-words`, `roman-numerals` or {list: …}")]
pub enum Exception {
    /// A kind of word, by its name.
    Known(KnownException),
    /// Acronyms.
    Words(WordSource),
}

/// A kind of word that may stand in capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KnownException {
    /// What the article's title or text has in capitals.
    ArticleWords,
    /// Roman numerals.
    RomanNumerals,
}

/// What counts as shouting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// One word in capitals.
    #[default]
    Word,
    /// Two or more consecutive words of two or more letters, one of them of four or more.
    Run,
    /// 60 % of at least 20 cased letters.
    Ratio,
}

#[derive(Debug)]
struct Compiled {
    level: Level,
    acronyms: Vec<Arc<HashSet<String>>>,
    ordinary: HashSet<String>,
    allows_article_words: bool,
    allows_roman_numerals: bool,
}

impl Parameters for Capitals {
    fn check(&self, lists: &mut dyn Lists) -> Result<Box<dyn Check>, String> {
        let ordinary = lists.optional(self.ordinary.as_ref())?.iter().map(|word| word.to_uppercase()).collect();
        let mut compiled = Compiled {
            level: self.level,
            acronyms: Vec::new(),
            ordinary,
            allows_article_words: true,
            allows_roman_numerals: true,
        };
        match &self.except {
            None => {}
            Some(Except::Name(name)) => compiled.acronyms.push(lists.words(&Words::Name(name.clone()))?),
            Some(Except::Several(several)) => {
                let allows = |wanted| several.iter().any(|one| matches!(one, Exception::Known(known) if *known == wanted));
                compiled.allows_article_words = allows(KnownException::ArticleWords);
                compiled.allows_roman_numerals = allows(KnownException::RomanNumerals);
                for source in several {
                    if let Exception::Words(source) = source {
                        compiled.acronyms.push(lists.words(&Words::Source(source.clone()))?);
                    }
                }
            }
        }
        Ok(Box::new(compiled))
    }
}

impl Check for Compiled {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        if !has_two_capitals(reading.text) {
            return;
        }
        if self.level == Level::Ratio {
            into.extend(is_mostly_capitals(reading.text).then(Found::whole));
            return;
        }
        let words: Vec<Word<'_>> =
            reading.tokens().iter().map(|token| self.word(reading, token.range.clone())).collect();
        self.spaced(reading.text, &words, into);
        for (place, word) in words.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|before| words.get(before));
            let has_neighbour = before.is_some_and(Word::is_shouted_neighbour)
                || words.get(place + 1).is_some_and(Word::is_shouted_neighbour);
            let found = Found::plain(word.range.clone());
            let shouts = match self.level {
                Level::Word => {
                    word.letters >= 4
                        && word.may_shout()
                        && (has_neighbour || word.letters > 5 || self.is_ordinary(word))
                }
                Level::Run | Level::Ratio => {
                    word.letters >= 2 && word.may_shout() && has_neighbour && run_has_long_word(&words, place)
                }
            };
            let is_of_article = || self.allows_article_words && is_in_capitals_in_article(reading, word.core);
            if shouts && !reading.is_in_link(&found) && !is_of_article() {
                into.push(found);
            }
        }
    }
}

impl Compiled {
    /// An ordinary word whose capitals stand alone, one space between them: `S T O P`.
    fn spaced(&self, text: &str, words: &[Word<'_>], into: &mut Vec<Found>) {
        let is_single =
            |word: &Word<'_>| word.all_upper && word.range.len() == word.core.len() && word.core.chars().count() == 1;
        for run in words.chunk_by(|left, right| {
            is_single(left) && is_single(right) && text.get(left.range.end..right.range.start) == Some(" ")
        }) {
            let joined: String = run.iter().map(|word| word.core).collect();
            if let ([first, .., last], true) = (run, self.ordinary.contains(&joined)) {
                into.push(Found::plain(first.range.start..last.range.end));
            }
        }
    }

    fn is_ordinary(&self, word: &Word<'_>) -> bool {
        self.ordinary.contains(word.core)
    }

    fn word<'t>(&self, reading: &Reading<'t>, range: Range<usize>) -> Word<'t> {
        let written = reading.text.get(range.clone()).unwrap_or_default();
        let core = without_elision(without_caseless(written));
        let mut word = Word { range, core, letters: 0, all_upper: true, is_exempt: false };
        for character in written.chars() {
            if character.is_lowercase() {
                word.all_upper = false;
                break;
            }
            word.letters += usize::from(character.is_uppercase());
            // A digit or an inner dot: COVID-19, U.S.A.
            word.is_exempt |= character.is_numeric() || character == '.';
        }
        if word.all_upper && word.letters >= 2 {
            word.letters = core.chars().filter(|character| character.is_uppercase()).count();
            word.is_exempt |= self.is_acronym(core) || (self.allows_roman_numerals && is_roman_numeral(core));
        }
        word
    }

    /// An acronym, or several joined by a hyphen.
    fn is_acronym(&self, core: &str) -> bool {
        let knows = |word: &str| self.acronyms.iter().any(|words| words.contains(word));
        knows(core)
            || core
                .strip_suffix("’S")
                .or_else(|| core.strip_suffix("'S"))
                .is_some_and(knows)
            || (core.contains('-') && core.split('-').all(knows))
    }
}

struct Word<'t> {
    range: Range<usize>,
    core: &'t str,
    /// Upper-case letters; counted without an elided article.
    letters: usize,
    all_upper: bool,
    is_exempt: bool,
}

impl Word<'_> {
    const fn may_shout(&self) -> bool {
        self.all_upper && !self.is_exempt && self.letters > 0
    }

    /// One-letter words (I, A, À, Ô, Y) are no shouting.
    const fn is_shouted_neighbour(&self) -> bool {
        self.may_shout() && self.letters >= 2
    }
}

/// A word without the letters before it of a script that has no capitals: `وUNESCO`, an article or a conjunction.
fn without_caseless(word: &str) -> &str {
    let is_caseless = |letter: char| !letter.is_ascii() && letter.is_alphabetic() && !letter.is_uppercase() && !letter.is_lowercase();
    word.trim_matches(is_caseless)
}

/// The word behind an elided article or pronoun: `L’UNESCO` is UNESCO.
fn without_elision(word: &str) -> &str {
    match word.find(['\'', '’']) {
        Some(at)
            if word
                .get(..at)
                .is_some_and(|before| before.chars().count() == 1 || before.eq_ignore_ascii_case("qu")) =>
        {
            word.get(at..).unwrap_or_default().trim_start_matches(['\'', '’'])
        }
        _ => word,
    }
}

fn has_two_capitals(text: &str) -> bool {
    let mut before = false;
    text.chars().any(|character| {
        // An apostrophe, a hyphen or a space may stand between them.
        if matches!(character, ' ' | '\'' | '’' | '-' | '·') {
            return false;
        }
        let upper = character.is_uppercase();
        std::mem::replace(&mut before, upper) && upper
    })
}

fn run_has_long_word(words: &[Word<'_>], place: usize) -> bool {
    let (before, from) = words.split_at(place.min(words.len()));
    before.iter().rev().take_while(|word| word.is_shouted_neighbour()).any(|word| word.letters >= 4)
        || from.iter().take_while(|word| word.is_shouted_neighbour()).any(|word| word.letters >= 4)
}

fn is_mostly_capitals(text: &str) -> bool {
    let upper = text.chars().filter(|character| character.is_uppercase()).count();
    let cased = upper + text.chars().filter(|character| character.is_lowercase()).count();
    cased >= 20 && upper * 100 >= cased * 60
}

fn is_in_capitals_in_article(reading: &Reading<'_>, core: &str) -> bool {
    reading.draft.article.as_ref().is_some_and(|article| {
        [article.title, article.text].iter().any(|text| {
            text.match_indices(core).any(|(at, _)| crate::text::token::is_whole(text, &(at..at + core.len())))
        })
    })
}

/// I to MMMCMXCIX, as they are written: thousands, hundreds, tens, ones.
fn is_roman_numeral(word: &str) -> bool {
    let rest = word.trim_start_matches('M');
    if word.len() - rest.len() > 3 {
        return false;
    }
    let places: [&[&str]; 3] = [
        &["CM", "DCCC", "DCC", "DC", "CD", "D", "CCC", "CC", "C"],
        &["XC", "LXXX", "LXX", "LX", "XL", "L", "XXX", "XX", "X"],
        &["IX", "VIII", "VII", "VI", "IV", "V", "III", "II", "I"],
    ];
    let rest = places
        .iter()
        .fold(rest, |rest, place| place.iter().find_map(|digits| rest.strip_prefix(digits)).unwrap_or(rest));
    rest.is_empty() && !word.is_empty()
}

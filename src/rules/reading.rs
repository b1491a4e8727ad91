//! One field of a comment while the rules read it: its views, tokens and links, each made at most once.

use std::cell::OnceCell;
use std::ops::Range;

use crate::text::language::{Votes, has_own_script, is_little_word, is_told_by_little_words};
use crate::text::{self, Link, fold, links, token, token::Token, view};

use super::assessment::{Draft, Field, Past, View};
use super::quotation;

/// A place that a condition found, in the bytes of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The view in which it was found.
    pub view: View,
    /// The word of the list, by its number.
    pub word: Option<usize>,
}

impl Found {
    /// A place in the text as written.
    pub const fn plain(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end, view: View::Plain, word: None }
    }

    /// The comment as a whole.
    pub const fn whole() -> Self {
        Self::plain(0..0)
    }
}

/// One field while it is read.
pub struct Reading<'a> {
    /// Which part of the submission.
    pub field: Field,
    /// What was written.
    pub text: &'a str,
    /// The submission, and what is known around it.
    pub draft: &'a Draft<'a>,
    /// What the store knows.
    pub past: &'a Past,
    /// In lower case.
    pub plain: view::View,
    /// As the eye reads it.
    pub folded: view::View,
    /// The same, with one space for whatever stands between two words.
    pub words: view::View,
    /// How many digits there are, of any script.
    pub digits: usize,
    tokens: OnceCell<Vec<Token>>,
    /// Where the characters stand that are words by themselves, in bytes.
    unspaced: OnceCell<Vec<usize>>,
    links: OnceCell<Vec<Link>>,
    title: OnceCell<String>,
    quotations: OnceCell<Vec<Range<usize>>>,
    quoting: OnceCell<Vec<Range<usize>>>,
    votes: OnceCell<Votes>,
    language: OnceCell<Option<&'static str>>,
}

impl<'a> Reading<'a> {
    /// Begins to read a field.
    pub fn new(field: Field, text: &'a str, draft: &'a Draft<'a>, past: &'a Past) -> Self {
        let folded = fold::folded(text);
        Self {
            field,
            text,
            draft,
            past,
            plain: fold::plain(text),
            words: view::words(&folded),
            folded,
            digits: text.chars().filter(|character| character.is_numeric()).count(),
            tokens: OnceCell::new(),
            unspaced: OnceCell::new(),
            links: OnceCell::new(),
            title: OnceCell::new(),
            quotations: OnceCell::new(),
            quoting: OnceCell::new(),
            votes: OnceCell::new(),
            language: OnceCell::new(),
        }
    }

    /// Its words, as the netiquette counts them.
    pub fn tokens(&self) -> &[Token] {
        self.tokens.get_or_init(|| token::tokens(self.text))
    }

    fn unspaced(&self) -> &[usize] {
        let is_word = |(at, character): (usize, char)| token::is_unspaced(character).then_some(at);
        self.unspaced.get_or_init(|| self.text.char_indices().filter_map(is_word).collect())
    }

    /// Its web addresses.
    pub fn links(&self) -> &[Link] {
        self.links.get_or_init(|| links::links(self.text))
    }

    /// The parts of it in quotation marks, and quoted lines.
    pub fn quotations(&self) -> &[Range<usize>] {
        self.quotations.get_or_init(|| token::quotations(self.text))
    }

    /// Those of them that quote somebody.
    fn quoting(&self) -> &[Range<usize>] {
        self.quoting.get_or_init(|| {
            let quotations = self.quotations();
            if quotations.is_empty() {
                return Vec::new();
            }
            let article = self.draft.article.as_ref();
            let is_of_article = |quoted: &str| {
                article.is_some_and(|article| article.text.contains(quoted) || article.title.contains(quoted))
            };
            quotation::quoting(self.text, self.tokens(), quotations, is_of_article)
        })
    }

    /// Whether a place lies in a quotation of somebody.
    pub fn is_quoted(&self, found: &Found) -> bool {
        let quotations = self.quoting();
        let after = quotations.partition_point(|quote| quote.start <= found.start);
        // A quoted line may hold a quotation: the few before are asked, the nearest first.
        quotations.iter().take(after).rev().take(8).any(|quote| found.end <= quote.end)
    }

    /// Whether the words of a place stand in the article's title too, whatever their case.
    pub fn is_in_title(&self, found: &Found) -> bool {
        let (Some(article), Some(surface)) = (&self.draft.article, self.text.get(found.start..found.end)) else {
            return false;
        };
        let title = self.title.get_or_init(|| fold::folded_word(article.title));
        let words = fold::folded_word(surface);
        title.match_indices(&words).any(|(at, _)| token::is_whole(title, &(at..at + words.len())))
    }

    /// Whether a place is part of a name: it begins with a capital, and so does the word beside it, which is no little
    /// word at a sentence's beginning (`You Idiot`).
    pub fn is_in_name(&self, found: &Found) -> bool {
        // Scripts without spaces have no capitals.
        if self.text.get(found.start..).is_some_and(|from| from.starts_with(token::is_unspaced)) {
            return false;
        }
        let tokens = self.tokens();
        let place = tokens.partition_point(|token| token.range.end <= found.start);
        if tokens.get(place).is_none_or(|token| found.start < token.range.start) {
            return false;
        }
        let text = |place: usize| tokens.get(place).and_then(|token| self.text.get(token.range.clone()));
        let is_beside = |left: usize, right: usize| {
            let (Some(left), Some(right)) = (tokens.get(left), tokens.get(right)) else { return false };
            matches!(self.text.get(left.range.end..right.range.start), Some(" " | ", " | " / "))
        };
        let begins_sentence = |place: usize| {
            let end = place.checked_sub(1).and_then(|before| tokens.get(before)).map_or(0, |before| before.range.end);
            let gap = tokens.get(place).and_then(|token| self.text.get(end..token.range.start)).unwrap_or_default();
            place == 0 || gap.contains(['.', '!', '?', '\n', ':', '“', '«', '"'])
        };
        let is_capital = |place: usize| text(place).is_some_and(is_capitalised);
        let names = |other: usize| {
            is_capital(other)
                && !(begins_sentence(other) && text(other).is_some_and(|word| is_little_word(&word.to_lowercase())))
        };
        let is_article = |article: &str| {
            article.starts_with(char::is_uppercase) && TITLE_ARTICLES.contains(&article.to_lowercase().as_str())
        };
        let follows_article = !matches!(self.language(), Some("en" | "de") | None)
            && place
                .checked_sub(1)
                .is_some_and(|before| text(before).is_some_and(is_article) && is_beside(before, place));
        // An article with a capital within a sentence begins a title, whatever follows: `Releí La puta respetuosa`.
        if follows_article && place.checked_sub(1).is_some_and(|before| !begins_sentence(before)) {
            return true;
        }
        // A noun is not written with a capital behind its article, but in a title: `La Putain respectueuse`, `O Idiota`.
        let is_titled = || {
            follows_article
                && !text(place + 1).is_some_and(|next| RELATIVES.contains(&next) && is_beside(place, place + 1))
        };
        // `A Confederacy of Dunces`.
        let ends_title = || {
            matches!(place.checked_sub(1).and_then(text), Some("of" | "and" | "for"))
                && place.checked_sub(2).is_some_and(&names)
        };
        // `L'Idiot de la famille`: a title's article is elided.
        let is_elided_title = || {
            let written = text(place).and_then(|word| word.split_once(['\'', '’']));
            !begins_sentence(place)
                && written.is_some_and(|(article, noun)| article == "L" && noun.starts_with(char::is_uppercase))
        };
        if is_elided_title() {
            return true;
        }
        let is_surname = || text(place).is_some_and(|word| SURNAMES.iter().any(|ending| word.ends_with(ending)));
        is_capital(place)
            && (is_titled()
                || ends_title()
                || is_surname()
                || (is_beside(place, place + 1) && names(place + 1))
                || place.checked_sub(1).is_some_and(|before| is_beside(before, place) && names(before)))
    }

    /// The bytes from so many words before a place to so many after it. Where no spaces stand between words, two characters
    /// are one.
    pub fn around(&self, found: &Found, words: usize) -> Range<usize> {
        let tokens = self.tokens();
        let first = tokens.partition_point(|token| token.range.end <= found.start).saturating_sub(words + 1);
        let last = tokens.partition_point(|token| token.range.start < found.end) + words;
        // Before the first word and after the last there may be something that is no word.
        let start = if first == 0 { 0 } else { tokens.get(first).map_or(0, |token| token.range.start) };
        let end = tokens.get(last).map_or(self.text.len() + 1, |token| token.range.end + 1);
        // A whole text may be one word where there are no spaces.
        let unspaced = self.unspaced();
        let before = unspaced.partition_point(|at| *at < found.start).checked_sub(2 * words + 1);
        let after = unspaced.partition_point(|at| *at < found.end) + 2 * words;
        let start = before.and_then(|place| unspaced.get(place)).map_or(start, |at| start.max(*at));
        let end = unspaced.get(after).map_or(end, |at| end.min(*at + 1));
        start..end
    }

    /// Whether at most so many words lie between two places, and no sentence ends between them. Where no spaces stand
    /// between words, two characters are one.
    pub fn is_within(&self, first: &Found, second: &Found, words: usize) -> bool {
        let (left, right) = if first.start <= second.start { (first, second) } else { (second, first) };
        let tokens = self.tokens();
        let from = tokens.partition_point(|token| token.range.start < left.end);
        let until = tokens.partition_point(|token| token.range.end <= right.start);
        if until.saturating_sub(from) > words {
            return false;
        }
        let Some(between) = self.text.get(left.end..right.start.max(left.end)) else { return false };
        let unspaced = self.unspaced();
        let before = |end: usize| unspaced.partition_point(|at| *at < end);
        let is_close = before(right.start).saturating_sub(before(left.end)).div_ceil(2) <= words;
        is_close && !ends_sentence(between)
    }

    /// Whether a place lies in a web address, where the field is more than one.
    pub fn is_in_link(&self, found: &Found) -> bool {
        matches!(self.field, Field::Text | Field::Name)
            && self.links().iter().any(|link| link.start <= found.start && found.end <= link.end)
    }

    /// The language of what was written.
    pub fn language(&self) -> Option<&'static str> {
        *self.language.get_or_init(|| text::language::detect_by(self.votes(), self.plain.text()))
    }

    fn votes(&self) -> &Votes {
        self.votes.get_or_init(|| Votes::of(self.plain.text()))
    }

    /// Whether a disguised word of this language may be looked for: no little words of another one stand in the text.
    pub fn may_be_disguised(&self, own: &str) -> bool {
        self.votes().winner().is_none() && self.votes().allow(own)
    }

    /// Whether words of this language may be looked for: a word is not taken for another language's. Little words
    /// are certain; what detectors say of a short text is not enough to look away.
    pub fn may_be(&self, own: &str) -> bool {
        match (self.votes().winner(), self.language()) {
            (Some(sure), _) => sure == own || (has_own_script(sure) && !has_own_script(own)),
            (None, Some(likely)) if !is_told_by_little_words(likely) => likely == own || has_own_script(likely),
            (None, _) => self.votes().allow(own),
        }
    }
}

/// Articles with which titles begin, in languages that capitalise no common noun.
const TITLE_ARTICLES: &[&str] = &["la", "le", "les", "el", "los", "las", "o", "a", "os", "as", "il", "lo", "i", "gli"];

/// What follows a noun that is no title: `La Putain qui`.
const RELATIVES: &[&str] = &["qui", "que", "quien", "che", "de", "du", "des", "del", "do", "da"];

/// Endings of Russian surnames that are endings of nouns too: `Козлов`, `Дуракову`.
const SURNAMES: &[&str] = &["ов", "ова", "ову", "овым", "овой"];

/// Whether a sentence ends in this stretch: a full stop inside a word or after an initial is none.
fn ends_sentence(between: &str) -> bool {
    between.contains(['!', '?', '\n', '。', '！', '？', '؟', '…'])
        || between.match_indices('.').any(|(at, _)| {
            let after = between.get(at + 1..).unwrap_or_default();
            let before = between.get(..at).unwrap_or_default();
            after.starts_with(char::is_whitespace) && !before.ends_with(|letter: char| letter.is_uppercase())
        })
}

/// In letters: what is longer is no name, and not worth reading for each word in it.
const LONGEST_NAME: usize = 80;

/// A capital first, and small letters after it.
pub fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().nth(1).is_some()
        && letters.take(LONGEST_NAME).all(|letter| !letter.is_uppercase())
}

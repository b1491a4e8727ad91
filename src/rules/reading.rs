//! One field of a comment while the rules read it: its views, tokens and links, each made at most once.

use std::cell::OnceCell;
use std::ops::Range;

use crate::text::{self, Link, fold, links, token, token::Token, view};

use super::assessment::{Article, Draft, Field, Past, View};

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
    /// What the store knows.
    pub past: &'a Past,
    /// The site's own hosts.
    pub own_hosts: &'a [String],
    /// The article answered.
    pub article: Option<&'a Article<'a>>,
    /// In lower case.
    pub plain: view::View,
    /// As the eye reads it.
    pub folded: view::View,
    tokens: OnceCell<Vec<Token>>,
    links: OnceCell<Vec<Link>>,
    quotations: OnceCell<Vec<Range<usize>>>,
}

impl<'a> Reading<'a> {
    /// Begins to read a field.
    pub fn new(field: Field, text: &'a str, draft: &'a Draft<'a>, past: &'a Past) -> Self {
        Self {
            field,
            text,
            past,
            own_hosts: draft.own_hosts,
            article: draft.article.as_ref(),
            plain: fold::plain(text),
            folded: fold::folded(text),
            tokens: OnceCell::new(),
            links: OnceCell::new(),
            quotations: OnceCell::new(),
        }
    }

    /// Its words, as the netiquette counts them.
    pub fn tokens(&self) -> &[Token] {
        self.tokens.get_or_init(|| token::tokens(self.text))
    }

    /// Its web addresses.
    pub fn links(&self) -> &[Link] {
        self.links.get_or_init(|| links::links(self.text))
    }

    /// Whether a place lies in a quotation.
    pub fn is_quoted(&self, found: &Found) -> bool {
        self.quotations
            .get_or_init(|| token::quotations(self.text))
            .iter()
            .any(|quote| quote.start <= found.start && found.end <= quote.end)
    }

    /// Whether the words of a place stand in the article's title too, whatever their case.
    pub fn is_in_title(&self, found: &Found) -> bool {
        let (Some(article), Some(surface)) = (self.article, self.text.get(found.start..found.end)) else {
            return false;
        };
        let (title, words) = (fold::folded(article.title), fold::folded_word(surface));
        title.text().match_indices(&words).any(|(at, _)| token::is_whole(title.text(), &(at..at + words.len())))
    }

    /// How many words lie between two places; none where they touch or overlap.
    pub fn words_between(&self, first: &Found, second: &Found) -> usize {
        let (left, right) = if first.start <= second.start { (first, second) } else { (second, first) };
        self.tokens().iter().filter(|token| token.range.start >= left.end && token.range.end <= right.start).count()
    }

    /// Whether a place lies in a web address.
    pub fn is_in_link(&self, found: &Found) -> bool {
        self.links().iter().any(|link| link.start <= found.start && found.end <= link.end)
    }

    /// The language of what was written.
    pub fn language(&self) -> Option<&'static str> {
        text::language::detect(self.plain.text())
    }
}

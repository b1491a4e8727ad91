//! Which quotation marks quote somebody: not those around all that a comment says, nor those around what it calls its reader.

use std::ops::Range;

use crate::text::token::{self, Token};

/// Words outside all marks from which on a comment is one that quotes, where none stands before them.
const ENOUGH_WORDS: usize = 2;
/// Words in marks, at most, that may be what somebody is called.
const LONGEST_NAME: usize = 3;

/// Who is called something: `You “moron”`.
const READERS: &[&str] = &[
    "you",
    "u",
    "ur",
    "you're",
    "youre",
    "tu",
    "t'es",
    "vous",
    "tú",
    "vos",
    "eres",
    "usted",
    "ustedes",
    "sois",
    "você",
    "vocês",
    "vc",
    "és",
    "ты",
    "вы",
    "أنت",
    "انت",
    "أنتم",
    "你",
    "您",
    "你们",
    "你是",
    "你这个",
    "你這個",
    "你就是",
];
/// What may stand between: `You are such a “moron”`.
const LINKS: &[&str] = &[
    "are",
    "re",
    "a",
    "an",
    "the",
    "such",
    "real",
    "es",
    "êtes",
    "un",
    "une",
    "de",
    "eres",
    "una",
    "é",
    "um",
    "uma",
    "это",
    "просто",
];

/// Those of these quotations, in order, that quote somebody. `is_of_article` tells what the article says itself: whoever
/// quotes that need not say anything besides.
pub fn quoting(
    text: &str,
    tokens: &[Token],
    quotations: &[Range<usize>],
    is_of_article: impl Fn(&str) -> bool,
) -> Vec<Range<usize>> {
    let begins_outside = tokens.first().is_some_and(|token| !lies_in(token, quotations));
    let says_enough = begins_outside || words_outside(text, tokens, quotations) >= ENOUGH_WORDS;
    let quotes = |range: &&Range<usize>| {
        let quoted = text.get((*range).clone()).unwrap_or_default();
        (says_enough && !is_what_the_reader_is_called(text, tokens, range))
            || is_of_article(quoted.trim_matches(|sign: char| !token::is_letter_or_digit(sign)))
    };
    quotations.iter().filter(quotes).cloned().collect()
}

fn lies_in(token: &Token, quotations: &[Range<usize>]) -> bool {
    quotations.iter().any(|range| range.contains(&token.range.start))
}

/// How many words stand outside all quotations. Where no spaces stand between words, each character is one.
fn words_outside(text: &str, tokens: &[Token], quotations: &[Range<usize>]) -> usize {
    let is_outside = |token: &&Token| !lies_in(token, quotations);
    let words = |token: &Token| {
        let written = text.get(token.range.clone()).unwrap_or_default();
        if written.starts_with(token::is_unspaced) { written.chars().count() } else { 1 }
    };
    // Two words say it: a text full of quotations is not counted to its end.
    let outside = tokens.iter().filter(is_outside).map(words);
    outside.take(ENOUGH_WORDS).sum()
}

/// Whether a sentence begins `You are a` and these few words in marks follow: nobody else is quoted.
fn is_what_the_reader_is_called(text: &str, tokens: &[Token], range: &Range<usize>) -> bool {
    let first = tokens.partition_point(|token| token.range.start < range.start);
    let within = tokens.iter().skip(first).take_while(|token| token.range.end <= range.end);
    if within.take(LONGEST_NAME + 1).count() > LONGEST_NAME {
        return false;
    }
    let word = |place: usize| {
        let written = tokens.get(place).and_then(|token| text.get(token.range.clone()));
        written.unwrap_or_default().to_lowercase().replace('’', "'")
    };
    let mut before = first;
    while let Some(place) = before.checked_sub(1) {
        let word = word(place);
        if READERS.contains(&word.as_str()) {
            let end = place.checked_sub(1).and_then(|last| tokens.get(last)).map(|token| token.range.end);
            let start = tokens.get(place).map_or(0, |token| token.range.start);
            let gap = end.and_then(|end| text.get(end..start));
            return gap.is_none_or(|gap| gap.contains(['.', '!', '?', ',', ';', ':', '\n', '。', '！', '，']));
        }
        if !LINKS.contains(&word.as_str()) || first - place > 3 {
            return false;
        }
        before = place;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted<'a>(text: &'a str, article: &str) -> Vec<&'a str> {
        let ranges = quoting(text, &token::tokens(text), &token::quotations(text), |quoted| article.contains(quoted));
        ranges.into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn marks_around_all_that_is_said_quote_nobody_but_the_article() {
        assert!(quoted("“Kill yourself”", "").is_empty());
        assert!(quoted("“Kill yourself” lol", "").is_empty());
        assert_eq!(quoted("Dostoevsky’s “The Idiot”", ""), ["“The Idiot”"]);
        assert!(quoted("> I will kill you", "").is_empty());
        assert_eq!(quoted("« Sale temps »", "Un sale monde. Sale temps pour la planète"), ["« Sale temps »"]);
        assert_eq!(quoted("> I will kill you\nWho says such a thing?", ""), ["> I will kill you"]);
        assert_eq!(quoted("他骂我“白痴”", ""), ["“白痴”"]);
    }

    #[test]
    fn what_the_reader_is_called_is_no_quotation() {
        for text in
            ["You \"moron\", read it again.", "Read it again, you are a \"real moron\"!", "T’es un « con » fini."]
        {
            assert!(quoted(text, "").is_empty(), "{text}");
        }
        for text in
            ["They called you a \"moron\".", "He said: you “progressives” never learn.", "I call you \"friend\"."]
        {
            assert_eq!(quoted(text, "").is_empty(), text.starts_with("He said"), "{text}");
        }
    }
}

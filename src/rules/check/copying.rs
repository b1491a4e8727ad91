//! Somebody else's words (netiquette, "Copying"): more than half of the letters stand in quotation marks, or more than
//! half of the runs of eight words stand in the article too.
//!
//! ```yaml
//! when: {copying: {}}
//! passes: "He said “no”, and I agree with him."
//! ```

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::Check;
use crate::text::fold;
use crate::text::token;

/// Shorter comments quote a headline, and may.
const ENOUGH_LETTERS: usize = 120;
/// Words in a run.
const RUN: usize = 8;
/// Fewer runs than this say nothing.
const ENOUGH_RUNS: usize = 5;

/// No parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct Copying {}

impl Check for Copying {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        if reading.text.len() < ENOUGH_LETTERS {
            return;
        }
        into.extend((is_mostly_quoted(reading) || is_mostly_of_article(reading)).then(Found::whole));
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| token::is_letter(*character)).count()
}

fn is_mostly_quoted(reading: &Reading<'_>) -> bool {
    let quoted: usize =
        reading.quotations().iter().filter_map(|range| reading.text.get(range.clone())).map(letters).sum();
    let all = letters(reading.text);
    all >= ENOUGH_LETTERS && quoted * 2 > all
}

fn is_mostly_of_article(reading: &Reading<'_>) -> bool {
    let Some(article) = reading.draft.article.as_ref().filter(|article| !article.text.is_empty()) else { return false };
    let article = fold::folded(article.text);
    let known: HashSet<Vec<&str>> = runs(article.text()).collect();
    let (mut all, mut copied) = (0, 0);
    for run in runs(reading.folded.text()) {
        all += 1;
        copied += usize::from(known.contains(&run));
    }
    all >= ENOUGH_RUNS && copied * 2 > all
}

fn runs(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let words: Vec<&str> =
        text.split(|character: char| !token::is_letter_or_digit(character)).filter(|word| !word.is_empty()).collect();
    let count = words.len().saturating_sub(RUN - 1);
    (0..count).filter_map(move |from| words.get(from..from + RUN).map(<[&str]>::to_vec))
}

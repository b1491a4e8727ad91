//! Somebody else's words (netiquette, "Copying"): more than half of the letters stand in quotation marks, or more than
//! half of the runs of eight words stand in the article too.
//!
//! ```yaml
//! when: {copying: {}}
//! passes: "He said “no”, and I agree with him."
//! ```

use std::collections::{HashMap, HashSet};

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
    let own = words(reading.folded.text());
    let all = own.windows(RUN).count();
    if all < ENOUGH_RUNS {
        return false;
    }
    let mut missing: HashMap<&[&str], usize> = HashMap::with_capacity(all);
    for run in own.windows(RUN) {
        *missing.entry(run).or_default() += 1;
    }
    let own: HashSet<&str> = own.iter().copied().collect();
    let article = fold::folded(article.text);
    // An article is far longer than a comment: where it has a word that the comment has not, no run is looked up.
    let mut copied = 0;
    for shared in words(article.text()).split(|word| !own.contains(word)) {
        copied += shared.windows(RUN).filter_map(|run| missing.remove(run)).sum::<usize>();
    }
    copied * 2 > all
}

fn words(text: &str) -> Vec<&str> {
    text.split(|character: char| !token::is_letter_or_digit(character)).filter(|word| !word.is_empty()).collect()
}

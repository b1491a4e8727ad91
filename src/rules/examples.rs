//! A rule's own tests: `fires` must hit exactly at `{{…}}`, `passes` must not hit. Run whenever the rule is loaded.

use std::ops::Range;

use super::assessment::{Article, Draft, Field, Past};
use super::error::LoadError;
use super::file::{Example, ExampleFile, RuleFile};
use super::set::RuleSet;

/// Runs every test of a rule; a failure names the rule, the example, and what was hit instead.
pub fn run(set: &RuleSet, rule: &RuleFile, file: &str, source: &str) -> Vec<LoadError> {
    let mut errors = Vec::new();
    let mut fail = |message: String| errors.push(LoadError::about(file, source, &rule.id, message));
    for example in rule.tests.fires.iter().map(full) {
        let (text, expected) = marked(&example.text);
        let found = hits(set, &rule.id, &example, &text);
        let is_right = if expected.is_empty() { !found.is_empty() } else { found == expected };
        if !is_right {
            fail(format!("rule `{}`: must hit {:?}, but hit {}", rule.id, example.text, surfaces(&text, &found)));
        }
    }
    for example in rule.tests.passes.iter().map(full) {
        let found = hits(set, &rule.id, &example, &example.text);
        if !found.is_empty() {
            fail(format!(
                "rule `{}`: must pass {:?}, but hit {}",
                rule.id,
                example.text,
                surfaces(&example.text, &found)
            ));
        }
    }
    errors
}

fn full(example: &ExampleFile) -> Example {
    match example {
        ExampleFile::Text(text) => Example { text: text.clone(), ..Example::default() },
        ExampleFile::Full(example) => example.clone(),
    }
}

fn hits(set: &RuleSet, rule: &str, example: &Example, text: &str) -> Vec<Range<usize>> {
    let text = text.repeat(example.times.unwrap_or(1));
    let draft = Draft {
        text: &text,
        name: example.name.as_deref(),
        email: example.email.as_deref(),
        language: example.lang.as_deref(),
        article: example.title.as_deref().map(|title| Article { title, ..Article::default() }),
        ..Draft::default()
    };
    let found = set.find_alone(rule, &draft, &Past { repeated: example.repeated });
    // Marks stand in the text only; a hit in another field is a hit, wherever it stands.
    found.into_iter().map(|(field, range)| if field == Field::Text { range } else { 0..0 }).collect()
}

/// The text without `{{` and `}}`, and where they stood.
fn marked(text: &str) -> (String, Vec<Range<usize>>) {
    let mut plain = String::with_capacity(text.len());
    let mut ranges = Vec::new();
    let mut rest = text;
    while let Some((before, (inside, after))) =
        rest.split_once("{{").and_then(|(before, after)| after.split_once("}}").map(|parts| (before, parts)))
    {
        plain.push_str(before);
        ranges.push(plain.len()..plain.len() + inside.len());
        plain.push_str(inside);
        rest = after;
    }
    plain.push_str(rest);
    (plain, ranges)
}

fn surfaces(text: &str, found: &[Range<usize>]) -> String {
    if found.is_empty() {
        return "nothing".to_owned();
    }
    let surface = |range: &Range<usize>| format!("{:?}", text.get(range.clone()).unwrap_or_default());
    found.iter().map(surface).collect::<Vec<_>>().join(", ")
}

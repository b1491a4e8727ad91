//! A rule's own tests: `fires` must hit exactly at `{{…}}`, `passes` must not hit. Run whenever the rule is loaded.

use std::collections::HashSet;
use std::ops::Range;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::assessment::{Ancestor, Article, AuthorPast, Draft, Field, Past};
use super::error::{LoadError, Sources};
use super::file::RuleFile;
use super::set::RuleSet;

/// A rule's tests.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields)]
pub struct TestsFile {
    /// Texts in which it must hit exactly at `{{…}}`; without marks, anywhere.
    #[serde(default)]
    pub fires: Vec<ExampleFile>,
    /// Texts in which it must not hit.
    #[serde(default)]
    pub passes: Vec<ExampleFile>,
    /// Texts in which it should hit one day: reported, not blocking.
    #[serde(default)]
    pub todo_fires: Vec<ExampleFile>,
    /// Texts in which it should not hit one day: reported, not blocking.
    #[serde(default)]
    pub todo_passes: Vec<ExampleFile>,
}

/// One test.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a test is a text, or a text and what is around it: {text: …, lang: en}")]
pub enum ExampleFile {
    /// A comment's text.
    Text(String),
    /// A text and what is around it.
    Full(Box<Example>),
}

/// A text and what is around it.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Example {
    /// The comment's text; hits are marked in it.
    pub text: String,
    /// How many times over, for tests of length.
    pub times: Option<usize>,
    /// The author's name.
    pub name: Option<String>,
    /// The author's email address.
    pub email: Option<String>,
    /// The address from which it comes.
    pub ip: Option<String>,
    /// The language of the page.
    pub lang: Option<String>,
    /// The article's title.
    pub title: Option<String>,
    /// The article's text.
    pub article: Option<String>,
    /// The key of the site.
    pub site: Option<String>,
    /// The article's section.
    pub section: Option<String>,
    /// The article's tags.
    pub tags: Vec<String>,
    /// When it is sent.
    #[schemars(with = "Option<String>")]
    pub at: Option<Timestamp>,
    /// Whether the same message was sent before.
    pub repeated: bool,
    /// What the author sent before.
    pub recent: Vec<String>,
    /// Who wrote the comments above, the nearest first; `me` is the author.
    pub above: Vec<String>,
    /// Names that others bear: the staff's, and those of readers whose comments were approved.
    pub taken: Vec<String>,
    /// Names that may not stand under this article.
    pub banned: Vec<String>,
    /// How many comments of the author were approved.
    pub approved: u32,
    /// How many were refused.
    pub refused: u32,
}

/// A composite's test.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenFile {
    /// The rules that hit.
    pub given: Vec<String>,
    /// Whether the composite must hit then.
    pub fires: bool,
}

/// The rules whose tests have passed, while packs are loaded together: most of a pack are rules of the one that it extends,
/// word for word, and their tests need not run again.
#[derive(Debug, Default)]
pub struct Passed(HashSet<[u8; 32]>);

impl Passed {
    /// Runs what has not passed yet: the failures, and in words those that are known and do not block. `around` tells the
    /// lists and defaults of one pack from those of another.
    pub fn run(
        &mut self,
        set: &RuleSet,
        rule: &RuleFile,
        around: &[u8],
        sources: &Sources,
    ) -> (Vec<LoadError>, KnownFailures) {
        let key: [u8; 32] = Sha256::new().chain_update(around).chain_update(format!("{rule:?}")).finalize().into();
        // What another rule finds, whose name alone stands here, may have changed.
        let is_by_itself = !set.asks_for_others(&rule.id);
        if is_by_itself && self.0.contains(&key) {
            return (Vec::new(), KnownFailures::default());
        }
        let failures = run(set, rule, sources);
        if failures.is_empty() {
            self.0.insert(key);
        }
        (failures, KnownFailures::of(set, rule))
    }
}

/// Runs every test of a rule; a failure names the rule, the example, and what was hit instead.
fn run(set: &RuleSet, rule: &RuleFile, sources: &Sources) -> Vec<LoadError> {
    let told = |example: &ExampleFile, failure: Option<String>| Some((full(example).text, failure?));
    let fires = rule.tests.fires.iter().filter_map(|it| told(it, does_not_fire(set, &rule.id, &full(it))));
    let passes = rule.tests.passes.iter().filter_map(|it| told(it, does_not_pass(set, &rule.id, &full(it))));
    fires.chain(passes).map(|(text, message)| sources.within(&rule.id, &beginning(&text), message)).collect()
}

/// So much of a test's text as stands in the file as it is, to find its line.
fn beginning(text: &str) -> String {
    text.split(['"', '\'', '\\', '\n', '\t']).find(|part| !part.trim().is_empty()).unwrap_or_default().to_owned()
}

/// The failures that are known and do not block, each in words.
#[derive(Debug, Default)]
pub struct KnownFailures {
    /// Those that still fail.
    pub failing: Vec<String>,
    /// Those that do not any more, and could be tests like others.
    pub mended: Vec<String>,
}

impl KnownFailures {
    fn of(set: &RuleSet, rule: &RuleFile) -> Self {
        let mut known = Self::default();
        for example in &rule.tests.todo_fires {
            known.add(does_not_fire(set, &rule.id, &full(example)), rule, "todo_fires", example);
        }
        for example in &rule.tests.todo_passes {
            known.add(does_not_pass(set, &rule.id, &full(example)), rule, "todo_passes", example);
        }
        known
    }

    fn add(&mut self, failure: Option<String>, rule: &RuleFile, written: &str, example: &ExampleFile) {
        match failure {
            Some(failure) => self.failing.push(failure),
            None => self.mended.push(format!(
                "rule `{}`: {:?} is in `{written}` and does not fail any more",
                rule.id,
                full(example).text
            )),
        }
    }

    /// With those of another rule or pack.
    pub fn extend(&mut self, other: Self) {
        self.failing.extend(other.failing);
        self.mended.extend(other.mended);
    }
}

fn does_not_fire(set: &RuleSet, rule: &str, example: &Example) -> Option<String> {
    let (text, expected) = marked(&example.text);
    let found = hits(set, rule, example, &text);
    let is_right = if expected.is_empty() { !found.is_empty() } else { found == expected };
    let what = if example.text.is_empty() { format!("{example:?}") } else { format!("{:?}", example.text) };
    (!is_right).then(|| format!("rule `{rule}`: must hit {what}, but hit {}", surfaces(&text, &found)))
}

fn does_not_pass(set: &RuleSet, rule: &str, example: &Example) -> Option<String> {
    let found = hits(set, rule, example, &example.text);
    let hit = || surfaces(&example.text, &found);
    (!found.is_empty()).then(|| format!("rule `{rule}`: must pass {:?}, but hit {}", example.text, hit()))
}

fn full(example: &ExampleFile) -> Example {
    match example {
        ExampleFile::Text(text) => Example { text: text.clone(), ..Example::default() },
        ExampleFile::Full(example) => Example::clone(example),
    }
}

fn hits(set: &RuleSet, rule: &str, example: &Example, text: &str) -> Vec<Range<usize>> {
    let text = text.repeat(example.times.unwrap_or(1));
    let has_article =
        example.title.is_some() || example.article.is_some() || example.section.is_some() || !example.tags.is_empty();
    let draft = Draft {
        text: &text,
        name: example.name.as_deref(),
        email: example.email.as_deref(),
        language: example.lang.as_deref(),
        site: example.site.as_deref(),
        article: has_article.then(|| Article {
            title: example.title.as_deref().unwrap_or_default(),
            text: example.article.as_deref().unwrap_or_default(),
            section: example.section.as_deref(),
            tags: example.tags.iter().map(String::as_str).collect(),
            ..Article::default()
        }),
        ip: example.ip.as_deref().and_then(|address| address.parse().ok()),
        at: example.at,
        ..Draft::default()
    };
    let found = set.find_alone(rule, &draft, &past(example));
    // Marks stand in the text only; a hit in another field is a hit, wherever it stands.
    found.into_iter().map(|(field, range)| if field == Field::Text { range } else { 0..0 }).collect()
}

fn past(example: &Example) -> Past {
    let ancestor = |name: &String| Ancestor { author: name.clone(), is_author: name == "me", name: name.clone() };
    let own = example.name.as_deref().map(crate::text::name_key);
    Past {
        repeated: example.repeated,
        recent: example.recent.clone(),
        above: example.above.iter().map(ancestor).collect(),
        taken: example.taken.iter().find(|name| own.as_ref() == Some(&crate::text::name_key(name))).cloned(),
        author: Some(AuthorPast { approved: example.approved, refused: example.refused }),
        banned: example.banned.clone(),
    }
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

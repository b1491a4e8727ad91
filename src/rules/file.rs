//! A rule file as it is written: the same types for YAML and TOML. A key that is not here is an error.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::assessment::{Field, Mode, Outcome, View};
use super::check;

/// A pack: clauses, lists of words, rules, and how their hits become an outcome.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    /// The version of this format: 1.
    pub format: u32,
    /// The name under which a site chooses the pack.
    pub pack: String,
    /// The pack's own version, kept with every assessment.
    pub version: String,
    /// The address of the published netiquette.
    #[serde(default)]
    pub clause_base: Option<String>,
    /// What a rule is that does not say otherwise.
    #[serde(default)]
    pub defaults: Defaults,
    /// The netiquette, clause by clause, in the order written.
    #[serde(default)]
    pub clauses: Vec<ClauseFile>,
    /// Lists of words, by name.
    #[serde(default)]
    pub lists: BTreeMap<String, ListFile>,
    /// The rules.
    #[serde(default)]
    pub rules: Vec<RuleFile>,
    /// Rules about rules.
    #[serde(default)]
    pub composites: Vec<CompositeFile>,
    /// From hits to an outcome.
    #[serde(default)]
    pub decide: DecideFile,
}

/// What a rule is that does not say otherwise.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Which parts of a submission are read.
    pub fields: Option<Vec<Field>>,
    /// Whether hits count.
    pub mode: Option<ModeFile>,
    /// The strongest effect.
    pub action: Option<Outcome>,
    /// What a hit adds to the score.
    pub score: Option<f64>,
}

/// A mode as written: `off` is a rule that does not run at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModeFile {
    /// Not run.
    Off,
    /// Recorded, not counted.
    Shadow,
    /// Counted.
    Enforce,
}

impl ModeFile {
    /// The mode of a rule that runs.
    pub const fn running(self) -> Option<Mode> {
        match self {
            Self::Off => None,
            Self::Shadow => Some(Mode::Shadow),
            Self::Enforce => Some(Mode::Enforce),
        }
    }
}

/// A text in several languages, by tag.
pub type Words = BTreeMap<String, String>;

/// One clause of the netiquette.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClauseFile {
    /// Its name in rules, decisions and mails.
    pub id: String,
    /// A few words.
    pub title: Words,
    /// One or two sentences, to the reader.
    pub text: Words,
    /// Where it stands among the categories of the EU transparency database.
    #[serde(default)]
    pub dsa: Option<BTreeMap<String, String>>,
}

/// A list of words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListFile {
    /// The language in which these are words; none, or `any`, for every language.
    #[serde(default)]
    pub lang: Option<String>,
    /// How its words match.
    #[serde(default, rename = "match")]
    pub how: How,
    /// Forms made from each word.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// A file beside the pack, one word a line, `#` for remarks.
    #[serde(default)]
    pub from: Option<String>,
    /// The words.
    #[serde(default)]
    pub words: Vec<String>,
    /// Whether upper and lower case are told apart.
    #[serde(default)]
    pub case: Case,
}

/// How a list's words match.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// As whole words; inside a word nothing ever matches.
    #[default]
    Word,
}

/// Forms made from each word of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// `idiot`, `idiots`; in French `-al` is left alone.
    Plural,
    /// `connard`, `connarde`; `menteur`, `menteuse`.
    Feminine,
}

/// Whether case matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// It does not.
    #[default]
    Fold,
    /// It does.
    Exact,
}

/// One rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Its name.
    pub id: String,
    /// The clause it serves.
    pub clause: Option<String>,
    /// What the reader is told, by language.
    #[serde(default)]
    pub message: Words,
    /// What it looks for.
    pub when: ConditionFile,
    /// Hits that do not count.
    #[serde(default)]
    pub unless: Vec<UnlessFile>,
    /// The languages in which it applies; a text whose language is unknown is read by every rule.
    #[serde(default)]
    pub langs: Vec<String>,
    /// The parts of a submission that it reads.
    pub fields: Option<Vec<Field>>,
    /// The views in which its words are looked for; all of them when left out.
    pub views: Option<Vec<View>>,
    /// Whether hits count.
    pub mode: Option<ModeFile>,
    /// Its strongest effect.
    pub action: Option<Outcome>,
    /// For people: how grave a hit is.
    pub severity: Option<Severity>,
    /// What a hit adds to the score.
    pub score: Option<f64>,
    /// What a hit adds when it was found in this view: hiding a word is evidence of intent.
    #[serde(default)]
    pub per_view: BTreeMap<View, f64>,
    /// What an editor may put in the place of the hit.
    pub redact: Option<String>,
    /// Since when it is in the pack.
    pub since: Option<String>,
    /// Its tests, run whenever it is loaded.
    #[serde(default)]
    pub tests: TestsFile,
}

/// How grave a hit is.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Form.
    Low,
    /// Tone.
    Medium,
    /// People may come to harm.
    High,
}

/// A condition: exactly one kind, and what it needs.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct ConditionFile {
    /// A list, by name.
    pub list: Option<String>,
    /// Words on the spot.
    pub words: Option<Vec<String>>,
    /// A regular expression, in the syntax of the `regex` crate.
    pub pattern: Option<String>,
    /// Words in capitals.
    pub capitals: Option<check::capitals::Capitals>,
    /// Web addresses.
    pub links: Option<check::links::Links>,
    /// Too long, too short, in parts.
    pub length: Option<check::length::Length>,
    /// The same message again.
    pub repetition: Option<check::repetition::Repetition>,
    /// Bold, italic, underlined.
    pub formatting: Option<check::formatting::Formatting>,
    /// `!!!!`, `sooooo`, walls of emoji.
    pub typography: Option<check::typography::Typography>,
    /// Email addresses.
    pub email: Option<check::email::Email>,
    /// Telephone numbers.
    pub phone: Option<check::phone::Phone>,
    /// Words for the person spoken to.
    pub pronoun: Option<Pronoun>,
    /// Every one of these holds.
    pub all: Option<Vec<ConditionFile>>,
    /// One of these holds.
    pub any: Option<Vec<ConditionFile>>,
    /// This does not hold.
    pub not: Option<Box<ConditionFile>>,
    /// Inside `all`: the others' hits count only within so many words of one of these.
    pub near: Option<NearFile>,
}

/// Which person a pronoun is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pronoun {
    /// You, vous, tu.
    SecondPerson,
}

/// Closeness, in words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearFile {
    /// How many words may lie between.
    pub within: usize,
    /// What must be close.
    pub any: Vec<ConditionFile>,
}

/// Hits that do not count.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnlessFile {
    /// Where they stand.
    #[serde(rename = "in")]
    pub place: Option<Place>,
    /// What stands close to them.
    pub near: Option<NearFile>,
}

/// A place in which a hit does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In quotation marks, or a quoted line.
    Quote,
    /// A word that the article's title uses too.
    Title,
}

/// A rule's tests.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct TestsFile {
    /// Texts in which it must hit exactly at `{{…}}`; without marks, anywhere.
    #[serde(default)]
    pub fires: Vec<ExampleFile>,
    /// Texts in which it must not hit.
    #[serde(default)]
    pub passes: Vec<ExampleFile>,
}

/// One test.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ExampleFile {
    /// A comment's text.
    Text(String),
    /// A text and what is around it.
    Full(Example),
}

/// A text and what is around it.
#[derive(Debug, Clone, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The comment's text; hits are marked in it.
    #[serde(default)]
    pub text: String,
    /// How many times over, for tests of length.
    pub times: Option<usize>,
    /// The author's name.
    pub name: Option<String>,
    /// The author's email address.
    pub email: Option<String>,
    /// The text's language.
    pub lang: Option<String>,
    /// The article's title.
    pub title: Option<String>,
    /// Whether the same message was sent before.
    #[serde(default)]
    pub repeated: bool,
}

/// A rule about rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompositeFile {
    /// Its name.
    pub id: String,
    /// Rule ids with `and`, `or`, `not` and parentheses.
    pub expr: String,
    /// The clause it serves.
    pub clause: Option<String>,
    /// What it adds to the score of its parts.
    #[serde(default)]
    pub score: f64,
    /// Its effect.
    pub action: Option<Outcome>,
    /// What the reader is told.
    #[serde(default)]
    pub message: Words,
    /// Whether it counts.
    pub mode: Option<ModeFile>,
    /// Its test.
    pub tests: Option<GivenFile>,
}

/// A composite's test.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenFile {
    /// The rules that hit.
    pub given: Vec<String>,
    /// Whether the composite must hit then.
    pub fires: bool,
}

/// From hits to an outcome.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct DecideFile {
    /// `never`, or the rules that may refuse.
    #[serde(default)]
    pub refuse: RefuseFile,
    /// The score from which a comment is held: `">= 2.0"`.
    pub hold: Option<String>,
    /// The score from which a comment gets a hint.
    pub hint: Option<String>,
}

/// Who may refuse.
#[derive(Debug, Deserialize, Default)]
#[serde(untagged)]
pub enum RefuseFile {
    /// Nobody: the default.
    #[default]
    Nobody,
    /// The word `never`.
    Word(Never),
    /// These rules.
    Rules(Vec<String>),
}

/// The word `never`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Never {
    /// No rule refuses.
    Never,
}

//! A rule file as it is written: the same types for YAML and TOML. A key that is not here is an error.

use std::collections::BTreeMap;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Deserialize;

use super::assessment::{Field, Mode, Outcome, View};
pub use super::check::ConditionFile;
pub use super::examples::{Example, ExampleFile, GivenFile, TestsFile};
pub use super::list_file::{Case, How, ListFile, Sources, Variant};
use super::moment;

/// A pack: clauses, lists of words, rules, and how their hits become an outcome.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    /// The version of this format: 1.
    pub format: u32,
    /// The name under which a site chooses the pack; in a site's layer, the pack that it lies over.
    pub pack: String,
    /// The pack that this one begins with: what it changes there, it says with `override`.
    #[serde(default)]
    pub extends: Option<String>,
    /// The pack's own version, kept with every assessment.
    pub version: String,
    /// The address of the netiquette as the paper publishes it: mails and the API link to its clauses there, by name.
    #[serde(default)]
    pub clause_base: Option<String>,
    /// What a rule is that does not say otherwise.
    #[serde(default)]
    pub defaults: Defaults,
    /// The netiquette, clause by clause, in the order written.
    #[serde(default, deserialize_with = "clauses")]
    #[schemars(with = "ClausesFile")]
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
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
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

/// What a later layer changes of an entry that an earlier one has: each field by name, and how.
pub type Override = BTreeMap<String, Change>;

/// How a later layer changes a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The new value stands for the old one.
    Replace,
    /// The new values come after the old ones.
    Append,
}

/// One clause of the netiquette.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClauseFile {
    /// Its name in rules, decisions and mails; in a map, the key.
    #[serde(default)]
    pub id: String,
    /// What is changed of an earlier layer's clause.
    #[serde(default, rename = "override")]
    pub changes: Override,
    /// A few words.
    #[serde(default)]
    pub title: Words,
    /// One or two sentences, to the reader.
    #[serde(default)]
    pub text: Words,
    /// Where it stands among the categories of the EU transparency database.
    #[serde(default)]
    pub dsa: Option<BTreeMap<String, String>>,
}

/// The clauses, in their order: a list of entries with an `id`, or a map from it.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the schema of what `clauses` reads")]
enum ClausesFile {
    List(Vec<ClauseFile>),
    Map(BTreeMap<String, ClauseFile>),
}

fn clauses<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<ClauseFile>, D::Error> {
    struct InOrder;
    impl<'de> serde::de::Visitor<'de> for InOrder {
        type Value = Vec<ClauseFile>;

        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("clauses: a list, or a map from their ids")
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut clauses = Vec::new();
            while let Some(clause) = entries.next_element()? {
                clauses.push(clause);
            }
            Ok(clauses)
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut clauses = Vec::new();
            while let Some((id, clause)) = entries.next_entry::<String, ClauseFile>()? {
                clauses.push(ClauseFile { id, ..clause });
            }
            Ok(clauses)
        }
    }
    deserializer.deserialize_any(InOrder)
}

/// One rule.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Its name.
    pub id: String,
    /// What is changed of an earlier layer's rule.
    #[serde(default, rename = "override")]
    pub changes: Override,
    /// The clause it serves.
    pub clause: Option<String>,
    /// What the reader is told, by language.
    #[serde(default)]
    pub message: Words,
    /// What it looks for.
    pub when: Option<ConditionFile>,
    /// Hits that do not count.
    #[serde(default)]
    pub unless: Vec<UnlessFile>,
    /// The languages in which it applies; a text whose language is unknown is read by every rule.
    #[serde(default)]
    pub langs: Vec<String>,
    /// Where it applies; everywhere when left out.
    pub scope: Option<ScopeFile>,
    /// When it applies; always when left out.
    pub active: Option<ActiveFile>,
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
    pub redact: Option<RedactFile>,
    /// Since when it is in the pack.
    #[serde(default, deserialize_with = "moment::text")]
    pub since: Option<String>,
    /// Its tests, run whenever it is loaded.
    #[serde(default)]
    pub tests: TestsFile,
}

/// Where a rule applies: each list that is there must name the place.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct ScopeFile {
    /// The keys of sites.
    pub sites: Vec<String>,
    /// Sections of the paper, as the article names its own.
    pub sections: Vec<String>,
    /// Tags, of which the article must bear one.
    pub tags: Vec<String>,
}

/// When a rule applies.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct ActiveFile {
    /// From this moment on, as RFC 3339 writes it.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moment::of_time")]
    pub from: Option<Timestamp>,
    /// Until this moment, which is no longer in it.
    #[schemars(with = "Option<String>")]
    #[serde(deserialize_with = "moment::of_time")]
    pub until: Option<Timestamp>,
}

/// How grave a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Form.
    Low,
    /// Tone.
    Medium,
    /// People may come to harm.
    High,
}

/// Which person a pronoun is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pronoun {
    /// You, vous, tu, usted, você, ты, أنت, 你: those of the comment's language.
    SecondPerson,
}

/// Who is mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mention {
    /// Somebody to whom the comment answers, by name.
    Commenter,
}

/// So many places at least.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountFile {
    /// How many.
    pub at_least: usize,
    /// Of what.
    pub of: Box<ConditionFile>,
    /// Whether they must follow each other, with no word between: each such row is one hit.
    #[serde(default)]
    pub in_a_row: bool,
}

/// Closeness, in words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NearFile {
    /// How many words may lie between; a sentence's end may not.
    pub within: usize,
    /// On which side of the hit.
    #[serde(default)]
    pub side: Side,
    /// What must be close.
    pub any: Vec<ConditionFile>,
}

/// On which side of a hit something stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Before or after it.
    #[default]
    Either,
    /// Before it.
    Before,
    /// After it.
    After,
}

/// Hits that do not count.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlessFile {
    /// Where they stand.
    #[serde(rename = "in")]
    pub place: Option<Place>,
    /// What stands close to them.
    pub near: Option<NearFile>,
    /// With `near`: only words of these lists are excused.
    #[serde(default)]
    pub of: Vec<String>,
    /// Who wrote them: `true` for an author whom editors have come to trust.
    pub trusted: Option<bool>,
}

/// A place in which a hit does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In quotation marks, or a quoted line.
    Quote,
    /// A word that the article's title uses too.
    Title,
    /// In a name: it begins with a capital, and so does the word before or after it.
    Name,
}

/// A rule about rules.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompositeFile {
    /// Its name.
    pub id: String,
    /// What is changed of an earlier layer's composite.
    #[serde(default, rename = "override")]
    pub changes: Override,
    /// Ids of rules and built-in symbols (`author.trusted`, `author.first_comment`) with `and`, `or`, `not` and
    /// parentheses.
    #[serde(default)]
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

/// From hits to an outcome.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
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

/// What is put in the place of a hit: the same in every language, or by language.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "`redact` is a text, or a text by language: {en: …, fr: …}")]
pub enum RedactFile {
    /// The same in every language.
    Same(String),
    /// By language.
    ByLanguage(Words),
}

impl RedactFile {
    /// By language; what is the same in all of them stands under `en`, where every language looks last.
    pub fn words(&self) -> Words {
        match self {
            Self::Same(words) => Words::from([("en".to_owned(), words.clone())]),
            Self::ByLanguage(words) => words.clone(),
        }
    }
}

/// Who may refuse.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(untagged, expecting = "`refuse` is `never`, or a list of rules")]
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
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Never {
    /// No rule refuses.
    Never,
}

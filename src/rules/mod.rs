//! placeholder until the engine is merged
#![allow(missing_docs, clippy::all)]
use serde::{Deserialize, Serialize};
use std::sync::Arc;
pub struct Library;
impl Library {
    pub fn shipped() -> Result<Library, String> {
        Ok(Library)
    }
    pub fn pack(&self, _n: &str) -> Option<Arc<RuleSet>> {
        Some(Arc::new(RuleSet))
    }
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [].into_iter()
    }
}
pub struct RuleSet;
pub struct Clause {
    pub id: String,
    pub title: Localised,
    pub text: Localised,
}
pub struct Localised;
impl Localised {
    pub fn get(&self, _l: crate::comment::Language) -> &str {
        ""
    }
}
impl RuleSet {
    pub fn pack(&self) -> &str {
        ""
    }
    pub fn version(&self) -> &str {
        ""
    }
    pub fn hash(&self) -> &str {
        ""
    }
    pub fn rule_count(&self) -> usize {
        0
    }
    pub fn clauses(&self) -> &[Clause] {
        &[]
    }
    pub fn clause(&self, _id: &str) -> Option<&Clause> {
        static C: std::sync::LazyLock<Clause> =
            std::sync::LazyLock::new(|| Clause { id: String::new(), title: Localised, text: Localised });
        Some(&C)
    }
    pub fn message(&self, _r: &str, _l: crate::comment::Language) -> Option<&str> {
        None
    }
    pub fn assess(&self, _d: &Draft<'_>, _p: &Past) -> Assessment {
        Assessment {
            outcome: Outcome::None,
            score: 0.0,
            language: None,
            hits: vec![],
            pack: String::new(),
            version: String::new(),
            hash: String::new(),
            fault: None,
        }
    }
}
#[derive(Default)]
pub struct Draft<'a> {
    pub text: &'a str,
    pub name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub website: Option<&'a str>,
    pub language: Option<&'a str>,
    pub site: Option<&'a str>,
    pub article: Option<Article<'a>>,
    pub own_hosts: &'a [String],
}
pub struct Article<'a> {
    pub title: &'a str,
    pub text: &'a str,
    pub language: Option<&'a str>,
}
#[derive(Default, Clone)]
pub struct Past {
    pub repeated: bool,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    None,
    Hint,
    Warn,
    Hold,
    Spam,
    Refuse,
}
impl Outcome {
    pub fn as_str(self) -> &'static str {
        "none"
    }
}
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Assessment {
    pub outcome: Outcome,
    pub score: f64,
    pub language: Option<String>,
    pub hits: Vec<Hit>,
    pub pack: String,
    pub version: String,
    pub hash: String,
    pub fault: Option<String>,
}
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum View {
    Plain,
}
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Field {
    Text,
}
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Mode {
    Enforce,
    Shadow,
}
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Hit {
    pub rule: String,
    pub clause: Option<String>,
    pub action: Outcome,
    pub view: View,
    pub field: Field,
    pub start: usize,
    pub end: usize,
    pub surface: String,
    pub word: Option<String>,
    pub mode: Mode,
}
impl Library {
    pub fn from_directory(_p: &std::path::Path) -> Result<Library, String> {
        Ok(Library)
    }
}

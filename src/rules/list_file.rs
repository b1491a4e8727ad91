//! A list of words as it is written in a rule file.

use std::hash::{Hash, Hasher};

use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use super::file::Override;

/// A list of words.
#[derive(Debug, Clone, Hash, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListFile {
    /// What is changed of an earlier layer's list.
    #[serde(default, rename = "override")]
    pub changes: Override,
    /// The language in which these are words; none, or `any`, for every language.
    #[serde(default)]
    pub lang: Option<String>,
    /// How its words match.
    #[serde(default, rename = "match")]
    pub how: How,
    /// Forms made from each word.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Files beside the pack, one word a line, `#` for remarks.
    #[serde(default)]
    pub from: Sources,
    /// The words.
    #[serde(default)]
    pub words: Vec<String>,
    /// Longer words and phrases inside which a word of the list does not count: `去死` in `死海`.
    #[serde(default)]
    pub except: Vec<String>,
    /// Whether upper and lower case are told apart.
    #[serde(default)]
    pub case: Case,
    /// Whether its words are looked for behind disguises too: `false` spares the memory where they only stand around others.
    #[serde(default)]
    pub disguises: Option<bool>,
}

/// What tells lists apart that are written differently: a digest of all that stands in them.
pub fn digest(lists: &impl Hash) -> [u8; 32] {
    struct Digesting(Sha256);
    impl Hasher for Digesting {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        // The digest is taken as a whole.
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut digesting = Digesting(Sha256::new());
    lists.hash(&mut digesting);
    digesting.0.finalize().into()
}

/// One file or several.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "`from` is a file, or a list of files")]
pub enum Sources {
    /// No file.
    #[default]
    None,
    /// One file.
    One(String),
    /// Several, one after the other.
    Several(Vec<String>),
}

impl Sources {
    /// The files, in order.
    pub fn files(&self) -> &[String] {
        match self {
            Self::None => &[],
            Self::One(file) => std::slice::from_ref(file),
            Self::Several(files) => files,
        }
    }
}

/// How a list's words match.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// As whole words; inside a word nothing ever matches.
    #[default]
    Word,
    /// At the end of longer words too, for languages that write compounds in one: `Riesenarschloch`.
    Ending,
}

/// Forms made from each word of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// `idiot`, `idiots`; in French `-al` is left alone.
    Plural,
    /// `connard`, `connarde`; `menteur`, `menteuse`; `cabrón`, `cabrona`.
    Feminine,
    /// Russian declension: `дурак`, `дурака`, `дураки`.
    Declension,
    /// Russian in Latin letters: `дурак`, `durak`.
    Transliteration,
    /// Arabic: with the article and the particles that are written with it: `غبي`, `الغبي`, `والغبي`.
    Particles,
}

/// Whether case matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    /// It does not.
    #[default]
    Fold,
    /// It does.
    Exact,
}

//! The kinds of condition that look at a text in their own way. One file a kind: its definition, its source, its
//! parameters, its examples. A new kind is a new file and one line in the list below; `placet rules kinds`, the JSON
//! Schema and `docs/rules.md` follow from those.

use std::collections::HashSet;
use std::fmt::Debug;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::assessment::View;
use super::file::{CountFile, Mention, NearFile, Pronoun, UnlessFile};
use super::matcher::Seen;
use super::reading::{Found, Reading};

mod inflection;
pub mod list;
pub mod pattern;
pub mod pronouns;

/// A condition that is ready to run.
pub trait Check: Debug + Send + Sync {
    /// Whether it can hold at all, from what one pass saw. Costs next to nothing.
    fn may_hold(&self, _seen: &Seen<'_>) -> bool {
        true
    }

    /// Every place in the field; [`Found::whole`] where it is the field as a whole.
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>);
}

/// The parameters of a kind as they are written, which become a [`Check`].
pub trait Parameters {
    /// Resolves the lists that they name.
    ///
    /// # Errors
    /// What is wrong with them, and what was expected.
    fn check(&self, lists: &mut dyn Lists) -> Result<Box<dyn Check>, String>;
}

/// A kind that asks for no list is ready as it is written.
impl<T: Check + Clone + 'static> Parameters for T {
    fn check(&self, _lists: &mut dyn Lists) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(self.clone()))
    }
}

/// The lists of a pack, for conditions that ask for the words themselves.
pub trait Lists {
    /// The words as written; the same set for whoever asks for the same words.
    ///
    /// # Errors
    /// There is no such list or file.
    fn words(&mut self, source: &Words) -> Result<Arc<HashSet<String>>, String>;

    /// The words, where there are any.
    ///
    /// # Errors
    /// There is no such list or file.
    fn optional(&mut self, source: Option<&Words>) -> Result<Arc<HashSet<String>>, String> {
        source.map_or_else(|| Ok(Arc::default()), |source| self.words(source))
    }
}

/// Where the words that a condition asks for stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "words are the name of a list, or {list: …}, {from: …}, {words: […]}")]
pub enum Words {
    /// In a list, by name.
    Name(String),
    /// In a list, in a file, or on the spot.
    Source(WordSource),
}

/// One of these.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WordSource {
    /// A list, by name.
    List(String),
    /// A file beside the pack.
    From(String),
    /// On the spot.
    Words(Vec<String>),
}

/// A kind of condition, for people.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Its key in a rule file.
    pub name: &'static str,
    source: &'static str,
}

impl Kind {
    /// Definition, source, parameters and examples: the remarks at the head of the kind's file.
    pub fn about(&self) -> String {
        let remarks = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        let lines: Vec<&str> = remarks.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        lines.join("\n")
    }
}

macro_rules! kinds {
    ($($name:ident: $module:ident::$parameters:ident,)+) => {
        $(pub mod $module;)+

        /// A condition: exactly one kind, and what it needs.
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct ConditionFile {
            /// A list, by name.
            pub list: Option<String>,
            /// Words on the spot.
            pub words: Option<Vec<String>>,
            /// A regular expression, in the syntax of the `regex` crate.
            pub pattern: Option<String>,
            /// Words for the person spoken to.
            pub pronoun: Option<Pronoun>,
            /// Somebody who is mentioned.
            pub mention: Option<Mention>,
            /// What another rule, written before this one, looks for.
            pub rule: Option<String>,
            /// Every one of these holds.
            pub all: Option<Vec<ConditionFile>>,
            /// One of these holds.
            pub any: Option<Vec<ConditionFile>>,
            /// This does not hold.
            pub not: Option<Box<ConditionFile>>,
            /// Inside `all`: the others' hits count only within so many words of one of these.
            pub near: Option<NearFile>,
            /// So many places at least.
            pub count: Option<CountFile>,
            /// At the head of `when`: the views in which words are looked for.
            pub views: Option<Vec<View>>,
            /// At the head of `when`: hits that do not count.
            pub unless: Vec<UnlessFile>,
            $(
                #[doc = concat!("See `placet rules kinds ", stringify!($name), "`.")]
                pub $name: Option<$module::$parameters>,
            )+
        }

        impl ConditionFile {
            /// Which of the kinds that have a file of their own are written here.
            pub fn parameters(&self) -> Vec<&dyn Parameters> {
                let mut kinds: Vec<&dyn Parameters> = Vec::new();
                $(kinds.extend(self.$name.as_ref().map(|written| -> &dyn Parameters { written }));)+
                kinds
            }

            /// How many kinds are written here: one, if the file is right.
            pub fn kinds(&self) -> usize {
                let others = [
                    self.list.is_some(),
                    self.words.is_some(),
                    self.pattern.is_some(),
                    self.pronoun.is_some(),
                    self.mention.is_some(),
                    self.rule.is_some(),
                    self.all.is_some(),
                    self.any.is_some(),
                    self.not.is_some(),
                    self.near.is_some(),
                    self.count.is_some(),
                ];
                others.into_iter().filter(|is_there| *is_there).count() + self.parameters().len()
            }
        }

        /// Every kind of condition that has a file of its own, by name.
        pub const KINDS: &[Kind] = &[
            Kind { name: "list", source: include_str!("list.rs") },
            Kind { name: "pattern", source: include_str!("pattern.rs") },
            $(Kind { name: stringify!($name), source: include_str!(concat!(stringify!($module), ".rs")) },)+
        ];
    };
}

kinds! {
    author: author::Author,
    banned_name: banned_name::BannedName,
    capitals: capitals::Capitals,
    card: card::Card,
    copying: copying::Copying,
    dialogue: dialogue::Dialogue,
    email: email::Email,
    email_domain: email_domain::EmailDomain,
    formatting: formatting::Formatting,
    gibberish: gibberish::Gibberish,
    iban: iban::Iban,
    ip: ip::Ip,
    language: language::Language,
    length: length::Length,
    links: links::Links,
    name: name::Name,
    phone: phone::Phone,
    postcode: postcode::Postcode,
    repetition: repetition::Repetition,
    typography: typography::Typography,
}

#[cfg(test)]
mod tests;

//! Email addresses (netiquette, "Privacy"), written out or hidden a little: `jane[at]example[dot]org`.
//!
//! The form is the one that people use of RFC 5321: a dot-atom, `@`, a host whose ending the public suffix list knows.
//! Addresses of public institutions may be allowed by their domain.
//!
//! ```yaml
//! when: {email: {}}
//! when: {email: {allow: public-hosts}}
//! ```

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::{Check, Lists, Parameters, Words};
use crate::text::links::BRACKETED_STOP;
use crate::text::token::LETTERS;

/// The parameters, as written.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Email {
    /// Hosts whose addresses may stand, with those below them.
    pub allow: Option<Words>,
}

/// Only the words are looked for in either case: to fold classes of all letters would take longer than to compile the rest.
static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let at = r"(?:\s?[@＠]\s?|\s?[\[({]\s?(?i:at|arobase|arroba|chez|à|a|собака)\s?[\])}]\s?|\s(?:(?i:arobase|arroba|at sign|собака)|AT)\s)";
    let dot = format!("(?:[.．]|{})", spelled_dot());
    let (first, part) = (format!("[{LETTERS}0-9]"), format!("[{LETTERS}0-9-]+"));
    Regex::new(&format!(r"{first}[{LETTERS}0-9._%+-]*{at}(?<host>{part}(?:{dot}{part})*{dot}[{LETTERS}]{{2,}})")).ok()
});
static DOT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("．|{}", spelled_dot())).ok());

/// A full stop that is spelled out: `[dot]`, ` point `.
fn spelled_dot() -> String {
    format!(r"{BRACKETED_STOP}|\s(?i:dot|point|punto|ponto|точка)\s")
}

#[derive(Debug)]
struct Compiled {
    allowed: Arc<HashSet<String>>,
}

impl Parameters for Email {
    fn check(&self, lists: &mut dyn Lists) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(Compiled { allowed: lists.optional(self.allow.as_ref())? }))
    }
}

impl Compiled {
    /// Whether addresses of this host may stand, or of one above it.
    fn is_allowed(&self, host: &str) -> bool {
        let above = std::iter::successors(Some(host), |name| name.split_once('.').map(|(_, above)| above));
        !self.allowed.is_empty() && above.into_iter().any(|name| self.allowed.contains(name))
    }
}

impl Check for Compiled {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let text = reading.text;
        let plain = reading.plain.text();
        if !text.contains(['@', '＠', '[', '(', '{']) && !["arobase", "arroba", "at sign", "собака"].iter().any(|word| plain.contains(word))
            && !text.contains(" AT ")
        {
            return;
        }
        for found in ADDRESS.iter().flat_map(|address| address.captures_iter(text)) {
            let (Some(whole), Some(host)) = (found.get(0), found.name("host")) else { continue };
            let host = DOT.as_ref().map(|dot| dot.replace_all(host.as_str(), ".").to_lowercase()).unwrap_or_default();
            let known = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known());
            if known && psl::domain(host.as_bytes()).is_some() && !self.is_allowed(&host) {
                into.push(Found::plain(whole.range()));
            }
        }
    }
}

//! The domain of the author's email address (netiquette, "Identity"): one of a list, subdomains included. For throw-away
//! addresses, and for a paper's own list. The rule reads `fields: [email]`.
//!
//! ```yaml
//! fields: [email]
//! when: {email_domain: {of: disposable}}
//! ```

use std::collections::HashSet;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::{Check, Lists, Parameters, Words};

/// The parameters.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailDomain {
    /// The domains.
    pub of: Words,
}

#[derive(Debug)]
struct Compiled {
    domains: Arc<HashSet<String>>,
}

impl Parameters for EmailDomain {
    fn check(&self, lists: &mut dyn Lists) -> Result<Box<dyn Check>, String> {
        Ok(Box::new(Compiled { domains: lists.words(&self.of)? }))
    }
}

impl Check for Compiled {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let Some((local, domain)) = reading.text.trim_end().rsplit_once('@') else { return };
        let lower = domain.to_lowercase();
        let mut rest = Some(lower.as_str());
        while let Some(name) = rest {
            if self.domains.contains(name) {
                let start = local.len() + 1;
                into.push(Found::plain(start..start + domain.len()));
                return;
            }
            rest = name.split_once('.').map(|(_, parent)| parent);
        }
    }
}

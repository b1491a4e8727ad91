//! Web addresses (netiquette, "Links"): `http(s)://`, `www.`, bare domains with a known ending. An email address is none.
//!
//! Distinct by registrable domain (public suffix list) and path; links to the site's own hosts are not external.
//!
//! ```yaml
//! when: {links: {}}                              # any link
//! when: {links: {more_than: 3, external: true}}  # the fourth distinct one and those after it
//! when: {links: {domain: shorteners}}           # links to the hosts of a list
//! ```

use std::collections::HashSet;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use super::super::reading::{Found, Reading};
use super::{Check, Lists, Parameters, Words};
use crate::text::{Link, links};

/// The parameters, as written.
#[derive(Debug, Clone, Deserialize, JsonSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    /// Hits begin after so many distinct links.
    pub more_than: usize,
    /// Only links to other hosts than the site's own.
    pub external: bool,
    /// Only links to these hosts, subdomains included.
    #[serde(alias = "domains")]
    pub domain: Option<Words>,
}

#[derive(Debug)]
struct Compiled {
    more_than: usize,
    external: bool,
    domains: Option<Arc<HashSet<String>>>,
}

impl Parameters for Links {
    fn check(&self, lists: &mut dyn Lists) -> Result<Box<dyn Check>, String> {
        let domains = self.domain.as_ref().map(|source| lists.words(source)).transpose()?;
        Ok(Box::new(Compiled { more_than: self.more_than, external: self.external, domains }))
    }
}

impl Check for Compiled {
    fn find(&self, reading: &Reading<'_>, into: &mut Vec<Found>) {
        let mut distinct = Vec::new();
        for link in reading.links() {
            let Some(host) = links::host(&link.url) else { continue };
            if (self.external && is_own(reading, &host)) || !self.is_listed(&host) {
                continue;
            }
            let key = format!("{}{}", links::registrable(&host), path(link));
            let place = distinct.iter().position(|known| *known == key).unwrap_or_else(|| {
                distinct.push(key);
                distinct.len() - 1
            });
            if place >= self.more_than {
                into.push(Found::plain(link.start..link.end));
            }
        }
    }
}

impl Compiled {
    fn is_listed(&self, host: &str) -> bool {
        let Some(domains) = &self.domains else { return true };
        let mut rest = Some(host);
        while let Some(name) = rest {
            if domains.contains(name) {
                return true;
            }
            rest = name.split_once('.').map(|(_, parent)| parent);
        }
        false
    }
}

fn is_own(reading: &Reading<'_>, host: &str) -> bool {
    reading
        .draft
        .own_hosts
        .iter()
        .any(|own| host == own || host.strip_suffix(own.as_str()).is_some_and(|sub| sub.ends_with('.')))
}

fn path(link: &Link) -> String {
    url::Url::parse(&link.url).map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default()
}

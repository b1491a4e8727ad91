//! What is asked of the audit log, in the words of an address: the same at the desk and in the API.

use serde::{Deserialize, Serialize};

use super::context::App;
use super::problem::{Kind as ProblemKind, Problem};
use super::query;
use crate::audit::{Filter, Kind};
use crate::comment::{Language, SiteKey, Timestamp};

/// The most entries on a page.
const LARGEST_PAGE: usize = 500;

/// Which entries; what is left out does not matter.
#[derive(Debug, Clone, Default, Serialize, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// What was done: `hold`, `decision`, `undo`, `login`, `rules.reload`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "decision")]
    pub kind: Option<String>,
    /// By the moderator with this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "188005752027773590")]
    pub moderator: Option<String>,
    /// On the site with this key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "courier")]
    pub site: Option<String>,
    /// To the comment with this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "188005752027773590")]
    pub comment: Option<String>,
    /// From this day (`2026-11-01`, in UTC) or moment (RFC 3339) on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "2026-11-01")]
    pub since: Option<String>,
    /// Before this day or moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "2026-12-01")]
    pub until: Option<String>,
    /// The `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "188005752027773590")]
    pub after: Option<String>,
    /// How many.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 500, example = 50)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl AuditQuery {
    /// Reads the query of an address, without what was left empty in a form.
    ///
    /// # Errors
    /// A name that is none.
    pub fn read(query: &str, language: Language) -> Result<Self, Problem> {
        query::read(query, &[], language)
    }

    /// The same as the query of an address, from another place on.
    pub fn address(&self, after: Option<i64>) -> String {
        query::address(&Self { after: after.map(|number| number.to_string()), ..self.clone() })
    }

    /// What it asks for.
    ///
    /// # Errors
    /// A value that is none, a site that is not known.
    pub async fn filter(&self, app: &App, language: Language) -> Result<Filter, Problem> {
        let malformed = |name: &'static str| move || Problem::parameter(name, language);
        let moment = |name: &'static str, text: &Option<String>| {
            text.as_ref().map(|text| Timestamp::parse(text).ok_or_else(malformed(name))).transpose()
        };
        let site = match &self.site {
            Some(key) => {
                let unknown = || Problem::new(ProblemKind::UnknownSite, language);
                let key = SiteKey::parse(key).map_err(|_| unknown())?;
                let site = app.service.store.site(&key).await;
                Some(site.map_err(|error| Problem::from_store(&error, language))?.ok_or_else(unknown)?.id)
            }
            None => None,
        };
        Ok(Filter {
            kind: self.kind.as_deref().map(|word| Kind::from_word(word).ok_or_else(malformed("kind"))).transpose()?,
            moderator: self.moderator.as_deref().map(str::parse).transpose().map_err(|_| malformed("moderator")())?,
            site,
            comment: self.comment.as_deref().map(str::parse).transpose().map_err(|_| malformed("comment")())?,
            since: moment("since", &self.since)?,
            until: moment("until", &self.until)?,
        })
    }

    /// From which place on, and how many; `usual` unless a number is asked for.
    ///
    /// # Errors
    /// A value that is none.
    pub fn place(&self, usual: usize, language: Language) -> Result<(Option<i64>, usize), Problem> {
        let after = self.after.as_deref().map(str::parse).transpose();
        let after = after.map_err(|_| Problem::parameter("after", language))?;
        Ok((after, query::limit(self.limit.as_deref(), usual, LARGEST_PAGE, language)?))
    }
}

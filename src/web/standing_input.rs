//! A standing as it is asked for: the same fields by the API and by the desk's form.

use serde::{Deserialize, Serialize};

use super::context::App;
use super::problem::{FieldProblem, Kind, Problem};
use super::query;
use crate::comment::{FieldError, Language, SiteId, SiteKey, StandingKind, Subject, Timestamp};
use crate::review::{StandingRequest, StandingState, WantedStandings};

/// A standing to be set.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingBody {
    /// `trust`, `hold` or `block`.
    #[schema(example = "block")]
    pub kind: String,
    /// `email`; for a block also `domain` (with its subdomains) or `ip`.
    #[schema(example = "ip")]
    pub subject: String,
    /// The address, the domain, or the IP address or range (CIDR, RFC 4632 and RFC 4291).
    #[schema(example = "203.0.113.0/24")]
    pub value: String,
    /// The key of the only site on which it is to be; all sites without it.
    #[serde(default)]
    #[schema(example = "courier")]
    pub site: Option<String>,
    /// Why, for colleagues: up to 500 characters.
    #[schema(example = "Sends the same insult from new addresses every night.")]
    pub reason: String,
    /// Until when: a moment (RFC 3339) or a day, the whole of it in UTC. For good without it.
    #[serde(default)]
    #[schema(example = "2027-03-31")]
    pub until: Option<String>,
    /// Whether you have seen whom a block would concern besides.
    #[serde(default)]
    pub confirm: bool,
}

impl StandingBody {
    /// Parses every field.
    ///
    /// # Errors
    /// Every field that was refused, all together, told in `language`; or the database did not answer.
    pub async fn parse(&self, app: &App, language: Language) -> Result<StandingRequest, Problem> {
        let mut refused = Vec::new();
        let mut refuse = |field: &str, error: FieldError| refused.push(FieldProblem::new(field, &error, language));
        let kind = StandingKind::from_word(&self.kind);
        if kind.is_none() {
            refuse("kind", FieldError::Unknown);
        }
        let subject = Subject::parse(&self.subject, &self.value);
        if let Err(error) = &subject {
            refuse(if *error == FieldError::Unknown { "subject" } else { "value" }, error.clone());
        }
        let site = match self.site.as_deref().filter(|key| !key.is_empty()) {
            Some(key) => match site_id(app, key, language).await? {
                Some(site) => Some(site),
                None => {
                    refuse("site", FieldError::Unknown);
                    None
                }
            },
            None => None,
        };
        let until = self.until.as_deref().filter(|text| !text.trim().is_empty()).map(read_end);
        if until == Some(None) {
            refuse("until", FieldError::NotADate);
        }
        if self.reason.trim().is_empty() {
            refuse("reason", FieldError::Required);
        }
        match (kind, subject) {
            (Some(kind), Ok(subject)) if refused.is_empty() => Ok(StandingRequest {
                kind,
                subject,
                site,
                reason: self.reason.clone(),
                until: until.flatten(),
                confirmed: self.confirm,
            }),
            _ => Err(Problem::fields(refused, language)),
        }
    }
}

/// Which standings are to be listed.
#[derive(Debug, Default, Clone, Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub struct StandingQuery {
    /// `trust`, `hold` or `block`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "decision")]
    pub kind: Option<String>,
    /// `email`, `domain` or `ip`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "email")]
    pub subject: Option<String>,
    /// Exactly this address, domain or range; with `subject`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "troll@example.org")]
    pub value: Option<String>,
    /// A site's key: those that act there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "courier")]
    pub site: Option<String>,
    /// `in-force`, `expired` or `lifted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "in-force")]
    pub state: Option<String>,
    /// The `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "188005752027773590")]
    pub after: Option<String>,
}

impl StandingQuery {
    /// Reads the query of an address, these names left out, and what was left empty in a form.
    ///
    /// # Errors
    /// A name that is none.
    pub fn read(query: &str, others: &[&str], language: Language) -> Result<Self, Problem> {
        query::read(query, others, language)
    }

    /// The same as the query of an address.
    pub fn address(&self) -> String {
        query::address(self)
    }

    /// What it asks for.
    ///
    /// # Errors
    /// A value that is none, or a site that is not known.
    pub async fn wanted(&self, app: &App, language: Language) -> Result<WantedStandings, Problem> {
        let malformed = |name: &'static str| move || Problem::parameter(name, language);
        let site = match &self.site {
            Some(key) => {
                let site = site_id(app, key, language).await?;
                Some(site.ok_or_else(|| Problem::new(Kind::UnknownSite, language))?)
            }
            None => None,
        };
        let subject_kind = self.subject.as_deref().map(|word| Subject::KINDS.into_iter().find(|kind| *kind == word));
        let subject = match (&self.value, self.subject.as_deref()) {
            (Some(value), Some(kind)) => Some(Subject::parse(kind, value).map_err(|_| malformed("value")())?.folded()),
            (Some(_), None) => return Err(Problem::parameter("value", language)),
            (None, _) => None,
        };
        Ok(WantedStandings {
            sites: None,
            site,
            kind: self
                .kind
                .as_deref()
                .map(|word| StandingKind::from_word(word).ok_or_else(malformed("kind")))
                .transpose()?,
            subject_kind: subject_kind
                .map(|kind| kind.map(str::to_owned).ok_or_else(malformed("subject")))
                .transpose()?,
            subject,
            state: self
                .state
                .as_deref()
                .map(|word| StandingState::from_word(word).ok_or_else(malformed("state")))
                .transpose()?,
            before: self.after.as_deref().map(str::parse).transpose().map_err(|_| malformed("after")())?,
        })
    }
}

async fn site_id(app: &App, key: &str, language: Language) -> Result<Option<SiteId>, Problem> {
    let Ok(key) = SiteKey::parse(key) else { return Ok(None) };
    let site = app.service.store.site(&key).await.map_err(|error| Problem::from_store(&error, language))?;
    Ok(site.map(|site| site.id))
}

/// The moment, or the end of the day, that a text names.
fn read_end(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let moment = match text.parse::<jiff::Timestamp>() {
        Ok(moment) => moment,
        Err(_) => {
            let day: jiff::civil::Date = text.parse().ok()?;
            jiff::tz::TimeZone::UTC.to_timestamp(day.tomorrow().ok()?.at(0, 0, 0, 0)).ok()?
        }
    };
    Some(Timestamp::from_micros(moment.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::read_end;

    #[test]
    fn a_day_ends_when_it_is_over_in_utc() {
        let end = |text: &str| read_end(text).map(|end| end.to_string());
        assert_eq!(end("2027-03-31"), Some("2027-04-01T00:00:00Z".into()));
        assert_eq!(end(" 2027-03-31T12:00:00+02:00"), Some("2027-03-31T10:00:00Z".into()));
        assert_eq!(end("31.3.2027"), None);
    }
}

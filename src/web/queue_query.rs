//! What is asked of the queue, in the query of an address: the same words for the API and for the desk.

use serde::{Deserialize, Serialize};

use super::context::App;
use super::problem::{Kind, Problem};
use super::query;
use crate::comment::{EmailAddress, Language, Role, SiteKey, ThreadKey, Timestamp};
use crate::intake::least_risk;
use crate::review::{LARGEST_PAGE, QueueOrder, QueuePosition, QueueRequest, Sieve, Tray};
use crate::rules::Outcome;
use crate::store::moderators::Moderator;
use crate::store::threads;
use crate::text::search::{self, Phrase};

/// Which part of which tray.
#[derive(Debug, Default, Clone, Deserialize, Serialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub struct QueueQuery {
    /// `pending` (the default), `reported` (published, and readers have reported it), `approved`, `refused` or `spam`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "pending")]
    pub status: Option<String>,
    /// Words of the text, all of which are to be found: `late ferr* "the old harbour"`. Words in quotation marks stand
    /// together, a star leaves a word open. Case and accents make no difference. Up to 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "late ferr*")]
    pub q: Option<String>,
    /// A site's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "courier")]
    pub site: Option<String>,
    /// A thread's key; with `site`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "river-ice")]
    pub thread: Option<String>,
    /// The language that was found in the text: `en`, `fr`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "en")]
    pub language: Option<String>,
    /// A rule that hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "insult.word")]
    pub rule: Option<String>,
    /// A clause of which a rule hit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "insult")]
    pub clause: Option<String>,
    /// The author's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "jane@example.org")]
    pub author: Option<String>,
    /// `yes`: with web addresses; `no`: without.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "yes")]
    pub links: Option<String>,
    /// `yes`: by authors who had not written before; `no`: by the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "yes")]
    pub first: Option<String>,
    /// `yes`: by trusted authors, where nothing holds the comment; `no`: the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "no")]
    pub trusted: Option<String>,
    /// With this outcome or a stronger one: `hint`, `warn`, `hold` or `refuse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "hold")]
    pub outcome: Option<String>,
    /// With this score at least: `1.5`. A comma is read as a point.
    #[param(value_type = Option<f64>, minimum = 0, exclusive_maximum = 1000, example = 1.5)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// `yes`: only those that no other moderator is reading.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "yes")]
    pub free: Option<String>,
    /// `risk` (the default: worst first, then oldest), `oldest` or `newest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "oldest")]
    pub order: Option<String>,
    /// The `next` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(example = "3000000.188005752027773590")]
    pub after: Option<String>,
    /// How many.
    #[param(value_type = Option<usize>, minimum = 1, maximum = 100, example = 50)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

impl QueueQuery {
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

    /// Whether it asks for a part of a tray only.
    pub fn sifts(&self) -> bool {
        let sieve = [
            &self.q,
            &self.site,
            &self.thread,
            &self.language,
            &self.rule,
            &self.clause,
            &self.author,
            &self.links,
            &self.first,
            &self.trusted,
            &self.outcome,
            &self.score,
        ];
        sieve.into_iter().any(Option::is_some)
    }

    /// What it asks for.
    ///
    /// # Errors
    /// A value that is none, a site or a thread that is not known.
    pub async fn request(&self, app: &App, asker: &Moderator, limit: usize) -> Result<QueueRequest, Problem> {
        let language = asker.language;
        let malformed = |name: &'static str| move || Problem::parameter(name, language);
        let from_store = |error| Problem::from_store(&error, language);
        let yes = |name: &'static str, word: &Option<String>| match word.as_deref() {
            None => Ok(None),
            Some("yes") => Ok(Some(true)),
            Some("no") => Ok(Some(false)),
            Some(_) => Err(Problem::parameter(name, language)),
        };
        let site = match &self.site {
            Some(key) => {
                let key = SiteKey::parse(key).map_err(|_| Problem::new(Kind::UnknownSite, language))?;
                let site = app.service.store.site(&key).await.map_err(from_store)?;
                // A site that may not be seen is none.
                let seen = site.filter(|site| asker.access.allows(Role::Viewer, site.id));
                Some(seen.ok_or_else(|| Problem::new(Kind::UnknownSite, language))?.id)
            }
            None => None,
        };
        let thread = match (&self.thread, site) {
            (Some(key), Some(site)) => {
                let unknown = || Problem::new(Kind::UnknownThread, language);
                let key = ThreadKey::parse(key).map_err(|_| unknown())?;
                let found = app.service.store.read(move |connection| threads::find(connection, site, &key)).await;
                Some(found.map_err(from_store)?.ok_or_else(unknown)?.id)
            }
            (Some(_), None) => return Err(Problem::parameter("thread", language)),
            (None, _) => None,
        };
        let author =
            self.author.as_ref().map(|address| EmailAddress::parse(address).map_err(|_| malformed("author")()));
        let tray =
            self.status.as_ref().map(|word| Tray::from_word(word).ok_or_else(malformed("status"))).transpose()?;
        let outcome = self.outcome.as_ref().map(|word| Outcome::from_word(word).ok_or_else(malformed("outcome")));
        Ok(QueueRequest {
            status: tray.map(Tray::status),
            sieve: Sieve {
                site,
                sites: None,
                thread,
                language: self.language.clone(),
                has_links: yes("links", &self.links)?,
                is_first: yes("first", &self.first)?,
                trusted: yes("trusted", &self.trusted)?,
                author: author.transpose()?.map(|address| address.folded()),
                rules: self.rule.clone().map(|rule| vec![rule]),
                risk: outcome.transpose()?.map(least_risk),
                free_for: match yes("free", &self.free)? {
                    Some(true) => Some((asker.id, Timestamp::now())),
                    _ => None,
                },
                reported: tray == Some(Tray::Reported),
                phrases: self.q.as_ref().map(|typed| searched(typed).ok_or_else(malformed("q"))).transpose()?,
                score: self.score.as_ref().map(|text| thousandths(text).ok_or_else(malformed("score"))).transpose()?,
            },
            clause: self.clause.clone(),
            order: self
                .order
                .as_ref()
                .map_or(Ok(QueueOrder::default()), |word| read_order(word).ok_or_else(malformed("order")))?,
            after: self.after.as_ref().map(|text| read_position(text).ok_or_else(malformed("after"))).transpose()?,
            limit: query::limit(self.limit.as_deref(), limit, LARGEST_PAGE, language)?,
        })
    }
}

/// The longest text to search for, in characters.
pub const LONGEST_SEARCH: usize = 200;

/// What is searched for; `None` where it is too long.
fn searched(typed: &str) -> Option<Vec<Phrase>> {
    (typed.chars().count() <= LONGEST_SEARCH).then(|| search::phrases(typed))
}

/// A score as the queue keeps it.
fn thousandths(text: &str) -> Option<i64> {
    // Many languages write a comma for the point.
    let score: f64 = text.trim().replace(',', ".").parse().ok().filter(|score: &f64| (0.0..1000.0).contains(score))?;
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "six digits at most")]
    Some((score * 1000.0).round() as i64)
}

/// A place in the queue as text, `risk.id`.
pub fn position_text(position: QueuePosition) -> String {
    format!("{}.{}", position.risk, position.id)
}

/// The place in the queue of a text that [`position_text`] gave.
fn read_position(text: &str) -> Option<QueuePosition> {
    let (risk, id) = text.split_once('.')?;
    Some(QueuePosition { risk: risk.parse().ok()?, id: id.parse().ok()? })
}

/// The order of a word.
fn read_order(word: &str) -> Option<QueueOrder> {
    match word {
        "risk" => Some(QueueOrder::Risk),
        "oldest" => Some(QueueOrder::Oldest),
        "newest" => Some(QueueOrder::Newest),
        _ => None,
    }
}

//! The audit log in the API: a page of it, or all that is asked for as JSON Lines. For owners.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::stream;
use serde::Serialize;

use crate::audit::{self, Actor, Entry, Filter, Log};
use crate::comment::{CommentId, ModeratorId, Role, SiteId, Timestamp};
use crate::web::audit_query::AuditQuery;
use crate::web::auth::Moderator;
use crate::web::context;
use crate::web::problem::Problem;

/// Entries on a page, unless another number is asked for.
const USUAL_PAGE: usize = 100;

/// The type of JSON Lines.
pub const JSON_LINES: &str = "application/x-ndjson";

/// A page of the audit log.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AuditPage {
    /// The entries, the last one first.
    entries: Vec<AuditEntry>,
    /// Where the next page begins, for `after`; `null` on the last page.
    #[schema(example = "188005752027773590")]
    next: Option<String>,
}

/// Something that was done.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AuditEntry {
    /// Its place in the chain, from 1 on, without a gap.
    number: i64,
    /// When it was appended, RFC 3339.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The same in microseconds since 1970, as it was hashed.
    at_micros: i64,
    /// What was done.
    #[schema(example = "decision")]
    kind: String,
    /// `moderator`, `command-line` or `system`.
    #[schema(example = "moderator")]
    actor: String,
    /// The moderator who did it.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    moderator: Option<ModeratorId>,
    /// On which site.
    #[schema(value_type = Option<String>, example = "courier")]
    site: Option<SiteId>,
    /// To which comment.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    comment: Option<CommentId>,
    /// The hash of the entry before: SHA-256 in hexadecimal.
    #[schema(example = "0000000000000000000000000000000000000000000000000000000000000000")]
    previous: String,
    /// Its own hash.
    #[schema(example = "13ad16c350e2b69d6ddf54b2936fe62b10cc310ad1f7609e5f367b9739807406")]
    hash: String,
    /// What else there is to say: ids, hashes and words of Placet's own.
    #[schema(value_type = Object)]
    facts: serde_json::Value,
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            number: entry.number,
            at: entry.at,
            at_micros: entry.at.as_micros(),
            kind: entry.kind,
            actor: entry.actor,
            moderator: entry.moderator,
            site: entry.site,
            comment: entry.comment,
            previous: audit::chain::hexadecimal(&entry.previous),
            hash: audit::chain::hexadecimal(&entry.hash),
            facts: serde_json::from_str(&entry.facts).unwrap_or_default(),
        }
    }
}

/// Read the audit log.
///
/// With `Accept: application/x-ndjson` the same as `/api/v1/audit.jsonl`.
#[utoipa::path(
    get, path = "/api/v1/audit", tag = "moderators", params(AuditQuery),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "A page of the log, the last entry first.", body = AuditPage),
        (status = "4XX", description = "Not an owner of every site, or a parameter that is none.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn page(moderator: Moderator, request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    moderator.must_everywhere(Role::Owner)?;
    let language = moderator.0.language;
    let query = AuditQuery::read(request.query_string(), language)?;
    let filter = query.filter(&app, language).await?;
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accepts.is_some_and(|value| value.contains(JSON_LINES)) {
        return lines(&app, moderator.0.id, filter).await.map_err(|error| Problem::from_store(&error, language));
    }
    let (after, limit) = query.place(USUAL_PAGE, language)?;
    let page = app.service.audit.page(filter, after, limit).await;
    let page = page.map_err(|error| Problem::from_store(&error, language))?;
    let entries = page.entries.into_iter().map(AuditEntry::from).collect();
    Ok(HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(AuditPage { entries, next: page.next.map(|number| number.to_string()) }))
}

/// Export the audit log as JSON Lines.
///
/// The first entry first, up to the one that tells of this export. `after` and `limit` are not heeded.
#[utoipa::path(
    get, path = "/api/v1/audit.jsonl", tag = "moderators", params(AuditQuery),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "An entry a line.", body = String, content_type = "application/x-ndjson"),
        (status = "4XX", description = "Not an owner of every site, or a parameter that is none.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn export(moderator: Moderator, request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    moderator.must_everywhere(Role::Owner)?;
    let language = moderator.0.language;
    let query = AuditQuery::read(request.query_string(), language)?;
    let filter = query.filter(&app, language).await?;
    // A page is not what is asked for here; a wrong one is wrong all the same.
    query.place(USUAL_PAGE, language)?;
    lines(&app, moderator.0.id, filter).await.map_err(|error| Problem::from_store(&error, language))
}

/// Every entry that is asked for, sent as it is read.
async fn lines(
    app: &context::App,
    moderator: ModeratorId,
    filter: Filter,
) -> Result<HttpResponse, crate::store::StoreError> {
    let log = app.service.audit.clone();
    let last = log.begin_export(Actor::Moderator(moderator), filter).await?;
    let body = stream::try_unfold((log, 0), move |(log, after): (Log, i64)| async move {
        let entries = log.next_of_export(filter, after, last).await.map_err(|error| {
            // Too late for another status: the answer breaks off, which its reader sees.
            tracing::error!(%error, "an export of the audit log broke off");
            std::io::Error::other("the export broke off")
        })?;
        let Some(end) = entries.last().map(|entry| entry.number) else { return Ok::<_, std::io::Error>(None) };
        let lines: String = entries.iter().map(|entry| audit::line(entry) + "\n").collect();
        Ok(Some((Bytes::from(lines), (log, end))))
    });
    Ok(HttpResponse::Ok()
        .content_type(JSON_LINES)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"placet-audit.jsonl\""))
        .streaming(body))
}

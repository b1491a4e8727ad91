//! `POST /api/v1/decisions`: one decision on several comments, each for itself.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::review::verdict;
use crate::comment::{CommentId, FieldError, Language, Source, Status};
use crate::review::{Confirmed, DecideError, Decided, MOST_AT_ONCE, Order};
use crate::web::auth::Moderator;
use crate::web::problem::{FieldProblem, Problem};
use crate::web::queue_query::QueueQuery;
use crate::web::{body, context};

/// One decision on several comments.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkBody {
    /// The comments, up to 100; or else `filter`.
    #[serde(default)]
    comments: Vec<Chosen>,
    /// All that a filter finds: the query of `GET /api/v1/queue`. With `count` and `until`.
    #[schema(example = "language=fr&links=yes")]
    filter: Option<String>,
    /// How many comments `GET /api/v1/queue/count` found: if there are more, nothing is decided.
    #[schema(example = 3)]
    count: Option<usize>,
    /// The `until` that it gave: nothing that came in later is decided on.
    #[schema(example = "188005752027773590")]
    until: Option<String>,
    /// `approve`, `refuse`, `spam` or `reopen` (back to the queue).
    #[schema(example = "spam")]
    verdict: String,
    /// For a refusal: the clause of the sites' netiquette.
    #[schema(example = "insult")]
    clause: Option<String>,
    /// A word to the readers, up to 500 characters.
    #[schema(example = "Please say it without the word.")]
    note: Option<String>,
}

/// A comment as it was read.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Its id.
    #[schema(example = "188005752027773590")]
    id: String,
    /// The version that was read.
    version: i64,
}

/// What became of each.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BulkAnswer {
    /// In the order in which they were sent.
    results: Vec<BulkResult>,
}

/// What became of one.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct BulkResult {
    /// The comment.
    #[schema(value_type = String, example = "188005752027773590")]
    id: CommentId,
    /// Where it stands now, if it was decided on.
    #[schema(value_type = Option<String>, example = "approved")]
    status: Option<Status>,
    /// Its version now, if it was decided on.
    version: Option<i64>,
    /// Why it was not.
    problem: Option<Problem>,
}

/// Decide on several comments.
///
/// Each is decided on for itself: what fails for one changes nothing for the others. Either `comments` names them, or
/// `filter` finds them, as many as `GET /api/v1/queue/count` has counted.
#[utoipa::path(
    post, path = "/api/v1/decisions", tag = "moderators", request_body = BulkBody,
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "What became of each.", body = BulkAnswer),
        (status = "4XX", description = "Nothing was decided.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn decide(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let sent: BulkBody = body::json(&request, payload, language).await?;
    let refused =
        |field: &str, error: &FieldError| Problem::fields(vec![FieldProblem::new(field, error, language)], language);
    let verdict = verdict(&sent.verdict, language)?;
    if sent.comments.len() > MOST_AT_ONCE {
        return Err(refused("comments", &FieldError::TooLong { max: MOST_AT_ONCE }));
    }
    if let Some(filter) = &sent.filter {
        let missing = |field: &str| refused(field, &FieldError::Required);
        if !sent.comments.is_empty() {
            return Err(refused("filter", &FieldError::Unknown));
        }
        let count = sent.count.ok_or_else(|| missing("count"))?;
        let until = sent.until.as_ref().ok_or_else(|| missing("until"))?;
        let until = until.parse().map_err(|_| refused("until", &FieldError::Unknown))?;
        let order = |comment, version| Order {
            comment,
            version,
            verdict,
            clause: sent.clause.clone(),
            note: sent.note.clone(),
            redact: false,
            last_report: None,
            moderator: Some(moderator.0.id),
            source: Source::Moderator,
        };
        let query = QueueQuery::read(filter, &[], language)?;
        let request = query.request(&app, &moderator.0, 1).await?;
        let decided = moderator.desk(&app).decide_matching(request, Confirmed { count, until }, order).await;
        let decided = decided.map_err(|error| Problem::from_bulk(&error, language))?;
        return Ok(answer(decided, language));
    }
    let order = |chosen: &Chosen| {
        Ok(Order {
            comment: chosen.id.parse().map_err(|_| refused("comments", &FieldError::Unknown))?,
            version: chosen.version,
            verdict,
            clause: sent.clause.clone(),
            note: sent.note.clone(),
            redact: false,
            last_report: None,
            moderator: Some(moderator.0.id),
            source: Source::Moderator,
        })
    };
    let orders = sent.comments.iter().map(order).collect::<Result<Vec<Order>, Problem>>()?;
    Ok(answer(moderator.desk(&app).decide_many(orders).await, language))
}

/// What became of each, as it is told.
fn answer(results: Vec<(CommentId, Result<Decided, DecideError>)>, language: Language) -> HttpResponse {
    let results = results.into_iter().map(|(id, result)| match result {
        Ok(made) => BulkResult { id, status: Some(made.status), version: Some(made.version), problem: None },
        Err(error) => {
            BulkResult { id, status: None, version: None, problem: Some(Problem::from_decide(&error, language)) }
        }
    });
    HttpResponse::Ok().json(BulkAnswer { results: results.collect() })
}

/// How many comments a filter finds.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct QueueCount {
    /// How many, up to 2000.
    #[schema(example = 3)]
    count: usize,
    /// Whether there are more: a decision takes in the oldest 2000 of them.
    more: bool,
    /// Nothing that came in after this comment is counted.
    #[schema(value_type = String, example = "188005752027773590")]
    until: CommentId,
}

/// Count what a filter finds, to decide on all of it.
#[utoipa::path(
    get, path = "/api/v1/queue/count", tag = "moderators", params(QueueQuery),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "How many.", body = QueueCount),
        (status = "4XX", description = "Not logged in, or a parameter that is none.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn count(moderator: Moderator, request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let query = QueueQuery::read(request.query_string(), &[], language)?;
    let asked = query.request(&app, &moderator.0, 1).await?;
    let found = moderator.desk(&app).matching(asked, None).await;
    let found = found.map_err(|error| Problem::from_store(&error, language))?;
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(QueueCount {
        count: found.comments.len(),
        more: found.has_more,
        until: found.until,
    }))
}

//! `POST /api/v1/decisions`: one decision on several comments, each for itself.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::review::verdict;
use crate::comment::{CommentId, FieldError, Source, Status};
use crate::review::{MOST_AT_ONCE, Order};
use crate::web::auth::Moderator;
use crate::web::problem::{FieldProblem, Problem};
use crate::web::{body, context};

/// One decision on several comments.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkBody {
    /// The comments, up to 100.
    comments: Vec<Chosen>,
    /// `approve`, `refuse`, `spam` or `reopen` (back to the queue).
    #[schema(example = "spam")]
    verdict: String,
    /// For a refusal: the clause of the sites' netiquette.
    clause: Option<String>,
    /// A word to the readers, up to 500 characters.
    note: Option<String>,
}

/// A comment as it was read.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Its id.
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
    #[schema(value_type = String)]
    id: CommentId,
    /// Where it stands now, if it was decided on.
    #[schema(value_type = Option<String>)]
    status: Option<Status>,
    /// Its version now, if it was decided on.
    version: Option<i64>,
    /// Why it was not.
    problem: Option<Problem>,
}

/// Decide on several comments.
///
/// Each is decided on for itself: what fails for one changes nothing for the others.
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
    let order = |chosen: &Chosen| {
        Ok(Order {
            comment: chosen.id.parse().map_err(|_| refused("comments", &FieldError::Unknown))?,
            version: chosen.version,
            verdict,
            clause: sent.clause.clone(),
            note: sent.note.clone(),
            redact: false,
            moderator: Some(moderator.0.id),
            source: Source::Moderator,
        })
    };
    let orders = sent.comments.iter().map(order).collect::<Result<Vec<Order>, Problem>>()?;
    let results = moderator.desk(&app).decide_many(orders).await.into_iter().map(|(id, result)| match result {
        Ok(made) => BulkResult { id, status: Some(made.status), version: Some(made.version), problem: None },
        Err(error) => {
            BulkResult { id, status: None, version: None, problem: Some(Problem::from_decide(&error, language)) }
        }
    });
    Ok(HttpResponse::Ok().json(BulkAnswer { results: results.collect() }))
}

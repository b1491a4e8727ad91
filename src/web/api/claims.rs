//! `/api/v1/claims`: which comments a moderator is reading, so that nobody else is given them.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::comment::{CommentId, FieldError, Language, Role};
use crate::review::MOST_AT_ONCE;
use crate::web::auth::Moderator;
use crate::web::problem::{FieldProblem, Problem};
use crate::web::view::HeldView;
use crate::web::{body, context};

/// Which comments.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimBody {
    /// Their ids, up to 100.
    comments: Vec<String>,
    /// Whether those that somebody else holds are taken over.
    #[serde(default)]
    take_over: bool,
}

/// What could not be claimed.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ClaimAnswer {
    /// The comments that somebody else holds; all the others are claimed.
    held: Vec<HeldView>,
}

/// Claim comments.
///
/// For two minutes nobody else is given them or decides on them; claiming them again renews that. Whoever may decide nowhere claims
/// nothing; comments on which they may not decide are passed over.
#[utoipa::path(
    post, path = "/api/v1/claims", tag = "moderators", request_body = ClaimBody,
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "Claimed, but those that are named.", body = ClaimAnswer),
        (status = "4XX", description = "Nothing was claimed.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn claim(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let sent: ClaimBody = body::json(&request, payload, language).await?;
    let comments = ids(&sent.comments, language)?;
    if !moderator.0.access.allows_somewhere(Role::Moderator) {
        return Err(Problem::not_allowed(Role::Moderator, language));
    }
    let held = moderator.desk(&app).claim(moderator.0.id, comments, sent.take_over).await;
    let held = held.map_err(|error| Problem::from_store(&error, language))?;
    let held = held.into_iter().map(HeldView::from).collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(ClaimAnswer { held }))
}

/// Give claims back.
#[utoipa::path(
    delete, path = "/api/v1/claims", tag = "moderators", request_body = ClaimBody,
    security(("token" = []), ("session" = [])),
    responses(
        (status = 204, description = "Given back, those that were one's own."),
        (status = "4XX", description = "Nothing was given back.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn release(
    moderator: Moderator,
    request: HttpRequest,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let sent: ClaimBody = body::json(&request, payload, language).await?;
    let comments = ids(&sent.comments, language)?;
    let released = moderator.desk(&app).release(moderator.0.id, comments).await;
    released.map_err(|error| Problem::from_store(&error, language))?;
    Ok(HttpResponse::NoContent().finish())
}

fn ids(comments: &[String], language: Language) -> Result<Vec<CommentId>, Problem> {
    let refused = |error: &FieldError| Problem::fields(vec![FieldProblem::new("comments", error, language)], language);
    if comments.len() > MOST_AT_ONCE {
        return Err(refused(&FieldError::TooLong { max: MOST_AT_ONCE }));
    }
    comments.iter().map(|id| id.parse().map_err(|_| refused(&FieldError::Unknown))).collect()
}

//! `POST …/comments/{id}/reports`: a reader reports a published comment.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::comment::{CommentId, Language, SiteKey, ThreadKey};
use crate::intake::ReportOrder;
use crate::web::context::{self, App};
use crate::web::problem::{Kind, Problem};
use crate::web::{body, client};

/// A report.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReportBody {
    /// The clause of the site's netiquette that it breaks; none, if it is something else.
    #[schema(example = "insult")]
    clause: Option<String>,
    /// What is wrong with it, in up to 1,000 characters.
    #[schema(max_length = 1000, example = "This is about my neighbour, who cannot answer.")]
    word: Option<String>,
}

/// What became of it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct ReportAnswer {
    /// The comment that is reported.
    #[schema(value_type = String, example = "188005752027773590")]
    comment: CommentId,
}

/// Takes one report from the client's bucket.
///
/// # Errors
/// A problem, and how many seconds to wait: too many came from there.
pub fn limit(request: &HttpRequest, app: &App, language: Language) -> Result<(), (Problem, u64)> {
    let Some(address) = client::address(request, app.trusted_proxies) else { return Ok(()) };
    let taken = app.service.reports.take(client::household(address));
    taken.map_err(|wait| (Problem::new(Kind::TooManyReports, language), wait.as_secs() + 1))
}

/// Keeps a report for the editors; whether it is a new one.
///
/// # Errors
/// A problem: what is wrong with it.
pub async fn keep(
    request: &HttpRequest,
    app: &App,
    place: (SiteKey, ThreadKey, CommentId),
    said: (Option<String>, Option<String>),
    language: Language,
) -> Result<bool, Problem> {
    let (site, thread, comment) = place;
    let (clause, word) = said;
    let household = client::address(request, app.trusted_proxies).map(client::household);
    let reporter = app.service.seal.reporter(household);
    let order = ReportOrder { site, thread, comment, reporter, clause, word };
    app.service.intake.report(order).await.map_err(|error| Problem::from_report(&error, language))
}

/// Report a published comment.
///
/// It stays published until an editor decides. A second report of the same comment from the same address counts no more
/// than the first, and is answered with 200.
#[utoipa::path(
    post, path = "/api/v1/sites/{site}/threads/{thread}/comments/{id}/reports", tag = "readers",
    params(
        ("site" = String, Path, description = "The site's key.", example = "courier"),
        ("thread" = String, Path, description = "The thread's key.", example = "river-ice"),
        ("id" = String, Path, description = "The comment's id.", example = "188005752027773590"),
    ),
    request_body = ReportBody,
    responses(
        (status = 201, description = "Kept for the editors.", body = ReportAnswer),
        (status = 200, description = "It was reported from there already.", body = ReportAnswer),
        (status = 429, description = "Too many reports from this address; try again after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Not kept; the body says why and what to do.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Too many are waiting; try again after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn report(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (site, language) = app.site(&request, &path.0).await?;
    if let Err((problem, seconds)) = limit(&request, &app, language) {
        let mut answer = actix_web::ResponseError::error_response(&problem);
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
        return Ok(answer);
    }
    let thread = context::thread_key(&path.1, language)?;
    let comment = path.2.parse().map_err(|_| Problem::new(Kind::UnknownComment, language))?;
    let sent: ReportBody = body::json(&request, payload, language).await?;
    let place = (site.key.clone(), thread, comment);
    let is_new = keep(&request, &app, place, (sent.clause, sent.word), language).await?;
    let mut response = if is_new { HttpResponse::Created() } else { HttpResponse::Ok() };
    Ok(response.insert_header((header::CACHE_CONTROL, "no-store")).json(ReportAnswer { comment }))
}

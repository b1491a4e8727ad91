//! `POST …/check`: a draft is read by the rules before it is sent; nothing is kept.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use crate::comment::{FieldError, Language};
use crate::intake::Unsent;
use crate::web::problem::{FieldProblem, Kind, Problem};
use crate::web::view::{self, HitView};
use crate::web::{body, client, context};

/// A draft.
#[derive(Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CheckBody {
    /// The text so far.
    #[schema(required = false, example = "WHAT A SHAME")]
    text: String,
    /// The author's name, if it is there.
    name: Option<String>,
    /// The author's address, if it is there.
    email: Option<String>,
    /// The language of the messages: `en` or `fr`. The site's own if none is given.
    #[schema(example = "en")]
    language: Option<String>,
}

/// What may be mended.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CheckAnswer {
    /// Each place, with the clause, the message and the span in UTF-16 code units (`utf16_start`, `utf16_end`).
    hits: Vec<HitView>,
}

/// Check a draft before it is sent.
///
/// Answers what a rule would have the reader mend; the draft is not kept.
#[utoipa::path(
    post, path = "/api/v1/sites/{site}/threads/{thread}/check", tag = "readers",
    params(("site" = String, Path, description = "The site's key.", example = "courier"), ("thread" = String, Path, description = "The thread's key.", example = "river-ice")),
    request_body = CheckBody,
    responses(
        (status = 200, description = "What may be mended; nothing, if there are no hits.", body = CheckAnswer),
        (status = 429, description = "Too many checks from this address; try again after `Retry-After` seconds.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Not checked; the body says why and what to do.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn check(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let (site, language) = app.site(&request, &path.0).await?;
    let ip = client::address(&request, app.trusted_proxies);
    if let Some(Err(wait)) = ip.map(|address| app.service.checks.take(client::household(address))) {
        let mut answer = actix_web::ResponseError::error_response(&Problem::new(Kind::TooManyChecks, language));
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(wait.as_secs() + 1));
        return Ok(answer);
    }
    let thread = context::thread_key(&path.1, language)?;
    let sent: CheckBody = body::json(&request, payload, language).await?;
    let language = sent.language.as_deref().and_then(Language::from_tag).unwrap_or(language);
    let text = sent.text;
    let max = app.service.limits.max;
    if text.chars().count() > max {
        let problem = FieldProblem::new("text", &FieldError::TooLong { max }, language);
        return Err(Problem::fields(vec![problem], language));
    }
    let unsent = Unsent { site: site.key.clone(), thread, text: text.clone(), name: sent.name, email: sent.email, ip };
    let checked = app.service.intake.check(unsent).await;
    let (rules, found) = checked.map_err(|error| Problem::from_submit(&error, language))?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(response.json(CheckAnswer { hits: view::hits(&found, Some(&rules), &text, language) }))
}

//! Notes between moderators, and the mail that a verdict would send.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

use super::review::{comment_id, verdict};
use crate::comment::NoteId;
use crate::notify::{Intent, Preview};
use crate::web::auth::Moderator;
use crate::web::body;
use crate::web::context::{self, App};
use crate::web::preview;
use crate::web::problem::Problem;

/// A note on a comment.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteBody {
    /// What colleagues should know, up to 2,000 characters. Readers never see it.
    #[schema(example = "The same person wrote to us by letter.")]
    text: String,
}

/// The note that was appended.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NoteAnswer {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    id: NoteId,
}

/// What is about to be decided.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewBody {
    /// `approve`, `refuse`, `spam` or `reopen`.
    #[schema(example = "refuse")]
    verdict: String,
    /// For a refusal: the clause.
    #[schema(example = "insult")]
    clause: Option<String>,
    /// A word to the reader.
    #[schema(example = "Please say it without the word.")]
    note: Option<String>,
    /// Whether an approved comment is published without what its rules offer to take out.
    #[serde(default)]
    redact: bool,
}

/// The mail that would be sent.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct PreviewAnswer {
    /// `null` where none would be.
    mail: Option<Preview>,
}

/// Note something on a comment, for colleagues.
#[utoipa::path(
    post, path = "/api/v1/comments/{id}/notes", tag = "moderators", params(("id" = String, Path, description = "The comment's id.", example = "188005752027773590")),
    request_body = NoteBody, security(("token" = []), ("session" = [])),
    responses(
        (status = 201, description = "Noted.", body = NoteAnswer),
        (status = "4XX", description = "Not noted.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn note(
    moderator: Moderator,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let comment = comment_id(&path, language)?;
    let sent: NoteBody = body::json(&request, payload, language).await?;
    let noted = moderator.desk(&app).note(comment, moderator.0.id, &sent.text).await;
    let id = noted.map_err(|error| Problem::from_decide(&error, language))?;
    Ok(HttpResponse::Created().json(NoteAnswer { id }))
}

/// Read the mail that a verdict would send, without deciding.
#[utoipa::path(
    post, path = "/api/v1/comments/{id}/preview", tag = "moderators", params(("id" = String, Path, description = "The comment's id.", example = "188005752027773590")),
    request_body = PreviewBody, security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "The mail.", body = PreviewAnswer),
        (status = "4XX", description = "No such comment, or not logged in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn preview(
    moderator: Moderator,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let comment = comment_id(&path, language)?;
    let sent: PreviewBody = body::json(&request, payload, language).await?;
    let verdict = verdict(&sent.verdict, language)?;
    let intent = Intent { clause: sent.clause, note: sent.note, redacted: None };
    let app: &App = &app;
    let mail = preview::of(app, &moderator.desk(app), comment, verdict, intent, sent.redact, language).await?;
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(PreviewAnswer { mail }))
}

//! The review API: the queue, one comment with all its hits, a decision, its undoing.

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;

use crate::comment::{CommentId, FieldError, Language, Source, Status, Verdict};
use crate::review::{Decided, Item, Order};
use crate::web::auth::Moderator;
use crate::web::problem::{FieldProblem, Kind, Problem};
use crate::web::queue_query::{QueueQuery, position_text};
use crate::web::view::{HeldView, ReviewView};
use crate::web::{body, context};

/// Comments on a page of the queue, unless another number is asked for.
const USUAL_PAGE: usize = 50;

/// A page of the queue.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct QueuePage {
    /// The comments, in order. There may be fewer than asked for, or none, and still a next page.
    comments: Vec<ReviewView>,
    /// Where the next page begins, for `after`; `null` on the last page.
    #[schema(example = "3000000.188005752027773590")]
    next: Option<String>,
}

/// A decision.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// The version that was read: if it has changed since, nothing is decided.
    version: i64,
    /// `approve`, `refuse`, `spam` or `reopen` (back to the queue).
    #[schema(example = "refuse")]
    verdict: String,
    /// For a refusal: the clause of the site's netiquette.
    #[schema(example = "insult")]
    clause: Option<String>,
    /// A word to the reader, up to 500 characters.
    #[schema(example = "Please say it without the word.")]
    note: Option<String>,
    /// Whether an approved comment is published without what its rules offer to take out.
    #[serde(default)]
    redact: bool,
    /// Where a reported comment is kept: the last report that was read. What was reported later stays open; without
    /// this, nothing does.
    #[schema(example = "188005752027773590")]
    last_report: Option<String>,
}

/// Which decision to take back: the last one, if the comment still has this version.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoBody {
    /// The version that was read.
    version: i64,
}

/// Where a comment stands after a decision.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct DecisionAnswer {
    /// The comment.
    #[schema(value_type = String, example = "188005752027773590")]
    id: CommentId,
    /// Where it stands now.
    #[schema(value_type = String, example = "refused")]
    status: Status,
    /// Its version now.
    version: i64,
}

impl From<Decided> for DecisionAnswer {
    fn from(decided: Decided) -> Self {
        Self { id: decided.comment, status: decided.status, version: decided.version }
    }
}

/// List the queue.
#[utoipa::path(
    get, path = "/api/v1/queue", tag = "moderators", params(QueueQuery),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "A page of the queue.", body = QueuePage),
        (status = "4XX", description = "Not logged in, or a parameter that is none.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn queue(moderator: Moderator, request: HttpRequest, app: context::Shared) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let query = QueueQuery::read(request.query_string(), &[], language)?;
    let asked = query.request(&app, &moderator.0, USUAL_PAGE).await?;
    let found = moderator.desk(&app).queue_with_claims(moderator.0.id, asked).await;
    let (page, held) = found.map_err(|error| Problem::from_store(&error, language))?;
    let held: Vec<HeldView> = held.into_iter().map(HeldView::from).collect();
    let mut comments = Vec::with_capacity(page.items.len());
    for item in &page.items {
        comments.push(view(&app, item, language).await?);
    }
    for comment in &mut comments {
        comment.claim = held.iter().find(|held| held.comment == comment.id).cloned();
    }
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(QueuePage { comments, next: page.next.map(position_text) }))
}

/// Read one comment with all its hits and its trail.
#[utoipa::path(
    get, path = "/api/v1/comments/{id}", tag = "moderators", params(("id" = String, Path, description = "The comment's id.", example = "188005752027773590")),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "The comment.", body = ReviewView),
        (status = "4XX", description = "No such comment, or not logged in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn one(moderator: Moderator, path: web::Path<String>, app: context::Shared) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let id = comment_id(&path, language)?;
    let item = moderator.desk(&app).one(id).await.map_err(|error| Problem::from_store(&error, language))?;
    let item = item.ok_or_else(|| Problem::new(Kind::UnknownComment, language))?;
    let held = moderator.desk(&app).held_by_others(moderator.0.id, vec![id]).await;
    let claim = held.map_err(|error| Problem::from_store(&error, language))?.pop().map(HeldView::from);
    let comment = ReviewView { claim, ..view(&app, &item, language).await? };
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(comment))
}

/// Decide on a comment.
///
/// Of two opposite decisions on the same version, one wins; the other gets a 409 that shows it.
#[utoipa::path(
    post, path = "/api/v1/comments/{id}/decisions", tag = "moderators", params(("id" = String, Path, description = "The comment's id.", example = "188005752027773590")),
    request_body = DecisionBody, security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "Decided.", body = DecisionAnswer),
        (status = 409, description = "Another decision stands, or somebody else is reading the comment; `current` shows it.", body = Problem, content_type = "application/problem+json"),
        (status = "4XX", description = "Not decided.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn decide(
    moderator: Moderator,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let comment = comment_id(&path, language)?;
    let sent: DecisionBody = body::json(&request, payload, language).await?;
    let verdict = verdict(&sent.verdict, language)?;
    let unknown = |_| Problem::fields(vec![FieldProblem::new("last_report", &FieldError::Unknown, language)], language);
    let last_report = sent.last_report.map(|id| id.parse().map_err(unknown)).transpose()?;
    let order = Order {
        comment,
        version: sent.version,
        verdict,
        clause: sent.clause,
        note: sent.note,
        redact: sent.redact,
        last_report,
        moderator: Some(moderator.0.id),
        source: Source::Moderator,
    };
    let decided = moderator.desk(&app).decide(order).await.map_err(|error| Problem::from_decide(&error, language))?;
    Ok(HttpResponse::Ok().json(DecisionAnswer::from(decided)))
}

/// Take the last decision back.
#[utoipa::path(
    post, path = "/api/v1/comments/{id}/undo", tag = "moderators", params(("id" = String, Path, description = "The comment's id.", example = "188005752027773590")),
    request_body = UndoBody, security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "Taken back.", body = DecisionAnswer),
        (status = "4XX", description = "Nothing was taken back.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn undo(
    moderator: Moderator,
    request: HttpRequest,
    path: web::Path<String>,
    payload: web::Payload,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let comment = comment_id(&path, language)?;
    let sent: UndoBody = body::json(&request, payload, language).await?;
    let undone = moderator.desk(&app).undo(comment, sent.version, Some(moderator.0.id)).await;
    let undone = undone.map_err(|error| Problem::from_decide(&error, language))?;
    Ok(HttpResponse::Ok().json(DecisionAnswer::from(undone)))
}

/// A verdict by its word.
///
/// # Errors
/// A problem that names the field.
pub(super) fn verdict(word: &str, language: Language) -> Result<Verdict, Problem> {
    Verdict::from_word(word)
        .ok_or_else(|| Problem::fields(vec![FieldProblem::new("verdict", &FieldError::Unknown, language)], language))
}

/// The comment of a path.
///
/// # Errors
/// A problem: it cannot be an id.
pub(super) fn comment_id(raw: &str, language: Language) -> Result<CommentId, Problem> {
    raw.parse().map_err(|_| Problem::new(Kind::UnknownComment, language))
}

/// The view of a comment, in the words of its site's rules.
pub async fn view(app: &context::App, item: &Item, language: Language) -> Result<ReviewView, Problem> {
    let site = app.service.store.site_by_id(item.comment.site).await;
    let site = site.map_err(|error| Problem::from_store(&error, language))?;
    let rules = site.as_ref().and_then(|site| app.service.rules.load().for_site(site.key.as_str(), &site.pack));
    let key = site.as_ref().map_or("", |site| site.key.as_str());
    Ok(ReviewView::new(item, key, rules.as_deref(), language))
}

//! What stands around a comment, and how full the trays are: what the desk's pages show, in the API.

use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::review::comment_id;
use crate::comment::{CommentId, Status, Timestamp};
use crate::review::{Surroundings, TrayCount};
use crate::store::comments::Comment;
use crate::web::auth::Moderator;
use crate::web::context;
use crate::web::problem::{Kind, Problem};

/// Up to so many comments of a tray are counted.
const MOST_COUNTED: usize = 10_000;

/// Another comment, in short.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NeighbourView {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    id: CommentId,
    /// The name under which it was written.
    #[schema(example = "Jane Doe")]
    name: String,
    /// Its text as it was written.
    #[schema(example = "The river broke up in April when I was a child.")]
    text: String,
    /// Where it stands.
    #[schema(value_type = String, example = "approved")]
    status: Status,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<&Comment> for NeighbourView {
    fn from(comment: &Comment) -> Self {
        Self {
            id: comment.id,
            name: comment.author_name.clone(),
            text: comment.text.clone(),
            status: comment.status,
            created_at: comment.created_at,
        }
    }
}

/// How many of an author's comments stand somewhere.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct AuthorCountView {
    /// Where.
    #[schema(value_type = String, example = "approved")]
    status: Status,
    /// How many of the newest two hundred.
    #[schema(example = 12)]
    count: usize,
}

/// What is known of an author, on the sites that may be seen.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct HistoryView {
    /// Where the newest two hundred comments stand.
    counts: Vec<AuthorCountView>,
    /// The names under which they were written, the newest first.
    names: Vec<String>,
    /// Other addresses by which approved comments of this site were written under this name; five at most.
    namesakes: Vec<String>,
    /// When the first of them was submitted.
    #[schema(value_type = String, format = DateTime)]
    first_seen: Timestamp,
    /// The newest but this one.
    latest: Vec<NeighbourView>,
}

/// A comment with much of the same text that was decided on.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SimilarView {
    /// The comment; where it stands is how it was decided.
    comment: NeighbourView,
    /// The share of what both texts have in common, from 0 to 1.
    #[schema(example = 0.75)]
    share: f64,
}

/// What stands around a comment.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SurroundingsView {
    /// The comments that it answers, the nearest first.
    above: Vec<NeighbourView>,
    /// The nearest comments of its thread, in their order.
    neighbours: Vec<NeighbourView>,
    /// Its author.
    author: HistoryView,
    /// Decided comments with much of the same text, the most alike first.
    similar: Vec<SimilarView>,
}

impl From<Surroundings> for SurroundingsView {
    fn from(found: Surroundings) -> Self {
        let short = |comments: &[Comment]| comments.iter().map(NeighbourView::from).collect();
        let counts = found.author.counts.into_iter().map(|(status, count)| AuthorCountView { status, count });
        let similar =
            found.similar.iter().map(|(comment, share)| SimilarView { comment: comment.into(), share: *share });
        Self {
            above: short(&found.above),
            neighbours: short(&found.neighbours),
            author: HistoryView {
                counts: counts.collect(),
                names: found.author.names,
                namesakes: found.author.namesakes,
                first_seen: found.author.first_seen,
                latest: short(&found.author.latest),
            },
            similar: similar.collect(),
        }
    }
}

/// How full a tray is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TrayView {
    /// Which: `pending`, `reported`, `approved`, `refused` or `spam`.
    #[schema(example = "pending")]
    tray: &'static str,
    /// How many comments there are, counted up to 10,000.
    #[schema(example = 412)]
    count: usize,
    /// When the oldest was submitted; in the tray of what is reported, when it was reported. `null` in an empty one.
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest: Option<Timestamp>,
}

impl From<TrayCount> for TrayView {
    fn from(found: TrayCount) -> Self {
        Self { tray: found.tray.as_str(), count: found.count, oldest: found.oldest }
    }
}

/// The trays, in the order of the desk.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct TraysView {
    /// Each with its count.
    trays: Vec<TrayView>,
}

/// Read what stands around a comment: what it answers, its thread, its author, what was decided of its like.
#[utoipa::path(
    get, path = "/api/v1/comments/{id}/surroundings", tag = "moderators", params(("id" = String, Path, description = "The comment's id.", example = "188005752027773590")),
    security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "What stands around it.", body = SurroundingsView),
        (status = "4XX", description = "No such comment, or not logged in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn around(
    moderator: Moderator,
    path: web::Path<String>,
    app: context::Shared,
) -> Result<HttpResponse, Problem> {
    let language = moderator.0.language;
    let id = comment_id(&path, language)?;
    let found = moderator.desk(&app).surroundings(id).await.map_err(|error| Problem::from_store(&error, language))?;
    let found = found.ok_or_else(|| Problem::new(Kind::UnknownComment, language))?;
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(SurroundingsView::from(found)))
}

/// Count the trays, each with the age of its oldest comment.
#[utoipa::path(
    get, path = "/api/v1/trays", tag = "moderators", security(("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "The trays.", body = TraysView),
        (status = "4XX", description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub async fn trays(moderator: Moderator, app: context::Shared) -> Result<HttpResponse, Problem> {
    let found = moderator.desk(&app).counts(MOST_COUNTED).await;
    let found = found.map_err(|error| Problem::from_store(&error, moderator.0.language))?;
    let trays = found.into_iter().map(TrayView::from).collect();
    Ok(HttpResponse::Ok().insert_header(("cache-control", "no-store")).json(TraysView { trays }))
}

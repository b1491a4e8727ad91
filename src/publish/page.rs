//! One page of a thread, as readers get it.

use std::collections::HashMap;

use super::body_html;
use crate::comment::{CommentId, Status, ThreadKey, Timestamp};
use crate::store::comments::{self, Comment};
use crate::store::threads::Thread;
use crate::store::{AnyConnection, StoreError};

/// The most first comments on a page; their replies come with them.
pub const LARGEST_PAGE: usize = 100;

/// A page of a thread.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ThreadPage {
    /// The thread.
    pub thread: ThreadView,
    /// Its first comments, oldest first, each with the replies below it.
    pub comments: Vec<PublishedComment>,
    /// Where the next page begins, for `after`; `null` on the last page.
    #[schema(value_type = Option<String>, example = "188005752027773590")]
    pub next: Option<CommentId>,
}

/// What readers know of a thread.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct ThreadView {
    /// Its key.
    #[schema(value_type = String, example = "river-ice")]
    pub key: ThreadKey,
    /// The article's title, where it is known.
    #[schema(example = "River ice breaks a month early")]
    pub title: Option<String>,
    /// Whether it takes comments.
    pub open: bool,
    /// How many comments are published, on all pages.
    pub published: i64,
}

/// A published comment; or, where `removed`, the place of one that was taken down above others that were not.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct PublishedComment {
    /// Its id.
    #[schema(value_type = String, example = "188005752027773590")]
    pub id: CommentId,
    /// Whether the comment was taken down: then it has neither author nor text.
    pub removed: bool,
    /// Who wrote it.
    pub author: Option<Author>,
    /// What it says, as typed.
    #[schema(example = "A careful piece, thank you.")]
    pub text: Option<String>,
    /// The same as safe HTML, with links.
    #[schema(example = "<p>A careful piece, thank you.</p>")]
    pub html: Option<String>,
    /// When it was submitted.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// The published comments that answer it, oldest first.
    #[schema(no_recursion)]
    pub replies: Vec<PublishedComment>,
}

/// Who wrote a comment, as far as readers are told.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Author {
    /// The name.
    #[schema(example = "Jane Doe")]
    pub name: String,
    /// The website.
    #[schema(example = "https://example.org")]
    pub website: Option<String>,
}

impl ThreadPage {
    /// The page of a thread under which nobody has written yet.
    pub fn empty(key: ThreadKey) -> Self {
        let thread = ThreadView { key, title: None, open: true, published: 0 };
        Self { thread, comments: Vec::new(), next: None }
    }
}

/// Reads a page: two queries, whatever the depth of the replies.
///
/// # Errors
/// The query failed.
pub fn read_page(
    connection: &mut AnyConnection,
    thread: &Thread,
    after: Option<CommentId>,
    limit: usize,
) -> Result<ThreadPage, StoreError> {
    let limit = limit.clamp(1, LARGEST_PAGE);
    let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut roots = comments::shown_roots(connection, thread.id, after, more)?;
    let next = (roots.len() > limit).then(|| roots.truncate(limit)).and_then(|()| roots.last().map(|last| last.id));
    let ids: Vec<CommentId> = roots.iter().map(|root| root.id).collect();
    let replies = comments::shown_replies(connection, &ids)?;
    Ok(ThreadPage { thread: view(thread), comments: tree(roots, replies), next })
}

fn view(thread: &Thread) -> ThreadView {
    ThreadView {
        key: thread.key.clone(),
        title: thread.public_title().map(str::to_owned),
        open: thread.is_open(Timestamp::now()),
        published: thread.published,
    }
}

/// Hangs each reply below the comment that it answers.
fn tree(roots: Vec<Comment>, replies: Vec<Comment>) -> Vec<PublishedComment> {
    let mut below: HashMap<CommentId, Vec<PublishedComment>> = HashMap::new();
    // A reply is younger than what it answers, so from the youngest on every branch is complete when it is hung.
    for reply in replies.into_iter().rev() {
        let parent = reply.parent;
        let published = published(reply, &mut below);
        if let Some(parent) = parent {
            below.entry(parent).or_default().push(published);
        }
    }
    roots.into_iter().map(|root| published(root, &mut below)).collect()
}

fn published(comment: Comment, below: &mut HashMap<CommentId, Vec<PublishedComment>>) -> PublishedComment {
    let mut replies = below.remove(&comment.id).unwrap_or_default();
    replies.reverse();
    let shown = comment.status == Status::Approved;
    PublishedComment {
        id: comment.id,
        removed: !shown,
        html: shown.then(|| body_html(comment.published_text())),
        text: shown.then(|| comment.published_text().to_owned()),
        author: shown.then_some(Author { name: comment.author_name, website: comment.author_website }),
        created_at: comment.created_at,
        replies,
    }
}

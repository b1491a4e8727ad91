//! Comments: kept, found again when sent twice, moved from status to status.

use diesel::prelude::*;

use super::connection::directly;
use super::past::OF_AUTHOR;
use super::schema::comments;
use super::words::Words;
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{
    CommentId, CommentText, EmailAddress, Language, PersonName, SiteId, StandingId, Status, ThreadId, Timestamp,
    Website,
};

/// A comment as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its id.
    pub id: CommentId,
    /// Its site.
    pub site: SiteId,
    /// Its thread.
    pub thread: ThreadId,
    /// The comment at the head of its branch; its own id where it answers none.
    pub root: CommentId,
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// How many comments stand above it in its branch.
    pub depth: i64,
    /// The author's name.
    pub author_name: String,
    /// The author's address, never published.
    pub author_email: EmailAddress,
    /// The author's website.
    pub author_website: Option<String>,
    /// The text as it was written.
    pub text: String,
    /// What is published in its place, where an editor has redacted it.
    pub redacted: Option<String>,
    /// The language in which the reader is spoken to.
    pub reader_language: Language,
    /// Where it stands.
    pub status: Status,
    /// Whether its thread shows it: published, or above a comment that is.
    pub visible: bool,
    /// Grows with every decision.
    pub version: i64,
    /// Its place in the queue by risk; more is worse.
    pub risk: i64,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// When it was last decided on.
    pub decided_at: Option<Timestamp>,
    /// What editors thought of its author when it came in.
    pub standing: Option<StandingId>,
}

/// A comment about to be kept.
#[derive(Debug, Clone)]
pub struct NewComment {
    /// Its site.
    pub site: SiteId,
    /// The author's name.
    pub name: PersonName,
    /// The author's address.
    pub email: EmailAddress,
    /// The author's website.
    pub website: Option<Website>,
    /// The text.
    pub text: CommentText,
    /// The language in which the reader is spoken to.
    pub reader_language: Language,
    /// Whether the reader asked for a receipt by mail.
    pub wants_receipt: bool,
    /// Its place in the queue by risk.
    pub risk: i64,
    /// The client's own name for this submission.
    pub idempotency_key: Option<String>,
    /// A hash of all that was submitted: the same body gives the same number.
    pub fingerprint: i64,
    /// A hash of the author and the text's repetition key.
    pub repetition: i64,
    /// The language that was found in it.
    pub language: Option<String>,
    /// The words by which it is searched, as `text::search` makes them.
    pub words: String,
    /// Whether it names web addresses.
    pub has_links: bool,
    /// Whether its author was not known before.
    pub is_first: bool,
    /// What editors think of its author.
    pub standing: Option<StandingId>,
    /// When it was submitted.
    pub created_at: Timestamp,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = comments)]
pub(super) struct Row {
    id: i64,
    site_id: i64,
    thread_id: i64,
    root_id: i64,
    parent_id: Option<i64>,
    depth: i64,
    author_name: String,
    author_email: String,
    author_website: Option<String>,
    text: String,
    redacted: Option<String>,
    reader_language: String,
    status: String,
    visible: bool,
    version: i64,
    risk: i64,
    created_at: i64,
    decided_at: Option<i64>,
    standing_id: Option<i64>,
}

#[derive(Insertable)]
#[diesel(table_name = comments, treat_none_as_default_value = false)]
#[expect(clippy::struct_excessive_bools, reason = "one for each column that holds one")]
struct InsertRow<'a> {
    id: i64,
    site_id: i64,
    thread_id: i64,
    root_id: i64,
    parent_id: Option<i64>,
    depth: i64,
    author_name: &'a str,
    author_email: &'a str,
    author_email_folded: String,
    author_website: Option<&'a str>,
    text: &'a str,
    reader_language: &'static str,
    wants_receipt: bool,
    status: &'static str,
    visible: bool,
    version: i64,
    risk: i64,
    idempotency_key: Option<&'a str>,
    fingerprint: i64,
    repetition: i64,
    created_at: i64,
    decided_at: Option<i64>,
    language: Option<&'a str>,
    has_links: bool,
    is_first: bool,
    standing_id: Option<i64>,
}

impl Comment {
    /// What readers are shown of it, once it is published.
    pub fn published_text(&self) -> &str {
        self.redacted.as_deref().unwrap_or(&self.text)
    }
}

impl TryFrom<Row> for Comment {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let corrupt = |what: &str| StoreError::Corrupt(format!("comment {} with a broken {what}", row.id));
        Ok(Self {
            id: CommentId::from_i64(row.id),
            site: SiteId::from_i64(row.site_id),
            thread: ThreadId::from_i64(row.thread_id),
            root: CommentId::from_i64(row.root_id),
            parent: row.parent_id.map(CommentId::from_i64),
            depth: row.depth,
            author_name: row.author_name,
            author_email: EmailAddress::kept(row.author_email),
            author_website: row.author_website,
            text: row.text,
            redacted: row.redacted,
            reader_language: Language::from_tag(&row.reader_language).ok_or_else(|| corrupt("language"))?,
            status: Status::from_word(&row.status).ok_or_else(|| corrupt("status"))?,
            visible: row.visible,
            version: row.version,
            risk: row.risk,
            created_at: Timestamp::from_micros(row.created_at),
            decided_at: row.decided_at.map(Timestamp::from_micros),
            standing: row.standing_id.map(StandingId::from_i64),
        })
    }
}

/// The comment with this id.
///
/// # Errors
/// The query failed.
pub fn get(connection: &mut AnyConnection, id: CommentId) -> Result<Option<Comment>, StoreError> {
    let one = comments::table.find(id.as_i64());
    let row: Option<Row> = directly!(connection, there => one.select(Row::as_select()).first(there)).optional()?;
    row.map(Comment::try_from).transpose()
}

/// The comment that was submitted with this idempotency key, and the fingerprint of what it said.
///
/// # Errors
/// The query failed.
pub fn by_idempotency_key(
    connection: &mut AnyConnection,
    site: SiteId,
    key: &str,
) -> Result<Option<(CommentId, i64)>, StoreError> {
    let of_key = comments::table
        .filter(comments::site_id.eq(site.as_i64()))
        .filter(comments::idempotency_key.eq(key))
        .select((comments::id, comments::fingerprint));
    let found: Option<(i64, i64)> = directly!(connection, there => of_key.first(there)).optional()?;
    Ok(found.map(|(id, fingerprint)| (CommentId::from_i64(id), fingerprint)))
}

/// The comment on this thread that said the very same as `new` since then, among the latest two hundred of its author.
///
/// # Errors
/// The query failed.
pub fn same_as(
    connection: &mut AnyConnection,
    thread: ThreadId,
    new: &NewComment,
    since: Timestamp,
) -> Result<Option<CommentId>, StoreError> {
    let of_author = comments::table
        .filter(comments::author_email_folded.eq(new.email.folded()))
        .order(comments::id.desc())
        .limit(OF_AUTHOR)
        .select((comments::id, comments::thread_id, comments::fingerprint, comments::created_at));
    let of_author: Vec<(i64, i64, i64, i64)> = directly!(connection, there => of_author.load(there))?;
    let is_same = |(_, of_thread, fingerprint, created_at): &(i64, i64, i64, i64)| {
        (*of_thread, *fingerprint) == (thread.as_i64(), new.fingerprint) && *created_at >= since.as_micros()
    };
    let same = of_author.into_iter().find(is_same);
    Ok(same.map(|(id, ..)| CommentId::from_i64(id)))
}

/// Keeps a new comment, pending, below `parent` if it answers one.
///
/// # Errors
/// The query failed.
pub fn insert(
    transaction: &mut Transaction<'_>,
    thread: ThreadId,
    parent: Option<&Comment>,
    new: &NewComment,
) -> Result<CommentId, StoreError> {
    let id = transaction.next_id();
    let row = InsertRow {
        id,
        site_id: new.site.as_i64(),
        thread_id: thread.as_i64(),
        root_id: parent.map_or(id, |parent| parent.root.as_i64()),
        parent_id: parent.map(|parent| parent.id.as_i64()),
        depth: parent.map_or(0, |parent| parent.depth + 1),
        author_name: new.name.as_str(),
        author_email: new.email.as_typed(),
        author_email_folded: new.email.folded(),
        author_website: new.website.as_ref().map(Website::as_str),
        text: new.text.as_str(),
        reader_language: new.reader_language.tag(),
        wants_receipt: new.wants_receipt,
        status: Status::Pending.as_str(),
        visible: false,
        version: 1,
        risk: new.risk,
        idempotency_key: new.idempotency_key.as_deref(),
        fingerprint: new.fingerprint,
        repetition: new.repetition,
        created_at: new.created_at.as_micros(),
        decided_at: None,
        language: new.language.as_deref(),
        has_links: new.has_links,
        is_first: new.is_first,
        standing_id: new.standing.map(StandingId::as_i64),
    };
    let new_row = diesel::insert_into(comments::table).values(&row);
    directly!(transaction.connection, there => new_row.execute(there))?;
    transaction.index(Words { comment: id, words: new.words.clone() })?;
    Ok(CommentId::from_i64(id))
}

/// Moves a comment to another status, if nobody has moved it since `comment` was read. `name_key` is the author's name as
/// the eye reads it, of a comment that is approved: nobody else may take it. `redacted` is what is published in the
/// place of its text, if it is another one.
///
/// # Errors
/// The query failed.
pub fn change_status(
    transaction: &mut Transaction<'_>,
    comment: &Comment,
    to: Status,
    name_key: Option<&str>,
    redacted: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed =
        diesel::update(comments::table.find(comment.id.as_i64()).filter(comments::version.eq(comment.version)))
            .set((
                comments::status.eq(to.as_str()),
                comments::name_key.eq(name_key),
                comments::redacted.eq(redacted),
                comments::version.eq(comment.version + 1),
                comments::decided_at.eq((to != Status::Pending).then_some(now.as_micros())),
            ))
            .execute(transaction.connection)?;
    Ok(changed == 1)
}

/// Sets anew whether a comment and those above it are shown: published, or above one that is shown.
///
/// # Errors
/// The query failed.
pub fn settle_visibility(transaction: &mut Transaction<'_>, comment: CommentId) -> Result<(), StoreError> {
    let mut next = Some(comment);
    while let Some(id) = next {
        let Some(current) = get(transaction.connection, id)? else { break };
        let answered: Option<i64> = comments::table
            .filter(comments::parent_id.eq(id.as_i64()))
            .filter(comments::visible.eq(true))
            .select(comments::id)
            .first(transaction.connection)
            .optional()?;
        let visible = current.status == Status::Approved || answered.is_some();
        if visible == current.visible {
            break;
        }
        diesel::update(comments::table.find(id.as_i64()))
            .set(comments::visible.eq(visible))
            .execute(transaction.connection)?;
        next = current.parent;
    }
    Ok(())
}

/// A page of a thread: its shown first comments after `after`, oldest first.
///
/// # Errors
/// The query failed.
pub fn shown_roots(
    connection: &mut AnyConnection,
    thread: ThreadId,
    after: Option<CommentId>,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    let rows: Vec<Row> = comments::table
        .filter(comments::thread_id.eq(thread.as_i64()))
        .filter(comments::depth.eq(0))
        .filter(comments::visible)
        .filter(comments::id.gt(after.map_or(0, CommentId::as_i64)))
        .order(comments::id)
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Comment::try_from).collect()
}

/// The shown comments below these first comments, oldest first.
///
/// # Errors
/// The query failed.
pub fn shown_replies(connection: &mut AnyConnection, roots: &[CommentId]) -> Result<Vec<Comment>, StoreError> {
    let roots: Vec<i64> = roots.iter().map(|id| id.as_i64()).collect();
    let rows: Vec<Row> = comments::table
        .filter(comments::root_id.eq_any(roots))
        .filter(comments::visible)
        .filter(comments::depth.gt(0))
        .order(comments::id)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Comment::try_from).collect()
}

/// Comments submitted since then, in the order of their ids, after this one.
///
/// # Errors
/// The query failed.
pub fn since(
    connection: &mut AnyConnection,
    since: Timestamp,
    after: CommentId,
    limit: i64,
) -> Result<Vec<Comment>, StoreError> {
    let rows: Vec<Row> = comments::table
        .filter(comments::id.gt(after.as_i64()))
        .filter(comments::created_at.ge(since.as_micros()))
        .order(comments::id)
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Comment::try_from).collect()
}

/// The sites of these comments, those that there are.
///
/// # Errors
/// The query failed.
pub fn sites(connection: &mut AnyConnection, ids: &[CommentId]) -> Result<Vec<(CommentId, SiteId)>, StoreError> {
    let numbers: Vec<i64> = ids.iter().map(|id| id.as_i64()).collect();
    let found: Vec<(i64, i64)> = comments::table
        .filter(comments::id.eq_any(numbers))
        .select((comments::id, comments::site_id))
        .load(connection)?;
    Ok(found.into_iter().map(|(id, site)| (CommentId::from_i64(id), SiteId::from_i64(site))).collect())
}

//! Threads: the comments under one article, open or closed, with the version of what is published.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::connection::directly;
use super::schema::threads;
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{SiteId, ThreadId, ThreadKey, Timestamp};

/// A thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    /// Its id.
    pub id: ThreadId,
    /// Its site.
    pub site: SiteId,
    /// Its key within the site.
    pub key: ThreadKey,
    /// The article, as far as it is known.
    pub article: Article,
    /// Grows with every change of what is published: the page cache and the `ETag` follow it.
    pub version: i64,
    /// How many comments are published.
    pub published: i64,
    /// From when on no more comments are taken.
    pub closed_at: Option<Timestamp>,
    /// Whether the paper has said what it is about, and not only the page of a reader's form.
    pub announced: bool,
}

/// What is known of the article above a thread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// Its text, for the rules that compare a comment with it.
    pub text: Option<String>,
    /// The section of the paper in which it stands.
    pub section: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Names that may not stand under it.
    pub banned_names: Vec<String>,
}

impl Thread {
    /// Whether comments are taken at `now`.
    pub fn is_open(&self, now: Timestamp) -> bool {
        is_open(self.closed_at, now)
    }

    /// The title as readers are told it: one that a reader's form has named only once an editor has seen it, and published
    /// a comment below.
    pub fn public_title(&self) -> Option<&str> {
        self.article.title.as_deref().filter(|_| self.announced || self.published > 0)
    }

    /// The title as readers are told it, or the key.
    pub fn readers_title(&self) -> &str {
        self.public_title().unwrap_or(self.key.as_str())
    }

    /// The title, or the key where none is known.
    pub fn title(&self) -> &str {
        self.article.title.as_deref().unwrap_or(self.key.as_str())
    }
}

fn is_open(closed_at: Option<Timestamp>, now: Timestamp) -> bool {
    closed_at.is_none_or(|closed_at| now < closed_at)
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = threads, treat_none_as_default_value = false)]
struct Row {
    id: i64,
    site_id: i64,
    key: String,
    title: Option<String>,
    url: Option<String>,
    language: Option<String>,
    article: Option<String>,
    version: i64,
    published: i64,
    closed_at: Option<i64>,
    created_at: i64,
    section: Option<String>,
    tags: Option<String>,
    banned_names: Option<String>,
    announced: bool,
}

/// Texts as one JSON column; none is no column.
fn json(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| serde_json::json!(texts).to_string())
}

impl TryFrom<Row> for Thread {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let texts = |column: Option<&str>| {
            let read = column.map(serde_json::from_str).transpose();
            read.map(Option::unwrap_or_default)
                .map_err(|_| StoreError::Corrupt(format!("thread {} with broken tags or names", row.id)))
        };
        Ok(Self {
            id: ThreadId::from_i64(row.id),
            site: SiteId::from_i64(row.site_id),
            key: ThreadKey::parse(&row.key)
                .map_err(|_| StoreError::Corrupt(format!("thread {} with a broken key", row.id)))?,
            article: Article {
                title: row.title,
                url: row.url,
                language: row.language,
                text: row.article,
                section: row.section,
                tags: texts(row.tags.as_deref())?,
                banned_names: texts(row.banned_names.as_deref())?,
            },
            version: row.version,
            published: row.published,
            closed_at: row.closed_at.map(Timestamp::from_micros),
            announced: row.announced,
        })
    }
}

/// The thread with this key.
///
/// # Errors
/// The query failed.
pub fn find(connection: &mut AnyConnection, site: SiteId, key: &ThreadKey) -> Result<Option<Thread>, StoreError> {
    let of_key = threads::table.filter(threads::site_id.eq(site.as_i64())).filter(threads::key.eq(key.as_str()));
    let row: Option<Row> = directly!(connection, there => of_key.select(Row::as_select()).first(there)).optional()?;
    row.map(Thread::try_from).transpose()
}

/// The id of the thread with this key.
///
/// # Errors
/// The query failed.
pub fn find_id(connection: &mut AnyConnection, site: SiteId, key: &ThreadKey) -> Result<Option<ThreadId>, StoreError> {
    let of_key = threads::table
        .filter(threads::site_id.eq(site.as_i64()))
        .filter(threads::key.eq(key.as_str()))
        .select(threads::id);
    let id: Option<i64> = directly!(connection, there => of_key.first(there)).optional()?;
    Ok(id.map(ThreadId::from_i64))
}

/// The id of the thread with this key, and whether it takes comments at `now`: what is asked once more where one is kept, the
/// article left alone.
///
/// # Errors
/// The query failed.
pub fn find_open(
    connection: &mut AnyConnection,
    site: SiteId,
    key: &ThreadKey,
    now: Timestamp,
) -> Result<Option<(ThreadId, bool)>, StoreError> {
    let of_key = threads::table
        .filter(threads::site_id.eq(site.as_i64()))
        .filter(threads::key.eq(key.as_str()))
        .select((threads::id, threads::closed_at));
    let found: Option<(i64, Option<i64>)> = directly!(connection, there => of_key.first(there)).optional()?;
    Ok(found.map(|(id, closed_at)| (ThreadId::from_i64(id), is_open(closed_at.map(Timestamp::from_micros), now))))
}

/// The threads with these ids, in no order.
///
/// # Errors
/// The query failed.
pub fn many(connection: &mut AnyConnection, ids: &[ThreadId]) -> Result<Vec<Thread>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.as_i64()).collect();
    let of_ids = threads::table.filter(threads::id.eq_any(ids));
    let rows: Vec<Row> = directly!(connection, there => of_ids.select(Row::as_select()).load(there))?;
    rows.into_iter().map(Thread::try_from).collect()
}

/// The same without the articles' texts, which are long: rules read them, and the page of the demonstration.
///
/// # Errors
/// The query failed.
pub fn headings(connection: &mut AnyConnection, ids: &[ThreadId]) -> Result<Vec<Thread>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.as_i64()).collect();
    let of_ids = threads::table.filter(threads::id.eq_any(ids)).select((
        threads::id,
        threads::site_id,
        threads::key,
        threads::title,
        threads::url,
        threads::language,
        sql::<Nullable<Text>>("NULL"),
        threads::version,
        threads::published,
        threads::closed_at,
        threads::created_at,
        threads::section,
        threads::tags,
        threads::banned_names,
        threads::announced,
    ));
    let rows: Vec<Row> = directly!(connection, there => of_ids.load(there))?;
    rows.into_iter().map(Thread::try_from).collect()
}

/// The version of what a thread has published.
///
/// # Errors
/// The query failed.
pub fn version(connection: &mut AnyConnection, id: ThreadId) -> Result<Option<i64>, StoreError> {
    Ok(threads::table.find(id.as_i64()).select(threads::version).first(connection).optional()?)
}

/// Who opens a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// A reader, by the first comment.
    ByReader,
    /// The paper, which announces it, perhaps with its end.
    ByPaper {
        /// From when on no more comments are taken.
        closed_at: Option<Timestamp>,
    },
}

/// Opens a thread.
///
/// # Errors
/// The query failed, for instance because another server has just opened it.
pub fn insert(
    transaction: &mut Transaction<'_>,
    site: SiteId,
    key: &ThreadKey,
    article: &Article,
    opening: Opening,
) -> Result<Thread, StoreError> {
    let (announced, closed_at) = match opening {
        Opening::ByReader => (false, None),
        Opening::ByPaper { closed_at } => (true, closed_at),
    };
    let row = Row {
        id: transaction.next_id(),
        site_id: site.as_i64(),
        key: key.to_string(),
        title: article.title.clone(),
        url: article.url.clone(),
        language: article.language.clone(),
        article: article.text.clone(),
        version: 1,
        published: 0,
        closed_at: closed_at.map(Timestamp::as_micros),
        created_at: Timestamp::now().as_micros(),
        section: article.section.clone(),
        tags: json(&article.tags),
        banned_names: json(&article.banned_names),
        announced,
    };
    diesel::insert_into(threads::table).values(&row).execute(transaction.connection)?;
    Thread::try_from(row)
}

/// Replaces what is known of the article, as the paper says it, and when the thread closes.
///
/// # Errors
/// The query failed.
pub fn update(
    transaction: &mut Transaction<'_>,
    id: ThreadId,
    article: &Article,
    closed_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    diesel::update(threads::table.find(id.as_i64()))
        .set((
            threads::title.eq(&article.title),
            threads::url.eq(&article.url),
            threads::language.eq(&article.language),
            threads::article.eq(&article.text),
            threads::section.eq(&article.section),
            threads::tags.eq(json(&article.tags)),
            threads::banned_names.eq(json(&article.banned_names)),
            threads::closed_at.eq(closed_at.map(Timestamp::as_micros)),
            threads::version.eq(threads::version + 1),
            threads::announced.eq(true),
        ))
        .execute(transaction.connection)?;
    transaction.touched(id);
    Ok(())
}

/// Says when a thread closes, or that it does not; `false` if there is no such thread.
///
/// # Errors
/// The query failed.
pub fn close(
    transaction: &mut Transaction<'_>,
    id: ThreadId,
    closed_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let changed = diesel::update(threads::table.find(id.as_i64()))
        .set((threads::closed_at.eq(closed_at.map(Timestamp::as_micros)), threads::version.eq(threads::version + 1)))
        .execute(transaction.connection)?;
    transaction.touched(id);
    Ok(changed == 1)
}

/// Notes that what the thread publishes has changed, by so many comments more or fewer.
///
/// On PostgreSQL this row is also the lock that puts decisions on one thread in a row.
///
/// # Errors
/// The query failed.
pub fn touch(transaction: &mut Transaction<'_>, id: ThreadId, published: i64) -> Result<(), StoreError> {
    diesel::update(threads::table.find(id.as_i64()))
        .set((threads::version.eq(threads::version + 1), threads::published.eq(threads::published + published)))
        .execute(transaction.connection)?;
    transaction.touched(id);
    Ok(())
}

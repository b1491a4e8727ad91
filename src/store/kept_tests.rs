//! Comments that editors keep as tests of the rules.

use diesel::prelude::*;

use super::schema::{comments, kept_tests, moderators, sites};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::{CommentId, ModeratorId, Timestamp};

/// A comment that is kept as a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTest {
    /// The comment.
    pub comment: CommentId,
    /// What it says.
    pub text: String,
    /// The name that stands over it.
    pub name: String,
    /// The key of its site.
    pub site: String,
    /// The pack by which its site's comments are read.
    pub pack: String,
    /// Whether the rules must pass it; else they must hit it.
    pub passes: bool,
    /// The rules that hit it when it was kept.
    pub rules: Vec<String>,
    /// The clause that it breaks.
    pub clause: Option<String>,
    /// Who keeps it.
    pub moderator: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
}

/// What is wanted of the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTest {
    /// The comment.
    pub comment: CommentId,
    /// Whether the rules must pass it; else they must hit it.
    pub passes: bool,
    /// The rules that hit it now.
    pub rules: Vec<String>,
    /// The clause that it breaks.
    pub clause: Option<String>,
    /// Who keeps it.
    pub moderator: Option<ModeratorId>,
}

/// Keeps a comment as a test, in the place of what was kept of it before.
///
/// # Errors
/// The query failed.
pub fn keep(transaction: &mut Transaction<'_>, test: &NewTest) -> Result<(), StoreError> {
    drop_one(transaction, test.comment)?;
    diesel::insert_into(kept_tests::table)
        .values((
            kept_tests::comment_id.eq(test.comment.as_i64()),
            kept_tests::rules.eq(serde_json::json!(test.rules).to_string()),
            kept_tests::clause.eq(&test.clause),
            kept_tests::passes.eq(test.passes),
            kept_tests::moderator_id.eq(test.moderator.map(ModeratorId::as_i64)),
            kept_tests::created_at.eq(Timestamp::now().as_micros()),
        ))
        .execute(transaction.connection)?;
    Ok(())
}

/// Keeps it no longer; `false` if it was not kept.
///
/// # Errors
/// The query failed.
pub fn drop_one(transaction: &mut Transaction<'_>, comment: CommentId) -> Result<bool, StoreError> {
    Ok(diesel::delete(kept_tests::table.find(comment.as_i64())).execute(transaction.connection)? > 0)
}

/// Whether a comment is kept as a test.
///
/// # Errors
/// The query failed.
pub fn is_kept(connection: &mut AnyConnection, comment: CommentId) -> Result<bool, StoreError> {
    let found: Option<i64> =
        kept_tests::table.find(comment.as_i64()).select(kept_tests::comment_id).first(connection).optional()?;
    Ok(found.is_some())
}

/// Every one, the newest first.
///
/// # Errors
/// The query failed, or a row cannot be read.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<KeptTest>, StoreError> {
    type Row = (i64, String, String, String, String, bool, String, Option<String>, Option<String>, i64);
    let rows: Vec<Row> = kept_tests::table
        .inner_join(comments::table.inner_join(sites::table))
        .left_join(moderators::table)
        .order(kept_tests::created_at.desc())
        .select((
            kept_tests::comment_id,
            comments::text,
            comments::author_name,
            sites::key,
            sites::pack,
            kept_tests::passes,
            kept_tests::rules,
            kept_tests::clause,
            moderators::name.nullable(),
            kept_tests::created_at,
        ))
        .load(connection)?;
    let kept = |(comment, text, name, site, pack, passes, rules, clause, moderator, created_at): Row| {
        let rules = serde_json::from_str(&rules)
            .map_err(|_| StoreError::Corrupt(format!("the kept test {comment} with broken rules")))?;
        Ok(KeptTest {
            comment: CommentId::from_i64(comment),
            text,
            name,
            site,
            pack,
            passes,
            rules,
            clause,
            moderator,
            created_at: Timestamp::from_micros(created_at),
        })
    };
    rows.into_iter().map(kept).collect()
}

//! The files of every version of the rules that was in force: what an assessment's version and hash stand for.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use diesel::prelude::*;
use sha2::{Digest as _, Sha256};

use super::connection::directly;
use super::schema::{rule_files, rule_versions};
use super::{AnyConnection, StoreError, Transaction};
use crate::comment::Timestamp;
use crate::rules::RuleVersion;

/// A version that is kept, without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptVersion {
    /// The SHA-256 of its files.
    pub hash: String,
    /// The pack.
    pub pack: String,
    /// What the pack calls it.
    pub version: String,
    /// The names of its files.
    pub files: Vec<String>,
    /// When it was first in force.
    pub created_at: Timestamp,
    /// When it last came into force.
    pub in_force_at: Timestamp,
}

/// Keeps those that are not kept yet, and that all of them are in force from now on.
///
/// # Errors
/// The query failed.
pub fn keep(transaction: &mut Transaction<'_>, versions: &[RuleVersion]) -> Result<(), StoreError> {
    let now = Timestamp::now().as_micros();
    for version in versions {
        let again = diesel::update(rule_versions::table.find(&version.hash)).set(rule_versions::in_force_at.eq(now));
        if again.execute(transaction.connection)? > 0 {
            continue;
        }
        let mut files = BTreeMap::new();
        for (name, source) in &version.files {
            let hash = sha256(source);
            let values = (rule_files::hash.eq(hash.clone()), rule_files::source.eq(source.to_string()));
            let new_row = diesel::insert_into(rule_files::table).values(values).on_conflict_do_nothing();
            directly!(transaction.connection, there => new_row.execute(there))?;
            files.insert(name, hash);
        }
        let new_row = diesel::insert_into(rule_versions::table).values((
            rule_versions::hash.eq(&version.hash),
            rule_versions::pack.eq(&version.pack),
            rule_versions::version.eq(&version.version),
            rule_versions::files.eq(serde_json::json!(files).to_string()),
            rule_versions::created_at.eq(now),
            rule_versions::in_force_at.eq(now),
        ));
        // Another server of the same database may start with the same rules.
        let new_row = new_row.on_conflict_do_nothing();
        directly!(transaction.connection, there => new_row.execute(there))?;
    }
    Ok(())
}

/// Every version, the one that came into force last first.
///
/// # Errors
/// The query failed, or a row cannot be read.
pub fn all(connection: &mut AnyConnection) -> Result<Vec<KeptVersion>, StoreError> {
    type Row = (String, String, String, String, i64, i64);
    let newest_first = rule_versions::table.order((rule_versions::in_force_at.desc(), rule_versions::hash)).select((
        rule_versions::hash,
        rule_versions::pack,
        rule_versions::version,
        rule_versions::files,
        rule_versions::created_at,
        rule_versions::in_force_at,
    ));
    let rows: Vec<Row> = directly!(connection, there => newest_first.load(there))?;
    let kept = |(hash, pack, version, files, created_at, in_force_at): Row| {
        let files = names_and_hashes(&hash, &files)?.into_keys().collect();
        let (created_at, in_force_at) = (Timestamp::from_micros(created_at), Timestamp::from_micros(in_force_at));
        Ok(KeptVersion { hash, pack, version, files, created_at, in_force_at })
    };
    rows.into_iter().map(kept).collect()
}

/// The version of a pack that a site's comments are read with: the one that came into force last, with the site's own
/// layer where there is one.
pub fn of_site<'a>(versions: &'a [KeptVersion], site: &str, pack: &str) -> Option<&'a KeptVersion> {
    let own = format!("sites/{site}/");
    let last = versions.iter().find(|version| version.pack == pack)?.in_force_at;
    let in_force = |version: &&KeptVersion| version.pack == pack && version.in_force_at == last;
    let is_own = |version: &&KeptVersion| version.files.iter().any(|file| file.starts_with(&own));
    let is_common = |version: &&KeptVersion| !version.files.iter().any(|file| file.starts_with("sites/"));
    versions.iter().filter(in_force).find(is_own).or_else(|| versions.iter().filter(in_force).find(is_common))
}

/// A version by the SHA-256 of its files, with them; none if it is not kept.
///
/// # Errors
/// The query failed, or a file of it is gone.
pub fn get(connection: &mut AnyConnection, hash: &str) -> Result<Option<RuleVersion>, StoreError> {
    let of_hash =
        rule_versions::table.find(hash).select((rule_versions::pack, rule_versions::version, rule_versions::files));
    let row: Option<(String, String, String)> = directly!(connection, there => of_hash.first(there).optional())?;
    let Some((pack, version, files)) = row else { return Ok(None) };
    let names = names_and_hashes(hash, &files)?;
    let hashes: Vec<&String> = names.values().collect();
    let of_version =
        rule_files::table.filter(rule_files::hash.eq_any(hashes)).select((rule_files::hash, rule_files::source));
    let rows: Vec<(String, String)> = directly!(connection, there => of_version.load(there))?;
    let sources: HashMap<String, Arc<str>> = rows.into_iter().map(|(hash, source)| (hash, source.into())).collect();
    let gone = |name: &str| StoreError::Corrupt(format!("the version {hash} of the rules without its file {name}"));
    let files = names.into_iter().map(|(name, hash)| match sources.get(&hash) {
        Some(source) => Ok((name, Arc::clone(source))),
        None => Err(gone(&name)),
    });
    Ok(Some(RuleVersion { pack, version, hash: hash.to_owned(), files: files.collect::<Result<_, _>>()? }))
}

fn names_and_hashes(hash: &str, files: &str) -> Result<BTreeMap<String, String>, StoreError> {
    serde_json::from_str(files)
        .map_err(|_| StoreError::Corrupt(format!("the version {hash} of the rules with unreadable files")))
}

fn sha256(source: &str) -> String {
    Sha256::digest(source).iter().fold(String::with_capacity(64), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

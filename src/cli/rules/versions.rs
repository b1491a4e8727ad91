//! `placet rules versions` and `placet rules explain --version`: what rules said that are in force no longer.

use std::io::{self, Write as _};
use std::sync::Arc;

use super::super::{Failure, run as runtime};
use super::explain::{explain as explain_lines, tell};
use super::{Which, set};
use crate::comment::CommentId;
use crate::config::Config;
use crate::review::backtest::read_again;
use crate::rules::{Library, RuleSet};
use crate::store::rule_versions::{self, KeptVersion};
use crate::store::{Store, StoreError};

/// The fewest hexadecimal digits that are taken for the beginning of a hash.
const SHORTEST_HASH: usize = 6;

/// Lists the versions that are kept, with when each was first in force and when it came into force last; the latter first.
///
/// # Errors
/// The database does not answer.
pub(super) fn versions(config: &Config, json: bool) -> Result<(), Failure> {
    let kept = runtime::with_store(config, async |store| Ok(store.read(rule_versions::all).await?))?;
    let mut out = io::stdout().lock();
    for version in &kept {
        let KeptVersion { hash, pack, version, files, created_at, in_force_at } = version;
        let [since, last] =
            [created_at, in_force_at].map(|moment| moment.as_jiff().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        if json {
            let told = serde_json::json!({ "pack": pack, "version": version, "hash": hash, "since": since, "last": last,
                "files": files });
            writeln!(out, "{told}")?;
        } else {
            writeln!(out, "{since}  {last}  {pack:<20} {version:<12} {hash}")?;
        }
    }
    Ok(())
}

/// Assesses with a version that is kept, or with rules from files: a comment of the database, or what is read from
/// standard input.
///
/// # Errors
/// No such version or comment, rules that do not load, a line that cannot be read, a database that does not answer.
pub(super) fn explain(
    config: &Config,
    which: &Which,
    version: Option<&str>,
    comment: Option<i64>,
) -> Result<(), Failure> {
    let of_files = if version.is_none() { Some(set(&which.rules, &which.pack)?.1) } else { None };
    let (set, found) = runtime::with_store(config, async |store| {
        let set = match (of_files.clone(), version) {
            (Some(set), _) => set,
            (None, version) => kept(&store, version.unwrap_or_default(), &which.pack).await?,
        };
        let Some(id) = comment else { return Ok((set, None)) };
        let found = read_again(&store, CommentId::from_i64(id), &set).await?;
        Ok((set, Some(found.ok_or_else(|| format!("there is no comment {id}"))?)))
    })?;
    let mut out = io::stdout().lock();
    if let Some(found) = found {
        return Ok(tell(comment.map(Into::into).as_ref(), &found, &mut out)?);
    }
    if explain_lines(|_| Arc::clone(&set), io::stdin().lock(), &mut out, io::stderr().lock())? {
        Ok(())
    } else {
        Err("not every line could be read".into())
    }
}

/// The one version that is meant, compiled again.
async fn kept(store: &Store, wanted: &str, pack: &str) -> Result<Arc<RuleSet>, Failure> {
    let all = store.read(rule_versions::all).await?;
    let hash = choose(&all, wanted, pack)?.to_owned();
    let found = store.read(move |connection| {
        let gone = || StoreError::Corrupt(format!("the version {hash} of the rules is gone"));
        rule_versions::get(connection, &hash)?.ok_or_else(gone)
    });
    Ok(Library::replay(&found.await?)?)
}

/// The hash of the version that is meant.
fn choose<'a>(all: &'a [KeptVersion], wanted: &str, pack: &str) -> Result<&'a str, String> {
    let is_hash = wanted.len() >= SHORTEST_HASH && wanted.bytes().all(|byte| byte.is_ascii_hexdigit());
    let by_hash = |kept: &&KeptVersion| is_hash && kept.hash.starts_with(&wanted.to_ascii_lowercase());
    let by_name = |kept: &&KeptVersion| kept.version == wanted && kept.pack == pack;
    let meant: Vec<&KeptVersion> = all.iter().filter(|kept| by_hash(kept) || by_name(kept)).collect();
    match meant.as_slice() {
        [one] => Ok(&one.hash),
        [] => {
            Err(format!("no version {wanted} of the pack {pack} is kept; `placet rules versions` tells those that are"))
        }
        several => {
            let told: Vec<String> = several
                .iter()
                .map(|kept| {
                    format!("{} ({} {}, since {})", kept.hash, kept.pack, kept.version, kept.created_at.as_jiff())
                })
                .collect();
            Err(format!("{wanted} may be {} versions; say its hash: {}", several.len(), told.join(", ")))
        }
    }
}

//! `placet audit`: the audit log verified, and exported as JSON Lines.

use std::io::Write as _;
use std::sync::Arc;

use clap::Subcommand;

use super::{Failure, run};
use crate::audit::{self, Actor, Filter, Kind, Log};
use crate::comment::{SiteId, SiteKey, Timestamp};
use crate::config::Config;
use crate::store::Store;

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Verify the whole chain: every entry is there, in its order, as it was written. Names the first broken link.
    Verify {
        /// A link that an earlier `verify` printed, as NUMBER:HASH, kept where nobody who can write the database can write:
        /// the chain must still contain it.
        #[arg(long, value_name = "NUMBER:HASH")]
        known: Option<String>,
    },
    /// Write entries as JSON Lines, the first one first. The log tells of it.
    Export {
        /// From this day or moment on: 2026-11-01, or 2026-11-01T08:00:00Z.
        #[arg(long)]
        since: Option<String>,
        /// Before this day or moment.
        #[arg(long)]
        until: Option<String>,
        /// Of this kind: decision, login, rules.reload, …
        #[arg(long)]
        kind: Option<String>,
        /// On the site with this key.
        #[arg(long)]
        site: Option<String>,
        /// By the moderator with this id.
        #[arg(long)]
        moderator: Option<String>,
        /// To the comment with this id.
        #[arg(long)]
        comment: Option<String>,
    },
}

pub(super) fn audit(config: &Config, command: AuditCommand) -> Result<(), Failure> {
    run::with_store(config, async |store| match command {
        AuditCommand::Verify { known } => verify(store, known.as_deref()).await,
        AuditCommand::Export { since, until, kind, site, moderator, comment } => {
            let filter = Filter {
                since: since.as_deref().map(|text| moment("--since", text)).transpose()?,
                until: until.as_deref().map(|text| moment("--until", text)).transpose()?,
                kind: kind.as_deref().map(read_kind).transpose()?,
                site: match &site {
                    Some(key) => Some(site_id(&store, key).await?),
                    None => None,
                },
                moderator: moderator.map(|id| id.parse()).transpose().map_err(|_| "--moderator must be an id")?,
                comment: comment.map(|id| id.parse()).transpose().map_err(|_| "--comment must be an id")?,
            };
            export(store, filter).await
        }
    })
}

async fn verify(store: Arc<Store>, known: Option<&str>) -> Result<(), Failure> {
    let known = known.map(|text| read_link(text).ok_or("--known must be NUMBER:HASH, as verify prints it"));
    let verified =
        Log::new(store).verify(known.transpose()?).await?.map_err(|fault| format!("the chain is broken: {fault}"))?;
    println!("the chain holds: {} entries\nlast link: {}:{}", verified.entries, verified.entries, verified.hash);
    Ok(())
}

async fn export(store: Arc<Store>, filter: Filter) -> Result<(), Failure> {
    let log = Log::new(store);
    let last = log.begin_export(Actor::CommandLine, filter).await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut after = 0;
    loop {
        let entries = log.next_of_export(filter, after, last).await?;
        let Some(end) = entries.last() else { break };
        after = end.number;
        for entry in &entries {
            writeln!(out, "{}", audit::line(entry))?;
        }
    }
    Ok(out.flush()?)
}

fn read_link(text: &str) -> Option<(i64, Vec<u8>)> {
    let (number, hash) = text.split_once(':')?;
    Some((number.parse().ok()?, audit::read_hash(hash)?))
}

fn moment(option: &str, text: &str) -> Result<Timestamp, Failure> {
    Timestamp::parse(text)
        .ok_or_else(|| format!("{option} must be a day such as 2026-11-01, or a moment in RFC 3339").into())
}

fn read_kind(word: &str) -> Result<Kind, Failure> {
    Kind::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("--kind must be one of: {}", known.join(", ")).into()
    })
}

async fn site_id(store: &Store, key: &str) -> Result<SiteId, Failure> {
    let key = SiteKey::parse(key).map_err(|error| format!("--site {error}"))?;
    Ok(store.site(&key).await?.ok_or("--site: there is no such site")?.id)
}

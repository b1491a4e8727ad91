//! `placet rules backtest`: what a set of rules would have done to past comments, against what editors did.

use std::collections::HashMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::super::{Failure, run as runtime};
use super::library;
use crate::comment::Timestamp;
use crate::config::Config;
use crate::review::backtest::{Backtest, RuleFigures, backtest};
use crate::rules::{Library, RuleSet};
use crate::store::{Store, rule_versions};

/// What is asked.
#[derive(Debug, Args)]
pub struct BacktestArguments {
    /// Comments since this day (2026-11-01) or moment (RFC 3339)
    #[arg(long, value_name = "DATE")]
    since: String,
    /// The directory of the packs; each site's own pack is used
    #[arg(long, value_name = "DIR", default_value = super::DEFAULT_DIRECTORY)]
    rules: PathBuf,
    /// This pack for every site
    #[arg(long, value_name = "NAME")]
    pack: Option<String>,
    /// Print JSON, for machines
    #[arg(long)]
    json: bool,
}

impl BacktestArguments {
    /// The directory of the packs.
    pub(super) const fn rules(&mut self) -> &mut PathBuf {
        &mut self.rules
    }
}

/// Reads the past comments of the database, and prints the tables.
///
/// # Errors
/// Rules that do not load, a date that is none, a database that does not answer.
pub fn run(config: &Config, arguments: &BacktestArguments) -> Result<(), Failure> {
    let since = moment(&arguments.since)?;
    let rules = library(&arguments.rules)?;
    let bar = if std::io::stderr().is_terminal() { ProgressBar::no_length() } else { ProgressBar::hidden() };
    bar.set_style(ProgressStyle::with_template("{spinner} {pos} comments, {per_sec}")?);
    let found = runtime::with_store(config, async |store| {
        let pack = arguments.pack.as_deref();
        let in_force = in_force(&store).await?;
        Ok(backtest(
            &store,
            since,
            |site| rules.for_site(site.key.as_str(), pack.unwrap_or(&site.pack)),
            |site| in_force.get(site.key.as_str()).cloned(),
            |read| bar.set_position(read),
        )
        .await?)
    })?;
    bar.finish_and_clear();
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
    } else {
        write!(out, "{}", tables(&found))?;
    }
    Ok(())
}

/// The rules that were in force last, by site, as far as they are kept and this program reads them still.
async fn in_force(store: &Store) -> Result<HashMap<String, Arc<RuleSet>>, Failure> {
    let versions = store.read(rule_versions::all).await?;
    let mut sets: HashMap<String, Arc<RuleSet>> = HashMap::new();
    let mut of_sites = HashMap::new();
    for site in store.sites().await?.values() {
        let Some(version) = rule_versions::of_site(&versions, site.key.as_str(), &site.pack) else { continue };
        let hash = version.hash.clone();
        if !sets.contains_key(&hash) {
            let wanted = hash.clone();
            let Some(kept) = store.read(move |connection| rule_versions::get(connection, &wanted)).await? else {
                continue;
            };
            let Ok(set) = Library::replay(&kept) else { continue };
            sets.insert(hash.clone(), set);
        }
        of_sites.extend(sets.get(&hash).map(|set| (site.key.to_string(), Arc::clone(set))));
    }
    Ok(of_sites)
}

fn moment(written: &str) -> Result<Timestamp, Failure> {
    let moment = Timestamp::parse(written);
    moment.ok_or_else(|| format!("`{written}` is no date; expected 2026-11-01 or 2026-11-01T08:00:00Z").into())
}

fn tables(found: &Backtest) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} comments, {} of them decided by editors, {} refused or spam\n",
        found.comments, found.decided, found.refused
    );
    let _ = writeln!(
        out,
        "{:<28} {:>7} {:>7} {:>8} {:>9} {:>9}",
        "rule", "in force", "now", "decided", "refused", "precision"
    );
    for (rule, figures) in &found.rules {
        let RuleFigures { before, now, decided, refused, is_shadow } = figures;
        let name = if *is_shadow { format!("{rule} (shadow)") } else { rule.clone() };
        let precision = figures.precision().map_or_else(|| "-".to_owned(), |share| format!("{:.0}%", share * 100.0));
        let _ = writeln!(out, "{name:<28} {before:>7} {now:>7} {decided:>8} {refused:>9} {precision:>9}");
    }
    let _ = writeln!(out, "\nWhat came before a comment is not kept: rules and composites about it hit nothing here.");
    let _ = writeln!(out, "\n{:<28} {:>7} {:>9} {:>9}", "outcome, in force and now", "texts", "approved", "refused");
    for ((before, now), figures) in &found.outcomes {
        let change = format!("{} -> {}", before.as_str(), now.as_str());
        let _ = writeln!(out, "{change:<28} {:>7} {:>9} {:>9}", figures.comments, figures.approved, figures.refused);
    }
    out
}

//! What the rules in force have done, against what editors decided.

use super::Desk;
use crate::comment::Timestamp;
use crate::rules::RuleSummary;
use crate::store::StoreError;
use crate::store::hits::{self, Figures};

/// How far back is looked.
const WINDOW: std::time::Duration = std::time::Duration::from_secs(30 * 24 * 3600);

/// A pack in force and what its rules have done.
#[derive(Debug, Clone)]
pub struct PackFigures {
    /// Its name.
    pub pack: String,
    /// The site whose own layers lie over it.
    pub site: Option<String>,
    /// Its version: what an earlier one did is not counted.
    pub version: String,
    /// The SHA-256 of its files, in hexadecimal.
    pub hash: String,
    /// Its rules, in their order, with their figures.
    pub rules: Vec<(RuleSummary, Figures)>,
}

impl Desk {
    /// What every rule in force has done since its version, in the last thirty days.
    ///
    /// # Errors
    /// The database did not answer.
    pub async fn rule_figures(&self) -> Result<Vec<PackFigures>, StoreError> {
        let library = self.rules.load_full();
        let since = Timestamp::now().minus(WINDOW);
        let sites = self.store.sites().await?;
        let seen: Vec<String> =
            sites.values().filter(|site| self.may_see(site.id)).map(|site| site.key.to_string()).collect();
        self.store
            .read(move |connection| {
                let mut packs = Vec::new();
                // A site's own layers are shown to whoever may see the site.
                let shown = |site: Option<&str>| site.is_none_or(|site| seen.iter().any(|key| key == site));
                for (site, set) in library.sets().into_iter().filter(|(site, _)| shown(*site)) {
                    let mut figures = hits::figures(connection, (set.pack(), set.version()), since)?;
                    let rules = set.summaries().into_iter().map(|rule| {
                        let of_rule = figures.remove(&rule.id).unwrap_or_default();
                        (rule, of_rule)
                    });
                    packs.push(PackFigures {
                        pack: set.pack().to_owned(),
                        site: site.map(str::to_owned),
                        version: set.version().to_owned(),
                        hash: set.hash().to_owned(),
                        rules: rules.collect(),
                    });
                }
                Ok(packs)
            })
            .await
    }
}

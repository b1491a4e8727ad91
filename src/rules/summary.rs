//! A rule in a line, for the pages and tables that list them.

use super::assessment::{Mode, Outcome};
use super::file::Severity;
use super::set::RuleSet;

/// What a rule is, without what it looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSummary {
    /// Its name.
    pub id: String,
    /// The clause it serves.
    pub clause: Option<String>,
    /// Whether its hits count; none: it is off.
    pub mode: Option<Mode>,
    /// Its strongest effect.
    pub action: Outcome,
    /// How grave a hit is.
    pub severity: Option<Severity>,
    /// Since when it is in the pack, as its file says it.
    pub since: Option<String>,
}

impl RuleSet {
    /// The rules that ask to refuse where `decide` does not allow it: they hold.
    pub fn held_refusals(&self) -> Vec<&str> {
        let asks = self.rules.iter().filter(|rule| rule.action == Outcome::Refuse).map(|rule| rule.id.as_str());
        asks.filter(|id| !self.decide.refuse.contains(*id)).collect()
    }

    /// Every rule and composite, in their order.
    pub fn summaries(&self) -> Vec<RuleSummary> {
        let rules = self.rules.iter().map(|rule| RuleSummary {
            id: rule.id.clone(),
            clause: rule.clause.clone(),
            mode: rule.mode,
            action: rule.action,
            severity: rule.severity,
            since: rule.since.clone(),
        });
        let composites = self.composites.iter().map(|composite| RuleSummary {
            id: composite.id.clone(),
            clause: composite.clause.clone(),
            mode: composite.mode,
            action: composite.action,
            severity: None,
            since: None,
        });
        rules.chain(composites).collect()
    }
}

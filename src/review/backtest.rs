//! What a set of rules would have done to past comments, against what the set in force does and what editors decided.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;

use crate::comment::{CommentId, Status, Timestamp};
use crate::intake::told_article;
use crate::rules::{Assessment, Draft, Mode, Outcome, Past, RuleSet};
use crate::store::comments::{self, Comment};
use crate::store::sites::Site;
use crate::store::threads::{self, Thread};
use crate::store::{Store, StoreError, assessments};

/// Comments read at once.
const PAGE: i64 = 500;

/// What was found.
#[derive(Debug, Default, Serialize)]
pub struct Backtest {
    /// How many comments were read.
    pub comments: usize,
    /// How many of them editors decided on.
    pub decided: usize,
    /// How many they refused, or called spam.
    pub refused: usize,
    /// By rule.
    pub rules: BTreeMap<String, RuleFigures>,
    /// By the outcome to which the set in force comes and the one to which this set does.
    #[serde(serialize_with = "as_list")]
    pub outcomes: BTreeMap<(Outcome, Outcome), OutcomeFigures>,
}

/// What one rule did.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFigures {
    /// Comments that it hits with the set in force.
    pub before: usize,
    /// Comments that it hits with this set.
    pub now: usize,
    /// Of those, the ones that editors decided on.
    pub decided: usize,
    /// Of those, the ones that they refused or called spam.
    pub refused: usize,
    /// Whether its hits are only recorded.
    pub is_shadow: bool,
}

impl RuleFigures {
    /// The share of decided hits that editors refused.
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "a share of some thousands, for people")]
    pub fn precision(&self) -> Option<f64> {
        (self.decided > 0).then(|| self.refused as f64 / self.decided as f64)
    }
}

/// Comments of one change of outcome.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeFigures {
    /// All of them.
    pub comments: usize,
    /// Those that editors approved.
    pub approved: usize,
    /// Those that editors refused or called spam.
    pub refused: usize,
}

fn as_list<S: serde::Serializer>(
    outcomes: &BTreeMap<(Outcome, Outcome), OutcomeFigures>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(outcomes.iter().map(|((before, now), figures)| {
        serde_json::json!({ "before": before, "now": now, "comments": figures.comments,
            "approved": figures.approved, "refused": figures.refused })
    }))
}

/// Reads every comment since then with the rules that `rules` gives for its site, and with those that `in_force` gives: where
/// it gives none, what was kept when the comment came in stands in their place. Tells `progress` how many it has read.
///
/// Rules that ask what came before (repetition, dialogue, taken names, the author's history) find nothing here: the past
/// as it was then is not kept.
///
/// # Errors
/// The database did not answer.
pub async fn backtest(
    store: &Store,
    since: Timestamp,
    rules: impl Fn(&Site) -> Option<Arc<RuleSet>>,
    in_force: impl Fn(&Site) -> Option<Arc<RuleSet>>,
    progress: impl Fn(u64),
) -> Result<Backtest, StoreError> {
    let sites = store.sites().await?;
    let mut found = Backtest::default();
    let mut after = CommentId::from_i64(0);
    let mut read: u64 = 0;
    loop {
        let page = store.read(move |connection| page(connection, since, after)).await?;
        let Some(last) = page.comments.last() else { break };
        after = last.id;
        for comment in &page.comments {
            read += 1;
            let Some(site) = sites.values().find(|site| site.id == comment.site) else { continue };
            let Some(set) = rules(site) else { continue };
            let thread = page.threads.get(&comment.thread.as_i64());
            let now = assess(&set, site, thread, comment);
            // Read as it is read now, without what came before it: else what asks for that would seem to be lost.
            let before = in_force(site).map(|set| assess(&set, site, thread, comment));
            found.add(comment, before.as_ref().or(page.before.get(&comment.id)), &now);
        }
        progress(read);
    }
    Ok(found)
}

/// Reads a kept comment once more, as a backtest does; none if there is no such comment.
///
/// # Errors
/// The database did not answer.
pub async fn read_again(store: &Store, id: CommentId, set: &RuleSet) -> Result<Option<Assessment>, StoreError> {
    let found = store.read(move |connection| {
        let Some(comment) = comments::get(connection, id)? else { return Ok(None) };
        let thread = threads::many(connection, &[comment.thread])?.pop();
        Ok(Some((comment, thread)))
    });
    let Some((comment, thread)) = found.await? else { return Ok(None) };
    let sites = store.sites().await?;
    let Some(site) = sites.values().find(|site| site.id == comment.site) else { return Ok(None) };
    Ok(Some(assess(set, site, thread.as_ref(), &comment)))
}

struct Page {
    comments: Vec<Comment>,
    threads: HashMap<i64, Thread>,
    before: HashMap<CommentId, Assessment>,
}

fn page(connection: &mut crate::store::AnyConnection, since: Timestamp, after: CommentId) -> Result<Page, StoreError> {
    let comments = comments::since(connection, since, after, PAGE)?;
    let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id).collect();
    let of_threads: Vec<_> = comments.iter().map(|comment| comment.thread).collect();
    let threads = threads::many(connection, &of_threads)?.into_iter().map(|thread| (thread.id.as_i64(), thread));
    let before = assessments::latest(connection, &ids)?.into_iter().collect();
    Ok(Page { comments, threads: threads.collect(), before })
}

fn assess(set: &RuleSet, site: &Site, thread: Option<&Thread>, comment: &Comment) -> Assessment {
    let article = thread.map(|thread| told_article(&thread.article, site));
    let draft = Draft {
        text: &comment.text,
        name: Some(&comment.author_name),
        email: Some(comment.author_email.as_typed()),
        website: comment.author_website.as_deref(),
        site: Some(site.key.as_str()),
        article,
        own_hosts: &site.hosts,
        at: Some(comment.created_at.as_jiff()),
        ..Draft::default()
    };
    set.assess(&draft, &Past::default())
}

impl Backtest {
    fn add(&mut self, comment: &Comment, before: Option<&Assessment>, now: &Assessment) {
        let refused = matches!(comment.status, Status::Refused | Status::Spam);
        let decided = refused || comment.status == Status::Approved;
        self.comments += 1;
        self.decided += usize::from(decided);
        self.refused += usize::from(refused);
        for (rule, _) in rules_of(before) {
            self.rules.entry(rule.to_owned()).or_default().before += 1;
        }
        for (rule, mode) in rules_of(Some(now)) {
            let figures = self.rules.entry(rule.to_owned()).or_default();
            figures.now += 1;
            figures.decided += usize::from(decided);
            figures.refused += usize::from(refused);
            figures.is_shadow = mode == Mode::Shadow;
        }
        let change = (before.map_or(Outcome::None, |before| before.outcome), now.outcome);
        let figures = self.outcomes.entry(change).or_default();
        figures.comments += 1;
        figures.refused += usize::from(refused);
        figures.approved += usize::from(comment.status == Status::Approved);
    }
}

/// Each rule that hit, once.
fn rules_of(assessment: Option<&Assessment>) -> BTreeMap<&str, Mode> {
    assessment.iter().flat_map(|found| &found.hits).map(|hit| (hit.rule.as_str(), hit.mode)).collect()
}

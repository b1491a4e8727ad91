//! Comments on which editors went back, kept as tests: the next set of rules is held to what people made of them.

use super::{DecideError, Desk, Item};
use crate::comment::{CommentId, ModeratorId, Role, Status};
use crate::rules::{Draft, Mode, Past};
use crate::store::StoreError;
use crate::store::audit::{self, Event, Kind};
use crate::store::kept_tests::{self, KeptTest, NewTest};

/// A kept test, and whether the rules in force do what it wants.
#[derive(Debug, Clone)]
pub struct TestState {
    /// The test.
    pub test: KeptTest,
    /// Whether they do; `None` where the site's pack is not loaded.
    pub holds: Option<bool>,
}

impl Item {
    /// Whether editors went back on this comment: it was decided otherwise before, at once or by way of the queue.
    pub fn is_reversed(&self) -> bool {
        let status = self.comment.status;
        let is_other = |decided: Status| decided != Status::Pending && decided != status;
        status != Status::Pending && self.decisions.iter().any(|decision| is_other(decision.to))
    }
}

impl Desk {
    /// Keeps a comment on which editors went back as a test: approved, the rules that hit it must pass it; refused or
    /// spam, the rules of its clause must hit it.
    ///
    /// # Errors
    /// [`DecideError::NotFound`], or [`DecideError::NothingToUndo`] where nobody went back.
    pub async fn keep_as_test(&self, comment: CommentId, moderator: Option<ModeratorId>) -> Result<(), DecideError> {
        let item = self.one(comment).await?.ok_or(DecideError::NotFound)?;
        self.must(Role::Editor, item.comment.site)?;
        if !item.is_reversed() {
            return Err(DecideError::NothingToUndo);
        }
        let hits = item.assessment.as_ref().map(|found| found.hits.as_slice()).unwrap_or_default();
        let mut rules: Vec<String> =
            hits.iter().filter(|hit| hit.mode == Mode::Enforce).map(|hit| hit.rule.clone()).collect();
        rules.sort();
        rules.dedup();
        let test = NewTest {
            comment,
            passes: item.comment.status == Status::Approved,
            rules,
            clause: item.refusal_clause().map(str::to_owned),
            moderator,
        };
        let event = Event::new(Kind::TestKeep, self.actor)
            .site(item.comment.site)
            .comment(comment)
            .fact("passes", test.passes)
            .fact("clause", test.clause.as_deref());
        let keep = self.store.write(move |transaction| {
            kept_tests::keep(transaction, &test)?;
            audit::record(transaction, event.clone());
            Ok(())
        });
        Ok(keep.await?)
    }

    /// Keeps a comment as a test no longer.
    ///
    /// # Errors
    /// [`DecideError::NotFound`] where it is not one.
    pub async fn drop_test(&self, comment: CommentId) -> Result<(), DecideError> {
        let site = self.site_of(comment).await?.ok_or(DecideError::NotFound)?;
        self.must(Role::Editor, site)?;
        let event = Event::new(Kind::TestDrop, self.actor).site(site).comment(comment);
        let dropped = self.store.write(move |transaction| {
            let dropped = kept_tests::drop_one(transaction, comment)?;
            if dropped {
                audit::record(transaction, event.clone());
            }
            Ok(dropped)
        });
        let dropped = dropped.await?;
        if dropped { Ok(()) } else { Err(DecideError::NotFound) }
    }

    /// Whether a comment is kept as a test.
    ///
    /// # Errors
    /// The query failed.
    pub async fn is_test(&self, comment: CommentId) -> Result<bool, StoreError> {
        self.store.read(move |connection| kept_tests::is_kept(connection, comment)).await
    }

    /// Every kept test, the newest first, tried with the rules in force.
    ///
    /// # Errors
    /// The query failed.
    pub async fn kept_tests(&self) -> Result<Vec<TestState>, StoreError> {
        let sites = self.store.sites().await?;
        let may_see = |key: &str| sites.values().any(|site| site.key.as_str() == key && self.may_see(site.id));
        let kept = self.store.read(kept_tests::all).await?;
        Ok(kept
            .into_iter()
            .filter(|test| may_see(&test.site))
            .map(|test| TestState { holds: self.holds(&test), test })
            .collect())
    }

    fn holds(&self, test: &KeptTest) -> Option<bool> {
        let set = self.rules.load().for_site(&test.site, &test.pack)?;
        let draft = Draft { text: &test.text, name: Some(&test.name), site: Some(&test.site), ..Draft::default() };
        let found = set.assess(&draft, &Past::default());
        let mut counted = found.hits.iter().filter(|hit| hit.mode == Mode::Enforce);
        Some(if test.passes {
            !counted.any(|hit| test.rules.contains(&hit.rule))
        } else {
            counted.any(|hit| test.clause.is_none() || hit.clause == test.clause)
        })
    }
}

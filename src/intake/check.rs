//! A draft is checked before it is sent: what a rule would have the reader mend. Nothing is kept.

use std::net::IpAddr;
use std::sync::Arc;

use super::{Intake, SubmitError, told_article};
use crate::comment::{SiteKey, ThreadKey, Timestamp};
use crate::rules::{Assessment, Draft, Hit, Past, RuleSet};
use crate::store::threads;

/// A comment that is not sent yet; nothing in it need be complete.
#[derive(Debug, Clone)]
pub struct Unsent {
    /// The site.
    pub site: SiteKey,
    /// The thread on it.
    pub thread: ThreadKey,
    /// The text so far.
    pub text: String,
    /// The author's name, if it is there.
    pub name: Option<String>,
    /// The author's address, if it is there.
    pub email: Option<String>,
    /// Where the reader is.
    pub ip: Option<IpAddr>,
}

impl Intake {
    /// What the reader may mend before sending: the hits of rules that warn, with the rules that found them.
    ///
    /// # Errors
    /// As in [`Intake::submit`]: an unknown site or thread, a closed thread, a database that does not answer.
    pub async fn check(&self, unsent: Unsent) -> Result<(Arc<RuleSet>, Assessment), SubmitError> {
        let site = self.store.site(&unsent.site).await?.ok_or(SubmitError::UnknownSite)?;
        let rules = self.rules.load().for_site(site.key.as_str(), &site.pack).ok_or(SubmitError::NoRules)?;
        let (id, key) = (site.id, unsent.thread.clone());
        let thread = self.store.look_up(move |connection| threads::find(connection, id, &key)).await?;
        let now = Timestamp::now();
        match &thread {
            Some(thread) if !thread.is_open(now) => return Err(SubmitError::Closed),
            None if !site.opens_threads => return Err(SubmitError::UnknownThread),
            _ => {}
        }
        let draft = Draft {
            text: &unsent.text,
            name: unsent.name.as_deref(),
            email: unsent.email.as_deref(),
            site: Some(site.key.as_str()),
            article: thread.as_ref().map(|thread| told_article(&thread.article, &site)),
            own_hosts: &site.hosts,
            ip: unsent.ip,
            at: Some(now.as_jiff()),
            ..Draft::default()
        };
        let mut found = rules.assess(&draft, &Past::default());
        found.hits.retain(Hit::may_be_mended);
        Ok((rules, found))
    }
}

//! A draft is checked before it is sent: what a rule would have the reader mend. Nothing is kept.

use std::net::IpAddr;
use std::sync::Arc;

use super::submit::longest_block;
use super::{Intake, SubmitError, told_article};
use crate::comment::{EmailAddress, SiteKey, ThreadKey, Timestamp};
use crate::rules::{Assessment, Draft, Hit, Past, RuleSet};
use crate::store::{standings, threads};

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
        let now = Timestamp::now();
        let email = unsent.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
        let folded = email.as_ref().map(EmailAddress::folded);
        let (thread, standing) = self
            .store
            .look_up(move |connection| {
                let standing = match &folded {
                    Some(email) => standings::of_author(connection, email, id, now)?,
                    None => None,
                };
                Ok((threads::find(connection, id, &key)?, standing))
            })
            .await?;
        let blocked = self.store.blocks().await?.met_by(id, email.as_ref(), unsent.ip, now);
        if let Some(block) = longest_block(blocked, standing) {
            return Err(SubmitError::Blocked { until: block.until, contact: site.url.clone() });
        }
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

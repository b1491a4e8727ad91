//! What a comment's mails tell, made of the data as they are now; and a mail as it would be, before it is owed.

use super::content::{Content, Mark, Redress};
use super::mail::{self, ComposeError};
use crate::comment::{Language, Status, Verdict};
use crate::review::Item;
use crate::rules::{Assessment, Mode, RuleSet};
use crate::service::Service;
use crate::store::sites::Site;

/// A comment, and in whose words it is told of.
pub struct Telling<'a> {
    /// The house.
    pub service: &'a Service,
    /// The comment.
    pub item: &'a Item,
    /// Its site.
    pub site: &'a Site,
    /// The rules of its site.
    pub rules: Option<&'a RuleSet>,
    /// The language of whoever is told.
    pub language: Language,
}

/// What an editor is about to tell a reader.
#[derive(Debug, Clone, Default)]
pub struct Intent {
    /// For which clause the comment would be refused.
    pub clause: Option<String>,
    /// A word to the reader.
    pub note: Option<String>,
    /// What would be published in the place of the text.
    pub redacted: Option<String>,
}

/// A mail as the reader would get it.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Preview {
    /// The subject.
    #[schema(example = "Your comment on “River ice breaks a month early”")]
    pub subject: String,
    /// The plain text part.
    #[schema(example = "Hello Jane, …")]
    pub text: String,
}

impl Telling<'_> {
    /// To a moderator: it waits. `act_url` is the page with its buttons.
    pub fn waiting(&self, act_url: String) -> Content {
        Content::Waiting {
            site_name: self.site.name.clone(),
            thread_title: self.item.thread.title().to_owned(),
            thread_url: self.item.thread.article.url.clone(),
            author_name: self.item.comment.author_name.clone(),
            text: self.item.comment.text.clone(),
            marks: marks(self.item.assessment.as_ref(), self.rules, self.language),
            act_url,
            desk_url: format!("{}/desk", self.service.public_url),
        }
    }

    /// To the reader: we have it.
    pub fn received(&self) -> Content {
        Content::Received {
            site_name: self.site.name.clone(),
            thread_title: self.item.thread.readers_title().to_owned(),
            author_name: self.item.comment.author_name.clone(),
            text: self.item.comment.text.clone(),
            status_url: self.status_url(),
            netiquette_url: self.netiquette_url(None),
        }
    }

    /// To the reader: it is published, with another text if an editor has redacted it.
    pub fn published(&self, redacted: Option<&str>) -> Content {
        let comment = &self.item.comment;
        let thread = &self.item.thread;
        let own_page = || {
            format!(
                "{}/sites/{}/threads/{}/comments/{}",
                self.service.public_url, self.site.key, thread.key, comment.id
            )
        };
        Content::Published {
            site_name: self.site.name.clone(),
            thread_title: thread.title().to_owned(),
            text: redacted.unwrap_or(&comment.text).to_owned(),
            is_redacted: redacted.is_some(),
            comment_url: thread.article.url.clone().unwrap_or_else(own_page),
        }
    }

    /// To the reader: it is not published, for this clause.
    pub fn refused(&self, clause: Option<&str>, note: Option<String>, automated_detection: bool) -> Content {
        let clause_id = clause.unwrap_or_default();
        let clause = self.rules.and_then(|rules| rules.clause(clause_id));
        Content::Refused {
            site_name: self.site.name.clone(),
            thread_title: self.item.thread.readers_title().to_owned(),
            text: self.item.comment.text.clone(),
            clause_title: clause.map_or(clause_id.to_owned(), |clause| clause.title.get(self.language).to_owned()),
            clause_text: clause.map(|clause| clause.text.get(self.language).to_owned()).unwrap_or_default(),
            words: words(self.item.assessment.as_ref(), clause_id),
            note,
            status_url: self.status_url(),
            netiquette_url: self.netiquette_url(clause.map(|clause| clause.id.as_str())),
            automated_detection,
            automated_decision: false,
            redress: Redress { by_reply: self.service.may_answer, appeal_url: None },
        }
    }

    /// The mail that a verdict would send; `None` where it sends none.
    ///
    /// # Errors
    /// The mail could not be made.
    pub fn preview(&self, verdict: Verdict, intent: Intent) -> Result<Option<Preview>, ComposeError> {
        let content = match self.item.comment.status.after(verdict) {
            Some(Status::Approved) => self.published(intent.redacted.as_deref()),
            Some(Status::Refused) => {
                let marked = self.item.assessment.as_ref().is_some_and(|found| !found.hits.is_empty());
                self.refused(intent.clause.as_deref(), intent.note, marked)
            }
            Some(Status::Spam | Status::Pending) | None => return Ok(None),
        };
        let (subject, text) = mail::in_words(self.language, content)?;
        Ok(Some(Preview { subject, text }))
    }

    fn status_url(&self) -> String {
        format!("{}/status/{}", self.service.public_url, self.service.seal.status(self.item.comment.id))
    }

    /// The netiquette, at this clause: where the paper publishes it, or our own page.
    fn netiquette_url(&self, clause: Option<&str>) -> String {
        if let Some(published) = clause.and_then(|clause| self.rules?.clause_url(clause)) {
            return published;
        }
        let place = clause.map(|clause| format!("#{clause}")).unwrap_or_default();
        format!("{}/sites/{}/netiquette?lang={}{place}", self.service.public_url, self.site.key, self.language)
    }
}

/// What the rules marked, each with its reason.
fn marks(found: Option<&Assessment>, rules: Option<&RuleSet>, language: Language) -> Vec<Mark> {
    let hits = found.map(|found| found.hits.as_slice()).unwrap_or_default();
    let mut marks: Vec<Mark> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.mode != Mode::Shadow) {
        let clause = hit.clause.as_deref().and_then(|id| rules?.clause(id));
        let reason = clause.map_or_else(|| hit.rule.clone(), |clause| clause.title.get(language).to_owned());
        let mark = Mark { surface: hit.surface.clone(), reason };
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

/// The reader's own words that broke a clause.
fn words(found: Option<&Assessment>, clause: &str) -> Vec<String> {
    let hits = found.map(|found| found.hits.as_slice()).unwrap_or_default();
    let mut words: Vec<String> = Vec::new();
    for hit in hits.iter().filter(|hit| hit.mode != Mode::Shadow && hit.clause.as_deref() == Some(clause)) {
        // A composite is made of other rules and has no words of its own.
        if !hit.surface.is_empty() && !words.contains(&hit.surface) {
            words.push(hit.surface.clone());
        }
    }
    words
}

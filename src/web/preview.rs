//! The mail that a verdict would send to the reader, for the desk and the API.

use super::context::App;
use super::problem::{Kind, Problem};
use crate::comment::{CommentId, Language, Verdict};
use crate::notify::{Intent, Preview, Telling};
use crate::review::{DecideError, Desk, redacted};

/// The mail that deciding so would send; `None` where it sends none, or where nobody is written to.
///
/// # Errors
/// A problem, told in `language`: no such comment, a refusal without its clause, nothing to redact, or the database did
/// not answer.
pub async fn of(
    app: &App,
    desk: &Desk,
    comment: CommentId,
    verdict: Verdict,
    mut intent: Intent,
    redact: bool,
    language: Language,
) -> Result<Option<Preview>, Problem> {
    let from_store = |error| Problem::from_store(&error, language);
    let from_decide = |error| Problem::from_decide(&error, language);
    let unknown = || Problem::new(Kind::UnknownComment, language);
    let item = desk.one(comment).await.map_err(from_store)?.ok_or_else(unknown)?;
    let site = app.service.store.site_by_id(item.comment.site).await.map_err(from_store)?.ok_or_else(unknown)?;
    let rules = app.service.rules.load().for_site(site.key.as_str(), &site.pack);
    if verdict == Verdict::Refuse {
        let clause = intent.clause.as_deref().ok_or_else(|| from_decide(DecideError::ClauseNeeded))?;
        if rules.as_ref().is_none_or(|rules| rules.clause(clause).is_none()) {
            return Err(from_decide(DecideError::UnknownClause));
        }
    }
    if redact && verdict == Verdict::Approve {
        let pieces = rules.as_ref().and_then(|rules| item.redaction(rules));
        intent.redacted = Some(redacted(&pieces.ok_or_else(|| from_decide(DecideError::NothingToRedact))?));
    }
    if !app.service.mails {
        return Ok(None);
    }
    let telling = Telling {
        service: &app.service,
        item: &item,
        site: &site,
        rules: rules.as_deref(),
        language: item.comment.reader_language,
    };
    telling.preview(verdict, intent).map_err(|error| {
        tracing::error!(%error, "a mail could not be shown beforehand");
        Problem::new(Kind::Internal, language)
    })
}

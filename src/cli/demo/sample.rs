//! The demonstration's newsroom: one site, one article, a moderator, comments that have come this way.

use std::sync::Arc;

use serde::Deserialize;

use super::Failure;
use crate::comment::{
    Access, CommentId, CommentText, EmailAddress, Language, PersonName, Role, SiteId, SiteKey, Source, TextLimits,
    ThreadKey, Verdict,
};
use crate::intake::{NamedArticle, ReportOrder, Submission};
use crate::people::PeopleError;
use crate::review::Order;
use crate::service::Service;
use crate::store::sites::{self, Site};
use crate::store::threads::Article;

pub(super) const SITE: &str = "courier";
pub(super) const THREAD: &str = "2026-11-river-ice";
pub(super) const EMAIL: &str = "editor@courier.example";
pub(super) const PASSWORD: &str = "river-ice-2026";

/// How many comments are on their way at once.
const AT_ONCE: usize = 64;

/// A sample comment, and what was decided on it.
#[derive(Deserialize)]
struct Sample {
    name: String,
    language: Language,
    text: String,
    verdict: Option<Verdict>,
    clause: Option<String>,
    /// What readers reported of it since.
    #[serde(default)]
    reports: Vec<SampleReport>,
}

/// What a reader reported.
#[derive(Deserialize)]
struct SampleReport {
    clause: Option<String>,
    word: Option<String>,
}

/// Fills an empty database; one that was kept is left as it is.
pub(super) async fn fill(service: &Arc<Service>) -> Result<(), Failure> {
    let key = SiteKey::parse(SITE)?;
    let site = Site {
        id: SiteId::from_i64(0),
        key: key.clone(),
        name: "The Northern Courier".into(),
        url: None,
        language: Language::En,
        note: [("en", include_str!("note.en.txt")), ("fr", include_str!("note.fr.txt"))]
            .map(|(language, note)| (language.to_owned(), note.trim().to_owned()))
            .into(),
        pack: "rci".into(),
        hosts: Vec::new(),
        opens_threads: true,
    };
    let Some(site) = service.store.write(move |transaction| sites::insert(transaction, &site)).await? else {
        return Ok(());
    };
    let article = Article {
        title: Some("River ice breaks a month early, and the north counts the cost".into()),
        language: Some("en".into()),
        text: Some(include_str!("article.txt").trim().to_owned()),
        ..Article::default()
    };
    let thread = ThreadKey::parse(THREAD)?;
    service.desk.set_thread(site, thread.clone(), article, None).await?;

    let samples: Vec<Sample> = serde_json::from_str(include_str!("comments.json"))?;
    let mut ids = Vec::with_capacity(samples.len());
    for (number, together) in samples.chunks(AT_ONCE).enumerate() {
        let submissions = together
            .iter()
            .enumerate()
            .map(|(place, sample)| submission(&key, &thread, number * AT_ONCE + place, sample));
        let submissions = submissions.collect::<Result<Vec<_>, _>>()?;
        let sent = submissions.into_iter().map(|submission| service.intake.submit(submission));
        for accepted in futures_util::future::join_all(sent).await {
            ids.push(accepted?.comment);
        }
    }
    let decided = samples.iter().zip(&ids).filter_map(|(sample, id)| Some(order(sample.verdict?, sample, *id)));
    for decided in futures_util::future::join_all(decided.map(|order| service.desk.decide(order))).await {
        decided?;
    }
    let filled = Filled { service, site: &key, thread: &thread, samples: &samples, ids: &ids };
    filled.reply().await?;
    filled.report().await?;
    clear_outbox(service).await?;
    let email = EmailAddress::parse(EMAIL)?;
    match service
        .people
        .add(email, "Ada, editor".into(), Language::En, true, PASSWORD, Access::everywhere(Role::Owner))
        .await
    {
        Ok(_) | Err(PeopleError::Taken) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn submission(site: &SiteKey, thread: &ThreadKey, number: usize, sample: &Sample) -> Result<Submission, Failure> {
    Ok(Submission {
        site: site.clone(),
        thread: thread.clone(),
        article: NamedArticle::default(),
        name: PersonName::parse(&sample.name)?,
        email: EmailAddress::parse(&format!("reader{number}@reader.example"))?,
        website: None,
        text: CommentText::parse(&sample.text, TextLimits::default())?,
        parent: None,
        language: sample.language,
        wants_receipt: false,
        idempotency_key: Some(format!("demo-{number}")),
        ip: None,
    })
}

fn order(verdict: Verdict, sample: &Sample, comment: CommentId) -> Order {
    Order {
        comment,
        version: 1,
        verdict,
        clause: sample.clause.clone(),
        note: None,
        redact: false,
        last_report: None,
        moderator: None,
        source: Source::Demo,
    }
}

/// What the demonstration is filled with so far: the comments with their ids.
struct Filled<'a> {
    service: &'a Service,
    site: &'a SiteKey,
    thread: &'a ThreadKey,
    samples: &'a [Sample],
    ids: &'a [CommentId],
}

impl Filled<'_> {
    fn all(&self) -> impl Iterator<Item = (&Sample, CommentId)> {
        self.samples.iter().zip(self.ids.iter().copied())
    }

    /// Three published answers below published comments, so that the thread has branches.
    async fn reply(&self) -> Result<(), Failure> {
        let published = self.all().filter(|(sample, _)| sample.verdict == Some(Verdict::Approve));
        let mut parent: Option<CommentId> = None;
        for (number, ((_, first), text)) in published.step_by(20).zip(include_str!("replies.txt").lines()).enumerate() {
            let names = ["Irène Lapointe", "Noah Sandhu", "Greta Larsen"];
            let sample = Sample {
                name: names.get(number % 3).copied().unwrap_or_default().into(),
                language: Language::En,
                text: text.to_owned(),
                verdict: Some(Verdict::Approve),
                clause: None,
                reports: Vec::new(),
            };
            // The second answers the first, so that one branch goes deeper.
            let answers = if number == 1 { parent.unwrap_or(first) } else { first };
            let submission = submission(self.site, self.thread, 1000 + number, &sample)?;
            let submission = Submission { parent: Some(answers), ..submission };
            let accepted = self.service.intake.submit(submission).await?;
            self.service.desk.decide(order(Verdict::Approve, &sample, accepted.comment)).await?;
            parent = Some(accepted.comment);
        }
        Ok(())
    }

    /// What readers have reported of published comments, each from another household.
    async fn report(&self) -> Result<(), Failure> {
        for (sample, comment) in self.all() {
            for (number, report) in sample.reports.iter().enumerate() {
                let order = ReportOrder {
                    site: self.site.clone(),
                    thread: self.thread.clone(),
                    comment,
                    reporter: format!("demo-{number}"),
                    clause: report.clause.clone(),
                    word: report.word.clone(),
                };
                self.service.intake.report(order).await?;
            }
        }
        Ok(())
    }
}

/// The past has had its mails: the page of mails begins empty.
async fn clear_outbox(service: &Service) -> Result<(), Failure> {
    Ok(service.store.write(crate::store::outbox::cancel_all).await?)
}

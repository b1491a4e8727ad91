//! A comment's private page: what happens next, what was decided, and why.

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::marks::{self, Part};
use super::netiquette::ClauseText;
use super::problems;
use super::words::Words;
use crate::comment::{Status, Timestamp};
use crate::store::sites::Site;
use crate::web::headers::{self, Frames};
use crate::web::problem::{Kind, Problem};
use crate::web::{context, view};

#[derive(Template)]
#[template(path = "pages/status.html")]
struct Page<'a> {
    words: Words,
    site: &'a Site,
    fresh: bool,
    heading: String,
    explanation: String,
    /// What a mail says or is for, where mails are sent.
    by_mail: Option<String>,
    clause: Option<ClauseText>,
    note: Option<String>,
    thread_address: String,
    thread_title: String,
    created_at: Timestamp,
    marked: Vec<Part>,
    is_redacted: bool,
    reasons: Vec<String>,
}

/// Shows it to whoever has its private address.
pub async fn show(request: HttpRequest, path: web::Path<String>, app: context::Shared) -> HttpResponse {
    let asked = context::language(&request);
    match page(&request, &path, &app).await {
        Ok(response) => response,
        Err(problem) => problems::answer(&problem, asked, None),
    }
}

async fn page(request: &HttpRequest, seal: &str, app: &context::App) -> Result<HttpResponse, Problem> {
    let asked = context::language(request);
    let unknown = || Problem::new(Kind::UnknownComment, asked);
    let from_store = |error| Problem::from_store(&error, asked);
    let id = app.service.seal.open_status(seal).map_err(|_| unknown())?;
    let item = app.service.for_its_reader(id).await.map_err(from_store)?.ok_or_else(unknown)?;
    let site = app.service.store.site_by_id(item.comment.site).await.map_err(from_store)?.ok_or_else(unknown)?;
    let language = context::asked_language(request).unwrap_or(item.comment.reader_language);
    let words = Words(language);
    let rules = app.service.rules.load().for_site(site.key.as_str(), &site.pack);
    let status = item.told_status();
    let clause = item.refusal_clause().and_then(|clause| rules.as_ref()?.clause(clause));
    let hits = item
        .told_assessment()
        .map(|found| view::hits(&found, rules.as_deref(), &item.comment.text, language))
        .unwrap_or_default();
    let thread = format!("/sites/{}/threads/{}", site.key, item.thread.key);
    let page = Page {
        words,
        site: &site,
        fresh: request.query_string().split('&').any(|part| part == "new"),
        heading: words.say(&format!("status-{status}")),
        explanation: words.say(&format!("status-{status}-means")),
        by_mail: match status {
            Status::Pending if app.service.mails => Some(words.say("status-pending-mail")),
            Status::Refused if app.service.mails && app.service.may_answer => Some(words.say("status-refused-mail")),
            _ => None,
        },
        clause: clause.map(|clause| ClauseText {
            id: clause.id.clone(),
            title: clause.title.get(language).to_owned(),
            text: clause.text.get(language).to_owned(),
        }),
        note: item.decisions.last().filter(|_| status == Status::Refused).and_then(|last| last.note.clone()),
        thread_address: if status == Status::Approved { format!("{thread}/comments/{id}") } else { thread },
        thread_title: item.thread.readers_title().to_owned(),
        created_at: item.comment.created_at,
        is_redacted: item.comment.redacted.is_some(),
        marked: marks::parts(item.comment.published_text(), if item.comment.redacted.is_some() { &[] } else { &hits }),
        reasons: marks::reasons(&hits, language),
    };
    // The form that leads here may stand in a frame of the site.
    Ok(headers::page(HttpResponse::Ok(), &Frames::Site(&site), language, &page))
}

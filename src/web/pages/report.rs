//! The form with which a reader reports a published comment.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::problems;
use super::words::Words;
use crate::comment::{CommentId, Language, Status, ThreadKey};
use crate::intake::LONGEST_WORD;
use crate::store::comments::{self, Comment};
use crate::store::sites::Site;
use crate::store::threads;
use crate::web::api::reports;
use crate::web::body;
use crate::web::context::{self, App};
use crate::web::headers::{self, Frames};
use crate::web::problem::{FieldProblem, Kind, Problem};

/// A clause to choose.
struct Choice {
    id: String,
    title: String,
    chosen: bool,
}

/// What a reader has typed: it comes back whatever happens.
#[derive(Default)]
struct Typed {
    clause: String,
    word: String,
}

#[derive(Template)]
#[template(path = "pages/report.html")]
struct Page<'a> {
    words: Words,
    site: &'a Site,
    author: &'a str,
    text: &'a str,
    action: String,
    back: String,
    /// Whether it has just been sent.
    sent: bool,
    clauses: Vec<Choice>,
    typed: Typed,
    longest: usize,
    problem: Option<&'a Problem>,
    errors: &'a [FieldProblem],
}

/// What is reported.
struct Reported {
    site: Arc<Site>,
    thread: ThreadKey,
    comment: Comment,
    language: Language,
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    app: context::Shared,
) -> HttpResponse {
    match find(&request, &path, &app).await {
        Ok(found) => {
            let sent = request.query_string().split('&').any(|part| part == "sent");
            page(&app, &found, sent, Typed::default(), None, StatusCode::OK)
        }
        Err(problem) => problems::answer(&problem, context::language(&request), None),
    }
}

/// Takes the form.
pub async fn send(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    payload: web::Payload,
    app: context::Shared,
) -> HttpResponse {
    let language = context::language(&request);
    let (typed, refused) = read(&request, payload).await;
    if refused == Some(Kind::WrongContentType) {
        return problems::answer(&Problem::new(Kind::WrongContentType, language), language, Some(&typed.word));
    }
    let found = match find(&request, &path, &app).await {
        Ok(found) => found,
        Err(problem) => return problems::answer(&problem, language, Some(&typed.word)),
    };
    let language = found.language;
    let kept = match (refused, reports::limit(&request, &app, language)) {
        (Some(kind), _) => Err((Problem::new(kind, language), None)),
        (None, Ok(())) => {
            let given = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
            let place = (found.site.key.clone(), found.thread.clone(), found.comment.id);
            let said = (given(&typed.clause), given(&typed.word));
            reports::keep(&request, &app, place, said, language).await.map_err(|problem| (problem, None))
        }
        (None, Err((problem, seconds))) => Err((problem, Some(seconds))),
    };
    match kept {
        // Whether it is the first report from there is nobody's business.
        Ok(_) => {
            let address = format!("{}?sent&lang={language}", address(&found));
            HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
        }
        Err((problem, wait)) => {
            let status = problem.kind().status();
            let mut answer = page(&app, &found, false, typed, Some(&problem), status);
            if let Some(seconds) = wait {
                answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
            }
            answer
        }
    }
}

/// The published comment at this address.
async fn find(request: &HttpRequest, path: &(String, String, String), app: &App) -> Result<Reported, Problem> {
    let (site, language) = app.site(request, &path.0).await?;
    let thread = context::thread_key(&path.1, language)?;
    let unknown = || Problem::new(Kind::UnknownComment, language);
    let id: CommentId = path.2.parse().map_err(|_| unknown())?;
    let (site_id, key) = (site.id, thread.clone());
    let comment = app.service.store.read(move |connection| {
        let Some(thread) = threads::find(connection, site_id, &key)? else { return Ok(None) };
        let is_published = |comment: &Comment| comment.thread == thread.id && comment.status == Status::Approved;
        Ok(comments::get(connection, id)?.filter(is_published))
    });
    let comment = comment.await.map_err(|error| Problem::from_store(&error, language))?.ok_or_else(unknown)?;
    Ok(Reported { site, thread, comment, language })
}

fn address(found: &Reported) -> String {
    format!("/sites/{}/threads/{}/comments/{}/report", found.site.key, found.thread, found.comment.id)
}

fn page(
    app: &App,
    found: &Reported,
    sent: bool,
    typed: Typed,
    problem: Option<&Problem>,
    status: StatusCode,
) -> HttpResponse {
    let rules = app.service.rules.load().for_site(found.site.key.as_str(), &found.site.pack);
    let clauses = rules.iter().flat_map(|rules| rules.clauses()).map(|clause| Choice {
        id: clause.id.clone(),
        title: clause.title.get(found.language).to_owned(),
        chosen: clause.id == typed.clause,
    });
    let view = Page {
        words: Words(found.language),
        site: &found.site,
        author: &found.comment.author_name,
        text: found.comment.published_text(),
        action: address(found),
        back: format!("/sites/{}/threads/{}/comments/{}", found.site.key, found.thread, found.comment.id),
        sent,
        clauses: clauses.collect(),
        typed,
        longest: LONGEST_WORD,
        problem,
        errors: problem.map_or(&[], Problem::errors),
    };
    headers::page(HttpResponse::build(status), &Frames::Site(&found.site), found.language, &view)
}

/// What was typed, and why it is not taken.
async fn read(request: &HttpRequest, payload: web::Payload) -> (Typed, Option<Kind>) {
    let form = body::form(request, payload).await;
    let mut typed = Typed { word: form.unread.unwrap_or_default(), ..Typed::default() };
    for (name, value) in form.fields {
        match name.as_str() {
            "clause" => typed.clause = value,
            "word" => typed.word = value,
            _ => {}
        }
    }
    (typed, form.refused)
}
